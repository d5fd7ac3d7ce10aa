"""What intake pages have already brought about: one page, one dossier, however often it is sent."""

import uuid

from django.db import models
from django.db.models import Q

from motcua.agencies.models import Post
from motcua.core.clock import CoreNow
from motcua.core.fields import BlindIndex, EncryptedJSON, EncryptedText, blind
from motcua.counter.choices import Deed, RowOutcome, Stage
from motcua.dossiers.models import Dossier, PaperBook


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


class SheetQuerySet(models.QuerySet["Sheet"]):
    def visible_to(self, by: Post) -> "SheetQuerySet":
        """The sheets of the books of the post's own desk."""
        return self.filter(book__in=PaperBook.objects.visible_to(by))


class Sheet(models.Model):
    """Rows of a paper register as they were sent (a file, or typed): looked at, then entered one by one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người gửi")
    book = models.ForeignKey(PaperBook, on_delete=models.PROTECT, related_name="sheets")
    name = EncryptedText("tên tệp")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.READY, db_collation="C")
    note = EncryptedText("lý do nhập sau")
    sent_at = models.DateTimeField(db_default=CoreNow())
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "pk"]
        constraints = [models.CheckConstraint(name="sheet_stage_known", condition=Q(stage__in=Stage.values))]

    def __str__(self) -> str:
        return self.name or "(nhập trên trang)"


class SheetRow(models.Model):
    """One row: what it says (encrypted, gone once it made its dossier), what is wrong with it, what came of it.

    `problems` and `warnings` are pairs of a column's key and words that hold nothing of what was written.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="rows", db_index=False)
    line = models.PositiveIntegerField("dòng")
    number = models.PositiveIntegerField("số trong sổ", null=True)
    said = EncryptedJSON()
    identity_number = EncryptedText("số định danh")
    identity_index = BlindIndex(kind="identity", of="identity_number")
    problems = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    outcome = models.CharField(max_length=10, choices=RowOutcome, db_collation="C")
    dossier = models.OneToOneField(Dossier, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["line"]
        indexes = [models.Index(fields=["sheet", "outcome", "line"], name="sheet_row_outcome")]
        constraints = [
            models.UniqueConstraint(name="one_row_of_a_line", fields=["sheet", "line"]),
            models.CheckConstraint(name="sheet_row_outcome_known", condition=Q(outcome__in=RowOutcome.values)),
            models.CheckConstraint(
                name="sheet_row_done_has_dossier",
                condition=Q(outcome="done", dossier__isnull=False) | (~Q(outcome="done") & Q(dossier=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"dòng {self.line}"

    def index(self) -> None:
        """Make the blind index of what the row says."""
        self.identity_index = blind("identity", self.identity_number) if self.identity_number else None
