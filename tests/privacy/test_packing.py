"""The sheet of a package: what people open, read back by another library."""

import io
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineWorkbook

from motcua.privacy.packing import sheet_of


def test_days_are_days_and_what_people_wrote_stays_as_written() -> None:
    """An answer that begins like a moment must not keep somebody from their data."""
    row: dict[str, Any] = {
        "lúc": "2026-03-02T02:30:00+00:00", "ngày": "2026-03-02", "lời": "2026-03-02T10:00:00 tôi đã đến",
        "sai": "2026-02-31", "số": "046190000318", "tên": "=1+1", "giấy tờ": ["CCCD", "Hộ khẩu"], "trống": "",
    }  # fmt: skip
    package = {
        "person": "Trần Thị Mẫu", "office": "Phường Thử", "request": "DL26-00001", "files_left_out": 0,
        "sections": [{"title": "Hồ sơ", "rows": [row]}],
    }  # fmt: skip
    lines = CalamineWorkbook.from_filelike(io.BytesIO(sheet_of(package))).get_sheet_by_index(0).to_python()
    told = {label: value for _, _, label, value in lines[-7:]}
    assert told == {
        "lúc": datetime(2026, 3, 2, 9, 30), "ngày": date(2026, 3, 2), "lời": "2026-03-02T10:00:00 tôi đã đến",
        "sai": "2026-02-31", "số": "046190000318", "tên": "=1+1", "giấy tờ": "CCCD; Hộ khẩu",
    }  # fmt: skip
