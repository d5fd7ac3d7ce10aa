"""The card of one question: everything its kind has, the conditions as rows, its options and stops."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django import forms

from motcua.administration.designer.conditions import ConditionForm
from motcua.administration.designer.fields import BUTTONS, WordedForm, paper_field
from motcua.administration.designer.limits import LIMITS, limit_fields, limits_of
from motcua.administration.designer.options import OptionsForm, rearranged
from motcua.administration.designer.stops import stops_of
from motcua.core.errors import BadInput
from motcua.questions.choices import ACCOUNT, FITS, KIND_LABELS, Kind
from motcua.questions.designing import asking
from motcua.questions.designing.coding import is_code
from motcua.questions.designing.condition_words import Teller
from motcua.questions.designing.outline import Data, codes_in, found_at, languages_of, listed, sections_of, text_at
from motcua.questions.meaning import RESERVED
from motcua.questions.syntax import LONGEST
from motcua.ui.inputs import LineField

ACCOUNT_LABELS = {
    "name": "họ tên", "identity_number": "số định danh", "birth_date": "ngày sinh", "address": "nơi ở",
    "phone": "điện thoại", "email": "thư điện tử", "tax_code": "mã số thuế của tổ chức",
}  # fmt: skip
NO, YES, WHEN = "", "yes", "when"
NEEDS = [(NO, "Không bắt buộc"), (YES, "Bắt buộc"), (WHEN, "Bắt buộc khi…")]
CODE_HINT = "Chữ thường không dấu, chữ số, gạch dưới. Đổi mã thì mọi điều kiện và công thức nhắc câu này đổi theo."
COMPUTED_HINT = "Để trống nếu người khai tự trả lời. Ví dụ: round(dien_tich * 15000) hoặc years(ngay_sinh, today())."


class QuestionForm(WordedForm):
    """The card of the question `code` of a form; a question that somebody took out meanwhile is taken from the page."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        form: Data,
        code: str,
        focus: str = "",
        papers: Sequence[str] = (),
        **more: Any,
    ) -> None:
        self.form, self.at, self.papers = form, code, papers
        self.found = found_at(form, code)
        self.question: Data = self.found.question if self.found else _gone(data, code)
        self.kind = Kind(self.question["kind"])
        languages = languages_of(form)
        if data is not None:
            data, moved = rearranged(data, languages)
            focus = moved or focus
        super().__init__(data=data, languages=languages, **more)
        self._add_fields()
        self._add_parts(data)
        self._set_focus(focus)

    def _add_fields(self) -> None:
        question, kind = self.question, self.kind
        self.add_text("label", "Câu hỏi", question.get("label"), required=True)
        self.fields["code"] = LineField(label="Mã", initial=question["code"], max_length=63, help_text=CODE_HINT)
        self.add_text("help", "Giải thích thêm", question.get("help"), long=True)
        if kind in (Kind.DECLARATION, Kind.INFORMATION):
            said = "Lời cam đoan" if kind == Kind.DECLARATION else "Nội dung thông tin"
            self.add_text("text", said, question.get("text"), long=True, required=True, max_length=8_000, rows=4)
        if kind == Kind.GROUP:
            self.add_text("row_label", "Tên một hàng", question.get("row_label"))
        if kind != Kind.INFORMATION:
            need = question.get("required", False)
            standing = WHEN if isinstance(need, dict) else YES if need else NO
            self.fields["required"] = forms.ChoiceField(
                label="Trả lời", choices=NEEDS, initial=standing, required=False
            )
        for name, field in limit_fields(kind, _mapping(question.get("limits"))).items():
            self.fields[name] = field
        if "pattern" in LIMITS.get(kind, {}):
            self.add_text("pattern_words", "Giải thích mẫu chữ", _mapping(question.get("limits")).get("pattern_words"))
        if kind == Kind.FILE:
            self.fields["paper"] = paper_field("Là giấy tờ nào", question.get("paper"), self.papers)
        self._add_sources()
        for name, value in (("kind", str(kind)), ("home", asking.home_of(self.form, self.at))):
            self.fields[name] = forms.CharField(initial=value, required=False, widget=forms.HiddenInput())

    def _add_sources(self) -> None:
        """Where the answer may come from: suggested by the account or an earlier answer, or computed."""
        question, kind = self.question, self.kind
        offered = [
            (f"account:{name}", f"tài khoản: {ACCOUNT_LABELS[name]}") for name, of in ACCOUNT.items() if of == kind
        ]
        earlier = [each for each in self.earlier if each.get("kind") == kind]
        offered += [(f"question:{each['code']}", f"câu trước: {text_at(each, 'label')}") for each in earlier]
        standing = ":".join(next(iter(_mapping(question.get("prefill")).items()), ("", "")))
        standing = standing if standing != ":" else ""
        if standing and standing not in dict(offered):
            offered.append((standing, f"{standing.partition(':')[2]} (không dùng được ở đây)"))
        if offered and kind not in (Kind.INFORMATION, Kind.GROUP):
            self.fields["prefill"] = forms.ChoiceField(
                label="Điền sẵn từ", choices=[("", "không điền sẵn"), *offered], initial=standing, required=False
            )
        if FITS[kind].computed:
            self.fields["computed"] = LineField(
                label="Tự tính bằng biểu thức", initial=question.get("computed", ""), required=False,
                max_length=LONGEST, help_text=COMPUTED_HINT,
            )  # fmt: skip
            self.fields["hidden"] = forms.BooleanField(
                label="Tính mà không hiện", initial=question.get("shown") is False, required=False
            )

    def _add_parts(self, data: Any) -> None:
        question = self.question
        given: dict[str, Any] = {"questions": self.earlier, "teller": Teller(self.form)}
        self.show = ConditionForm(data, prefix="show", name="Chỉ hỏi khi", before=question.get("show_if"), **given)
        need = question.get("required")
        before = need if isinstance(need, dict) else None
        asked = self.kind != Kind.INFORMATION
        self.need = ConditionForm(data, prefix="need", name="Bắt buộc khi", before=before, **given) if asked else None
        self.stops = stops_of(data, question, languages=self.languages, **given) if asked else []
        chosen = self.kind in (Kind.CHOICE, Kind.CHOICES)
        self.options = OptionsForm(data, question=question, languages=self.languages) if chosen else None

    def _set_focus(self, focus: str) -> None:
        """Let the page begin at a field: that of a problem, of a row that was moved, else at the question's words."""
        self.folded_open = ""  # the field for which what is folded away stands open
        if focus in BUTTONS:
            return
        first = {"options": "label0", "limits": next(iter(LIMITS.get(self.kind, {"label": 0})))}.get(focus, focus)
        condition = {"show_if": self.show, "required": self.need}.get(focus)
        if focus == "stop_if" and self.stops:
            condition, self.stops[0].opened = self.stops[0].when, True
        holder: Any = self.options if self.options and first in self.options.fields else self
        if condition is not None:
            condition.opened, holder, first = True, condition, "q0" if "q0" in condition.fields else "drop"
        if first not in holder.fields:
            holder, first = self, "label"
        self.folded_open = first if holder is self else ""
        holder.fields[first].widget.attrs["autofocus"] = True

    @cached_property
    def earlier(self) -> list[Data]:
        return asking.earlier_than(self.form, self.at) if self.found else []

    @property
    def parts(self) -> list[Any]:
        """All forms of the card beside this one."""
        stops = [each for stop in self.stops for each in (stop, stop.when)]
        return [each for each in (self.options, self.show, self.need, *stops) if each is not None]

    def is_valid(self) -> bool:
        sound = [part.is_valid() for part in self.parts]
        return bool(super().is_valid() and all(sound))

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not is_code(code):
            raise forms.ValidationError("Mã chỉ gồm chữ thường không dấu, chữ số và gạch dưới, bắt đầu bằng chữ.")
        if code in RESERVED:
            raise forms.ValidationError(f"“{code}” là từ của biểu thức, không làm mã được.")
        if code != self.at and code in codes_in(self.form):
            raise forms.ValidationError("Mã này đã có ở câu hỏi khác.")
        return code

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("required") == WHEN and self.need is not None:
            self.need.is_valid()
            if self.need.rows is not None and not self.need.errors and not self.need.said.rows:
                self.add_error("required", "Chọn câu hỏi và giá trị ở “Bắt buộc khi”.")
        return given

    def inputs(self) -> dict[str, Any]:
        """Return the form with the question as the card says, and in words what was done."""
        form = self.form if self.found else self._put_back()
        names = {}
        if self.options is not None:
            names = self.options.names
            form = asking.change_options(form, self.at, self.options.made, names)
        form = asking.change_question(form, self.at, self._values())
        form = asking.recode_question(form, self.at, self.cleaned_data["code"])
        note = f"Sửa câu hỏi “{self.cleaned_data['label'][:120]}”"
        return {"form": form, "note": note, "code": self.cleaned_data["code"]}

    def _put_back(self) -> Data:
        homes = [str(each.get("code")) for each in sections_of(self.form)]
        if not homes:
            raise BadInput("no_section", "Biểu mẫu không còn phần nào để đặt câu hỏi vào.")
        home = self.data.get("home", "")
        group = found_at(self.form, home)
        home = home if home in homes or (group and group.question.get("kind") == Kind.GROUP) else homes[-1]
        added, code = asking.add_question(self.form, home, self.kind, self.at)
        if not code:
            raise BadInput("no_room", "Biểu mẫu đã đủ số câu hỏi, không thêm được nữa.")
        return asking.recode_question(added, code, self.at)

    def _values(self) -> dict[str, Any]:
        given, before = self.cleaned_data, self.question
        values: dict[str, Any] = {
            name: self.text(name, before.get(name)) for name in ("label", "help", "text", "row_label") if name in given
        }
        values |= {name: given[name] or None for name in ("paper",) if name in given}
        values["show_if"] = self.show.condition()
        if LIMITS.get(self.kind):
            limits = dict(_mapping(before.get("limits")))
            if "pattern_words" in given:
                said = self.text("pattern_words", limits.get("pattern_words"))
                limits = {k: v for k, v in (limits | {"pattern_words": said}).items() if v is not None}
            values["limits"] = limits_of(self.kind, limits, given)
        if self.need is not None:
            values["required"] = self._required(before)
            values["stop_if"] = [stop.stop() for stop in self.stops if stop.is_kept] or None
        return values | self._sources(before)

    def _required(self, before: Data) -> Any:
        chosen = self.cleaned_data["required"]
        if chosen == WHEN and self.need is not None:
            return self.need.condition()
        return True if chosen == YES else False if before.get("required") is False else None

    def _sources(self, before: Data) -> dict[str, Any]:
        given = self.cleaned_data
        values: dict[str, Any] = {}
        if "prefill" in given:
            sort, _, name = given["prefill"].partition(":")
            values["prefill"] = {sort: name} if name else None
        if "computed" in given:
            values["computed"] = given["computed"] or None
            shown = True if before.get("shown") is True else None
            values["shown"] = False if given["hidden"] else shown
        return values

    @property
    def kind_label(self) -> str:
        return KIND_LABELS[self.kind]

    @property
    def labels(self) -> list[Any]:
        """The bound fields of the question itself."""
        return self.pairs("label")

    @property
    def sources(self) -> list[Any]:
        """The bound fields of where the answer comes from, and of the paper that a file brings."""
        return [self[name] for name in ("paper", "prefill") if name in self.fields]

    @property
    def formula(self) -> list[Any]:
        """The bound fields of a computed value."""
        return [self[name] for name in ("computed", "hidden") if name in self.fields]

    @property
    def formula_open(self) -> bool:
        """Whether the formula stands open: there is one, or something is wrong with it."""
        return bool(
            self["computed"].value()
            or self["hidden"].value()
            or self["computed"].errors
            or self.folded_open == "computed"
        )

    @property
    def limits_open(self) -> bool:
        """Whether the limits stand open: there are any, or something is wrong with them."""
        return bool(self.question.get("limits")) or any(
            bound.errors or bound.name == self.folded_open for bound in self.limit_fields
        )

    @property
    def limit_fields(self) -> list[Any]:
        """The bound fields of the limits."""
        return [self[name] for name in LIMITS.get(self.kind, {})] + self.pairs("pattern_words")

    @property
    def words(self) -> list[Any]:
        """The bound fields of the question's texts but its label."""
        return self.pairs("text", "row_label", "help")

    @property
    def inner(self) -> list[Data]:
        """The questions of a group's row."""
        return [each for each in listed(self.question, "questions") if isinstance(each, dict)]


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _gone(data: Any, code: str) -> Data:
    """Return what is known of a question that is no longer there: the kind its page was made for."""
    kind = (data or {}).get("kind", "")
    return {"code": code, "kind": kind if kind in list(Kind) else str(Kind.TEXT)}
