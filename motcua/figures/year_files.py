"""Years beside each other as a file: the whole, then each level and unit, a row for each period.

On a sheet each row names its unit and period, to be sorted and filtered; on paper the unit stands above its periods,
and of levels and units only the periods of which something is told are printed.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from motcua.figures.printed import CENT, Kept, Line, Printed, in_hundred, signed
from motcua.figures.remarked import remarks_in
from motcua.figures.years import SHOWN, AskedYears, doubts_of, notes_of, period_name, rate_told, sources_of
from motcua.reports.choices import Measure
from motcua.reports.history.rolling import RATES, Rolled
from motcua.reports.history.wording import sentence
from motcua.reports.history.years import Series
from motcua.ui.formulas import Risen, RisenShare

MOST_NOTES = 10  # of what does not add up, and of sources; the page has all of them
UNPRINTED = "Của từng cấp, đơn vị chỉ in những kỳ có số liệu."
RECEIVED = 4  # the place of what was received, which formulas name
COLUMNS = [
    Kept("Kỳ", 19), Kept("Nguồn số", 16, words=True),
    Kept("Số lượng", 16, "Tiếp nhận"), Kept("So với kỳ trước", 15, "Tiếp nhận", told=signed),
    Kept("%", 14, "Tiếp nhận", told=signed), *(Kept(each.label, 15) for each in SHOWN),
    Kept(Measure.RATE.label, 24), Kept("Cách tính tỷ lệ", 34, words=True), Kept("Ghi chú", 34, words=True),
]  # fmt: skip


def file_of(asked: AskedYears, kind: str, *told: Sequence[Series]) -> list[bytes]:
    """Return the years as xlsx, csv or pdf."""
    return _printed(asked, [series for several in told for series in several], on_paper=kind == "pdf").file(kind)


def _printed(asked: AskedYears, told: Sequence[Series], *, on_paper: bool) -> Printed:
    periods = asked.periods
    first, last = (min(periods)[0], max(periods)[1]) if periods else (asked.today, asked.today)
    said = remarks_in(asked.by, asked.unit, [(first, last)]) if periods else []
    return Printed(
        agency=asked.unit, at=asked.by.present, title="Số liệu nhiều năm",
        form=f"{asked.field_name}; số cũ lấy từ báo cáo, số của hệ thống đếm từ hồ sơ",
        period=f"Từ ngày {first:%d/%m/%Y} đến hết ngày {last:%d/%m/%Y}", group="Đơn vị, kỳ" if on_paper else "Đơn vị",
        columns=COLUMNS[1:] if on_paper else COLUMNS, lines=list((_in_parts if on_paper else _in_rows)(asked, told)),
        notes=[*([UNPRINTED] if on_paper else []), *_doubts(asked), *_sources(told), *map(str, said)],
    )  # fmt: skip


def _doubts(asked: AskedYears) -> Iterator[str]:
    """What does not add up, as the page says it: told, never mended."""
    found = doubts_of(asked)
    for each in found[:MOST_NOTES]:
        yield f"Chỗ không khớp: {sentence(each)}."
    if len(found) > MOST_NOTES:
        yield f"Còn {len(found) - MOST_NOTES} chỗ không khớp khác, chênh ít hơn: xem trên trang Nhiều năm."


def _sources(told: Sequence[Series]) -> Iterator[str]:
    """Where past figures are written, each source once."""
    found = list(dict.fromkeys(each["source"] for each in sources_of(told)))
    if found:
        more = f"; và {len(found) - MOST_NOTES} nguồn khác" if len(found) > MOST_NOTES else ""
        yield f"Nguồn của số cũ: {'; '.join(found[:MOST_NOTES])}{more}."


def _in_rows(asked: AskedYears, told: Sequence[Series]) -> Iterator[Line]:
    rows = ((series.group.name, cells) for series in told for cells in _cells_of(asked, series))
    return (Line(seq, *row) for seq, row in enumerate(rows, 1))


def _in_parts(asked: AskedYears, told: Sequence[Series]) -> Iterator[Line]:
    for series in told:
        rows = zip(series.rolled, _cells_of(asked, series), strict=True)
        printed = [cells for rolled, cells in rows if rolled.is_told or series is asked.whole]
        if printed:
            yield Line("", series.group.name, [""] * len(COLUMNS[1:]), is_strong=True)
        for seq, (period, *cells) in enumerate(printed, 1):
            yield Line(seq, period, cells)


def _cells_of(asked: AskedYears, series: Series) -> Iterator[list[Any]]:
    count = len(asked.periods)
    for place, each in enumerate(series.rolled):
        yield _cells(asked, each, series.rolled[place - 1] if 0 < place < count else None)


def _cells(asked: AskedYears, rolled: Rolled, before: Rolled | None) -> list[Any]:
    origins = [name for name, holds in (("Số cũ", rolled.is_past), ("hệ thống", rolled.is_counted)) if holds]
    return [
        period_name(rolled.period), ", ".join(origins), _number(rolled.number(Measure.RECEIVED)),
        *_risen(before, rolled), *(_number(rolled.number(measure)) for measure in SHOWN), _rate(rolled),
        RATES.get(rolled.basis, ""), "; ".join(notes_of(rolled, asked.today)),
    ]  # fmt: skip


def _number(value: Decimal | None) -> Any:
    """A whole number as one, though figures of the past may have been read with decimals."""
    return int(value) if value is not None and value == int(value) else value


def _risen(before: Rolled | None, after: Rolled) -> tuple[Any, Any]:
    """How much more was received than in the period above, absolute and in percent; None where one is not told."""
    was, now = (_number(each.number(Measure.RECEIVED)) if each else None for each in (before, after))
    if was is None or now is None:
        return None, None
    share = in_hundred(now - was, was)
    return Risen(now - was, RECEIVED), None if share is None else RisenShare(share, RECEIVED)


def _rate(rolled: Rolled) -> Any:
    """The on-time rate; one that a report told only about (“trên 90 %”) in its words."""
    if rolled.rate is None:
        return None
    return rate_told(rolled) if rolled.mark else rolled.rate.quantize(CENT)
