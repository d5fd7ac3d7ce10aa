"""What a new form, section, question or fee begins with: enough to be in order by itself. Pure."""

from collections.abc import Collection
from typing import Any

from motcua.questions.choices import Kind
from motcua.questions.designing.coding import fresh_code
from motcua.questions.designing.outline import Data
from motcua.questions.form_schema import FORMAT, VERSION

PROMISE = "Tôi cam đoan những nội dung đã khai là đúng sự thật và chịu trách nhiệm trước pháp luật về điều mình khai."
FILES: Data = {"max_files": 3, "max_size": 20_000_000, "types": ["pdf", "jpg", "png"]}
OPTIONS = (("lua_chon_1", "Lựa chọn 1"), ("lua_chon_2", "Lựa chọn 2"))
LONGEST_LABEL = 500


def new_form(code: str, title: str) -> Data:
    """Return a form in which nothing is asked yet."""
    return {"format": FORMAT, "version": VERSION, "code": code, "title": title[:LONGEST_LABEL], "sections": []}


def new_section(title: str, taken: Collection[str]) -> Data:
    """Return a section without questions."""
    return {"code": fresh_code(title, taken, otherwise="phan"), "title": title[:LONGEST_LABEL], "questions": []}


def new_question(kind: Kind, label: str, taken: Collection[str]) -> Data:
    """Return a question of a kind as most of its kind are: required when it asks anything, with what it must have."""
    label = label[:LONGEST_LABEL]
    code = fresh_code(label, taken)
    question: Data = {"code": code, "kind": str(kind), "label": label}
    if kind != Kind.INFORMATION:
        question["required"] = True
    return question | _own(kind, label, {*taken, code})


def _own(kind: Kind, label: str, taken: Collection[str]) -> dict[str, Any]:
    if kind in (Kind.CHOICE, Kind.CHOICES):
        return {"options": [{"code": code, "label": words} for code, words in OPTIONS]}
    if kind == Kind.GROUP:
        return {"questions": [new_question(Kind.TEXT, "Họ, chữ đệm, tên", taken)]}
    if kind in (Kind.DECLARATION, Kind.INFORMATION):
        return {"text": PROMISE if kind == Kind.DECLARATION else label}
    return {"limits": FILES | {"types": list(FILES["types"])}} if kind == Kind.FILE else {}


def new_fee(label: str, taken: Collection[str]) -> Data:
    """Return a line of fees that costs something; by which rule must be written."""
    code = fresh_code(label, taken, otherwise="phi")
    return {"code": code, "label": label[:LONGEST_LABEL], "basis": "Chưa ghi căn cứ", "base": 1_000}
