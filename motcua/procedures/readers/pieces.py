"""What all readers do alike: trim words, judge a code, sort groups of papers, and name what is doubtful."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from motcua.core.text import clean, fold
from motcua.procedures.codes import DELETED, MISSING, SOUND, CodeReading, read_code
from motcua.procedures.records import (
    NATIONAL,
    UNKNOWN_SCOPE,
    Case,
    CaseLimit,
    ChannelTerms,
    NationalRecord,
    Paper,
    Reading,
)
from motcua.procedures.terms import disagreements

REJECTED = "rejected"
_NOTE = re.compile(r"^(luu y|ghi chu|chu y|so luong)\b")
_GROUP = re.compile(
    r"^(\d+ |[a-z] )?(thanh phan )?(ho so|giay to|tai lieu)?( thanh phan)?\b.*\b(phai nop|nop|xuat trinh|bao gom|gom)\b"
    r"|^(thanh phan ho so|thanh phan|\d* ?bo ho so|ho so( gom)?|truong hop khong quy dinh la ban chinh.*)$"
)
_CASE = re.compile(r"\b(truong hop|doi voi|nhom \d)\b")
_EMPTY_CONDITION = re.compile(r"^(khong( co| quy dinh)?|khong co quy dinh)?[ .;-]*$")


def words(items: Iterable[Any] | None) -> tuple[str, ...]:
    """Return the trimmed texts of a list, without nulls, empties and repeats, in order."""
    return tuple(dict.fromkeys(text for text in (clean(i if isinstance(i, str) else "") for i in items or ()) if text))


def steps_of(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Return the steps in order: a source that writes them as one text is divided before each "Bước n"."""
    whole = re.sub("\n+", "\n", "\n".join(text for text in (clean(t, lines=True) for t in texts) if text))
    return tuple(part.strip() for part in re.split(r"(?=\bBước \d+)", whole) if part.strip(" -+*\n"))


def conditions_of(text: str | None) -> str:
    """Return the conditions, empty where the source only writes that there are none."""
    kept = re.sub("\n+", "\n", clean(text, lines=True))
    return "" if _EMPTY_CONDITION.match(fold(kept)) else kept


def kind_of_group(name: str) -> str:
    """Return whether a group of papers is a case of its own, a heading, or a remark."""
    folded = re.sub(r"[^\w ]+", " ", fold(name)).strip()
    if _NOTE.match(folded):
        return "note"
    if not folded or (_GROUP.match(folded) and not _CASE.search(folded)):
        return "group"
    return "case"


def sort_cases(groups: dict[str, list[Paper]]) -> tuple[Case, ...]:
    """Return the groups of papers as cases with keys c1, c2, …, headings and remarks (key "")."""
    cases, number = [], 0
    for name, papers in groups.items():
        kind = kind_of_group(name)
        number += kind == "case"
        key = f"c{number}" if kind == "case" else ""
        cases.append(Case(key=key, name=name, papers=tuple(papers), kind=kind))
    return tuple(cases)


def scope_of(is_national: bool | None, code: str | None) -> str:
    """Return the scope that completes a code: national, the promulgating agency's code, or unknown."""
    if is_national is None:
        return UNKNOWN_SCOPE
    return NATIONAL if is_national else clean(code) or UNKNOWN_SCOPE


def doubts_of(
    *,
    channels: tuple[ChannelTerms, ...],
    case_limits: tuple[CaseLimit, ...],
    cases: tuple[Case, ...],
    agencies: tuple[str, ...],
    decision_date: str,
    decision_number: str,
) -> tuple[str, ...]:
    """Return in Vietnamese what of a record must be looked at by a person."""
    found = disagreements(channels, case_limits)
    found += sorted({f"Thời hạn: {t.limit.doubt}" for t in channels if t.limit.doubt})
    found += sorted({f"Phí: {fee.doubt}" for t in channels for fee in t.fees if fee.doubt})
    checks = {
        "Không có cách nộp hồ sơ nào": not channels,
        "Không có thành phần hồ sơ": not any(case.papers for case in cases),
        "Có giấy tờ không tên": any(not paper.name for case in cases for paper in case.papers),
        "Không ghi cơ quan thực hiện": not agencies,
        "Nhắc đến cấp huyện, cấp đã bỏ": any("cấp huyện" in name.lower() for name in agencies),
        "Không có số quyết định công bố": not decision_number,
        "Không có ngày quyết định công bố": not decision_date,
    }
    return tuple(found + [text for text, is_so in checks.items() if is_so])


def future_decision(record: NationalRecord, today: date) -> str:
    """Return a doubt when the record's decision is dated after `today`, else nothing."""
    if record.decision.date and record.decision.date > today.isoformat():
        return f"Quyết định công bố ghi ngày {record.decision.date}, sau ngày nhập"
    return ""


def told(code: CodeReading, refusal: Reading | None) -> tuple[str, ...]:
    """Return what a record under this code must be asked about it; of what is held a person is asked anyway."""
    return (code.reason,) if code.reason and not refusal else ()


def judge(raw_code: object, name: str, place: str, hint: str = "") -> tuple[CodeReading, Reading | None]:
    """Return the code as read and, where it cannot carry a record, the reading that says so."""
    code = read_code(raw_code, hint=hint)
    if code.state == SOUND and name:
        return code, None
    verdict = REJECTED if code.state in (DELETED, MISSING) or not name else "doubtful"
    reason = code.reason if code.state != SOUND else "Không có tên thủ tục"
    return code, Reading(place=place, code=code.code, name=name, verdict=verdict, reasons=(reason,))
