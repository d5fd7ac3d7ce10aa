"""Who is away and who signs by delegation, as this desk shows it."""

from datetime import date
from typing import Any

from django.urls import reverse

from motcua.administration.deeds import Deed
from motcua.administration.forms import standing as ask
from motcua.administration.office import span
from motcua.agencies import actions, permissions
from motcua.agencies.models import Absence, Delegation, Post
from motcua.agencies.works import called, works_in
from motcua.core.clock import today
from motcua.procedures.models import Edition
from motcua.ui import formats


def _open(row: Absence | Delegation) -> bool:
    return row.cancelled_at is None and row.valid_to >= today()


ABSENCE = {
    "di-lam-lai": Deed(
        "Đi làm lại", actions.end_absence, "Đã ghi. Việc làm thay kết thúc.",
        lambda by, row: permissions.may_end_absence(by, row) and _open(row), ask.BackForm, icon="check",
    ),
}  # fmt: skip
DELEGATION = {
    "cham-dut": Deed(
        "Chấm dứt ủy quyền", actions.revoke_delegation, "Đã chấm dứt ủy quyền.",
        lambda by, row: permissions.may_revoke_delegation(by, row) and _open(row), grave=True, icon="x",
    ),
}  # fmt: skip


def state_of(row: Absence | Delegation, on: date) -> tuple[str, str]:
    """Return the tone and the words of how a row stands on a day."""
    if row.cancelled_at is not None:
        return "done", f"Đã chấm dứt {formats.day(row.cancelled_at)}"
    if row.valid_to < on:
        return "done", "Đã hết hạn"
    return ("wait", "Sắp tới") if row.valid_from > on else ("ontime", "Đang có hiệu lực")


def lines(rows: Any) -> list[dict[str, Any]]:
    """Return the rows of a list with how they stand today."""
    on = today()
    return [{"row": row, "tone": tone, "state": words} for row in rows for tone, words in [state_of(row, on)]]


def who(post: Post | None) -> str:
    """Say who it is, where."""
    return f"{post.person.name}, {post.title}, {post.agency.short_name}" if post else "Chưa có ai"


def facts_of_absence(row: Absence) -> list[tuple[str, Any]]:
    """Label and value, as {% kv %} draws them."""
    return [
        ("Người vắng", who(row.post)), ("Thời gian", span(row.valid_from, row.valid_to)),
        ("Lý do", row.get_reason_display()), ("Người làm thay", who(row.substitute)),
        *[(f"Làm thay {words}", who(to)) for words, to in _shares(row)],
        ("Hiện nay", state_of(row, today())[1]),
    ]  # fmt: skip


def _shares(row: Absence) -> list[tuple[str, Post]]:
    """What falls to somebody else than the rest, in words, and to whom."""
    rows = list(row.shares.select_related("substitute__person", "substitute__agency"))
    known = {work.key: work.label for work in works_in(row.post.agency, row.valid_from)} if rows else {}
    return [(called(each.kind, each.mark, known).lower(), each.substitute) for each in rows]


def facts_of_delegation(row: Delegation) -> list[tuple[str, Any]]:
    """The same for a delegation."""
    return [
        ("Văn bản", f"Số {row.number} ngày {formats.day(row.date)}"), ("Người ủy quyền", who(row.giver)),
        ("Người được ủy quyền", who(row.taker)), ("Thời gian", span(row.valid_from, row.valid_to)),
        ("Dòng trước chữ ký", " / ".join(row.lines)), ("Phạm vi", "; ".join(extent(row))),
        ("Ủy quyền lại", "Không được"), ("Hiện nay", state_of(row, today())[1]),
    ]  # fmt: skip


def extent(row: Delegation) -> list[str]:
    """Say what a delegation reaches to; fields by their names where the office has procedures of them."""
    if not row.scope:
        return ["Mọi việc chờ ký"]
    marks = [mark.partition(":") for mark in row.scope]
    codes = [code for kind, _, code in marks if kind == "field"]
    names = dict(Edition.objects.filter(field_code__in=codes).order_by("pk").values_list("field_code", "field_name"))
    return [f"lĩnh vực {names.get(code) or code}" if kind == "field" else f"thủ tục {code}" for kind, _, code in marks]


def page_of(row: Absence | Delegation) -> str:
    """Return the row's page at this desk."""
    name = "absence" if isinstance(row, Absence) else "delegation"
    return reverse(f"administration:{name}", args=[row.pk])
