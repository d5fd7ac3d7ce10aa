"""A form as the engine holds it: frozen objects made from a file that the checks have passed. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from motcua.core.text import clean
from motcua.questions.choices import DEFAULT_LAYOUT, Kind
from motcua.questions.conditions import Condition, condition_of
from motcua.questions.days import Bound, bound_of
from motcua.questions.syntax import Node, parsed

Words = Mapping[str, str]  # language → text; "vi" is always there


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from."""

    code: str
    label: Words
    help: Words


@dataclass(frozen=True, slots=True)
class Stop:
    """Who answers so cannot apply, and why."""

    condition: Condition
    reason: Words
    basis: Words


@dataclass(frozen=True, slots=True)
class Prefill:
    """From where an answer is suggested: a datum of the account or an earlier question."""

    account: str | None = None
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `required` is True, False or a condition, `computed` the tree of its expression."""

    code: str
    kind: Kind
    label: Words
    help: Words
    text: Words
    show: Condition | None
    required: bool | Condition
    limits: Mapping[str, Any]
    options: tuple[Option, ...]
    stops: tuple[Stop, ...]
    prefill: Prefill | None
    computed: Node | None
    shown: bool
    questions: tuple["Question", ...]
    row_label: Words
    paper: str = ""  # of files: which paper of the edition they bring, by its code or name
    bounds: Mapping[str, Bound] = field(default_factory=dict)  # of dates: earliest, latest


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that stand together on a page."""

    code: str
    title: Words
    help: Words
    show: Condition | None
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class PerCopy:
    """What each copy costs; `free` of them cost nothing."""

    count: Node
    amount: int
    free: int


@dataclass(frozen=True, slots=True)
class Exemption:
    """Who pays less by so many percent, and by which rule."""

    condition: Condition
    label: Words
    percent: int
    basis: Words


@dataclass(frozen=True, slots=True)
class Fee:
    """One line of the fees, in đồng; the discount is what those who apply online do not pay, in percent."""

    code: str
    label: Words
    basis: Words
    condition: Condition | None
    base: int
    per_copy: PerCopy | None
    exemptions: tuple[Exemption, ...]
    online_discount: int
    online_basis: Words


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form."""

    code: str
    title: Words
    languages: tuple[str, ...]
    sources: tuple[Words, ...]
    sections: tuple[Section, ...]
    fees: tuple[Fee, ...]
    end: Words
    paper: str = ""  # which paper of the edition the form itself is, by its code or name
    paper_layout: str = DEFAULT_LAYOUT  # how it is printed

    def spoken_in(self, language: str) -> str:
        """Return the language in which the form is shown to who wishes one: that if it has it, else Vietnamese."""
        return language if language in self.languages else "vi"

    def questions(self) -> Iterator[tuple[Section, Question]]:
        """Yield the questions in their order, without those inside rows."""
        for section in self.sections:
            for question in section.questions:
                yield section, question

    def every_question(self) -> Iterator[tuple[Section, Question, Question | None]]:
        """Yield all questions in their order with their section and, inside rows, their group."""
        for section, question in self.questions():
            yield section, question, None
            for inner in question.questions:
                yield section, inner, question

    def conditions(self) -> Iterator[Condition]:
        """Yield every condition, wherever it stands."""
        yield from (section.show for section in self.sections if section.show)
        for _, question, _ in self.every_question():
            yield from (each for each in (question.show, question.required) if each and not isinstance(each, bool))
            yield from (stop.condition for stop in question.stops)
        for fee in self.fees:
            yield from (fee.condition,) if fee.condition else ()
            yield from (exemption.condition for exemption in fee.exemptions)

    def texts(self) -> Iterator[tuple[str | None, Words]]:
        """Yield every text that people read, with the question it belongs to; some are empty."""
        yield from ((None, text) for text in (self.title, *self.sources, self.end))
        yield from ((section.code, text) for section in self.sections for text in (section.title, section.help))
        for _, question, _ in self.every_question():
            yield from ((question.code, text) for text in _texts_of(question))
        for fee in self.fees:
            reasons = (text for each in fee.exemptions for text in (each.label, each.basis))
            yield from ((None, text) for text in (fee.label, fee.basis, fee.online_basis, *reasons))


def _texts_of(question: Question) -> Iterator[Words]:
    yield from (question.label, question.help, question.text, question.row_label)
    yield words(question.limits.get("pattern_words"))
    for option in question.options:
        yield from (option.label, option.help)
    for stop in question.stops:
        yield from (stop.reason, stop.basis)


def words(data: Any) -> Words:
    """Read a text of one or more languages, clean."""
    if isinstance(data, str):
        return {"vi": clean(data, lines=True)}
    return {language: clean(text, lines=True) for language, text in (data or {}).items()}


def form_of(data: Mapping[str, Any]) -> Form:
    """Make the form from data whose shape has passed. Raises ValueError for an expression or a bound that is none."""
    return Form(
        code=data["code"],
        title=words(data["title"]),
        languages=tuple(data.get("languages", ("vi",))),
        sources=tuple(map(words, data.get("sources", ()))),
        sections=tuple(map(_section, data["sections"])),
        fees=tuple(map(fee_of, data.get("fees", ()))),
        end=words(data["end"]["text"]),
        paper=clean(data.get("paper", "")),
        paper_layout=data.get("paper_layout", DEFAULT_LAYOUT),
    )


def _section(data: Mapping[str, Any]) -> Section:
    return Section(
        code=data["code"],
        title=words(data["title"]),
        help=words(data.get("help")),
        show=_condition(data.get("show_if")),
        questions=tuple(map(question_of, data["questions"])),
    )


def _condition(data: Any) -> Condition | None:
    return condition_of(data) if isinstance(data, dict) else None


def question_of(data: Mapping[str, Any]) -> Question:
    """Make one question. Raises ValueError like `form_of`."""
    limits = data.get("limits", {})
    required = data.get("required", False)
    return Question(
        code=data["code"],
        kind=Kind(data["kind"]),
        label=words(data["label"]),
        help=words(data.get("help")),
        text=words(data.get("text")),
        show=_condition(data.get("show_if")),
        required=required if isinstance(required, bool) else condition_of(required),
        limits=limits,
        options=tuple(
            Option(each["code"], words(each["label"]), words(each.get("help"))) for each in _of(data, "options")
        ),
        stops=tuple(
            Stop(condition_of(each["if"]), words(each["reason"]), words(each.get("basis")))
            for each in _of(data, "stop_if")
        ),
        prefill=Prefill(**data["prefill"]) if "prefill" in data else None,
        computed=parsed(data["computed"]) if "computed" in data else None,
        shown=data.get("shown", True),
        questions=tuple(map(question_of, _of(data, "questions"))),
        row_label=words(data.get("row_label")),
        paper=clean(data.get("paper", "")),
        bounds={name: bound_of(limits[name]) for name in ("earliest", "latest") if name in limits},
    )


def _of(data: Mapping[str, Any], name: str) -> Any:
    return data.get(name, ())


def fee_of(data: Mapping[str, Any]) -> Fee:
    """Make one line of the fees. Raises ValueError like `form_of`."""
    per_copy, online = data.get("per_copy"), data.get("online_discount", {})
    return Fee(
        code=data["code"],
        label=words(data["label"]),
        basis=words(data["basis"]),
        condition=_condition(data.get("if")),
        base=data.get("base", 0),
        per_copy=PerCopy(parsed(per_copy["count"]), per_copy["amount"], per_copy.get("free", 0)) if per_copy else None,
        exemptions=tuple(
            Exemption(
                condition_of(each["if"]), words(each.get("label")), each.get("percent", 100), words(each["basis"])
            )
            for each in _of(data, "exemptions")
        ),
        online_discount=online.get("percent", 0),
        online_basis=words(online.get("basis")),
    )
