"""Where things stand in the data of a form that may be unfinished: sections, questions, rows, fees. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Data = dict[str, Any]


class Place(NamedTuple):
    """A question's place: number of its section, its number there and, inside the rows of a group, among these."""

    section: int
    question: int
    inner: int | None = None


class Found(NamedTuple):
    """A question with its place, the section it stands in and, inside rows, the group."""

    place: Place
    question: Data
    section: Data
    group: Data | None


def listed(data: Any, name: str) -> list[Any]:
    """Return the list of that name, an empty one when there is none."""
    value = data.get(name) if isinstance(data, Mapping) else None
    return value if isinstance(value, list) else []


def text_at(data: Any, name: str) -> str:
    """Return the Vietnamese text of that name, "" when there is none."""
    value = data.get(name) if isinstance(data, Mapping) else None
    value = value.get("vi") if isinstance(value, Mapping) else value
    return value if isinstance(value, str) else ""


def sections_of(form: Any) -> list[Data]:
    """Return the sections of a form."""
    return [each for each in listed(form, "sections") if isinstance(each, dict)]


def questions_of(form: Any) -> Iterator[Found]:
    """Yield every question in its order, those inside rows behind their group."""
    for at, section in enumerate(listed(form, "sections")):
        for number, question in enumerate(listed(section, "questions")):
            if isinstance(question, dict):
                yield Found(Place(at, number), question, section, None)
                for inner, each in enumerate(listed(question, "questions")):
                    if isinstance(each, dict):
                        yield Found(Place(at, number, inner), each, section, question)


def found_at(form: Any, code: str) -> Found | None:
    """Return the question of that code, the first when several have it."""
    return next((found for found in questions_of(form) if found.question.get("code") == code), None)


def section_at(form: Any, code: str) -> Data | None:
    """Return the section of that code."""
    return next((section for section in sections_of(form) if section.get("code") == code), None)


def fee_at(form: Any, code: str) -> Data | None:
    """Return the line of fees of that code."""
    return next((fee for fee in listed(form, "fees") if isinstance(fee, dict) and fee.get("code") == code), None)


def codes_in(form: Any) -> set[str]:
    """Return the codes of all questions."""
    return {found.question["code"] for found in questions_of(form) if isinstance(found.question.get("code"), str)}


def codes_of(parts: Sequence[Any]) -> set[str]:
    """Return the codes of sections, options or fees."""
    return {part["code"] for part in parts if isinstance(part, dict) and isinstance(part.get("code"), str)}


def is_workable(form: Any) -> bool:
    """Tell whether the form has sections whose questions can be told apart, so that its parts can be worked on."""
    if not isinstance(form, dict) or not all(_is_part(each) for each in listed(form, "sections")):
        return False
    if "sections" in form and not isinstance(form["sections"], list):
        return False
    parts = [*listed(form, "sections"), *(found.question for found in questions_of(form)), *listed(form, "fees")]
    own = sum(len(listed(section, "questions")) for section in sections_of(form))
    inner = sum(len(listed(each, "questions")) for s in sections_of(form) for each in listed(s, "questions"))
    asked = list(questions_of(form))
    return all(isinstance(part, dict) and isinstance(part.get("code"), str) for part in parts) and (
        own + inner == len(asked) and all(isinstance(found.question.get("kind"), str) for found in asked)
    )


def _is_part(section: Any) -> bool:
    return isinstance(section, dict) and isinstance(section.get("questions", []), list)


def languages_of(form: Any) -> list[str]:
    """Return the languages of a form, Vietnamese first."""
    return ["vi", *(each for each in listed(form, "languages") if isinstance(each, str) and each != "vi")]


def swapped(parts: Sequence[Any], at: int, step: int) -> list[Any]:
    """Return the parts with one moved a step up (-1) or down (1); at the end of the list it stays."""
    moved, to = list(parts), min(max(at + step, 0), len(parts) - 1)
    moved.insert(to, moved.pop(at))
    return moved
