"""Reading a time limit as people wrote it: an amount and a unit, or why a person must look at it first.

Careful rather than clever: a text is understood only when every word of it is known to leave the limit alone. All
else is doubtful, with the first amount found as a suggestion, and a doubtful limit never gives a due date.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from motcua.worktime.deadlines import MONTHS, MOST, Limit, Unit

SURE_HOURS = 8
"""More plain hours than this may be clock hours, or days × 8, or a typing error: the catalogue has all three."""

LONGEST = 300
"""A text of more characters always has something to tell beside the limit."""

_UNITS = {
    "ngày làm việc": Unit.WORKING_DAY,
    "ngày": Unit.DAY,
    "giờ làm việc": Unit.HOUR,
    "giờ": Unit.HOUR,
    "phút": Unit.MINUTE,
    "tháng": Unit.MONTH,
    "năm": Unit.YEAR,
}
_ONES = (
    (1, "một"), (1, "mốt"), (2, "hai"), (3, "ba"), (4, "bốn"), (4, "tư"), (5, "năm"), (5, "lăm"), (5, "nhăm"),
    (6, "sáu"), (7, "bảy"), (7, "bẩy"), (8, "tám"), (9, "chín"),
)  # fmt: skip
_TENS = ((10, "mười"), *((10 * number, f"{word} mươi") for number, word in _ONES if number > 1))
_WORD_NUMBERS = (
    {word: number for number, word in (*_ONES, *_TENS)}
    | {f"{ten} {one}": tens + ones for tens, ten in _TENS for ones, one in _ONES}
    | {f"{ten} lăm": 10 * tens + 5 for tens, ten in _ONES if tens > 1}
)
_WORDS = "|".join(sorted(_WORD_NUMBERS, key=len, reverse=True))
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_NUMBER = r"\d+(?:[.,]\d+)?"
_AMOUNT = re.compile(
    rf"(?<![\w/.,])(?:(?P<digits>{_NUMBER})\s*(?:\((?P<spelled>[^()\d]*)\)\s*)?"
    rf"|(?P<words>{_WORDS})\s*\((?P<again>{_NUMBER})\)\s*|(?P<alone>{_WORDS})\s+)(?P<unit>{_UNIT})(?!\w)"
)
_TYPOS = (
    (r"k[êềể] t[ừử]", "kể từ"),
    (r"\bhồ so\b", "hồ sơ"),
    (r"ngày làm việc ngày", "ngày làm việc"),
    (r"\bngày làm viêc\b", "ngày làm việc"),
    (r"\b(\d+(?:[.,]\d+)?)(ngày|giờ|tháng)", r"\1 \2"),
)
_KEPT = {"Zs": " ", "Cc": " ", "Cf": "", "Co": ""}  # what becomes of spaces, controls, marks and Word's bullets
_NO_LIMIT = {"không quy định", "không quy định thời hạn", "không quy định thời hạn giải quyết", "không có quy định"}
_NOTHING = {"", "-", "–", "không", "không có", "không phải trả kết quả cho người nộp thuế"}
_AT_ONCE = {"ngay", "trả ngay", "giải quyết ngay", "trả kết quả ngay", "ngay lập tức", "ngay khi nhận đủ hồ sơ"}
_WITHIN_DAY = re.compile(
    r"(?:thời (?:hạn|gian)(?: giải quyết)?:? |thực hiện |giải quyết |trả kết quả )*(?:ngay )?trong ngày(?: làm việc)?"
    r"(?: (?:tiếp nhận|nhận)(?: được)?(?: (?:đủ|hồ sơ|đầy đủ|hợp lệ|chính xác|theo quy định))*)?"
)
_CHANNEL = (
    r"(?:nộp (?:hồ sơ )?(?:trực tiếp|trực tuyến|qua (?:dịch vụ )?bưu chính)[^;]{0,150}?"
    r"|(?:qua )?(?:dịch vụ )?bưu chính công ích)"
)
_LEAD = re.compile(
    rf"(?:{_CHANNEL}[.;] *-? *)?"
    r"(?:(?:tổng )?(?:thời hạn|thời gian)(?: tối đa)?(?: (?:giải quyết|thực hiện|xử lý))?"
    r"(?: (?:hồ sơ|thủ tục|thủ tục hành chính))?(?: là)? ?:? ?)?"
    r"(?:(?:trong|thời hạn|thời gian|khoảng|vòng|không quá|chậm nhất|tối đa|là) ?)*"
)
_START = re.compile(
    r"[ ,(]*(?:(?:được tính |tính )?(?:kể từ|từ|sau|kể)(?: (?:ngày làm việc|ngày|khi|thời điểm|lúc))?"
    r"(?: (?P<who>[^,;.:()]{1,60}?))??"
    r" (?:(?:tiếp nhận|nhận|thụ lý|có|ghi)(?: (?:được|đủ|đầy đủ))*|đủ) (?P<what>.*?))?[ ,.;)]*"
    rf"(?:[.;]? *- *{_CHANNEL}[ .;]*)?"
)
_WHO = re.compile(
    r"(?:ubcknn|cơ quan(?: (?:có thẩm quyền|đăng ký|tiếp nhận|giải quyết|cấp phép|thuế|hải quan|nhà nước))*|"
    r"sở(?: \w+){1,5}|bộ(?: \w+){1,5}|ủy ban nhân dân(?: \w+){0,6}|ubnd(?: \w+){0,4}|tổ chức(?: \w+){0,3}|"
    r"(?:các )?cơ quan cấp xã|trung tâm(?: \w+){1,6}|chi cục(?: \w+){1,5}|cục(?: \w+){1,5}|"
    r"ngân hàng nhà nước(?: \w+){0,3})"
)
_GOODS = (
    "bộ|đủ|đầy đủ|và|hợp lệ|đúng|chính thức|hoàn chỉnh|hoàn thiện|chính xác|của|cơ sở|nhà đầu tư|doanh nghiệp|tổ chức|"
    "cá nhân|người nộp|người đề nghị|công dân|người yêu cầu|người dân|theo quy định|theo đúng quy định|quy định|"
    "pháp luật|yêu cầu|đề nghị|thành phần|giấy tờ|tài liệu|hồ sơ|đơn|văn bản đề nghị|phiếu|phiếu tiếp nhận|trên|"
    "tờ khai|và phí|nộp|đăng ký|xin cấp phép|đề nghị cấp|giấy phép|về số lượng"
)
_WHAT = re.compile(
    r"(?:(?:đầy đủ )?hồ sơ (?:đề nghị|đăng ký|xin|yêu cầu) "
    r"(?!.*(?:kết quả|kết luận|ý kiến|thẩm định|họp|biên bản| có | từ |\d))[\w ]+"
    rf"|(?=.*(?:hồ sơ|giấy tờ|đơn|văn bản đề nghị|đề nghị|yêu cầu|tờ khai))(?:(?:{_GOODS})[ ,]*)+)"
)
_REFUSAL = re.compile(
    r"[.;,]? *(?:trong )?(?:trường hợp|nếu)(?: không(?: \w+){1,6}| từ chối(?: \w+){0,8})[ ,:;]*(?:thì )?(?:[\w ,]*? )?"
    r"(?:phải |có )*(?:trả lời|thông báo|văn bản|nêu)[\w ,()]*lý do[\w ,()]*\.?$"
)
_CONDITIONS = (
    ("miền núi|vùng sâu|vùng xa|biên giới|hải đảo|khó khăn", "thời hạn khác nhau theo vùng"),
    ("không tính|không bao gồm|không kể|chưa kể|trừ thời gian|\\+", "có thời gian không tính hoặc cộng thêm"),
    ("gia hạn|kéo dài|tăng thêm", "có thể kéo dài thời hạn"),
    ("trường hợp|đối với|nếu|hoặc", "thời hạn có điều kiện"),
)


@dataclass(frozen=True)
class _Found:
    amount: Decimal
    unit: Unit
    plain_hours: bool
    disagrees: bool
    start: int
    end: int

    def words(self) -> str:
        return f"{self.amount.normalize():f} {'giờ' if self.plain_hours else _label(self.unit)}"


def limit_from(text: str) -> Limit:
    """Read one text as a limit; what is not surely understood comes back with a doubt or as unknown."""
    plain = _plain(text)
    special = _special(plain)
    if special is not None:
        return special
    found = _amounts(plain)
    if not found:
        return Limit(None, Unit.UNKNOWN, _why_unknown(plain))
    first = found[0]
    return Limit(first.amount, first.unit, _doubt(plain, found))


def _plain(text: str) -> str:
    """Composed lower-case letters, single spaces, no bullets, no invisible characters, known slips corrected."""
    text = "".join(_KEPT.get(unicodedata.category(c), c) for c in unicodedata.normalize("NFC", text).lower())
    text = " ".join(text.split())
    if text not in {"-", "–"}:
        text = text.lstrip("-–+*•. ").rstrip(" .;,")
    for wrong, right in _TYPOS:
        text = re.sub(wrong, right, text)
    return text


def _special(plain: str) -> Limit | None:
    if plain in _NO_LIMIT or plain in _AT_ONCE:
        return Limit(None, Unit.NONE)
    if plain in _NOTHING:
        return Limit(None, Unit.NONE if plain.startswith("không") else Unit.UNKNOWN, f"chỉ ghi “{plain}”")
    if _WITHIN_DAY.fullmatch(plain.replace(",", "")):
        return Limit(None, Unit.SAME_DAY)
    return None


def _amounts(plain: str) -> list[_Found]:
    return [_found(match) for match in _AMOUNT.finditer(plain)]


def _found(match: re.Match[str]) -> _Found:
    words = match["spelled"] or match["words"] or match["alone"]
    digits = match["digits"] or match["again"]
    spelled = _WORD_NUMBERS.get((words or "").strip())
    amount = Decimal(digits.replace(",", ".")) if digits else Decimal(spelled or 0)
    disagrees = bool(words and digits) and spelled != amount
    return _Found(amount, _UNITS[match["unit"]], match["unit"] == "giờ", disagrees, match.start(), match.end())


def _doubt(plain: str, found: list[_Found]) -> str | None:
    if len(found) > 1:
        return "nhiều thời hạn trong một câu: " + "; ".join(one.words() for one in found[:6])
    if len(plain) > LONGEST:
        return "câu dài, có phần diễn giải cần người xem"
    only = found[0]
    return _doubt_of_amount(only) or _doubt_of_words(plain[: only.start], plain[only.end :])


def _doubt_of_amount(only: _Found) -> str | None:
    checks = (
        (only.disagrees, "số ghi bằng chữ không khớp số ghi bằng chữ số"),
        (int(only.amount.as_tuple().exponent) < -2, "dấu chấm hoặc dấu phẩy có thể là hàng nghìn"),
        (not 0 < only.amount <= MOST, "số 0 hoặc quá lớn không phải là thời hạn"),
        (only.unit in MONTHS and only.amount % 1, "phần lẻ của tháng hoặc năm"),
        (only.plain_hours and only.amount == 15, "có thể là mốc 15 giờ trong ngày, không phải thời hạn 15 giờ"),
        (only.plain_hours and only.amount > SURE_HOURS, "không rõ là giờ đồng hồ hay giờ làm việc"),
    )
    return next((why for found, why in checks if found), None)


def _doubt_of_words(before: str, after: str) -> str | None:
    after = _REFUSAL.sub("", after)
    begins = _START.fullmatch(after)
    if _LEAD.fullmatch(before) and begins and _is_receipt(begins["who"], begins["what"]):
        return None
    around = f"{before} … {after}"
    for words, why in _CONDITIONS:
        if re.search(words, around):
            return why
    if begins or re.match(r"[ ,(]*(?:kể từ|từ|sau|trước)", after):
        return "mốc tính thời hạn hoặc phần diễn giải cần người xem"
    return "câu có phần diễn giải cần người xem"


def _is_receipt(who: str | None, what: str | None) -> bool:
    if what is None:
        return True
    return (not who or bool(_WHO.fullmatch(who))) and bool(_WHAT.fullmatch(what.strip(" ,.;")))


def _why_unknown(plain: str) -> str:
    if re.fullmatch(rf"{_NUMBER}\s*(?:khác|other|khác ?\(other\))", plain):
        return "đơn vị “khác”: xem phần mô tả hoặc quy định riêng"
    if re.fullmatch(_NUMBER, plain):
        return "chỉ có số, không có đơn vị"
    if re.search(r"\d", plain):
        return "không đọc được thời hạn từ câu này"
    return "không nêu thời hạn"


def _label(unit: Unit) -> str:
    return next(words for words, one in _UNITS.items() if one == unit)
