"""Opinions of other units or people. They pause nothing; silence is not consent."""

from datetime import date, datetime
from typing import Any

from motcua.agencies.choices import MACHINES, Role
from motcua.agencies.models import Agency, Post
from motcua.core.actions import action
from motcua.core.clock import local
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.dossiers import permissions
from motcua.dossiers.actions import printing, steps
from motcua.dossiers.actions.extending import moment_meant
from motcua.dossiers.choices import Action
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Consultation, Dossier
from motcua.tasks.actions import close_task, open_task

KIND = "dossier.opinion"


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
    for role in (Role.HEAD_OF_DIVISION, Role.LEADER, Role.SPECIALIST):
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
) -> dict[str, Any]:
    """Ask a unit (code) or a person (username) for an opinion, by a moment if one is given; the clock runs on."""
    question = printing.needed(question, field="question")
    at = dossier.moment
    until = moment_meant(dossier, due) if due is not None else None
    if until is not None and until <= at:
        raise BadInput("in_the_past", "Hạn trả lời phải ở sau lúc này.", field="due")
    unit, role, post = _asked(dossier, agency=agency, person=person)
    if post is not None and post.pk == by.pk:
        raise BadInput("unknown_person", "Không thể tự xin ý kiến của mình.", field="person")
    task = open_task(
        kind=KIND,
        title="Cho ý kiến",
        about=steps.about(dossier),
        agency=unit,
        role=role,
        owner=post,
        url=steps.url(dossier),
        at=at,
        due=until,
    )
    row = Consultation.objects.create(
        dossier=dossier,
        agency=unit,
        role=role,
        asked_of=post,
        asked_by=by,
        asked_at=at,
        question=question,
        due_at=until,
        task=task,
    )
    return {"consultation": row.pk, "agency": unit.pk, "person": post.pk if post else None}


@action(Action.ANSWER, permit=permissions.may_answer, lifecycle=LIFECYCLE)
def answer(dossier: Dossier, *, by: Post, text: str) -> dict[str, Any]:
    """Answer the oldest opinion asked of this post."""
    text = printing.needed(text, field="text")
    rows = dossier.consultations.filter(answered_at=None).select_related("task")
    row = next(row for row in rows if permissions.is_asked(by.hat, row))
    row.answered_at, row.answered_by, row.answer = dossier.moment, by, text
    row.save(update_fields=["answered_at", "answered_by", "answer"])
    close_task(row.task, by=by, at=dossier.moment)
    return {"consultation": row.pk}
