"""A draft opened again: its values as the page would have sent them."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from motcua.agencies.models import Post
from motcua.citizens.actions import reveal
from motcua.citizens.models import Applicant
from motcua.counter import papers
from motcua.dossiers.choices import State
from motcua.dossiers.models import Dossier, DossierQuerySet
from motcua.procedures.models import content_of
from motcua.ui import formats

WHY = "Mở hồ sơ đang soạn"


def drafts_of(by: Post) -> DossierQuerySet:
    """Return the drafts of the post's desk."""
    found: DossierQuerySet = Dossier.objects.visible_to(by).filter(desk=by.agency_id, state=State.DRAFT)
    return found


def draft_of(by: Post, key: Any) -> Dossier | None:
    """Return a draft of the desk by its key as sent; None when there is none (any more)."""
    text = str(key or "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        return None
    return (
        drafts_of(by)
        .select_related("applicant", "submitter", "helped_at", "return_desk", "told_place")
        .filter(pk=int(text))
        .first()
    )


def given_of(draft: Dossier, *, by: Post) -> QueryDict:
    """Return the page of a draft; reading the person's numbers is on record."""
    given = QueryDict(mutable=True)
    given["edition"], given["case"], given["channel"] = str(draft.edition_id), draft.case, draft.channel
    given["subject"], given["delivery"] = draft.subject, draft.delivery
    given["helped_at"] = draft.helped_at.code if draft.helped_at else ""
    given["return_desk"] = draft.return_desk.code if draft.return_desk else ""
    given["told_place"] = draft.told_place.code if draft.told_place else ""
    given["posted_on"] = formats.day(draft.posted_on) if draft.posted_on else ""
    given["draft"], given["draft_version"] = str(draft.pk), str(draft.version)
    _person(given, "a", draft.applicant, by=by)
    if draft.submitter is not None:
        _person(given, "s", draft.submitter, by=by)
        given["differs"], given["s-role"] = "on", draft.submitter_role
    given["rows_of"] = papers.mark_of(draft.edition, draft.case)
    _papers(given, draft)
    return given


def _person(given: QueryDict, prefix: str, person: Applicant, *, by: Post) -> None:
    shown: Mapping[str, str] = reveal(person, by=by, why=WHY)
    for name, value in {"kind": person.kind, "name": person.name, **shown}.items():
        given[f"{prefix}-{name}"] = value


def _papers(given: QueryDict, draft: Dossier) -> None:
    """The edition's rows as the draft has them, then what the clerk added."""
    held = {paper.name: paper for paper in draft.papers.select_related("file")}
    rows = papers.asked(content_of(draft.edition_id), draft.case)
    rows = [row | (_held(held.pop(row["name"])) if row["name"] in held else {"taken": False}) for row in rows]
    rows += [{"name": name, "extra": True} | _held(paper) for name, paper in held.items()]
    for number, row in enumerate(rows):
        given.appendlist("row", str(number))
        papers.write(given, number, row)


def _held(paper: Any) -> papers.Values:
    file = {"kept": paper.file.pk, "kept_name": paper.file.name} if paper.file else {}
    return {"taken": True, "originals": paper.originals, "copies": paper.copies} | file
