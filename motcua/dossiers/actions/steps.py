"""The steps of the route as they are really done: opened, finished, sent back, put to sleep and woken.

Called only inside a dossier's action, under its lock: that action's event tells the story.
"""

from datetime import datetime

from django.db.models import BigIntegerField, QuerySet

from motcua.agencies.choices import MACHINES, Role
from motcua.agencies.models import Agency, Post
from motcua.agencies.standing_in import one_office
from motcua.core.clock import local
from motcua.core.gathering import in_hand, insert, update
from motcua.core.prepared import Given, Prepared
from motcua.dossiers.actions import holders
from motcua.dossiers.actions.replying import owe_reply, reply_given
from motcua.dossiers.choices import STEP_WORK, Action, Answered, LegEnd, StepState
from motcua.dossiers.hand_over_terms import take_over_due
from motcua.dossiers.models import Apology, Consultation, Dossier, Leg, Message, Step
from motcua.dossiers.models.dossier import marks_at
from motcua.dossiers.permissions import open_steps
from motcua.dossiers.places import Whereabouts, whereabouts
from motcua.dossiers.promises import answer_due, ended_pauses, later, step_due
from motcua.procedures import routes
from motcua.procedures.editions import Content
from motcua.tasks.actions import close_task, move_task, open_task, pause_task, wake_task
from motcua.tasks.choices import State as TaskState
from motcua.tasks.models import Task
from motcua.worktime.stored import calendar_of

KIND = STEP_WORK
ANSWER_TITLE = "Trả lời hồ sơ mới nộp"
STRAYED = "Chưa rõ nơi làm: "  # before the step's name, in the inbox of who is to pass it on
ANSWER = "answer"  # not of the route: the desk's answer to what was submitted


def about(dossier: Dossier) -> str:
    """What an inbox row says of the dossier: its code and procedure, no person's name."""
    return f"{dossier.code} · {dossier.content.name}"


def url(dossier: Dossier) -> tuple[str, str]:
    """The address of the dossier's page, as the task keeps it."""
    return "casework:dossier", str(dossier.code)


def open_step(
    dossier: Dossier,
    step: routes.Step,
    *,
    at: datetime,
    content: Content,
    owner: Post | None = None,
    after: Step | None = None,
    branch: Leg | None = None,
    by: Post | None = None,
    unit: Agency | None = None,
) -> Step:
    """Open a step: its row, written together with the one `after` which it comes, and the task in the right inbox.

    In a leg (`branch`) the others stay as they are; on the main line it is where the dossier is now. What comes from
    another office (`by`: who hands it over) is to be confirmed there. `unit`: not where the route says, but there.
    What finds no agency comes to the head of the responsible division, the reason beside it (`strayed`).
    """
    given = unit or (owner.agency if owner else None)
    agency, role, strayed = Whereabouts(given, step.role) if given else whereabouts(dossier, step, content)
    if owner is None and after is None and unit is None and not strayed:  # at receipt nobody has had it yet
        owner = holders.who_goes_on(dossier, step, agency)
    calendar = calendar_of(dossier.agency, local(at).date())
    due = step_due(calendar, start=at, amount=step.amount, unit=step.unit)
    task = open_task(
        kind=KIND,
        title=f"{STRAYED}{step.name}" if strayed else step.name,
        about=about(dossier),
        agency=agency,
        role=role,
        owner=owner,
        url=url(dossier),
        at=at,
        due=due,
        marks=marks_at(dossier, step),
    )
    row = Step(
        dossier=dossier,
        order=_next_order(dossier),
        key=step.key,
        name=step.name,
        agency=agency,
        role=role,
        strayed=strayed,
        owner=owner,
        task=task,
        started_at=at,
        due_at=due,
        branch=branch,
        leg=branch.key if branch else "",
        silence=step.silence if step.kind == routes.OPINION else "",
        handed_by=by,
        take_by=take_over_due(calendar, at) if by is not None and comes_from_outside(by, agency) else None,
    )
    insert(*([after, row] if after else [row]))
    if branch is None:
        dossier.step = step.key
    others = open_steps(dossier) if branch else []
    dossier.open_steps_read = [*(other for other in others if other.state == StepState.OPEN), row]
    return row


def comes_from_outside(by: Post, agency: Agency) -> bool:
    """Tell whether a hand-over passes from one office to another: machines hand over for the office itself."""
    return by.role not in MACHINES and not one_office(by.agency, agency)


def _next_order(dossier: Dossier) -> int:
    """Return the place of the next step; counted once under the dossier's lock."""
    if not hasattr(dossier, "steps_counted"):
        dossier.steps_counted = dossier.steps.count()
    dossier.steps_counted += 1
    return int(dossier.steps_counted)


def _done_at_once(dossier: Dossier, step: routes.Step, *, by: Post, at: datetime) -> Step:
    """Return, not yet written, a step that is done in the very act, such as receiving at the desk."""
    return Step(
        dossier=dossier,
        order=_next_order(dossier),
        key=step.key,
        name=step.name,
        agency=by.agency,
        role=by.role,
        owner=by,
        state=StepState.FINISHED,
        started_at=at,
        due_at=None,
        finished_at=at,
        finished_by=by,
    )


def finish(step: Step, *, by: Post, at: datetime, state: str = StepState.FINISHED) -> None:
    """Finish a step and take its task out of the inbox; who works on what was handed over has taken it over."""
    step.state, step.finished_at, step.finished_by = state, at, by
    if step.take_by is not None and step.taken_at is None and state != StepState.CANCELLED:
        step.taken_at, step.taken_by = at, by
    update(step, ["state", "finished_at", "finished_by", "taken_at", "taken_by", "verdict"])
    if step.task is not None:
        close_task(step.task, by=by, at=at, done=state != StepState.CANCELLED)


def end_for_new_route(step: Step, *, by: Post, at: datetime) -> None:
    """End a step because the dossier goes on by another route: its time stays its holder's. Nobody finished it: who
    moves a route has not worked on the dossier, and does not come to read it."""
    step.state, step.finished_at = StepState.MOVED, at
    step.save(update_fields=["state", "finished_at"])
    if step.task is not None:
        close_task(step.task, by=by, at=at, done=False)


def open_answer(dossier: Dossier, *, at: datetime) -> None:
    """Put a dossier that is not received yet before the desk: to receive, to refuse, or to ask for what is missing."""
    task = open_task(
        kind=KIND,
        title=ANSWER_TITLE,
        about=about(dossier),
        agency=dossier.desk,
        role=Role.RECEPTIONIST,
        owner=None,
        url=url(dossier),
        at=at,
        due=dossier.answer_due_at,
    )
    Step.objects.create(
        dossier=dossier,
        order=_next_order(dossier),
        key=ANSWER,
        name=ANSWER_TITLE,
        agency=dossier.desk,
        role=Role.RECEPTIONIST,
        task=task,
        started_at=at,
        due_at=dossier.answer_due_at,
    )
    owe_reply(dossier, at=at)


def close_answer(dossier: Dossier, *, by: Post, how: str) -> None:
    """The desk has answered: take the question out of its inbox."""
    reply_given(dossier, by=by, at=dossier.moment, how=how)
    for step in open_steps(dossier):
        if step.key == ANSWER:
            finish(step, by=by, at=dossier.moment)
    dossier.open_steps_read = []


def first_open(content: Content) -> routes.Step | None:
    """Return the step that receipt opens: the one after receiving, where the route begins with that."""
    first = content.route.first
    receives = Action.RECEIVE.removeprefix("dossier.") in first.actions
    return content.route.after(first.key) if receives else first


def start_route(dossier: Dossier, *, by: Post, at: datetime, content: Content) -> Step | None:
    """Begin at receipt: the receiving step is done, the next one opens. Returns None for a route that ends there."""
    first, opened = content.route.first, first_open(content)
    done = None if opened is first else _done_at_once(dossier, first, by=by, at=at)
    if opened is not None:
        return open_step(dossier, opened, at=at, content=content, after=done, by=by)
    if done is not None:
        insert(done)
    return None


def finish_all(dossier: Dossier, *, by: Post, at: datetime, done: bool) -> None:
    """Close every open step and task, at the end of the dossier's life or when it is stopped."""
    reply_given(dossier, by=by, at=at, how=Answered.ENDED)
    for step in open_steps(dossier):
        finish(step, by=by, at=at, state=StepState.FINISHED if done else StepState.CANCELLED)
    if any(step.branch_id for step in open_steps(dossier)):
        dossier.legs.filter(end="").update(end=LegEnd.CLOSED, ended_at=at)
    _let_questions_go(dossier, by=by, at=at)
    dossier.open_steps_read = []


def _asked() -> "QuerySet[Task]":
    of_it = {"dossier": Given("dossier", BigIntegerField())}
    opinions = Consultation.objects.filter(answered_at=None, **of_it).order_by().values("task")
    messages = Message.objects.filter(**of_it).exclude(task=None).order_by().values("task")
    drafts = Apology.objects.filter(**of_it).exclude(task=None).order_by().values("task")  # not to be signed any more
    asked = opinions.union(messages, drafts)
    left = Task.objects.filter(pk__in=asked, state__in=[TaskState.OPEN, TaskState.WAITING])
    return left.order_by("pk")


_ASKED = Prepared(_asked)


def _let_questions_go(dossier: Dossier, *, by: Post, at: datetime) -> None:
    """Take what was asked of others, or by citizens, and not answered out of the inboxes: one question for both."""
    if in_hand(dossier):  # nobody can have asked yet
        return
    for task in _ASKED.rows(dossier=dossier.pk):
        close_task(task, by=by, at=at, done=False)


def let_messages_go(dossier: Dossier, *, by: Post, at: datetime, done: bool) -> int:
    """Take what citizens wrote and nobody answered out of the inbox; returns how many lines went."""
    rows = list(dossier.messages.filter(task__state=TaskState.OPEN).select_related("task"))
    for message in rows:
        if message.task is not None:
            close_task(message.task, by=by, at=at, done=done)
    return len(rows)


def let_opinions_go(dossier: Dossier, *, by: Post) -> None:
    """Take what was asked of others and not answered out of their inboxes: it can change nothing any more."""
    rows = dossier.consultations.filter(answered_at=None, task__state__in=[TaskState.OPEN, TaskState.WAITING])
    for row in rows.select_related("task"):
        close_task(row.task, by=by, at=dossier.moment, done=False)


def put_to_sleep(dossier: Dossier, *, by: Post) -> None:
    """Let the open steps wait: nobody is late while the dossier waits for others. Asking is the desk's answer, too."""
    reply_given(dossier, by=by, at=dossier.moment, how=Answered.ASKED)
    for step in open_steps(dossier):
        if step.task is not None:
            pause_task(step.task)


def _let_fall(step: Step) -> None:
    """Nobody does the work of its holder: it waits for anyone of the role."""
    step.owner = None
    step.save(update_fields=["owner"])
    if step.task is not None:
        move_task(step.task, agency=step.agency, owner=None)


def wake(dossier: Dossier, *, content: Content) -> None:
    """Put the open steps back to work, their allotment moved by the pause."""
    halts = [(h.start, h.end) for h in ended_pauses(dossier)]
    for step in open_steps(dossier):
        calendar = calendar_of(dossier.agency, local(step.started_at).date())
        if step.key == ANSWER:
            if dossier.answer_due_at is not None:  # the clock of what came in online begins anew
                dossier.answer_due_at = step.due_at = answer_due(calendar, dossier.moment)
                owe_reply(dossier, at=dossier.moment)
        else:
            rule = content.route.step(step.key)
            due = step_due(calendar, start=step.started_at, amount=rule.amount, unit=rule.unit, pauses=halts)
            step.due_at = later(step.due_at, due)
            if not holders.still_theirs(step, dossier, rule):
                _let_fall(step)
        step.save(update_fields=["due_at"])
        if step.task is not None:
            wake_task(step.task, due=step.due_at)
