"""What the clerk typed on an intake page, each value sound in itself, before anything is made of it. Pure."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

UNSEEN = ("key", "draft", "draft_version", "confirmed")  # they belong to the page, not to what was typed


@dataclass(frozen=True)
class Declared:
    """An intake as typed.

    applicant, submitter: the arguments of `declare`; papers: {name, originals, copies, code, file}; missing: names of
    papers to be brought; confirmed: the digest of the warnings that the clerk has seen; paid_by: how the fee was paid
    at the desk, "" for not yet; helped_at, return_desk, told_place: codes of agencies, "" for the desk itself.
    """

    key: uuid.UUID
    edition: Any
    channel: str
    applicant: Mapping[str, Any]
    case: str = ""
    submitter: Mapping[str, Any] | None = None
    submitter_role: str = ""
    papers: Sequence[Mapping[str, Any]] = field(default_factory=list)
    subject: str = ""
    limit: str = ""
    posted_on: date | None = None
    delivery: str = "at_desk"
    note: str = ""
    helped_at: str = ""
    return_desk: str = ""
    told_place: str = ""
    paid_by: str = ""
    signer: str = ""
    receiver: str = ""
    missing: Sequence[str] = ()
    reason: str = ""
    draft: Any = None
    draft_version: int | None = None
    confirmed: str = ""

    def words(self) -> str:
        """Return everything typed as one text: equal texts are the same intake sent twice."""
        held = {entry.name: getattr(self, entry.name) for entry in fields(self) if entry.name not in UNSEEN}
        return json.dumps(held, sort_keys=True, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    """A file is what is in it: sent twice it is stored twice."""
    digest = getattr(value, "sha256", None)
    return str(getattr(value, "pk", value)) if digest is None else bytes(digest).hex()
