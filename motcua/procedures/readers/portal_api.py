"""Reads an unmodified answer of the national portal's API: one procedure, English field names, enumerations."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from motcua.core.text import clean
from motcua.procedures.fees import read_fee
from motcua.procedures.readers.pieces import (
    REJECTED,
    conditions_of,
    doubts_of,
    judge,
    scope_of,
    sort_cases,
    steps_of,
    words,
)
from motcua.procedures.records import Case, CaseLimit, ChannelTerms, Decision, Named, NationalRecord, Paper, Reading
from motcua.procedures.terms import CHANNELS, doubt_typing_errors, read_limit

_LEVELS = {"isWard": "xã", "isProvince": "tỉnh", "isMinistry": "bộ", "isOtherAgency": "cơ quan khác"}
_RETURNS = {"ONLINE": "file", "OFFLINE": "paper"}
VIETNAM = timezone(timedelta(hours=7))
_NATIONAL_KINDS = ("STANDARD", "STANDARD_INTERNAL")


def _day(milliseconds: object) -> str:
    """Return the Vietnamese calendar day of a time in milliseconds, or nothing."""
    if not isinstance(milliseconds, int | float):
        return ""
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC) + timedelta(hours=7)
    return moment.date().isoformat()


def _instant(milliseconds: object) -> str:
    """Return an instant in milliseconds as ISO text of Vietnam, or nothing."""
    if not isinstance(milliseconds, int | float):
        return ""
    return datetime.fromtimestamp(milliseconds // 1000, VIETNAM).isoformat()


def _named(entries: Any) -> tuple[Named, ...]:
    return tuple(Named(code=clean(e.get("code")), name=clean(e.get("name"))) for e in entries or () if e)


def _agencies(detail: dict[str, Any], role: str, joined: str = "") -> tuple[str, ...]:
    """Return the names of the agencies in a role: details may hold nulls, or sit among the unit groups."""
    listed = [*(detail.get(f"departments{role}") or ()), *(detail.get(f"unitGroups{role}") or ())]
    names = words(e.get("name") for e in listed if e)
    return names or words((detail.get(joined) or "").split("\n") if joined else ())


def _channel(entry: dict[str, Any]) -> ChannelTerms:
    fees = (
        read_fee(f.get("type"), f.get("value"), f.get("currencyName"), f.get("description"))
        for f in entry.get("fees") or ()
        if f
    )
    return ChannelTerms(
        channel=CHANNELS.get(clean(entry.get("submissionMethod")), "unknown"),
        limit=read_limit(entry.get("processingTime"), entry.get("processingTimeUnit"), entry.get("description")),
        fees=tuple(fees),
        text=clean(entry.get("description")),
    )


def _cases(entries: Any) -> tuple[Case, ...]:
    groups: dict[str, list[Paper]] = {}
    for each in (e for e in entries or () if e):
        papers = [
            Paper(
                name=clean(p.get("name")),
                code=clean(p.get("code")),
                originals=int(p.get("originalQty") or 0),
                copies=int(p.get("copyQty") or 0),
                forms=words(a.get("fileName") for a in p.get("attachments") or () if a),
            )
            for p in each.get("profileComponents") or ()
            if p
        ]
        if papers:
            groups.setdefault(clean(each.get("name")), []).extend(papers)
    return sort_cases(groups)


def _case_limits(entries: Any) -> tuple[CaseLimit, ...]:
    stated = ((clean(e.get("code")), e.get("processingDay") or {}) for e in entries or () if e)
    return tuple(CaseLimit(code, read_limit(day.get("qty"), day.get("type"))) for code, day in stated)


def _step(entry: dict[str, Any]) -> str:
    return ": ".join(part for part in (clean(entry.get("name")), clean(entry.get("description"), lines=True)) if part)


def _record(detail: dict[str, Any], code: str, note: str) -> NationalRecord:
    channels = doubt_typing_errors(_channel(m) for m in detail.get("executionMethods") or () if m)
    limits = _case_limits(detail.get("cases"))
    cases = _cases(detail.get("executionCases"))
    proposal = detail.get("procedureProposal") or {}
    category = next((c for c in detail.get("categoriesDetails") or () if c), detail.get("category") or {})
    agencies = _agencies(detail, "Executing", "executingAgencies")
    decision = Decision(
        number=clean(proposal.get("proposalNumber")),
        date=_day(proposal.get("decisionDate")),
        agency=clean((proposal.get("issuingAgency") or {}).get("name")),
    )
    doubts = doubts_of(
        channels=channels,
        case_limits=limits,
        cases=cases,
        agencies=agencies,
        decision_date=decision.date,
        decision_number=decision.number,
    )
    return NationalRecord(
        code=code,
        name=clean(detail.get("name")),
        scope=scope_of(detail.get("type") in _NATIONAL_KINDS, detail.get("departmentPromulgateCode")),
        field=clean(category.get("name")),
        field_code=clean(category.get("code")),
        levels=tuple(level for flag, level in _LEVELS.items() if detail.get(flag)),
        agencies=agencies,
        authorities=_agencies(detail, "Authority"),
        coordinating=_agencies(detail, "Coordinating", "coordinatingAgencies"),
        promulgated_by=clean(detail.get("departmentPromulgateName")),
        promulgated_by_code=clean(detail.get("departmentPromulgateCode")),
        applicants=words(s.get("name") for s in detail.get("subjectTypesDetails") or () if s),
        channels=channels,
        case_limits=limits,
        cases=cases,
        steps=steps_of(_step(s) for s in detail.get("executionSteps") or () if s),
        conditions=conditions_of(detail.get("requirementsAndConditions")),
        legal_bases=_named(detail.get("legalBasisesDetails")),
        results=_named(detail.get("resultsDetails")),
        online_level="full" if detail.get("isFullProcess") else "",
        vertical=bool(detail.get("isVertical")),
        internal=bool(detail.get("isInternal")),
        decision=decision,
        made_public=_instant(proposal.get("publicationDate")),
        offline_only=bool(detail.get("isOfflineOnly")),
        returned_as=words(_RETURNS.get(clean(m.get("type"))) for m in detail.get("returningMethods") or () if m),
        updated=_day(detail.get("updatedAt")),
        source="dichvucong.gov.vn get-formality-by-citizen",
        doubts=(*([note] if note else ()), *doubts),
    )


def read(data: dict[str, Any]) -> Iterator[Reading]:
    """Yield the reading of one answer."""
    detail = data.get("detail")
    name = clean((detail or {}).get("name") or data.get("name"))
    code, refusal = judge(data.get("code") or (detail or {}).get("code"), name, "bản ghi")
    if refusal and (refusal.verdict == REJECTED or not isinstance(detail, dict)):
        yield refusal
    elif not isinstance(detail, dict):
        yield Reading("bản ghi", code.code, name, verdict=REJECTED, reasons=("Câu trả lời không có phần chi tiết",))
    elif refusal:
        yield replace(refusal, held=_record(detail, code.code, ""))
    else:
        record = _record(detail, code.code, code.reason)
        yield Reading("bản ghi", code.code, name, record, reasons=record.doubts)
