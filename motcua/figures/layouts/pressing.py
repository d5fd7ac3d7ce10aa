"""What the buttons of a draft's page do at once: add a column, move it, take it out, number all anew."""

from collections.abc import Mapping
from typing import NamedTuple

from django.urls import reverse

from motcua.agencies.models import Post
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.reports.actions.layouts import change_draft
from motcua.reports.checking import KINDS, LONGEST
from motcua.reports.designing import (
    Data,
    add_column,
    column_at,
    columns_of,
    is_full,
    move_column,
    number_anew,
    remove_column,
)
from motcua.reports.models import ReportLayout

GONE = "Cột này không còn trong biểu: có người đã bỏ hoặc đổi số hiệu. Trang dưới đây là bản mới."


class Pressed(NamedTuple):
    """The draft as it becomes, what to say of it, and the column to go on with ("": none)."""

    draft: Data
    said: str
    column: str = ""


def press(draft: Data, posted: Mapping[str, str]) -> Pressed:
    """Do what a button asks. Raises BadInput: unknown_deed, gone, no_name, unknown_kind, full."""
    deed, key = posted.get("do", ""), posted.get("column", "")
    if deed == "add":
        return _added(draft, posted)
    if deed == "number":
        return Pressed(number_anew(draft), "Đã đánh số lại các cột từ (3); chỗ nào nhắc đến cột cũng đổi theo.")
    if deed not in ("left", "right", "remove"):
        raise BadInput("unknown_deed", "Nút này không có trên trang.")
    if column_at(draft, key) is None:
        raise BadInput("gone", GONE)
    if deed == "remove":
        return Pressed(remove_column(draft, key), f"Đã bỏ cột ({key}).")
    moved = move_column(draft, key, -1 if deed == "left" else 1)
    place = [str(each.get("key")) for each in columns_of(moved)].index(key) + 1
    return Pressed(moved, f"Cột ({key}) nay là cột thứ {place} trong {len(columns_of(moved))}.", key)


def _added(draft: Data, posted: Mapping[str, str]) -> Pressed:
    name, kind = clean(posted.get("name", "")), posted.get("kind", "")
    if not name:
        raise BadInput("no_name", "Hãy nhập tên cột trước khi thêm.", field="name")
    if len(name) > LONGEST:
        raise BadInput("too_long", f"Tên cột dài quá {LONGEST} ký tự.", field="name")
    if kind not in KINDS:
        raise BadInput("unknown_kind", "Chọn cách tính của cột.", field="kind")
    if is_full(draft):
        raise BadInput("full", "Biểu đã đủ số cột, không thêm được nữa.")
    made, key = add_column(draft, kind, name, after=posted.get("after", ""))
    return Pressed(made, f"Đã thêm cột ({key}) “{name}”.", key)


def pressed(layout: ReportLayout, posted: Mapping[str, str], *, by: Post) -> tuple[str, str]:
    """Do it and return what to say and where to go on. Raises Refused."""
    if layout.draft is None:
        raise BadInput("no_draft", "Biểu này không còn bản nháp.")
    done = press(layout.draft, posted)
    version = posted.get("version", "")
    number = int(version) if version.isdecimal() and len(version) < 10 else -1
    change_draft(layout, by=by, version=number, draft=done.draft, column=done.column or posted.get("column", ""))
    return done.said, column_url(layout.code, done.column) if done.column else draft_url(layout.code)


def draft_url(code: str) -> str:
    """Return where the draft of a report is worked on."""
    return reverse("figures:layout_draft", args=[code])


def column_url(code: str, key: str) -> str:
    """Return where a column of the draft is open."""
    return reverse("figures:layout_column", args=[code, key])
