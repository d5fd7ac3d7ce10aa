"""Whether a draft may become an edition: everything a dossier will need is there and confirmed. Pure."""

from collections.abc import Iterator, Sequence

from motcua.procedures.editions import ASK, CHANNELS, Content, LimitRule
from motcua.procedures.online_form import form_problems, place_words
from motcua.procedures.records import ChannelTerms
from motcua.worktime.deadlines import Limit, Unit

Problem = tuple[str, str]


def national_limits(channels: Sequence[ChannelTerms]) -> set[tuple[float | None, str]]:
    """Return the (amount, unit) pairs that the national record states without a doubt."""
    return {(terms.limit.amount, terms.limit.unit) for terms in channels if terms.limit.usable}


def _is_usable(rule: LimitRule) -> bool:
    if rule.unit == ASK:
        return True
    try:
        return Limit(rule.amount, Unit(rule.unit)).is_determined
    except ValueError:
        return False


def _limit_problems(content: Content, stated: set[tuple[float | None, str]]) -> Iterator[Problem]:
    cases: list[str | None] = [case.key for case in content.cases] or [None]
    for rule in content.limits:
        if not _is_usable(rule):
            yield "limit_not_usable", f"Thời hạn “{rule.amount or ''} {rule.unit}” không dùng được."
        amount = None if rule.amount is None else float(rule.amount)
        if rule.unit != ASK and not rule.basis and (amount, rule.unit) not in stated:
            yield (
                "limit_not_confirmed",
                "Thời hạn không theo bản quốc gia: cần văn bản quyết định của đơn vị.",
            )
    if any(content.limit_for(case=case, channel=channel) is None for case in cases for channel in CHANNELS):
        yield "limit_missing", "Có trường hợp hoặc cách nộp chưa có thời hạn (hoặc chọn hỏi bộ phận một cửa)."


def _reference_problems(content: Content) -> Iterator[Problem]:
    known = {case.key for case in content.cases}
    if len(known) != len(content.cases):
        yield "case_repeated", "Có hai trường hợp trùng khóa."
    used = {rule.case for rule in content.limits} | {paper.case for paper in content.papers}
    used |= {fee.case for fee in content.fees}
    for key in sorted(key for key in used if key is not None and key not in known):
        yield "case_unknown", f"Trường hợp “{key}” không có trong danh sách."
    if any(not paper.name.strip() or paper.originals < 0 or paper.copies < 0 for paper in content.papers):
        yield "paper_invalid", "Có giấy tờ không tên hoặc số bản âm."
    if any(paper.valid_months is not None and paper.valid_months < 1 for paper in content.papers):
        yield "paper_validity", "Giá trị sử dụng của giấy tờ tính bằng tháng, ít nhất 1."
    if any(paper.valid_months and not paper.valid_basis.strip() for paper in content.papers):
        yield "paper_validity_basis", "Giấy tờ có thời hạn giá trị phải ghi căn cứ."
    if any(fee.amount is not None and fee.amount < 0 for fee in content.fees):
        yield "fee_invalid", "Mức thu không được âm."


def _terms_problems(content: Content) -> Iterator[Problem]:
    terms = content.terms
    if terms.supplement_policy not in ("pause", "restart", "continue"):
        yield "policy_unknown", f"Cách tính khi bổ sung lạ: {terms.supplement_policy}."
    if min(terms.max_supplements or 0, terms.max_extensions, terms.extension_days_before) < 0:
        yield "terms_invalid", "Số lần bổ sung, gia hạn và số ngày trước hạn không được âm."


def problems(content: Content, *, national: Sequence[ChannelTerms] = ()) -> list[Problem]:
    """Return (code, Vietnamese message) of everything that keeps a draft from being published; [] when nothing does."""
    found: list[Problem] = []
    for name, value in (("mã", content.code), ("tên", content.name), ("lĩnh vực", content.field_name)):
        if not value.strip():
            found.append(("missing", f"Thiếu {name} thủ tục."))
    found += _limit_problems(content, national_limits(national))
    found += _reference_problems(content)
    found += _terms_problems(content)
    found += [("form_invalid", place_words(problem)) for problem in form_problems(content)]
    return list(dict.fromkeys(found))
