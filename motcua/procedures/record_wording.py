"""A national record in the words of the office, part by part: for pages and for comparing. Pure."""

from datetime import datetime

from motcua.procedures.fees import AMOUNT, FREE, NOT_PRESCRIBED, SET_BY_COUNCIL, SET_ELSEWHERE, FeeLine
from motcua.procedures.records import Case, ChannelTerms, Limit, NationalRecord, Paper
from motcua.procedures.wording import CHANNELS as CHANNEL_WORDS
from motcua.procedures.wording import FEE_KINDS, UNSAID, VIETNAM, dong, duration, figure, unique

STANDINGS = {
    FREE: "miễn", SET_BY_COUNCIL: "HĐND cấp tỉnh quy định", SET_ELSEWHERE: "theo văn bản khác",
    NOT_PRESCRIBED: "không quy định thu",
}  # fmt: skip
RETURNS = {"paper": "bản giấy", "file": "bản điện tử"}


def limit_words(limit: Limit) -> str:
    """Return a limit as stated, with what is doubtful about it."""
    stated = limit.text if limit.unit == "unknown" or limit.amount is None else duration(None, limit.unit)
    if limit.amount is not None and limit.unit != "unknown":
        stated = f"{figure(limit.amount)} {stated}"
    return f"{stated} (nghi vấn: {limit.doubt})" if limit.doubt else stated


def fee_words(fee: FeeLine) -> str:
    """Return a line of fees as the source states it."""
    known = dong(fee.amount) if fee.currency == "VND" and fee.amount is not None else f"{fee.amount} {fee.currency}"
    stated = known if fee.standing == AMOUNT and fee.amount is not None else STANDINGS.get(fee.standing, "không rõ")
    return f"{stated}. {fee.text}" if fee.text else stated


def paper_words(paper: Paper) -> str:
    """Return how many originals and copies a paper is asked in."""
    counted = [f"{n} {kind}" for n, kind in ((paper.originals, "bản chính"), (paper.copies, "bản sao")) if n]
    return ", ".join(counted) or "xuất trình"


def channel_words(terms: ChannelTerms) -> str:
    return CHANNEL_WORDS.get(terms.channel, "không rõ cách nộp").capitalize()


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(VIETNAM):%H:%M %d/%m/%Y}" if text else UNSAID


def _paper_label(case: Case, paper: Paper) -> str:
    return f"{paper.name} – {case.name}" if case.kind == "case" else paper.name


def _general(record: NationalRecord) -> dict[str, str]:
    decision = " ".join(filter(None, (record.decision.number, record.decision.date, record.decision.agency)))
    return {
        "Tên": record.name,
        "Lĩnh vực": f"{record.field} ({record.field_code})" if record.field_code else record.field,
        "Cấp thực hiện": ", ".join(record.levels),
        "Cơ quan thực hiện": "; ".join(record.agencies),
        "Cơ quan có thẩm quyền": "; ".join(record.authorities),
        "Cơ quan phối hợp": "; ".join(record.coordinating),
        "Đối tượng": "; ".join(record.applicants),
        "Quyết định công bố": decision or UNSAID,
        "Thời điểm công khai": _moment(record.made_public),
        "Dịch vụ trực tuyến": "Toàn trình" if record.online_level == "full" else "Không ghi toàn trình",
        "Chỉ nhận trực tiếp": "Có" if record.offline_only else "Không",
        "Kết quả trả bằng": ", ".join(RETURNS.get(each, each) for each in record.returned_as) or UNSAID,
        "Yêu cầu, điều kiện": record.conditions,
    }


def record_parts(record: NationalRecord) -> dict[str, dict[str, str]]:
    """Return all of a national record in words."""
    limits = [(channel_words(terms), limit_words(terms.limit)) for terms in record.channels]
    limits += [(f"Trường hợp {each.code}", limit_words(each.limit)) for each in record.case_limits]
    fees = (
        (f"{FEE_KINDS.get(f.kind, f.kind)}, {channel_words(t)}", fee_words(f)) for t in record.channels for f in t.fees
    )
    papers = ((_paper_label(case, paper), paper_words(paper)) for case in record.cases for paper in case.papers)
    return {
        "Thông tin chung": _general(record),
        "Thời hạn": unique(limits),
        "Phí, lệ phí": unique(fees),
        "Giấy tờ": unique(papers),
        "Trình tự": {f"Bước {number}": text for number, text in enumerate(record.steps, 1)},
        "Căn cứ pháp lý": unique((basis.code or basis.name, basis.name) for basis in record.legal_bases),
        "Kết quả": unique((result.name, result.code or "có") for result in record.results),
    }
