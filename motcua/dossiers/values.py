"""What each printed paper says: plain values for the typst forms (field names in ui/papers/fields.json).

Values are frozen when the action happens; a corrected name or a renamed office does not change an old paper.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from motcua.agencies.models import Agency, Post
from motcua.core.clock import local
from motcua.correspondence.choices import DocType
from motcua.dossiers.choices import Action, Delivery, Form, Money, OpinionEnd, Outcome, StepState
from motcua.dossiers.models import Consultation, Dossier
from motcua.dossiers.models.columns import spaced
from motcua.dossiers.opinions import outcome_of
from motcua.dossiers.promises import stored_limit
from motcua.procedures.editions import Content
from motcua.worktime.deadlines import Unit

MOST_BASES = 6


def tracking_url(dossier: Dossier) -> str:
    """Return the unguessable public address under which the citizen follows the dossier; it names nobody."""
    return f"{settings.PUBLIC_ADDRESS}/t/{dossier.tracking_token}"


def of(form: str, dossier: Dossier, *, by: Post, at: datetime, number: int, **extra: Any) -> dict[str, Any]:
    """Return all values of a form."""
    own = _FORMS[Form(form)](dossier, by=by, at=at, **extra)
    return _common(dossier, by=by, at=at) | {"number": f"{number:02}/{_short(dossier.code)}"} | own


def moment(value: datetime | None) -> str | None:
    """Return a moment as the forms take it: ISO on the wall clock, to the minute."""
    return None if value is None else local(value).strftime("%Y-%m-%dT%H:%M")


def _short(code: str | None) -> str:
    return (code or "").rsplit("-", 1)[-1]


def _heading(agency: Agency, above: Agency | None) -> dict[str, Any]:
    return {"parent": above.name if above else "", "name": agency.name, "name_text": agency.name}


def _above_desk(dossier: Dossier) -> Agency | None:
    """The unit of which the desk is a part: nearly always the one that settles, which is in hand already."""
    return dossier.agency if dossier.desk.parent_id == dossier.agency_id else dossier.desk.parent


def _common(dossier: Dossier, *, by: Post, at: datetime) -> dict[str, Any]:
    applicant, content = dossier.applicant, dossier.content
    return {
        "agency": _heading(dossier.desk, _above_desk(dossier)),
        "desk": dossier.desk.name,
        "place": _place(dossier),
        "date": local(at).date().isoformat(),
        "code": dossier.code or "",
        "qr": tracking_url(dossier),
        "applicant": {
            "name": applicant.name,
            "id": applicant.identity_number,
            "address": applicant.address,
            "phone": applicant.phone,
            "email": applicant.email,
        },
        "procedure": {"name": content.name, "code": content.code},
        "signer": {"name": "" if by.account else by.person.name, "other": in_place(by)},
    }


def _place(dossier: Dossier) -> str:
    """Where a paper of the desk is written: in the desk's own place, whoever settles the dossier."""
    home = (_above_desk(dossier) or dossier.desk) if dossier.crosses else dossier.agency
    return dossier.desk.place or home.place or home.short_name


def in_place(by: Post) -> str:
    """Say for whom somebody acts who stands in for an absent one; by a delegation TUQ. stands before the signature."""
    place = by.place
    return f"Thay cho {place.post.person.name}, vắng mặt" if place and place.absence else ""


def _doer(by: Post) -> str:
    words = in_place(by)
    return f"{by.person.name} ({words[0].lower()}{words[1:]})" if words else by.person.name


def _receipt(dossier: Dossier, *, by: Post, at: datetime, papers: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    due = moment(dossier.appointed_due)
    submitter = dossier.submitter
    return {
        "submitter": {"name": (submitter or dossier.applicant).name, "role": dossier.submitter_role},
        "papers": [
            {"name": _listed(paper), "originals": paper.get("originals") or 0, "copies": paper.get("copies") or 0}
            for paper in papers
        ],
        "sets": 1,
        "limit": limit_words(dossier),
        "received": moment(dossier.received_at),
        "return_at": returned_where(dossier),
        "settled_by": dossier.agency.name if dossier.crosses else "",
        "helped_at": dossier.helped_at.name if dossier.crosses and dossier.helped_at else "",
        "fee": money_words(dossier),
        "clerk": {"name": _doer(by)},
    } | (
        {"due": due}
        if due
        else {"due_text": "Trả kết quả ngay" if dossier.limit_unit == Unit.NONE else "Chưa xác định"}
    )


def returned_where(dossier: Dossier) -> str:
    """Return how the result is handed back, with the desk where the citizen chose another than the receiving one."""
    label = Delivery(dossier.delivery).label
    return f"{label}: {dossier.hands_back.name}" if dossier.crosses or dossier.return_desk_id else label


def three_places(dossier: Dossier) -> list[tuple[str, str]]:
    """Return where it was helped with, received and is settled, told apart where another agency's desk received it."""
    if not dossier.crosses:
        return []
    helped = dossier.helped_at.name if dossier.helped_at else ""
    return [
        ("Nơi hỗ trợ nộp", helped),
        ("Nơi tiếp nhận", dossier.desk.name),
        ("Cơ quan giải quyết", dossier.agency.name),
    ]


def _listed(paper: Mapping[str, Any]) -> str:
    """A paper as the receipt lists it: one that was not handed in again says from where it is."""
    code = paper.get("reused_from__code")
    return f"{paper['name']} (dùng lại từ hồ sơ {code})" if code else str(paper["name"])


def limit_words(dossier: Dossier) -> str:
    """Return the limit in words; "" before receipt."""
    return stored_limit(dossier).words() if dossier.limit_unit else ""


def money_words(dossier: Dossier) -> str:
    """Return what is owed in words: nothing, an amount, or an amount somebody else sets."""
    bill = dossier.bill
    if bill is None:
        return "Không thu"
    if bill.total is None:
        council = any(line.get("set_by_council") for line in bill.lines)
        return "Theo mức thu do Hội đồng nhân dân quy định" if council else "Theo quy định"
    paid = f" (đã thu, biên lai số {bill.receipt_number})" if dossier.money == Money.PAID else ""
    return f"{bill.total:,} đồng{paid}".replace(",", ".")


def _contact(dossier: Dossier, by: Post) -> dict[str, str]:
    return {"name": by.person.name, "phone": dossier.desk.phone or dossier.agency.phone}


def _supplement(
    dossier: Dossier, *, by: Post, at: datetime, items: Sequence[str], reason: str, round: int
) -> dict[str, Any]:
    return {
        "items": list(items),
        "reason": reason,
        "round": round,
        "contact": _contact(dossier, by),
        "received": moment(dossier.received_at),
    }


def _refusal(dossier: Dossier, *, by: Post, at: datetime, reason: str) -> dict[str, Any]:
    submitter = dossier.submitter or dossier.applicant
    return {
        "stage": "tiếp nhận",
        "decider": dossier.desk.name,
        "reasons": reason.splitlines(),
        "submitter": {"name": submitter.name},
        "received": moment(dossier.registered_at),
    }


def _signer(dossier: Dossier, by: Post) -> dict[str, Any]:
    """Whoever acted for the office; what a citizen did online the desk tells by its name alone."""
    if by.account is not None:
        return {"lines": [dossier.desk.name], "name": "", "other": "Lập tự động theo yêu cầu nộp trực tuyến"}
    return {"lines": by.signature_lines or [by.title], "name": by.person.name, "other": in_place(by)}


def _apology(
    dossier: Dossier, *, by: Post, at: datetime, reason: str, before: datetime, after: datetime | None,
    again: bool = False, document: Any = None,
) -> dict[str, Any]:  # fmt: skip
    """What is numbered is the office's paper, by its register; an extension is the unit's own slip."""
    numbered = {"number": document.notation, "date": document.date.isoformat()} if document else {}
    news = {"new_due": moment(after)} if after else {"ready": moment(dossier.decided_at)}
    writer = dossier.keeper if document else by.agency
    return (
        numbered
        | news
        | {
            "agency": _heading(writer, writer.parent),
            "to": [dossier.desk.name, f"Ông (bà) {dossier.applicant.name}"],
            "received": moment(dossier.received_at),
            "due": moment(before),
            "reason": reason,
            "again": again,
            "recipients": ["Như trên", "Lưu: VT, hồ sơ"],
            "signer": _signer(dossier, by),
        }
    )


def _stop(dossier: Dossier, *, by: Post, at: datetime, reason: str, stage: str, asked: bool) -> dict[str, Any]:
    """The notice says that the citizen asked for it only where it is so."""
    return {
        "received": moment(dossier.received_at or dossier.registered_at),
        "requested": local(at).date().isoformat() if asked else "",
        "by_agency": not asked,
        "reason": reason,
        "stage": stage,
        "stopped": moment(at),
        "finance": money_words(dossier),
        "recipients": ["Như trên", "Lưu: VT, hồ sơ"],
        "signer": _signer(dossier, by),
    }


def _control(dossier: Dossier, *, by: Post, at: datetime) -> dict[str, Any]:
    due = moment(dossier.appointed_due)
    read = ("agency", "owner__person", "finished_by__person", "taken_by__person", "branch")
    steps = list(dossier.steps.select_related(*read))
    stood, moved = _stood_in(dossier), _moved(dossier)
    pairs = [(step, _after(step, steps)) for step in steps]
    asked = dossier.consultations.select_related("agency")
    return {
        "received": moment(dossier.received_at),
        "lead": dossier.agency.name,
        "partners": [*_linked(steps), *(_partner(row) for row in asked if row.ending != OpinionEnd.REVOKED)],
        "rows": [_hand_over(step, following, stood, moved.get(step.order, "")) for step, following in pairs],
    } | ({"due": due} if due else {"due_text": "Không có hạn"})


def _after(step: Any, steps: list[Any]) -> Any:
    """The step to which one was handed on: the first of the legs that it opened, else the next one of its own leg, else
    the join; None where nobody has it yet."""
    later = [each for each in steps if each.order > step.order]
    legs = (each for each in later if each.branch and each.branch.split_id == step.pk)
    own = (each for each in later if each.branch_id == step.branch_id)
    outside = (each for each in later if step.branch and each.branch_id == step.branch.within_id)
    return next(itertools.chain(legs, own, outside), None)


def _linked(steps: list[Any]) -> list[str]:
    """The other offices to which the dossier was handed over, in their order."""
    return list(dict.fromkeys(step.agency.short_name for step in steps if step.take_by is not None))


def _partner(row: Consultation) -> str:
    """Who was asked for an opinion and, unless it is confidential, how it stands: silence is called by its name."""
    said = "" if row.confidential else outcome_of(row) or "chưa trả lời"
    return f"{row.agency.short_name} ({said[0].lower()}{said[1:]})" if said else row.agency.short_name


def _stood_in(dossier: Dossier) -> dict[tuple[datetime, int], str]:
    """Return for whom something was done that somebody did in another's place, by moment and doer."""
    events = list(dossier.events.filter(data__has_key="in_place_of"))
    people = Post.objects.with_names().in_bulk({event.data["in_place_of"] for event in events})
    words = {event.pk: people[event.data["in_place_of"]] for event in events}
    return {
        (event.happened_at, event.by_id): f"TUQ. {words[event.pk].seal_title}"
        if "delegation" in event.data
        else f"thay cho {words[event.pk].person.name}"
        for event in events
    }


def _moved(dossier: Dossier) -> dict[int, str]:
    """Return what is said beside the steps, by their order, in which the dossier was moved to another route."""
    if dossier.route_edition_id is None:
        return {}
    events = dossier.events.filter(action=Action.MOVE_ROUTE).order_by("pk")
    told: dict[int, str] = {}
    for event in events:
        said = f"Theo quy trình bản số {event.data['numbers'][1]} từ {local(event.happened_at):%H:%M %d/%m/%Y}"
        told |= {landed["order"]: said for landed in event.data["steps"]}
    return told


def _hand_over(step: Any, following: Any, stood: Mapping[tuple[datetime, int], str], moved: str = "") -> dict[str, Any]:
    """One row of the control slip; a step that ended because the route changed is its holder's, not the mover's."""
    giver = step.owner if step.state == StepState.MOVED else step.finished_by
    ended = "" if step.state in (StepState.OPEN, StepState.FINISHED) else step.get_state_display()
    receiver = (following.taken_by or following.finished_by or following.owner) if following else None

    def named(one: Any, done: Any) -> str:
        words = stood.get((done.finished_at, one.pk), "") if done else ""
        return "\n".join(
            [words, one.person.name] if words.startswith("TUQ.") else filter(None, [one.person.name, words])
        )

    return {
        "from": f"{step.name} ({step.agency.short_name}{f', chặng {step.branch.number + 1}' if step.branch else ''})",
        "to": following.agency.short_name if following else "",
        "at": moment(step.finished_at),
        "from_person": named(giver, step) if giver else "",
        "to_person": named(receiver, following) if receiver else "",
        "result": standing_of(step),
        "note": "; ".join(filter(None, [moved, ended or step.verdict_words])),
    }


def standing_of(step: Any) -> str:
    """Return early, on_time or late for a finished step with an allotment, "" otherwise; one that ended because the
    route changed can only have been late."""
    if step.finished_at is None or step.due_at is None:
        return ""
    if step.finished_at > step.due_at:
        return "late"
    if step.state == StepState.MOVED:
        return ""
    return "on_time" if local(step.finished_at).date() == local(step.due_at).date() else "early"


def _fee(dossier: Dossier, *, by: Post, at: datetime) -> dict[str, Any]:
    bill = dossier.bill
    assert bill is not None
    return {
        "serial": {"sign": bill.receipt_symbol, "no": f"{bill.receipt_number:07}"},
        "payer": {
            "name": bill.payer_name,
            "id": dossier.applicant.identity_number,
            "address": dossier.applicant.address,
        },
        "lines": [{key: line[key] for key in ("name", "count", "price", "amount")} for line in bill.lines],
        "total": bill.total,
        "method": bill.method,
        "transaction": bill.transaction,
        "clerk": {"name": _doer(by)},
    }


def verification_url(code: str) -> str:
    """Return the public address that tells whether a result is genuine."""
    return f"{settings.PUBLIC_ADDRESS}/xac-minh/{spaced(code)}/"


def _result(dossier: Dossier, *, by: Post, at: datetime, document: Any, verification: str) -> dict[str, Any]:
    """The code leads to the page that verifies the result; the tracking link, which is a key, stands on no result."""
    content = dossier.content
    return {
        "qr": verification_url(verification),
        "verification": {"code": spaced(verification), "address": f"{settings.PUBLIC_ADDRESS}/xac-minh/"},
        "agency": _heading(dossier.keeper, dossier.keeper.parent),
        "number": document.notation,
        "date": document.date.isoformat(),
        "doc_type": title_of(document, content),
        "abstract": document.abstract,
        "case": next((case.name for case in content.cases if case.key == dossier.case), ""),
        "subject": dossier.subject,
        "received": moment(dossier.received_at),
        "basis": [f"văn bản số {number}" for number in content.legal_bases[:MOST_BASES]],
        "outcome": [f"{Outcome(dossier.outcome).label} của chủ hồ sơ."],
        "recipients": document.recipients.split("; "),
        "signer": _signer(dossier, by),
    }


def title_of(document: Any, content: Content) -> str:
    """Return the type printed as title: a công văn has none, a paper of the line ministry is called by its own name."""
    if document.doc_type in (DocType.LETTER, DocType.PUBLIC_LETTER):
        return ""
    if document.doc_type == DocType.SPECIALISED:
        return next((name for name in content.results if not name.startswith("Không")), "Văn bản")
    return str(document.get_doc_type_display()).partition(" (")[0]


_FORMS: dict[Form, Callable[..., dict[str, Any]]] = {
    Form.RECEIPT: _receipt,
    Form.SUPPLEMENT: _supplement,
    Form.REFUSAL: _refusal,
    Form.APOLOGY: _apology,
    Form.STOP: _stop,
    Form.CONTROL: _control,
    Form.FEE: _fee,
    Form.RESULT: _result,
}
