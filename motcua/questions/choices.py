"""The sixteen kinds of question, and what an account knows of its person."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a question asks for."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    IDENTITY = "identity"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    FILE = "file"
    GROUP = "group"
    DECLARATION = "declaration"
    INFORMATION = "information"


KIND_LABELS = {
    Kind.TEXT: "dòng chữ",
    Kind.LONG_TEXT: "đoạn văn",
    Kind.NUMBER: "số",
    Kind.MONEY: "số tiền",
    Kind.DATE: "ngày",
    Kind.YES_NO: "có hoặc không",
    Kind.CHOICE: "chọn một",
    Kind.CHOICES: "chọn nhiều",
    Kind.IDENTITY: "số giấy tờ",
    Kind.PHONE: "điện thoại",
    Kind.EMAIL: "thư điện tử",
    Kind.ADDRESS: "địa chỉ",
    Kind.FILE: "tệp",
    Kind.GROUP: "nhóm lặp",
    Kind.DECLARATION: "cam đoan",
    Kind.INFORMATION: "thông tin",
}


class Fits(NamedTuple):
    """What a kind of question can be used for."""

    expression: str | None = None  # its type in expressions
    ordered: bool = False  # less than, more than
    enumerable: bool = False  # is one of a few known values
    computed: bool = False  # its value may come from an expression


FITS = {
    Kind.TEXT: Fits("text", computed=True),
    Kind.LONG_TEXT: Fits("text"),
    Kind.NUMBER: Fits("number", ordered=True, computed=True),
    Kind.MONEY: Fits("number", ordered=True, computed=True),
    Kind.DATE: Fits("day", ordered=True, computed=True),
    Kind.YES_NO: Fits("truth", enumerable=True, computed=True),
    Kind.CHOICE: Fits("text", enumerable=True),
    Kind.CHOICES: Fits("list"),
    Kind.IDENTITY: Fits("text"),
    Kind.PHONE: Fits("text"),
    Kind.EMAIL: Fits("text"),
    Kind.ADDRESS: Fits(),
    Kind.FILE: Fits("list"),
    Kind.GROUP: Fits("list"),
    Kind.DECLARATION: Fits("truth", enumerable=True),
    Kind.INFORMATION: Fits(),
}

ACCOUNT = {
    "name": Kind.TEXT,
    "identity_number": Kind.IDENTITY,
    "birth_date": Kind.DATE,
    "address": Kind.ADDRESS,
    "phone": Kind.PHONE,
    "email": Kind.EMAIL,
    "tax_code": Kind.IDENTITY,  # of an organisation that it is filed for; a person's account has none
}


AUTHORISATION, FOR_WHOM = "authorisation", "for_whom"  # codes that filing for somebody else asks with: no form's own


class Era(StrEnum):
    """By which list of administrative units an address is told."""

    CURRENT = "current"
    BEFORE = "before_2025_07"
    ABROAD = "abroad"


class Channel(StrEnum):
    """How an application comes; online discounts look at it."""

    ONLINE = "online"
    COUNTER = "counter"
    POST = "post"


DEFAULT_LAYOUT = "plain"
LAYOUTS = {  # how the application paper is printed: sheets/<name>.typ
    DEFAULT_LAYOUT: "bố cục chung",
    "birth": "tờ khai đăng ký khai sinh",
    "death": "tờ khai đăng ký khai tử",
    "marriage": "tờ khai đăng ký kết hôn",
    "marital_status": "tờ khai xác nhận tình trạng hôn nhân",
    "certified_copies": "phiếu yêu cầu chứng thực bản sao",
    "household_business": "giấy đề nghị đăng ký hộ kinh doanh",
    "land_change": "đơn đăng ký biến động đất đai",
}
