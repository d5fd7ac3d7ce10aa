"""How a national record is written, whoever brings it: an import that applies at once, or an approved difference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from motcua.core.text import fold
from motcua.procedures import aliases
from motcua.procedures.choices import AliasKind
from motcua.procedures.models import Alias, Edition, ImportRun, NationalProcedure, NationalVersion
from motcua.procedures.models.national import date_of
from motcua.procedures.records import NationalRecord

RANKS = {"portal_api": 3, "cleaned": 2, "facts": 1, "portal_xlsx": 0, "province_csv": 0}


@dataclass(frozen=True)
class Tables:
    """Folded alias → the one name or code, for agencies and for fields."""

    agencies: Mapping[str, str]
    fields: Mapping[str, str]


def tables() -> Tables:
    """Return the alias tables as they stand; two queries."""
    return Tables(
        aliases.SEEDS["agency"] | Alias.objects.table(AliasKind.AGENCY),
        aliases.SEEDS["field"] | Alias.objects.table(AliasKind.FIELD),
    )


def standing_of(record: NationalRecord, kind: str) -> str:
    """Return how much a source is to be believed, comparable as text: fuller, then newer, then nearer to the portal."""
    return f"{'0' if record.partial else '1'}/{record.updated or '0000-00-00'}/{RANKS.get(kind, 0)}"


def describe(
    row: NationalProcedure,
    record: NationalRecord,
    *,
    kind: str,
    doubts: Sequence[str],
    known: Tables,
    updated: str = "",
) -> None:
    """Let a row say what a record says; the row is not saved. `updated` for a record kept without its day."""
    row.name, row.folded = record.name[:1500], f"{record.code} {fold(record.name)}"[:1500]
    row.field_code, row.field_name = record.field_code, record.field
    row.partial, row.digest, row.doubts = record.partial, record.digest(), list(doubts)
    row.standing = standing_of(replace(record, updated=updated or record.updated), kind)
    row.levels = list(record.levels)
    name_alike(row, record, known)


def name_alike(row: NationalProcedure, record: NationalRecord, known: Tables) -> None:
    """Give a row's agencies and field the one name that the alias tables know; the row is not saved."""
    row.field_key = aliases.field_key(record.field_code, record.field, known.fields)
    row.agencies = aliases.agencies(record.agencies, known.agencies)


def version_of(
    row: NationalProcedure, record: NationalRecord, *, run: ImportRun, changes: Sequence[str] = ()
) -> NationalVersion:
    """Make the version that a row now stands at, not yet saved."""
    return NationalVersion(
        procedure=row, number=row.number, content=record.content(), digest=row.digest, changes=list(changes),
        decided_on=date_of(record.decision.date), source=record.source[:300], source_updated=record.updated[:10],
        run=run,
    )  # fmt: skip


def mark_for_review(procedure: int, why: str, *, on: date) -> int:
    """Mark every edition of a procedure that is in force or scheduled; return how many."""
    return Edition.objects.filter(procedure=procedure).current(on).update(review=why[:500])
