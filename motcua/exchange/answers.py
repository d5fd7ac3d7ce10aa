"""What the API answers, version 1: the description is made from these, and every answer is held to them."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class Warning(BaseModel):
    code: str
    message: str


class DossierMade(BaseModel):
    code: str
    state: str
    version: int
    received_at: Moment | None
    due_at: Moment | None
    answer_due_at: Moment | None
    tracking_url: str
    documents: dict[str, str]
    warnings: list[Warning]


class DossierBrief(BaseModel):
    code: str
    state: str
    label: str
    version: int
    national_code: int
    procedure: str
    agency: str
    desk: str
    applicant: str
    channel: str
    received_at: Moment | None
    due_at: Moment | None
    answer_due_at: Moment | None
    decided_at: Moment | None
    returned_at: Moment | None
    late: bool


class Applicant(BaseModel):
    """Numbers are masked; showing them is an act of its own."""

    kind: str
    name: str
    identity_number: str
    phone: str


class Paper(BaseModel):
    id: int
    name: str
    originals: int
    copies: int
    file: str | None
    reused_from: str | None = Field(description="mã hồ sơ đã nộp giấy tờ này trước đây; null: nộp mới")
    reused_on: str | None = Field(description="ngày nộp hoặc cấp ở hồ sơ đó (YYYY-MM-DD)")


class Consultation(BaseModel):
    agency: str
    person: str | None
    asked_at: Moment
    due_at: Moment | None
    question: str
    answered_at: Moment | None
    verdict: str = Field(description="yes, no, none (không có ý kiến khác); rỗng: chỉ ghi nội dung")
    answer: str
    mandatory: bool
    ending: str = Field(description="revoked, declined, waived, silent: kết thúc không có trả lời")
    ended_at: Moment | None


class Result(BaseModel):
    notation: str
    date: str
    signer: str
    signed_at: Moment
    replaced: bool


class ActionOffer(BaseModel):
    """`inputs` is a JSON Schema (draft 2020-12) of what the action takes."""

    action: str
    label: str
    inputs: dict[str, Any]


class DossierWhole(DossierBrief):
    case: str
    subject: str
    procedure_name: str
    step: str
    applicant: Applicant  # type: ignore[assignment]
    papers: list[Paper]
    consultations: list[Consultation]
    results: list[Result]
    effective_at: Moment | None
    limit_due_at: Moment | None
    first_promised_at: Moment | None
    explanation: list[str]
    helped_at: str = Field(description="mã nơi hỗ trợ nộp; rỗng: tại nơi tiếp nhận, hoặc không ai hỗ trợ")
    return_desk: str = Field(description="mã nơi trả kết quả")
    money: str
    delivery: str
    sync: str
    outcome: str
    tracking_url: str
    documents: dict[str, str]
    actions: list[ActionOffer]


class Dossiers(BaseModel):
    items: list[DossierBrief]
    next: str | None


class Event(BaseModel):
    """`data` holds ids, dates and codes only."""

    action: str
    label: str
    state: str
    version: int
    happened_at: Moment
    recorded_at: Moment
    by: str
    post: str
    note: str
    data: dict[str, Any]


class Events(BaseModel):
    items: list[Event]


class FileKept(BaseModel):
    id: Annotated[str, Field(json_schema_extra={"format": "uuid"})]
    name: str
    media_type: str
    size: int


class Tracked(BaseModel):
    """Never a name, an address or a file."""

    code: str
    procedure: str
    state: str
    label: str
    national_code: int
    step: str
    received_at: Moment | None
    due_at: Moment | None
    decided_at: Moment | None
    returned_at: Moment | None
    late: bool
    asked: list[str]
    office: str
    phone: str


class Case(BaseModel):
    key: str
    name: str


class Limit(BaseModel):
    case: str | None
    channel: str | None
    amount: float | None
    unit: Annotated[str, Field(description="ask: nơi tiếp nhận phải ghi thời hạn (limit)")]


class PaperAsked(BaseModel):
    name: str
    code: str
    originals: int
    copies: int
    case: str | None
    required: bool
    valid_months: int | None = Field(description="còn được nhận bao nhiêu tháng từ ngày cấp; null: không quy định")
    valid_basis: str


class Fee(BaseModel):
    """amount null: chưa rõ, hoặc do Hội đồng nhân dân quy định (set_by_council); 0: không thu."""

    name: str
    kind: str
    amount: int | None
    set_by_council: bool
    case: str | None
    channel: str | None


class LegalEffect(BaseModel):
    basis: str
    effective_from: Day | None


class Measured(BaseModel):
    """What the index of service quality asks of a procedure; null: nobody has said it yet."""

    decided_on: Day | None
    made_public_at: Moment | None
    effects: list[LegalEffect]
    full_online_eligible: bool | None
    paper_result: bool | None
    pays_online: bool | None


class Procedure(BaseModel):
    code: str
    name: str
    field: str
    edition: int
    immediate: bool
    cases: list[Case]
    limits: list[Limit]
    papers: list[PaperAsked]
    fees: list[Fee]
    online_level: Literal["", "partial", "full"]
    measured: Measured


class Procedures(BaseModel):
    items: list[Procedure]
    next: str | None


class Task(BaseModel):
    kind: str
    title: str
    about: str
    state: Literal["open", "waiting", "done", "cancelled"]
    opened_at: Moment
    due_at: Moment | None
    done_at: Moment | None
    late: bool
    dossier: str


class Tasks(BaseModel):
    counts: dict[str, int]
    items: list[Task]
    next: str | None


class PostBrief(BaseModel):
    username: str
    name: str
    title: str
    agency: str


class Share(BaseModel):
    kind: str
    mark: str
    substitute: PostBrief


class Absence(BaseModel):
    id: int
    version: int
    post: PostBrief
    substitute: PostBrief | None
    shares: list[Share]
    reason: Literal["leave", "trip", "training", "other"]
    valid_from: Day
    valid_to: Day
    cancelled: bool


class Absences(BaseModel):
    items: list[Absence]
    next: str | None


class Clock(BaseModel):
    now: Moment


class Message(BaseModel):
    id: str
    kind: str
    channel: str
    language: str
    to: str
    subject: str
    body: str
    state: str
    created_at: Moment
    sent_at: Moment | None
    delivered_at: Moment | None


class Outbox(BaseModel):
    items: list[Message]


class ReceiptNoted(BaseModel):
    noted: bool
