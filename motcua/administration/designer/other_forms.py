"""The cards beside those of questions: a section, a line of fees, the end, and what the form says of itself."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms

from motcua.administration.designer.conditions import ConditionForm
from motcua.administration.designer.fields import BUTTONS, WordedForm, paper_field, plain, whole_field
from motcua.questions.choices import LAYOUTS
from motcua.questions.designing import sections
from motcua.questions.designing.asking import earlier_than
from motcua.questions.designing.coding import is_code
from motcua.questions.designing.condition_words import Teller
from motcua.questions.designing.outline import Data, codes_of, fee_at, languages_of, listed, section_at
from motcua.questions.form_schema import LANGUAGES, MOST
from motcua.questions.reading import GREATEST
from motcua.questions.syntax import LONGEST
from motcua.ui.inputs import DongField, LineField

BAD_CODE = "Mã chỉ gồm chữ thường không dấu, chữ số và gạch dưới, bắt đầu bằng chữ."


class Block(NamedTuple):
    """Fields that stand together on a card, with the condition below them; one with a title can be folded away."""

    fields: list[Any]
    condition: ConditionForm | None = None
    title: str = ""
    width: str = ""
    open: bool = False


class CardForm(WordedForm):
    """A card of the designed form; `parts` are the forms inside it."""

    mates = ""  # the list in which its thing stands

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        form: Data,
        code: str = "",
        focus: str = "",
        papers: Sequence[str] = (),
        **more: Any,
    ) -> None:
        self.form, self.at, self.papers = form, code, papers
        self.parts: list[Any] = []
        super().__init__(data=data, languages=languages_of(form), **more)
        self.teller = Teller(form)
        self.fill()
        self._set_focus(focus)

    def _set_focus(self, focus: str) -> None:
        """Let the page begin at the field of a problem, else at the first; not where a button was just pressed."""
        if focus in BUTTONS:
            return
        holder: Any = self
        first = {"cost": "base"}.get(focus, focus)
        if focus == "show_if" and self.parts:
            holder, first, self.parts[0].opened = self.parts[0], "q0" if "q0" in self.parts[0].fields else "drop", True
        if first not in holder.fields:
            first = next(iter(self.fields))
        holder.fields[first].widget.attrs["autofocus"] = True

    def fill(self) -> None:
        """Add the fields."""
        raise TypeError("a card says what it asks")  # never reached: every card does

    def add_condition(self, prefix: str, name: str, before: Any, *, at: str) -> ConditionForm:
        asked = {"questions": earlier_than(self.form, at), "before": before, "teller": self.teller}
        made = ConditionForm(self.data if self.is_bound else None, prefix=prefix, name=name, **asked)
        self.parts.append(made)
        return made

    def is_valid(self) -> bool:
        own = super().is_valid()  # may find fault with its parts, so they are asked afterwards
        sound = [part.is_valid() for part in self.parts]
        return bool(own and all(sound))

    def add_code(self, before: Data) -> None:
        self.fields["code"] = LineField(label="Mã", initial=before.get("code", ""), max_length=63)

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not is_code(code):
            raise forms.ValidationError(BAD_CODE)
        if self.mates and code != self.at and code in codes_of(listed(self.form, self.mates)):
            raise forms.ValidationError("Mã này đã có.")
        return code


class SectionForm(CardForm):
    mates = "sections"

    def fill(self) -> None:
        self.before = section_at(self.form, self.at) or {"code": self.at}
        self.add_text("title", "Tên phần", self.before.get("title"), required=True)
        self.add_code(self.before)
        self.add_text("help", "Giải thích thêm", self.before.get("help"), long=True)
        self.show = self.add_condition("show", "Chỉ hỏi phần này khi", self.before.get("show_if"), at=self.at)

    def inputs(self) -> dict[str, Any]:
        values = {name: self.text(name, self.before.get(name)) for name in ("title", "help")}
        values |= {"show_if": self.show.condition(), "code": self.cleaned_data["code"]}
        form = self.form
        if section_at(form, self.at) is None:
            form, added = sections.add_section(form, self.cleaned_data["title"])
            form = sections.change_section(form, added, {"code": self.at})
        changed = sections.change_section(form, self.at, values)
        note = f"Sửa phần “{self.cleaned_data['title'][:120]}”"
        return {"form": changed, "note": note, "code": self.cleaned_data["code"]}

    @property
    def blocks(self) -> list[Block]:
        return [Block([*self.pairs("title"), self["code"], *self.pairs("help")], self.show)]


class ExemptionForm(WordedForm):
    """One exemption or reduction of a line of fees; without a basis it is none."""

    def __init__(self, data: Any, *, number: int, before: Data, languages: list[str]) -> None:
        self.before = before
        super().__init__(data=data, prefix=f"less{number}", languages=languages)
        self.add_text("label", "Diện miễn, giảm", before.get("label"))
        self.fields["percent"] = whole_field(
            "Giảm bao nhiêu phần trăm", 1, 100, initial=before.get("percent"), help_text="Để trống là miễn cả (100)."
        )
        self.add_text("basis", "Căn cứ miễn, giảm", before.get("basis"))

    def exemption(self, condition: Data | None) -> Data:
        values = {"if": condition, "percent": self.cleaned_data["percent"]}
        values |= {name: self.text(name, self.before.get(name)) for name in ("label", "basis")}
        return {name: value for name, value in (self.before | values).items() if value is not None}


class FeeForm(CardForm):
    mates = "fees"

    def fill(self) -> None:
        before = self.before = fee_at(self.form, self.at) or {"code": self.at}
        self.add_text("label", "Tên khoản thu", before.get("label"), required=True)
        self.add_code(before)
        self.add_text("basis", "Căn cứ mức thu", before.get("basis"), required=True)
        per_copy = before.get("per_copy") if isinstance(before.get("per_copy"), dict) else {}
        online = before.get("online_discount") if isinstance(before.get("online_discount"), dict) else {}
        self.per_copy, self.online = per_copy or {}, online or {}
        self.fields["base"] = DongField(label="Thu cố định (đồng)", initial=before.get("base"), required=False)
        self.fields["amount"] = DongField(
            label="Thu mỗi bản (đồng)", initial=self.per_copy.get("amount"), required=False
        )
        self.fields["count"] = LineField(
            label="Số bản tính bằng", initial=self.per_copy.get("count", ""), required=False, max_length=LONGEST,
            help_text="Mã câu hỏi về số, hoặc biểu thức.",
        )  # fmt: skip
        self.fields["free"] = whole_field("Số bản không thu", 0, GREATEST, initial=self.per_copy.get("free"))
        percent = self.online.get("percent")
        self.fields["online"] = whole_field("Giảm khi nộp trực tuyến (phần trăm)", 1, 100, initial=percent)
        self.add_text("online_basis", "Căn cứ giảm trực tuyến", self.online.get("basis"))
        self.when = self.add_condition("show", "Chỉ thu khi", before.get("if"), at="")
        self.less = [self._exemption(number, each) for number, each in enumerate(self._exemptions())]

    def _exemptions(self) -> list[Data]:
        standing = [each for each in listed(self.before, "exemptions") if isinstance(each, dict)]
        return [*standing, {}][: MOST["parts"]]

    def _exemption(self, number: int, before: Data) -> tuple[ExemptionForm, ConditionForm]:
        made = ExemptionForm(
            self.data if self.is_bound else None, number=number, before=before, languages=self.languages
        )
        self.parts.append(made)
        return made, self.add_condition(f"less{number}-when", "Miễn, giảm khi", before.get("if"), at="")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("count")) != (given.get("amount") is not None):
            self.add_error("count", "Thu theo bản thì ghi cả mức thu mỗi bản và cách đếm số bản.")
        if not given.get("base") and not given.get("count") and not self.errors:
            self.add_error("base", "Nhập mức thu cố định hoặc mức thu mỗi bản.")
        if bool(given.get("online")) != bool(given.get("online_basis")):
            self.add_error("online_basis", "Giảm trực tuyến thì ghi cả mức giảm và căn cứ.")
        for made, when in self.less:
            if made.is_valid() and when.is_valid() and bool(when.condition()) != bool(made.cleaned_data["basis"]):
                made.add_error("basis", "Miễn, giảm thì ghi cả điều kiện và căn cứ.")
        return given

    def inputs(self) -> dict[str, Any]:
        given = self.cleaned_data
        values: dict[str, Any] = {name: self.text(name, self.before.get(name)) for name in ("label", "basis")}
        values |= {"code": given["code"], "base": given["base"], "if": self.when.condition(), "per_copy": None}
        if given["count"]:
            counted = {"count": given["count"], "amount": given["amount"], "free": given["free"]}
            values["per_copy"] = {k: v for k, v in (self.per_copy | counted).items() if v is not None}
        values["exemptions"] = [m.exemption(w.condition()) for m, w in self.less if m.cleaned_data["basis"]] or None
        values["online_discount"] = None
        if given["online"]:
            basis = self.text("online_basis", self.online.get("basis"))
            values["online_discount"] = self.online | {"percent": given["online"], "basis": basis}
        form = self.form
        if fee_at(form, self.at) is None:
            form, added = sections.add_fee(form, given["label"])
            form = sections.change_fee(form, added, {"code": self.at})
        changed = sections.change_fee(form, self.at, values)
        return {"form": changed, "note": f"Sửa khoản thu “{given['label'][:120]}”", "code": given["code"]}

    @property
    def blocks(self) -> list[Block]:
        names = ("base", "amount", "count", "free", "online")
        fields = [*self.pairs("label"), self["code"], *self.pairs("basis"), *(self[each] for each in names)]
        rest = []
        for number, (made, when) in enumerate(self.less, start=1):
            texts = [*made.pairs("label"), made["percent"], *made.pairs("basis")]
            rest.append(Block(texts, when, f"Miễn, giảm {number}", "c6", bool(made.before or made.errors)))
        return [Block([*fields, *self.pairs("online_basis")], self.when, width="c6"), *rest]


class WholeForm(CardForm):
    """What the form says of itself."""

    def fill(self) -> None:
        form = self.form
        self.add_text("title", "Tên biểu mẫu", form.get("title"), required=True)
        self.add_code(form)
        self.fields["also"] = forms.MultipleChoiceField(
            label="Ngoài tiếng Việt, viết cả", choices=[(each, "tiếng Anh") for each in LANGUAGES if each != "vi"],
            initial=self.languages[1:], required=False, widget=forms.CheckboxSelectMultiple(),
        )  # fmt: skip
        self.fields["paper"] = paper_field("Biểu mẫu này là giấy tờ nào", form.get("paper"), self.papers)
        layouts = [("", "như mặc định"), *((name, words) for name, words in LAYOUTS.items())]
        self.fields["layout"] = forms.ChoiceField(
            label="Tờ khai in theo bố cục", choices=layouts, initial=form.get("paper_layout", ""), required=False
        )
        for language in self.languages:
            name = "sources" if language == "vi" else f"sources_{language}"
            self.fields[name] = forms.CharField(
                label="Nguồn, mỗi dòng một" if language == "vi" else "Nguồn (tiếng Anh), từng dòng ứng với dòng trên",
                initial="\n".join(plain(each, language) for each in listed(form, "sources")), required=False,
                max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip

    def inputs(self) -> dict[str, Any]:
        given, before = self.cleaned_data, self.form
        values: dict[str, Any] = {"title": self.text("title", before.get("title")), "code": given["code"]}
        values |= {"sources": self._sources() or None, "paper": given["paper"] or None}
        values["paper_layout"] = given["layout"] or None
        if self.languages[1:] != given["also"]:
            values["languages"] = ["vi", *given["also"]]
        return {"form": sections.change_form(before, values), "note": "Sửa thông tin chung của biểu mẫu"}

    def _sources(self) -> list[Any]:
        columns = {each: self._lines(each) for each in self.languages}
        standing, made = listed(self.form, "sources"), []
        for number, line in enumerate(columns["vi"]):
            said = {each: lines[number] for each, lines in columns.items() if number < len(lines) and lines[number]}
            before = standing[number] if number < len(standing) else None
            same = before is not None and all(plain(before, each) == said.get(each, "") for each in self.languages)
            made.append(before if same else line if list(said) == ["vi"] else said)
        return made

    def _lines(self, language: str) -> list[str]:
        text = self.cleaned_data["sources" if language == "vi" else f"sources_{language}"]
        return [line.strip()[:500] for line in text.splitlines() if line.strip()][: MOST["parts"]]

    @property
    def blocks(self) -> list[Block]:
        names = [name for name in self.fields if name.startswith(("also", "paper", "layout", "sources"))]
        return [Block([*self.pairs("title"), self["code"], *(self[name] for name in names)])]


class EndForm(CardForm):
    """What is said when the application has been sent."""

    def fill(self) -> None:
        end = self.form.get("end")
        self.before = end.get("text") if isinstance(end, dict) else None
        options: dict[str, Any] = {"long": True, "rows": 4, "required": True, "max_length": 8_000}
        self.add_text("text", "Lời nói sau khi nộp", self.before, **options)

    def inputs(self) -> dict[str, Any]:
        return {"form": sections.change_end(self.form, self.text("text", self.before)), "note": "Sửa lời kết thúc"}

    @property
    def blocks(self) -> list[Block]:
        return [Block(self.pairs("text"))]
