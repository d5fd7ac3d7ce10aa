"""What a dossier's page shows, of rows read in a fixed number of queries (`dossiers.reading`)."""

from datetime import datetime
from typing import Any

from motcua.agencies.models import Post
from motcua.agencies.models.standing import away_words
from motcua.casework.answering import answer_facts
from motcua.casework.papers import sources_of
from motcua.casework.telling import timeline
from motcua.citizens.actions import unreached_of
from motcua.citizens.models import Applicant
from motcua.core.clock import local
from motcua.core.identity import mask
from motcua.dossiers.choices import PAUSED, Action, OpinionEnd, State, StepState
from motcua.dossiers.filed import filed_parts
from motcua.dossiers.models import Dossier, DossierPaper, Step
from motcua.dossiers.opinions import held_back, opens, outcome_of
from motcua.dossiers.permissions import may_attach, may_write_message
from motcua.dossiers.promises import explained
from motcua.dossiers.reading import files_sent, read_children
from motcua.dossiers.values import limit_words, money_words, returned_where, three_places
from motcua.procedures.branches import to_come
from motcua.procedures.editions import Content
from motcua.tasks.choices import State as TaskState
from motcua.tasks.models import Task, is_inbox_of
from motcua.worktime.standing import Stand

STATE_TONES = {
    State.SUBMITTED: "new",
    State.RECEIVED: "new",
    State.IN_PROGRESS: "new",
    State.WAITING_SUPPLEMENT: "wait",
    State.WAITING_PAYMENT: "wait",
    State.SUSPENDED: "wait",
    State.DECIDED: "ontime",
    State.RETURNED: "done",
    State.REFUSED: "late",
    State.WITHDRAWN: "done",
    State.STOPPED: "late",
}
OPINION_TONES: dict[str, str] = {
    OpinionEnd.REVOKED: "done",
    OpinionEnd.DECLINED: "late",
    OpinionEnd.WAIVED: "soon",
    OpinionEnd.SILENT: "soon",
}
HOW: dict[str, str] = {StepState.SENT_BACK: ", trả lại", StepState.MOVED: ", chuyển sang quy trình mới"}
SOON_DAYS = 1


def facts(dossier: Dossier, *, by: Post, now: datetime) -> dict[str, Any]:
    """Return the template's context of one dossier, read whole before."""
    content = dossier.content
    read_children(dossier, "memos", "messages", "events")
    papers = list(dossier.papers.all())
    return {
        "content": content,
        "state_tone": STATE_TONES.get(State(dossier.state), "new"),
        "summary": summary(dossier, content),
        "papers": papers,
        "filed": filed_parts(dossier),
        "filed_note": "cán bộ khai giúp tại quầy" if dossier.helped_at_id else "người nộp tự khai trên cổng",
        "papers_note": counted(papers),
        "readable_sources": sources_of(papers, by=by),
        "may_attach": by.may(Action.ATTACH, may_attach, dossier) and not dossier.is_closed,
        "results": results(dossier) if dossier.decided_at else [],
        "prints": list(dossier.printed_papers.all()),
        "consultations": consultations(dossier, by=by),
        "held_back": held_back(dossier) if not dossier.is_closed and dossier.decided_at is None else [],
        "memos": list(dossier.memos.all()),
        **talk(dossier, by=by),
        "unreached": [mask(each) for each in unreached_of(people_in(dossier))],
        "colleagues": colleagues(dossier, by=by),
        "me": by,
        "timeline": timeline(dossier, content),
        "route": route(dossier, content, now=now),
        "route_note": route_note(dossier, content),
        **promise_facts(dossier, content, now=now),
    }


def consultations(dossier: Dossier, *, by: Post) -> list[dict[str, Any]]:
    """Return the opinions asked for, each with whether this reader reads question and answer, and how it stands."""
    return [
        {
            "row": row,
            "opens": opens(by, row),
            "outcome": outcome_of(row),
            "tone": OPINION_TONES.get(row.ending, "ontime"),
        }
        for row in dossier.consultations.all()
    ]


def talk(dossier: Dossier, *, by: Post) -> dict[str, Any]:
    """Return what citizen and office wrote to each other, and whether the post may write or say that none is needed."""
    rows = list(dossier.messages.all())
    files = files_sent(rows)
    waiting = any(row.task is not None and row.task.state == TaskState.OPEN for row in rows)
    writes = not dossier.is_closed and may_write_message(by, dossier)
    return {
        "talk": [{"message": row, "files": files.get(row.pk, [])} for row in rows],
        "may_write": writes and (bool(rows) or has_reader(dossier)),
        "waits_for_answer": waiting and writes,
    }


def has_reader(dossier: Dossier) -> bool:
    """Whether an account is tied to one of the dossier's people; of others who proved who they are, writing asks."""
    return any(person.account_id for person in people_in(dossier))


def people_in(dossier: Dossier) -> list[Applicant]:
    """Return the applicant, and whoever brought the papers for them."""
    return [person for person in (dossier.applicant, dossier.submitter) if person is not None]


def colleagues(dossier: Dossier, *, by: Post) -> list[tuple[str, str]]:
    """Return whom a note may name: who held its steps or gave opinions (username, name); no question asked."""
    posts = [post for step in dossier.steps.all() for post in (step.owner, step.finished_by)]
    posts += [post for row in dossier.consultations.all() for post in (row.asked_by, row.answered_by)]
    found = {p.person.username: p.person.name for p in [*posts, dossier.received_by] if p is not None and p.pk != by.pk}
    return sorted(found.items(), key=lambda pair: pair[1])


def promise_facts(dossier: Dossier, content: Content, *, now: datetime) -> dict[str, Any]:
    """Return what the card of the promised day shows, here and beside the forms."""
    waits = dossier.state in PAUSED
    asked = [row for row in dossier.supplement_requests.all() if row.answered_at is None] if waits else []
    stand = dossier.standing_at(now)
    return {
        "explanation": explained(dossier, content),
        "stand": stand,
        "promise_tone": _tone(dossier, stand, waits=waits),
        "waits": dossier.get_state_display() if waits else "",
        "asked": asked[0] if asked else None,
        **answer_facts(dossier, now=now),
    }


def _tone(dossier: Dossier, stand: Stand | None, *, waits: bool) -> str:
    """The colour of the promised day."""
    if waits:
        return "wait"
    if stand is None or dossier.decided_at is not None or dossier.is_closed:
        return "done"
    return "late" if stand.is_late else "soon" if stand.days <= SOON_DAYS else "ontime"


def summary(dossier: Dossier, content: Content) -> list[dict[str, Any]]:
    """Return the key facts; identity number and phone are masked, showing them is an act of its own."""
    applicant, submitter = dossier.applicant, dossier.submitter
    case = next((case.name for case in content.cases if case.key == dossier.case), "")
    rows = [
        ("Chủ hồ sơ", dossier.shown_name),
        ("Số giấy tờ", mask(applicant.identity_number)),
        ("Điện thoại", mask(applicant.phone)),
        (
            "Người nộp",
            f"{dossier.name_of(submitter)} ({dossier.submitter_role or 'nộp thay'})" if submitter else "Chính chủ",
        ),
        ("Hình thức nộp", _channel(dossier)),
        *three_places(dossier),
        ("Trả kết quả", f"{returned_where(dossier)}{_receiver(dossier)}"),
        ("Thời hạn", limit_words(dossier)),
        ("Phí, lệ phí", money_words(dossier)),
        ("Trường hợp", case),
        ("Nội dung yêu cầu", dossier.subject),
    ]
    wide = ("Trường hợp", "Nội dung yêu cầu")
    return [
        {"label": label, "value": value, "wide": label in wide, "light": label in wide}
        for label, value in rows
        if value
    ]


def _channel(dossier: Dossier) -> str:
    """How it came; what was filed online with an official's help says so."""
    helped = ", có cán bộ hỗ trợ" if dossier.helped_at_id else ""
    return f"{dossier.get_channel_display()}{helped}"


def _receiver(dossier: Dossier) -> str:
    if dossier.returned_at is None:
        return ""
    return f" cho {dossier.returned_to}, {local(dossier.returned_at):%H:%M %d/%m/%Y}"


def counted(papers: list[DossierPaper]) -> str:
    """Say how much paper there is: 4 loại, 5 bản chính, 1 bản sao."""
    originals, copies = sum(paper.originals for paper in papers), sum(paper.copies for paper in papers)
    return f"{len(papers)} loại, {originals} bản chính, {copies} bản sao" if papers else ""


def results(dossier: Dossier) -> list[dict[str, Any]]:
    """Return the results, each with whether a later one replaces it."""
    rows = list(dossier.results.all())
    replaced = {row.replaces_id for row in rows}
    return [{"result": row, "replaced": row.pk in replaced} for row in rows]


def route(dossier: Dossier, content: Content, *, now: datetime) -> list[dict[str, Any]]:
    """Return the steps as done, being done and to come, with which of them were or are late: it may be one leg only."""
    rows = [
        {
            "name": step.name, "state": "done" if step.state != StepState.OPEN else "now", "when": _when(step),
            "late": _late_words(dossier, step, now),
        }
        for step in dossier.steps.all()
    ]  # fmt: skip
    if dossier.closed_at is not None:
        return rows
    in_legs = [step.key for step in dossier.steps.all() if step.branch_id]
    after = to_come(content.route, dossier.step, in_legs)
    return rows + [{"name": step.name, "state": "", "when": ""} for step in after]


def route_note(dossier: Dossier, content: Content) -> str:
    """Say how far it is: Bước 4 / 6."""
    if content.route.find(dossier.step) is None or dossier.closed_at is not None:
        return ""
    ahead = len(to_come(content.route, dossier.step))
    return f"Bước {len(content.route.steps) - ahead} / {len(content.route.steps)}"


def _late_words(dossier: Dossier, step: Step, now: datetime) -> str:
    """A dossier that waits for somebody else owes nothing meanwhile."""
    if not step.is_late(now) or (step.state == StepState.OPEN and dossier.state != State.IN_PROGRESS):
        return ""
    return "Quá hạn" if step.state == StepState.OPEN else "Xong trễ"


def _when(step: Step) -> str:
    who = step.finished_by or step.owner
    name = who.person.name if who else step.agency.short_name
    if step.finished_at:
        back = HOW.get(step.state, "")
        instead = f" thay {step.task.done_for.person.name}" if step.task and step.task.done_for else ""
        said = f". {step.verdict_words}" if step.verdict else ""
        return f"{name}{instead}, {local(step.finished_at):%d/%m %H:%M}{back}{said}"
    strayed = f". {step.get_strayed_display()}: cần chuyển đến đúng cơ quan" if step.strayed else ""
    words = away_words(step)
    holder = f"{name} ({words})" if words else name
    return (f"{holder}, hạn {local(step.due_at):%H:%M %d/%m}" if step.due_at else holder) + strayed


def own_task(dossier: Dossier, *, by: Post) -> Task | None:
    """Return the newest task of a dossier, read whole before, that is or was in the post's inbox."""
    tasks = [step.task for step in dossier.steps.all()] + [row.task for row in dossier.consultations.all()]
    tasks += [row.task for row in dossier.messages.all()]
    tasks += [row.task for row in dossier.results.all()] if dossier.decided_at is not None else []
    own = [task for task in tasks if task is not None and _is_of(by, task)]
    return max(own, key=lambda task: task.pk, default=None)


def _is_of(by: Post, task: Task) -> bool:
    """Its own, its role's in its unit, or somebody's in whose place it stands."""
    return any(is_inbox_of(each, task) for each in by.hats)
