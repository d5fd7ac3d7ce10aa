"""A dossier's events told in words: who did what, where it went, until when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from motcua.agencies.models import Post
from motcua.core.clock import local
from motcua.dossiers.choices import GIVEN, Action, StepVerdict, Strayed
from motcua.dossiers.models import Dossier, DossierEvent
from motcua.dossiers.reading import notes_of
from motcua.procedures.editions import Content
from motcua.procedures.models import content_of

TONES = {
    Action.REQUEST_SUPPLEMENT: "wait",
    Action.SUSPEND: "wait",
    Action.RESUME: "ontime",
    Action.SIGN: "ontime",
    Action.RETURN_RESULT: "done",
    Action.DELIVER_CORRECTION: "done",
    Action.SETTLE_AT_ONCE: "done",
    Action.REFUSE: "late",
    Action.STOP: "late",
    Action.WITHDRAW: "late",
    Action.EXTEND: "soon",
    Action.MOVE_ROUTE: "soon",
    Action.APOLOGISE: "soon",
    Action.DRAFT_APOLOGY: "soon",
}
MOVING = (Action.HAND_OVER, Action.PROPOSE, Action.APPROVE, Action.SIGN)
OPINIONS = (
    Action.CONSULT,
    Action.FORWARD_OPINION,
    Action.DECLINE_OPINION,
    Action.REMIND_OPINION,
    Action.REVOKE_OPINION,
    Action.WAIVE_OPINION,
    Action.AGREE_BY_SILENCE,
)
DUE = (Action.REGISTER, Action.RECEIVE, Action.RESUME, Action.EXTEND)


def timeline(dossier: Dossier, content: Content) -> list[dict[str, Any]]:
    """Return what happened in words, of events read newest first: one query for free texts; one more where somebody
    acted in another's place."""
    events = list(dossier.events.all())
    notes = notes_of(events)
    others = _others(events)
    people, asked, contents = (
        _people(dossier) | _consulted(dossier),
        _asked(dossier),
        _contents(dossier, events, content),
    )
    return [
        {
            "at": event.happened_at,
            "text": f"{event.by.person.name} ({event.by.title}){_instead(event.data, others)} "
            + _words(Action(event.action), event.data, contents[event.pk], people),
            "tone": TONES.get(Action(event.action), "new"),
            "quote": notes[event.note_key].text if event.note_key in notes else asked.get(event.data.get("round"), ""),
        }
        for event in events
    ]


def _contents(dossier: Dossier, events: list[DossierEvent], content: Content) -> dict[int, Content]:
    """By which route each event, newest first, was done: before a dossier was moved it went by another."""
    found = {}
    for event in events:
        found[event.pk] = content
        if event.action == Action.MOVE_ROUTE:
            content = content_of(dossier.edition_id, event.data["editions"][0])
    return found


def _others(events: list[DossierEvent]) -> dict[int, str]:
    """Names of those in whose place something was done: no question where nothing was."""
    keys = {event.data["in_place_of"] for event in events if "in_place_of" in event.data}
    rows = Post.objects.filter(pk__in=keys).select_related("person") if keys else []
    return {post.pk: f"{post.person.name}, {post.title}" for post in rows}


def _instead(data: Mapping[str, Any], others: Mapping[int, str]) -> str:
    """For whom, and by which document where it was a delegation."""
    other = others.get(data.get("in_place_of", 0))
    if other is None:
        return ""
    paper = data.get("delegation")
    return f" theo ủy quyền số {paper['number']} của {other}," if paper else f" thay {other},"


def _consulted(dossier: Dossier) -> dict[Any, str]:
    """Names of the units that were asked for an opinion, by the key of the question."""
    return {str(row.pk): row.agency.short_name for row in dossier.consultations.all()}


def _asked(dossier: Dossier) -> dict[int, str]:
    """Why papers were asked for, by round."""
    rounds = dossier.supplement_requests.all() if dossier.resume_to else ()
    return {row.round: f"{'; '.join(row.papers)}. {row.reason}" for row in rounds}


def _people(dossier: Dossier) -> dict[Any, str]:
    """Names of those who held a step, by the key of their post."""
    owners = [step.owner for step in dossier.steps.all() if step.owner is not None]
    return {owner.pk: owner.person.name for owner in owners}


def _words(code: Action, data: Mapping[str, Any], content: Content, people: Mapping[Any, str]) -> str:
    label, where = code.label[:1].lower() + code.label[1:], _where(code, data, content)
    if code == Action.MOVE_ROUTE:
        return f"{label} (từ bản số {data['numbers'][0]} sang bản số {data['numbers'][1]}), {_landed(data, content)}"
    if where:
        label = where if code == Action.HAND_OVER else f"{label}, {where}"
    return label + _whom(code, data, people) + _more(code, data)


def _where(code: Action, data: Mapping[str, Any], content: Content) -> str:
    """To which step the dossier went, or back to which."""
    names = {step.key: step.name for step in content.route.steps}
    if code in MOVING and len(data.get("opened") or ()) > 1:
        return f"tách thành các chặng: {', '.join(names.get(leg['step'], leg['step']) for leg in data['opened'])}"
    if code not in MOVING or data.get("to_step") not in names:
        return "xong chặng, chờ các chặng khác" if code in MOVING and data.get("leg") else ""
    keys = [*names]
    came, went = data.get("from_step", ""), data["to_step"]
    drawn = content.route.is_drawn
    back = data.get("back") or (not drawn and came in names and keys.index(went) <= keys.index(came))
    return f"{'trả lại' if back else 'chuyển đến'} bước “{names[went]}”"


def _landed(data: Mapping[str, Any], content: Content) -> str:
    """In which steps of the new route the dossier stands since then."""
    names = {step.key: step.name for step in content.route.steps}
    went = [names.get(each["to"], each["to"]) for each in data["steps"]]
    return f"đứng ở {'các bước' if len(went) > 1 else 'bước'} {', '.join(f'“{name}”' for name in went)}"


def _whom(code: Action, data: Mapping[str, Any], people: Mapping[Any, str]) -> str:
    if code in OPINIONS:
        unit = people.get(str(data.get("consultation")))
        return f" {'của' if code == Action.CONSULT else '–'} {unit}" if unit else ""
    name = people.get(data.get("owner") or 0)
    return f" cho {name}" if name and code in (Action.ASSIGN, Action.HAND_OVER) else ""


def _more(code: Action, data: Mapping[str, Any]) -> str:
    due = _due(data) if code in DUE else None
    if due is not None:
        return f", hẹn trả {due:%H:%M %d/%m/%Y}"
    if data.get("strayed") in Strayed.values:
        return f". {Strayed(data['strayed']).label}: chuyển trưởng bộ phận"
    if data.get("verdict") in GIVEN:
        return f": {StepVerdict(data['verdict']).label.lower()}"
    count = data.get("count") or data.get("papers")
    return f", {count} giấy tờ" if isinstance(count, int) and count else ""


def _due(data: Mapping[str, Any]) -> datetime | None:
    changed = data.get("changed", {}).get("appointed_due")
    text = changed[-1] if isinstance(changed, list) else changed
    return local(datetime.fromisoformat(text)) if text else None
