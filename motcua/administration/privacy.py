"""Who saw a citizen's data: the looks of three records, told in one shape. Reads only."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q

from motcua.agencies.models import Post
from motcua.citizens.actions import who_looked
from motcua.citizens.choices import Look
from motcua.citizens.models import Applicant, IdentityLookup, Unmasking
from motcua.dossiers.models import Dossier, DossierPaper, PrintedPaper, Result
from motcua.files.models import AccessLog

MOST = 300


class Seen(NamedTuple):
    """One look: when, who, at what, why."""

    at: datetime
    by: Post
    what: str
    why: str


def seen_by(by: Post, number: str, *, why: str) -> dict[str, Any]:
    """Return {"declarations", "dossiers", "looks": [Seen], "more"}: who looked at the person of an identity number.

    The question is on record. Only looks under the asking post's unit are told. Raises Refused.
    """
    people, digests = who_looked(by, number, why=why)
    dossiers = Dossier.objects.filter(Q(applicant__in=people) | Q(submitter__in=people)).order_by("-pk")
    looks = [*_lookups(by, digests), *_reveals(by, people), *_files(by, dossiers)]
    looks.sort(key=lambda look: look.at, reverse=True)
    codes = list(dossiers.values_list("code", flat=True)[:MOST])
    return {"declarations": len(people), "dossiers": codes, "looks": looks[:MOST], "more": len(looks) > MOST}


def _lookups(by: Post, digests: list[bytes]) -> list[Seen]:
    rows = IdentityLookup.objects.visible_to(by).of(digests).select_related("by__person", "by__agency")
    label = str(Look.LOOKUP.label)
    return [Seen(row.at, row.by, label, row.why or f"{row.found} kết quả") for row in rows.order_by("-at")[: MOST + 1]]


def _reveals(by: Post, people: list[Applicant]) -> list[Seen]:
    rows = Unmasking.objects.visible_to(by).filter(applicant__in=people).select_related("by__person", "by__agency")
    return [Seen(row.at, row.by, str(Look.REVEAL.label), row.why) for row in rows.order_by("-at")[: MOST + 1]]


def _files(by: Post, dossiers: Any) -> list[Seen]:
    """Looks at the files of these dossiers: papers brought, results, what was printed."""
    kept = {"dossier__in": dossiers.values("pk"), "file__isnull": False}
    ids = [model.objects.filter(**kept).order_by().values("file") for model in (DossierPaper, Result, PrintedPaper)]
    rows = AccessLog.objects.visible_to(by).filter(Q(file__in=ids[0]) | Q(file__in=ids[1]) | Q(file__in=ids[2]))
    rows = rows.select_related("by__person", "by__agency").order_by("-seen_at")
    return [Seen(row.seen_at, row.by, str(Look.FILE.label), row.why) for row in rows[: MOST + 1]]
