"""Housekeeping at night, and re-organisations carried out on their day."""

from contextlib import suppress

from procrastinate.contrib.django import app

from motcua.agencies.actions import forget_old_entries
from motcua.agencies.actions.holding import sweep_held
from motcua.agencies.actions.reorganising import JOB, run
from motcua.agencies.models import Reorganisation
from motcua.core.clock import today
from motcua.core.errors import StepRefused


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="agencies.forget_old_entries")
def forget_at_night(timestamp: int) -> None:
    """Remove what no log-in needs any more."""
    forget_old_entries()
    sweep_held()


@app.task(name=JOB)
def reorganise(*, key: int) -> None:
    """Carry a confirmed re-organisation out; killed in the middle, it goes on when the worker is back."""
    row = Reorganisation.objects.to_run().filter(pk=key, on__lte=today()).first()
    if row is not None:  # None: done already, given up, or put off
        run(key)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="agencies.reorganise_on_the_day")
def reorganise_on_the_day(timestamp: int) -> None:
    """Carry out what was confirmed for today, by the product's own clock, and what a crash left in the middle."""
    for key in Reorganisation.objects.to_run().filter(on__lte=today()).values_list("pk", flat=True):
        with suppress(StepRefused):  # it is being carried out at this moment
            run(key)
