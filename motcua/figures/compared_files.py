"""Two periods of a report as a file: all its columns, then the chosen one by row; the changes are formulas."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from motcua.figures.comparing import Compared, field_lines, total_lines, untold_of
from motcua.figures.printed import Kept, Line, Printed, in_hundred, signed
from motcua.figures.remarked import remarks_in
from motcua.figures.reports import root_of
from motcua.reports.tables import Row
from motcua.ui.formulas import Across, Share

NOW, THEN, CHANGE = 2, 3, 4  # places of the cells that formulas name


def file_of(compared: Compared, kind: str, now: list[Row], then: list[Row]) -> list[bytes]:
    """Return the comparison as xlsx, csv or pdf."""
    return _printed(compared, [now, then]).file(kind)


def _printed(compared: Compared, tables: list[list[Row]]) -> Printed:
    days = [f"{first:%d/%m/%Y} – {last:%d/%m/%Y}" for first, last in (asked.period for asked in compared.pair)]
    asked, layout = compared.pair[0], compared.layout
    said = remarks_in(compared.by, asked.unit, [each.period for each in compared.pair], report=layout.code)
    untold = untold_of(compared)
    return Printed(
        agency=asked.unit or root_of(compared.by), at=compared.by.present, title=f"So sánh hai kỳ: {layout.name}",
        form=layout.form, period=f"Kỳ {days[0]} so với kỳ {days[1]}",
        group=f"Cột của biểu, {layout.group_name.lower()}",
        columns=[Kept(days[0], 34, "Kỳ này"), Kept(days[1], 34, "Kỳ so sánh"),
                 Kept("Số lượng", 28, "Chênh lệch", told=signed), Kept("%", 28, "Chênh lệch", told=signed)],
        lines=_lines(compared, tables, untold), notes=[*_told(compared, untold), *map(str, said)],
    )  # fmt: skip


def _told(compared: Compared, untold: list[bool]) -> list[str]:
    """What one has to know to read it."""
    said = ["Mỗi kỳ như đã biết khi hết kỳ ấy. Chênh lệch là kỳ này trừ kỳ so sánh."]
    since = compared.counted_since()
    if any(untold):
        said += [f"Hệ thống có hồ sơ từ {since:%d/%m/%Y}." if since else "Hệ thống chưa có hồ sơ nào của đơn vị."]
    narrowed = compared.pair[0].narrowed.words
    return [*said, narrowed] if narrowed else said


def _lines(compared: Compared, tables: list[list[Row]], untold: list[bool]) -> list[Line]:
    chosen = next(each for each in compared.layout.columns if each.key == compared.column)
    head = f"Từng {compared.layout.group_name.lower()}, cột ({chosen.key}) {chosen.title}"
    lines = [*_numbered(total_lines(compared, tables, untold))]
    rows = [*_numbered(field_lines(compared, tables, untold))]
    return [*lines, Line("", head, [""] * 4, is_strong=True), *rows] if rows else lines


def _numbered(lines: Iterable[Mapping[str, Any]]) -> Iterator[Line]:
    for seq, line in enumerate(lines, 1):
        yield Line(seq, line["name"], _cells(*line["numbers"]))


def _cells(now: int | None, then: int | None) -> list[Any]:
    if now is None or then is None:
        return [now, then, None, None]
    share = in_hundred(now - then, then)
    return [now, then, Across(now - then, [NOW], [THEN]), None if share is None else Share(share, [CHANGE], [THEN])]
