"""The keys of the staff's pages, in one registry: what a key does and what the map under `?` tells come from here.

Each app names its own in `keyboard.py`. Templates ask for them by name, `{% button … key="form.save" %}` or
`{% shortcut "search" %}`; keys that walk (arrows) stand with their words in the scripts, in calls of `walk`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

EVERYWHERE, LIST, FORM, DETAIL, PAPER = "Mọi trang", "Danh sách", "Biểu mẫu", "Trang chi tiết", "Bản in"


@dataclass(frozen=True)
class Shortcut:
    """A key: `place` is the family of pages it belongs to; an empty `label` means the words of its button."""

    name: str
    key: str
    label: str
    place: str

    def attributes(self, words: str = "") -> dict[str, str]:
        """What makes an element answer to the key and appear in the map; `words`: a label of its own."""
        label = words or self.label
        return {
            "data-key": self.key, "data-key-label": label, "data-key-place": self.place, "aria-keyshortcuts": self.key,
        }  # fmt: skip


SHORTCUTS: dict[str, Shortcut] = {}


def register(place: str, keys: Mapping[str, tuple[str, str]]) -> None:
    """Add keys of a family of pages: name → (key, label). A key told twice for one page is refused at start."""
    for name, (key, label) in keys.items():
        for other in SHORTCUTS.values():
            meeting = place == other.place or EVERYWHERE in (place, other.place)
            if name == other.name or (key == other.key and meeting):
                raise ValueError(f"{name}: the key {key} is already {other.name}")
        SHORTCUTS[name] = Shortcut(name, key, label, place)


def named(name: str) -> Shortcut | None:
    """Return the shortcut of a name; None for an empty one. A misspelt name fails in tests, not in an office."""
    if name and name not in SHORTCUTS and (settings.TEST or settings.DEBUG):
        raise ValueError(f"no shortcut is called {name!r}")
    return SHORTCUTS.get(name)


register(
    EVERYWHERE,
    {
        "search": ("/", "Tìm hồ sơ, quét mã"),
        "keys": ("?", "Xem các phím tắt"),
        "help": ("F1", "Hướng dẫn cạnh màn hình"),
    },
)
register(
    LIST,
    {
        "list.filter": ("F", "Tới ô tìm và bộ lọc của danh sách"),
        "list.check_all": ("X", "Chọn cả trang"),
        "list.next": ("J", "Trang sau"),
        "list.previous": ("K", "Trang trước"),
        **{f"list.tab{number}": (str(number), f"Nhóm thứ {number}") for number in range(1, 10)},
    },
)
register(FORM, {"form.save": ("Ctrl+Enter", "")})
register(DETAIL, {"detail.next": ("J", "Sang mục sau"), "detail.previous": ("K", "Về mục trước")})
register(PAPER, {"print": ("P", "In")})
register(
    "Trang mẫu",
    {"sample.person": ("Alt+1", ""), "sample.receive": ("F9", ""), "sample.ask": ("B", "")},
)
