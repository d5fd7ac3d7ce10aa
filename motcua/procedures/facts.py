"""A file of facts about the procedures of a sample office, read into records and contents. Pure.

The file states what an office must decide for itself: limits, fees, division, shape of the route; see demo/facts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from motcua.procedures.editions import Case, Content, Fee, LimitRule, Paper, Terms, measured_from
from motcua.procedures.records import NATIONAL, Decision, NationalRecord
from motcua.procedures.route_files import read_route
from motcua.procedures.routes import Route
from motcua.procedures.shapes import ASK_OTHERS, SEND_TO, Shape, build, working_minutes
from motcua.worktime.calendars import minutes_from

Partners = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Setting:
    """Where the facts are applied: the office's code, its divisions by key, its partners by key as (code, name)."""

    office: str
    divisions: Mapping[str, str]
    partners: Partners


def record_of(fact: Mapping[str, Any], fields: Mapping[str, str]) -> NationalRecord:
    """Return the little that the facts know of the national record."""
    decision = fact.get("national_decision", {})
    return NationalRecord(
        code=fact["code"],
        name=fact["name"],
        scope=fact.get("scope", NATIONAL),
        field=fields[fact["field"]],
        field_code=fact["field"],
        levels=("xã",),
        online_level=fact.get("online_level", ""),
        decision=Decision(number=decision.get("number", ""), date=decision.get("date", "")),
        partial=True,
        source="demo/facts",
    )


def _limits(fact: Mapping[str, Any], basis: str) -> tuple[LimitRule, ...]:
    return tuple(
        LimitRule(
            unit=rule["unit"],
            amount=None if rule.get("amount") is None else Decimal(str(rule["amount"])),
            case=rule.get("case"),
            channel=rule.get("channel"),
            basis=basis,
        )
        for rule in fact["limits"]
    )


def _all_channels(rules: tuple[LimitRule, ...]) -> tuple[LimitRule, ...]:
    """Add the longest of the channels' limits for a channel that the source does not name."""
    if not rules or any(rule.channel is None and rule.case is None for rule in rules):
        return rules
    longest = max(rules, key=lambda rule: working_minutes(rule) or 0)
    return (*rules, LimitRule(longest.unit, longest.amount, basis=longest.basis))


def _terms(fact: Mapping[str, Any]) -> Terms:
    values = dict(fact.get("terms", {}))
    if "cutoff" in values:
        minutes = minutes_from(values["cutoff"])
        values["cutoff"] = time(minutes // 60, minutes % 60)
    if values.get("crosses_from"):
        values["crosses_from"] = date.fromisoformat(values["crosses_from"])
    return Terms(**values)


def _known(extras: Iterable[str], partners: Partners) -> Iterable[str]:
    """Leave out of each "ask" or "send" the partners that the sample office does not have."""
    for extra in extras:
        if not extra.startswith((ASK_OTHERS, SEND_TO)):
            yield extra
            continue
        head, names = extra.split(":", 1)
        kept = [name for name in names.split("+") if name in partners]
        if kept:
            yield f"{head}:{'+'.join(kept)}"


def route_of(fact: Mapping[str, Any], limits: tuple[LimitRule, ...], partners: Partners) -> Route:
    """Return the route of the fact's shape, its allotments cut to the shortest of the limits."""
    told = fact["route"]
    if "steps" in told:
        return read_route(_with_partners(told, partners)).route
    shape = Shape(told["base"], tuple(_known(told.get("extras", ()), partners)), told.get("by", ""))
    lengths = {rule: working_minutes(rule) for rule in limits}
    timed = [rule for rule, length in lengths.items() if length is not None]
    shortest = min(timed, key=lambda rule: lengths[rule] or 0) if timed else None
    return build(shape, shortest, agencies=partners)


def _with_partners(told: Mapping[str, Any], partners: Partners) -> dict[str, Any]:
    """Return a drawn route in which a partner is named by its code: facts know them by a word ("named:police")."""

    def named(agency: str) -> str:
        key = agency.removeprefix("named:")
        return f"named:{partners[key][0]}" if agency != key and key in partners else agency

    return {**told, "steps": [{**step, "agency": named(step["agency"])} for step in told["steps"]]}


def content_of_fact(fact: Mapping[str, Any], *, fields: Mapping[str, str], setting: Setting, decision: str) -> Content:
    """Return what the office gives: the content of the first edition."""
    limits = _all_channels(_limits(fact, decision))
    return Content(
        code=fact["code"],
        name=fact["name"],
        field_code=fact["field"],
        field_name=fields[fact["field"]],
        office=setting.office,
        division=setting.divisions[fact["division"]],
        route=route_of(fact, limits, setting.partners),
        limits=limits,
        papers=tuple(Paper(**paper) for paper in fact["papers"]),
        fees=tuple(Fee(**fee) for fee in fact.get("fees", ())),
        cases=tuple(Case(key, name) for key, name in fact.get("cases", {}).items()),
        results=tuple(fact.get("results", ())),
        legal_bases=tuple(fact.get("legal_bases", ())),
        terms=_terms(fact),
        immediate=fact.get("immediate", False),
        decision=decision,
        online_level=fact.get("online_level", ""),
        measured=measured_from(fact.get("measured", {})),
        form=fact.get("form"),
    )
