"""The pages of figures, reached from one another: whoever adds a page adds a line."""

from typing import Any

from django.urls import reverse

# label, name of the address: what one looks at, and beneath it what is kept, sent and set
PAGES = (
    ("Tổng quan", "figures:home"),
    ("Báo cáo", "figures:reports"),
    ("Đánh giá", "figures:evaluation"),
    ("Ý kiến người dân", "figures:ratings"),
    ("Chỉ số 766", "figures:index766"),
    ("Nhiều năm", "figures:years"),
    ("Chỉ số bên ngoài", "figures:indexes"),
    ("Mức sử dụng", "figures:usage"),
)
MORE = (
    ("Báo cáo đã chốt", "figures:frozen_reports"),
    ("Trang đã lưu", "figures:saved_views"),
    ("Gửi định kỳ", "figures:schedules"),
    ("Ghi chú", "figures:remarks"),
    ("Tệp đã lập", "exports:exports"),
    ("Mẫu biểu", "figures:layouts"),
)


class Tabs(list[dict[str, Any]]):
    """The row of links over a page of figures; `more`: the smaller one beneath it."""

    more: list[dict[str, Any]]


def tabs(current: str) -> Tabs:
    """Return the links over a page of figures, for {% include "figures/parts/tabs.html" %}."""
    found = Tabs(_links(PAGES, current))
    found.more = _links(MORE, current)
    return found


def _links(pages: tuple[tuple[str, str], ...], current: str) -> list[dict[str, Any]]:
    return [{"label": label, "url": reverse(name), "current": name == current} for label, name in pages]
