"""Past figures in words: whose, of which days, how exactly, and what of them does not add up."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from motcua.agencies.models import Agency
from motcua.reports.choices import Mark, Measure, Span
from motcua.reports.history.checking import Finding, names
from motcua.reports.history.statements import Statement
from motcua.reports.models import PastFinding
from motcua.ui import formats


def number(value: Decimal | int, mark: str = "") -> str:
    """Write a number as its report states it: 49.536, khoảng 90."""
    shown = formats.number(int(value) if value == int(value) else value)
    return f"{Mark(mark).label} {shown}" if mark else shown


def days(first: date, last: date) -> str:
    """Write a period as people say it: năm 2019, 2011–2020, or its days."""
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"năm {first.year}" if first.year == last.year else f"{first.year}–{last.year}"
    return f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"


def names_of(statements: Iterable[Statement]) -> dict[int, str]:
    """Return key → name of the units of some statements; one query."""
    keys = {each.agency for each in statements}
    return dict(Agency.objects.filter(pk__in=keys).order_by().values_list("pk", "name"))


def whose(name: str, span: str, field: str = "") -> str:
    """Write of whom: the unit, and what of it, where that is not its own level in all fields."""
    more = [Span(span).label.lower()] if span != Span.OWN else []
    more += [f"lĩnh vực {field}"] if field else []
    return ", ".join([name, *more])


def told(finding: Finding, units: Mapping[int, str]) -> dict[str, Any]:
    """Return a finding as it is shown."""
    of = finding.of
    found = _told(finding, of=whose(units[of.agency], of.span, of.field), period=of.period)
    return found | {"parts": [_part(of, part, units) for part in finding.parts]}


def _part(of: Statement, part: Statement, units: Mapping[int, str]) -> str:
    """Name a part by what it differs in."""
    if (part.agency, part.span) != (of.agency, of.span):
        return whose(units[part.agency], part.span)
    return days(*part.period) if part.period != of.period else part.field


def kept(row: PastFinding) -> dict[str, Any]:
    """Return a finding as it was kept with its import."""
    return _told(row, of=whose(row.agency.name, row.span, row.field), period=(row.first, row.last)) | {"parts": []}


def _told(finding: Finding | PastFinding, *, of: str, period: tuple[date, date]) -> dict[str, Any]:
    lacking = [Measure(each).label.lower() for each in finding.missing]
    return {
        "rule": finding.rule, "name": names()[finding.rule], "of": of, "period": days(*period),
        "measure": Measure(finding.measure).label, "left": number(finding.left), "right": number(finding.right),
        "difference": number(finding.left - finding.right), "broken": not lacking, "missing": ", ".join(lacking),
    }  # fmt: skip


def sentence(said: Mapping[str, Any]) -> str:
    """Write a finding in one line."""
    why = f"chưa giải thích được, báo cáo không ghi {said['missing']}" if said["missing"] else "không khớp"
    return (
        f"{said['of']}, {said['period']}, {said['measure'].lower()}: {said['left']} so với {said['right']},"
        f" chênh {said['difference']} ({why}; {said['name'].lower()})"
    )
