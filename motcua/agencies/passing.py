"""What passes from units to units in a re-organisation: the registry that the apps above fill in their own passing.py.

A *part* is a kind of thing that must pass (posts, dossiers, registers…). `agencies` knows no app above it: it asks each
part what still waits, and lets it pass one thing in one transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from motcua.agencies.models import Agency, Post
from motcua.core.text import fold


@dataclass(frozen=True)
class Facts:
    """What a split may look at to say who gets a thing; "" where the thing has no such fact."""

    procedure: str = ""
    field: str = ""
    address: str = ""
    code: str = ""
    person: str = ""


@dataclass(frozen=True)
class Share:
    """What one unit takes over from another: what fits one of its rules; without any rule, whatever is left.

    `words` are place names looked for, without marks and as whole words, in the applicant's address.
    """

    after: Agency
    records: bool = False
    procedures: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """Every rule of the share, as written."""
        return (*self.procedures, *self.fields, *self.words, *self.codes, *self.people)

    def fits(self, facts: Facts) -> bool:
        """Tell whether a rule names the thing."""
        named = (
            (facts.procedure, self.procedures),
            (facts.field, self.fields),
            (facts.code, self.codes),
            (facts.person, self.people),
        )
        address = f" {' '.join(fold(facts.address).replace(',', ' ').split())} "
        return any(value and value in rule for value, rule in named) or any(
            f" {fold(word)} " in address for word in self.words
        )


class Seat(NamedTuple):
    """Where a person goes by name: the unit (None: the post ends and no other is given) and the new title."""

    agency: Agency | None
    title: str = ""


@dataclass(frozen=True)
class Plan:
    """A re-organisation as it is carried out: for each old unit (its key) the units that share what it had."""

    key: int
    on: date
    decision: str
    shares: Mapping[int, tuple[Share, ...]]
    units: Mapping[int, Agency] = field(default_factory=dict)
    seats: Mapping[str, Seat] = field(default_factory=dict)
    guessed: tuple[str, ...] = ()

    @property
    def keys(self) -> list[int]:
        """The old units' keys."""
        return list(self.shares)

    def place(self, unit: int | None, *, facts: Facts | None = None, near: Agency | None = None) -> Agency | None:
        """Return the unit that takes a thing over from `unit`, None when that unit is not re-organised.

        `near` is an office already chosen for the thing: a part of it comes before any other.
        """
        shares = self.shares.get(unit or 0, ())
        if near is not None:
            shares = tuple(each for each in shares if each.after.is_same_office(near)) or shares
        fitting = [each for each in shares if facts is not None and each.fits(facts)]
        return next((each.after for each in (*fitting, *rest(shares))), None)

    def all_of(self, unit: int | None) -> list[Agency]:
        """Return every unit that takes something over from `unit`."""
        return [share.after for share in self.shares.get(unit or 0, ())]

    @property
    def basis(self) -> str:
        """The decision in words, as a note gives it."""
        return f"Sắp xếp đơn vị từ ngày {self.on:%d/%m/%Y} theo {self.decision}."


def rest(shares: tuple[Share, ...]) -> list[Share]:
    """Return the shares in the order in which they take what no rule names: those without rules first."""
    return sorted(shares, key=lambda share: bool(share.rules))


@dataclass(frozen=True)
class Passed:
    """What became of a thing: from where to where, and what the reader should know."""

    before: Agency | None = None
    after: Agency | None = None
    message: str = ""
    kept: bool = False  # nothing had to pass: the new unit has its own


@dataclass(frozen=True)
class Part:
    """A kind of thing that passes. `waiting(plan)` shrinks as things pass, so that a run may be repeated.

    `unit(thing)` is the old unit's key, for counts; `after` the unit that a thing will go to, where that depends on
    more than the unit. A part without `pass_over` only counts what passes with another.
    """

    key: str
    label: str
    order: int
    waiting: Callable[[Plan], "QuerySet[Any]"]
    name: Callable[[Any], str]
    unit: Callable[[Any], int | None]
    pass_over: Callable[[Any, Plan, Post], Passed] | None = None
    ordering: tuple[str, ...] = ("pk",)
    after: "Callable[[Any, Plan], Agency | None] | None" = None


_parts: dict[str, Part] = {}


def register(part: Part) -> Part:
    """Make a part known. Raises ValueError when another part has its key."""
    if _parts.setdefault(part.key, part).waiting is not part.waiting:
        raise ValueError(f"two parts called {part.key}")
    return part


def all_parts() -> list[Part]:
    """Return every part, in the order in which they pass."""
    return sorted(_parts.values(), key=lambda part: (part.order, part.key))
