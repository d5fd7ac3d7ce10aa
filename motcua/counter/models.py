"""What intake pages have already brought about: one page, one dossier, however often it is sent."""

from django.db import models

from motcua.agencies.models import Post
from motcua.core.clock import CoreNow
from motcua.counter.choices import Deed
from motcua.dossiers.models import Dossier


class SendingQuerySet(models.QuerySet["Sending"]):
    def visible_to(self, by: Post) -> "SendingQuerySet":
        """What the post itself sent."""
        return self.filter(post=by)


class Sending(models.Model):
    """A page that was sent; `key` was made with the page, `digest` is blind: what was typed is not in it."""

    key = models.UUIDField(primary_key=True, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    deed = models.CharField(max_length=12, choices=Deed, db_collation="C")
    digest = models.BinaryField(max_length=16)
    dossier = models.ForeignKey(Dossier, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(db_default=CoreNow())

    objects = SendingQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "pk"]
