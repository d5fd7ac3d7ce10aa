"""What an administrator sets on the office's papers."""

from typing import Any

from django import forms

from motcua.administration.forms.deeds import DeedForm
from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency
from motcua.core.clock import today
from motcua.correspondence.letterheads import FORMS, LONGEST_LINE, LONGEST_NOTE, PLACES
from motcua.correspondence.models import Letterhead
from motcua.ui.inputs import DayField, LineField, ProseField

OFFICES = (Kind.PEOPLES_COMMITTEE, Kind.ONE_STOP, Kind.DEPARTMENT, Kind.VERTICAL)
MOST_UNITS = 300
PLACES_TOLD = ", ".join(f"{{{name}}}" for name in PLACES)


class LetterheadForm(DeedForm):
    """Parts of a letterhead; the form's own extra question is which paper to try it on."""

    copied = forms.IntegerField(required=False, widget=forms.HiddenInput)
    agency = forms.TypedChoiceField(
        label="Đơn vị", coerce=int, help_text="Cả các đơn vị bên dưới chưa có bản của mình cũng dùng."
    )
    valid_from = DayField(label="Dùng từ ngày")
    valid_to = DayField(label="Đến hết ngày", required=False, help_text="Bỏ trống: cho đến khi có bản sau.")
    emblem = forms.FileField(
        label="Biểu trưng", required=False, max_length=255, allow_empty_file=True,
        help_text="Ảnh PNG hoặc JPEG, tối đa 1 MB; in phía trên tên cơ quan.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )  # fmt: skip
    emblem_off = forms.BooleanField(label="Không in biểu trưng", required=False)
    line_1 = LineField(label="Dòng dưới tên cơ quan", required=False, max_length=LONGEST_LINE)
    line_2 = LineField(label="Dòng thứ hai", required=False, max_length=LONGEST_LINE)
    place = LineField(label="Địa danh", required=False, max_length=60, help_text="Đứng trước ngày, ví dụ Hương Trà.")
    contact = LineField(label="Liên hệ", required=False, max_length=200, help_text="Điện thoại, thư điện tử, địa chỉ.")
    hours = LineField(label="Giờ làm việc", required=False, max_length=200)
    signing = LineField(
        label="Dòng trước chữ ký", required=False, max_length=LONGEST_LINE,
        help_text="Ví dụ TL. CHỦ TỊCH. Không in khi người ký đã có TM., KT., TL. hoặc TUQ. của mình.",
    )  # fmt: skip
    sample = forms.ChoiceField(label="Xem thử trên mẫu", choices=[*FORMS.items()], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Agency.objects.visible_to(self.by).below(self.by.agency).valid(today())
        self.units = {unit.pk: unit for unit in units.of_kind(*OFFICES).order_by("path")[:MOST_UNITS]}
        self.units.setdefault(self.by.agency_id, self.by.agency)
        self.fields["agency"].choices = [(key, unit.name) for key, unit in self.units.items()]  # type: ignore[attr-defined]
        for form, label in FORMS.items():
            self.fields[f"note_{form}"] = ProseField(
                label=f"Ghi chú cuối {label[0].lower()}{label[1:]}", required=False, max_length=LONGEST_NOTE,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
        self.order_fields([name for name in self.fields if name not in ("sample", "note")])

    @property
    def places_told(self) -> str:
        """The places that a note may name."""
        return PLACES_TOLD

    def inputs(self) -> dict[str, Any]:
        """Return what `publish_letterhead` takes."""
        return self.parts() | {"note": self.cleaned_data["note"]}

    def parts(self) -> dict[str, Any]:
        """Return what `letterhead_of` takes; the picture that is there goes on unless another one came."""
        given = self.cleaned_data
        words = {name: given[name] for name in ("valid_from", "valid_to", "place", "contact", "hours", "signing")}
        return words | self._emblem() | {
            "agency": self.units[given["agency"]], "lines": [given["line_1"], given["line_2"]],
            "notes": {form: given[f"note_{form}"] for form in FORMS},
        }  # fmt: skip

    def _emblem(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given["emblem_off"]:
            return {}
        kept = Letterhead.objects.visible_to(self.by).filter(pk=given["copied"]).first()
        return {"emblem": given["emblem"].read() if given["emblem"] else None, "kept_emblem": kept}
