"""A report of the office's own beside the statutory ones, and the draft of its next version."""

from datetime import timedelta
from typing import Any

from motcua.agencies.models import Post
from motcua.core import clock
from motcua.reports.actions.layouts import begin_draft, change_draft, create_layout, publish_layout
from motcua.reports.models import ReportLayout

CODE = "DP.01"
NAME = "Hồ sơ trực tuyến và tỷ lệ giải quyết đúng hạn theo thủ tục"
ENDED, RATES = "Đã giải quyết", "Tỷ lệ (%)"
COLUMNS: list[dict[str, Any]] = [
    {"key": "3", "name": "Tiếp nhận", "in_period": {"received": 1}},
    {"key": "4", "name": "Trong đó trực tuyến", "in_period": {"received": 1}, "channels": ["online"]},
    {"key": "5", "name": "Tổng số", "above": ENDED, "sum": ["6", "7"]},
    {"key": "6", "name": "Đúng hạn, trước hạn", "above": ENDED, "in_period": {"ended.early": 1, "ended.on_day": 1}},
    {"key": "7", "name": "Quá hạn", "above": ENDED, "in_period": {"ended.late": 1}},
    {"key": "8", "name": "Trực tuyến", "above": RATES, "rate": {"of": ["4"], "per": ["3"]}, "unit": "percent"},
    {"key": "9", "name": "Đúng hạn", "above": RATES, "rate": {"of": ["6"], "per": ["5"]}, "unit": "percent"},
]
OVERDUE = {"key": "10", "name": "Đang giải quyết đã quá hạn", "at_end": {"open.overdue": 1}}


def make(*, by: Post) -> None:
    """Publish the report and begin its next version, unless it is there."""
    if ReportLayout.objects.filter(code=CODE).exists():
        return
    layout = create_layout(by=by, code=CODE, name=NAME)
    draft = layout.draft | {
        "group": "procedure", "counted_when": "3", "columns": COLUMNS,
        "identities": [{"whole": "5", "parts": ["6", "7"]}],
        "signature": {"left": ["Người lập biểu"], "right": ["TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"]},
        "notes": ["Tỷ lệ trên số đã giải quyết trong kỳ, gồm cả hồ sơ rút và dừng."],
    }  # fmt: skip
    layout = change_draft(layout, by=by, draft=draft)
    layout = publish_layout(layout, by=by, valid_from=clock.today().replace(month=1, day=1) - timedelta(days=365))
    layout = begin_draft(layout, by=by)
    change_draft(layout, by=by, draft=layout.draft | {"columns": [*COLUMNS, OVERDUE]}, column=OVERDUE["key"])
