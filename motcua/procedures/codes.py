"""What a procedure's code really says. Pure.

A sound code is `d.dddddd` (1.001193), with or without an agency's suffix (1.000288.000.00.00.H56). Codes arrive with
spaces, with the source's mark of deletion, or shortened by a spreadsheet that took them for numbers.
"""

import re
from dataclasses import dataclass

from motcua.core.text import clean, fold

SOUND, DAMAGED, ODD, DELETED, MISSING = "sound", "damaged", "odd", "deleted", "missing"

WHOLE = r"\d\.\d{6}((\.\d{2,3}){3}\.[A-Z]\d{2}(\.\d+)*)?"
_SOUND = re.compile(WHOLE)
_CUT = re.compile(r"(\d)[.,](\d{1,5})")
_DELETED = re.compile(r"(\d\.\d{6})\W*(da )?xoa")


@dataclass(frozen=True, slots=True)
class CodeReading:
    """A code as read: its state, the code itself, a suggestion where it is damaged, and the reason in Vietnamese."""

    state: str
    code: str
    suggestion: str = ""
    reason: str = ""


def read_code(raw: object, *, hint: str = "") -> CodeReading:
    """Return what the raw code is; `hint` is a second place where the source may hold it whole (an address)."""
    code = clean("" if raw is None else str(raw))
    if not code:
        return CodeReading(MISSING, "", reason="Không có mã thủ tục")
    if _SOUND.fullmatch(code):
        spaced = "Mã có khoảng trắng thừa, đã bỏ" if code != str(raw) else ""
        return CodeReading(SOUND, code, reason=spaced)
    if deleted := _DELETED.fullmatch(fold(code)):
        return CodeReading(DELETED, deleted[1], reason=f"Bản ghi đã bị xóa ở nguồn (mã {code})")
    if cut := _CUT.fullmatch(code):
        whole = re.search(r"(?<![\d.])\d\.\d{6}(?![\d.])", hint)
        suggestion = whole[0] if whole else f"{cut[1]}.{cut[2]:0<6}"
        reason = f"Mã {code} mất số 0 ở cuối, có thể là {suggestion}"
        return CodeReading(DAMAGED, code, suggestion, reason)
    return CodeReading(ODD, code, reason=f"Mã {code} không đúng dạng n.nnnnnn")
