"""Differences that a crawl brought and that wait for a person: only what is approved changes the national record."""

from django.db import models
from django.db.models import Q

from motcua.agencies.models import Post
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.procedures.choices import ChangeKind, ChangeState
from motcua.procedures.models.national import ImportRun, NationalProcedure, with_words
from motcua.procedures.records import NationalRecord, build


class NationalChangeQuerySet(models.QuerySet["NationalChange"]):
    def visible_to(self, by: Post) -> "NationalChangeQuerySet":
        """The catalogue is public, and so is what is said to change in it."""
        return self.all()

    def waiting(self) -> "NationalChangeQuerySet":
        return self.filter(state=ChangeState.WAITING)

    def find(self, words: str) -> "NationalChangeQuerySet":
        return self.filter(with_words(words))


class NationalChange(Root):
    """One record as a crawl states it, against version `base` of what stands (0: nothing stands).

    `content` is the whole record that would stand after approval, {} for a record that a crawl no longer holds.
    `aspects` are the names of what differs, `doubts` what a person must look at, `source_kind` the kind of file,
    `asked` the digest of the pair of two crawls that asks (empty for a record): answered once, it is not asked again.
    """

    TRACKED = ("state",)

    kind = models.CharField("loại", max_length=10, choices=ChangeKind, db_collation="C")
    state = models.CharField(
        "tình trạng", max_length=12, choices=ChangeState, default=ChangeState.WAITING, db_collation="C"
    )
    procedure = models.ForeignKey(NationalProcedure, null=True, on_delete=models.PROTECT, related_name="proposed")
    code = models.CharField("mã", max_length=40, db_collation="C")
    scope = models.CharField("phạm vi", max_length=20, db_collation="C")
    name = models.CharField("tên", max_length=1500)
    folded = models.CharField(max_length=1500, editable=False)
    base = models.PositiveIntegerField("so với bản số", default=0)
    content = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True, db_collation="C")
    aspects = models.JSONField("khác ở", default=list)
    doubts = models.JSONField("điều cần người xem", default=list)
    asked = models.CharField(max_length=64, blank=True, default="", db_default="", db_collation="C")
    source = models.CharField("nguồn", max_length=300, blank=True)
    source_updated = models.CharField(max_length=10, blank=True, db_collation="C")
    source_kind = models.CharField("loại nguồn", max_length=20, db_collation="C")
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="changes")
    finding = models.CharField("kết luận", max_length=500, blank=True)
    recorded_at = models.DateTimeField(db_default=CoreNow())

    objects = NationalChangeQuerySet.as_manager()

    class Meta:
        ordering = ["code", "scope", "pk"]
        indexes = [models.Index(fields=["state", "code"], name="national_change_state")]
        constraints = [
            models.UniqueConstraint(
                name="one_waiting_change", fields=["code", "scope"], condition=Q(state=ChangeState.WAITING)
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def record(self) -> NationalRecord:
        """Return the record that would stand after approval."""
        found: NationalRecord = build(NationalRecord, self.content)
        return found


class NationalChangeEvent(Event):
    subject = models.ForeignKey(NationalChange, on_delete=models.PROTECT, related_name="events")
