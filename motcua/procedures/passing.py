"""Adoptions in a re-organisation: the new office gives the procedures as the old one did, by an edition of its own.

Editions that dossiers were received under stay as they are, for ever.
"""

import json
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from motcua.agencies.models import Agency, Post
from motcua.agencies.passing import Part, Passed, Plan, register
from motcua.core.errors import BadInput
from motcua.procedures.actions.adopt import adopt
from motcua.procedures.actions.proposals import pass_over, withdraw
from motcua.procedures.actions.publish import end, publish
from motcua.procedures.choices import ProposalState
from motcua.procedures.models import Adoption, Edition, Proposal
from motcua.procedures.routes import AGENCY


def _standing(plan: Plan) -> "QuerySet[Adoption]":
    return Adoption.objects.standing().filter(office__in=plan.keys).select_related("office", "procedure", "division")


def _pass(adoption: Adoption, plan: Plan, by: Post) -> Passed:
    edition = adoption.editions.filter(valid_to=None, cancelled_on=None).first()
    offices = plan.all_of(adoption.office_id)
    given = [
        office
        for office in offices
        if not Adoption.objects.of_office(office).standing().filter(procedure=adoption.procedure_id).exists()
    ]
    for office in given:
        _give(adoption, edition, office, plan, by=by)
    end(adoption, by=by, last_day=plan.on - timedelta(days=1), reason="Sắp xếp đơn vị", document=plan.basis)
    if not given:
        return Passed(
            before=adoption.office, after=offices[0], message="Đơn vị mới đã áp dụng: giữ bản của đơn vị mới."
        )
    return Passed(before=adoption.office, after=given[0], message="" if edition else "Bản thảo, chưa ban hành.")


def _give(adoption: Adoption, edition: Edition | None, office: Agency, plan: Plan, *, by: Post) -> None:
    division = plan.place(adoption.division_id, near=office) or adoption.division
    if not division.is_within(office):
        raise BadInput("division_outside", f"Chưa chỉ định đơn vị của {office} nhận việc của {adoption.division}.")
    made = adopt(
        by=by,
        office=office,
        procedure=adoption.procedure,
        division=division,
        draft=_moved(adoption.draft if edition is None else edition.content, plan, near=office),
        decision=adoption.decision,
        serves=adoption.serves,
        note=plan.basis,
    )
    if edition is not None:
        publish(made, by=by, valid_from=max(plan.on, edition.valid_from), note=plan.basis)


def _moved(content: dict[str, Any], plan: Plan, *, near: Agency) -> dict[str, Any]:
    """Return a content in whose route the old units' codes are those of the units that took over."""
    codes = {unit.code: place.code for key, unit in plan.units.items() if (place := plan.place(key, near=near))}

    def moved(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: moved(each) for name, each in value.items()}
        if isinstance(value, list):
            return [moved(each) for each in value]
        bare = str(value).removeprefix(AGENCY)
        return str(value).replace(bare, codes[bare]) if isinstance(value, str) and bare in codes else value

    whole: dict[str, Any] = json.loads(json.dumps(content))
    return whole | {"route": moved(whole["route"])} if "route" in whole else whole


def _proposed(plan: Plan) -> "QuerySet[Proposal]":
    rows = Proposal.objects.filter(office__in=plan.keys, state=ProposalState.SUBMITTED)
    return rows.select_related("office", "adoption__procedure", "submitted_by", "edition")


def _pass_proposal(proposal: Proposal, plan: Plan, by: Post) -> Passed:
    """It goes on where the same limit stands; elsewhere it is taken back, and told."""
    before, procedure = proposal.office, proposal.adoption.procedure_id
    rows = Adoption.objects.standing().filter(procedure=procedure, office__in=plan.all_of(before.pk))
    for adoption in rows.select_related("office").order_by("pk"):
        try:
            pass_over(proposal, by=by, to=adoption, note=plan.basis)
        except BadInput:
            continue
        return Passed(before=before, after=adoption.office)
    withdraw(proposal, by=by, note=plan.basis)
    return Passed(before=before, message="Đơn vị mới không có thời hạn ấy: đề xuất đã rút, cần thì đề xuất lại.")


register(
    Part(
        "procedures.proposals",
        "Đề xuất rút ngắn chờ quyết định",
        78,  # after the posts: its task goes to leaders who are there already
        _proposed,
        lambda row: f"{row.edition.name}: {row.before:g} còn {row.after:g}",
        lambda row: row.office_id,
        _pass_proposal,
    )
)
register(
    Part(
        "procedures.adoptions",
        "Thủ tục áp dụng và bản công bố",
        40,
        _standing,
        lambda row: f"{row.procedure.code} {row.procedure.name}",
        lambda row: row.office_id,
        _pass,
    )
)
