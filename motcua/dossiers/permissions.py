"""Who may do what to a dossier: always looked up from the step it is in and the desk that received it."""

from typing import Any

from django.db.models import BigIntegerField, QuerySet

from motcua.agencies.choices import Capacity, Kind, Role
from motcua.agencies.models import Agency, Post
from motcua.citizens.models import Applicant
from motcua.citizens.permissions import may_merge as may_merge_people
from motcua.core.prepared import Given, Prepared
from motcua.dossiers.choices import Action, Channel, State, StepState
from motcua.dossiers.models import Consultation, Dossier, Merge, PaperBook, Step
from motcua.procedures.models import Adoption
from motcua.procedures.permissions import may_publish
from motcua.procedures.routes import DESK, DIVISION, OFFICE

HEADS = (Role.HEAD_OF_DIVISION, Role.LEADER)
INNER = (Kind.DIVISION, Kind.ONE_STOP)


def _open() -> "QuerySet[Step]":
    rows = Step.objects.filter(dossier=Given("dossier", BigIntegerField()), state=StepState.OPEN)
    return rows.select_related("task", "agency")


_OPEN = Prepared(_open)


def open_steps(dossier: Dossier) -> list[Step]:
    """Return the steps that are being done, read once for a dossier in hand."""
    if not hasattr(dossier, "open_steps_read"):
        dossier.open_steps_read = _OPEN.rows(dossier=dossier.pk)
        for step in dossier.open_steps_read:
            step.dossier = dossier
    steps: list[Step] = dossier.open_steps_read
    return steps


def holds(by: Post, step: Step) -> bool:
    """The step is the post's own, or waits for anyone of its role in its unit."""
    if step.owner_id is not None:
        return step.owner_id == by.pk
    return step.agency_id == by.agency_id and step.role == by.role


def heads(by: Post, agency: Agency) -> bool:
    """The post leads the unit: its head of division, or a leader of the office to which it belongs."""
    if by.role == Role.HEAD_OF_DIVISION:
        return agency.pk == by.agency_id
    return leads(by, agency)


def leads(by: Post, agency: Agency) -> bool:
    """A leader of the unit's own office, not of one of a higher level."""
    return by.role == Role.LEADER and agency.is_within(by.agency) and agency.level == by.agency.level


def is_at_desk(by: Post, dossier: Dossier) -> bool:
    return by.agency_id == dossier.desk_id and by.role == Role.RECEPTIONIST


def held_steps(by: Post, dossier: Dossier, *verbs: str) -> list[Step]:
    """Return the open steps that the post holds and in which the edition's route has one of these actions (or any)."""
    route = dossier.content.route
    wanted = {verb.removeprefix("dossier.") for verb in verbs}

    def allows(step: Step) -> bool:
        rule = route.find(step.key)
        return not wanted or (rule is not None and not wanted.isdisjoint(rule.actions))

    return [step for step in open_steps(dossier) if holds(by, step) and allows(step)]


def step_allows(by: Post, dossier: Dossier, action: str) -> bool:
    """The post holds an open step in which the edition's route has this action."""
    return bool(held_steps(by, dossier, action))


def holds_a_step(by: Post, dossier: Dossier) -> bool:
    return any(holds(by, step) for step in open_steps(dossier))


def heads_a_step(by: Post, dossier: Dossier) -> bool:
    return by.role in HEADS and any(heads(by, step.agency) for step in open_steps(dossier))


def answers_for(by: Post, dossier: Dossier) -> bool:
    """Who answers for the whole: heads of the open work in the dossier's own office; while all of it lies with others,
    its leaders and the head of the division responsible. Never those of an agency that only has a leg of it."""
    if by.role not in HEADS:
        return False
    own = [step.agency for step in open_steps(dossier) if _is_of(step.agency, dossier)]
    if own:
        return any(heads(by, unit) for unit in own)
    divides = by.role == Role.HEAD_OF_DIVISION and by.agency.code == dossier.content.division
    return leads(by, dossier.agency) or divides


def _is_of(unit: Agency, dossier: Dossier) -> bool:
    """The unit is part of the dossier's office; for its own divisions and desk the office need not be read."""
    if unit.pk == dossier.agency_id or (unit.parent_id == dossier.agency_id and unit.kind in INNER):
        return True
    return unit.is_within(dossier.agency) and unit.level == dossier.agency.level


def is_theirs(by: Post, dossier: Dossier) -> bool:
    """The citizen who acts applied for it, or submitted it."""
    people = [key for key in (dossier.applicant_id, dossier.submitter_id) if key is not None]
    return by.role == Role.CITIZEN and Applicant.objects.visible_to(by).filter(pk__in=people).exists()


def may_write_message(by: Post, dossier: Dossier) -> bool:
    """The people of the dossier, and of the office its desk and whoever has it in hand; of a draft nobody knows."""
    if dossier.code is None:
        return False
    return is_at_desk(by, dossier) or holds_a_step(by, dossier) or heads_a_step(by, dossier) or is_theirs(by, dossier)


def may_take_in(by: Post, inputs: dict[str, Any]) -> bool:
    """Receptionists, at a desk that the edition serves (the desk is the post's own unit)."""
    return by.role == Role.RECEPTIONIST


def may_submit(by: Post, inputs: dict[str, Any]) -> bool:
    """The desk, for who stands before it; a citizen online, with a form filled in and in the account's own name."""
    if by.role != Role.CITIZEN:
        return may_take_in(by, inputs)
    intake = inputs["intake"]
    if by.account is None or intake.channel != Channel.ONLINE or intake.answers is None or intake.desk is None:
        return False
    return bool((intake.submitter or intake.applicant).account_id == by.account.pk)


def may_edit_draft(by: Post, dossier: Dossier) -> bool:
    return is_at_desk(by, dossier)


def may_receive(by: Post, dossier: Dossier) -> bool:
    return is_at_desk(by, dossier)


may_refuse = may_receive


def may_backdate(by: Post, dossier: Dossier | None = None) -> bool:
    """A paper register is entered later by, or for, the head of the desk."""
    return by.role in HEADS or (by.role == Role.RECEPTIONIST and by.title.lower().startswith(("trưởng", "phó")))


def may_assign(by: Post, dossier: Dossier) -> bool:
    return heads_a_step(by, dossier)


def may_reassign(by: Post, dossier: Dossier) -> bool:
    """Who heads the unit in which a step, or a question, is somebody's by name."""
    if by.role not in HEADS:
        return False
    owned = [step.agency for step in open_steps(dossier) if step.owner_id is not None]
    asked = [row.agency for row in opinions_of(dossier) if row.is_waiting and row.asked_of_id is not None]
    return any(heads(by, unit) for unit in (*owned, *asked))


def may_release(by: Post, dossier: Dossier) -> bool:
    """Only the machine, when a post has ended."""
    return by.role == Role.SYSTEM


def may_hand_over(by: Post, dossier: Dossier) -> bool:
    """Pass on, or from a step that approves or signs: send back."""
    return any(step_allows(by, dossier, verb) for verb in (Action.HAND_OVER, Action.APPROVE, Action.SIGN))


def to_take_over(by: Post, dossier: Dossier) -> list[Step]:
    """Return the open steps of the post that came from another office and are not confirmed yet."""
    return [step for step in held_steps(by, dossier) if step.take_by is not None and step.taken_at is None]


def may_take_over(by: Post, dossier: Dossier) -> bool:
    """Whoever holds the step, or heads the unit to which it came."""
    headed = (step for step in open_steps(dossier) if heads(by, step.agency))
    return bool(to_take_over(by, dossier)) or any(step.take_by and step.taken_at is None for step in headed)


def may_redirect(by: Post, dossier: Dossier) -> bool:
    """Whoever holds a step that another agency does: what came wrongly goes where it belongs."""
    route = dossier.content.route
    return any(_is_elsewhere(route.find(step.key)) for step in held_steps(by, dossier))


def _is_elsewhere(rule: Any) -> bool:
    return rule is not None and rule.at not in (DESK, DIVISION, OFFICE)


def may_move_route(by: Post, dossier: Dossier) -> bool:
    """Whoever may make a route of the adoption binding decides also which open dossiers go by it."""
    adoption = Adoption.objects.filter(editions=dossier.edition_id).select_related("office").first()
    return adoption is not None and may_publish(by, adoption)


def may_pass_silently(by: Post, dossier: Dossier) -> bool:
    """Nobody by hand: the clock finds that nobody answered."""
    return by.role == Role.SYSTEM


def may_propose(by: Post, dossier: Dossier) -> bool:
    return step_allows(by, dossier, Action.PROPOSE)


def may_approve(by: Post, dossier: Dossier) -> bool:
    """Agreeing passes the dossier on; where the step is the one that signs, agreeing is signing."""
    return step_allows(by, dossier, Action.APPROVE) and not step_allows(by, dossier, Action.SIGN)


def may_sign(by: Post, dossier: Dossier) -> bool:
    """Leaders and heads who hold the step that signs."""
    return by.role in HEADS and step_allows(by, dossier, Action.SIGN)


def may_settle_at_once(by: Post, dossier: Dossier) -> bool:
    """Not for another agency: who signs there does not stand beside the counter."""
    return is_at_desk(by, dossier) and dossier.content.immediate and not dossier.crosses


def may_request_supplement(by: Post, dossier: Dossier) -> bool:
    """Before receipt the desk, afterwards whoever works on it."""
    if dossier.received_at is None:
        return is_at_desk(by, dossier)
    return by.role in (Role.RECEPTIONIST, Role.SPECIALIST, Role.HEAD_OF_DIVISION) and holds_a_step(by, dossier)


def may_resume(by: Post, dossier: Dossier) -> bool:
    if by.role == Role.CITIZEN:  # who brings what was asked for ends the wait for it, and no other
        return dossier.state == State.WAITING_SUPPLEMENT and is_theirs(by, dossier)
    working = holds_a_step(by, dossier) or heads_a_step(by, dossier)
    return is_at_desk(by, dossier) or working or answers_for(by, dossier)


def may_suspend(by: Post, dossier: Dossier) -> bool:
    return answers_for(by, dossier)


def may_consult(by: Post, dossier: Dossier) -> bool:
    return by.role != Role.RECEPTIONIST and holds_a_step(by, dossier)


def may_answer(by: Post, dossier: Dossier) -> bool:
    return any(row.is_waiting and is_asked(by, row) for row in opinions_of(dossier))


def opinions_of(dossier: Dossier) -> list[Consultation]:
    """Return the opinions that were asked for, read once for a dossier in hand."""
    if not hasattr(dossier, "opinions_read"):
        rows = dossier.consultations.all()
        whole = rows if "consultations" in getattr(dossier, "_prefetched_objects_cache", {}) else rows.with_units()
        dossier.opinions_read = list(whole)
    found: list[Consultation] = dossier.opinions_read
    return found


def is_asked(by: Post, consultation: Any) -> bool:
    """The opinion is asked of this post, or of anyone of its role in its unit."""
    if consultation.asked_of_id is not None:
        return bool(consultation.asked_of_id == by.pk)
    return bool(consultation.agency_id == by.agency_id and consultation.role == by.role)


def may_extend(by: Post, dossier: Dossier) -> bool:
    return answers_for(by, dossier)


def may_apologise(by: Post, dossier: Dossier) -> bool:
    """Who answers for the dossier; once the result is out, a leader of that office."""
    if dossier.decided_at is None:
        return answers_for(by, dossier)
    return by.role == Role.LEADER and leads(by, dossier.keeper)


def may_draft_apology(by: Post, dossier: Dossier) -> bool:
    """Whoever has it in hand, and their heads: what is drafted is signed by those who may extend."""
    return holds_a_step(by, dossier) or heads_a_step(by, dossier) or answers_for(by, dossier)


def may_return(by: Post, dossier: Dossier) -> bool:
    """The desk that received it, or the one at which the citizen chose to fetch the result."""
    desk = dossier.return_desk_id or dossier.desk_id
    return by.role == Role.RECEPTIONIST and by.agency_id == desk and step_allows(by, dossier, Action.RETURN_RESULT)


def may_withdraw(by: Post, dossier: Dossier) -> bool:
    """The citizen, online or at the desk."""
    return is_at_desk(by, dossier) or is_theirs(by, dossier)


def may_rate(by: Post, dossier: Dossier) -> bool:
    """Whoever's dossier it is, by their account; without one the action asks for the key that the slip holds."""
    return is_theirs(by, dossier) if by.account is not None else by.role == Role.CITIZEN


def may_stop(by: Post, dossier: Dossier) -> bool:
    return is_at_desk(by, dossier) or answers_for(by, dossier)


def may_correct(by: Post, dossier: Dossier) -> bool:
    """Whoever may sign for the office that gave the result (NĐ 118/2025: errors are mended at the agency's cost), or
    for the one that keeps its records since it ended."""
    if by.role == Role.LEADER:
        return leads(by, dossier.keeper)
    own = [result for result in dossier.results.all() if result.signed_by_id == by.pk]
    return any(result.document.signer_capacity != Capacity.TUQ for result in own)  # TUQ. lasts as long as its document


def may_deliver_correction(by: Post, dossier: Dossier) -> bool:
    """The desk that gave the wrong one (NĐ 118/2025: the corrected result is given at the agency's cost), or the one
    that keeps its records since it ended."""
    keeps = by.role == Role.RECEPTIONIST and dossier.desk.heir_id == by.agency_id
    return keeps or is_at_desk(by, dossier)


def may_collect(by: Post, dossier: Dossier) -> bool:
    return by.role in (Role.RECEPTIONIST, Role.CASHIER) and _is_collecting(by, dossier)


def may_waive_fee(by: Post, dossier: Dossier) -> bool:
    """Leaders of the office whose desk collects, and the head of that desk."""
    if by.role == Role.LEADER:
        return leads(by, (dossier.desk.heir if dossier.is_closed else None) or dossier.desk)
    return by.role == Role.HEAD_OF_DIVISION and _is_collecting(by, dossier)


def _is_collecting(by: Post, dossier: Dossier) -> bool:
    """The dossier's desk; what is still owed of a closed one passes to the desk that keeps the ended one's records."""
    return by.agency_id == dossier.desk_id or (dossier.is_closed and by.agency_id == dossier.desk.heir_id)


def may_attach(by: Post, dossier: Dossier) -> bool:
    return is_at_desk(by, dossier) or holds_a_step(by, dossier)


def may_move_due(by: Post, dossier: Dossier) -> bool:
    """Nobody by hand: due moments follow the calendar, whose change the administrator answers for."""
    return by.role == Role.SYSTEM


def may_pass_over(by: Post, dossier: Dossier) -> bool:
    """Only a re-organisation, which the system carries out, gives a dossier to another office."""
    return by.role == Role.SYSTEM


def may_correct_applicant(by: Post, dossier: Dossier) -> bool:
    """Only the machine, after the decision on the person's request."""
    return by.role == Role.SYSTEM


def may_erase(by: Post, dossier: Dossier) -> bool:
    """Only the machine, after the decision on a person's request or a signed list."""
    return by.role == Role.SYSTEM


def may_enter_result(by: Post, dossier: Dossier) -> bool:
    """Whoever entered its receipt later, from the desk's paper register: nothing else tells when it ended."""
    received, entered = dossier.received_at, dossier.registered_at
    later = received is not None and entered is not None and received < entered
    return later and is_at_desk(by, dossier) and may_backdate(by)


def may_merge(by: Post, inputs: dict[str, Any]) -> bool:
    """The head of a desk, and administrators; over dossiers of their own unit only, which the action sees to."""
    return may_merge_people(by)


def may_undo_merge(by: Post, merge: Merge) -> bool:
    """Whoever may merge in the unit that did, or in one above it."""
    return may_merge_people(by) and merge.unit.is_within(by.agency)


def may_merge_applicant(by: Post, dossier: Dossier) -> bool:
    """Whoever may merge, where the desk that received the dossier is theirs."""
    return may_merge_people(by) and dossier.desk.is_within(by.agency)


def may_open_book(by: Post, inputs: dict[str, Any]) -> bool:
    """The head of a desk: the numbers of its paper books are answered for."""
    return may_take_in(by, inputs) and may_backdate(by)


def may_change_book(by: Post, book: PaperBook) -> bool:
    """The head of the desk that keeps the book."""
    return may_open_book(by, {}) and by.agency_id == book.desk_id


def may_pass_book_over(by: Post, book: PaperBook) -> bool:
    """Only a re-organisation, which the system carries out."""
    return by.role == Role.SYSTEM
