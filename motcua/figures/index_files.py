"""The service index as a file: an indicator a line, the points of a group above its own, the total beneath."""

from collections.abc import Sequence
from typing import Any

from motcua.figures.printed import Kept, Line, Printed, as_told
from motcua.figures.remarked import remarks_in
from motcua.figures.service_index import STATES, Asked, mean_of
from motcua.reports.index_definition import Group
from motcua.reports.service_index import DAYS, Index, Scored
from motcua.ui import formats
from motcua.ui.formulas import Across, Share, Within

MET, WHOLE, POINTS, MOST = 2, 3, 7, 8  # places of the cells that formulas name


def _plain(value: Any) -> str:
    """Write a weight without decimals it does not have."""
    return as_told(value) if value is None or isinstance(value, str) else formats.number(value)


COLUMNS = [
    Kept("Tử số", 15, "Số đếm"), Kept("Mẫu số", 15, "Số đếm"), Kept("Chưa đạt", 15, "Số đếm"),
    Kept("Tỷ lệ", 15, "Phần trăm"), Kept("Ngưỡng", 15, "Phần trăm", told=_plain),
    Kept("Đạt được", 15, "Điểm"), Kept("Tối đa", 15, "Điểm", told=_plain), Kept("Ghi chú", 78, words=True),
]  # fmt: skip
BLANK = [""] * (len(COLUMNS) - 3)  # what a line of sums has before its points


def file_of(asked: Asked, kind: str, index: Index) -> list[bytes]:
    """Return the index as xlsx, csv or pdf."""
    return _printed(asked, index).file(kind)


def _printed(asked: Asked, index: Index) -> Printed:
    definition, (first, last) = asked.definition, asked.period
    version = f"Bản {definition.number}" if definition.number else "Bản kèm phần mềm"
    said = [str(each) for each in remarks_in(asked.by, asked.agency, [asked.period])]
    return Printed(
        agency=asked.agency, at=asked.by.present, title=definition.name, form=f"{version}, {definition.source}",
        period=f"Từ ngày {first:%d/%m/%Y} đến hết ngày {last:%d/%m/%Y}, kể cả các đơn vị bên dưới",
        group="Chỉ số", columns=COLUMNS, lines=lines_of(index), notes=[_total_told(index), *said],
    )  # fmt: skip


def lines_of(index: Index) -> list[Line]:
    """Return the groups with their indicators, and the total of all."""
    rows = {row.indicator.id: row for row in index.rows}
    lines: list[Line] = []
    for group in index.definition.groups:
        own = [rows[each.id] for each in group.indicators]
        lines += [_of_group(group, own, at=len(lines)), *map(line_of, own)]
    points, most = (
        Within(value, place, 0, len(lines) - 1)
        for value, place in ((index.total.points, POINTS), (index.total.whole, MOST))
    )
    return [*lines, Line("", "Tổng cộng", [*BLANK, points, most, ""], is_strong=True)]


def _of_group(group: Group, rows: Sequence[Scored], *, at: int) -> Line:
    """The line above the indicators of a group; what nobody counted has no points, which is not zero."""
    known = [row.points for row in rows if row.points is not None]
    span = (at + 1, at + len(rows))
    points = Within(sum(known[1:], known[0]), POINTS, *span) if known else None
    return Line(group.key, group.name, [*BLANK, points, Within(group.points, MOST, *span), ""], is_strong=True)


def line_of(row: Scored) -> Line:
    """Return the cells of an indicator; what has no data is said in words and has no number."""
    counted, weight = row.counted, row.indicator.weight
    met, whole = counted.numerator, counted.denominator
    between = None if met is None or whole is None or counted.of == DAYS else Across(whole - met, [WHOLE], [MET])
    cells = [
        met, whole, between, None if row.rate is None else Share(row.rate, [MET], [WHOLE]),
        weight.threshold if row.indicator.has_threshold else None, row.points,
        None if row.indicator.shown_only else weight.points, _note(row),
    ]  # fmt: skip
    return Line(row.indicator.id, row.indicator.name, cells)


def _note(row: Scored) -> str:
    mean = mean_of(row) if row.counted.of == DAYS else ""
    return " ".join(filter(None, [
        f"{STATES[row.state]}." if row.state in STATES else "", row.note,
        "Điểm tối đa là đề xuất." if row.indicator.proposed else "",
        f"Trung bình {mean}, tính bằng ngày làm việc." if mean else "",
    ]))  # fmt: skip


def _total_told(index: Index) -> str:
    total = index.total
    points = f"Đạt {as_told(total.points)} trên {as_told(total.reachable)} điểm của những chỉ số có số liệu."
    whole = "" if total.is_whole else f"Bộ chỉ số có {as_told(total.whole)} điểm; chưa xếp loại chính thức."
    band = f"Xếp loại: {index.band}." if index.band else ""
    if index.provisional:
        band = f"Quy phần có số liệu về 100 điểm là {as_told(total.scaled)}: tạm xếp {index.provisional.lower()}."
    return " ".join(filter(None, [points, whole, band]))
