"""An edition's content in the words of the office, part by part: for pages and for comparing. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from string import ascii_lowercase

from motcua.procedures.editions import ASK, COUNTER, ONLINE, POST, Content, Fee, LimitRule, Measured, Paper, Terms
from motcua.procedures.layout import Layout
from motcua.procedures.online_form import form_lines
from motcua.procedures.routes import (
    AGENCY,
    ANSWER,
    COMMUNE,
    DESK,
    DIVISION,
    END,
    FORWARD,
    LEGS,
    OFFICE,
    SPLIT,
    Route,
    Step,
)  # fmt: skip

Names = Mapping[str, str]
VIETNAM = timezone(timedelta(hours=7))
EVERY_CASE, EVERY_CHANNEL = "Mọi trường hợp", "mọi cách nộp"
CHANNELS = {COUNTER: "trực tiếp", ONLINE: "trực tuyến", POST: "bưu chính công ích"}
UNITS = {
    "working_day": "ngày làm việc", "day": "ngày", "hour": "giờ làm việc", "minute": "phút làm việc", "month": "tháng",
    "year": "năm", "same_day": "trong ngày", "none": "không quy định thời hạn", ASK: "hỏi bộ phận một cửa lúc nhận",
    "unknown": "chưa xác định",
}  # fmt: skip
COUNTED = ("working_day", "day", "hour", "minute", "month", "year")
FEE_KINDS = {"fee": "Phí", "charge": "Lệ phí", "price": "Mức giá"}
POLICIES = {"pause": "Dừng đồng hồ", "restart": "Tính lại từ đầu", "continue": "Vẫn tính tiếp"}
ONLINE_LEVELS = {"": "Không cung cấp", "partial": "Một phần", "full": "Toàn trình"}
PLACES = {
    DESK: "bộ phận một cửa", DIVISION: "bộ phận giải quyết", OFFICE: "đơn vị", COMMUNE: "xã, phường của người nộp",
}  # fmt: skip
STEP_ACTIONS = {  # what the holder of a step may do there
    "receive": "Tiếp nhận", "hand_over": "Chuyển bước", "propose": "Đề xuất", "approve": "Duyệt",
    "sign": "Ký kết quả", "return_result": "Trả kết quả", "request_supplement": "Yêu cầu bổ sung",
    "consult": "Xin ý kiến",
}  # fmt: skip
UNSAID = "Chưa ghi"
FORM_PART = "Biểu mẫu điện tử"


def figure(amount: Decimal | float | int) -> str:
    """Return a number as an office writes it: 10; 3,5."""
    return f"{Decimal(str(amount)).normalize():f}".replace(".", ",")


def dong(amount: int) -> str:
    """Return a sum of money: 16.000 đồng."""
    return f"{amount:,} đồng".replace(",", ".")


def duration(amount: Decimal | None, unit: str) -> str:
    """Return a limit in words: 15 ngày làm việc."""
    words = UNITS.get(unit, unit)
    return f"{figure(amount)} {words}" if amount is not None and unit in COUNTED else words


def where(case: str | None, channel: str | None, cases: Names) -> str:
    """Return for which case and channel a line holds."""
    named = cases.get(case, case) if case else EVERY_CASE
    return f"{named}, {CHANNELS.get(channel, channel) if channel else EVERY_CHANNEL}"


def money(fee: Fee) -> str:
    """Return what is to be paid: an amount, free (0), set by the provincial council, or not known."""
    if fee.set_by_council:
        return f"HĐND cấp tỉnh quy định ({dong(fee.amount)})" if fee.amount is not None else "HĐND cấp tỉnh quy định"
    if fee.amount is None:
        return "Chưa xác định mức thu"
    return dong(fee.amount) if fee.amount else "Miễn, không thu (0 đồng)"


def copies(paper: Paper) -> str:
    """Return how many originals and copies are asked (neither: it is only shown), and how old the paper may be."""
    counted = [
        f"{number} {kind}" for number, kind in ((paper.originals, "bản chính"), (paper.copies, "bản sao")) if number
    ]
    basis = f" ({paper.valid_basis})" if paper.valid_basis else ""
    lasts = f"; có giá trị {paper.valid_months} tháng từ ngày cấp{basis}" if paper.valid_months else ""
    return (", ".join(counted) or "xuất trình") + ("" if paper.required else " (không bắt buộc)") + lasts


def step_words(step: Step, names: Names) -> str:
    """Return who does a step where, and how long it may take."""
    place = PLACES.get(step.at) or names.get(step.at.removeprefix(AGENCY), step.at.removeprefix(AGENCY))
    if step.at.startswith(ANSWER):
        place = f"theo câu trả lời “{step.at.removeprefix(ANSWER)}”"
    if step.kind == LEGS:
        time = duration(step.amount, step.unit)
        return f"song song: {', '.join(leg.name for leg in step.legs) or 'chưa có nhánh nào'}; {time}"
    time = "không giao thời gian riêng" if step.unit == "none" else duration(step.amount, step.unit)
    return f"{place}; {time}"


def route_words(route: Route, names: Names) -> Iterator[tuple[str, str]]:
    """Return each step by its number, the steps of parallel legs as 4a.1, 4a.2, 4b.1 after the step that opens them.

    Those of a drawn route in the order in which one comes to them, with the numbers of the steps they lead on to.
    """
    if route.is_drawn:
        yield from _drawn_words(route, names)
        return
    for number, step in enumerate(route.steps, 1):
        yield f"{number}. {step.name}", step_words(step, names)
        for letter, leg in zip(ascii_lowercase, step.legs, strict=False):
            for place, each in enumerate(leg.steps, 1):
                yield f"{number}{letter}.{place}. {leg.name}: {each.name}", step_words(each, names)


def _drawn_words(route: Route, names: Names) -> Iterator[tuple[str, str]]:
    order = Layout(route).order if route.steps else []
    numbers = {key: str(number) for number, key in enumerate(order, 1)}
    for key in order:
        step = route.step(key)
        ahead = [numbers[to] for way in step.leading(FORWARD, SPLIT) for to in way.to if to in numbers and to != END]
        onward = f"; tới bước {', '.join(dict.fromkeys(ahead))}" if ahead else ""
        yield f"{numbers[key]}. {step.name}", f"{step_words(step, names)}{onward}"


def allotted(route: Route) -> str:
    """Return the sum of what the steps are given, unit by unit: 2 ngày làm việc và 11 giờ 30 phút làm việc."""
    sums: dict[str, Decimal] = {}
    for step in route.steps:
        if step.amount is not None and step.unit in COUNTED:
            unit, times = ("minute", 60) if step.unit == "hour" else (step.unit, 1)
            sums[unit] = sums.get(unit, Decimal(0)) + step.amount * times
    hours, minutes = divmod(sums.pop("minute", Decimal(0)), 60)
    parts = [duration(amount, unit) for unit, amount in sums.items()]
    if hours or minutes:
        said = [f"{figure(hours)} giờ"] * bool(hours) + [f"{figure(minutes)} phút"] * bool(minutes)
        parts.append(f"{' '.join(said)} làm việc")
    return " và ".join(parts) or "không giao thời gian"


def unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return lines by label, a repeated label with its number behind it: nothing is lost."""
    seen: Counter[str] = Counter()
    lines = {}
    for label, text in pairs:
        seen[label] += 1
        lines[label if seen[label] == 1 else f"{label} ({seen[label]})"] = text
    return lines


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else UNSAID


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if moment else UNSAID


def yes_no(value: bool | None) -> str:
    """Return an answer: nobody's answer is not "no"."""
    return UNSAID if value is None else "Có" if value else "Không"


def _limit(rule: LimitRule) -> str:
    return duration(rule.amount, rule.unit) + (f" ({rule.basis})" if rule.basis else "")


def _fee_label(fee: Fee, cases: Names) -> str:
    return f"{FEE_KINDS.get(fee.kind, fee.kind)}: {fee.name} – {where(fee.case, fee.channel, cases)}"


def _fee(fee: Fee) -> str:
    return money(fee) + (f". {fee.note}" if fee.note else "")


def _paper_label(paper: Paper, cases: Names) -> str:
    return paper.name if paper.case is None else f"{paper.name} – {cases.get(paper.case, paper.case)}"


def _terms(terms: Terms) -> dict[str, str]:
    most = "không giới hạn" if terms.max_supplements is None else f"{terms.max_supplements} lần"
    return {
        "Giờ chốt nhận trong ngày": f"{terms.cutoff:%H:%M}" if terms.cutoff else "Không",
        "Khi chờ bổ sung": POLICIES.get(terms.supplement_policy, terms.supplement_policy),
        "Số lần yêu cầu bổ sung": most,
        "Số lần gia hạn": f"{terms.max_extensions} lần, trước hạn ít nhất {terms.extension_days_before} ngày",
        "Nhận không phụ thuộc địa giới": f"từ {terms.crosses_from:%d/%m/%Y}" if terms.crosses_from else "Không",
    }


def measured_words(measured: Measured) -> dict[str, str]:
    """Return what the service index asks, in words."""
    return {
        "Ngày quyết định công bố": _day(measured.decided_on),
        "Thời điểm công khai": _moment(measured.made_public_at),
        "Đủ điều kiện toàn trình": yes_no(measured.full_online_eligible),
        "Kết quả là bản giấy": yes_no(measured.paper_result),
        "Nộp phí, lệ phí trực tuyến": yes_no(measured.pays_online),
        **{f"Hiệu lực của {each.basis}": _day(each.effective_from) for each in measured.effects},
    }


def content_parts(content: Content, names: Names | None = None) -> dict[str, dict[str, str]]:
    """Return all of an edition's content in words; `names` gives the names of units by code."""
    names = names or {}
    cases = {case.key: case.name for case in content.cases}
    general = {
        "Tên": content.name,
        "Lĩnh vực": content.field_name,
        "Bộ phận giải quyết": names.get(content.division, content.division),
        "Quyết định áp dụng": content.decision or UNSAID,
        "Trả kết quả ngay": yes_no(content.immediate),
        "Dịch vụ trực tuyến": ONLINE_LEVELS.get(content.online_level, content.online_level),
    }
    return {
        "Thông tin chung": general,
        "Trường hợp": cases,
        "Thời hạn giải quyết": unique(
            (where(r.case, r.channel, cases).capitalize(), _limit(r)) for r in content.limits
        ),
        "Phí, lệ phí": unique((_fee_label(fee, cases), _fee(fee)) for fee in content.fees),
        "Thành phần hồ sơ": unique((_paper_label(paper, cases), copies(paper)) for paper in content.papers),
        "Quy trình": dict(route_words(content.route, names)),
        "Kết quả": unique((result, "có") for result in content.results),
        "Căn cứ pháp lý": unique((basis, "có") for basis in content.legal_bases),
        "Quy tắc riêng": _terms(content.terms),
        FORM_PART: form_lines(content.form),
        "Số liệu cho bộ chỉ số phục vụ": measured_words(content.measured),
    }
