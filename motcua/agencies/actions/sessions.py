"""Where somebody is logged in, from which devices, and how that ends."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models.functions import Now

from motcua.agencies import permissions
from motcua.agencies.choices import Action
from motcua.agencies.devices import label_of
from motcua.agencies.models import Device, Person, Post
from motcua.agencies.throttle import network_of
from motcua.core.actions import action
from motcua.core.errors import BadInput

MOST_DEVICES = 40  # the longest unused go first


@dataclass(frozen=True)
class Recognised:
    """The device of a log-in, the cookie by which it is known next time, and new ones the person has not heard of."""

    device: Device
    cookie: str
    news: list[Device]


def recognise(person: Person, *, cookie: str, user_agent: str, address: str) -> Recognised:
    """Note from which browser a person comes in; a new one is told at the next log-in from another."""
    seen = {"label": label_of(user_agent), "network": network_of(address), "last_seen": Now()}
    device = Device.objects.filter(person=person, digest=Device.digest_of(cookie)).first() if cookie else None
    if device is None:
        cookie = secrets.token_urlsafe(32)
        first = not Device.objects.filter(person=person).exists()
        device = Device.objects.create(person=person, digest=Device.digest_of(cookie), told=first, **seen)
        _forget_oldest(person)
    else:
        Device.objects.filter(pk=device.pk).update(**seen)
    news = list(Device.objects.filter(person=person, told=False).exclude(pk=device.pk))
    Device.objects.filter(pk__in=[each.pk for each in news]).update(told=True)
    return Recognised(device, cookie, news)


def _forget_oldest(person: Person) -> None:
    kept = Device.objects.filter(person=person).order_by("-last_seen").values_list("pk", flat=True)
    Device.objects.filter(pk__in=list(kept[MOST_DEVICES:])).delete()


@action(Action.END_SESSIONS, permit=permissions.may_change_person)
def end_sessions(
    person: Person, *, by: Post, names: Iterable[str] | None = None, keep_session: str | None = None
) -> dict[str, int]:
    """End the sessions of these names, or all; `keep_session` is the key of one that goes on.

    Raises BadInput when there was none.
    """
    open_ones = [each for each in person.sessions.all() if each.session_key != keep_session]
    wanted = None if names is None else set(names)
    keys = [each.session_key for each in open_ones if wanted is None or each.name in wanted]
    if not keys:
        raise BadInput("no_session", "Không có phiên nào để kết thúc.")
    person.sessions.filter(pk__in=keys).delete()
    return {"ended": len(keys)}


@action(Action.FORGET_DEVICE, permit=permissions.may_change_person)
def forget_device(person: Person, *, by: Post, device: Device) -> dict[str, int]:
    """Strike a device off the list and end its sessions; it is told as new when it comes again."""
    found = Device.objects.filter(person=person, pk=device.pk)
    if not found.exists():
        raise BadInput("unknown_device", "Không có thiết bị này.")
    person.sessions.filter(device=device.pk).delete()
    found.delete()
    return {"device": device.pk}
