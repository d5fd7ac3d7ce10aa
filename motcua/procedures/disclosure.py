"""A procedure as the public reads it: all parts the law asks for, from an edition and its national record. Pure.

NĐ 63/2010/NĐ-CP, điều 8: name, steps, ways of filing, papers, limit, who may file, who settles, forms, result,
conditions, fees; with the legal bases. What the data do not hold stays empty: the pages say so, nothing is invented.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from motcua.core.text import clean, fold
from motcua.procedures.editions import ASK, Content, Fee, LimitRule, Paper
from motcua.procedures.records import NationalRecord
from motcua.worktime.deadlines import Limit, Unit

CHANNEL_WORDS = {"counter": "Trực tiếp", "online": "Trực tuyến", "post": "Qua bưu chính công ích"}
LEVEL_WORDS = {"full": "Trực tuyến toàn trình", "partial": "Trực tuyến một phần"}
FEE_KINDS = {"fee": "phí", "charge": "lệ phí", "price": "mức giá"}
NO_DATA = "Chưa có dữ liệu"
NO_FEES = "Bản công bố không ghi khoản thu nào"
NO_CONDITION = frozenset({"khong", "khong co", "khong quy dinh", "khong yeu cau", "khong co quy dinh", "-"})


@dataclass(frozen=True)
class PaperLine:
    """A paper, how many originals and copies, and the names of its forms; both 0 means that it is only shown."""

    name: str
    originals: int
    copies: int
    forms: tuple[str, ...] = ()

    @property
    def counts(self) -> str:
        """How many of which, in words."""
        told = [f"{n} bản {kind}" for n, kind in ((self.originals, "chính"), (self.copies, "sao")) if n]
        return ", ".join(told) or "xuất trình"


@dataclass(frozen=True)
class LimitLine:
    """A limit in words, for which case and channel, and the document that set it."""

    words: str
    case: str = ""
    channel: str = ""
    basis: str = ""


@dataclass(frozen=True)
class FeeWords:
    """A line of fees in words: an amount, "không thu", "do HĐND quy định" and "chưa rõ" are four different things."""

    name: str
    words: str
    case: str = ""
    channel: str = ""
    note: str = ""


@dataclass(frozen=True)
class Disclosure:
    """Every part; () or "" where the data hold none. `papers` are (case name or "", lines)."""

    code: str
    name: str
    field: str
    steps: tuple[str, ...]
    channels: tuple[str, ...]
    papers: tuple[tuple[str, tuple[PaperLine, ...]], ...]
    limits: tuple[LimitLine, ...]
    applicants: tuple[str, ...]
    settled_by: str
    agencies: tuple[str, ...]
    forms: tuple[str, ...]
    results: tuple[str, ...]
    fees: tuple[FeeWords, ...]
    conditions: str
    legal_bases: tuple[str, ...]
    decision: str
    immediate: bool


def limit_words(rule: LimitRule) -> str:
    """Return a limit as the public reads it."""
    if rule.unit == ASK:
        return "Bộ phận một cửa báo khi tiếp nhận"
    return Limit(rule.amount, Unit(rule.unit)).words()


def fee_words(fee: Fee) -> str:
    """Return what a line of fees asks."""
    if fee.amount is None:
        return "Do Hội đồng nhân dân quy định" if fee.set_by_council else "Chưa rõ mức thu"
    return f"{fee.amount:,} đồng".replace(",", ".") if fee.amount else "Không thu"


def disclosure_of(content: Content, record: NationalRecord | None, *, office: str) -> Disclosure:
    """Return the parts of an edition's content, those that only the national record knows taken from there."""
    known = record or NationalRecord(code=content.code, name=content.name)
    cases = {case.key: case.name for case in content.cases}
    forms = {fold(paper.name): paper.forms for case in known.cases for paper in case.papers if paper.forms}
    return Disclosure(
        code=content.code,
        name=content.name,
        field=content.field_name,
        steps=tuple(filter(None, (clean(step, lines=True) for step in known.steps))),
        channels=tuple(_channels(content, known)),
        papers=tuple(_papers(content, forms)),
        limits=tuple(_limit(rule, cases) for rule in content.limits),
        applicants=known.applicants,
        settled_by=office,
        agencies=known.coordinating,
        forms=tuple(dict.fromkeys(name for names in forms.values() for name in names)),
        results=content.results or tuple(result.name for result in known.results),
        fees=tuple(_fee(fee, cases) for fee in content.fees),
        conditions="" if fold(known.conditions) in NO_CONDITION else clean(known.conditions, lines=True),
        legal_bases=tuple(_bases(content, known)),
        decision=content.decision,
        immediate=content.immediate,
    )


def _channels(content: Content, record: NationalRecord) -> Iterator[str]:
    """The counter always; the others where the national record or the office's own limits name them."""
    named = {terms.channel for terms in record.channels} | {rule.channel for rule in content.limits}
    yield CHANNEL_WORDS["counter"]
    if content.online_level in LEVEL_WORDS:
        yield LEVEL_WORDS[content.online_level]
    elif "online" in named:
        yield CHANNEL_WORDS["online"]
    if "post" in named:
        yield CHANNEL_WORDS["post"]


def _papers(content: Content, forms: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, tuple[PaperLine, ...]]]:
    common = tuple(_line(paper, forms) for paper in content.papers if paper.case is None)
    if common:
        yield "", common
    for case in content.cases:
        own = tuple(_line(paper, forms) for paper in content.papers if paper.case == case.key)
        if own:
            yield case.name, own


def _line(paper: Paper, forms: dict[str, tuple[str, ...]]) -> PaperLine:
    return PaperLine(paper.name, paper.originals, paper.copies, forms.get(fold(paper.name), ()))


def _limit(rule: LimitRule, cases: dict[str, str]) -> LimitLine:
    channel = CHANNEL_WORDS.get(rule.channel or "", "")
    return LimitLine(limit_words(rule), cases.get(rule.case or "", ""), channel, rule.basis)


def _fee(fee: Fee, cases: dict[str, str]) -> FeeWords:
    name = fee.name if fold(fee.name) not in ("", "phi", "le phi") else FEE_KINDS.get(fee.kind, fee.name).capitalize()
    channel = CHANNEL_WORDS.get(fee.channel or "", "")
    return FeeWords(name, fee_words(fee), cases.get(fee.case or "", ""), channel, clean(fee.note))


def _bases(content: Content, record: NationalRecord) -> Iterator[str]:
    """The bases of the edition, with their names where the national record knows them."""
    names = {base.code: base.name for base in record.legal_bases}
    for code in content.legal_bases or tuple(names):
        yield f"{code}: {names[code]}" if names.get(code) else code


def sheet_values(shown: Disclosure, *, url: str, valid_from: Any, valid_to: Any, number: int) -> dict[str, Any]:
    """Return one sheet of the printed form `procedure`."""
    return {
        "code": shown.code,
        "name": shown.name,
        "field": shown.field,
        "qr": url,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "edition": number,
        "decision": shown.decision,
        "parts": [{"title": title, "lines": list(lines) or [NO_DATA]} for title, lines in _parts(shown)],
    }


def _parts(shown: Disclosure) -> Iterator[tuple[str, list[str] | tuple[str, ...]]]:
    yield "Trình tự thực hiện", shown.steps
    yield "Cách thức thực hiện", shown.channels
    yield "Thành phần, số lượng hồ sơ", _paper_lines(shown)
    yield "Thời hạn giải quyết", [_joined(line.words, line.case, line.channel, line.basis) for line in shown.limits]
    yield "Đối tượng thực hiện", shown.applicants
    yield "Cơ quan giải quyết", [shown.settled_by, *(f"Cơ quan phối hợp: {name}" for name in shown.agencies)]
    yield "Kết quả", shown.results
    yield "Phí, lệ phí", [_fee_line(fee) for fee in shown.fees] or [NO_FEES]
    yield "Mẫu đơn, tờ khai", shown.forms
    yield "Yêu cầu, điều kiện", [shown.conditions] if shown.conditions else []
    named = any(": " in base for base in shown.legal_bases)
    yield "Căn cứ pháp lý", shown.legal_bases if named or not shown.legal_bases else ["; ".join(shown.legal_bases)]


def _paper_lines(shown: Disclosure) -> list[str]:
    lines = []
    for case, papers in shown.papers:
        lines += [f"Trường hợp {case}:"] if case else []
        lines += [f"{paper.name} ({paper.counts})" for paper in papers]
    return lines


def _joined(words: str, *more: str) -> str:
    told = "; ".join(filter(None, more))
    return f"{words} ({told})" if told else words


def _fee_line(fee: FeeWords) -> str:
    return f"{fee.name}: {_joined(fee.words, fee.case, fee.channel, fee.note)}"


def public_path(code: str, office: str) -> str:
    """Return the path of the public page of a procedure at an office or desk, for QR codes."""
    return f"/thu-tuc/{code}/{office}/"


def limit_summary(shown: Disclosure) -> str:
    """Return the limit in the few words of a list."""
    if shown.immediate:
        return "Trả kết quả ngay"
    words = list(dict.fromkeys(line.words for line in shown.limits))
    return words[0] if len(words) == 1 else f"{words[0]}; tùy trường hợp" if words else NO_DATA


def fee_summary(shown: Disclosure) -> str:
    """Return the fees in the few words of a list."""
    words = list(dict.fromkeys(fee.words for fee in shown.fees))
    return words[0] if len(words) == 1 else f"{len(shown.fees)} khoản, xem chi tiết" if words else "Không ghi khoản thu"
