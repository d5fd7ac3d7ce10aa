"""A route tried out: run on the office's calendar within each limit, and held against who is there to do it."""

from dataclasses import dataclass
from typing import Any

from motcua.agencies.models import Agency
from motcua.core.clock import today
from motcua.procedures.editions import content_from
from motcua.procedures.models import Adoption
from motcua.procedures.routes import AGENCY, DESK, DIVISION, OFFICE, Route
from motcua.procedures.validation import Trial, trials, validate
from motcua.procedures.wording import allotted
from motcua.worktime.deadlines import DeadlineError
from motcua.worktime.stored import calendar_of


@dataclass(frozen=True)
class Proof:
    """What a trial shows: the sum of the allotments, how it fits each limit, what is wrong, what to look after."""

    total: str
    trials: list[tuple[Trial, str]]
    problems: list[str]
    notices: list[str]


def proof_of(adoption: Adoption, route: Route) -> Proof:
    """Try a route of an adoption's draft out, for receipts in the first ordinary week from today on."""
    on, content = today(), content_from(adoption.draft)
    calendar = calendar_of(adoption.office, on)
    given: dict[str, Any] = {"terms": content.terms, "after": on}
    problems = validate(route, calendar, content.limits, **given)
    try:
        found = trials(route, calendar, content.limits, **given)
    except (DeadlineError, ValueError):
        found = []  # told among the problems
    shown = [(trial, _spare_words(trial.spare)) for trial in found]
    return Proof(allotted(route), shown, [f"{text}." for text in problems], _unheld(adoption, route))


def _spare_words(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    words = " ".join([f"{hours} giờ"] * bool(hours) + [f"{rest} phút"] * bool(rest)) or "vừa khít"
    if minutes < 0:
        return f"quá {words} làm việc"
    return f"còn dư {words} làm việc" if minutes else "vừa khít"


def _unheld(adoption: Adoption, route: Route) -> list[str]:
    """Return the steps for which nobody holds the post today: not wrong yet, but nothing could be received."""
    office = adoption.office.code
    rules = {DESK: office, DIVISION: adoption.division.code, OFFICE: office}
    held: dict[tuple[str, str], bool] = {}
    told = []
    for step in route.steps:
        wanted = step.role, rules.get(step.at) or step.at.removeprefix(AGENCY)
        if wanted not in held:
            held[wanted] = Agency.objects.with_holders(wanted[0], within=wanted[1], on=today()) is not None
        if not held[wanted]:
            told.append(f"Bước “{step.name}”: chưa có ai giữ vị trí này tại nơi đã chọn.")
    return told
