"""A route tried out: run on the office's calendar within each limit, and held against who is there to do it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from motcua.agencies.models import Agency
from motcua.core.clock import today
from motcua.procedures.editions import content_from
from motcua.procedures.models import Adoption
from motcua.procedures.routes import AGENCY, ANSWER, COMMUNE, DESK, DIVISION, OFFICE, Route
from motcua.procedures.validation import Finding, Trial, findings, placed, trials
from motcua.procedures.wording import allotted
from motcua.worktime.deadlines import DeadlineError
from motcua.worktime.stored import calendar_of


@dataclass(frozen=True)
class Proof:
    """What a trial shows: the sum of the allotments, how it fits each limit, what is wrong, what to look after.

    `beside` has the same by the step or leg it speaks of ("step", "step/leg", "step/leg/step"): (tone, text).
    """

    total: str
    trials: list[tuple[Trial, str]]
    problems: list[str]
    notices: list[str]
    beside: dict[str, list[tuple[str, str]]]


def proof_of(adoption: Adoption, route: Route) -> Proof:
    """Try a route of an adoption's draft out, for receipts in the first ordinary week from today on."""
    on, content = today(), content_from(adoption.draft)
    calendar = calendar_of(adoption.office, on)
    given: dict[str, Any] = {"terms": content.terms, "after": on}
    wrong = findings(route, calendar, content.limits, **given)
    try:
        found = trials(route, calendar, content.limits, **given)
    except (DeadlineError, ValueError):
        found = []  # told among the problems
    shown = [(trial, _spare_words(trial.spare)) for trial in found]
    unheld = list(_unheld(adoption, route))
    beside: dict[str, list[tuple[str, str]]] = {}
    for tone, each in [*(("late", each) for each in wrong), *(("soon", each) for each in unheld)]:
        beside.setdefault(each.at, []).append((tone, f"{each.text}."))
    problems, notices = (list(dict.fromkeys(f"{each.text}." for each in told)) for told in (wrong, unheld))
    return Proof(allotted(route), shown, problems, notices, beside)


def _spare_words(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    words = " ".join([f"{hours} giờ"] * bool(hours) + [f"{rest} phút"] * bool(rest)) or "vừa khít"
    if minutes < 0:
        return f"quá {words} làm việc"
    return f"còn dư {words} làm việc" if minutes else "vừa khít"


def _unheld(adoption: Adoption, route: Route) -> Iterator[Finding]:
    """The steps for which nobody holds the post today: not wrong yet, but nothing could be received."""
    office = adoption.office.code
    rules = {DESK: office, DIVISION: adoption.division.code, OFFICE: office}
    held: dict[tuple[str, str], bool] = {}
    for at, step in placed(route):
        if step.at == COMMUNE or step.at.startswith(ANSWER):
            continue  # who that is only a dossier says
        wanted = step.role, rules.get(step.at) or step.at.removeprefix(AGENCY)
        if wanted not in held:
            held[wanted] = Agency.objects.with_holders(wanted[0], within=wanted[1], on=today()) is not None
        if not held[wanted]:
            by_letter = "; nơi đó sẽ được hỏi bằng văn bản" if "/" in at else ""
            yield Finding(f"Bước “{step.name}”: chưa có ai giữ vị trí này tại nơi đã chọn{by_letter}", at)
