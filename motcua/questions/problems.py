"""Whether a form can be trusted: everything that is wrong with it, each with a stable code and a sentence. Pure.

First its shape against the schema of form files, then what no schema can say: codes, references, types, circles,
limits, what nobody can ever reach.
"""

from collections.abc import Iterator
from typing import Any

from motcua.questions.conditions import comparisons
from motcua.questions.definition import Form, form_of
from motcua.questions.form_schema import FORMAT, VERSION
from motcua.questions.meaning import meaning_problems
from motcua.questions.order import Circle, order_of
from motcua.questions.reachability import reach_problems
from motcua.questions.reading import Unreadable, inspect, weigh
from motcua.questions.shapes import shape_problems
from motcua.questions.wording import Problem

MOST_QUESTIONS, MOST_COMPARISONS = 500, 2_000
MOST_SHOWN = 200


class BadForm(ValueError):
    """The form cannot be used; `problems` say why."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(problem.message for problem in problems[:5]))


def read_form(data: Any) -> Form:
    """Make a form of the data of a form file. Raises BadForm."""
    if problems := problems_of(data):
        raise BadForm(problems)
    return form_of(data)


def problems_of(data: Any) -> list[Problem]:
    """Return what is wrong with the data of a form file, none when it can be used. Never raises."""
    try:
        inspect(data)
        weigh(data)
    except Unreadable as error:
        return [Problem(None, error.code, error.message)]
    problems = list(_other_format(data)) or shape_problems(data)
    if problems:
        return problems[:MOST_SHOWN]
    return _of_meaning(form_of(data))[:MOST_SHOWN]


def _other_format(data: Any) -> Iterator[Problem]:
    """Say when this is no form at all, or one of a later version than we know."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        yield Problem(None, "not_a_form", f"Đây không phải tệp biểu mẫu: cần “format”: “{FORMAT}”.")
        return
    version = data.get("version")
    if isinstance(version, int) and not isinstance(version, bool) and version > VERSION:
        message = (
            f"Biểu mẫu viết theo bản {version} của định dạng; phần mềm này đọc được đến bản {VERSION}. Hãy cập nhật."
        )
        yield Problem(None, "newer_version", message)


def _of_meaning(form: Form) -> list[Problem]:
    """Look at what the form means; what nobody can reach is looked for only where all else is in order."""
    count = sum(1 for _ in form.every_question())
    if count > MOST_QUESTIONS:
        return [Problem(None, "too_many", f"Biểu mẫu có {count} câu hỏi, nhiều nhất là {MOST_QUESTIONS}.")]
    compared = sum(1 for condition in form.conditions() for _ in comparisons(condition))
    if compared > MOST_COMPARISONS:
        return [Problem(None, "too_many", f"Biểu mẫu có {compared} phép so sánh, nhiều nhất là {MOST_COMPARISONS}.")]
    if problems := meaning_problems(form):
        return problems
    try:
        order_of(form)
    except Circle as error:
        circle = " → ".join(error.codes)
        return [Problem(error.codes[0], "cycle", f"Các giá trị chờ nhau thành vòng: {circle}.")]
    return reach_problems(form)
