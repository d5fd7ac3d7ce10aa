"""What a dossier's page shows, read in a fixed number of queries."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from motcua.agencies.models import Post
from motcua.core.clock import local
from motcua.core.models import Note
from motcua.dossiers.choices import PAUSED, Action, StepState
from motcua.dossiers.models import Dossier
from motcua.dossiers.offers import offered
from motcua.dossiers.promises import explained
from motcua.dossiers.values import limit_words, money_words
from motcua.procedures.editions import Content
from motcua.procedures.models import content_of
from motcua.worktime.standing import stand_of
from motcua.worktime.stored import calendar_of

TONES = {
    Action.REQUEST_SUPPLEMENT: "wait",
    Action.SUSPEND: "wait",
    Action.RESUME: "ontime",
    Action.SIGN: "ontime",
    Action.RETURN_RESULT: "done",
    Action.SETTLE_AT_ONCE: "done",
    Action.REFUSE: "late",
    Action.STOP: "late",
    Action.WITHDRAW: "late",
    Action.EXTEND: "soon",
}
STATE_TONES = {
    "submitted": "new",
    "received": "new",
    "in_progress": "new",
    "waiting_supplement": "wait",
    "waiting_payment": "wait",
    "suspended": "wait",
    "decided": "ontime",
    "returned": "done",
    "refused": "late",
    "withdrawn": "done",
    "stopped": "late",
}
ICONS = {
    Action.HAND_OVER: "arrow",
    Action.PROPOSE: "arrow",
    Action.APPROVE: "check",
    Action.SIGN: "sign",
    Action.RETURN_RESULT: "hand",
    Action.REQUEST_SUPPLEMENT: "wait",
    Action.RECEIVE: "check",
}
DANGER = (Action.REFUSE, Action.STOP, Action.WITHDRAW)


def facts(dossier: Dossier, *, by: Post, now: datetime) -> dict[str, Any]:
    """Return the template's context of one dossier."""
    content = content_of(dossier.edition_id)
    return {
        "content": content,
        "state_tone": STATE_TONES.get(dossier.state, "new"),
        "summary": summary(dossier, content),
        "papers": list(dossier.papers.select_related("file", "supplement")),
        "results": list(dossier.results.select_related("document", "file", "signed_by__person", "replaced_by")),
        "prints": list(dossier.printed_papers.all()),
        "consultations": list(
            dossier.consultations.select_related("agency", "asked_by__person", "answered_by__person")
        ),
        "timeline": timeline(dossier),
        "route": route(dossier, content),
        "explanation": explained(dossier, content),
        "stand": standing(dossier, now=now),
        "paused": dossier.state in PAUSED,
        "asked": dossier.supplement_requests.filter(answered_at=None).first() if dossier.state in PAUSED else None,
    }


def summary(dossier: Dossier, content: Content) -> list[dict[str, Any]]:
    """Return the key facts; identity number and phone are masked, showing them is an act of its own."""
    applicant, submitter = dossier.applicant, dossier.submitter
    case = next((case.name for case in content.cases if case.key == dossier.case), "")
    rows = [
        ("Chủ hồ sơ", applicant.name),
        ("Người nộp", f"{submitter.name} ({dossier.submitter_role or 'nộp thay'})" if submitter else "Chính chủ"),
        ("Hình thức nộp", dossier.get_channel_display()),
        ("Trả kết quả", dossier.get_delivery_display()),
        ("Thời hạn", limit_words(dossier)),
        ("Phí, lệ phí", f"{money_words(dossier)} · {dossier.get_money_display()}"),
        ("Trường hợp", case),
        ("Nội dung yêu cầu", dossier.subject),
    ]
    return [
        {"label": label, "value": value, "wide": label in ("Trường hợp", "Nội dung yêu cầu")}
        for label, value in rows
        if value
    ]


def timeline(dossier: Dossier) -> list[dict[str, Any]]:
    """Return what happened in words, newest first; free text is read in one query."""
    events = list(dossier.events.select_related("by__person", "by__agency").order_by("-pk"))
    notes = Note.objects.in_bulk([event.note_key for event in events if event.note_key])
    rows = []
    for event in events:
        note = notes.get(event.note_key) if event.note_key else None
        label = Action(event.action).label
        rows.append(
            {
                "at": event.happened_at,
                "text": f"{event.by.person.name} ({event.by.title}): {label.lower()}{_detail(event.data)}",
                "tone": TONES.get(Action(event.action), "new"),
                "quote": note.text if note else "",
            }
        )
    return rows


def _detail(data: dict[str, Any]) -> str:
    changed = data.get("changed", {})
    if changed.get("appointed_due"):
        due = local(datetime.fromisoformat(changed["appointed_due"]))
        return f", hẹn trả {due:%d/%m/%Y}"
    return f", {data['count']} giấy tờ" if data.get("count") else ""


def route(dossier: Dossier, content: Content) -> list[dict[str, Any]]:
    """Return the steps as done, being done and to come."""
    done = list(dossier.steps.select_related("owner__person", "finished_by__person", "agency"))
    rows = [
        {"name": step.name, "state": "done" if step.state != StepState.OPEN else "now", "when": _when(step)}
        for step in done
    ]
    if dossier.closed_at is not None:
        return rows
    keys = [step.key for step in content.route.steps]
    after = content.route.steps[keys.index(dossier.step) + 1 :] if dossier.step in keys else content.route.steps
    return rows + [{"name": step.name, "state": "", "when": ""} for step in after]


def _when(step: Any) -> str:
    who = step.finished_by or step.owner
    name = who.person.name if who else step.agency.short_name
    return f"{name}, {local(step.finished_at):%d/%m %H:%M}" if step.finished_at else name


def standing(dossier: Dossier, *, now: datetime) -> Any:
    """Return early, on time or late, in working days and words; None without a promised day."""
    if dossier.appointed_due is None or dossier.received_at is None:
        return None
    calendar = calendar_of(dossier.agency, local(dossier.received_at).date())
    return stand_of(calendar, due=dossier.appointed_due, now=now, finished=dossier.decided_at)


def buttons(dossier: Dossier, *, by: Post) -> list[dict[str, Any]]:
    """Return the allowed actions as buttons, the one that finishes the step first and strongest."""
    codes = offered(dossier, by=by)
    return [
        {
            "label": code.label,
            "icon": ICONS.get(code, ""),
            "kind": "danger" if code in DANGER else "primary" if place == 0 else "",
            "url": reverse("casework:act", args=[dossier.code, code.removeprefix("dossier.").replace("_", "-")]),
            "key": "T" if place == 0 else "",
        }
        for place, code in enumerate(codes)
    ]
