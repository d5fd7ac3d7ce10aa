"""Reads the cleaned lists: a JSON array of records with Vietnamese unit and channel words."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from motcua.core.text import clean
from motcua.procedures.fees import FeeLine, read_fee
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


def _fee(entry: dict[str, Any]) -> FeeLine:
    amount = entry.get("amount")
    stated = entry.get("amount_raw") if amount is None else amount
    return read_fee(entry.get("type"), stated, entry.get("currency"), entry.get("text"))


def _channel(entry: dict[str, Any]) -> ChannelTerms:
    fees = (_fee(f) for f in entry.get("fees") or () if f)
    return ChannelTerms(
        channel=CHANNELS.get(clean(entry.get("channel")), "unknown"),
        limit=read_limit(
            entry.get("time_limit"), entry.get("unit"), entry.get("time_text"), entry.get("time_limit_raw")
        ),
        fees=tuple(fees),
        text=clean(entry.get("time_text")),
    )


def _cases(components: list[dict[str, Any]]) -> tuple[Case, ...]:
    groups: dict[str, list[Paper]] = {}
    for each in components:
        paper = Paper(
            name=clean(each.get("name")),
            code=clean(each.get("code")),
            originals=int(each.get("originals") or 0),
            copies=int(each.get("copies") or 0),
            forms=words(each.get("form")),
        )
        groups.setdefault(clean(each.get("case")), []).append(paper)
    return sort_cases(groups)


def _named(entries: list[dict[str, Any]] | None, key: str) -> tuple[Named, ...]:
    return tuple(Named(code=clean(e.get(key)), name=clean(e.get("name"))) for e in entries or () if e)


def _record(entry: dict[str, Any], code: str, note: str) -> NationalRecord:
    channels = doubt_typing_errors(_channel(c) for c in entry.get("channels") or () if c)
    limits = tuple(
        CaseLimit(clean(c.get("code")), read_limit(c.get("qty"), c.get("unit")))
        for c in entry.get("case_limits") or ()
        if c
    )
    cases = _cases([c for c in entry.get("components") or () if c])
    decision = {name: clean(value) for name, value in (entry.get("decision") or {}).items()}
    is_national = None if entry.get("scope") is None else entry["scope"] == "toàn quốc"
    partial = bool(entry.get("partial"))
    agencies = words(entry.get("agency"))
    doubts = doubts_of(
        channels=channels,
        case_limits=limits,
        cases=cases,
        agencies=agencies,
        decision_date=decision.get("date", ""),
        decision_number=decision.get("number", ""),
    )
    return NationalRecord(
        code=code,
        name=clean(entry.get("name")),
        scope=scope_of(True if partial else is_national, entry.get("promulgated_by_code")),
        field=clean(entry.get("field")),
        field_code=clean(entry.get("field_code")),
        levels=words(entry.get("levels")),
        agencies=agencies,
        authorities=words(entry.get("authority")),
        coordinating=words(entry.get("coordinating")),
        promulgated_by=clean(entry.get("promulgated_by")),
        promulgated_by_code=clean(entry.get("promulgated_by_code")),
        applicants=words(entry.get("applicants")),
        channels=channels,
        case_limits=limits,
        cases=cases,
        steps=steps_of(entry.get("steps") or ()),
        conditions=conditions_of(entry.get("conditions")),
        legal_bases=_named(entry.get("legal_bases"), "number"),
        results=_named(entry.get("results"), "code"),
        online_level="full" if entry.get("online_level") == "toàn trình" else "",
        vertical=bool(entry.get("vertical")),
        internal=bool(entry.get("internal")),
        offline_only=bool(entry.get("offline_only")),
        partial=partial,
        decision=Decision(**{k: decision.get(k, "") for k in ("number", "date", "agency")}),
        updated=clean(entry.get("updated")),
        source=clean(entry.get("source")),
        doubts=(*([note] if note else ()), *(("Nguồn chỉ có mã và tên",) if partial else doubts)),
    )


def read(data: list[Any]) -> Iterator[Reading]:
    """Yield one reading per entry of the list, in order."""
    for number, entry in enumerate(data, start=1):
        place = f"mục {number}"
        if not isinstance(entry, dict):
            yield Reading(place, "", "", verdict="rejected", reasons=("Mục không phải là một bản ghi",))
            continue
        name = clean(entry.get("name"))
        code, refusal = judge(entry.get("code"), name, place)
        if refusal:
            kept = refusal.verdict != REJECTED
            yield replace(refusal, held=_record(entry, code.code, "")) if kept else refusal
            continue
        record = _record(entry, code.code, code.reason)
        yield Reading(place, code.code, name, record, reasons=record.doubts)
