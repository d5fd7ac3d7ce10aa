"""What an office's own words on printed forms may be, and how they are filled. Pure: words in, words out.

Words are data: whatever looks like markup is printed as it was typed; only the names of `PLACES` between braces are
replaced, once, so that a value which holds braces itself is printed as it is.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

FORMS = {
    "receipt": "Giấy tiếp nhận và hẹn trả",
    "supplement": "Phiếu yêu cầu bổ sung",
    "refusal": "Phiếu từ chối",
    "apology": "Phiếu xin lỗi, hẹn lại",
    "stop": "Thông báo dừng giải quyết",
    "control": "Phiếu kiểm soát",
}
LIMITS = {"place": 60, "contact": 200, "hours": 200, "signing": 120}
MOST_LINES, LONGEST_LINE, LONGEST_NOTE, MOST_NOTE_LINES = 2, 120, 600, 6
PLACES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "ma_ho_so": lambda values: values.get("code") or "",
    "thu_tuc": lambda values: (values.get("procedure") or {}).get("name") or "",
    "ngay_hen": lambda values: _day(values.get("new_due") or values.get("due") or "") or values.get("due_text") or "",
    "noi_tra": lambda values: values.get("desk") or (values.get("agency") or {}).get("name") or "",
}
_HOLE = re.compile(r"\{([^{}\n]*)\}")


def unknown_places(text: str) -> list[str]:
    """Return what stands between braces and is no place that we can fill, in the order of the text."""
    return [hole for hole in _HOLE.findall(text) if hole.strip() not in PLACES]


def filled(text: str, values: Mapping[str, Any]) -> str:
    """Return the text with its places filled from a paper's values."""
    return _HOLE.sub(lambda hole: PLACES[hole[1].strip()](values) if hole[1].strip() in PLACES else hole[0], text)


def _day(iso: str) -> str:
    """2026-12-01T17:00 → 01/12/2026."""
    return "/".join(reversed(iso[:10].split("-"))) if iso else ""
