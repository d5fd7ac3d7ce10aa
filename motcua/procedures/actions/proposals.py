"""Review of procedures: a shorter limit is proposed, then decided; an approved one becomes a new edition."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core.actions import action, creates
from motcua.core.clock import local, now, today
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.procedures import permissions
from motcua.procedures.actions.adopt import check_draft
from motcua.procedures.actions.publish import publish
from motcua.procedures.choices import ProposalAction
from motcua.procedures.editions import Content, content_from, content_json
from motcua.procedures.lifecycle import PROPOSALS
from motcua.procedures.models import Adoption, Proposal, content_of
from motcua.procedures.shortening import rule_of, shortened
from motcua.procedures.wording import duration
from motcua.tasks.actions import close_task, move_task, open_task
from motcua.tasks.models import Task

KIND = "procedures.proposal"
REASON_LIMIT = 2000


def _text(text: str, *, code: str, message: str, field: str, most: int = REASON_LIMIT) -> str:
    cleaned = clean(text, lines=True)
    if not cleaned:
        raise BadInput(code, message, field=field)
    return cleaned[:most]


def _check_papers(content: Content, names: list[str]) -> list[str]:
    known = {paper.name for paper in content.papers}
    strange = sorted(set(names) - known)
    if strange:
        raise BadInput("unknown_paper", f"Bản đang áp dụng không có giấy tờ: {strange[0]}.", field="papers_removed")
    return sorted(set(names))


@creates(ProposalAction.SUBMIT, permit=permissions.may_submit)
def submit(
    *,
    by: Post,
    adoption: Adoption,
    after: Decimal,
    reason: str,
    case: str = "",
    channel: str = "",
    papers_removed: list[str] | None = None,
) -> Proposal:
    """Propose to give a procedure in less time, by one limit of its edition in force.

    Raises BadInput: `nothing_in_force`, `no_such_limit`, `not_shorter`, `reason_needed`, `unknown_paper`,
    `already_proposed`.
    """
    edition = adoption.editions.in_force(today()).first()
    if edition is None:
        raise BadInput("nothing_in_force", "Thủ tục không có bản nào đang áp dụng.")
    content = content_of(edition.pk)
    rule = rule_of(content, case=case, channel=channel)
    if rule is None or rule.amount is None:
        raise BadInput("no_such_limit", "Bản đang áp dụng không có thời hạn này.", field="limit")
    if not 0 < after < rule.amount:
        raise BadInput("not_shorter", "Thời hạn đề xuất phải lớn hơn 0 và ngắn hơn hiện nay.", field="after")
    proposal = Proposal(
        adoption=adoption, office_id=adoption.office_id, edition=edition, field_code=edition.field_code,
        field_name=edition.field_name, case=case, channel=channel, unit=rule.unit, before=rule.amount, after=after,
        reason=_text(reason, code="reason_needed", message="Hãy ghi lý do rút ngắn.", field="reason"),
        papers_removed=_check_papers(content, papers_removed or []), submitted_by=by,
    )  # fmt: skip
    PROPOSALS.begin(proposal, ProposalAction.SUBMIT)
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
            proposal.task = _to_decide(proposal, content=content, by=by)
            proposal.save(update_fields=["task"])
    except IntegrityError as error:
        raise BadInput("already_proposed", "Thời hạn này đang có đề xuất chờ quyết định.", field="limit") from error
    return proposal


def _to_decide(proposal: Proposal, *, content: Content, by: Post) -> Task:
    """Put the proposal into the inbox of who may decide it: the leaders of the office, else of the nearest above."""
    agency = _deciders(proposal.office, but=by)
    before, after = (duration(amount, proposal.unit) for amount in (proposal.before, proposal.after))
    return open_task(
        kind=KIND, title="Duyệt đề xuất rút ngắn thời hạn", about=f"{before} còn {after}: {content.name}",
        agency=agency, role=Role.LEADER, owner=None, url=("administration:proposal", str(proposal.pk)), at=now(),
        due=None,
    )  # fmt: skip


def _deciders(office: Agency, *, but: Post) -> Agency:
    """Return the unit whose leaders decide: the office, else the nearest above that has one besides who proposes."""
    leaders = Post.objects.held(today()).filter(role=Role.LEADER).exclude(person=but.person_id)
    above = list(Agency.objects.filter(path__in=office.paths_above()).order_by("-path"))
    manned = set(leaders.filter(agency__in=above).values_list("agency", flat=True))
    return next((unit for unit in above if unit.pk in manned), office)


@action(ProposalAction.PASS_OVER, permit=permissions.may_pass_over, lifecycle=PROPOSALS)
def pass_over(proposal: Proposal, *, by: Post, to: Adoption) -> dict[str, Any]:
    """Let a proposal go on in the office that took the procedure over. Raises BadInput: `edition_changed`.

    What it would shorten must be the same there: the limit of the new office's edition.
    """
    edition = to.editions.filter(valid_to=None, cancelled_on=None).first()
    rule = rule_of(content_of(edition.pk), case=proposal.case, channel=proposal.channel) if edition else None
    if edition is None or rule is None or (rule.amount, rule.unit) != (proposal.before, proposal.unit):
        raise BadInput("edition_changed", "Đơn vị mới không có thời hạn ấy: hãy đề xuất lại.")
    before = proposal.adoption_id
    proposal.adoption, proposal.office, proposal.edition = to, to.office, edition
    if proposal.task is not None:
        move_task(proposal.task, agency=_deciders(to.office, but=proposal.submitted_by), owner=None)
    return {"adoption": [before, to.pk], "office": to.office_id}


def _close(proposal: Proposal, *, by: Post, done: bool = True) -> None:
    if proposal.task is not None:  # proposals of before the inbox knew them have none
        close_task(proposal.task, by=by, at=proposal.moment, done=done)


@action(ProposalAction.SHORTEN, permit=permissions.may_shorten)
def shorten(adoption: Adoption, *, by: Post, draft: dict[str, Any], decision: str, proposal: int) -> dict[str, Any]:
    """Put what a proposal changes into the draft, with the document that decided it."""
    adoption.draft = check_draft(
        draft, procedure=adoption.procedure, office=adoption.office, division=adoption.division
    )
    adoption.decision = decision
    return {"proposal": proposal}


@action(ProposalAction.APPROVE, permit=permissions.may_decide, lifecycle=PROPOSALS)
def approve(proposal: Proposal, *, by: Post, decision: str, valid_from: date) -> dict[str, Any]:
    """Approve by a numbered document: the shortened edition is published from a day on.

    What somebody is still changing in the draft is not published with it and not lost. Raises BadInput:
    `document_needed`, `in_the_past`, `edition_changed`, and what `publish` raises.
    """
    document = _text(
        decision, code="document_needed", message="Hãy ghi số, ngày của văn bản.", field="decision", most=200
    )
    if valid_from < local(proposal.moment).date():
        raise BadInput("in_the_past", "Ngày áp dụng không được trong quá khứ.", field="valid_from")
    adoption = proposal.adoption
    newest = adoption.editions.filter(cancelled_on=None).order_by("-number").first()
    if newest is None or newest.pk != proposal.edition_id or adoption.ended_on is not None:
        raise BadInput("edition_changed", "Bản được rà soát đã có bản khác thay: hãy đề xuất lại.")
    reviewed, draft = content_of(proposal.edition_id), content_from(adoption.draft)
    under_work = content_json(draft) | {"decision": ""} != content_json(reviewed) | {"decision": ""}
    adoption = _shortened(adoption, proposal, reviewed, by=by, decision=document)
    adoption = publish(adoption, by=by, valid_from=valid_from)
    proposal.new_edition = adoption.edition
    if under_work:
        _shortened(adoption, proposal, draft, by=by, decision=document)
    proposal.decision, proposal.valid_from = document, valid_from
    proposal.decided_by, proposal.decided_on = by, local(proposal.moment).date()
    _close(proposal, by=by)
    return {"edition": adoption.edition.pk, "number": adoption.edition.number}


def _shortened(adoption: Adoption, proposal: Proposal, content: Content, *, by: Post, decision: str) -> Any:
    changed = shortened(
        content, case=proposal.case, channel=proposal.channel, after=proposal.after,
        papers_removed=proposal.papers_removed, decision=decision,
    )  # fmt: skip
    return shorten(adoption, by=by, draft=content_json(changed), decision=decision, proposal=proposal.pk)


@action(ProposalAction.REJECT, permit=permissions.may_decide, lifecycle=PROPOSALS)
def reject(proposal: Proposal, *, by: Post, refusal: str) -> None:
    """Reject with a reason. Raises BadInput: `reason_needed`."""
    proposal.refusal = _text(refusal, code="reason_needed", message="Hãy ghi lý do không duyệt.", field="refusal")
    proposal.decided_by, proposal.decided_on = by, local(proposal.moment).date()
    _close(proposal, by=by)


@action(ProposalAction.WITHDRAW, permit=permissions.may_withdraw, lifecycle=PROPOSALS)
def withdraw(proposal: Proposal, *, by: Post) -> None:
    """Take a proposal back before it is decided."""
    _close(proposal, by=by, done=False)
