"""What belongs to a dossier. Each row is written inside an action of its dossier, under its lock."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from motcua.agencies.models import Agency, Post, Reorganisation
from motcua.core.fields import EncryptedJSON, EncryptedText
from motcua.correspondence.models import OutgoingDocument
from motcua.dossiers.choices import Form, PauseKind, StepState, StepVerdict, Strayed
from motcua.dossiers.models.columns import spaced, verification_code
from motcua.files.models import StoredFile
from motcua.procedures.models import Edition
from motcua.tasks.models import Task

DOSSIER = "dossiers.Dossier"
DONE_IN_TIME_OR_NOT = Q(state__in=[StepState.FINISHED, StepState.SENT_BACK], due_at__isnull=False)
TO_TAKE_OVER = Q(state=StepState.OPEN, taken_at=None, take_by__isnull=False)  # came from another office


class DossierPaper(models.Model):
    """A paper handed in: what the receipt lists.

    `reused_from`, `reused_on`: it was not asked for again but taken from what the same person had handed in, or was
    given, in another dossier on that day (the service index counts dossiers with such papers, QĐ 766/QĐ-TTg).
    """

    dossier = models.ForeignKey(DOSSIER, on_delete=models.PROTECT, related_name="papers", db_index=False)
    order = models.PositiveSmallIntegerField()
    name = models.CharField("tên giấy tờ", max_length=500)
    code = models.CharField(max_length=60, blank=True, db_collation="C")
    originals = models.PositiveSmallIntegerField("bản chính", default=0)
    copies = models.PositiveSmallIntegerField("bản sao", default=0)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()
    supplement = models.ForeignKey("dossiers.Supplement", null=True, on_delete=models.PROTECT, related_name="answers")
    reused_from = models.ForeignKey(
        DOSSIER, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="dùng lại từ hồ sơ"
    )
    reused_on = models.DateField("nộp hoặc cấp ngày", null=True)

    class Meta:
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["dossier"], name="paper_reused", condition=Q(reused_from__isnull=False))]
        constraints = [
            models.UniqueConstraint(name="one_paper_per_place", fields=["dossier", "order"]),
            models.CheckConstraint(
                name="paper_reused_has_day",
                condition=Q(reused_from=None, reused_on=None) | Q(reused_from__isnull=False, reused_on__isnull=False),
            ),
        ]


class FiledForm(models.Model):
    """What was answered in the online form by which the dossier came; whoever sees the dossier reads it.

    `edition` is the one whose form was filled in: the desk may receive under a later one. `answers` are values of the
    form by code, None once the dossier's content was erased.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.OneToOneField(DOSSIER, on_delete=models.PROTECT, related_name="filed_form")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    answers = EncryptedJSON("câu trả lời")
    filed_at = models.DateTimeField("lúc nộp")


class Pause(models.Model):
    """A stretch in which the clock stands, with its basis: never without one."""

    dossier = models.ForeignKey(DOSSIER, on_delete=models.PROTECT, related_name="pauses")
    kind = models.CharField(max_length=12, choices=PauseKind, db_collation="C")
    basis = models.CharField("căn cứ", max_length=200, help_text="mã phiếu, quy định; không ghi tên người")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["started_at", "pk"]
        indexes = [  # which waits for money ran at the end of a period (reports/plain/index.waiting.sql)
            models.Index(fields=["ended_at"], name="pause_payment_ended", condition=Q(kind=PauseKind.PAYMENT))
        ]
        constraints = [
            models.CheckConstraint(
                name="pause_ends_after_it_begins", condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at"))
            ),
            models.CheckConstraint(name="pause_has_basis", condition=~Q(basis="")),
            models.UniqueConstraint(name="one_running_pause", fields=["dossier"], condition=Q(ended_at=None)),
        ]


class Step(models.Model):
    """One step as it was really done: who held it, from when to when, by when it should have been."""

    dossier = models.ForeignKey(DOSSIER, on_delete=models.PROTECT, related_name="steps", db_index=False)
    order = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40, db_collation="C")
    name = models.CharField(max_length=120)
    leg = models.CharField(max_length=40, blank=True, db_collation="C")
    branch = models.ForeignKey(
        "dossiers.Leg", null=True, on_delete=models.PROTECT, related_name="steps", db_index=False
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=20, db_collation="C")
    owner = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="steps", db_index=False)
    task = models.OneToOneField(Task, null=True, on_delete=models.PROTECT, related_name="step")
    state = models.CharField(max_length=10, choices=StepState, default=StepState.OPEN, db_collation="C")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    silence = models.CharField("im lặng nghĩa là", max_length=10, blank=True, db_default="", db_collation="C")
    verdict = models.CharField(
        "kết luận", max_length=12, choices=StepVerdict, blank=True, default="", db_default="", db_collation="C"
    )
    strayed = models.CharField(
        "vì sao không đến nơi quy trình nêu", max_length=12, choices=Strayed, blank=True, default="", db_default="",
        db_collation="C",
    )  # fmt: skip
    handed_by = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    take_by = models.DateTimeField("xác nhận nhận bàn giao trước", null=True, help_text="khi từ cơ quan khác đến")
    taken_at = models.DateTimeField("lúc nhận bàn giao", null=True)
    taken_by = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["order", "pk"]
        indexes = [
            models.Index(fields=["finished_by", "dossier"], name="step_finished_by"),
            models.Index(fields=["agency", "role", "dossier"], name="step_agency_role"),
            models.Index(fields=["owner", "dossier"], name="step_owner"),
            models.Index(
                fields=["agency", "role", "dossier"], name="step_pool_open", condition=Q(state="open", owner=None)
            ),
            models.Index(fields=["due_at"], name="step_silent", condition=Q(state="open") & ~Q(silence="")),
            models.Index(fields=["agency", "take_by"], name="step_to_take_over", condition=TO_TAKE_OVER),
            models.Index(fields=["handed_by", "take_by"], name="step_handed_over", condition=TO_TAKE_OVER),
            models.Index(fields=["id"], name="step_open", condition=Q(state="open")),  # walked by the ladder
            models.Index(fields=["agency", "finished_at"], name="step_done", condition=DONE_IN_TIME_OR_NOT),
        ]
        constraints = [
            models.UniqueConstraint(name="one_step_per_order", fields=["dossier", "order"]),
            models.UniqueConstraint(  # nobody has a second hand on a dossier but in a leg of it
                name="one_open_step", fields=["dossier"], condition=Q(state="open", branch=None)
            ),
            models.UniqueConstraint(name="one_open_step_per_leg", fields=["branch"], condition=Q(state="open")),
            models.CheckConstraint(
                name="step_taken_by_somebody",
                condition=Q(taken_at=None, taken_by=None) | Q(taken_at__isnull=False, taken_by__isnull=False),
            ),
            models.CheckConstraint(name="step_verdict_known", condition=Q(verdict__in=["", *StepVerdict.values])),
            models.CheckConstraint(name="step_verdict_ends_it", condition=Q(verdict="") | Q(finished_at__isnull=False)),
            models.CheckConstraint(
                name="step_silent_only_where_the_route_says",
                condition=~Q(verdict=StepVerdict.SILENT) | (~Q(silence="") & Q(finished_at__gte=F("due_at"))),
            ),
            models.CheckConstraint(
                name="step_finished_has_moment", condition=Q(state="open") | Q(finished_at__isnull=False)
            ),
        ]

    def is_late(self, now: datetime) -> bool:
        """Tell whether the step ended, or by now is, later than it was due; one that was called off owes nothing."""
        ended = self.finished_at if self.state in (StepState.FINISHED, StepState.SENT_BACK) else None
        if self.due_at is None or (ended is None and self.state != StepState.OPEN):
            return False
        return self.due_at < (ended or now)

    @property
    def verdict_words(self) -> str:
        """What an opinion came to, in words: nobody's silence is called a yes, whatever the route lets follow."""
        follows = {"agree": ", quy trình coi là đồng ý", "go_on": ", quy trình cho đi tiếp"}
        silent = self.verdict == StepVerdict.SILENT
        return self.get_verdict_display() + (follows.get(self.silence, "") if silent else "")


class Supplement(models.Model):
    """A request to complete the dossier: names papers and reason; answered once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(DOSSIER, on_delete=models.PROTECT, related_name="supplement_requests", db_index=False)
    round = models.PositiveSmallIntegerField()
    papers = models.JSONField(help_text="tên giấy tờ phải nộp")
    reason = EncryptedText()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["round"]
        indexes = [models.Index(fields=["answered_at", "asked_at"], name="supplement_answered")]  # as for pauses
        constraints = [
            models.UniqueConstraint(name="one_supplement_per_round", fields=["dossier", "round"]),
            models.UniqueConstraint(name="one_open_supplement", fields=["dossier"], condition=Q(answered_at=None)),
        ]


class Extension(models.Model):
    """A new appointed day, with its reason: the earlier one is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(DOSSIER, on_delete=models.PROTECT, related_name="extension_rows")
    at = models.DateTimeField()
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    before = models.DateTimeField()
    after = models.DateTimeField()
    reason = EncryptedText()

    class Meta:
        ordering = ["at"]
        constraints = [models.CheckConstraint(name="extension_moves_later", condition=Q(after__gt=F("before")))]


class Apology(models.Model):
    """The apology for a lateness: a day is announced (none once the result is out), `appointed_due` and the lateness
    stay.

    A lateness is a dossier and the day it missed (`missed`; None for second ones of before this rule). Drafted first,
    by whoever has the dossier in hand, or signed at once: until then `at`, `by` and the number are empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(DOSSIER, on_delete=models.PROTECT, related_name="apologies")
    missed = models.DateTimeField("ngày hẹn bị quá", null=True)
    cause = models.CharField("lý do (mã)", max_length=20, blank=True, db_default="", db_collation="C")
    drafted_by = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField("lúc soạn", null=True)
    at = models.DateTimeField("lúc ký", null=True)
    by = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    announced = models.DateTimeField("ngày hẹn lại", null=True)
    reason = EncryptedText()
    document = models.OneToOneField(OutgoingDocument, null=True, on_delete=models.PROTECT, related_name="apology")
    printed = models.OneToOneField("dossiers.PrintedPaper", null=True, on_delete=models.PROTECT, related_name="apology")
    task = models.OneToOneField(Task, null=True, on_delete=models.PROTECT, related_name="apology")

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(name="apology_looks_ahead", condition=Q(announced__gt=F("at"))),
            models.UniqueConstraint(name="one_apology_a_lateness", fields=["dossier", "missed"]),
            models.CheckConstraint(
                name="apology_signed_by_somebody",
                condition=Q(at=None, by=None, document=None, drafted_by__isnull=False)
                | Q(at__isnull=False, by__isnull=False),
            ),
        ]


class Result(models.Model):
    """A result with its number in the register; a corrected one points to the one it replaces.

    One corrected after the hand-back is still to be given: its `task` waits at the desk until then.
    """

    dossier = models.ForeignKey(DOSSIER, on_delete=models.PROTECT, related_name="results")
    document = models.OneToOneField(OutgoingDocument, on_delete=models.PROTECT, related_name="result")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    printed = models.OneToOneField("dossiers.PrintedPaper", null=True, on_delete=models.PROTECT, related_name="result")
    signed_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    task = models.OneToOneField(Task, null=True, on_delete=models.PROTECT, related_name="result")
    verification_code = models.CharField(
        "mã xác minh", max_length=12, unique=True, default=verification_code, editable=False, db_collation="C"
    )
    delivered_at = models.DateTimeField("lúc giao bản đã sửa", null=True)
    delivered_to = models.CharField("người nhận bản đã sửa", max_length=120, blank=True, db_default="")

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.CheckConstraint(name="result_has_paper", condition=Q(file__isnull=False) | Q(printed__isnull=False)),
            models.CheckConstraint(
                name="correction_given_to_somebody", condition=Q(delivered_at=None) | ~Q(delivered_to="")
            ),
        ]

    @property
    def spaced_code(self) -> str:
        """The verification code as people read it."""
        return spaced(self.verification_code)


class PrintedPaper(models.Model):
    """A form with its values frozen when the action happened; the PDF is made once, outside every lock, and kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(DOSSIER, on_delete=models.PROTECT, related_name="printed_papers", db_index=False)
    form = models.CharField(max_length=12, choices=Form, db_collation="C")
    number = models.PositiveSmallIntegerField(help_text="lần thứ mấy của mẫu này trong hồ sơ")
    form_set = models.CharField(max_length=10, db_collation="C", help_text="bộ mẫu: 2018, 2025")
    values = EncryptedJSON()
    made_at = models.DateTimeField()
    file = models.OneToOneField(StoredFile, null=True, on_delete=models.PROTECT, related_name="printed_paper")

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [models.UniqueConstraint(name="one_paper_per_number", fields=["dossier", "form", "number"])]


class Passage(models.Model):
    """A dossier passed from office to office in a re-organisation: what tells figures "as then" from "as now"."""

    dossier = models.ForeignKey(DOSSIER, on_delete=models.PROTECT, related_name="passages", db_index=False)
    reorganisation = models.ForeignKey(Reorganisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    agency_before = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    agency_after = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    desk_before = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    desk_after = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(name="one_passage_a_run", fields=["dossier", "reorganisation"])]


class TrackingAttempts(models.Model):
    """How often a network asked for dossiers in a span of ten minutes; old rows are swept."""

    network = models.CharField(max_length=50, db_collation="C")
    span = models.DateTimeField(help_text="đầu khoảng mười phút, giờ thật")
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_count_per_span", fields=["network", "span"])]
