"""What the index of service quality asks of the procedures that an office offers, read from their frozen editions.

An edition never changes, so what it says is read once by each process and kept in a few words.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency
from motcua.core.clock import local
from motcua.procedures.disclosure import disclosure_of
from motcua.procedures.editions import Content, content_from
from motcua.procedures.models import Edition, NationalVersion
from motcua.procedures.records import NationalRecord, build

INSIDE = (Kind.DIVISION, Kind.ONE_STOP, Kind.SERVICE_UNIT)
LEVELS = {"": 0, "partial": 1, "full": 2}
AT_ONCE = 200  # editions read in one query

Key = tuple[int, datetime]  # of an edition: its own, and when it was published

_known: dict[Key, "Known"] = {}


@dataclass(frozen=True)
class Known:
    """What one edition says; None: nobody has said it. `missing`: parts of the law that it does not hold."""

    edition: int
    code: str
    name: str
    office: int
    division: str
    serves: tuple[str, ...]
    level: int
    eligible: bool | None
    has_fees: bool
    pays_online: bool
    returns_document: bool
    on_paper: bool
    missing: tuple[str, ...]
    decided_on: date | None
    made_public_on: date | None
    newest_effect: date | None


@dataclass
class Offer:
    """A procedure as a unit offers it, of all its editions in force: counted once, at its highest level."""

    code: str
    name: str
    level: int = 0
    eligible: bool = False
    has_fees: bool = False
    pays_online: bool = False
    returns_document: bool = False
    on_paper: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tree:
    """A unit with the keys of those below it and of those above it."""

    top: Agency
    units: frozenset[int]
    above: frozenset[int]

    def offers(self, row: Known) -> bool:
        """Tell whether an edition is offered here: by an office of the tree, or by one above that serves its kind."""
        if row.office in self.units or row.division == self.top.code:
            return True
        return row.office in self.above and self.top.kind not in INSIDE and self.top.kind in row.serves


def trees_of(tops: Iterable[Agency]) -> list[Tree]:
    """Return units with what lies below and above them; one query."""
    paths = dict(Agency.objects.order_by("pk").values_list("pk", "path"))
    return [
        Tree(
            top,
            frozenset(key for key, path in paths.items() if path.startswith(top.path)),
            frozenset(key for key, path in paths.items() if top.path.startswith(path) and key != top.pk),
        )
        for top in tops
    ]


def offered(trees: Sequence[Tree], on: date) -> dict[int, dict[str, Offer]]:
    """Return of each unit code → what it and those below offer on a day, also what offices above offer through it."""
    offices = {key for tree in trees for key in (*tree.units, *tree.above)}
    rows = known(Edition.objects.in_force(on).filter(office__in=offices))
    return {tree.top.pk: merged(row for row in rows if tree.offers(row)) for tree in trees}


def merged(rows: Iterable[Known]) -> dict[str, Offer]:
    """Put the editions of each procedure together."""
    found: dict[str, Offer] = {}
    for row in sorted(rows, key=lambda each: (each.code, each.edition)):
        one = found.setdefault(row.code, Offer(row.code, row.name))
        one.level = max(one.level, row.level)
        one.missing = tuple(dict.fromkeys([*one.missing, *row.missing]))
        for name in ("eligible", "has_fees", "pays_online", "returns_document", "on_paper"):
            setattr(one, name, bool(getattr(one, name) or getattr(row, name)))
    return found


def known(editions: Any) -> list[Known]:
    """Return what editions say; those not read before with two queries for some hundred of them."""
    keys: list[Key] = list(editions.order_by().values_list("pk", "published_at"))
    unread = [key for key in keys if key not in _known]
    for begin in range(0, len(unread), AT_ONCE):
        _read(unread[begin : begin + AT_ONCE])
    return [_known[key] for key in keys if key in _known]


def _read(keys: Sequence[Key]) -> None:
    rows = list(Edition.objects.filter(pk__in=[key for key, _ in keys]).order_by("pk"))
    wanted = Q(pk__in=())
    for row in rows:
        wanted |= Q(procedure=row.procedure_id, number=row.national_number)
    found = NationalVersion.objects.filter(wanted).values_list("procedure", "number", "content")
    records = {(procedure, number): content for procedure, number, content in found}
    for row in rows:
        data = records.get((row.procedure_id, row.national_number))
        record = build(NationalRecord, data) if data else None
        _known[row.pk, row.published_at] = known_of(row, content_from(row.content), record)


def known_of(row: Edition, content: Content, record: NationalRecord | None) -> Known:
    """Return in a few words what an edition and the record it follows say."""
    asked = content.measured
    effects = [each.effective_from for each in asked.effects if each.effective_from]
    return Known(
        edition=row.pk, code=content.code, name=content.name, office=row.office_id, division=content.division,
        serves=tuple(row.serves),
        level=LEVELS.get(content.online_level, 0), eligible=asked.full_online_eligible,
        has_fees=any(fee.amount or (fee.amount is None and fee.set_by_council) for fee in content.fees),
        pays_online=bool(asked.pays_online), returns_document=bool(content.results) or bool(asked.paper_result),
        on_paper=bool(asked.paper_result), missing=tuple(_missing(content, record)), decided_on=asked.decided_on,
        made_public_on=local(asked.made_public_at).date() if asked.made_public_at else None,
        newest_effect=max(effects, default=None),
    )  # fmt: skip


def _missing(content: Content, record: NationalRecord | None) -> Iterator[str]:
    shown = disclosure_of(content, record, office=content.office)
    parts = {
        "tên": shown.name, "trình tự": shown.steps, "cách thực hiện": shown.channels,
        "thành phần, số lượng hồ sơ": shown.papers, "thời hạn": shown.limits or content.immediate,
        "đối tượng": shown.applicants, "cơ quan thực hiện": shown.settled_by,
    }  # fmt: skip
    yield from (name for name, value in parts.items() if not value)
