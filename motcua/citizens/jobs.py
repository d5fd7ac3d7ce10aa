"""The hourly count of who looked at whom; at night sessions that are over go."""

from procrastinate.contrib.django import app

from motcua.citizens.actions.accounts import forget_old_sessions
from motcua.citizens.actions.codes import forget_old_codes
from motcua.citizens.actions.digesting import digest
from motcua.citizens.actions.watching import watch


@app.periodic(cron="*/10 * * * *")
@app.task(name="citizens.watch_looks", queueing_lock="citizens.watch_looks")
def watch_looks(timestamp: int) -> None:
    """Tell those who watch over personal data about posts that look more than the limits allow."""
    watch()


@app.periodic(cron="37 3 * * *")
@app.task(name="citizens.forget_old_sessions", queueing_lock="citizens.forget_old_sessions")
def forget_at_night(timestamp: int) -> None:
    """Remove what no account's log-in needs any more."""
    forget_old_sessions()
    forget_old_codes()


@app.periodic(cron="5 0 * * *")  # just after seven in Vietnam
@app.task(name="citizens.digest_failures", queueing_lock="citizens.digest_failures")
def digest_failures(timestamp: int) -> None:
    """Put before administrators what did not arrive yesterday."""
    digest()
