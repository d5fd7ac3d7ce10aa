"""Opinions of other units or people: asked, answered, passed to a colleague, declined, reminded of, taken back.

They pause nothing; silence is not consent, unless the step of the route says so (`dossiers/opinions.py`).
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from motcua.agencies.choices import MACHINES, Role
from motcua.agencies.models import Agency, Post
from motcua.core.actions import action
from motcua.core.clock import local
from motcua.core.errors import BadInput, StepRefused
from motcua.core.text import clean
from motcua.dossiers import opinions, permissions
from motcua.dossiers.actions import printing, steps
from motcua.dossiers.actions.extending import moment_meant
from motcua.dossiers.choices import OPINION_WORK, Action, OpinionEnd, Silence, Verdict
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Consultation, Dossier
from motcua.dossiers.models.dossier import marks_at
from motcua.tasks.actions import close_task, give_task, open_task, retitle_task
from motcua.tasks.choices import State as TaskState

KIND = OPINION_WORK
TITLE, REMINDED = "Cho ý kiến", "Cho ý kiến (được nhắc)"
ANSWERING = (Role.HEAD_OF_DIVISION, Role.LEADER, Role.SPECIALIST)


def _asked(dossier: Dossier, *, agency: str, person: str) -> tuple[Agency, str, Post | None]:
    """Return the unit, role and person (if one was named) asked. Raises BadInput."""
    today = local(dossier.moment).date()
    if person:
        held = Post.objects.held(today).with_names().exclude(role__in=MACHINES)
        post = held.filter(person__username=clean(person).lower()).first()
        if post is None:
            raise BadInput("unknown_person", "Không có người này.", field="person")
        return post.agency, post.role, post
    unit = Agency.objects.valid(today).filter(code=clean(agency)).first()
    if unit is None:
        raise BadInput("unknown_agency", "Hãy chọn đơn vị hoặc người được hỏi ý kiến.", field="agency")
    for role in ANSWERING:
        if Post.objects.held(today).filter(agency=unit, role=role).exists():
            return unit, role, None
    raise BadInput("nobody_there", "Đơn vị này chưa có ai trả lời được trên hệ thống.", field="agency")


@action(Action.CONSULT, permit=permissions.may_consult, lifecycle=LIFECYCLE)
def consult(
    dossier: Dossier,
    *,
    by: Post,
    question: str,
    agency: str = "",
    person: str = "",
    due: datetime | date | None = None,
    confidential: bool = False,
    mandatory: bool = False,
) -> dict[str, Any]:
    """Ask a unit (code) or a person (username) for an opinion, by a moment if one is given; the clock runs on.

    `confidential`: only who asks, who is asked and their heads read it. `mandatory`: the step waits for the answer.
    """
    question = printing.needed(question, field="question")
    at = dossier.moment
    until = moment_meant(dossier, due) if due is not None else None
    if until is not None and until <= at:
        raise BadInput("in_the_past", "Hạn trả lời phải ở sau lúc này.", field="due")
    unit, role, post = _asked(dossier, agency=agency, person=person)
    if post is not None and post.pk == by.pk:
        raise BadInput("unknown_person", "Không thể tự xin ý kiến của mình.", field="person")
    step = opinions.asking_step(dossier, by=by)
    task = open_task(
        kind=KIND,
        title=TITLE,
        about=steps.about(dossier),
        agency=unit,
        role=role,
        owner=post,
        url=steps.url(dossier),
        at=at,
        due=until,
        marks=marks_at(dossier, None),
    )
    _changed(dossier)
    row = Consultation.objects.create(
        dossier=dossier,
        agency=unit,
        role=role,
        asked_of=post,
        asked_by=by,
        asked_at=at,
        asked_in=step,
        question=question,
        due_at=until,
        confidential=confidential,
        mandatory=mandatory,
        silence=opinions.silence_in(dossier, step),
        task=task,
    )
    told = {"consultation": row.pk, "agency": unit.pk, "person": post.pk if post else None}
    return told | {"mandatory": mandatory, "confidential": confidential, "silence": row.silence}


def _changed(dossier: Dossier) -> None:
    """What was read of the dossier's opinions before is no longer so."""
    if hasattr(dossier, "opinions_read"):
        del dossier.opinions_read


def _one(dossier: Dossier, may: Callable[[Post, Consultation], bool], *, by: Post, key: str) -> Consultation:
    """Return the opinion named, or the oldest with which the post may do so. Raises BadInput `unknown_opinion`."""
    rows = dossier.consultations.with_units().select_related("task", "asked_of")
    found = [row for row in rows if may(by.hat, row) and key in ("", str(row.pk))]
    if not found:
        raise BadInput("unknown_opinion", "Không có câu hỏi ý kiến này, hoặc đã được trả lời.", field="opinion")
    return found[0]


@action(Action.ANSWER, permit=permissions.may_answer, lifecycle=LIFECYCLE)
def answer(dossier: Dossier, *, by: Post, text: str, verdict: str = "") -> dict[str, Any]:
    """Answer the oldest opinion asked of this post: agreed, not agreed or no objection, and why."""
    text = printing.needed(text, field="text")
    if verdict and verdict not in Verdict.values:
        raise BadInput("unknown_verdict", "Kết luận không hợp lệ.", field="verdict")
    rows = dossier.consultations.waiting().select_related("task")
    row = next(row for row in rows if permissions.is_asked(by.hat, row))
    _changed(dossier)
    row.answered_at, row.answered_by, row.answer, row.verdict = dossier.moment, by, text, verdict
    row.save(update_fields=["answered_at", "answered_by", "answer", "verdict"])
    close_task(row.task, by=by, at=dossier.moment)
    return {"consultation": row.pk} | ({} if row.confidential else {"verdict": verdict})


@action(Action.FORWARD_OPINION, permit=opinions.may_forward_some, lifecycle=LIFECYCLE)
def forward_opinion(dossier: Dossier, *, by: Post, person: str, opinion: str = "") -> dict[str, Any]:
    """Let a colleague of the same unit (username) answer; the deadline stays."""
    row = _one(dossier, opinions.may_forward, by=by, key=opinion)
    held = Post.objects.held(local(dossier.moment).date()).with_names().filter(agency=row.agency_id, role__in=ANSWERING)
    post = held.filter(person__username=clean(person).lower()).first()
    if post is None or post.pk == row.asked_by_id:
        raise BadInput("unknown_person", "Chỉ chuyển cho người cùng đơn vị được hỏi.", field="person")
    if post.pk == row.asked_of_id:
        raise BadInput("theirs_already", "Câu hỏi đang ở người này rồi.", field="person")
    _changed(dossier)
    before, row.asked_of, row.role = row.asked_of_id, post, post.role
    row.save(update_fields=["asked_of", "role"])
    give_task(row.task, to=post)
    return {"consultation": row.pk, "before": before, "owner": post.pk}


@action(Action.DECLINE_OPINION, permit=opinions.may_decline_some, lifecycle=LIFECYCLE)
def decline_opinion(dossier: Dossier, *, by: Post, reason: str, opinion: str = "") -> dict[str, Any]:
    """Say why no opinion will be given; where it is mandatory, the step still waits for one."""
    row = _one(dossier, opinions.may_decline, by=by, key=opinion)
    return _end(dossier, row, OpinionEnd.DECLINED, by=by, reason=printing.needed(reason, field="reason"))


@action(Action.REMIND_OPINION, permit=opinions.may_remind_some, lifecycle=LIFECYCLE)
def remind_opinion(dossier: Dossier, *, by: Post, opinion: str = "") -> dict[str, Any]:
    """Remind who is asked, once: their inbox says so."""
    row = _one(dossier, opinions.may_remind, by=by, key=opinion)
    _changed(dossier)
    row.reminded_at = dossier.moment
    row.save(update_fields=["reminded_at"])
    retitle_task(row.task, REMINDED)
    return {"consultation": row.pk}


@action(Action.REVOKE_OPINION, permit=opinions.may_revoke_some, lifecycle=LIFECYCLE)
def revoke_opinion(dossier: Dossier, *, by: Post, reason: str, opinion: str = "") -> dict[str, Any]:
    """Take a question back, saying why: it leaves the inbox, and who was asked reads the dossier no more."""
    row = _one(dossier, opinions.may_revoke, by=by, key=opinion)
    return _end(dossier, row, OpinionEnd.REVOKED, by=by, reason=printing.needed(reason, field="reason"))


@action(Action.WAIVE_OPINION, permit=opinions.may_waive_some, lifecycle=LIFECYCLE)
def waive_opinion(dossier: Dossier, *, by: Post, reason: str, opinion: str = "") -> dict[str, Any]:
    """Go on without a mandatory opinion: the asker's head answers for it, with the reason on record."""
    row = _one(dossier, opinions.may_waive, by=by, key=opinion)
    return _end(dossier, row, OpinionEnd.WAIVED, by=by, reason=printing.needed(reason, field="reason"))


@action(Action.AGREE_BY_SILENCE, permit=opinions.may_agree_by_silence, lifecycle=LIFECYCLE)
def agree_by_silence(dossier: Dossier, *, by: Post, opinion: str) -> dict[str, Any]:
    """The deadline is over, and the route says that no answer counts as agreed. Raises StepRefused when it does not."""
    row = dossier.consultations.waiting().select_related("task").filter(pk=opinion).first()
    if row is None or row.silence != Silence.AGREE or row.due_at is None or row.due_at > dossier.moment:
        raise StepRefused("Chưa quá hạn, đã trả lời, hoặc quy trình không coi im lặng là đồng ý.", code="not_silent")
    return _end(dossier, row, OpinionEnd.SILENT, by=by)


def _end(dossier: Dossier, row: Consultation, how: str, *, by: Post, reason: str = "") -> dict[str, Any]:
    _changed(dossier)
    row.ending, row.ended_at, row.ended_by, row.ending_reason = how, dossier.moment, by, reason
    row.save(update_fields=["ending", "ended_at", "ended_by", "ending_reason"])
    if row.task.state in (TaskState.OPEN, TaskState.WAITING):
        close_task(row.task, by=by, at=dossier.moment, done=how == OpinionEnd.DECLINED)
    return {"consultation": row.pk, "ending": how}
