"""The pages of an account's own papers: what was given before and received, and what the holder says of each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from motcua.agencies.models import Post
from motcua.core.clock import today
from motcua.filing.actions.noting import NAME_LIMIT
from motcua.filing.own_papers import Held, each_once, given, held, issued, read_given, read_issued, without_hidden
from motcua.filing.reused import lasting
from motcua.ui.inputs import DayField, Form, LineField
from motcua.ui.paging import BadCursor, Page, keyset_page

SIZE = 20


@dataclass(frozen=True)
class Line:
    """A paper in the list, with its validity in words."""

    held: Held
    tone: str
    validity: str


def line_of(one: Held, *, on: date | None = None) -> Line:
    """Return a paper as the list shows it, on a day (today, where none is given)."""
    return Line(one, *lasting(one.validity, on or today()))


def page_of(by: Post, *, results: bool, hidden: bool, cursor: str) -> tuple[list[Line], Page]:
    """Return one page of what was handed in, or issued, the newest first; six queries at most. Raises BadCursor."""
    if results:
        rows = without_hidden(issued(by), by, hidden=hidden)
        page = keyset_page(rows, order=("-signed_at", "-pk"), cursor=cursor, size=SIZE)
        found = read_issued(page.items, by=by)
    else:
        rows = each_once(without_hidden(given(by), by, hidden=hidden))
        page = keyset_page(rows, order=("-handed_in_at", "-pk"), cursor=cursor, size=SIZE)
        found = read_given(page.items, by=by)
    day = today()
    return [line_of(each, on=day) for each in found], page


def listed(by: Post, asked: Any) -> dict[str, Any]:
    """Return what the list shows, by what its address asks. Raises Http404 for a page that there is not."""
    results, hidden = asked.get("loai") == "ket-qua", "an" in asked
    try:
        lines, page = page_of(by, results=results, hidden=hidden, cursor=asked.get("tu", ""))
    except BadCursor as error:
        raise Http404 from error
    return {"lines": lines, "page": page, "results": results, "hidden": hidden, "here": "papers"}


def held_or_404(by: Post, key: str) -> Held:
    """Return a paper of the account. Raises Http404 for what is not there or is somebody else's."""
    found = held(by, key)
    if found is None:
        raise Http404
    return found


class NoteForm(Form):
    """What the holder says of a paper."""

    name = LineField(
        label=_("Tên tự đặt"), required=False, max_length=NAME_LIMIT,
        help_text=_("Để dễ nhận ra; cơ quan không thấy tên này."),
    )  # fmt: skip
    valid_until = DayField(
        label=_("Còn hiệu lực đến hết ngày"), required=False,
        help_text=_("Ghi như trên giấy tờ; để trống nếu giấy tờ không ghi."),
        error_messages={"invalid": _("Ngày chưa đúng. Nhập ngày/tháng/năm, ví dụ 1/2/2026.")},
    )  # fmt: skip
    hidden = forms.BooleanField(label=_("Ẩn khỏi danh sách, không gợi ý dùng lại"), required=False)

    @classmethod
    def of(cls, one: Held, sent: Any) -> "NoteForm":
        """Return the form of a paper, filled in with what was said before."""
        note = one.note
        said = {"name": note.name, "valid_until": note.valid_until, "hidden": note.hidden} if note else {}
        return cls(sent, initial=said)


def told_of(by: Post, *, most: int) -> dict[str, list[dict[str, Any]]]:
    """Return the papers and results of an account for the file of its data, without their content."""
    rows = list(given(by).order_by("-handed_in_at", "-pk")[:most])
    return {
        "papers": [_told(each) for each in read_given(rows, by=by, times=rows)],
        "results": [_told(each) for each in read_issued(issued(by).order_by("-signed_at", "-pk")[:most], by=by)],
    }


def _told(one: Held) -> dict[str, Any]:
    until = one.validity.until
    file = one.file
    return {
        "name": one.name,
        "own_name": one.note.name if one.note else "",
        "dossier": one.dossier.code,
        "procedure": one.procedure,
        "day": one.on.isoformat(),
        "for": one.whose,
        "file": {"name": file.name, "type": file.media_type, "size": file.size} if file else None,
        "valid_until": until.isoformat() if until else None,
        "hidden": one.is_hidden,
        "replaced": one.replaced,
    } | ({"verification_code": one.row.spaced_code} if one.is_result else {})  # type: ignore[union-attr]
