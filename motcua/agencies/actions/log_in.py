"""Coming in: who is it, may they come in, and how long must a guesser wait. On real time, never on the demo's clock."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F, Q
from django.db.models.functions import Now

from motcua.agencies import permissions
from motcua.agencies.actions.passwords import Busy, fits
from motcua.agencies.choices import Action
from motcua.agencies.models import LoginFailure, Person, Post, Session
from motcua.agencies.throttle import FORGOTTEN_AFTER, FREE, LONGEST_WAIT, in_words, network_of
from motcua.core.actions import action
from motcua.core.clock import today
from motcua.core.errors import Refused
from motcua.core.fields import blind
from motcua.core.text import clean

WRONG_PAIR = "Tên đăng nhập hoặc mật khẩu không đúng."

# The attempt is counted before the password is looked at, in one statement: a hundred guesses sent at once wait like
# a hundred sent one after the other. No row comes back while the waiting time of an earlier failure runs.
COUNT = """
INSERT INTO agencies_loginfailure AS kept (name_digest, network, count, last_at, blocked_until)
VALUES (%(name)s, %(network)s, 1, clock_timestamp(), clock_timestamp())
ON CONFLICT (name_digest, network) DO UPDATE SET
    count = CASE WHEN kept.last_at < clock_timestamp() - make_interval(secs => %(forgotten)s) THEN 1
                 ELSE kept.count + 1 END,
    last_at = clock_timestamp(),
    blocked_until = clock_timestamp() + make_interval(secs =>
        CASE WHEN kept.last_at < clock_timestamp() - make_interval(secs => %(forgotten)s) THEN 0
             WHEN kept.count + 1 < %(free)s THEN 0
             ELSE least(power(2, least(kept.count + 2 - %(free)s, 20)), %(longest)s) END)
WHERE kept.blocked_until <= clock_timestamp()
RETURNING count
"""


class TooSoon(Refused):
    """An earlier failure of this name from this network has not been waited out; `seconds` are left."""

    status = 429
    code = "too_soon"

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"Đăng nhập sai nhiều lần. Hãy đợi {in_words(seconds)} rồi thử lại.")


class CannotEnter(Refused):
    """The password is right, but the account may not be used."""

    status = 403


def identify(*, username: str, password: str, address: str) -> tuple[Person, list[Post]]:
    """Return the person and the posts they hold today. `address` is the client's IP address.

    Raises Refused (wrong pair, the same for unknown names), TooSoon, Busy; CannotEnter in words for a blocked account,
    a sample account outside the demo and a person without a post: said only to who knows the password.
    """
    name = clean(username).lower()
    person = Person.objects.filter(username=name).first()
    prove(name=name, person=person, password=password, address=address)
    assert person is not None
    if not person.is_active:
        raise CannotEnter("Tài khoản đã bị khóa. Hãy liên hệ quản trị viên của đơn vị.", code="blocked")
    if not person.may_be_used():
        raise CannotEnter("Tài khoản mẫu chỉ dùng được ở bản dùng thử.", code="sample_elsewhere")
    posts = list(Post.objects.held(today()).of_person(person).with_names())
    if not posts:
        raise CannotEnter("Bạn hiện không giữ vị trí nào. Hãy liên hệ quản trị viên của đơn vị.", code="no_post")
    return person, posts


def prove(*, name: str, person: Person | None, password: str, address: str) -> None:
    """Return when the password is the person's; failures are counted and make the next attempt wait.

    Raises Refused for a wrong pair, TooSoon, Busy (which counts as no attempt).
    """
    key: dict[str, Any] = {"name_digest": blind("login", name), "network": network_of(address)}
    _count_attempt(key)
    try:
        right = fits(password, person.password if person else None)
    except Busy:
        LoginFailure.objects.filter(**key).update(count=F("count") - 1, blocked_until=Now())
        raise
    if not right:
        raise Refused(WRONG_PAIR, code="wrong_pair")
    LoginFailure.objects.filter(**key).delete()


def _count_attempt(key: dict[str, Any]) -> None:
    values = {
        "name": key["name_digest"],
        "network": key["network"],
        "forgotten": FORGOTTEN_AFTER,
        "free": FREE,
        "longest": LONGEST_WAIT,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        if cursor.fetchone():
            return
    left = LoginFailure.objects.filter(**key).values_list(F("blocked_until") - Now(), flat=True).first()
    raise TooSoon(max(1, -(-(left or timedelta()) // timedelta(seconds=1))))


@action(Action.LOG_IN, permit=permissions.may_log_in)
def log_in(person: Person, *, by: Post) -> dict[str, int]:
    """Record that a person began to work in one of their posts."""
    return {"post": by.pk}


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
