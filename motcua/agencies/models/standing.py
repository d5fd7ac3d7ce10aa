"""Who is away and who stands in for them; who may sign by whose delegation."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import JSONObject, TruncDate

from motcua.agencies.choices import Away, Capacity, Role
from motcua.agencies.models.office import Post
from motcua.agencies.standing_in import Part, Share
from motcua.core.clock import LOCAL, CoreNow
from motcua.core.events import Event
from motcua.core.models import Root

WATCHERS = (Role.ADMINISTRATOR, Role.LEADER, Role.INSPECTOR, Role.REFORM_OFFICER)
SIGNING = frozenset({"sign", "approve", "hand_over", "correct_result"})  # what a delegation to sign reaches to
TOLD_AFTER = timedelta(days=7)  # so long after an absence somebody is told what was done in their place
SIGNS = "sign"  # the mark of a task, or of a thing, that waits for an agreement or a signature


def today_there() -> TruncDate:
    """Return the day in Vietnam by the product's clock, told by the database itself."""
    return TruncDate(CoreNow(), tzinfo=LOCAL)


def _held(way: str, on: Any) -> Q:
    """The post at `way` is still held."""
    lasting = Q(**{f"{way}__valid_to": None}) | Q(**{f"{way}__valid_to__gte": on})
    return lasting & Q(**{f"{way}__ended_at": None})


class _Span(models.QuerySet[Any]):
    """Rows from a day to a day, both included."""

    def touching(self, first: date, last: date) -> Any:
        """Those that share a day with the span."""
        return self.filter(cancelled_at=None, valid_from__lte=last, valid_to__gte=first)

    def standing_on(self, on: date) -> Any:
        """Those of a day, as they stood at its end: what was cancelled later was still there."""
        end = datetime.combine(on, time.max, tzinfo=LOCAL)
        kept = Q(cancelled_at=None) | Q(cancelled_at__gt=end)
        return self.filter(kept, valid_from__lte=on, valid_to__gte=on)

    def seen_in(self, by: Post, *ways: str) -> Any:
        """Those in which one of the posts at `ways` is one's own, or of the tree that one watches over."""
        own = Q()
        for way in ways:
            own |= Q(**{f"{way}__person": by.person_id})
        if by.role in WATCHERS:
            own |= Q(**{f"{ways[0]}__agency__path__startswith": by.agency.path})
        return self.all() if by.role == Role.SYSTEM else self.filter(own)


class AbsenceQuerySet(_Span):
    def falling_to(self, keys: Iterable[int]) -> "AbsenceQuerySet":
        """Those whose work, or a share of it, falls to one of these posts."""
        shares = AbsenceShare.objects.filter(substitute__in=keys).values("absence")
        return self.filter(Q(substitute__in=keys) | Q(pk__in=shares))

    def with_shared_names(self) -> "AbsenceQuerySet":
        """With the shares and who takes them, for pages; one query more."""
        return self.with_names().prefetch_related("shares__substitute__person", "shares__substitute__agency")

    def with_shares(self) -> "AbsenceQuerySet":
        """With `shares_told`: who takes what kind of work, in order, read in the same query."""
        told = JSONObject(kind="kind", mark="mark", substitute="substitute_id")
        rows = AbsenceShare.objects.filter(absence=OuterRef("pk")).order_by("order").values(told=told)
        return self.annotate(shares_told=ArraySubquery(rows))

    def in_force(self, on: Any = None) -> "AbsenceQuerySet":
        """Absences of a day (today when none is given) of posts that are still held."""
        on = today_there() if on is None else on
        return self.filter(_held("post", on), cancelled_at=None, valid_from__lte=on, valid_to__gte=on)

    def lately_over(self) -> "AbsenceQuerySet":
        """Those that ended in the last days, with somebody standing in: who is back is told what was done."""
        today = today_there()
        return self.filter(
            cancelled_at=None, substitute__isnull=False, valid_to__lt=today, valid_to__gte=today - TOLD_AFTER
        )

    def with_names(self) -> "AbsenceQuerySet":
        return self.select_related(
            "post__person", "post__agency__parent", "substitute__person", "substitute__agency__parent"
        )

    def visible_to(self, by: Post) -> "AbsenceQuerySet":
        """One's own, those in which one stands in, those of the people whom one heads, and for who watches over a tree
        all of it."""
        shared = AbsenceShare.objects.filter(substitute__person=by.person_id).values("absence")
        seen = Q(pk__in=self.seen_in(by, "post", "substitute").values("pk")) | Q(pk__in=shared)
        headed = Q(post__agency=by.agency_id) if by.role == Role.HEAD_OF_DIVISION else Q(pk__in=[])
        return self.filter(seen | headed)


class Absence(Root):
    """Somebody is away from a day to a day (both included); `substitute` stands in, or nobody does.

    `shares` name others for some kinds of work; the rest falls to `substitute`.
    """

    TRACKED = ("post", "substitute", "reason", "valid_from", "valid_to", "cancelled_at")

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="absences", verbose_name="người vắng")
    substitute = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="stands_in", verbose_name="người làm thay"
    )
    reason = models.CharField("lý do", max_length=10, choices=Away, db_collation="C")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày")
    cancelled_at = models.DateTimeField(null=True, editable=False)
    shares_told: list[dict[str, Any]]  # annotated by `with_shares`

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "pk"]
        indexes = [
            models.Index(fields=["substitute", "valid_to"], name="absence_stands_in", condition=Q(cancelled_at=None)),
            models.Index(fields=["post", "valid_to"], name="absence_of_post", condition=Q(cancelled_at=None)),
        ]
        constraints = [
            models.CheckConstraint(name="absence_ends_after_it_begins", condition=Q(valid_to__gte=F("valid_from"))),
            models.CheckConstraint(name="absence_reason_known", condition=Q(reason__in=Away.values)),
            models.CheckConstraint(
                name="nobody_stands_in_for_themself", condition=Q(substitute=None) | ~Q(substitute=F("post"))
            ),
            ExclusionConstraint(  # two ranges, since equality of keys would need an extension
                name="one_absence_at_a_time",
                expressions=[
                    (Func(F("post_id"), F("post_id"), Value("[]"), function="int8range"), "&&"),
                    (Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange"), "&&"),
                ],
                condition=Q(cancelled_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post.person.name} vắng {self.valid_from:%d/%m/%Y} – {self.valid_to:%d/%m/%Y}"

    def told(self) -> dict[str, Any]:
        """What the event of an act in the absent one's place keeps."""
        return {"absence": self.pk}

    def part_of(self, key: int) -> Part | None:
        """Return what falls to one of those who stand in (read `with_shares`); None: all of it."""
        told: list[dict[str, Any]] = self.shares_told
        if not told:
            return None
        return Part(tuple(Share(**each) for each in told), default=self.substitute_id, mine=key)

    def taker_of(self, kind: str, marks: list[str]) -> int | None:
        """Return to which post (key) a work falls (read `with_shares`), None to nobody."""
        shares = (Share(**each) for each in self.shares_told)
        return next((share.substitute for share in shares if share.fits(kind, marks)), self.substitute_id)

    @property
    def takers(self) -> set[int]:
        """The posts (keys) to which some of the work falls (read `with_shares`)."""
        return {self.substitute_id, *(each["substitute"] for each in self.shares_told)} - {None}

    def falls_to(self, key: int) -> bool:
        """Tell whether some of the work falls to a post (read `with_shares`)."""
        return self.substitute_id == key or any(each["substitute"] == key for each in self.shares_told)


class AbsenceShare(models.Model):
    """A kind of work that falls to somebody else than the rest: a kind of task, a field or procedure, or both.

    `mark` is "field:CODE" or "procedure:CODE". The first share that fits takes the work.
    """

    absence = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="shares")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField("loại việc", max_length=40, blank=True, db_collation="C")
    mark = models.CharField("lĩnh vực hoặc thủ tục", max_length=60, blank=True, db_collation="C")
    substitute = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="shares_taken", verbose_name="người làm thay"
    )

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(name="one_share_a_place", fields=["absence", "order"]),
            models.UniqueConstraint(name="one_share_a_kind", fields=["absence", "kind", "mark"]),
            models.CheckConstraint(name="share_says_of_what", condition=~Q(kind="", mark="")),
        ]


class AbsenceEvent(Event):
    subject = models.ForeignKey(Absence, on_delete=models.PROTECT, related_name="events")


def away(way: str) -> dict[str, Subquery]:
    """Return annotations telling until when the post at `way` is away today, and who stands in; None when it is not."""
    rows = Absence.objects.in_force().filter(post=OuterRef(way)).order_by()
    who = Subquery(rows.values("substitute__person__name")[:1])
    return {"away_until": Subquery(rows.values("valid_to")[:1]), "stand_in": who}


def away_words(row: Any) -> str:
    """Say that somebody is away and who stands in, of a row annotated with `away`; "" for who is there."""
    if row.away_until is None:
        return ""
    stands = f", {row.stand_in} làm thay" if row.stand_in else ", chưa có người làm thay"
    return f"vắng đến hết {row.away_until:%d/%m}{stands}"


def called(post: Any) -> str:
    """Return a person to choose, annotated with their absence: name, title, and that they are away."""
    words = away_words(post)
    return f"{post}{f' ({words})' if words else ''}"


class DelegationQuerySet(_Span):
    def in_force(self, on: Any = None) -> "DelegationQuerySet":
        """Delegations of a day (today when none is given) between posts that are both still held."""
        on = today_there() if on is None else on
        held = _held("giver", on) & _held("taker", on)
        return self.filter(held, cancelled_at=None, valid_from__lte=on, valid_to__gte=on)

    def with_names(self) -> "DelegationQuerySet":
        return self.select_related("giver__person", "giver__agency__parent", "taker__person", "taker__agency__parent")

    def visible_to(self, by: Post) -> "DelegationQuerySet":
        """What one gave or was given, and for who watches over a tree all of it."""
        return self.seen_in(by, "giver", "taker")


class Delegation(Root):
    """A written delegation to sign (TUQ.; NĐ 30/2020 điều 13 khoản 4): extent and term, never passed on.

    `scope` names procedures and fields ("procedure:1.001193", "field:HT"); empty: all that waits for the signature.
    """

    TRACKED = ("giver", "taker", "number", "date", "scope", "valid_from", "valid_to", "cancelled_at")

    giver = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="delegations_given", verbose_name="người ủy quyền"
    )
    taker = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="delegations_held", verbose_name="người được ủy quyền"
    )
    number = models.CharField("số văn bản ủy quyền", max_length=60)
    date = models.DateField("ngày văn bản")
    scope = ArrayField(models.CharField(max_length=60), verbose_name="phạm vi", default=list, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày")
    cancelled_at = models.DateTimeField(null=True, editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "pk"]
        indexes = [models.Index(fields=["taker", "valid_to"], name="delegation_held", condition=Q(cancelled_at=None))]
        constraints = [
            models.CheckConstraint(name="delegation_ends_after_it_begins", condition=Q(valid_to__gte=F("valid_from"))),
            models.CheckConstraint(name="delegation_written", condition=~Q(number="")),
            models.CheckConstraint(name="nobody_delegates_to_themself", condition=~Q(giver=F("taker"))),
        ]

    def __str__(self) -> str:
        return f"Văn bản ủy quyền số {self.number} ngày {self.date:%d/%m/%Y}"

    def covers(self, code: str, marks: list[str]) -> bool:
        """Tell whether the delegation reaches to doing this to a thing with these marks."""
        verb = code.rpartition(".")[2]
        waits = SIGNS in marks or verb == "correct_result"  # a result that is out waits for nobody
        return verb in SIGNING and waits and self.reaches(marks)

    def reaches(self, marks: list[str]) -> bool:
        """Tell whether a thing with these marks lies within the extent."""
        return not self.scope or not set(self.scope).isdisjoint(marks)

    @property
    def lines(self) -> list[str]:
        """What is printed above a signature by this delegation."""
        return [f"{Capacity.TUQ} {self.giver.seal_title}", self.taker.seal_title]

    def told(self) -> dict[str, Any]:
        """What the event of an act by this delegation keeps: the document as it was."""
        return {"delegation": {"id": self.pk, "number": self.number, "date": self.date.isoformat()}}


class DelegationEvent(Event):
    subject = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="events")


def duties(way: str) -> dict[str, Any]:
    """Return annotations telling of the post at `way` whether it stands in for anybody, and whether it is away."""
    today = today_there()
    mine = AbsenceShare.objects.filter(substitute=OuterRef(way), absence__cancelled_at=None)
    shared = Exists(mine.filter(absence__valid_from__lte=today, absence__valid_to__gte=today))
    stands = Exists(Absence.objects.in_force().filter(substitute=OuterRef(way))) | shared
    signs = Exists(Delegation.objects.in_force().filter(taker=OuterRef(way)))
    own = Absence.objects.filter(post=OuterRef(way))
    return {"standing": stands | signs, "is_away": Exists(own.in_force()), "came_back": Exists(own.lately_over())}
