"""Shapes of the API, version 1. Texts are cleaned by the actions; here only type and size are looked at."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(max_length=500)]
Line = Annotated[str, StringConstraints(max_length=120)]


class Strict(Schema):
    """Unknown members are refused: a misspelt one would silently do nothing."""

    model_config = ConfigDict(extra="forbid")


class PaperIn(Strict):
    name: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    originals: Annotated[int, Field(ge=0, le=999, strict=True)] = 0
    copies: Annotated[int, Field(ge=0, le=999, strict=True)] = 0
    code: Line = ""
    file: str | None = None


class PersonIn(Strict):
    kind: Literal["person", "organisation"] = "person"
    name: Annotated[str, StringConstraints(max_length=1_000)]
    identity_number: Line = ""
    phone: Line = ""
    email: Text = ""
    address: Text = ""


class DossierIn(Strict):
    agency: Line
    procedure: Line
    case: Line = ""
    channel: Literal["counter", "online", "post"] = "counter"
    applicant: PersonIn
    submitter: PersonIn | None = None
    submitter_role: Line = ""
    papers: Annotated[list[PaperIn], Field(max_length=300)] = []
    limit: Line = ""
    subject: Text = ""
    posted_on: date | None = None
    paper_received_at: datetime | None = None
    note: Annotated[str, StringConstraints(max_length=5_000)] = ""
    idempotency_key: str = ""


class Warning(Schema):
    code: str
    message: str


class DossierOut(Schema):
    code: str
    state: str
    version: int
    received_at: datetime | None
    due_at: datetime | None
    answer_due_at: datetime | None
    tracking_url: str
    documents: dict[str, str]
    warnings: list[Warning]


class ActionIn(Strict):
    version: int
    note: Annotated[str, StringConstraints(max_length=5_000)] = ""
    inputs: dict[str, Any] = {}
