"""The forms in which a draft is edited, one for each part of it; each gives the inputs of `change_draft`."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from motcua.administration.catalogue.rows import (
    CaseRow,
    EffectRow,
    FeeRow,
    LimitRow,
    PaperRow,
    Row,
    fee_standing,
    row_set,
)
from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency
from motcua.core.clock import today
from motcua.procedures.editions import Measured, content_from, measured_from, measured_json
from motcua.procedures.models import Adoption
from motcua.procedures.wording import ONLINE_LEVELS, POLICIES
from motcua.ui.inputs import DayField, Form, LineField, MomentField, ProseField

SERVED = (Kind.PEOPLES_COMMITTEE, Kind.DEPARTMENT, Kind.SERVICE_UNIT, Kind.ONE_STOP)
ANSWERS = [("", "Chưa ghi"), ("yes", "Có"), ("no", "Không")]


class PartForm(Form):
    """One part of a draft: plain fields, and a table of rows where the part is a list."""

    row: ClassVar[type[Row] | None] = None
    extra: ClassVar[int] = 3
    fixed: ClassVar[bool] = False
    columns: ClassVar[tuple[str, ...]] = ()
    note: ClassVar[str] = ""

    def __init__(self, *args: Any, adoption: Adoption, **kwargs: Any) -> None:
        self.adoption, self.draft = adoption, adoption.draft
        kwargs["initial"] = self.standing() | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        made = row_set(self.row or Row, extra=self.extra, fixed=self.fixed or self.row is None)
        options: dict[str, Any] = {
            "initial": list(self.row_values()),
            "prefix": "rows",
            "form_kwargs": self.row_options(),
        }
        self.rows = made(self.data, **options) if self.is_bound else made(**options)

    def cases(self) -> list[tuple[str, str]]:
        return [(case["key"], case["name"]) for case in self.draft.get("cases", ())]

    def row_options(self) -> dict[str, Any]:
        """Return what each row must know to be made."""
        return {"cases": self.cases()}

    def standing(self) -> dict[str, Any]:
        """Return the values of the plain fields as they stand."""
        return {}

    def row_values(self) -> Iterable[dict[str, Any]]:
        """Return the rows as they stand."""
        return ()

    def is_valid(self) -> bool:
        rows_valid = self.rows.is_valid()
        if self.is_bound and self.rows.non_form_errors():
            self.add_error(None, self.rows.non_form_errors())
        return bool(super().is_valid() and rows_valid)

    def inputs(self) -> dict[str, Any]:
        return {"draft": self.draft | self.changed()}

    def changed(self) -> dict[str, Any]:
        """Return what becomes of the draft."""
        raise TypeError("a part says what it changes")  # never reached: every part does


class LimitsForm(PartForm):
    row = LimitRow
    columns = ("Trường hợp", "Cách nộp", "Số", "Đơn vị tính", "Văn bản quyết định")
    note = "Thời hạn khác bản quốc gia phải ghi văn bản quyết định của đơn vị. Dòng cụ thể thắng dòng chung."

    def row_values(self) -> Iterable[dict[str, Any]]:
        for rule in self.draft.get("limits", ()):
            yield rule | {"amount": None if rule.get("amount") is None else Decimal(str(rule["amount"]))}

    def changed(self) -> dict[str, Any]:
        return {"limits": self.rows.kept()}


class FeesForm(PartForm):
    row = FeeRow
    columns = ("Tên khoản thu", "Loại", "Căn cứ mức thu", "Mức thu (đồng)", "Trường hợp", "Cách nộp", "Ghi chú")
    note = "Để trống, 0 đồng và “HĐND cấp tỉnh quy định” là ba điều khác nhau: hãy chọn đúng căn cứ."

    def row_values(self) -> Iterable[dict[str, Any]]:
        for fee in self.draft.get("fees", ()):
            yield {"kind": "charge"} | fee | {"standing": fee_standing(fee)}

    def changed(self) -> dict[str, Any]:
        return {"fees": self.rows.kept()}


class PapersForm(PartForm):
    row = PaperRow
    columns = (
        "Tên giấy tờ", "Mã", "Bản chính", "Bản sao", "Trường hợp", "Bắt buộc", "Giá trị (tháng)", "Căn cứ giá trị",
    )  # fmt: skip
    note = (
        "Không bản chính, không bản sao: giấy tờ chỉ phải xuất trình. Giá trị: số tháng kể từ ngày cấp mà quy định còn"
        " chấp nhận giấy tờ; để trống khi không quy định nào nói."
    )

    def row_values(self) -> Iterable[dict[str, Any]]:
        return [{"required": True} | paper for paper in self.draft.get("papers", ())]

    def changed(self) -> dict[str, Any]:
        return {"papers": self.rows.kept()}


class CasesForm(PartForm):
    row = CaseRow
    columns = ("Tên trường hợp",)
    note = "Bỏ một trường hợp thì phải sửa cả thời hạn, phí và giấy tờ của nó trước khi ban hành."

    def row_values(self) -> Iterable[dict[str, Any]]:
        return list(self.draft.get("cases", ()))

    def changed(self) -> dict[str, Any]:
        kept = self.rows.kept()
        taken = {case["key"] for case in [*kept, *self.draft.get("cases", ())]}
        for case in kept:
            if not case["key"]:
                case["key"] = next(key for key in (f"c{n}" for n in range(1, 1_000)) if key not in taken)
                taken.add(case["key"])
        return {"cases": kept}


class GeneralForm(PartForm):
    division = forms.ModelChoiceField(label="Bộ phận giải quyết", queryset=Agency.objects.none())
    decision = LineField(label="Quyết định áp dụng (số, ngày)", required=False, max_length=200)
    serves = forms.MultipleChoiceField(
        label="Phục vụ cả các loại đơn vị cấp dưới", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(kind.value, kind.label) for kind in SERVED],
    )  # fmt: skip
    immediate = forms.BooleanField(label="Trả kết quả ngay khi người dân chờ", required=False)
    online_level = forms.ChoiceField(label="Dịch vụ trực tuyến", required=False, choices=list(ONLINE_LEVELS.items()))
    results = ProseField(label="Kết quả (mỗi dòng một kết quả)", required=False, max_length=5_000)
    legal_bases = ProseField(label="Căn cứ pháp lý (mỗi dòng một số văn bản)", required=False, max_length=10_000)
    cutoff = forms.TimeField(
        label="Giờ chốt nhận trong ngày", required=False, input_formats=["%H:%M", "%H"],
        error_messages={"invalid": "Nhập giờ, ví dụ 15:00."}, widget=forms.TimeInput(format="%H:%M"),
    )  # fmt: skip
    supplement_policy = forms.ChoiceField(label="Khi chờ bổ sung", choices=list(POLICIES.items()))
    max_supplements = forms.IntegerField(
        label="Số lần yêu cầu bổ sung (để trống: không giới hạn)", required=False, min_value=0, max_value=20
    )
    max_extensions = forms.IntegerField(label="Số lần gia hạn", min_value=0, max_value=20)
    extension_days_before = forms.IntegerField(label="Gia hạn trước hạn ít nhất (ngày)", min_value=0, max_value=60)
    crosses_from = DayField(
        label="Nhận không phụ thuộc địa giới từ ngày", required=False,
        help_text="từ ngày này mọi nơi tiếp nhận trong tỉnh nhận được hồ sơ cho đơn vị; để trống: chỉ nhận tại đơn vị",
    )  # fmt: skip

    def __init__(self, *args: Any, adoption: Adoption, **kwargs: Any) -> None:
        super().__init__(*args, adoption=adoption, **kwargs)
        units = Agency.objects.below(adoption.office).valid(today()).order_by("path")
        self.fields["division"].queryset = units  # type: ignore[attr-defined]

    def standing(self) -> dict[str, Any]:
        content, adoption = content_from(self.draft), self.adoption
        return {
            "division": adoption.division_id, "decision": adoption.decision, "serves": adoption.serves,
            "immediate": content.immediate, "online_level": content.online_level,
            "results": "\n".join(content.results), "legal_bases": "\n".join(content.legal_bases), **vars(content.terms),
        }  # fmt: skip

    def inputs(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "division": given["division"],
            "decision": given["decision"],
            "serves": given["serves"],
        } | super().inputs()

    def changed(self) -> dict[str, Any]:
        given = self.cleaned_data
        terms = {
            "supplement_policy": given["supplement_policy"], "max_supplements": given["max_supplements"],
            "max_extensions": given["max_extensions"], "extension_days_before": given["extension_days_before"],
            "cutoff": f"{given['cutoff']:%H:%M}" if given["cutoff"] else None,
            "crosses_from": given["crosses_from"].isoformat() if given["crosses_from"] else None,
        }  # fmt: skip
        lists = {
            name: list(dict.fromkeys(filter(None, given[name].split("\n")))) for name in ("results", "legal_bases")
        }
        return {"immediate": given["immediate"], "online_level": given["online_level"], "terms": terms, **lists}


class MeasuredForm(PartForm):
    row = EffectRow
    fixed = True
    columns = ("Có hiệu lực từ",)
    note = "Bộ chỉ số phục vụ người dân tính công khai đúng hạn, tỷ lệ toàn trình, số hóa kết quả và thanh toán từ đây."

    decided_on = DayField(label="Ngày quyết định công bố", required=False)
    made_public_at = MomentField(label="Thời điểm công khai trên Cổng", required=False)
    full_online_eligible = forms.ChoiceField(label="Đủ điều kiện toàn trình", required=False, choices=ANSWERS)
    paper_result = forms.ChoiceField(label="Kết quả là bản giấy", required=False, choices=ANSWERS)
    pays_online = forms.ChoiceField(label="Nộp phí, lệ phí trực tuyến được", required=False, choices=ANSWERS)

    def _measured(self) -> Measured:
        return measured_from(self.draft.get("measured", {}))

    def standing(self) -> dict[str, Any]:
        words = {None: "", True: "yes", False: "no"}
        values = vars(self._measured())
        return {name: words[value] if isinstance(value, bool | None) else value for name, value in values.items()}

    def row_values(self) -> Iterable[dict[str, Any]]:
        known = {each.basis: each.effective_from for each in self._measured().effects}
        return [{"basis": basis, "effective_from": known.get(basis)} for basis in self.draft.get("legal_bases", ())]

    def changed(self) -> dict[str, Any]:
        answers: dict[str, Any] = {"yes": True, "no": False, "": None}
        given = {n: answers[v] if isinstance(v, str) else v for n, v in self.cleaned_data.items()}
        dated = [row for row in self.rows.kept() if row["effective_from"]]
        plain = measured_json(Measured(**given))
        effects = [row | {"effective_from": row["effective_from"].isoformat()} for row in dated]
        return {"measured": plain | ({"effects": effects} if effects else {})}


FORMS: dict[str, tuple[str, type[PartForm]]] = {
    "chung": ("Thông tin chung", GeneralForm),
    "truong-hop": ("Trường hợp", CasesForm),
    "thoi-han": ("Thời hạn giải quyết", LimitsForm),
    "phi": ("Phí, lệ phí", FeesForm),
    "giay-to": ("Thành phần hồ sơ", PapersForm),
    "chi-so": ("Số liệu cho bộ chỉ số phục vụ", MeasuredForm),
}
