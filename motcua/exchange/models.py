"""What machines have asked before: the same key gets the same answer."""

from django.db import models
from django.db.models.functions import Now

from motcua.agencies.models import Post
from motcua.core.clock import CoreNow


class Allowance(models.Model):
    """How many calls a post has left, as of a moment: a bucket that fills evenly. Real time, not the demo's clock."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True, related_name="+")
    remaining = models.FloatField()
    at = models.DateTimeField(db_default=Now())


class IdempotencyKey(models.Model):
    """A key that a machine chose for one request; the answer carries codes and dates only, no personal data."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120, db_collation="C")
    digest = models.BinaryField(max_length=32, help_text="vân tay có khóa của nội dung yêu cầu")
    answer = models.JSONField(null=True)
    made_at = models.DateTimeField(db_default=CoreNow())

    class Meta:
        constraints = [models.UniqueConstraint(name="one_answer_per_key", fields=["post", "key"])]
