"""A dossier that comes in by machine: the same checks and the same actions as at the counter."""

from datetime import date
from typing import Any

from motcua.agencies.models import Agency, Post
from motcua.citizens.actions import declare
from motcua.citizens.models import Applicant
from motcua.core.clock import local, today
from motcua.core.errors import BadInput, NotPermitted
from motcua.dossiers.actions.intake import Intake, register, submit
from motcua.dossiers.choices import Channel
from motcua.dossiers.permissions import may_take_in
from motcua.exchange.schemas import DossierIn, PersonIn
from motcua.exchange.shown import made
from motcua.files.models import StoredFile
from motcua.procedures.models import Edition, edition_across, edition_for


def take_in(body: DossierIn, *, by: Post) -> dict[str, Any]:
    """Register (counter, post) or submit (online) and return the API's answer. Raises what the actions raise."""
    if not may_take_in(by, {}):
        raise NotPermitted()
    _check_agency(body.agency, by=by)
    edition = _edition(body, by=by, on=local(by.present).date())
    if edition is None:
        raise BadInput("procedure_not_receivable", "Nơi tiếp nhận này không nhận thủ tục đó.", field="procedure")
    intake = Intake(
        edition=edition,
        applicant=_person(body.applicant, by=by),
        channel=body.channel,
        case=body.case,
        submitter=_person(body.submitter, by=by) if body.submitter else None,
        submitter_role=body.submitter_role,
        papers=[_paper(paper.model_dump(), by=by) for paper in body.papers],
        subject=body.subject,
        limit=body.limit,
        posted_on=body.posted_on,
        paper_received_at=body.paper_received_at,
        helped_at=_unit(body.helped_at, field="helped_at"),
        return_desk=_unit(body.return_desk, field="return_desk"),
        told_place=_unit(body.told_place, field="told_place"),
    )
    verb = submit if body.channel == Channel.ONLINE else register
    return made(verb(by=by, intake=intake, note=body.note))


def _edition(body: DossierIn, *, by: Post, on: date) -> Edition | None:
    """The desk's own edition, or that of the agency elsewhere for which it receives."""
    if body.competent:
        return edition_across(body.procedure, body.competent, desk=by.agency, on=on)
    return edition_for(body.procedure, by.agency, on)


def _unit(code: str, *, field: str) -> Agency | None:
    if not code:
        return None
    found = Agency.objects.valid(today()).filter(code=code).first()
    if found is None:
        raise BadInput("unknown_agency", "Không có đơn vị này.", field=field)
    return found


def _check_agency(code: str, *, by: Post) -> None:
    """The named agency is the post's own desk, or the office of which the desk is a part."""
    if code == by.agency.code:
        return
    named = Agency.objects.filter(code=code).first()
    if named is None:
        raise BadInput("unknown_agency", "Không có đơn vị này.", field="agency")
    if not (by.agency.is_within(named) and by.agency.level == named.level):
        raise NotPermitted("Khóa API này không tiếp nhận cho đơn vị đó.")


def desk_of(code: str, *, by: Post) -> Agency:
    """Return the unit whose procedures are asked for: the post's own, or a named one. Raises BadInput."""
    if not code or code == by.agency.code:
        return by.agency
    found = Agency.objects.valid(today()).filter(code=code).first()
    if found is None:
        raise BadInput("unknown_agency", "Không có đơn vị này.", field="agency")
    return found


def _person(given: PersonIn, *, by: Post) -> Applicant:
    applicant: Applicant = declare(by=by, **given.model_dump())
    return applicant


def _paper(paper: dict[str, Any], *, by: Post) -> dict[str, Any]:
    if paper["file"]:
        found = StoredFile.objects.visible_to(by).filter(pk=paper["file"]).first()
        if found is None:
            raise BadInput("unknown_file", "Không có tệp này.", field="papers")
        return paper | {"file": found}
    return paper
