"""What is done to the questions of a form, in sections and in the rows of groups. Pure, and total."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from motcua.questions.choices import Kind
from motcua.questions.designing.coding import fresh_code
from motcua.questions.designing.newborn import new_question
from motcua.questions.designing.outline import Data, codes_in, found_at, listed, questions_of, swapped
from motcua.questions.designing.references import Renaming, options_renamed, renamed
from motcua.questions.designing.sections import changed
from motcua.questions.form_schema import MOST
from motcua.questions.problems import MOST_QUESTIONS

Parts = list[Any]
MOST_ROW = 60  # questions of one row: more nobody fills in on a page


def _home(form: Data, home: str, work: Callable[[Parts], Parts]) -> Data:
    """Return the form with the questions of a section, else of a group, as `work` leaves them."""
    sections = listed(form, "sections")
    names = [each.get("code") if isinstance(each, dict) else None for each in sections]
    if home in names:
        at = names.index(home)
        worked = sections[at] | {"questions": work(listed(sections[at], "questions"))}
        return form | {"sections": [*sections[:at], worked, *sections[at + 1 :]]}
    group = found_at(form, home)
    if group is None or group.question.get("kind") != Kind.GROUP:
        return form
    return replace_question(form, home, group.question | {"questions": work(listed(group.question, "questions"))})


def home_of(form: Data, code: str) -> str:
    """Return the code of the group, else of the section, in which a question stands; "" for an unknown one."""
    found = found_at(form, code)
    if found is None:
        return ""
    holder = found.group or found.section
    return str(holder.get("code", ""))


def _mates(form: Data, code: str, work: Callable[[Parts, int], Parts]) -> Data:
    """Return the form with the list in which a question stands as `work(list, its place)` leaves it."""
    found = found_at(form, code)
    if found is None:
        return form
    at, number, inner = found.place
    sections = listed(form, "sections")
    section, own = sections[at], listed(sections[at], "questions")
    if inner is None:
        own = work(own, number)
    else:
        group = own[number] | {"questions": work(listed(own[number], "questions"), inner)}
        own = [*own[:number], group, *own[number + 1 :]]
    return form | {"sections": [*sections[:at], section | {"questions": own}, *sections[at + 1 :]]}


def replace_question(form: Data, code: str, question: Data) -> Data:
    """Put other data in the place of a question."""
    return _mates(form, code, lambda parts, at: [*parts[:at], question, *parts[at + 1 :]])


def room_for(form: Data, home: str, *, more: int = 1) -> bool:
    """Tell whether so many more questions may stand in a section or group."""
    holder = next(
        (each for each in listed(form, "sections") if isinstance(each, dict) and each.get("code") == home), None
    )
    found = None if holder else found_at(form, home)
    within = listed(holder or (found.question if found else {}), "questions")
    most = MOST["questions"] if holder else MOST_ROW
    return len(within) + 1 <= most and sum(1 for _ in questions_of(form)) + more <= MOST_QUESTIONS


def add_question(form: Data, home: str, kind: Kind, label: str, *, after: str = "") -> tuple[Data, str]:
    """Add a question of a kind to a section or to the rows of a group, behind another or at the end.

    Return the form and the new code, "" when there is no such place, no room, or the kind cannot stand in rows.
    """
    in_rows = found_at(form, home) is not None and not _is_section(form, home)
    if not (in_rows or _is_section(form, home)) or (in_rows and kind == Kind.GROUP):
        return form, ""
    question = new_question(kind, label, codes_in(form))
    if not room_for(form, home, more=1 + len(listed(question, "questions"))):
        return form, ""
    made = _home(form, home, lambda parts: _behind(parts, after, question))
    return (made, question["code"]) if made is not form else (form, "")


def _is_section(form: Data, code: str) -> bool:
    return any(isinstance(each, dict) and each.get("code") == code for each in listed(form, "sections"))


def _behind(parts: Parts, after: str, question: Data) -> Parts:
    codes = [each.get("code") if isinstance(each, dict) else None for each in parts]
    at = codes.index(after) + 1 if after in codes else len(parts)
    return [*parts[:at], question, *parts[at:]]


def remove_question(form: Data, code: str) -> Data:
    """Take a question out, a group with its rows; what named it still does, and is told as a problem."""
    return _mates(form, code, lambda parts, at: [*parts[:at], *parts[at + 1 :]])


def neighbour_of(form: Data, code: str) -> str:
    """Return the code of the question to go on with without this one: the next of its list, else the one before."""
    found = found_at(form, code)
    if found is None:
        return ""
    mates = [each.get("code") for each in listed(found.group or found.section, "questions") if isinstance(each, dict)]
    at = mates.index(code)
    return str(next(iter([*mates[at + 1 : at + 2], *mates[max(at - 1, 0) : at]]), ""))


def move_question(form: Data, code: str, step: int) -> Data:
    """Move a question a place up (-1) or down (1) among those of its section or row."""
    return _mates(form, code, lambda parts, at: swapped(parts, at, step))


def place_question(form: Data, code: str, home: str) -> Data:
    """Move a question to the end of another section, or into the rows of a group and out of them."""
    found = found_at(form, code)
    is_group = found is not None and found.question.get("kind") == Kind.GROUP
    into = found_at(form, home)
    in_rows = into is not None and into.question.get("kind") == Kind.GROUP and not _is_section(form, home)
    if found is None or home in (home_of(form, code), code) or (is_group and in_rows):
        return form
    if not (in_rows or _is_section(form, home)) or not room_for(form, home, more=0):
        return form
    return _home(remove_question(form, code), home, lambda parts: [*parts, found.question])


def copy_question(form: Data, code: str) -> tuple[Data, str]:
    """Put a copy behind a question, with new codes for itself and its rows; "" when there is no room."""
    found = found_at(form, code)
    if found is None or not room_for(form, home_of(form, code), more=1 + len(listed(found.question, "questions"))):
        return form, ""
    taken, copy = codes_in(form), found.question
    inner = [each["code"] for each in listed(copy, "questions") if isinstance(each, dict) and "code" in each]
    names: dict[str, str] = {}
    for old in [code, *inner]:
        names[old] = fresh_code(f"{old} chép", {*taken, *names.values()})
    for old, new in names.items():
        copy = _recoded(Renaming(form, old, new).question(copy), old, new)
    return _mates(form, code, lambda parts, at: [*parts[: at + 1], copy, *parts[at + 1 :]]), names[code]


def _recoded(question: Data, old: str, new: str) -> Data:
    own = {"code": new} if question.get("code") == old else {}
    inner = listed(question, "questions")
    rows = {"questions": [_recoded(each, old, new) if isinstance(each, dict) else each for each in inner]}
    return question | own | (rows if inner else {})


def recode_question(form: Data, old: str, new: str) -> Data:
    """Give a question another code; everything that names it follows."""
    if old == new or found_at(form, old) is None:
        return form
    followed = renamed(form, old, new)
    found = found_at(followed, old)
    return replace_question(followed, old, found.question | {"code": new}) if found else form


def change_question(form: Data, code: str, values: Mapping[str, Any]) -> Data:
    """Change properties of a question; None takes one out, what is not named stays."""
    found = found_at(form, code)
    return form if found is None else replace_question(form, code, changed(found.question, values))


def change_options(form: Data, code: str, options: Sequence[Data], names: Mapping[str, str]) -> Data:
    """Give a question other options; `names` tells which codes became which, and what compares with them follows."""
    return change_question(options_renamed(form, code, names), code, {"options": list(options)})


def earlier_than(form: Data, code: str) -> list[Data]:
    """Return the questions that the conditions of a question, section or fee may look at.

    Of a question those before it, outside of other rows; of a section what stands before it; of a fee ("") everything
    outside of rows.
    """
    here = found_at(form, code)
    found = []
    for each in questions_of(form):
        if (here and each.place == here.place) or (not here and code and each.section.get("code") == code):
            break
        if each.group is None or (here and here.group is not None and each.group is here.group):
            found.append(each.question)
    own_group = here.group.get("code") if here and here.group else None
    return [each for each in found if each.get("kind") != Kind.INFORMATION and each.get("code") != own_group]
