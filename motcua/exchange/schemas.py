"""What the API takes, version 1. Here only type and size are looked at; the actions judge the rest."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from motcua.core.clock import LOCAL
from motcua.core.text import clean

FIRST_YEAR, LAST_YEAR = 1990, 2100  # of any day that a dossier can speak of


def _day(given: date) -> date:
    if not FIRST_YEAR <= given.year < LAST_YEAR:
        raise ValueError(f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR - 1}.")
    return given


def _moment(given: datetime) -> datetime:
    """Times without an offset are those of Vietnam."""
    _day(given)
    return given if given.tzinfo else given.replace(tzinfo=LOCAL)


Text = Annotated[str, StringConstraints(max_length=500), AfterValidator(clean)]
Line = Annotated[str, StringConstraints(max_length=120), AfterValidator(clean)]
Note = Annotated[str, StringConstraints(max_length=5_000)]
Count = Annotated[int, Field(ge=0, le=999, strict=True)]
Day = Annotated[date, AfterValidator(_day)]
Moment = Annotated[datetime, AfterValidator(_moment)]


class Strict(Schema):
    """Unknown members are refused: a misspelt one would silently do nothing."""

    model_config = ConfigDict(extra="forbid")


class PaperIn(Strict):
    name: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    originals: Count = 0
    copies: Count = 0
    code: Line = ""
    file: UUID | None = Field(None, description="id của tệp đã tải lên (POST /files)")


class PersonIn(Strict):
    kind: Literal["person", "organisation"] = "person"
    name: Annotated[str, StringConstraints(max_length=1_000)]
    identity_number: Line = ""
    phone: Line = ""
    email: Text = ""
    address: Annotated[str, StringConstraints(max_length=1_000)] = ""


class DossierIn(Strict):
    agency: Line = Field(description="mã nơi tiếp nhận, hoặc của cơ quan mà nơi tiếp nhận thuộc về")
    procedure: Line
    case: Line = ""
    channel: Literal["counter", "online", "post"] = "counter"
    applicant: PersonIn
    submitter: PersonIn | None = None
    submitter_role: Line = ""
    papers: Annotated[list[PaperIn], Field(max_length=300)] = []
    limit: Line = Field("", description="khi thủ tục chưa có thời hạn, ví dụ “15 ngày làm việc”")
    subject: Text = ""
    posted_on: Day | None = Field(None, description="ngày trên dấu bưu điện")
    paper_received_at: Moment | None = Field(None, description="lúc nhận thật, với hồ sơ ghi sổ giấy trước")
    note: Note = ""
    competent: Line = Field("", description="mã cơ quan giải quyết, khi nhận cho cơ quan khác trong tỉnh")
    helped_at: Line = Field("", description="mã nơi hỗ trợ nộp; để trống: tại nơi tiếp nhận, hoặc không ai hỗ trợ")
    return_desk: Line = Field("", description="mã nơi trả kết quả; để trống: tại nơi tiếp nhận")
    told_place: Line = Field("", description="mã nơi làm bước của xã, khi địa chỉ hay tờ khai không nêu được")
    idempotency_key: str = Field("", description="tối đa 120 ký tự; cùng khóa, cùng câu trả lời")


class ActionIn(Strict):
    version: Annotated[int, Field(strict=True)]
    note: Note = ""
    inputs: dict[str, Any] = {}


class ClockIn(Strict):
    now: Moment | None = Field(description="null: trở về giờ thật")


class Paged(Strict):
    cursor: str = Field("", description="`next` của trang trước")
    limit: int = Field(20, description="nhiều nhất 100 dòng; danh mục thủ tục 500")


class DossierFilters(Paged):
    state: str = ""
    procedure: Line = ""
    agency: Line = ""
    channel: str = ""
    received_from: Day | None = None
    received_to: Day | None = None
    late: bool | None = None


class ProcedureFilters(Paged):
    agency: Line = ""
    receivable: bool = True
    q: Line = ""


class AbsenceFilters(Paged):
    on: Day | None = Field(None, description="vắng trong ngày này; để trống: từ hôm nay trở đi")
    agency: Line = ""


class ShareIn(Strict):
    kind: Line = Field("", description="loại việc, ví dụ dossier.opinion; để trống: mọi loại")
    mark: Line = Field("", description="field:MÃ LĨNH VỰC hoặc procedure:MÃ THỦ TỤC; để trống: mọi lĩnh vực")
    substitute: Line = Field(description="tên đăng nhập của người làm thay phần việc này")


class AbsenceIn(Strict):
    person: Line = Field("", description="tên đăng nhập của người vắng; để trống: chính vị trí của khóa")
    agency: Line = Field("", description="mã đơn vị của vị trí, khi người đó giữ nhiều vị trí")
    valid_from: Day
    valid_to: Day = Field(description="hết ngày này")
    reason: Literal["leave", "trip", "training", "other"]
    substitute: Line = Field("", description="tên đăng nhập của người làm thay; để trống: không có ai")
    shares: list[ShareIn] = Field([], max_length=12, description="phần việc do người khác làm thay, khớp dòng trước")
    note: Note = ""


class AbsenceEndIn(Strict):
    version: Annotated[int, Field(strict=True)]
    back_on: Day | None = Field(None, description="ngày đi làm lại; để trống: hôm nay")


class TaskFilters(Paged):
    tab: Line = ""


PhoneChannel = Literal["sms", "zalo"]


class ReceiptIn(Strict):
    """Unlike others, what is not known here is let through: providers add members of their own."""

    model_config = ConfigDict(extra="ignore")

    key: UUID = Field(description="khóa của tin, như lúc gửi")
    state: Line = Field(description="accepted, sent, delivered, undelivered, rejected, expired")
    id: Line = ""
    reason: Text = ""
