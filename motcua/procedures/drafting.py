"""The first draft of an adoption, from what the national record states without a doubt. Pure.

What is doubtful is left open: readiness.py says so, and a person decides.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from motcua.procedures.editions import CHANNELS, Fee, LimitRule, Measured, measured_json
from motcua.procedures.fees import AMOUNT, FREE, SET_BY_COUNCIL, FeeLine
from motcua.procedures.records import NationalRecord
from motcua.procedures.routes import route_json
from motcua.procedures.shapes import Shape, build, working_minutes

CASE = "case"


def _limits(record: NationalRecord) -> list[LimitRule]:
    """Return the sound limits: one general rule where the channels agree, one a channel where they do not."""
    sound = {
        terms.channel: terms.limit for terms in record.channels if terms.limit.usable and terms.channel in CHANNELS
    }
    rules = {
        channel: (limit.unit, None if limit.amount is None else Decimal(str(limit.amount)))
        for channel, limit in sound.items()
    }
    if len(set(rules.values())) == 1:
        unit, amount = next(iter(rules.values()))
        return [LimitRule(unit, amount)]
    return [LimitRule(unit, amount, channel=channel) for channel, (unit, amount) in rules.items()]


def _amount(line: FeeLine) -> int | None:
    if line.standing == FREE:
        return 0
    sound = line.standing == AMOUNT and not line.doubt and line.currency == "VND"
    return line.amount if sound else None


def _fees(record: NationalRecord) -> Iterator[dict[str, Any]]:
    """Yield the fees: an amount only where the source is sure; null, 0 and "the council sets it" stay three things."""
    seen = set()
    for terms in record.channels:
        for line in terms.fees:
            name = (line.text or "Theo bản quốc gia")[:300]
            fee = Fee(name, line.kind, _amount(line), line.standing == SET_BY_COUNCIL)
            if fee not in seen:
                seen.add(fee)
                yield {"name": name, "kind": fee.kind, "amount": fee.amount, "set_by_council": fee.set_by_council}


def _papers(record: NationalRecord) -> list[dict[str, Any]]:
    return [
        {"name": paper.name, "code": paper.code, "originals": paper.originals, "copies": paper.copies}
        | {"case": case.key if case.kind == CASE else None}
        for case in record.cases
        if case.kind != "note"
        for paper in case.papers
        if paper.name
    ]


def _measured(record: NationalRecord) -> dict[str, Any]:
    eligible = False if record.offline_only else True if record.online_level == "full" else None
    paper = None if not record.returned_as else "file" not in record.returned_as
    try:
        decided = date.fromisoformat(record.decision.date) if record.decision.date else None
    except ValueError:
        decided = None
    public = datetime.fromisoformat(record.made_public) if record.made_public else None
    return measured_json(
        Measured(decided_on=decided, made_public_at=public, full_online_eligible=eligible, paper_result=paper)
    )


def first_draft(record: NationalRecord) -> dict[str, Any]:
    """Return the draft with which an office begins: sound limits, fees, papers, cases, a default route."""
    limits = _limits(record)
    timed = [rule for rule in limits if working_minutes(rule) is not None]
    shortest = min(timed, key=lambda rule: working_minutes(rule) or 0) if timed else None
    return {
        "route": route_json(build(Shape(), shortest)),
        "limits": [
            {"unit": rule.unit, "amount": None if rule.amount is None else str(rule.amount), "channel": rule.channel}
            for rule in limits
        ],
        "fees": list(_fees(record)),
        "papers": _papers(record),
        "cases": [{"key": case.key, "name": case.name} for case in record.cases if case.kind == CASE],
        "results": [result.name for result in record.results],
        "legal_bases": [basis.code or basis.name for basis in record.legal_bases],
        "online_level": record.online_level,
        "measured": _measured(record),
    }
