"""The aggregate root: one request of one applicant, under one edition of a procedure."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Reverse, Right

from motcua.agencies.choices import Kind, Role
from motcua.agencies.models import Agency, Post
from motcua.agencies.models.standing import SIGNS
from motcua.citizens.models import HELD_BACK, Applicant
from motcua.core.clock import local
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.core.text import fold
from motcua.dossiers.choices import CLOSED, OPEN, Channel, Delivery, Money, Outcome, State, StepState, Sync
from motcua.dossiers.models.children import Step
from motcua.dossiers.models.columns import (
    CONSTRAINTS,
    DESK_DAY,
    FILED_ONLINE,
    FINISHED_LATE,
    GOING_ON,
    HELD_BY,
    ON_ROUTE,
    Shared,
    Terms,
    tracking_token,
)
from motcua.dossiers.models.figured import FIGURED, Figured
from motcua.dossiers.models.figures import counted
from motcua.dossiers.models.memos import Opened
from motcua.dossiers.models.rated import RATED, RATED_LISTS, RATED_WHOLE, Rated
from motcua.dossiers.models.sight import asked_of, of_office, worked_on
from motcua.dossiers.search import END, OLDER, scanned, terms_of, ways_to
from motcua.payments.models import Bill
from motcua.procedures import routes
from motcua.procedures.models import Edition
from motcua.worktime.standing import Stand, stand_of
from motcua.worktime.stored import calendar_of

NEVER_LATE = (State.REFUSED, State.WITHDRAWN, State.STOPPED)  # they owe no result


def _looked_up(by: Post, own: list[Q]) -> "models.QuerySet[Any]":
    """The keys of the dossiers that the post may read, each way by its own index."""
    found = asked_of(by).values("dossier")
    ways: list[Any] = [Step.objects.filter(way).order_by().values("dossier") for way in worked_on(by)]
    ways += [Dossier.objects.filter(way).order_by().values("pk") for way in own]
    return found.union(*ways)


def _of_people(by: Post) -> "models.QuerySet[Any]":
    """The keys of the dossiers of an account's own people, as applicant or as who submitted."""
    mine, rows = Applicant.objects.visible_to(by).order_by().values("pk"), Dossier.objects.order_by().values("pk")
    return rows.filter(applicant__in=mine).union(rows.filter(submitter__in=mine))


AGREEING = {"approve", "sign"}  # what a step waits for that a delegation to sign may reach to


def marks_at(dossier: "Dossier", step: routes.Step | None) -> list[str]:
    """Return by what a delegation knows a dossier in a step: procedure, field, whether it waits for a signature."""
    waits = step is not None and not AGREEING.isdisjoint(step.actions)
    marks = [f"procedure:{dossier.procedure_code}", f"field:{dossier.field_code}"]
    return [*marks, SIGNS] if waits else marks


def late_at(now: datetime) -> Q:
    """The one meaning of late (see `Dossier.is_late`), as a condition on a dossier's row."""
    ready = Coalesce("decided_at", "clock_stopped_at", Value(now, output_field=models.DateTimeField()))
    return ~Q(state__in=NEVER_LATE) & Q(appointed_due__lt=ready)


class DossierQuerySet(models.QuerySet["Dossier"]):
    def visible_to(self, by: Post, *, named: bool = False) -> "DossierQuerySet":
        """Content: the receiving desk, and who holds or held a step or an opinion, with their heads, and who stands in.

        Who works at one step of many sees few of all dossiers: theirs are looked up. For a desk, the leader of an
        office and the head of its division much of a page is theirs: rows are judged one by one, the cheap way first;
        so where the question names a few (`named`), whoever asks. A citizen sees what the account filed or brought.
        """
        if by.role == Role.SYSTEM:
            return self.all()
        if by.role == Role.CITIZEN:
            return self.filter(pk__in=_of_people(by)).exclude(code=None)
        own, much = of_office(by), by.agency.kind in (Kind.ONE_STOP, Kind.PEOPLES_COMMITTEE, Kind.DIVISION)
        if not named and (not own or not much):
            return self.filter(pk__in=_looked_up(by, own))
        steps = Step.objects.filter(reduce(or_, worked_on(by))).order_by()
        worked: Any = Exists(steps.filter(dossier=OuterRef("pk")))
        worked |= Exists(asked_of(by).filter(dossier=OuterRef("pk")))
        return self.filter(reduce(or_, [*own, worked]))

    def unfinished(self) -> "DossierQuerySet":
        return self.filter(state__in=OPEN)

    def late(self, now: datetime) -> "DossierQuerySet":
        """Those that are late at a moment."""
        return self.filter(late_at(now))

    def search(self, text: str) -> "DossierQuerySet":
        """By a code, its beginning or its end, or by words of the people's names and addresses (`dossiers.search`).

        An index for each way; what was typed finds nothing when it is none of them.
        """
        return self.with_ends().filter(reduce(or_, ways_to(text), Q(pk__in=[])))

    def with_ends(self) -> "DossierQuerySet":
        """With what `ways_to` compares the end of a code to."""
        return self.alias(reversed_code=Reverse("code"), code_end=Right("code", END))

    def scanned(self, text: str) -> "Dossier | None":
        """The received dossier whose code, or whose slip's QR address, was typed or scanned; None for no such one."""
        return self.filter(**scanned(text)).exclude(code=None).first() if text else None

    def of_numbers(self, indexes: list[bytes]) -> "DossierQuerySet":
        """By blind indexes of identity numbers and phones, of the applicant or of who submitted for them.

        Who asked for restriction of processing is found while the dossier runs, not afterwards.
        """
        ids, rows = Applicant.objects.keys_of(indexes), Dossier.objects.order_by().values("pk")
        mine = rows.filter(Q(applicant__restricted_by=None) | ~Q(state__in=CLOSED), applicant__in=ids)
        theirs = rows.filter(Q(submitter__restricted_by=None) | ~Q(state__in=CLOSED), submitter__in=ids)
        return self.filter(pk__in=mine.union(theirs))

    def opened_lately_by(self, by: Post) -> "DossierQuerySet":
        """What the person opened lately, in whatever post, the newest first."""
        rows = self.filter(opened__person=by.person_id).annotate(opened_at=F("opened__at"))
        return rows.order_by("-opened_at", "-pk")

    def seen_by(self, by: Post) -> "DossierQuerySet":
        """With the key of what the person opened last, in `last_opened`."""
        rows = Opened.objects.filter(person=by.person_id).order_by("-at", "-pk").values("dossier")
        return self.annotate(last_opened=models.Subquery(rows[:1]))

    def for_page(self) -> "DossierQuerySet":
        """With all that a dossier's page reads of single rows, in one query."""
        return self.select_related(
            "agency",
            "desk",
            "helped_at",
            "return_desk",
            "applicant",
            "submitter",
            "bill",
            "received_by__person",
            "received_by__agency",
        )


class Dossier(Shared, Figured, Rated, Root):
    """hồ sơ. Late means: the result was ready after `appointed_due` (DESIGN §4)."""

    IN_PLACE = True
    TRACKED = (
        "code",
        "state",
        "edition",
        "route_edition",
        "case",
        "agency",
        "desk",
        "return_desk",
        "told_place",
        "applicant",
        "channel",
        "received_at",
        "effective_at",
        "limit_amount",
        "limit_unit",
        "limit_due",
        "appointed_due",
        "first_promised",
        "announced_due",
        "clock_stopped_at",
        "answer_due_at",
        "decided_at",
        "outcome",
        "returned_at",
        "closed_at",
        "money",
        "delivery",
        "sync",
        "step",
        "resume_to",
        "supplements",
        "extensions",
        "erased_at",
        *FIGURED,
        *RATED,
    )

    code = models.CharField("mã hồ sơ", max_length=60, unique=True, null=True, db_collation="C")
    state = models.CharField("trạng thái", max_length=20, choices=State, default=State.DRAFT, db_collation="C")

    # Three offices that may differ: who is competent, which desk received, where the citizen was helped (NĐ 118/2025).
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="dossiers", verbose_name="cơ quan giải quyết", db_index=False
    )
    desk = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="received_dossiers", verbose_name="nơi tiếp nhận", db_index=False
    )
    helped_at = models.ForeignKey(
        Agency, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="nơi hỗ trợ nộp"
    )

    return_desk = models.ForeignKey(
        Agency, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="nơi trả kết quả",
        help_text="khi người nộp chọn nơi khác nơi tiếp nhận",
    )  # fmt: skip

    told_place = models.ForeignKey(
        Agency, null=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        verbose_name="nơi làm bước của xã, theo cán bộ tiếp nhận", help_text="khi địa chỉ hay tờ khai không nêu được",
    )  # fmt: skip

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="dossiers", verbose_name="bản công bố")
    route_edition = models.ForeignKey(  # the later edition to whose route it was moved (docs/decisions/0055)
        Edition, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="theo quy trình"
    )
    procedure_code = models.CharField(max_length=40, db_collation="C")
    field_code = models.CharField(max_length=40, db_collation="C")
    case = models.CharField("trường hợp", max_length=60, blank=True, db_collation="C")
    subject = models.CharField("nội dung yêu cầu", max_length=300, blank=True)

    applicant = models.ForeignKey(
        Applicant, on_delete=models.PROTECT, related_name="dossiers", verbose_name="chủ hồ sơ"
    )
    submitter = models.ForeignKey(
        Applicant, null=True, on_delete=models.PROTECT, related_name="submitted", verbose_name="người nộp"
    )
    submitter_role = models.CharField("tư cách người nộp", max_length=80, blank=True)
    folded = models.CharField(max_length=300, editable=False, help_text="tên chủ hồ sơ, không dấu")

    terms = Terms(null=True, editable=False, help_text="từ tìm kiếm; của bản cũ: việc nền ghi lại")

    channel = models.CharField("hình thức nộp", max_length=10, choices=Channel, db_collation="C")
    posted_on = models.DateField("ngày trên dấu bưu điện", null=True)

    registered_at = models.DateTimeField("lúc cấp mã", null=True)
    received_at = models.DateTimeField("lúc tiếp nhận", null=True)
    received_by = models.ForeignKey(
        Post, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="người tiếp nhận"
    )
    effective_at = models.DateTimeField("tính là nhận từ", null=True)

    limit_amount = models.DecimalField("thời hạn", max_digits=9, decimal_places=3, null=True)
    limit_unit = models.CharField(max_length=12, blank=True, db_collation="C")
    limit_due = models.DateTimeField("hạn theo quy định, đã tính tạm dừng", null=True)
    appointed_due = models.DateTimeField("ngày hẹn trả", null=True)
    first_promised = models.DateTimeField("ngày hẹn in lần đầu", null=True)
    announced_due = models.DateTimeField(
        "ngày hẹn lại khi xin lỗi", null=True, help_text="báo cho công dân; hồ sơ vẫn tính là quá hạn"
    )
    clock_stopped_at = models.DateTimeField("đồng hồ dừng từ", null=True)
    answer_due_at = models.DateTimeField("hạn trả lời tiếp nhận", null=True)
    decided_at = models.DateTimeField("lúc có kết quả", null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, db_collation="C")
    returned_at = models.DateTimeField("lúc trả kết quả", null=True)
    returned_to = models.CharField("người nhận kết quả", max_length=120, blank=True)
    returned_by_means = models.CharField("cách trả", max_length=20, blank=True)
    closed_at = models.DateTimeField(null=True)

    money = models.CharField("phí, lệ phí", max_length=10, choices=Money, default=Money.NOTHING, db_collation="C")
    delivery = models.CharField(
        "giao kết quả", max_length=10, choices=Delivery, default=Delivery.AT_DESK, db_collation="C"
    )
    sync = models.CharField("đồng bộ", max_length=10, choices=Sync, default=Sync.NOT_YET, db_collation="C")
    bill = models.OneToOneField(Bill, null=True, on_delete=models.PROTECT, related_name="dossier")

    step = models.CharField("bước", max_length=40, blank=True, db_collation="C")
    resume_to = models.CharField(max_length=20, blank=True, db_collation="C")
    supplements = models.PositiveSmallIntegerField("số lần yêu cầu bổ sung", default=0)
    extensions = models.PositiveSmallIntegerField("số lần gia hạn", default=0)
    erased_at = models.DateTimeField("lúc xóa nội dung", null=True, editable=False)
    tracking_token = models.CharField(max_length=32, unique=True, default=tracking_token, db_collation="C")

    objects = DossierQuerySet.as_manager()

    # Of the action in hand, never stored: where the route leads, what the clerk should look at, rows read once.
    next_state: str
    warnings: list[dict[str, str]]
    open_steps_read: list[Step]
    steps_counted: int
    apologised_read: bool

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "appointed_due", "id"], name="dossier_open_due", condition=Q(state__in=OPEN)
            ),
            *HELD_BY,
            models.Index(fields=["desk", "-id"], name="dossier_desk"),
            models.Index(fields=["desk", "-id"], name="dossier_drafts", condition=Q(state=State.DRAFT)),
            models.Index(
                fields=["desk", "decided_at", "id"], name="dossier_to_return", condition=Q(state=State.DECIDED)
            ),
            *DESK_DAY,
            FILED_ONLINE,
            *RATED_LISTS,
            *GOING_ON,
            models.Index(fields=["agency", "-id"], name="dossier_agency"),
            models.Index(fields=["agency", "folded"], name="dossier_name", opclasses=["int8_ops", "text_pattern_ops"]),
            GinIndex(fields=["terms"], name="dossier_terms", gin_pending_list_limit=256),
            models.Index(Reverse("code"), name="dossier_code_end"),
            models.Index(Right("code", END), F("id").desc(), name="dossier_code_end_newest"),
            models.Index(fields=["id"], name="dossier_terms_older", condition=OLDER),
            models.Index(fields=["agency", "-decided_at", "id"], name="dossier_late_done", condition=FINISHED_LATE),
            models.Index(fields=["applicant", "procedure_code"], name="dossier_same", condition=Q(state__in=OPEN)),
            models.Index(ON_ROUTE, F("id"), name="dossier_on_route", condition=Q(state__in=OPEN)),
        ]
        constraints = [*CONSTRAINTS, RATED_WHOLE]

    def __str__(self) -> str:
        return self.code or "(hồ sơ đang soạn)"

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive(kwargs.get("update_fields") or ())  # type: ignore[arg-type]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def derive(self, fields: Iterable[str] = ()) -> None:
        if self._state.adding and not fields:
            self.folded = fold(self.applicant.name)
            self.terms = terms_of([self.applicant, self.submitter])
        elif self.is_closed and "closed_at" in fields and self.erased_at is None:
            people = [self.applicant, self.submitter]
            if any(each and each.restricted_by_id for each in people):  # not found any more from the closing on
                self.terms = terms_of(people, closed=True)

    def beside(self, known: dict[str, Any]) -> "list[models.Model]":
        return [*counted(self, known)]

    def marks(self) -> list[str]:
        """Return by what a delegation knows the dossier as it stands now: while legs run, in whichever of them."""
        route = self.content.route
        step = route.find(self.step)
        if step is None or all(way.do != routes.SPLIT for way in route.ways_of(step.key)):
            return marks_at(self, step)
        keys = self.steps.filter(state=StepState.OPEN).values_list("key", flat=True)
        return [*{mark: None for key in (step.key, *keys) for mark in marks_at(self, route.find(key))}]

    def name_of(self, person: Applicant) -> str:
        """Return the name of one of the dossier's people as pages, lists and sheets show it."""
        return HELD_BACK if self.is_closed and person.restricted_by_id else person.name

    @property
    def shown_name(self) -> str:
        """The applicant's name; once the dossier is closed not of who asked for restriction of processing."""
        return self.name_of(self.applicant)

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    def is_late(self, now: datetime) -> bool:
        """Tell whether the result was, or by now is, later than appointed.

        While the clock stands a dossier is as late as it was when it stopped; one that ended without a result is not.
        """
        if self.appointed_due is None or self.state in NEVER_LATE:
            return False
        return self.appointed_due < (self.decided_at or self.clock_stopped_at or now)

    def standing_at(self, now: datetime) -> Stand | None:
        """Early, on time or late, in working days and words; None without a promised day. Decided, it stands still."""
        if self.appointed_due is None or self.received_at is None:
            return None
        calendar = calendar_of(self.agency, local(self.received_at).date())
        return stand_of(calendar, due=self.appointed_due, now=now, finished=self.decided_at)

    def days_left_at(self, now: datetime) -> int | None:
        """Working days until the promised day, negative when overdue or decided too late; None without such a day."""
        stand = self.standing_at(now)
        return None if stand is None else -stand.days if stand.is_late else stand.days

    @property
    def days_when_decided(self) -> int | None:
        """As `days_left_at`, at the moment of the decision; None while there is none."""
        return None if self.decided_at is None else self.days_left_at(self.decided_at)


class DossierEvent(Event):
    subject = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="events", db_index=False)

    class Meta(Event.Meta):
        indexes = [models.Index(fields=["subject", "id"], name="dossier_event_subject")]
