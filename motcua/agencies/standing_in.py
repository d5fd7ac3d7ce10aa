"""For whom a post stands in: through absences (also a chain of them), and by delegations given to it.

A delegation is never passed on (NĐ 30/2020, điều 13 khoản 4): a chain leads to what people may do themselves,
no further.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from motcua.agencies.choices import STANDS_IN
from motcua.core.clock import local, today

if TYPE_CHECKING:
    from motcua.agencies.models import Absence, Agency, Delegation, Post

Permit = Callable[[Any, Any], bool]
LONGEST_CHAIN = 4
REMEMBERED = timedelta(days=60)  # so long a refusal tells that there was a ground before


def telling_of(kind: str) -> str:
    """Return the mark of a line that only tells of a work of a kind: it falls to whoever takes that work."""
    return f"of:{kind}"


@dataclass(frozen=True)
class Share:
    """A kind of work and to which post (its key) it falls: of a kind of task, of a field or procedure, or of both."""

    kind: str
    mark: str
    substitute: int

    def fits(self, kind: str, marks: Collection[str]) -> bool:
        """Tell whether a work of this kind with these marks is meant; what tells of a work goes where that goes."""
        of_kind = self.kind in ("", kind) or telling_of(self.kind) in marks
        return of_kind and (not self.mark or self.mark in marks)


@dataclass(frozen=True)
class Part:
    """What of an absent one's work falls to one (`mine`) of several who stand in: the first share that fits says to
    whom, `default` has the rest."""

    shares: tuple[Share, ...]
    default: int | None
    mine: int

    def takes(self, kind: str, marks: Collection[str]) -> bool:
        """Tell whether a work falls to this one."""
        to = next((each.substitute for each in self.shares if each.fits(kind, marks)), self.default)
        return to == self.mine


@dataclass(frozen=True)
class Place:
    """Somebody in whose place a post may act, and on what ground: an absence, or a delegation to sign.

    `parts`: what of the work, link by link of a chain; without any, all of it.
    """

    post: "Post"
    absence: "Absence | None" = None
    delegation: "Delegation | None" = None
    parts: tuple[Part, ...] = ()

    def covers(self, code: str, subject: Any) -> bool:
        """Tell whether the ground reaches to doing this to the thing; a whole absence to all that the post may."""
        if self.delegation is not None:
            return self.delegation.covers(code, subject.marks())
        return all(part.takes(subject.work_of(code), subject.marks()) for part in self.parts)

    def allows(self, code: str, permit: Permit, subject: Any) -> bool:
        """Tell whether the thing may be done in this place: what the other one may not do themself, nobody may."""
        return self.covers(code, subject) and permit(self.post, subject)

    def told(self) -> dict[str, Any]:
        """What the event keeps: for whom, and the ground as it was."""
        ground = self.delegation or self.absence
        return {"in_place_of": self.post.pk} | (ground.told() if ground else {})


def one_office(first: "Agency", second: "Agency") -> bool:
    """Tell whether two units belong to one office: one within the other, or both divisions of the same one."""
    if first.pk == second.pk:
        return True
    if first.level != second.level:
        return False
    parent = first.parent
    siblings = parent is not None and parent.level == first.level and first.parent_id == second.parent_id
    return first.is_same_office(second) or siblings


def can_stand_in(substitute: "Post", post: "Post") -> bool:
    """Tell whether a post may stand in for another: of the same role, or above its work, in the same office.

    So nobody gains a right that their role could never have.
    """
    roles = (post.role, *STANDS_IN.get(post.role, ()))  # type: ignore[call-overload]
    somebody_else = substitute.person_id != post.person_id
    return somebody_else and substitute.role in roles and one_office(substitute.agency, post.agency)


def substitutes_for(post: "Post", on: date) -> "list[Post]":
    """Return who may stand in for a post on a day, those of its own unit first."""
    roles = (post.role, *STANDS_IN.get(post.role, ()))  # type: ignore[call-overload]
    top = post.agency.paths_above()[0]
    around = {"agency__level": post.agency.level, "agency__path__startswith": top}
    held = type(post).objects.held(on).filter(role__in=roles, **around)
    fit = [each for each in held.select_related("person", "agency__parent") if can_stand_in(each, post)]
    return sorted(fit, key=lambda each: (each.agency_id != post.agency_id, each.person.name_key))


def can_sign_for(taker: "Post", giver: "Post") -> bool:
    """Tell whether a post may be delegated to sign: a head or a deputy of the giver's own office."""
    return taker.person_id != giver.person_id and one_office(taker.agency, giver.agency)


def places_of(post: "Post", *, locked: bool = False) -> list[Place]:
    """Return in whose place the post may act today, absences first; `locked`: the grounds stay until the end.

    Three queries as a rule, one more for each link of a chain.
    """
    rows = post.stands_in.model.objects.in_force().with_names().with_shares()
    absences = _chain(post, _locking(rows, locked))
    given = _locking(post.delegations_held.in_force().with_names(), locked)
    delegations = [Place(row.giver, delegation=row) for row in given if can_sign_for(post, row.giver)]
    return [place for place in absences if can_stand_in(post, place.post)] + delegations


def _locking(rows: Any, locked: bool) -> Any:
    return rows.select_for_update(of=("self",), no_key=True).order_by("pk") if locked else rows.order_by("pk")


@dataclass(frozen=True)
class _Link:
    """Whose work is at hand on the way along a chain: of what post, which parts, past whom."""

    key: int
    parts: tuple[Part, ...]
    past: frozenset[int]


def _chain(post: "Post", rows: Any) -> list[Place]:
    """In whose place the post stands, and in whose those stood who are away themselves: of each only what fell to
    them."""
    found: dict[tuple[int, tuple[Part, ...]], Place] = {}
    links = [_Link(post.pk, (), frozenset({post.pk}))]
    for _ in range(LONGEST_CHAIN):
        away = list(rows.falling_to([link.key for link in links]))
        links = [
            _Link(row.post_id, _parts(link, row), link.past | {row.post_id})
            for link in links for row in away if row.post_id not in link.past and row.falls_to(link.key)
        ]  # fmt: skip
        if not links:
            break
        named = {row.post_id: row for row in away}
        for link in links:
            row = named[link.key]
            found.setdefault((row.pk, link.parts), Place(row.post, absence=row, parts=link.parts))
    return [*found.values()]


def _parts(link: _Link, row: "Absence") -> tuple[Part, ...]:
    part = row.part_of(link.key)
    return link.parts if part is None else (*link.parts, part)


def why_not(post: "Post", code: str, permit: Permit, subject: Any) -> dict[str, str]:
    """Return what a refusal says: the words of a ground that is over or has not begun; nothing without one."""
    on = today()
    was = post.delegations_held.filter(valid_to__gte=on - REMEMBERED).with_names().order_by("-valid_to")
    for row in was:
        if Place(row.giver, delegation=row).allows(code, permit, subject):
            return {"message": _over(row, f"{row} của {row.giver.person.name}", on), "code": "delegation_not_in_force"}
    was_away = post.stands_in.model.objects.falling_to([post.pk]).filter(valid_to__gte=on - REMEMBERED)
    away = was_away.with_names().with_shares().order_by("-valid_to")
    for row in away:
        part = row.part_of(post.pk)
        if Place(row.post, absence=row, parts=(part,) if part else ()).allows(code, permit, subject):
            return {"message": _over(row, f"Việc làm thay {row.post.person.name}", on), "code": "absence_over"}
    return {}


def _over(row: "Absence | Delegation", name: str, on: date) -> str:
    if row.cancelled_at is not None:
        return f"{name} đã chấm dứt ngày {local(row.cancelled_at):%d/%m/%Y}."
    if row.valid_from > on:
        return f"{name} đến ngày {row.valid_from:%d/%m/%Y} mới có hiệu lực."
    if row.valid_to < on:
        return f"{name} đã hết hiệu lực từ hết ngày {row.valid_to:%d/%m/%Y}."
    return f"{name} không còn hiệu lực: một bên không còn giữ vị trí."
