"""The queues of the national catalogue: differences to decide, names to settle, doubts, imports."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.urls import reverse

from motcua.administration.catalogue import damage
from motcua.agencies.models import Post
from motcua.core.errors import BadInput, NotPermitted
from motcua.procedures.actions.changes import approve_change, reject_change
from motcua.procedures.actions.records import tables
from motcua.procedures.choices import AliasKind, ChangeKind, ChangeState
from motcua.procedures.comparing import Part, compare
from motcua.procedures.importers.catalogue import import_file
from motcua.procedures.importers.standing import Report
from motcua.procedures.models import Adoption, ImportRun, NationalChange, NationalProcedure
from motcua.procedures.models.changes import NationalChangeQuerySet
from motcua.procedures.naming import Unsettled, unsettled_agencies, unsettled_fields
from motcua.procedures.permissions import may_import
from motcua.procedures.readers.files import UnreadableError
from motcua.procedures.record_wording import record_parts
from motcua.ui.inputs import Form, LineField
from motcua.ui.pages import Filters, each

MOST_BYTES = 30_000_000
ENDINGS = (".json", ".json.gz", ".gz", ".xlsx", ".xls", ".csv")
APPROVE, REJECT = "duyet", "khong-lay"


def changes_of(by: Post) -> NationalChangeQuerySet:
    """Every difference, each with whether somebody has adopted the procedure."""
    adopted = Adoption.objects.standing().filter(procedure=OuterRef("procedure"))
    return NationalChange.objects.visible_to(by).annotate(is_adopted=Exists(adopted)).defer("content")


class ChangeFilters(Filters):
    q = LineField(label="Tìm khác biệt", required=False, max_length=120)
    state = forms.ChoiceField(label="Tình trạng", required=False, choices=[("", "Chờ duyệt"), *ChangeState.choices[1:]])
    kind = forms.ChoiceField(label="Loại", required=False, choices=[("", "Mọi loại"), *ChangeKind.choices])
    adopted = forms.ChoiceField(
        label="Tại các đơn vị", required=False, choices=[("", "Tất cả"), ("yes", "Đã có đơn vị áp dụng")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs |= {"type": "search", "placeholder": "Tên, mã thủ tục"}

    def narrow(self, rows: Any) -> Any:
        found: Any = super().narrow(rows)
        return found if self.cleaned_data.get("state") else found.waiting()

    def filter_q(self, rows: NationalChangeQuerySet, words: str) -> NationalChangeQuerySet:
        return rows.find(words)

    def filter_state(self, rows: NationalChangeQuerySet, state: str) -> NationalChangeQuerySet:
        return rows.filter(state=state)

    def filter_kind(self, rows: NationalChangeQuerySet, kind: str) -> NationalChangeQuerySet:
        return rows.filter(kind=kind)

    def filter_adopted(self, rows: NationalChangeQuerySet, which: str) -> NationalChangeQuerySet:
        return rows.filter(is_adopted=True)  # type: ignore[misc]  # annotated


def query_of(given: QueryDict) -> str:
    """Return a list's filters as an address has them, without the page one is on."""
    kept = given.copy()
    kept.pop("cursor", None)
    return kept.urlencode()


class ImportForm(Form):
    """A file of national data, to be compared; it is applied only difference by difference."""

    file = forms.FileField(label="Tệp danh mục", help_text="JSON, JSON.GZ, XLSX hoặc CSV, tối đa 30 MB.")
    whole = forms.BooleanField(label="Tệp là toàn bộ danh mục: hỏi về thủ tục không còn thấy", required=False)

    def clean_file(self) -> UploadedFile:
        found: UploadedFile = self.cleaned_data["file"]
        if not str(found.name).lower().endswith(ENDINGS):
            raise forms.ValidationError("Chỉ nhận tệp .json, .json.gz, .xlsx và .csv.")
        if (found.size or 0) > MOST_BYTES:
            raise forms.ValidationError("Tệp lớn hơn 30 MB.")
        return found


def compare_file(*, by: Post, file: UploadedFile, whole: bool) -> Report:
    """Put what a sent file changes into the queue. Raises BadInput `file_unreadable` in words, and nothing is kept."""
    name = Path(str(file.name)).name[-120:]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(file.read())
        try:
            return import_file(path, by=by, review=True, whole=whole)
        except UnreadableError as broken:
            raise BadInput("file_unreadable", f"{broken}. Danh mục không thay đổi.", field="file") from broken


def told(report: Report) -> str:
    """Return what to say after a file was compared."""
    counts = report.counts
    return (
        f"Đã đọc {len(report.rows)} bản ghi: {report.waiting} khác biệt vào hàng chờ duyệt,"
        f" {counts['unchanged']} không đổi, {counts['doubtful']} cần người xem, {counts['rejected']} không nhận."
    )


class DecideForm(Form):
    """What is decided of one or many differences."""

    finding = LineField(
        label="Kết luận", required=False, max_length=500, help_text="Không lấy thì phải ghi lý do; duyệt thì nên ghi."
    )
    verdict = forms.ChoiceField(label="Quyết định", choices=[(APPROVE, "Duyệt"), (REJECT, "Không lấy")])


def decide(change: NationalChange, *, by: Post, verdict: str, finding: str, **known: Any) -> NationalChange:
    """Approve a difference or leave it."""
    verb = approve_change if verdict == APPROVE else reject_change
    done: NationalChange = verb(change, by=by, finding=finding, **known)
    return done


def decide_each(keys: Iterable[str], *, by: Post, verdict: str, finding: str) -> list[dict[str, str]]:
    """Decide several, each in its own transaction and in order of their keys; return a line for each."""
    chosen = {int(key) for key in keys if key.isdecimal() and len(key) < 15}
    changes = NationalChange.objects.visible_to(by).filter(pk__in=chosen).order_by("pk")
    return each(changes, lambda change: decide(change, by=by, verdict=verdict, finding=finding))


def difference_of(change: NationalChange) -> list[Part]:
    """Return what would change, field by field, against the version that it was compared with."""
    if change.kind == ChangeKind.MISSING:
        return []
    before = change.procedure.record(change.base) if change.procedure and change.base else None
    return compare(record_parts(before) if before else {}, record_parts(change.record()), only_changes=True)


def change_page(change: NationalChange, by: Post) -> dict[str, Any]:
    """Return what the page of one difference shows."""
    adoptions = Adoption.objects.visible_to(by).standing().filter(procedure=change.procedure_id or 0)
    waits = change.state == ChangeState.WAITING
    return {
        "difference": difference_of(change),
        "adoptions": list(adoptions.select_related("office").order_by("office__path")[:50]),
        "form": DecideForm() if waits and may_import(by) else None,
        "events": list(change.events.select_related("by__person").order_by("pk")),
    }


@dataclass(frozen=True)
class Counted:
    """A queue with how much waits in it."""

    label: str
    count: int
    url: str
    hint: str


def unsettled(kind: str) -> list[Unsettled]:
    """Return the names of agencies or of fields that nobody has settled, with how many records use each."""
    known = tables()
    if kind == AliasKind.AGENCY:
        lists = NationalProcedure.objects.values_list("agencies", flat=True)
        return unsettled_agencies((name for names in lists for name in names), known.agencies)
    return unsettled_fields(NationalProcedure.objects.values_list("field_key", "field_name"), known.fields)


def queues() -> list[Counted]:
    """Return every queue with its count; a constant number of queries."""
    rows, changes = NationalProcedure.objects.all(), reverse("administration:national_changes")
    national, names = reverse("administration:national"), reverse("administration:national_names")
    waiting = NationalChange.objects.waiting()
    missing = waiting.filter(kind=ChangeKind.MISSING).count()
    return [
        Counted("Khác biệt chờ duyệt", waiting.count() - missing, changes, "Bản mới của nguồn khác bản đang giữ"),
        Counted(
            "Thủ tục không còn thấy", missing, f"{changes}?kind=missing", "Một lần thu thập không có: còn hay bãi bỏ?"
        ),
        Counted(
            "Có điều nghi vấn", rows.in_doubt().count(), f"{national}?doubt=any", "Thời hạn, phí, cơ quan, quyết định"
        ),
        Counted(
            "Không có thời hạn dùng được",
            rows.without_limit().count(),
            f"{national}?doubt=limit",
            "Đơn vị phải xác định",
        ),
        Counted(
            "Mã thủ tục hỏng",
            damage.waiting(),
            reverse("administration:national_damaged"),
            "Mất số 0, dạng 1.00E+06, có dấu thừa: là thủ tục nào, hay không nhận",
        ),
        Counted("Tên cơ quan lạ", len(unsettled("agency")), f"{names}?loai=agency", "Chưa thống nhất cách viết"),
        Counted("Lĩnh vực lạ", len(unsettled("field")), f"{names}?loai=field", "Mã lĩnh vực không đúng mẫu"),
    ]


def runs() -> list[ImportRun]:
    """Return the latest imports."""
    return list(ImportRun.objects.select_related("by__person").order_by("-pk")[:20])


class AliasForm(Form):
    """What one way of writing means."""

    kind = forms.ChoiceField(label="Loại", choices=AliasKind.choices, widget=forms.HiddenInput)
    written = LineField(label="Cách viết của nguồn", max_length=300)
    canonical = LineField(
        label="Tên (hoặc mã lĩnh vực) thống nhất", max_length=300, help_text="Viết đúng rồi thì ghi lại chính tên đó."
    )


def kind_asked(asked: str) -> str:
    """Return the kind of name asked for, agencies by default."""
    return asked if asked in AliasKind.values else str(AliasKind.AGENCY)


def decides_for_all(by: Post) -> None:
    """Raise NotPermitted for whoever may not decide what holds for every office."""
    if not may_import(by):
        raise NotPermitted("Danh mục quốc gia chung cho mọi cơ quan: chỉ quản trị của đơn vị vận hành hệ thống quyết.")
