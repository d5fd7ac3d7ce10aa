"""Coming in: who is it, may they come in, and how long must a guesser wait. On real time, never on the demo's clock."""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now

from motcua.agencies import permissions
from motcua.agencies.actions.attempts import (
    TooMany,
    count_attempt,
    forget_attempts,
    let_through,
    sweep_attempts,
    take_back,
    uncount_attempt,
)
from motcua.agencies.actions.passwords import Busy, fits
from motcua.agencies.choices import Action
from motcua.agencies.models import LoginFailure, Person, Post, Session
from motcua.agencies.throttle import FORGOTTEN_AFTER, network_of
from motcua.core.actions import action
from motcua.core.clock import today
from motcua.core.errors import Refused
from motcua.core.fields import blind
from motcua.core.text import clean

log = logging.getLogger("motcua.security")
WRONG_PAIR = "Tên đăng nhập hoặc mật khẩu không đúng."
CROWDED = "Mạng của bạn có quá nhiều lần đăng nhập sai."


class CannotEnter(Refused):
    """The password is right, but the account may not be used."""

    status = 403


def identify(*, username: str, password: str, address: str) -> tuple[Person, list[Post]]:
    """Return the person and the posts they hold today. `address` is the client's IP address.

    Raises Refused (wrong pair, the same for unknown names), TooSoon, TooMany, Busy; CannotEnter in words for a blocked
    account, a sample account outside the demo and a person without a post: said only to who knows the password.
    """
    name = clean(username).lower()
    person = Person.objects.filter(username=name).first()
    prove(name=name, person=person, password=password, address=address)
    assert person is not None
    return person, posts_to_enter(person)


def posts_to_enter(person: Person) -> list[Post]:
    """Return the posts in which somebody may begin to work. Raises CannotEnter in words."""
    if not person.is_active:
        raise CannotEnter("Tài khoản đã bị khóa. Hãy liên hệ quản trị viên của đơn vị.", code="blocked")
    if not person.may_be_used():
        raise CannotEnter("Tài khoản mẫu chỉ dùng được ở bản dùng thử.", code="sample_elsewhere")
    posts = list(Post.objects.held(today()).of_person(person).with_names())
    if not posts:
        raise CannotEnter("Bạn hiện không giữ vị trí nào. Hãy liên hệ quản trị viên của đơn vị.", code="no_post")
    return posts


def prove(*, name: str, person: Person | None, password: str, address: str) -> None:
    """Return when the password is the person's; failures are counted and make the next attempt wait.

    Raises Refused for a wrong pair, TooSoon, TooMany (too many failures of one network, whatever the names), Busy
    (which counts as no attempt).
    """
    network = network_of(address)
    key: dict[str, Any] = {"name_digest": blind("login", name), "network": network}
    count_attempt(key)
    try:
        _let_network_through(network)
        right = fits(password, person.password if person else None)
    except (Busy, TooMany):
        uncount_attempt(key)
        raise
    if not right:
        log.warning("log-in failed: name %s from %s", key["name_digest"].hex(), network)
        raise Refused(WRONG_PAIR, code="wrong_pair")
    forget_attempts(key)
    take_back("log-in", network, minutes=10)


def _let_network_through(network: str) -> None:
    """One guesser may try many names: failures are counted by network too. A right password takes its count back."""
    most = settings.LOGIN_FAILURES_PER_NETWORK
    let_through("log-in", network, most=most, minutes=10, message=CROWDED)


@action(Action.LOG_IN, permit=permissions.may_log_in)
def log_in(person: Person, *, by: Post, factor: str = "", device: int | None = None) -> dict[str, Any]:
    """Record that a person began to work in one of their posts, what proved it and from which device."""
    known = {"factor": factor, "device": device}
    return {"post": by.pk} | {name: value for name, value in known.items() if value}


def mark_seen(session: Session) -> None:
    """Note that the session was used: the idle time starts again."""
    Session.objects.filter(pk=session.pk).update(last_seen=Now())


def forget_old_entries() -> None:
    """Remove sessions that ran out or were left idle, and failed log-ins whose wait is long over."""
    idle = Now() - timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    Session.objects.filter(Q(expire_date__lte=Now()) | Q(last_seen__lte=idle)).delete()
    LoginFailure.objects.filter(
        last_at__lte=Now() - timedelta(seconds=FORGOTTEN_AFTER), blocked_until__lte=Now()
    ).delete()
    sweep_attempts()
