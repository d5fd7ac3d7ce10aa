"""Every night the facts are held against plain SQL; a difference fails the job, for the administrators to see."""

import logging
from datetime import date, timedelta

from procrastinate.contrib.django import app

from motcua.core.clock import today
from motcua.reports.layouts import known, layout_of
from motcua.reports.verifying import verify

log = logging.getLogger(__name__)


@app.periodic(cron="5 4 * * *")
@app.task(name="reports.prove_figures", queueing_lock="reports.prove_figures")
def prove_figures(timestamp: int) -> None:
    """Compare every cell of every report over yesterday, the month and the year up to it."""
    last = today() - timedelta(days=1)
    periods = {(last, last), (last.replace(day=1), last), (date(last.year, 1, 1), last)}
    found = [
        (code, first, each)
        for code in known()
        for first, end in sorted(periods)
        for each in verify(layout_of(code), first=first, last=end)
    ]
    for code, first, each in found:
        log.error("figures: %s from %s to %s: %s", code, first, last, each)
    if found:
        raise RuntimeError(f"figures: {len(found)} cells differ between the facts and a plain count")
