"""Where on the designer's page something is mended: of each problem the card and the field. Pure."""

import re
from typing import Any, NamedTuple

from motcua.questions.designing.outline import fee_at, found_at, listed, section_at
from motcua.questions.designing.references import Renaming
from motcua.questions.wording import Problem

FIELDS = {  # code of a problem → field of the card
    "bad_code": "code", "duplicate_code": "code", "reserved_code": "code",
    "no_options": "options", "duplicate_option": "options",
    "no_questions": "questions", "unknown_paper": "paper", "unknown_layout": "layout",
    "bad_limit": "limits", "missing_words": "limits",
    "wrong_prefill": "prefill",
    "bad_expression": "computed", "unknown_function": "computed", "wrong_type": "computed", "cycle": "computed",
    "hidden_question": "computed",
    "dead_stop": "stop_if", "unreachable": "show_if", "unknown_kind": "kind", "group_in_group": "kind",
}  # fmt: skip
FORM_FIELDS = {"unknown_paper": "paper", "unknown_layout": "layout"}  # of the form's own card
REFERENCES = ("unknown_reference", "condition_on_later", "row_from_outside", "wrong_comparison", "unknown_option")
FEES = ("bad_fee", "dead_fee")
PARTS = ("show_if", "required", "stop_if", "limits", "prefill", "computed")
_QUOTED = re.compile(r"“([a-z][a-z0-9_]*)”")


class Spot(NamedTuple):
    """A card ("question", "section", "fee", "form", "end") with the code of its thing, and its field."""

    card: str
    code: str
    field: str


def spot_of(form: Any, problem: Problem) -> Spot:
    """Return where a problem is mended; what belongs to no card is mended in the form's own."""
    code = problem.question or ""
    if found := found_at(form, code):
        return Spot("question", code, _field(found.question, problem))
    if section_at(form, code) is not None:
        return Spot("section", code, _field(section_at(form, code) or {}, problem))
    if problem.code == "missing_end":
        return Spot("end", "", "text")
    return _of_none(form, problem)


def _of_none(form: Any, problem: Problem) -> Spot:
    """What names no question stands in the fee that is quoted, or that leans on what is quoted, else in the form."""
    quoted = _QUOTED.findall(problem.message)
    for name in quoted:
        if problem.code in (*FEES, "duplicate_code") and fee_at(form, name) is not None:
            return Spot("fee", name, "code" if problem.code == "duplicate_code" else "cost")
    if problem.code in (*REFERENCES, *FEES, "bad_expression", "unknown_function", "wrong_type"):
        for fee in listed(form, "fees"):
            if isinstance(fee, dict) and _leans(fee, quoted):
                return Spot("fee", str(fee.get("code", "")), "cost")
        fees = [fee for fee in listed(form, "fees") if isinstance(fee, dict)]
        return Spot("fee", str(fees[0].get("code", "")), "cost") if fees else Spot("form", "", "title")
    return Spot("form", "", FORM_FIELDS.get(problem.code, "title"))


def _leans(fee: Any, quoted: list[str]) -> bool:
    return any(Renaming({}, name, f"{name}\0").fee(fee) != fee for name in quoted)


def _field(data: Any, problem: Problem) -> str:
    if problem.code in FIELDS:
        return FIELDS[problem.code]
    if problem.code in REFERENCES:
        return _leaning_part(data, problem.message)
    return "title" if "kind" not in data else "label"


def _leaning_part(data: Any, message: str) -> str:
    """Return the first part that names what the message quotes first."""
    for name in _QUOTED.findall(message)[:1]:
        after = Renaming({"sections": []}, name, f"{name}\0").question(data | {"questions": []})
        for part in PARTS:
            if part in data and after.get(part) != data[part]:
                return part
    return next((part for part in PARTS if part in data and isinstance(data[part], dict | list)), "show_if")
