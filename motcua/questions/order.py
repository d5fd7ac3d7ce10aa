"""What leans on what in a form, and in which order it can be worked out. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from motcua.questions.choices import Kind
from motcua.questions.conditions import Condition, questions_in
from motcua.questions.definition import Form, Question, Section
from motcua.questions.syntax import names_in


class Circle(ValueError):
    """Values that wait for one another; `codes` are the questions of the circle."""

    def __init__(self, codes: list[str]) -> None:
        self.codes = codes
        super().__init__(" → ".join(codes))


@dataclass(frozen=True, slots=True)
class Order:
    """The codes of the questions outside rows, and of those inside the rows of each group, each after what it reads."""

    outside: tuple[str, ...]
    inside: Mapping[str, tuple[str, ...]]


def conditions_of(question: Question) -> list[Condition]:
    """Return the conditions under which a question is asked and required."""
    return [each for each in (question.show, question.required) if each is not None and not isinstance(each, bool)]


def reads(question: Question, dates: Collection[str]) -> set[str]:
    """Return the codes of everything that must be known before a question's own value is; `dates` ask for days."""
    found = {bound.question for bound in question.bounds.values() if bound.question}
    for condition in conditions_of(question):
        found |= questions_in(condition, dates)
    return found | (names_in(question.computed) if question.computed else set())


def order_of(form: Form) -> Order:
    """Return the order in which everything can be worked out. Raises Circle."""
    home = {inner.code: group.code for _, inner, group in form.every_question() if group}
    dates = {question.code for _, question, _ in form.every_question() if question.kind == Kind.DATE}
    graph = {question.code: _outside(section, question, home, dates) for section, question in form.questions()}
    inside = {}
    for _, question in form.questions():
        if question.questions:
            own = {inner.code for inner in question.questions}
            inside[question.code] = _sorted({inner.code: reads(inner, dates) & own for inner in question.questions})
    return Order(_sorted(graph), inside)


def _outside(section: Section, question: Question, home: Mapping[str, str], dates: Collection[str]) -> set[str]:
    """Return what a question outside rows waits for; a group waits for all that its rows read outside of it."""
    found = questions_in(section.show, dates) if section.show else set()
    found |= reads(question, dates)
    for inner in question.questions:
        found |= reads(inner, dates)
    own = {question.code, *(inner.code for inner in question.questions)} if question.questions else set()
    return {home.get(code, code) for code in found - own}


def _sorted(graph: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    known = {code: [each for each in needed if each in graph] for code, needed in graph.items()}
    try:
        return tuple(TopologicalSorter(known).static_order())
    except CycleError as error:
        raise Circle(error.args[1]) from error
