"""The pages of figures, reached from one another: whoever adds a page adds a line."""

from typing import Any

from django.urls import reverse

# label, name of the address
PAGES = (
    ("Tổng quan", "figures:home"),
    ("Báo cáo", "figures:reports"),
    ("Mức sử dụng", "figures:usage"),
    ("Báo cáo đã chốt", "figures:frozen_reports"),
    ("Đánh giá", "figures:evaluation"),
    ("Ý kiến người dân", "figures:ratings"),
    ("Chỉ số 766", "figures:index766"),
    ("Nhiều năm", "figures:years"),
    ("Chỉ số bên ngoài", "figures:indexes"),
    ("Trang đã lưu", "figures:saved_views"),
    ("Gửi định kỳ", "figures:schedules"),
    ("Ghi chú", "figures:remarks"),
    ("Mẫu biểu", "figures:layouts"),
    ("Tệp đã lập", "exports:exports"),
)


def tabs(current: str) -> list[dict[str, Any]]:
    """Return the row of links over a page of figures, for {% include "figures/parts/tabs.html" %}."""
    return [{"label": label, "url": reverse(name), "current": name == current} for label, name in PAGES]
