"""A form run with answers: what is asked, what is wrong, why it stops, what it costs, what the answers mean. Pure.

Answers to questions that are not asked are dropped. Never raises, whatever the answers are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from motcua.questions.answer_schema import answer_schema, faults, validator_of
from motcua.questions.answers import DEFAULT_ROWS, Setting, Wrong, answer_of, told
from motcua.questions.charges import FeeLine, lines_of
from motcua.questions.choices import Channel, Kind
from motcua.questions.conditions import holds
from motcua.questions.definition import Form, Question, Section, Stop
from motcua.questions.expressions import evaluate
from motcua.questions.order import Order, order_of

LIST_KINDS = (Kind.CHOICES, Kind.FILE, Kind.GROUP)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it. Codes inside rows are written group.row.question, rows counted from 0; fees are in đồng."""

    visible: tuple[str, ...]
    errors: Mapping[str, str]
    stop: Stop | None
    stopped_by: str | None
    fee_lines: tuple[FeeLine, ...]
    values: Mapping[str, Any]

    @property
    def fees(self) -> int:
        """The sum to pay."""
        return sum(line.amount for line in self.fee_lines)

    def data(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "visible": list(self.visible),
            "errors": dict(self.errors),
            "stop": self.stop.reason["vi"] if self.stop else None,
            "fees": self.fees,
            "values": dict(self.values),
        }


@dataclass(slots=True)
class _Run:
    """What is known so far; a row of a group has a run of its own that looks outward for what it has not."""

    today: date
    given: Mapping[str, Any]
    outer: "_Run | None" = None
    own: frozenset[str] = frozenset()  # the questions of this row
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    rows: dict[str, list[tuple[int, "_Run"]]] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)  # question inside rows → its group

    def look(self, code: str) -> Any:
        """Return the value of a question; of a group how to look into each of its rows; of a column its values."""
        if code in self.rows:
            return [row.look for _, row in self.rows[code]] or None
        if code in self.values:
            return self.values[code]
        if code in self.home:
            rows = self.rows.get(self.home[code], ())
            return [row.values[code] for _, row in rows if code in row.values]
        return self.outer.look(code) if self.outer and code not in self.own else None


def run(form: Form, answers: Any, *, today: date, channel: Channel = Channel.ONLINE) -> Outcome:
    """Run a form that `problems.problems_of` has passed. `answers` is {code: answer}, rows as a list of such."""
    return Runner(form).run(answers, today=today, channel=channel)


class Runner:
    """A form made ready to be run many times."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.order: Order = order_of(form)
        self.schema = validator_of(answer_schema(form))
        self._places = {question.code: (section, question) for section, question in form.questions()}
        self._home = {inner.code: group.code for _, inner, group in form.every_question() if group}

    def run(self, answers: Any, *, today: date, channel: Channel = Channel.ONLINE) -> Outcome:
        """Run the form; see `run`."""
        wrong = not isinstance(answers, dict)
        state = _Run(today, {} if wrong else answers, home=self._home)
        for code in self.order.outside:
            section, question = self._places[code]
            if _shown(section, state) and _shown(question, state):
                state.asked.add(code)
                self._answer(question, state)
        return self._told(state, channel, {"": "wrong_shape"} if wrong else {})

    def _answer(self, question: Question, state: _Run) -> None:
        if question.kind == Kind.GROUP:
            self._answer_rows(question, state)
        else:
            _answer_one(question, state)

    def _answer_rows(self, group: Question, state: _Run) -> None:
        given = state.given.get(group.code)
        given = [] if given is None or given == "" else given
        most = group.limits.get("max_rows", DEFAULT_ROWS)
        state.rows[group.code] = []
        if not isinstance(given, list):
            state.errors[group.code] = "wrong_shape"
            return
        filled = [(number, row) for number, row in enumerate(given) if not _is_empty(row)]
        if len(filled) > most:
            state.errors[group.code] = "too_many"
        for number, row in filled[:most]:
            self._answer_row(group, number, row, state)
        _check_count(group, len(filled), state)

    def _answer_row(self, group: Question, number: int, given: Any, state: _Run) -> None:
        if not isinstance(given, dict):
            state.errors[f"{group.code}.{number}"] = "wrong_shape"
            return
        by_code = {inner.code: inner for inner in group.questions}
        row = _Run(state.today, given, outer=state, own=frozenset(by_code))
        for code in self.order.inside[group.code]:
            if _shown(by_code[code], row):
                row.asked.add(code)
                _answer_one(by_code[code], row)
        state.rows[group.code].append((number, row))

    def _told(self, state: _Run, channel: Channel, errors: dict[str, str]) -> Outcome:
        visible: list[str] = []
        values: dict[str, Any] = {}
        stop: tuple[str, Stop] | None = None
        for _, question in self.form.questions():
            if question.code not in state.asked:
                continue
            errors |= _tell(question, state, visible, values)
            if stop := _stop_of(question, state):
                break
        if not stop and not errors:
            errors = faults(self.schema, values)
        lines = () if stop else lines_of(self.form, state.look, state.today, channel)
        place, why = stop or (None, None)
        return Outcome(tuple(visible), errors, why, place, lines, values)


def _shown(part: Question | Section, state: _Run) -> bool:
    return part.show is None or holds(part.show, state.look, state.today)


def _answer_one(question: Question, state: _Run) -> None:
    if question.computed is not None:
        value = _computed(question, state)
    else:
        try:
            value = answer_of(question, state.given.get(question.code), Setting(state.today, state.look))
        except Wrong as error:
            state.errors[question.code] = error.code
            return
        if value is None and _required(question, state):
            state.errors[question.code] = "required"
    if value is not None:
        state.values[question.code] = value


def _required(question: Question, state: _Run) -> bool:
    if isinstance(question.required, bool):
        return question.required and question.kind != Kind.INFORMATION
    return holds(question.required, state.look, state.today)


def _computed(question: Question, state: _Run) -> Any:
    """Return a computed value in the form of its kind: đồng without decimals, numbers with as many as the form says."""
    assert question.computed is not None
    value = evaluate(question.computed, state.look, state.today)
    if not isinstance(value, Decimal):
        return value
    if question.kind == Kind.MONEY:
        return int(value.to_integral_value(ROUND_HALF_UP))
    return value.quantize(Decimal(1).scaleb(-question.limits.get("decimals", 0)), ROUND_HALF_UP)


def _is_empty(row: Any) -> bool:
    return row is None or (isinstance(row, dict) and all(part in (None, "", [], {}) for part in row.values()))


def _check_count(group: Question, filled: int, state: _Run) -> None:
    if not filled and _required(group, state):
        state.errors.setdefault(group.code, "required")
    elif 0 < filled < group.limits.get("min_rows", 0):
        state.errors.setdefault(group.code, "too_few")


def _tell(question: Question, state: _Run, visible: list[str], values: dict[str, Any]) -> dict[str, str]:
    """Add what one question has to say, its rows included; returns its errors."""
    if question.shown:
        visible.append(question.code)
    prefix = f"{question.code}."
    found = {code: error for code, error in state.errors.items() if code == question.code or code.startswith(prefix)}
    if question.kind != Kind.GROUP:
        if question.code in state.values:
            values[question.code] = told(state.values[question.code])
        return found
    rows = []
    for number, row in state.rows[question.code]:
        inner_values: dict[str, Any] = {}
        for inner in _asked(question, row):
            names: list[str] = []
            errors = _tell(inner, row, names, inner_values)
            visible.extend(f"{prefix}{number}.{name}" for name in names)
            found |= {f"{prefix}{number}.{name}": error for name, error in errors.items()}
        rows.append(inner_values)
    if rows:
        values[question.code] = rows
    return found


def _asked(group: Question, row: _Run) -> Iterator[Question]:
    return (inner for inner in group.questions if inner.code in row.asked)


def _stop_of(question: Question, state: _Run) -> tuple[str, Stop] | None:
    """Return (place, stop) of the first stop that applies at a question or in its rows."""
    for stop in question.stops:
        if holds(stop.condition, state.look, state.today):
            return question.code, stop
    for number, row in state.rows.get(question.code, ()):
        for inner in _asked(question, row):
            for stop in inner.stops:
                if holds(stop.condition, row.look, row.today):
                    return f"{question.code}.{number}.{inner.code}", stop
    return None
