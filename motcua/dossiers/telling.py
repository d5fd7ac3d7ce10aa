"""What the people of a dossier are told after an event: the kind of notice and its values. Reads only."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from motcua.citizens.models import Applicant
from motcua.dossiers import notices
from motcua.dossiers.choices import Action, Channel, State
from motcua.dossiers.models import Dossier, DossierEvent
from motcua.dossiers.values import tracking_url
from motcua.notify.models import Outgoing, OutgoingQuerySet
from motcua.notify.notices import Notice
from motcua.ui import formats

Told = tuple[Notice, dict[str, Any]] | None
RETURN = "return_result"  # as routes call what is done in a step
LONG_AGO = timedelta(days=2)  # what a paper register told long ago is no news
LATER = {"vi": "sẽ báo sau", "en": "to be told"}
UNKNOWN_SUM = {"vi": "theo thông báo của cơ quan", "en": "as the office will tell you"}


def told_by(event: DossierEvent) -> Told:
    """Return what an event is told as, with the values of that notice; None when nobody need be told."""
    tell = _TOLD.get(Action(event.action))
    if tell is None or event.recorded_at - event.happened_at > LONG_AGO:
        return None
    found = tell(event, event.subject)
    return None if found is None else (found[0], _common(event.subject) | found[1])


def told_of_message(dossier: Dossier) -> tuple[Notice, dict[str, Any]]:
    """Return what somebody is told when the office wrote to them: that it did, never what."""
    return notices.MESSAGE, _common(dossier)


def people_of(dossier: Dossier) -> dict[str, Applicant | None]:
    """Return who is told, by their role: the applicant, and whoever brought the papers for them."""
    return {"applicant": dossier.applicant, "submitter": dossier.submitter}


def key_of(event: int) -> str:
    """Return the key under which the people of a dossier are told of an event."""
    return f"dossier:{event}"


def messages_about(dossiers: Iterable[Dossier]) -> OutgoingQuerySet:
    """Return the messages that told of dossiers, to whomever they went."""
    events = DossierEvent.objects.filter(subject__in=[dossier.pk for dossier in dossiers], action__in=TELLING)
    keys = [Q(key__startswith=f"{key_of(event)}:") for event in events.order_by().values_list("pk", flat=True)]
    return Outgoing.objects.filter(reduce(or_, keys)) if keys else Outgoing.objects.none()


def _common(dossier: Dossier) -> dict[str, Any]:
    phone = dossier.desk.phone or dossier.agency.phone
    return {
        "code": dossier.code or "", "procedure": dossier.content.name, "link": tracking_url(dossier),
        "contact": ", ".join(filter(None, (dossier.desk.name, phone))),
    }  # fmt: skip


def _moment(value: datetime | str | None) -> Any:
    """A moment, or what an event keeps of one; where none is known, that it will be told."""
    if not value:
        return LATER
    return formats.moment(datetime.fromisoformat(value) if isinstance(value, str) else value)


def _due(event: DossierEvent, dossier: Dossier) -> Any:
    """The promised day as the event left it."""
    return _moment(event.data.get("changed", {}).get("appointed_due") or dossier.appointed_due)


def _submitted(event: DossierEvent, dossier: Dossier) -> Told:
    """Who stands at a desk sees it; who files online waits for the answer."""
    if dossier.channel != Channel.ONLINE:
        return None
    return notices.SUBMITTED, {"answer_by": _moment(dossier.answer_due_at)}


def is_news(event: DossierEvent) -> bool:
    """Tell whether an event may be told at all; of one that is not, nobody need think later. Asks nothing."""
    if event.action != Action.REGISTER:
        return True
    received = event.subject.received_at
    return received is not None and event.recorded_at - received <= LONG_AGO


def _received(event: DossierEvent, dossier: Dossier) -> Told:
    if dossier.received_at is None or event.recorded_at - dossier.received_at > LONG_AGO:
        return None
    return notices.RECEIVED, {"due": _due(event, dossier)}


def _supplement(event: DossierEvent, dossier: Dossier) -> Told:
    asked = dossier.supplement_requests.get(round=event.data["round"])
    return notices.SUPPLEMENT, {"papers": asked.papers}


def _resumed(event: DossierEvent, dossier: Dossier) -> Told:
    return notices.RESUMED, {"due": _due(event, dossier)}


def _delayed(event: DossierEvent, dossier: Dossier) -> Told:
    if event.data["after"] is None:
        return notices.SORRY, {"before": _moment(event.data["before"])}
    return notices.DELAYED, {"due": _moment(event.data["after"]), "before": _moment(event.data["before"])}


def _moved_on(event: DossierEvent, dossier: Dossier) -> Told:
    """Passing on is news only where it leaves the dossier waiting for money, or the result at the desk."""
    if event.state == State.WAITING_PAYMENT:
        total = dossier.bill.total if dossier.bill else None
        return notices.PAYMENT, {"amount": formats.dong(total) if total is not None else UNKNOWN_SUM}
    if event.state == State.DECIDED and _handed_back_at(dossier, event.data.get("to_step", "")):
        return notices.READY, {}
    return None


def _handed_back_at(dossier: Dossier, key: str) -> bool:
    steps = dossier.content.route.steps
    return any(step.key == key and RETURN in step.actions for step in steps)


def _returned(event: DossierEvent, dossier: Dossier) -> Told:
    return notices.RETURNED, {"at": _moment(event.happened_at)}


def _withdrawn(event: DossierEvent, dossier: Dossier) -> Told:
    return notices.WITHDRAWN, {"at": _moment(event.happened_at)}


_TOLD: dict[Action, Callable[[DossierEvent, Dossier], Told]] = {
    Action.SUBMIT: _submitted,
    Action.FILE: _submitted,
    Action.REGISTER: _received,
    Action.RECEIVE: _received,
    Action.REFUSE: lambda event, dossier: (notices.REFUSED, {}),
    Action.REQUEST_SUPPLEMENT: _supplement,
    Action.RESUME: _resumed,
    Action.EXTEND: _delayed,
    Action.APOLOGISE: _delayed,
    Action.HAND_OVER: _moved_on,
    Action.PROPOSE: _moved_on,
    Action.APPROVE: _moved_on,
    Action.SIGN: _moved_on,
    Action.RETURN_RESULT: _returned,
    Action.SETTLE_AT_ONCE: _returned,
    Action.WITHDRAW: _withdrawn,
    Action.STOP: lambda event, dossier: (notices.STOPPED, {}),
}
TELLING = tuple(_TOLD)
