"""The last steps in which an adoption's online form was made, so that they can be taken back."""

from django.db import models

from motcua.agencies.models import Post
from motcua.core.clock import CoreNow
from motcua.procedures.models.adopted import Adoption


class FormStepQuerySet(models.QuerySet["FormStep"]):
    def visible_to(self, by: Post) -> "FormStepQuerySet":
        """Whoever sees the draft sees how it came about."""
        return self.filter(adoption__in=Adoption.objects.visible_to(by))

    def newest_first(self) -> "FormStepQuerySet":
        return self.order_by("-pk")


class FormStep(models.Model):
    """One change of the form of a draft: `before` is the form as it was (null: there was none).

    `after` is the digest of the form that the step left: when the draft holds another one, something else changed it
    meanwhile (an import), and the step can no longer be taken back. Only the newest few are kept.
    """

    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="form_steps")
    before = models.JSONField(null=True)
    after = models.BinaryField(max_length=32)
    said = models.CharField("đã làm gì", max_length=200)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người làm")
    at = models.DateTimeField("lúc", db_default=CoreNow())

    objects = FormStepQuerySet.as_manager()

    class Meta:
        ordering = ["adoption", "-pk"]

    def __str__(self) -> str:
        return self.said
