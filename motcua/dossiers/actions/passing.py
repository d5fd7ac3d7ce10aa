"""A dossier passes to the office that took over: code, promise and history stay, the work goes on elsewhere."""

from datetime import date
from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.agencies.passing import Facts, Plan
from motcua.core.actions import action
from motcua.core.clock import local
from motcua.dossiers import permissions
from motcua.dossiers.actions.escalating import move_lines
from motcua.dossiers.choices import Action
from motcua.dossiers.counted import leg_changes
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Consultation, Dossier, Leg, Passage, Step
from motcua.payments.actions import pass_over as pass_bill_over
from motcua.payments.choices import State as BillState
from motcua.tasks.actions import move_task
from motcua.tasks.choices import State


@action(Action.PASS_OVER, permit=permissions.may_pass_over, lifecycle=LIFECYCLE)
def pass_over(dossier: Dossier, *, by: Post, plan: Plan) -> dict[str, Any]:
    """Give the dossier with its open steps and legs, opinions and unpaid bill to the units that took over.

    Neither the promised day nor the allotment of a step moves, and the state stays what it is.
    """
    agency, desk = dossier.agency, dossier.desk
    facts = facts_of(dossier)
    dossier.agency = plan.place(agency.pk, facts=facts) or agency
    dossier.desk = plan.place(desk.pk, facts=facts, near=dossier.agency) or desk
    if dossier.return_desk is not None:  # the citizen fetches the result where that desk's work is done now
        dossier.return_desk = plan.place(dossier.return_desk_id, near=dossier.agency) or dossier.return_desk
    passage = Passage.objects.create(
        dossier=dossier,
        reorganisation_id=plan.key,
        at=dossier.moment,
        agency_before=agency,
        agency_after=dossier.agency,
        desk_before=desk,
        desk_after=dossier.desk,
    )
    on = local(dossier.moment).date()
    moved = [_move_step(step, dossier, plan, on=on) for step in permissions.open_steps(dossier)]
    legs = [_move_leg(leg, dossier, plan) for leg in dossier.legs.filter(end="").order_by("pk")]
    for opinion in dossier.consultations.waiting().select_related("task", "asked_of"):
        _move_opinion(opinion, dossier, plan, on=on)
    for message in dossier.messages.filter(task__state=State.OPEN).select_related("task"):
        if message.task is not None:  # who took over answers
            move_task(message.task, agency=dossier.desk, owner=None, role=Role.RECEPTIONIST)
    move_lines(dossier, by=by, on=on)
    for draft in dossier.apologies.filter(task__state=State.OPEN).select_related("task"):
        if draft.task is not None:  # who heads the work there signs
            place = pool_for(draft.task.role, dossier.agency, on=on)
            move_task(draft.task, agency=place, owner=None)
    _move_bill(dossier, plan, by=by)
    return {
        "passage": passage.pk,
        "reorganisation": plan.key,
        "decision": plan.decision,
        "agency": [agency.pk, dossier.agency_id],
        "desk": [desk.pk, dossier.desk_id],
        "steps": moved,
        "legs": [told for told in legs if told is not None],
        "appointed_due": dossier.appointed_due,
    }


def facts_of(dossier: Dossier) -> Facts:
    """Return what the rules of a split may look at."""
    return Facts(dossier.procedure_code, dossier.field_code, dossier.applicant.address, dossier.code or "")


def _move_step(step: Step, dossier: Dossier, plan: Plan, *, on: date) -> dict[str, Any]:
    unit = plan.place(step.agency_id, near=dossier.agency)
    if unit is not None:
        step.owner = heir_of(step.owner, unit, on=on)
        step.agency = step.owner.agency if step.owner else pool_for(step.role, unit, on=on)
        step.save(update_fields=["agency", "owner"])
        if step.task is not None:
            move_task(step.task, agency=step.agency, owner=step.owner)
    return {"step": step.key, "agency": step.agency_id, "owner": step.owner_id}


def _move_leg(leg: Leg, dossier: Dossier, plan: Plan) -> dict[str, Any] | None:
    """Let who took over answer for a leg that still runs; one that ended is theirs who had it, late or not."""
    unit = plan.place(leg.agency_id, near=dossier.agency)
    if unit is None:
        return None
    before, leg.agency = leg.agency_id, unit
    leg.save(update_fields=["agency"])
    for measure, day in leg_changes(leg):  # what was reported before stays as it was known then
        dossier.tell(before, measure, day, -1)
        dossier.tell(leg.agency_id, measure, day)
    return {"leg": leg.pk, "agency": [before, leg.agency_id]}


def _move_opinion(opinion: Consultation, dossier: Dossier, plan: Plan, *, on: date) -> None:
    unit = plan.place(opinion.agency_id, near=dossier.agency)
    if unit is not None:
        opinion.asked_of = heir_of(opinion.asked_of, unit, on=on)
        opinion.agency = opinion.asked_of.agency if opinion.asked_of else pool_for(opinion.role, unit, on=on)
        opinion.save(update_fields=["agency", "asked_of"])
        move_task(opinion.task, agency=opinion.agency, owner=opinion.asked_of)


def _move_bill(dossier: Dossier, plan: Plan, *, by: Post) -> None:
    bill = dossier.bill
    unit = plan.place(bill.agency_id, near=dossier.desk) if bill and bill.state == BillState.DUE else None
    if bill is not None and unit is not None:
        pass_bill_over(bill, by=by, agency=unit, note=plan.basis)


def heir_of(post: Post | None, unit: Agency, *, on: date) -> Post | None:
    """Return the post that the same person holds now, in the same role, in the unit or its office; None without one."""
    if post is None:
        return None
    held = Post.objects.held(on).with_names().filter(person=post.person_id, role=post.role)
    found = [each for each in held if each.agency.is_same_office(unit)]
    return min(found, key=lambda each: each.agency_id != unit.pk, default=None)


def pool_for(role: str, unit: Agency, *, on: date) -> Agency:
    """Return where anyone of a role finds the work: the unit, or the nearest part of its office with such people."""
    nearest = Post.objects.that_can(role, unit, on)
    return nearest[0].agency if nearest else unit
