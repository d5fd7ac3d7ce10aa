"""The life of a request: received at the desk, answered in words, decided, carried out by a job, handed over once."""

from datetime import datetime
from typing import Any

from motcua.agencies.choices import Kind, Role
from motcua.agencies.models import Agency, Post
from motcua.citizens.actions.declaring import any_identity
from motcua.core.actions import action, creates
from motcua.core.clock import local
from motcua.core.errors import BadInput, StepRefused
from motcua.core.fields import blind
from motcua.core.numbering import code, take
from motcua.core.text import clean
from motcua.privacy import permissions
from motcua.privacy.actions.carrying import WORK
from motcua.privacy.actions.forgetting import forget
from motcua.privacy.choices import Action, Outcome, Proof, Right
from motcua.privacy.corrections import checked_wishes
from motcua.privacy.lifecycle import LIFECYCLE
from motcua.privacy.models import DataDuty, RightsRequest, RightsTerm
from motcua.tasks.actions import close_task, open_task
from motcua.worktime.deadlines import Limit, Unit, promise
from motcua.worktime.stored import calendar_of

KIND = "privacy.request"
NAME_LIMIT, TEXT_LIMIT = 200, 2_000


@creates(Action.RECEIVE, permit=permissions.may_receive)
def receive(
    *, by: Post, right: str, name: str, identity_number: str, proof: str, asked: str, contact: str = "",
    other_number: str = "", wanted: dict[str, str] | None = None,
) -> RightsRequest:  # fmt: skip
    """Take down what an identified person asks about their own data; it gets a number, two clocks and a task.

    `wanted`: field → right value, for a correction. Raises BadInput (`unknown_right`, `unknown_proof`, `name_needed`,
    `no_term`, `text_needed`, `nothing_wanted`, and like `citizens.declare`).
    """
    if proof == Proof.ACCOUNT:
        raise BadInput("unknown_proof", "Tại bộ phận một cửa phải đối chiếu giấy tờ.", field="proof")
    request = RightsRequest(
        right=known_right(right), proof=_of(Proof, proof, "proof"), name=written(name, "name", NAME_LIMIT),
        identity_number=any_identity(identity_number), asked=written(asked, "asked", TEXT_LIMIT),
        contact=clean(contact)[:NAME_LIMIT], desk=by.agency, by=by,
        other_number=any_identity(other_number) if other_number.strip() else "",
    )  # fmt: skip
    return taken_down(request, wanted=wanted)


def taken_down(request: RightsRequest, *, wanted: dict[str, str] | None) -> RightsRequest:
    """Give what was asked a number, two clocks and a task, and save it; inside an action."""
    request.office = office_of(request.desk)
    request.identity_index = blind("identity", request.identity_number)
    request.other_index = blind("identity", request.other_number) if request.other_number else None
    request.wanted = checked_wishes(wanted or {}) if request.right == Right.CORRECTION else None
    taken = take("rights_request", period="year")
    request.code, request.moment = code("DL{yy}-{seq:05}", agency="", taken=taken), taken.at
    request.term, request.received_at = _term(request.right, taken.at), taken.at
    request.answer_due_at = _due(request, request.term.answer_amount, request.term.answer_unit)
    request.due_at = _due(request, request.term.amount, request.term.unit)
    _give_to_whoever_answers(request)
    request.save(force_insert=True)
    return request


def known_right(right: str) -> str:
    """Return the right that was chosen. Raises BadInput (`unknown_right`)."""
    return _of(Right, right, "right")


def office_of(agency: Agency) -> Agency:
    """Return the office that a unit belongs to: the nearest at its level that is more than a division or a desk."""
    paths = Agency.objects.same_level(agency)
    units = {unit.path: unit for unit in Agency.objects.filter(path__in=paths)}
    offices = [units[path] for path in paths if units[path].kind not in (Kind.DIVISION, Kind.ONE_STOP)]
    return offices[0] if offices else units[paths[-1]]


def _of(choices: Any, given: str, field: str) -> str:
    if given not in choices.values:
        raise BadInput(f"unknown_{field}", "Hãy chọn một mục.", field=field)
    return str(given)


def written(text: str, field: str, limit: int) -> str:
    """Return what somebody wrote, clean. Raises BadInput (`text_needed`, `name_needed`, `text_too_long`)."""
    text = clean(text, lines=field != "name")
    if not text:
        raise BadInput("text_needed" if field != "name" else "name_needed", "Chưa ghi nội dung.", field=field)
    if len(text) > limit:
        raise BadInput("text_too_long", f"Nội dung dài quá {limit} ký tự.", field=field)
    return text


def _term(right: str, at: datetime) -> RightsTerm:
    term = RightsTerm.objects.of(right, local(at).date())
    if term is None:
        raise BadInput("no_term", "Chưa có thời hạn trả lời nào áp dụng cho ngày này; hãy báo người quản trị.")
    return term


def _due(request: RightsRequest, amount: int, unit: str) -> datetime:
    calendar = calendar_of(request.office, local(request.received_at).date())
    due = promise(calendar, received=request.received_at, limit=Limit(amount, Unit(unit))).due  # type: ignore[arg-type]
    assert due is not None  # a counted limit always ends
    return due


def _give_to_whoever_answers(request: RightsRequest) -> None:
    """Put the task before the post that has the duty; before the office's leaders while nobody has."""
    duty = DataDuty.objects.held(request.office, local(request.received_at).date())
    request.answerer = duty.post if duty else None
    owner = request.answerer
    request.task = open_task(
        kind=KIND, title=f"{request.get_right_display()}: trả lời yêu cầu {request.code}", about=str(request.desk),
        agency=owner.agency if owner else request.office, role=owner.role if owner else Role.LEADER, owner=owner,
        url=("privacy:request", request.code), at=request.received_at, due=request.due_at,
    )  # fmt: skip


@action(Action.ACKNOWLEDGE, permit=permissions.may_answer, lifecycle=LIFECYCLE)
def acknowledge(request: RightsRequest, *, by: Post, answer: str) -> None:
    """Tell the person that it is being dealt with, how and until when. Raises BadInput (`text_needed`)."""
    request.answer, request.answered_at = written(answer, "answer", TEXT_LIMIT), request.moment


@action(Action.EXTEND, permit=permissions.may_answer, lifecycle=LIFECYCLE)
def extend(request: RightsRequest, *, by: Post, days: int, note: str) -> dict[str, Any]:
    """Put the day off, once, by at most what the term allows, with the reason. Raises BadInput, StepRefused."""
    if request.extended:
        raise StepRefused("Yêu cầu này đã được gia hạn một lần.", code="already_extended")
    if not 0 < days <= request.term.extension:
        raise BadInput("too_long", f"Được gia hạn từ 1 đến {request.term.extension} ngày.", field="days")
    if not note:
        raise BadInput("reason_needed", "Ghi lý do gia hạn để báo người yêu cầu.", field="note")
    request.extended = days
    request.due_at = _due(request, request.term.amount + days, request.term.unit)
    return {"days": days}


@action(Action.GRANT, permit=permissions.may_answer, lifecycle=LIFECYCLE)
def grant(request: RightsRequest, *, by: Post, reason: str) -> None:
    """Decide that it is done; a job does it. What the law keeps is kept all the same, and told."""
    _decide(request, by=by, outcome=Outcome.GRANTED, reason=reason)


@action(Action.REFUSE, permit=permissions.may_answer, lifecycle=LIFECYCLE)
def refuse(request: RightsRequest, *, by: Post, reason: str) -> None:
    """Decide that it is not done, with the reason in words, which the person is given."""
    _decide(request, by=by, outcome=Outcome.REFUSED, reason=reason)
    _lay_ready(request, by=by)


def _decide(request: RightsRequest, *, by: Post, outcome: str, reason: str) -> None:
    request.reason = written(reason, "reason", TEXT_LIMIT)
    request.outcome, request.decided_at, request.decided_by = outcome, request.moment, by
    request.answered_at = request.answered_at or request.moment  # deciding at once is an answer too


@action(Action.CARRY_OUT, permit=permissions.may_carry_out, lifecycle=LIFECYCLE)
def carry_out(request: RightsRequest, *, by: Post) -> dict[str, Any]:
    """Do what was granted: put the package together, correct, or erase. Each is safe to be begun again."""
    request.results = WORK[Right(request.right)](request, by=by)
    _lay_ready(request, by=by)
    return {"results": request.results}


def _lay_ready(request: RightsRequest, *, by: Post) -> None:
    request.ready_at = request.moment
    if request.task is not None:
        close_task(request.task, by=request.decided_by or by, at=request.moment)


@action(Action.HAND_OVER, permit=permissions.may_hand_over, lifecycle=LIFECYCLE)
def hand_over(request: RightsRequest, *, by: Post) -> dict[str, Any]:
    """Give the person the answer and the package, once; afterwards the package is gone.

    Of somebody whose data was erased, the request itself then forgets name and number: its blind index stays, by which
    it is found when the same person asks again.
    """
    size = len(request.package["sections"]) if request.package else 0
    request.package, request.handed_over_at = None, request.moment
    if request.right == Right.ERASURE and request.outcome == Outcome.GRANTED:
        forget(request, at=request.moment)
    return {"sections": size, "forgotten": request.forgotten_at is not None}


@action(Action.WITHDRAW, permit=permissions.may_withdraw, lifecycle=LIFECYCLE)
def withdraw(request: RightsRequest, *, by: Post, note: str) -> None:
    """The person takes the request back, which they sign for. Raises BadInput (`reason_needed`)."""
    if not note:
        raise BadInput("reason_needed", "Ghi lý do người yêu cầu rút.", field="note")
    if request.task is not None:
        close_task(request.task, by=by, at=request.moment, done=False)
