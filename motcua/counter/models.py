"""What intake pages have already brought about: one page, one dossier, however often it is sent."""

from django.db import models

from motcua.agencies.models import Post
from motcua.core.clock import CoreNow
from motcua.core.fields import EncryptedJSON
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


class UnsentQuerySet(models.QuerySet["Unsent"]):
    def visible_to(self, by: Post) -> "UnsentQuerySet":
        """What the post itself was typing."""
        return self.filter(post=by)


class Unsent(models.Model):
    """A page that is being filled in, as it was a moment ago: what a closed browser or an ended session leaves.

    `page` is field → values as sent, encrypted; uploaded files are in it by their ids. Gone when the page is sent.
    """

    key = models.UUIDField(primary_key=True, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    page = EncryptedJSON()
    saved_at = models.DateTimeField(db_default=CoreNow())

    objects = UnsentQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "pk"]
        indexes = [models.Index(fields=["post", "-saved_at"], name="unsent_of_post")]
