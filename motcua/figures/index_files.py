"""The service index as XLSX and CSV: an indicator a line, the total beneath."""

from typing import Any

from motcua.core.clock import local
from motcua.figures.service_index import STATES, Asked
from motcua.reports.service_index import DAYS, Index, Scored
from motcua.ui.sheets import Column, write_csv, write_sheet

COLUMNS = [
    Column("Chỉ số", 8), Column("Tên", 44), Column("Tử số", 10), Column("Mẫu số", 10), Column("Tỷ lệ (%)", 10),
    Column("Ngưỡng (%)", 10), Column("Điểm", 8), Column("Điểm tối đa", 10), Column("Ghi chú", 60),
]  # fmt: skip


def file_of(asked: Asked, kind: str) -> list[bytes]:
    """Return the index as xlsx or csv."""
    lines = [*map(line_of, asked.index.rows), total_of(asked.index)]
    if kind == "csv":
        return list(write_csv(COLUMNS, lines))
    first, last = asked.period
    definition = asked.definition
    version = f"bản {definition.number}, " if definition.number else "bản kèm phần mềm, "
    lead = [
        f"Đơn vị: {asked.agency.name}, kể cả các đơn vị bên dưới",
        f"Kỳ: từ {first:%d/%m/%Y} đến hết {last:%d/%m/%Y}",
        f"Công thức: {version}{definition.source}",
        f"Lập lúc {local(asked.by.present):%H:%M %d/%m/%Y}",
    ]
    return [write_sheet(f"766. {definition.name}", COLUMNS, lines, lead=lead)]


def line_of(row: Scored) -> list[Any]:
    """Return the cells of an indicator; what has no data is said in words and has no number."""
    weight, counted = row.indicator.weight, row.counted
    proposed = "Điểm tối đa là đề xuất." if row.indicator.proposed else ""
    unit = "Tính bằng ngày làm việc." if counted.of == DAYS else ""
    state = f"{STATES[row.state]}." if row.state in STATES else ""
    return [
        row.indicator.id, row.indicator.name, counted.numerator, counted.denominator, row.rate,
        weight.threshold if row.indicator.has_threshold else None, row.points,
        None if row.indicator.shown_only else weight.points,
        " ".join(filter(None, [state, row.note, proposed, unit])),
    ]  # fmt: skip


def total_of(index: Index) -> list[Any]:
    total = index.total
    told = "" if total.is_whole else f"Có số liệu của {total.reachable} trên {total.whole} điểm."
    band = index.band or (f"Tạm xếp {index.provisional} theo phần có số liệu." if index.provisional else "")
    return ["", "Tổng cộng", None, None, None, None, total.points, total.whole, " ".join(filter(None, [told, band]))]
