"""The menu: what each post is shown, and what it costs."""

import re

import pytest

DOORS = ("Hộp việc", "Tiếp nhận", "Trả kết quả", "Hồ sơ", "Đơn vị", "Sổ theo dõi", "Quản trị")  # of the daily work


def entries(html: str) -> list[str]:
    """The labels at the side, in order."""
    side = re.search(r'<nav class="side".*?</nav>', html, re.S)
    assert side is not None
    return [label.strip() for label in re.findall(r"</svg>([^<]+)", side[0])]


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        ("clerk", ["Hộp việc", "Tiếp nhận", "Trả kết quả", "Hồ sơ", "Sổ theo dõi"]),
        ("specialist", ["Hộp việc", "Hồ sơ"]),
        ("leader", ["Hộp việc", "Hồ sơ", "Đơn vị", "Sổ theo dõi", "Quản trị"]),
        ("inspector", ["Hộp việc", "Hồ sơ", "Đơn vị", "Sổ theo dõi", "Quản trị"]),
    ],
)
def test_each_post_is_shown_its_own_doors(house, screen_of, who, shown):
    page = screen_of(getattr(house, who)).get("/xu-ly/").text
    assert [label for label in entries(page) if label in DOORS] == shown


def test_the_menu_costs_one_query(house, screen_of, queries):
    """The session, the menu's count, the form's day, the units to choose from."""
    assert queries(screen_of(house.leader), "/xu-ly/so-theo-doi/") <= 4
