"""The public may ask, but not guess: attempts are counted by network on real time."""

from django.db import connection

from motcua.agencies.throttle import network_of
from motcua.dossiers.tracking import TooManyAttempts

MOST = 30  # in ten minutes


def count_attempt(*, network: str) -> None:
    """Count one question of an IPv4 address or an IPv6 /64. Raises TooManyAttempts beyond 30 in ten minutes."""
    asking = network_of(network) if ":" in network else network  # an IPv6 subscriber has addresses without end
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dossiers_trackingattempts (network, span, count)"
            " VALUES (%s, date_bin('10 minutes', clock_timestamp(), 'epoch'), 1)"
            " ON CONFLICT (network, span) DO UPDATE SET count = dossiers_trackingattempts.count + 1"
            " RETURNING count, ceil(extract(epoch FROM span + interval '10 minutes' - clock_timestamp()))",
            [asking[:50]],
        )
        count, left = cursor.fetchone()
    if count > MOST:
        raise TooManyAttempts(retry_after=int(left))


def sweep_attempts() -> int:
    """Forget attempts older than an hour; returns how many rows went."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM dossiers_trackingattempts WHERE span < clock_timestamp() - interval '1 hour'")
        return int(cursor.rowcount)
