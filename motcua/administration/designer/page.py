"""What the designer's page shows: the form as cards, one of them open, its problems with where they are mended."""

from collections import Counter
from typing import Any, NamedTuple

from django.urls import reverse

from motcua.administration.catalogue.showing import draft_of
from motcua.administration.designer.addresses import address
from motcua.administration.designer.pressing import standing_of
from motcua.core.text import clean
from motcua.procedures.actions.design import undoable
from motcua.procedures.models import Adoption
from motcua.procedures.online_form import form_problems
from motcua.questions.choices import KIND_LABELS, Kind
from motcua.questions.designing.asking import home_of
from motcua.questions.designing.condition_words import Teller
from motcua.questions.designing.outline import Data, found_at, is_workable, listed, questions_of, sections_of, text_at
from motcua.questions.designing.spots import Spot, spot_of

TITLE = "Thiết kế biểu mẫu điện tử"
MOST_TOLD = 30


class Open(NamedTuple):
    """The card that is open: its sort and code."""

    card: str = ""
    code: str = ""


CLOSED = Open()


SENT = dict.fromkeys(("do", "code", "card", "title", "label", "kind", "fee"), "")


class Outline:
    """The form of a draft as its page tells it."""

    def __init__(self, adoption: Adoption, opened: Open, focus: str = "") -> None:
        self.adoption, self.opened, self.focus = adoption, opened, focus
        self.form: Data = adoption.draft.get("form") or {}
        self.is_workable = is_workable(self.form)
        self.teller = Teller(self.form)
        told = form_problems(draft_of(adoption)) if self.form else []
        self.found = [(problem, spot_of(self.form, problem)) for problem in told]
        self.wrong = Counter((spot.card, spot.code) for _, spot in self.found)

    @property
    def problems(self) -> list[dict[str, str]]:
        """What is wrong: words, where, and the address at which it is mended."""
        return [
            {"text": problem.message, "where": self._where(spot), "url": self._mended(spot), "code": problem.code}
            for problem, spot in self.found[:MOST_TOLD]
        ]

    @property
    def more_problems(self) -> int:
        return max(len(self.found) - MOST_TOLD, 0)

    def _mended(self, spot: Spot) -> str:
        return address(self.adoption.pk, spot.card, spot.code, truong=spot.field) if self.is_workable else ""

    def _where(self, spot: Spot) -> str:
        names = {"form": "Thông tin chung", "end": "Kết thúc", "fee": f"Phí {spot.code}"}
        if spot.card in names:
            return names[spot.card]
        found = found_at(self.form, spot.code) if spot.card == "question" else None
        if found:
            return text_at(found.question, "label") or spot.code
        section = next((each for each in sections_of(self.form) if each.get("code") == spot.code), {})
        return f"Phần {text_at(section, 'title') or spot.code}"

    @property
    def sections(self) -> list[dict[str, Any]]:
        return [self._section(number, each) for number, each in enumerate(sections_of(self.form), start=1)]

    def _section(self, number: int, section: Data) -> dict[str, Any]:
        code = str(section.get("code"))
        lines = self._line("section", code, text_at(section, "title"))
        asked = [self._question(each, f"{number}.{n}") for n, each in enumerate(listed(section, "questions"), start=1)]
        return lines | {"number": number, "told": self.teller.told(section.get("show_if")), "questions": asked}

    def _question(self, question: Data, number: str) -> dict[str, Any]:
        code, kind, need = str(question.get("code")), question.get("kind"), question.get("required")
        needed = "bắt buộc" if need is True else f"bắt buộc khi {self.teller.told(need)}" if need else ""
        words = [KIND_LABELS[Kind(kind)] if kind in list(Kind) else str(kind), needed]
        words += ["tự tính"] * ("computed" in question) + ["có điều kiện dừng"] * ("stop_if" in question)
        inner = [self._question(each, f"{number}.{n}") for n, each in enumerate(listed(question, "questions"), start=1)]
        line = self._line("question", code, text_at(question, "label"))
        told = self.teller.told(question.get("show_if"))
        return line | {"number": number, "words": [w for w in words if w], "told": told, "inner": inner}

    def _line(self, card: str, code: str, name: str) -> dict[str, Any]:
        return {
            "code": code, "name": name or code, "url": address(self.adoption.pk, card, code),
            "open": self.opened == (card, code), "wrong": self.wrong[card, code],
            "first": self.focus == f"{card}:{code}",
        }  # fmt: skip

    @property
    def fees(self) -> list[dict[str, Any]]:
        return [
            self._line("fee", str(fee.get("code")), text_at(fee, "label")) | {"told": self.teller.told(fee.get("if"))}
            for fee in listed(self.form, "fees") if isinstance(fee, dict)
        ]  # fmt: skip

    @property
    def whole(self) -> dict[str, Any]:
        return self._line("form", "", "Thông tin chung") | {"told": text_at(self.form, "title")}

    @property
    def end(self) -> dict[str, Any]:
        return self._line("end", "", "Kết thúc") | {"told": text_at(self.form.get("end"), "text")}

    @property
    def homes(self) -> list[tuple[str, str]]:
        """Where a question may be put: sections, and the rows of groups."""
        found = []
        for section in sections_of(self.form):
            found.append((str(section.get("code")), f"Phần: {text_at(section, 'title')}"))
            groups = [each for each in listed(section, "questions") if each.get("kind") == Kind.GROUP]
            found += [(str(each.get("code")), f"– Hàng của nhóm: {text_at(each, 'label')}") for each in groups]
        return found

    @property
    def home(self) -> str:
        """Where a question is added by itself: beside the open one, else in the open or the last section."""
        if self.after:
            return home_of(self.form, self.after)
        codes = [str(each.get("code")) for each in sections_of(self.form)]
        shown = self.focus.removeprefix("section:")
        if shown in codes:
            return shown
        return self.opened.code if self.opened.card == "section" else next(reversed(codes), "")

    @property
    def after(self) -> str:
        """The question behind which one is added."""
        return self.opened.code if self.opened.card == "question" else self._line_of_focus()

    def _line_of_focus(self) -> str:
        sort, _, code = self.focus.partition(":")
        return code if sort == "question" and found_at(self.form, code) else ""

    @property
    def kinds(self) -> list[tuple[str, str]]:
        return [(str(kind), label) for kind, label in KIND_LABELS.items()]

    @property
    def count(self) -> int:
        return sum(1 for _ in questions_of(self.form))


def page_of(adoption: Adoption, opened: Open = CLOSED, *, focus: str = "") -> dict[str, Any]:
    """Return what every page of the designer shows."""
    outline, back = Outline(adoption, opened, focus), reverse("administration:catalogue_adoption", args=[adoption.pk])
    crumbs = [("Thủ tục của đơn vị", reverse("administration:catalogue")), (adoption.procedure.name, back), (TITLE, "")]
    return {
        "outline": outline, "adoption": adoption, "title": TITLE, "lead": adoption.procedure.name,
        "crumbs_items": crumbs,
        "undo": undoable(adoption) if adoption.ended_on is None else None, "version": adoption.version,
        "page_url": address(adoption.pk),
        "samples_url": reverse("administration:form_samples", args=[adoption.pk]), "refused": None, "leaning": (),
        "sent": SENT, "placing": focus == "place", "gone": "", "changes": (),
        "standing": standing_of(outline.form, opened.code), "focus": focus,
        "cancel_url": address(adoption.pk, toi=f"{opened.card}:{opened.code}" if opened.card else ""),
    }  # fmt: skip


def focus_asked(text: str) -> str:
    """Return where the page is asked to begin, nothing longer than a code."""
    return clean(text)[:80]
