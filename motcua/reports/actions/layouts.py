"""The layouts of reports: a draft is begun, changed, thrown away or published as the next version."""

from datetime import date
from typing import Any

from motcua.agencies.models import Post
from motcua.core.actions import action, creates
from motcua.core.clock import local
from motcua.core.errors import BadInput
from motcua.reports import permissions
from motcua.reports.checking import faults
from motcua.reports.choices import LayoutAction
from motcua.reports.models import LayoutVersion, ReportLayout
from motcua.reports.writing import digest_of, written

LARGEST = 200_000  # characters of a draft


def empty(code: str, name: str) -> dict[str, Any]:
    """Return a layout without columns."""
    return {
        "code": code, "name": name, "form": f"Biểu {code}", "group": "field", "counted_when": "", "columns": [],
        "identities": [], "cut_off": "calendar", "signature": {"left": [], "right": []}, "notes": [],
    }  # fmt: skip


@creates(LayoutAction.CREATE, permit=permissions.may_create_layout)
def create_layout(*, by: Post, code: str, name: str, like: LayoutVersion | None = None) -> ReportLayout:
    """Make a report of a new code with a draft: like a version of another one, or without columns.

    Raises BadInput: `code_invalid`, `name_missing`, `code_taken`.
    """
    begun = {**(like.content if like else empty(code, name)), "code": code, "name": name}
    for fault in faults(begun | {"columns": []}):
        if fault.text.startswith("Mã biểu"):
            raise BadInput("code_invalid", fault.text, field="code")
        if fault.text.startswith("Tên báo cáo"):
            raise BadInput("name_missing", fault.text, field="name")
    if ReportLayout.objects.filter(code=code).exists():
        raise BadInput("code_taken", "Đã có biểu mang mã này.", field="code")
    layout = ReportLayout(code=code, draft=begun, draft_digest=digest_of(begun))
    layout.save(force_insert=True)
    return layout


@action(LayoutAction.BEGIN_DRAFT, permit=permissions.may_change_layout)
def begin_draft(layout: ReportLayout, *, by: Post, number: int | None = None) -> dict[str, Any]:
    """Begin the next version, from a published one (the last, or of a number).

    Raises BadInput: `draft_there`, `version_unknown`.
    """
    if layout.draft is not None:
        raise BadInput("draft_there", "Biểu này đang có bản nháp: sửa tiếp, hoặc bỏ bản ấy trước.")
    version = layout.versions.filter(number=number or layout.published).first()
    if version is None:
        raise BadInput("version_unknown", "Không có bản này.")
    _put(layout, version.content)
    layout.drafted_from = version.number
    return {"number": version.number}


@action(LayoutAction.CHANGE_DRAFT, permit=permissions.may_change_layout)
def change_draft(layout: ReportLayout, *, by: Post, draft: dict[str, Any], column: str = "") -> dict[str, Any]:
    """Put a layout in the draft, finished or not; `column` is the key of the one that was worked on.

    Raises BadInput: `no_draft`, `code_differs`, `too_large`.
    """
    if layout.draft is None:
        raise BadInput("no_draft", "Biểu này không còn bản nháp.")
    if draft.get("code") != layout.code:
        raise BadInput("code_differs", "Mã biểu của bản nháp khác mã của biểu.")
    if len(written(draft)) > LARGEST:
        raise BadInput("too_large", "Bản nháp quá lớn.")
    _put(layout, draft)
    return {"column": column[:10]}


def _put(layout: ReportLayout, draft: dict[str, Any] | None) -> None:
    layout.draft, layout.draft_digest = draft, digest_of(draft) if draft is not None else ""


@action(LayoutAction.DISCARD_DRAFT, permit=permissions.may_change_layout)
def discard_draft(layout: ReportLayout, *, by: Post) -> None:
    """Throw the draft away. Raises BadInput: `no_draft`."""
    if layout.draft is None:
        raise BadInput("no_draft", "Biểu này không còn bản nháp.")
    _put(layout, None)
    layout.drafted_from = None


@action(LayoutAction.PUBLISH, permit=permissions.may_change_layout)
def publish_layout(layout: ReportLayout, *, by: Post, valid_from: date) -> dict[str, Any]:
    """Freeze the draft as the next version, in force from a day on, until the one after it begins.

    A report takes the version of the last day of its period, so a version that follows another begins today or later:
    periods that are over keep the one they were reported with. Raises BadInput: `no_draft`, `layout_faulty` (all in the
    message), `nothing_changed`, `too_early`. The new version is found in `layout.made`.
    """
    if layout.draft is None:
        raise BadInput("no_draft", "Biểu này không còn bản nháp.")
    if found := faults(layout.draft):
        raise BadInput("layout_faulty", " ".join(fault.text for fault in found))
    last = layout.versions.order_by("-number").first()
    if last is not None:
        _check_follows(layout, last, valid_from)
    layout.published += 1
    version = LayoutVersion(
        layout=layout, number=layout.published, valid_from=valid_from, content=layout.draft,
        digest=layout.draft_digest, published_by=by,
    )  # fmt: skip
    version.save(force_insert=True)
    _put(layout, None)
    layout.drafted_from = None
    layout.made = version  # type: ignore[attr-defined]
    return {"number": version.number, "valid_from": valid_from, "digest": version.digest}


def _check_follows(layout: ReportLayout, last: LayoutVersion, valid_from: date) -> None:
    if last.digest == layout.draft_digest:
        raise BadInput("nothing_changed", f"Bản nháp giống hệt bản {last.number}.")
    if valid_from <= last.valid_from:
        began = f"{last.valid_from:%d/%m/%Y}"
        raise BadInput("too_early", f"Bản {last.number} áp dụng từ {began}: bản mới phải sau ngày đó.",
                       field="valid_from")  # fmt: skip
    if valid_from < local(layout.moment).date():
        told = "Kỳ đã hết giữ nguyên mẫu biểu đã dùng: bản mới áp dụng từ hôm nay hoặc một ngày sau."
        raise BadInput("too_early", told, field="valid_from")
