"""What citizens ask about their own data, the terms of the law for it, and who answers for an office."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.citizens.models import Account
from motcua.core.events import Event
from motcua.core.fields import BlindIndex, EncryptedJSON, EncryptedText
from motcua.core.models import Root
from motcua.privacy.choices import ENDED, HOLDING_BACK, Outcome, Proof, Right, State
from motcua.privacy.models.retention import in_force
from motcua.tasks.models import Task
from motcua.worktime.deadlines import UNIT_LABELS, Unit

UNITS = [(unit.value, UNIT_LABELS[unit]) for unit in (Unit.WORKING_DAY, Unit.DAY)]


class RightsTermQuerySet(models.QuerySet["RightsTerm"]):
    def visible_to(self, by: Post) -> "RightsTermQuerySet":
        """The law's terms are no secret."""
        return self.all()

    def of(self, right: str, on: date) -> "RightsTerm | None":
        """The term in force on a day."""
        return self.filter(in_force(on), right=right).first()


class RightsTerm(Root):
    """Within how long a right is answered and carried out, from a day to a day, by a source."""

    TRACKED = (
        "right", "answer_amount", "answer_unit", "amount", "unit", "extension", "source", "valid_from", "valid_to",
    )  # fmt: skip

    right = models.CharField("quyền", max_length=12, choices=Right, db_collation="C")
    answer_amount = models.PositiveSmallIntegerField("phản hồi trong")
    answer_unit = models.CharField("tính theo", max_length=12, choices=UNITS, db_collation="C")
    amount = models.PositiveSmallIntegerField("thực hiện trong")
    unit = models.CharField("tính theo", max_length=12, choices=UNITS, db_collation="C")
    extension = models.PositiveSmallIntegerField("được gia hạn thêm nhiều nhất", default=0)
    source = models.CharField("căn cứ", max_length=300)
    valid_from = models.DateField("hiệu lực từ")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = RightsTermQuerySet.as_manager()

    class Meta:
        ordering = ["right", "valid_from"]
        constraints = [
            models.UniqueConstraint(name="one_term_from_a_day", fields=["right", "valid_from"]),
            models.UniqueConstraint(name="one_open_term", fields=["right"], condition=Q(valid_to=None)),
            models.CheckConstraint(name="term_right_known", condition=Q(right__in=Right.values)),
            models.CheckConstraint(name="term_has_source", condition=~Q(source="")),
            models.CheckConstraint(name="term_counts", condition=Q(amount__gt=0, answer_amount__gt=0)),
            models.CheckConstraint(
                name="term_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_right_display()}, từ {self.valid_from:%d/%m/%Y}"


class RightsTermEvent(Event):
    subject = models.ForeignKey(RightsTerm, on_delete=models.PROTECT, related_name="events")


class DataDutyQuerySet(models.QuerySet["DataDuty"]):
    def visible_to(self, by: Post) -> "DataDutyQuerySet":
        """Of one's own office and of those above and below it: whom to ask is public within the house."""
        return self.filter(Q(office__path__in=by.agency.paths_above()) | Q(office__path__startswith=by.agency.path))

    def held(self, office: Agency, on: date) -> "DataDuty | None":
        """Who answers for an office on a day; None when nobody was named, or has the post no more."""
        rows = self.filter(in_force(on), office=office, post__in=Post.objects.held(on))
        return rows.select_related("post__person", "post__agency").first()


class DataDuty(Root):
    """The post that answers for personal data at an office, from a day, by a decision."""

    TRACKED = ("office", "post", "source", "valid_from", "valid_to")

    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="cơ quan")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người được giao")
    source = models.CharField("văn bản giao", max_length=200)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = DataDutyQuerySet.as_manager()

    class Meta:
        ordering = ["office", "-valid_from", "-pk"]
        constraints = [
            models.UniqueConstraint(name="one_open_duty", fields=["office"], condition=Q(valid_to=None)),
            models.CheckConstraint(name="duty_has_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.post}, {self.office}"


class DataDutyEvent(Event):
    subject = models.ForeignKey(DataDuty, on_delete=models.PROTECT, related_name="events")


class RightsRequestQuerySet(models.QuerySet["RightsRequest"]):
    def visible_to(self, by: Post) -> "RightsRequestQuerySet":
        """The desk that received it, the post that answers, the leaders of the office; a citizen's own. Nobody else."""
        if by.role == Role.SYSTEM:
            return self.all()
        if by.role == Role.CITIZEN:
            return self.filter(account=by.account.pk) if by.account is not None else self.none()
        mine = Q(answerer=by)
        if by.role == Role.RECEPTIONIST:
            mine |= Q(desk=by.agency_id)
        if by.role == Role.LEADER:
            mine |= Q(office=by.agency_id)
        return self.filter(mine)

    def holding_back(self) -> "RightsRequestQuerySet":
        """Granted restrictions and objections that were carried out and not lifted."""
        done = (State.READY, State.CLOSED)
        return self.filter(right__in=HOLDING_BACK, outcome=Outcome.GRANTED, state__in=done, lifted_at=None)

    def ended(self, yes: bool = True) -> "RightsRequestQuerySet":
        return self.filter(state__in=ENDED) if yes else self.exclude(state__in=ENDED)


class RightsRequest(Root):
    """Yêu cầu của chủ thể dữ liệu. Names and numbers are forgotten when what was asked for was erasure."""

    TRACKED = (
        "code", "state", "right", "office", "desk", "answerer", "received_at", "answer_due_at", "answered_at", "due_at",
        "extended", "outcome", "decided_at", "ready_at", "handed_over_at", "lifted_at", "forgotten_at",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("số", max_length=20, unique=True, db_collation="C")
    state = models.CharField("trạng thái", max_length=15, choices=State, default=State.RECEIVED, db_collation="C")
    right = models.CharField("quyền", max_length=12, choices=Right, db_collation="C")
    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="cơ quan trả lời")
    desk = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="nơi nhận")
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người nhận")
    answerer = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="trả lời")
    task = models.OneToOneField(Task, null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="rights_requests", verbose_name="tài khoản đã hỏi"
    )

    name = EncryptedText("họ và tên")
    identity_number = EncryptedText("số giấy tờ")
    identity_index = BlindIndex(kind="identity", of="identity_number")
    other_number = EncryptedText("số giấy tờ cũ")
    other_index = BlindIndex(kind="identity", of="other_number", db_index=False)
    contact = EncryptedText("liên hệ")
    proof = models.CharField("đã đối chiếu", max_length=15, choices=Proof, db_collation="C")
    asked = EncryptedText("nội dung yêu cầu")
    wanted = EncryptedJSON("dữ liệu đúng", help_text="{tên trường: giá trị đúng}, chỉ khi yêu cầu sửa")

    term = models.ForeignKey(RightsTerm, on_delete=models.PROTECT, related_name="+", verbose_name="thời hạn áp dụng")
    received_at = models.DateTimeField("lúc nhận")
    answer_due_at = models.DateTimeField("hạn phản hồi")
    answered_at = models.DateTimeField("lúc phản hồi", null=True)
    answer = EncryptedText("phản hồi")
    due_at = models.DateTimeField("hạn thực hiện")
    extended = models.PositiveSmallIntegerField("đã gia hạn", default=0)
    outcome = models.CharField("quyết định", max_length=10, choices=Outcome, blank=True, db_collation="C")
    decided_at = models.DateTimeField("lúc quyết định", null=True)
    decided_by = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedText("lý do")
    results = models.JSONField("kết quả", default=list, help_text="[{what, fate, count, rule}]; không ghi tên người")
    package = EncryptedJSON("gói dữ liệu", help_text="có từ khi thực hiện xong đến khi giao")
    ready_at = models.DateTimeField("lúc thực hiện xong", null=True)
    handed_over_at = models.DateTimeField("lúc giao", null=True)
    lifted_at = models.DateTimeField("thôi hạn chế lúc", null=True)
    forgotten_at = models.DateTimeField("lúc xóa họ tên, số giấy tờ khỏi yêu cầu", null=True)

    objects = RightsRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["office", "-received_at"], name="rights_of_office"),
            models.Index(fields=["desk", "-received_at"], name="rights_of_desk"),
            models.Index(fields=["answerer", "-received_at"], name="rights_of_answerer"),
        ]
        constraints = [
            models.CheckConstraint(name="rights_right_known", condition=Q(right__in=Right.values)),
            models.CheckConstraint(name="rights_proof_known", condition=Q(proof__in=Proof.values)),
            models.CheckConstraint(
                name="rights_decided_is_whole",
                condition=Q(outcome="", decided_at=None, decided_by=None)
                | Q(outcome__in=Outcome.values, decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="rights_package_only_while_ready", condition=Q(package=None) | Q(state=State.READY)
            ),
            models.CheckConstraint(
                name="rights_forgotten_is_empty",
                condition=Q(forgotten_at=None)
                | Q(name=None, identity_number=None, contact=None, asked=None, account=None),
            ),
            models.CheckConstraint(
                name="rights_handed_over_has_moment", condition=~Q(state=State.CLOSED) | Q(handed_over_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.code


class RightsRequestEvent(Event):
    subject = models.ForeignKey(RightsRequest, on_delete=models.PROTECT, related_name="events")
