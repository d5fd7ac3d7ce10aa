"""The last steps in which the route of an adoption's draft was drawn, so that they can be taken back."""

from django.db import models

from motcua.agencies.models import Post
from motcua.core.clock import CoreNow
from motcua.procedures.models.adopted import Adoption


class RouteStepQuerySet(models.QuerySet["RouteStep"]):
    def visible_to(self, by: Post) -> "RouteStepQuerySet":
        """Whoever sees the draft sees how it came about."""
        return self.filter(adoption__in=Adoption.objects.visible_to(by))

    def newest_first(self) -> "RouteStepQuerySet":
        return self.order_by("-pk")


class RouteStep(models.Model):
    """One change of the route of a draft: `before` is the route as it was.

    `after` is the digest of the route that the change left: when the draft holds another one, something else changed
    it meanwhile, and the change can no longer be taken back. Only the newest few are kept.
    """

    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="route_steps")
    before = models.JSONField()
    after = models.BinaryField(max_length=32)
    said = models.CharField("đã làm gì", max_length=200)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người làm")
    at = models.DateTimeField("lúc", db_default=CoreNow())

    objects = RouteStepQuerySet.as_manager()

    class Meta:
        ordering = ["adoption", "-pk"]

    def __str__(self) -> str:
        return self.said
