"""Papers handed in: checked, listed on the receipt, compared with what the procedure asks."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models

from motcua.agencies.models import Post
from motcua.core.actions import action
from motcua.core.errors import BadInput
from motcua.core.fields import blinds
from motcua.core.gathering import insert
from motcua.core.prepared import Given, Prepared
from motcua.core.text import clean, fold
from motcua.dossiers import permissions
from motcua.dossiers.choices import Action, Trait
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier, DossierPaper, Supplement
from motcua.files.models import StoredFile
from motcua.procedures.editions import Content

MOST_PAPERS, MOST_COPIES, NAME_LIMIT = 300, 999, 500


def check(papers: Sequence[Mapping[str, Any]]) -> None:
    """Raise BadInput `bad_papers` for a nameless paper, an impossible count or too many of them."""
    if len(papers) > MOST_PAPERS:
        raise BadInput("bad_papers", f"Một hồ sơ có nhiều nhất {MOST_PAPERS} giấy tờ.", field="papers")
    for paper in papers:
        name = clean(paper.get("name"))
        if not name or len(name) > NAME_LIMIT:
            raise BadInput("bad_papers", f"Tên giấy tờ phải có từ 1 đến {NAME_LIMIT} ký tự.", field="papers")
        for kind in ("originals", "copies"):
            count = paper.get(kind) or 0
            if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= MOST_COPIES:
                raise BadInput("bad_papers", f"Số bản của “{name}” phải từ 0 đến {MOST_COPIES}.", field="papers")


def note(dossier: Dossier, papers: Sequence[Mapping[str, Any]]) -> None:
    """Mark a dossier, before its row is written, with what figures tell of its papers."""
    if any(paper.get("file") for paper in papers):
        dossier.mark(Trait.FILES)
    if any(paper.get("reused_from") for paper in papers):
        dossier.mark(Trait.REUSED)


def hand_in(
    dossier: Dossier,
    papers: Sequence[Mapping[str, Any]],
    *,
    at: datetime,
    supplement: Supplement | None = None,
    after: int = 0,
) -> None:
    """Write the papers, in the order given, in one statement; `note` was told of them before a birth."""
    rows = [
        DossierPaper(
            dossier=dossier,
            order=place,
            name=clean(paper["name"]),
            code=clean(paper.get("code"))[:60],
            originals=paper.get("originals") or 0,
            copies=paper.get("copies") or 0,
            file=paper.get("file"),
            handed_in_at=at,
            supplement=supplement,
            reused_from=paper.get("reused_from"),
            reused_on=paper.get("reused_on"),
        )
        for place, paper in enumerate(papers, start=after + 1)
    ]
    insert(*rows)


def warnings(dossier: Dossier, content: Content, papers: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Return what the clerk should look at before receiving: missing papers, the same request still open."""
    given = {fold(paper["name"]) for paper in papers} | {paper.get("code") for paper in papers if paper.get("code")}
    missing = [
        paper.name
        for paper in content.papers_for(dossier.case or None)
        if paper.required and fold(paper.name) not in given and (not paper.code or paper.code not in given)
    ]
    found = [{"code": "missing_paper", "message": f"Chưa có: {name}"} for name in missing]
    same = duplicates(dossier)
    return found + [
        {"code": "duplicate", "message": f"Hồ sơ {code} của cùng người nộp, cùng thủ tục, đang giải quyết."}
        for code in same
    ]


def duplicates(dossier: Dossier) -> list[str]:
    """Return the codes of unfinished dossiers of the same identity number (or name) for the same procedure here."""
    person = dossier.applicant
    asked = {"agency": dossier.agency_id, "procedure": dossier.procedure_code, "itself": dossier.pk or 0}
    if person.identity_index is not None:
        known = blinds("identity", person.identity_number)  # two while the blind key is being changed, else one
        rows = [row for index in known for row in _OF_NUMBER.rows(number=index, **asked)]
    else:
        phones = models.Q(applicant__phone_index__in=blinds("phone", person.phone))
        alike = phones if person.phone else models.Q(applicant__phone_index=None)
        rows = Prepared(lambda: _same().filter(alike, applicant__folded=person.folded)[:5]).rows(**asked)
    return [row.code for row in rows if row.code]


def _same() -> "models.QuerySet[Dossier]":
    rows = Dossier.objects.unfinished().filter(
        agency=Given("agency", models.BigIntegerField()), procedure_code=Given("procedure", models.CharField())
    )
    return rows.exclude(pk=Given("itself", models.BigIntegerField())).order_by("-pk").only("code")


_OF_NUMBER = Prepared(lambda: _same().filter(applicant__identity_index=Given("number", models.BinaryField()))[:5])


@action(Action.ATTACH, permit=permissions.may_attach, lifecycle=LIFECYCLE)
def attach(dossier: Dossier, *, by: Post, paper: DossierPaper, file: StoredFile) -> dict[str, Any]:
    """Lay a file beside a paper of the dossier; a file once attached is replaced only by an event that says so."""
    row = dossier.papers.filter(pk=paper.pk).first()  # as it is now, under the dossier's lock
    if row is None:
        raise BadInput("unknown_paper", "Giấy tờ này không thuộc hồ sơ.", field="paper")
    if file.by_id != by.pk:
        raise BadInput("unknown_file", "Không có tệp này.", field="file")
    before = row.file_id
    row.file = file
    row.save(update_fields=["file"])
    dossier.mark(Trait.FILES)
    return {"paper": row.pk, "file": file.pk, "replaced": before}
