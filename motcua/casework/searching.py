"""What the search page asks of the dossiers: by words and codes, or by numbers that were looked up a moment ago."""

import re
from dataclasses import dataclass
from typing import Any

from motcua.agencies.models import Post
from motcua.citizens.finding import still_open
from motcua.dossiers.finding import searched
from motcua.dossiers.models import Dossier

INDEXES = re.compile(r"[0-9a-f]{32}(?:-[0-9a-f]{32}){0,3}")  # two ways, under two keys while one is being changed


@dataclass(frozen=True)
class Search:
    """What was asked: a text, or blind indexes of a number (its own look-ups of the last half day only)."""

    text: str
    indexes: list[bytes]

    def rows(self, by: Post) -> Any:
        """The dossiers found among those whose content the post may read."""
        if self.indexes:
            return searched(by).of_numbers(self.indexes)
        return searched(by).search(self.text) if self.text else Dossier.objects.visible_to(by).none()

    @property
    def lead(self) -> str:
        """Say what the list below is."""
        if self.indexes:
            return "Theo số giấy tờ hoặc số điện thoại vừa tra; lần tra đã được ghi lại."
        return f"Kết quả cho “{self.text}”." if self.text else ""

    @property
    def nothing_found(self) -> str:
        """Say what an empty list means."""
        if self.indexes or self.text:
            return "Không tìm thấy hồ sơ nào mà vị trí này được xem"
        return "Nhập tên, mã hồ sơ, số điện thoại, số giấy tờ hoặc địa chỉ"


def code_meant(text: str, *, by: Post) -> str:
    """Return the code of the dossier whose code, or whose slip's QR address, was typed or scanned; "" for none."""
    found = Dossier.objects.visible_to(by, named=True).only("code").scanned(text)
    return found.code or "" if found else ""


def read_indexes(text: str, *, by: Post) -> list[bytes]:
    """Return the blind indexes that an address names, as far as this post itself looked them up a while ago."""
    given = [bytes.fromhex(one) for one in text.split("-")] if INDEXES.fullmatch(text) else []
    return still_open(by, given) if given else []
