"""Rows of a file of past figures read into statements, or into what is wrong with them, each named by its column.

What a row may not: name a unit that its office does not keep, a period that is not over or in which the unit already
has dossiers here, a period that is told already (unless it replaces it, with a reason) or that cuts across one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from motcua.agencies.models import Agency
from motcua.core.text import clean, fold
from motcua.files.spreadsheets import Texts
from motcua.procedures.models import Edition
from motcua.reports.choices import Mark, Measure, Span
from motcua.reports.history import columns
from motcua.reports.history.statements import LEVELS, Statement, meets
from motcua.reports.history.stored import counting, first_counted, statements_of
from motcua.reports.models import PastImport
from motcua.reports.permissions import kept_units
from motcua.ui import formats

FIRST_YEAR = 1990
SOURCE_LIMIT, REASON_LIMIT, LARGEST = 300, 300, Decimal(10) ** 12
_RATE = re.compile(r"^(?P<mark>~|>|<|≈|khoảng|trên|dưới)?\s*(?P<number>\d{1,3}(?:[.,]\d{1,2})?)\s*%?$")
_WHOLE = re.compile(r"^\d{1,3}(?:\.\d{3})+$|^\d+$")
_MARKS = {"": "", "≈": Mark.ABOUT, "khoảng": Mark.ABOUT, "trên": Mark.OVER, "dưới": Mark.UNDER}
_ALL = {"", "tat ca", "moi linh vuc", "tat ca linh vuc"}


@dataclass
class Reading:
    """A row of the file: its line, what it says, the statement it makes if nothing is wrong, whom it replaces."""

    line: int
    said: Texts
    problems: list[tuple[str, str]] = field(default_factory=list)
    statement: Statement | None = None
    reason: str = ""
    replaces: bool = False

    def wrong(self, column: str, words: str) -> None:
        self.problems.append((column, words))


def readings(office: Agency, rows: Iterable[tuple[int, Texts]], *, on: date) -> list[Reading]:
    """Return the rows read, each also held against the others and against what is told already."""
    found = [Reading(line, said) for line, said in rows]
    reader = _Reader(office, found, on=on)
    for each in found:
        reader.read(each)
    _held_against_each_other(found)
    _held_against_what_is_told(found)
    _held_against_dossiers(found)
    return found


def kept_lines(found: Sequence[Reading]) -> list[dict[str, Any]]:
    """Return readings as an import keeps them."""
    return [{"line": each.line, "said": each.said, "problems": each.problems} for each in found]


def rows_in(batch: PastImport) -> list[tuple[int, Texts]]:
    """Return the rows of an import as they were sent."""
    return [(line["line"], line["said"]) for line in batch.lines]


class _Reader:
    """Reads rows one by one, knowing the office's units and the fields of the catalogue; two queries for all."""

    def __init__(self, office: Agency, rows: Sequence[Reading], *, on: date) -> None:
        self.on = on
        self.units: dict[str, list[Agency]] = {}
        for unit in kept_units(office):
            for name in {unit.code, fold(unit.name)}:
                self.units.setdefault(name, []).append(unit)
        self.fields = _fields() if any(row.said.get(columns.FIELD) for row in rows) else {}

    def read(self, row: Reading) -> None:
        unit, days = self._unit(row), self._days(row)
        span, chosen = self._span(row, unit), self._field(row)
        values, marks = _values(row)
        source = clean(row.said.get(columns.SOURCE, ""))
        if not 0 < len(source) <= SOURCE_LIMIT:
            row.wrong(columns.SOURCE, f"ghi báo cáo nào, trang nào, tối đa {SOURCE_LIMIT} ký tự")
        row.reason = clean(row.said.get(columns.REPLACES, ""))
        if len(row.reason) > REASON_LIMIT:
            row.wrong(columns.REPLACES, f"tối đa {REASON_LIMIT} ký tự")
        if unit and days and not row.problems:
            row.statement = Statement(unit.pk, unit.path, unit.level, span, chosen, *days, values, marks, source)

    def _unit(self, row: Reading) -> Agency | None:
        said = clean(row.said.get(columns.UNIT, ""))
        found = self.units.get(said) or self.units.get(fold(said)) or []
        if len(found) == 1:
            return found[0]
        if not said:
            row.wrong(columns.UNIT, "chưa ghi")
        elif found:
            codes = ", ".join(unit.code for unit in found)
            row.wrong(columns.UNIT, f"nhiều đơn vị tên “{said}”; ghi mã: {codes}")
        else:
            row.wrong(columns.UNIT, f"không có đơn vị nào mã hay tên là “{said}” trong các đơn vị bạn giữ số liệu")
        return None

    def _days(self, row: Reading) -> tuple[date, date] | None:
        begin = _day(row, columns.FIRST, begins=True)
        end = _day(row, columns.LAST, begins=False) if row.said.get(columns.LAST) else None
        if begin is None or (end is None and row.said.get(columns.LAST)):
            return None
        last = end or date(begin.year, 12, 31)
        if last < begin:
            row.wrong(columns.LAST, "đứng trước ngày đầu")
        elif last >= self.on:
            row.wrong(columns.LAST, "kỳ chưa hết; số liệu cũ chỉ của kỳ đã qua")
        return begin, last

    def _span(self, row: Reading, unit: Agency | None) -> str:
        said = fold(row.said.get(columns.SPAN, ""))
        span = next((each for each in Span if said in (fold(each.label), each.value)), None) if said else Span.OWN
        if span is None:
            row.wrong(columns.SPAN, f"ghi một trong: {'; '.join(Span.labels)}")
            return ""
        below = span in (Span.DISTRICT, Span.COMMUNE)
        if unit and below and LEVELS.index(unit.level) >= LEVELS.index(span.value):
            row.wrong(columns.SPAN, f"{unit.name} không có {span.label.lower()} bên dưới")
        return span

    def _field(self, row: Reading) -> str:
        said = clean(row.said.get(columns.FIELD, ""))
        if fold(said) in _ALL:
            return ""
        codes = self.fields.get(said) or self.fields.get(fold(said)) or set()
        if len(codes) == 1:
            return next(iter(codes))
        row.wrong(columns.FIELD, f"nhiều lĩnh vực tên “{said}”; ghi mã" if codes else f"không có lĩnh vực “{said}”")
        return ""


def _fields() -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    rows = Edition.objects.exclude(field_code="").order_by().values_list("field_code", "field_name").distinct()
    for code, name in rows:
        found.setdefault(code, set()).add(code)
        found.setdefault(fold(name), set()).add(code)
    return found


def _day(row: Reading, column: str, *, begins: bool) -> date | None:
    said = clean(row.said.get(column, ""))[:10]
    if re.fullmatch(r"\d{4}", said):
        year = int(said)
        found = (date(year, 1, 1) if begins else date(year, 12, 31)) if year else None
    else:
        found = _typed_day(said)
    if found is None or not found.year >= FIRST_YEAR:
        row.wrong(column, "chưa ghi" if not said else f"không đọc được ngày “{said}”; ghi như 01/01/2019, từ năm 1990")
        return None
    return found


def _typed_day(said: str) -> date | None:
    for read in (date.fromisoformat, formats.read_day):
        try:
            return read(said)
        except ValueError:
            continue
    return None


def _values(row: Reading) -> tuple[dict[str, Decimal], dict[str, str]]:
    values: dict[str, Decimal] = {}
    marks: dict[str, str] = {}
    for measure in Measure:
        said = clean(row.said.get(measure, ""))
        if not said:
            continue
        read = _share(said) if measure == Measure.RATE else _number(said)
        if read is None:
            example = "một tỷ lệ từ 0 đến 100, như 95,2 hay ~90" if measure == Measure.RATE else "số hồ sơ, như 49.536"
            row.wrong(measure, f"“{said[:30]}” không phải {example}")
            continue
        values[measure], mark = read
        marks |= {measure: mark} if mark else {}
    if not values and not any(key in Measure.values for key, _ in row.problems):
        row.wrong(Measure.RECEIVED, "dòng không ghi số liệu nào")
    return values, marks


def _number(said: str) -> tuple[Decimal, str] | None:
    if not _WHOLE.fullmatch(said) or len(said) > 16:
        return None
    number = Decimal(said.replace(".", ""))
    return (number, "") if number < LARGEST else None


def _share(said: str) -> tuple[Decimal, str] | None:
    match = _RATE.fullmatch(said.lower())
    if match is None:
        return None
    try:
        number = Decimal(match["number"].replace(",", "."))
    except InvalidOperation:
        return None
    mark = match["mark"] or ""
    return (number, str(_MARKS.get(mark, mark))) if number <= 100 else None


def _held_against_each_other(found: Sequence[Reading]) -> None:
    before: list[Reading] = []
    for row in found:
        if row.statement is None:
            continue
        for other in before:
            assert other.statement is not None
            if row.statement.key == other.statement.key:
                row.wrong(columns.FIRST, f"trùng đơn vị, phạm vi, lĩnh vực và kỳ với dòng {other.line}")
            elif meets(row.statement, other.statement):
                row.wrong(columns.FIRST, f"kỳ chồng một phần lên kỳ ở dòng {other.line}")
        before.append(row)


def _held_against_what_is_told(found: Sequence[Reading]) -> None:
    units = {row.statement.agency for row in found if row.statement}
    told = statements_of(counting(units))
    for row in found:
        if row.statement is None:
            continue
        row.replaces = any(row.statement.key == other.key for other in told)
        if row.replaces and not row.reason:
            row.wrong(columns.REPLACES, "kỳ này của đơn vị đã có số liệu; nếu cần thay, ghi lý do")
        for other in told:
            if meets(row.statement, other):
                row.wrong(columns.FIRST, f"kỳ chồng một phần lên kỳ đã có số liệu ({_days_of(other)})")


def _days_of(statement: Statement) -> str:
    return f"{statement.first:%d/%m/%Y} – {statement.last:%d/%m/%Y}"


def _held_against_dossiers(found: Sequence[Reading]) -> None:
    since: dict[int, date | None] = {}
    for row in found:
        if row.statement is None:
            continue
        unit = row.statement.agency
        if unit not in since:
            since[unit] = first_counted(row.statement.path)
        begun = since[unit]
        if begun and begun <= row.statement.last:
            row.wrong(columns.LAST, f"từ {begun:%d/%m/%Y} hồ sơ của đơn vị đã đếm trong hệ thống; kỳ phải hết trước đó")
