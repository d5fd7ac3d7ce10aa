"""How long a guesser waits, and how much is let through in a span of time. On real time, never on the demo's clock."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.functions import Now

from motcua.agencies.models import Attempts, LoginFailure
from motcua.agencies.throttle import FORGOTTEN_AFTER, FREE, LONGEST_WAIT, in_words
from motcua.core.errors import Refused

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
LET_THROUGH = """
INSERT INTO agencies_attempts AS kept (kind, who, span, count)
VALUES (%(kind)s, %(who)s, date_bin(make_interval(mins => %(minutes)s), clock_timestamp(), 'epoch'), %(amount)s)
ON CONFLICT (kind, who, span) DO UPDATE SET count = kept.count + %(amount)s
RETURNING count, ceil(extract(epoch FROM span + make_interval(mins => %(minutes)s) - clock_timestamp()))
"""
TAKE_BACK = """
UPDATE agencies_attempts SET count = count - 1 WHERE kind = %(kind)s AND who = %(who)s AND count > 0
   AND span = date_bin(make_interval(mins => %(minutes)s), clock_timestamp(), 'epoch')
"""


class TooSoon(Refused):
    """An earlier failure of this name from this network has not been waited out; `seconds` are left."""

    status = 429
    code = "too_soon"

    def __init__(self, seconds: int) -> None:
        self.seconds = self.retry_after = seconds
        super().__init__(f"Đăng nhập sai nhiều lần. Hãy đợi {in_words(seconds)} rồi thử lại.")


class TooMany(Refused):
    """More was asked in a span of time than is let through; `retry_after` is in seconds."""

    status = 429
    code = "too_many"

    def __init__(self, message: str, *, retry_after: int) -> None:
        self.retry_after = max(1, retry_after)
        super().__init__(f"{message} Hãy thử lại sau {in_words(self.retry_after)}.")


def count_attempt(key: dict[str, Any]) -> None:
    """Count an attempt before it is looked at; `key` holds name_digest and network. Raises TooSoon."""
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


def uncount_attempt(key: dict[str, Any]) -> None:
    """Take back an attempt that was not looked at."""
    LoginFailure.objects.filter(**key).update(count=F("count") - 1, blocked_until=Now())


def forget_attempts(key: dict[str, Any]) -> None:
    """Let the next failure be the first: the right answer was given."""
    LoginFailure.objects.filter(**key).delete()


def let_through(kind: str, who: str, *, most: int, minutes: int, message: str, amount: int = 1) -> None:
    """Count something of somebody in a span of minutes. Raises TooMany beyond `most`; 0 lets everything through."""
    if not most:
        return
    with connection.cursor() as cursor:
        cursor.execute(LET_THROUGH, {"kind": kind, "who": who, "minutes": minutes, "amount": amount})
        count, left = cursor.fetchone()
    if count > most:
        raise TooMany(message, retry_after=int(left))


def take_back(kind: str, who: str, *, minutes: int) -> None:
    """Let something that was counted a moment ago count no more."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_BACK, {"kind": kind, "who": who, "minutes": minutes})


def sweep_attempts() -> None:
    """Forget what was counted more than an hour ago."""
    Attempts.objects.filter(span__lt=Now() - timedelta(hours=1)).delete()
