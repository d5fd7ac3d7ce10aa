"""A later day, with an apology: appointed as often and as early as the edition says, else announced only."""

from datetime import date, datetime, time
from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.agencies.models.standing import SIGNS
from motcua.core.actions import action
from motcua.core.clock import LOCAL, local
from motcua.core.errors import BadInput
from motcua.correspondence.actions import issue
from motcua.correspondence.choices import DocType
from motcua.dossiers import permissions
from motcua.dossiers.actions import printing, steps
from motcua.dossiers.choices import Action, Form, Trait
from motcua.dossiers.late_reasons import choices_on
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Apology, Dossier, Extension
from motcua.tasks.actions import close_task, open_task
from motcua.tasks.choices import State as TaskState
from motcua.tasks.models import Task
from motcua.worktime.counting import instant_of, moment_of
from motcua.worktime.deadlines import Rules, clock_of
from motcua.worktime.standing import may_extend_at
from motcua.worktime.stored import calendar_of

KIND = "dossier.apology"
TITLE = "Ký văn bản xin lỗi"
ABSTRACTS = {True: "Xin lỗi và hẹn lại ngày trả kết quả", False: "Xin lỗi về việc chậm có kết quả"}


def moment_meant(dossier: Dossier, due: datetime | date) -> datetime:
    """Return the moment meant; a bare date means the end of its last session. Raises BadInput `not_a_working_day`."""
    moment = due if isinstance(due, datetime) else datetime.combine(due, time(0), tzinfo=LOCAL)
    day = local(moment).date()
    clock = clock_of(calendar_of(dossier.agency, day), Rules())
    end = instant_of(clock.end_from(day.toordinal()))
    if local(end).date() != day:
        raise BadInput("not_a_working_day", f"{day:%d/%m/%Y} không phải ngày làm việc.", field="due")
    midnight = not isinstance(due, datetime) or local(due).time() == time(0)
    return end if midnight or moment_of(moment) > moment_of(end) else moment


@action(Action.EXTEND, permit=permissions.may_extend, lifecycle=LIFECYCLE)
def extend(dossier: Dossier, *, by: Post, due: datetime | date, reason: str) -> dict[str, Any]:
    """Apologise and appoint a later day (form 04); the law's own limit stays as it is.

    Raises BadInput `no_due`, `too_many_extensions`, `too_late_to_extend`, `not_later`, `not_a_working_day`.
    """
    reason = printing.needed(reason, field="reason")
    terms = dossier.content.terms
    if dossier.appointed_due is None:
        raise BadInput("no_due", "Hồ sơ này không có hạn trả để gia hạn.")
    if dossier.extensions >= terms.max_extensions:
        raise BadInput("too_many_extensions", f"Chỉ được gia hạn {terms.max_extensions} lần.")
    if not may_extend_at(due=dossier.appointed_due, at=dossier.moment, days_before=terms.extension_days_before):
        raise BadInput(
            "too_late_to_extend",
            f"Gia hạn chậm nhất {terms.extension_days_before} ngày trước khi hết hạn.",
            field="due",
        )
    after, before = moment_meant(dossier, due), dossier.appointed_due
    if after <= before:
        raise BadInput("not_later", "Ngày hẹn mới phải sau ngày hẹn cũ.", field="due")
    Extension.objects.create(dossier=dossier, at=dossier.moment, by=by, before=before, after=after, reason=reason)
    dossier.appointed_due = after
    dossier.announced_due = None
    dossier.extensions += 1
    printed = printing.freeze(dossier, Form.APOLOGY, by=by, reason=reason, before=before, after=after)
    return {"before": before, "after": after, "printed": printed.pk}


@action(Action.DRAFT_APOLOGY, permit=permissions.may_draft_apology, lifecycle=LIFECYCLE)
def draft_apology(dossier: Dossier, *, by: Post, due: datetime | date, reason: str, cause: str = "") -> dict[str, Any]:
    """Write, or write anew, the apology that is owed for a lateness; whoever signs finds it in the inbox.

    Raises BadInput `not_late`, `already_apologised`, `unknown_cause`, `in_the_past`, `not_a_working_day`.
    """
    draft = _apology(dossier, due=due, reason=reason, cause=cause)
    draft.drafted_by, draft.drafted_at = by, dossier.moment
    if draft.task is None or draft.task.state != TaskState.OPEN:
        draft.task = _ask_to_sign(dossier)
    draft.save()
    return {"apology": draft.pk, "after": draft.announced, "cause": cause}


@action(Action.APOLOGISE, permit=permissions.may_apologise, lifecycle=LIFECYCLE)
def apologise(
    dossier: Dossier, *, by: Post, due: datetime | date | None = None, reason: str = "", cause: str = ""
) -> dict[str, Any]:
    """Sign the apology for a dossier that is late and announce a day (form 04): it takes a number of the register of
    outgoing papers; what was appointed, and the lateness, stay. What is left out is taken from the draft.

    A lateness whose result is out is owed its apology all the same (the statutory table counts finished ones with and
    without a letter); no day is announced any more. Raises BadInput `not_late`, `already_apologised`, `unknown_cause`,
    `reason_needed`, `due_needed`, `in_the_past`, `not_a_working_day`, `result_is_out` (a day is given and the result is
    there), StepRefused (`register_closed`).
    """
    signed = _apology(dossier, due=due, reason=reason, cause=cause)
    before = dossier.announced_due or dossier.appointed_due
    if signed.task is not None and signed.task.state == TaskState.OPEN:
        close_task(signed.task, by=by, at=dossier.moment)
    dossier.announced_due = signed.announced or dossier.announced_due
    signed.document = issue(
        by=by,
        agency=dossier.keeper,
        doc_type=DocType.LETTER,
        abstract=f"{ABSTRACTS[signed.announced is not None]} hồ sơ {dossier.code}",
        signer=by,
        capacity=by.signing_capacity,
        signs_for="\n".join(by.signature_lines),
        recipients=f"Chủ hồ sơ {dossier.code}; {dossier.desk.short_name}; Lưu: VT.",
    )
    signed.at, signed.by = dossier.moment, by
    told = {"reason": signed.reason, "before": before, "after": signed.announced, "document": signed.document}
    signed.printed = printing.freeze(dossier, Form.APOLOGY, by=by, again=True, **told)
    signed.save()
    dossier.apologised_read = True
    dossier.mark(Trait.APOLOGISED)
    dossier.mark_cause(signed.cause)
    about = {"apology": signed.pk, "cause": signed.cause, "document": signed.document_id}
    return about | {"before": before, "after": signed.announced, "printed": signed.printed.pk}


def is_apologised(dossier: Dossier) -> bool:
    """Tell whether the dossier's lateness has its apology; asked once for a dossier in hand."""
    if not hasattr(dossier, "apologised_read"):
        rows = dossier.apologies.filter(missed=dossier.appointed_due).exclude(at=None)
        dossier.apologised_read = rows.exists()
    return dossier.apologised_read


def draft_of(dossier: Dossier) -> Apology | None:
    """Return what is drafted for the dossier's lateness and not signed."""
    return dossier.apologies.filter(missed=dossier.appointed_due, at=None).select_related("task").first()


def _apology(dossier: Dossier, *, due: datetime | date | None, reason: str, cause: str) -> Apology:
    """Return the apology of the lateness as it would read, not yet saved. Raises BadInput."""
    if dossier.appointed_due is None or not dossier.is_late(dossier.moment):
        raise BadInput("not_late", "Hồ sơ chưa quá hạn: nếu cần thêm thời gian thì gia hạn.")
    if is_apologised(dossier):
        raise BadInput("already_apologised", "Đã xin lỗi lần quá hạn này: chỉ hẹn lại một lần.")
    found = draft_of(dossier) or Apology(dossier=dossier, missed=dossier.appointed_due, cause="")
    found.reason = printing.needed(reason or found.reason or "", field="reason")
    found.cause = _known_cause(cause or found.cause, at=dossier.moment)
    if dossier.decided_at is None:
        found.announced = _announced(dossier, due or found.announced)
    elif due is not None:
        raise BadInput("result_is_out", "Hồ sơ đã có kết quả: không hẹn lại ngày nữa.", field="due")
    else:
        found.announced = None
    return found


def _known_cause(cause: str, *, at: datetime) -> str:
    if cause and cause not in dict(choices_on(local(at).date())):
        raise BadInput("unknown_cause", "Chọn lý do trong danh sách.", field="cause")
    return cause


def _announced(dossier: Dossier, due: datetime | date | None) -> datetime:
    if due is None:
        raise BadInput("due_needed", "Nhập ngày hẹn lại.", field="due")
    announced = moment_meant(dossier, due)
    if announced <= dossier.moment:
        raise BadInput("in_the_past", "Ngày hẹn lại phải ở sau lúc này.", field="due")
    if dossier.announced_due is not None and announced <= dossier.announced_due:
        raise BadInput("not_later", "Ngày hẹn lại phải sau ngày đã hẹn lại lần trước.", field="due")
    return announced


def _ask_to_sign(dossier: Dossier) -> Task:
    """Put the draft before the nearest who may sign it: who heads the unit of the open step, else who leads."""
    unit = next((step.agency for step in permissions.open_steps(dossier)), dossier.agency)
    nearest = Post.objects.that_can(permissions.HEADS, unit, local(dossier.moment).date())
    agency, role = (nearest[0].agency, nearest[0].role) if nearest else (dossier.agency, Role.LEADER)
    return open_task(
        kind=KIND, title=TITLE, about=steps.about(dossier), agency=agency, role=role, owner=None,
        url=steps.url(dossier), at=dossier.moment, due=None, marks=[*dossier.marks(), SIGNS],
    )  # fmt: skip


def let_draft_go(dossier: Dossier, *, by: Post) -> None:
    """Take what was drafted and not signed out of the inbox: the result is there."""
    for draft in dossier.apologies.filter(task__state=TaskState.OPEN).select_related("task"):
        if draft.task is not None:
            close_task(draft.task, by=by, at=dossier.moment, done=False)
