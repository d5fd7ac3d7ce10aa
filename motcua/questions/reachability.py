"""What nobody can ever reach: questions, stops, fees and the end, if no valid answers lead there. Pure.

A search over the answers that conditions can tell apart. It is exact for what has few values (yes or no, choices,
numbers held against constants, texts held against texts) and generous for all else: a day against a bound, a sum, rows
of a group may be anything. So it never calls something unreachable that valid answers reach; when the search grows too
long it says nothing.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import Any

from motcua.questions.choices import FITS, Kind
from motcua.questions.conditions import (
    All,
    Atom,
    Compare,
    Condition,
    Count,
    Either,
    Not,
    Other,
    compare,
    comparisons,
)
from motcua.questions.definition import Form, Question
from motcua.questions.reading import GREATEST
from motcua.questions.scope import Scope
from motcua.questions.wording import Problem

MOST_STEPS, MOST_STEPS_OF_ONE, DEEPEST, MOST_TOLD_APART = 1_500_000, 60_000, 40, 6
SOMETHING = "\0"  # an answer other than all those that conditions name
Variable = tuple[str, Any]


class _GaveUp(Exception):
    """The search is too long: nothing is said."""


def reach_problems(form: Form) -> list[Problem]:
    """Return what no valid answers reach. The form must have passed all other checks."""
    search = _Search(form)
    found = [*_unreached(form, search), *_dead_fees(form, search)]
    if not search.possible([], before=None):
        found.append(Problem(None, "missing_end", "Không ai đi được đến cuối biểu mẫu: lần nào cũng bị dừng."))
    return found


def _unreached(form: Form, search: "_Search") -> Iterator[Problem]:
    for _, question, _ in form.every_question():
        code = question.code
        if not search.possible([_Seen(code)], before=code):
            yield Problem(code, "unreachable", "Không câu trả lời nào dẫn tới câu hỏi này.")
            continue
        for stop in question.stops:
            if not search.possible([_Seen(code), stop.condition], before=code):
                yield Problem(code, "dead_stop", "Điều kiện dừng này không bao giờ xảy ra.")


def _dead_fees(form: Form, search: "_Search") -> Iterator[Problem]:
    for fee in form.fees:
        whole = [fee.condition] if fee.condition else []
        goals = [whole, *([*whole, exemption.condition] for exemption in fee.exemptions)]
        for goal in goals:
            if goal and not search.possible(list(goal), before=None):
                yield Problem(None, "dead_fee", f"Dòng phí “{fee.code}” có điều kiện không bao giờ xảy ra.")


class _Seen:
    """The goal that a question is asked."""

    def __init__(self, code: str) -> None:
        self.code = code


class _Search:
    """Looks for one set of answers that reaches a goal."""

    def __init__(self, form: Form) -> None:
        self.scope = Scope(form)
        self.shows = {each.code: _shows(section.show, each, group) for section, each, group in form.every_question()}
        # Without those in rows: there may be no row.
        self.stops = [(question.code, stop.condition) for _, question in form.questions() for stop in question.stops]
        self.told_apart = _told_apart(form)
        self.total = 0

    def possible(self, goal: list[Any], *, before: str | None) -> bool:
        """Whether valid answers reach the goal without being stopped before the question `before`, None: at all."""
        place = self.scope.places[before] if before else None
        if place and place.group:  # a stop of a group comes after all its rows
            place = self.scope.places[place.group]
        limit = place.number if place else len(self.scope.places)
        stops = [pair for pair in self.stops if self.scope.places[pair[0]].number < limit]
        self.goal, self.past, self.steps = goal, stops, 0
        self.chosen: dict[Variable, Any] = {}
        try:
            return self._reached()
        except (_GaveUp, RecursionError):
            return True

    def _reached(self) -> bool:
        self.needed: Variable | None = None
        verdict = self._whole()
        if verdict is not None:
            return verdict
        variable = self.needed
        assert variable is not None
        for value in self._domain(variable):
            self.chosen[variable] = value
            if self._reached():
                return True
        del self.chosen[variable]
        return False

    def _whole(self) -> bool | None:
        verdicts = [self._told(part, 0) for part in self.goal]
        if False in verdicts:
            return False
        for code, condition in self.past:
            stopped = self._every((self._seen(code, 0), self._told(condition, 0)))
            if stopped:
                return False
            verdicts.append(None if stopped is None else True)
        return None if None in verdicts else True

    def _told(self, condition: Any, depth: int) -> bool | None:
        """Whether a condition holds by what is chosen so far; None: not known yet."""
        self._step(depth)
        if isinstance(condition, _Seen):
            return self._seen(condition.code, depth)
        if isinstance(condition, All):
            return self._every(tuple(self._told(part, depth) for part in condition.parts))
        if isinstance(condition, Either):
            return self._not(self._every(tuple(self._not(self._told(part, depth)) for part in condition.parts)))
        if isinstance(condition, Not):
            return self._not(self._told(condition.part, depth))
        return self._atom(condition, depth)

    def _step(self, depth: int) -> None:
        self.steps += 1
        self.total += 1
        if self.steps > MOST_STEPS_OF_ONE or self.total > MOST_STEPS or depth > DEEPEST:
            raise _GaveUp

    def _not(self, verdict: bool | None) -> bool | None:
        return None if verdict is None else not verdict

    def _every(self, verdicts: tuple[bool | None, ...]) -> bool | None:
        if False in verdicts:
            return False
        return None if None in verdicts else True

    def _seen(self, code: str, depth: int) -> bool | None:
        return self._every(tuple(self._told(condition, depth + 1) for condition in self.shows[code]))

    def _atom(self, atom: Atom, depth: int) -> bool | None:
        code = atom.question if isinstance(atom, Compare) else atom.group
        seen = self._seen(code, depth)
        if seen is None:
            return None
        if not seen:
            return _of_nothing(atom)
        answered, value = self._value(("value", code))
        if not answered:
            return None
        if isinstance(atom, Compare) and atom.operator == "answered":
            return (value is not None) is atom.value
        return _of_nothing(atom) if value is None else self._held(atom, value, depth)

    def _held(self, atom: Atom, value: Any, depth: int) -> bool | None:
        if isinstance(atom, Compare) and isinstance(atom.value, Other):
            other = self._atom(Compare(atom.value.question, "answered", True), depth)
            if not other:
                return other
        if not isinstance(atom, Compare) or value is SOMETHING_ELSE or isinstance(atom.value, Other):
            return self._free(atom)
        return compare(atom.operator, value, atom.value)

    def _free(self, atom: Atom) -> bool | None:
        """What may be anything: rows are many, few, hold or not; a day or number is before, at or after its bound."""
        if not isinstance(atom, Compare):
            return self._value(("rows", atom))[1]
        known, sign = self._value(("sign", (atom.question, atom.value)))
        if not known or sign is None:  # no day to hold against: every comparison is false
            return None if not known else False
        if atom.operator in ("in", "not_in"):
            return (sign == 0) is (atom.operator == "in")
        return compare(atom.operator, sign, 0)

    def _value(self, variable: Variable) -> tuple[bool, Any]:
        if variable in self.chosen:
            return True, self.chosen[variable]
        if self.needed is None:
            self.needed = variable
        return False, None

    def _domain(self, variable: Variable) -> list[Any]:
        sort, about = variable
        if sort == "rows":
            return [True, False]
        if sort == "sign":
            return [0, -1, 1, None]
        question = self.scope.places[about].question
        values = values_of(question, self.told_apart.get(about, []))
        must = question.required is True and question.computed is None
        return values if must else [*values, None]


SOMETHING_ELSE = object()  # a value of which only the place beside a bound is told
NAMED = (Kind.TEXT, Kind.LONG_TEXT, Kind.IDENTITY, Kind.PHONE, Kind.EMAIL)


def _of_nothing(atom: Atom) -> bool:
    """Whether a comparison holds with what was not asked or not answered: no rows are none."""
    if isinstance(atom, Count):
        return compare(atom.operator, 0, atom.value)
    return isinstance(atom, Compare) and atom.operator == "answered" and atom.value is False


def _shows(section: Condition | None, question: Question, group: Question | None) -> list[Any]:
    """Return the conditions under which a question is asked; in rows: that its group is."""
    own = [question.show] if question.show else []
    return [_Seen(group.code), *own] if group else [*([section] if section else []), *own]


def _told_apart(form: Form) -> dict[str, list[Any]]:
    """Return the constants against which each question is held anywhere in the form."""
    found: dict[str, list[Any]] = {}
    for condition in form.conditions():
        for atom, _ in comparisons(condition):
            if isinstance(atom, Compare) and atom.operator != "answered" and not isinstance(atom.value, Other):
                values = atom.value if isinstance(atom.value, tuple) else (atom.value,)
                found.setdefault(atom.question, []).extend(values)
    return {code: list(dict.fromkeys(values)) for code, values in found.items()}


def values_of(question: Question, constants: list[Any]) -> list[Any]:
    """Return answers to a question of which each valid one behaves, before these constants, like one of them."""
    if question.kind in (Kind.YES_NO, Kind.DECLARATION):
        return [True] if question.kind == Kind.DECLARATION else [True, False]
    if question.kind == Kind.CHOICE:
        named = [option.code for option in question.options if option.code in constants]
        rest = next((option.code for option in question.options if option.code not in constants), None)
        return [*named, *([rest] if rest else [])]
    if question.kind == Kind.CHOICES:
        return _sets(constants)
    if FITS[question.kind].expression == "number":
        return _numbers(question, constants)
    return [*constants, SOMETHING] if question.kind in NAMED else [SOMETHING_ELSE]


def _sets(constants: list[Any]) -> list[Any]:
    if len(constants) > MOST_TOLD_APART:
        raise _GaveUp
    sizes = range(len(constants) + 1)
    return [frozenset(chosen) for size in sizes for chosen in combinations(constants, size)]


def _numbers(question: Question, constants: list[Any]) -> list[Any]:
    """Return the constants, and something between and beside them, within the limits of the question."""
    limits = question.limits if question.computed is None else {}
    step = Decimal(1).scaleb(-limits.get("decimals", 0))
    least = Decimal(
        str(limits.get("min", 0 if question.kind == Kind.MONEY and question.computed is None else -GREATEST))
    )
    most = Decimal(str(limits.get("max", GREATEST)))
    points = {least, most}
    for constant in constants:
        points |= {Decimal(constant) // step * step + step * shift for shift in (-1, 0, 1, 2)}
    exact = question.computed is not None or not constants
    return sorted(point for point in points if least <= point <= most) or ([least] if exact else [])
