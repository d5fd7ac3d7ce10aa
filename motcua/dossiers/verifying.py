"""Whether a result is genuine: what anybody may know of it by the code printed on it. Never for whom it was made."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from motcua.core.errors import Refused
from motcua.core.text import clean
from motcua.dossiers.models import Result
from motcua.dossiers.models.columns import ALPHABET, VERIFICATION_LENGTH, spaced

_MISREAD = str.maketrans("ILO", "110")  # Crockford: what is read as something else
_SHAPE = re.compile(rf"[{ALPHABET}]{{{VERIFICATION_LENGTH}}}")


class NoSuchResult(Refused):
    """The one answer to an unknown code and to what is none."""

    status = 404
    code = "not_found"
    message = "Không có văn bản nào mang mã xác minh này. Hãy xem lại mã in cuối văn bản."


@dataclass(frozen=True)
class Issued:
    """A paper as the register knows it: its number, day, type, who signed in which office."""

    notation: str
    day: date
    kind: str
    office: str
    signer: str
    signer_title: str


@dataclass(frozen=True)
class Verified:
    """What is shown. `replaced_by` is the corrected paper that holds instead; `digest` the SHA-256 of the kept file in
    hexadecimal, "" where none is kept (not printed yet, or destroyed at the end of its time)."""

    code: str
    paper: Issued
    procedure: str
    replaced_by: Issued | None
    digest: str
    destroyed: bool


def normal(text: str) -> str:
    """Return a code as it is kept, however it was typed; "" for what is none."""
    code = re.sub(r"[\s\-–—.]", "", clean(text)).upper().translate(_MISREAD)
    return code if _SHAPE.fullmatch(code) else ""


def verified(text: str) -> Verified:
    """Return what is known of the result with a code. Raises NoSuchResult. Two queries at most."""
    code = normal(text)
    rows = Result.objects.select_related(
        "document__register__agency", "file", "dossier", "replaced_by__document__register__agency"
    )
    found = rows.filter(verification_code=code).first() if code else None
    if found is None:
        raise NoSuchResult()
    later = getattr(found, "replaced_by", None)
    kept = found.file if found.file is not None and found.file.removed_at is None else None
    return Verified(
        code=spaced(found.verification_code),
        paper=_issued(found),
        procedure=found.dossier.content.name,
        replaced_by=_issued(later) if later is not None else None,
        digest=bytes(kept.sha256).hex() if kept is not None else "",
        destroyed=found.file is not None and kept is None,
    )


def _issued(result: Result) -> Issued:
    document = result.document
    return Issued(
        notation=document.notation,
        day=document.date,
        kind=str(document.get_doc_type_display()),
        office=document.register.agency.name,
        signer=document.signer_name,
        signer_title=document.signer_title,
    )


def digest_of(chunks: Iterable[bytes]) -> str:
    """Return the SHA-256 of a file given in pieces, in hexadecimal; nothing of it is kept."""
    whole = hashlib.sha256()
    for chunk in chunks:
        whole.update(chunk)
    return whole.hexdigest()
