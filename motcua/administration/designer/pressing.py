"""What the buttons of the designer do to a form at once: add, move, copy, take out. Each says what it did."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from motcua.administration.designer.addresses import address
from motcua.administration.designer.fields import BUTTONS
from motcua.agencies.models import Post
from motcua.core.errors import BadInput, StaleVersion
from motcua.core.text import clean
from motcua.procedures.actions.design import change_form, undo_form, undoable
from motcua.procedures.models import Adoption
from motcua.questions.choices import KIND_LABELS, Kind
from motcua.questions.designing import asking, sections
from motcua.questions.designing.newborn import LONGEST_LABEL, new_form
from motcua.questions.designing.outline import Data, fee_at, found_at, listed, section_at, text_at
from motcua.questions.designing.references import Mention, mentions

GONE = "Chỗ này không còn trong biểu mẫu: có người đã bỏ hoặc đổi mã. Trang dưới đây là bản mới."
FULL = "Biểu mẫu đã đầy, không thêm được nữa."


class Pressed(NamedTuple):
    """The form as it becomes, what to say of it, and where to go on: a card ("question", "section", "fee") and code.

    `focus` is where the page begins: "" the card's first field, "up" that button, "line" the closed card in the list.
    """

    form: Data
    said: str
    card: str = ""
    code: str = ""
    focus: str = ""


class Leaning(BadInput):
    """What is to be taken out is named elsewhere; `mentions` say where."""

    def __init__(self, found: list[Mention]) -> None:
        self.mentions = found
        super().__init__("leaned_on", "Câu hỏi này đang được nhắc ở chỗ khác.")


class Press:
    """One press of a button: the form, and what the page sent."""

    def __init__(self, form: Data, posted: Mapping[str, str], *, name: str) -> None:
        self.form, self.posted, self.name = form, posted, name
        self.code = posted.get("code", "")

    def done(self) -> Pressed:
        """Do it. Raises BadInput: unknown_deed, gone, no_label, unknown_kind, full, leaned_on."""
        deed = DEEDS.get(self.posted.get("do", ""))
        if deed is None:
            raise BadInput("unknown_deed", "Nút này không có trên trang.")
        return deed(self)

    def _label(self, name: str = "label") -> str:
        label = clean(self.posted.get(name, ""))
        if not label:
            raise BadInput("no_label", "Hãy nhập tên trước khi thêm.", field=name)
        if len(label) > LONGEST_LABEL:
            raise BadInput("too_long", f"Tên dài quá {LONGEST_LABEL} ký tự.", field=name)
        return label

    def start(self) -> Pressed:
        if self.form:
            raise BadInput("already_there", "Bản thảo đã có biểu mẫu.")
        return Pressed(new_form("bieu_mau", self.name), "Đã tạo biểu mẫu trống.", "form")

    def add_section(self) -> Pressed:
        label = self._label("title")
        form, code = sections.add_section(self.form, label)
        return self._added(form, code, f"Đã thêm phần “{label}”.", "section")

    def add_fee(self) -> Pressed:
        label = self._label("fee")
        form, code = sections.add_fee(self.form, label)
        return self._added(form, code, f"Đã thêm khoản thu “{label}”.", "fee")

    def add_question(self) -> Pressed:
        label, kind = self._label(), self.posted.get("kind", "")
        if kind not in list(Kind):
            raise BadInput("unknown_kind", "Chọn loại câu hỏi.", field="kind")
        home = self.posted.get("home", "")
        if section_at(self.form, home) is None and found_at(self.form, home) is None:
            raise BadInput("gone", "Chọn phần để đặt câu hỏi vào.", field="home")
        given = {"after": self.posted.get("after", "")}
        form, code = asking.add_question(self.form, home, Kind(kind), label, **given)
        return self._added(form, code, f"Đã thêm câu hỏi “{label}”, loại {KIND_LABELS[Kind(kind)]}.", "question")

    def _added(self, form: Data, code: str, said: str, card: str) -> Pressed:
        if not code:
            raise BadInput("full", FULL)
        return Pressed(form, said, card, code)

    def _question(self) -> str:
        found = found_at(self.form, self.code)
        if found is None:
            raise BadInput("gone", GONE)
        return text_at(found.question, "label") or self.code

    def up(self) -> Pressed:
        return self._moved(-1)

    def down(self) -> Pressed:
        return self._moved(1)

    def _moved(self, step: int) -> Pressed:
        name, form = self._question(), asking.move_question(self.form, self.code, step)
        said = f"Câu hỏi “{name}” nay là {standing_of(form, self.code)}."
        return Pressed(form, said, "question", self.code, "up" if step < 0 else "down")

    def place(self) -> Pressed:
        name, form = self._question(), asking.place_question(self.form, self.code, self.posted.get("home", ""))
        if form == self.form:
            raise BadInput("not_placed", "Không chuyển câu hỏi này tới đó được.", field="home")
        return Pressed(form, f"Câu hỏi “{name}” nay là {standing_of(form, self.code)}.", "question", self.code, "place")

    def copy(self) -> Pressed:
        name, (form, code) = self._question(), asking.copy_question(self.form, self.code)
        return self._added(form, code, f"Đã chép câu hỏi “{name}”.", "question")

    def remove(self) -> Pressed:
        name, found = self._question(), self._mentions()
        if found and "sure" not in self.posted:
            raise Leaning(found)
        neighbour = asking.neighbour_of(self.form, self.code)
        form = asking.remove_question(self.form, self.code)
        return Pressed(form, f"Đã bỏ câu hỏi “{name}”.", "", neighbour, "line")

    def _mentions(self) -> list[Mention]:
        found = found_at(self.form, self.code)
        codes = [self.code, *(each["code"] for each in listed(found.question if found else {}, "questions"))]
        return [each for code in codes for each in mentions(self.form, code) if each.code not in codes]

    def _part(self, name: str, found: Data | None) -> str:
        if found is None:
            raise BadInput("gone", GONE)
        return text_at(found, name) or self.code

    def section_up(self) -> Pressed:
        return self._section_moved(-1)

    def section_down(self) -> Pressed:
        return self._section_moved(1)

    def _section_moved(self, step: int) -> Pressed:
        name = self._part("title", section_at(self.form, self.code))
        form = sections.move_section(self.form, self.code, step)
        codes = [each.get("code") for each in listed(form, "sections")]
        said = f"Phần “{name}” nay là phần thứ {codes.index(self.code) + 1} trong {len(codes)}."
        return Pressed(form, said, "section", self.code, "up" if step < 0 else "down")

    def section_remove(self) -> Pressed:
        name = self._part("title", section_at(self.form, self.code))
        inside = [each.get("code", "") for each in listed(section_at(self.form, self.code), "questions")]
        found = [each for code in inside for each in mentions(self.form, code) if each.code not in inside]
        if inside and "sure" not in self.posted:
            raise Leaning(found)
        return Pressed(sections.remove_section(self.form, self.code), f"Đã bỏ phần “{name}”.", "", "", "sections")

    def fee_up(self) -> Pressed:
        return self._fee_moved(-1)

    def fee_down(self) -> Pressed:
        return self._fee_moved(1)

    def _fee_moved(self, step: int) -> Pressed:
        name = self._part("label", fee_at(self.form, self.code))
        form = sections.move_fee(self.form, self.code, step)
        codes = [each.get("code") for each in listed(form, "fees")]
        said = f"Khoản thu “{name}” nay là khoản thứ {codes.index(self.code) + 1} trong {len(codes)}."
        return Pressed(form, said, "fee", self.code, "up" if step < 0 else "down")

    def fee_remove(self) -> Pressed:
        name = self._part("label", fee_at(self.form, self.code))
        return Pressed(sections.remove_fee(self.form, self.code), f"Đã bỏ khoản thu “{name}”.", "", "", "fees")


DEEDS: dict[str, Callable[[Press], Pressed]] = {
    "start": Press.start, "add-section": Press.add_section, "add-fee": Press.add_fee,
    "add-question": Press.add_question, "up": Press.up, "down": Press.down, "place": Press.place, "copy": Press.copy,
    "remove": Press.remove, "section-up": Press.section_up, "section-down": Press.section_down,
    "section-remove": Press.section_remove, "fee-up": Press.fee_up, "fee-down": Press.fee_down,
    "fee-remove": Press.fee_remove,
}  # fmt: skip


def pressed(adoption: Adoption, posted: Mapping[str, str], *, by: Post) -> tuple[str, str]:
    """Do what a button of the designer asks; return what to say, and the address to go on to. Raises Refused."""
    sent = posted.get("version", "")
    version = int(sent) if sent.isdecimal() and len(sent) < 10 else -1
    if posted.get("do") == "undo":
        step = undoable(adoption)
        undo_form(adoption, by=by, version=version)
        return f"Đã hoàn tác: {step.said if step else ''}", address(adoption.pk, toi="undo")
    if version != adoption.version:
        raise StaleVersion
    form = adoption.draft.get("form") or {}
    done = Press(form, posted, name=adoption.procedure.name).done()
    change_form(adoption, by=by, version=version, form=done.form, note=done.said)
    if done.focus in ("", *BUTTONS):
        return done.said, address(adoption.pk, done.card, done.code, toi=done.focus)
    line = f"question:{done.code}" if done.focus == "line" and done.code else done.focus
    return done.said, address(adoption.pk, toi=line)


def standing_of(form: Data, code: str) -> str:
    """Say where a question stands: "câu 3 trong 13 của phần “Người yêu cầu”"."""
    found = found_at(form, code)
    if found is None:
        return ""
    holder, what = (found.group, "nhóm") if found.group is not None else (found.section, "phần")
    place = found.place.inner if found.place.inner is not None else found.place.question
    count, name = len(listed(holder, "questions")), text_at(holder, "title") or text_at(holder, "label")
    return f"câu {place + 1} trong {count} của {what} “{name}”"
