"""How figures, dates and money are written on a Vietnamese screen, and how a person may type them."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import dates

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = (*tuple(f"Thứ\xa0{name}" for name in ("Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy")), "Chủ\xa0Nhật")
TYPED_DATE = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2}|\d{4})", re.ASCII)
PACKED_DATE = re.compile(r"(\d{2})(\d{2})(\d{2}|\d{4})", re.ASCII)
SIZES = ("B", "KB", "MB", "GB")
KILO = 1024
FIRST_YEAR, LAST_YEAR = 1800, 2200  # of days that people type


def local(moment: date | datetime) -> date | datetime:
    """Return a date unchanged and an instant on the wall clock of Vietnam (a naive one is there already)."""
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(LOCAL)
    return moment


def day(moment: date | datetime) -> str:
    """Write 23/11/2026."""
    return f"{local(moment):%d/%m/%Y}"


def span(first: date, last: date) -> str:
    """Write a period of whole days, both included: từ 01/03/2026 đến hết 31/03/2026."""
    return f"từ {day(first)} đến hết {day(last)}"


def day_month(moment: date | datetime) -> str:
    """Write 23/11, for places where the year is plain."""
    return f"{local(moment):%d/%m}"


def clock(moment: datetime) -> str:
    """Write 17:00."""
    return f"{local(moment):%H:%M}"


def moment(at: date | datetime) -> str:
    """Write 23/11/2026 17:00; a date without a time is written as a day."""
    return f"{local(at):%d/%m/%Y %H:%M}" if isinstance(at, datetime) else day(at)


def weekday(at: date | datetime) -> str:
    """Write Thứ Hai … Chủ Nhật."""
    return WEEKDAYS[local(at).weekday()]


def long_day(at: date | datetime) -> str:
    """Write thứ Hai 23/11/2026, for the middle of a sentence."""
    name = weekday(at)
    return f"{name[0].lower()}{name[1:]} {day(at)}"


def leaf_words(at: date | datetime, language: str | None) -> tuple[str, str]:
    """Write what stands above and below the day on a calendar's leaf: (Thứ Hai, tháng 11, 2026); (Monday, November
    2026) on a page in English."""
    there = local(at)
    if language == "en":
        return str(dates.WEEKDAYS[there.weekday()]), f"{dates.MONTHS[there.month]} {there.year}"
    return weekday(at), f"tháng {there.month}, {there.year}"


def machine(at: date | datetime) -> str:
    """Write the value of a <time datetime>: local, without seconds."""
    there = local(at)
    return there.strftime("%Y-%m-%dT%H:%M") if isinstance(there, datetime) else there.isoformat()


def number(value: int | float | Decimal, digits: int | None = None) -> str:
    """Group by dots and put a comma before decimals: 1.234.567, 12,5. `digits` fixes the number of decimals."""
    value = value + 0  # a figure that is counted only when it is drawn becomes a number here
    if digits is None:
        text = f"{value:,}" if isinstance(value, int) else f"{Decimal(str(value)).normalize():,f}"
    else:
        text = f"{value:,.{digits}f}"
    return text.translate(str.maketrans(",.", ".,")).replace("-", "−")


def dong(value: int) -> str:
    """Write an amount of money: 1.234.567 đồng."""
    return f"{number(int(value))} đồng"


def percent(part: float, whole: float, digits: int = 1) -> str:
    """Write a share as 92,5 %; of nothing it is a dash."""
    return f"{number(part * 100 / whole, digits)} %" if whole else "–"


def size(octets: int) -> str:
    """Write a file's size: 412 KB, 1,8 MB."""
    amount = float(octets)
    step = 0
    while amount >= KILO and step < len(SIZES) - 1:
        amount /= KILO
        step += 1
    return f"{number(amount, 1 if step >= SIZES.index('MB') else 0)} {SIZES[step]}"


def mask_identity(value: str) -> str:
    """Keep the first three and last four digits of an identity number: 046•••••0318."""
    return f"{value[:3]}{'•' * (len(value) - 7)}{value[-4:]}" if len(value) > 8 else "•" * len(value)


def mask_phone(value: str) -> str:
    """Keep the last three digits of a telephone number: •••• ••• 274."""
    digits = re.sub(r"\D", "", value)
    return f"•••• ••• {digits[-3:]}" if len(digits) > 6 else "•" * len(digits)


def split_code(code: str) -> tuple[str, str]:
    """Split a dossier code before the tail that people read aloud: 000.00.32.H57- and 261105-0018."""
    parts = code.split("-")
    if len(parts) < 3:
        return "", code
    tail = "-".join(parts[-2:])
    return code[: -len(tail)], tail


def read_day(text: str) -> date:
    """Read what a person types for a date: 01/02/2026, 1/2/26, 1.2.2026, 1-2-26, 010226, 01022026, 2026-02-01.

    Two-digit years are 2000–2069 and 1970–1999. Raises ValueError for anything else, and for a day of a year that no
    office means: whoever counts on from there would leave the calendar of computers.
    """
    found = _day(" ".join(text.split()))
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(text)
    return found


def _day(text: str) -> date:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return date.fromisoformat(text)
    found = TYPED_DATE.fullmatch(text) or PACKED_DATE.fullmatch(text)
    if found is None:
        raise ValueError(text)
    days, months, years = (int(part) for part in found.groups())
    if years < 100:
        years += 2000 if years < 70 else 1900
    return date(years, months, days)


def read_moment(text: str) -> datetime:
    """Read a date and a time of Vietnam (`1/2/26 7:30`, `01/02/2026 07h30`, ISO); returns UTC. Raises ValueError."""
    text = " ".join(text.replace("T", " ").split())
    head, _, tail = text.rpartition(" ")
    found = re.fullmatch(r"(\d{1,2})[:h](\d{2})?", tail, re.ASCII)
    if found is None:
        raise ValueError(text)
    there = datetime(*read_day(head).timetuple()[:3], int(found[1]), int(found[2] or 0), tzinfo=LOCAL)
    return there.astimezone(UTC)


def read_dong(text: str) -> int:
    """Read an amount typed with or without dots and the word đồng: 16.000, 16000, 16.000 đ. Raises ValueError."""
    bare = re.sub(r"\s|đồng|đ|vnđ|₫", "", text.lower())
    if not re.fullmatch(r"\d{1,15}|\d{1,3}([.,]\d{3}){1,4}", bare, re.ASCII):
        raise ValueError(text)
    return int(re.sub(r"[.,]", "", bare))
