"""Every night the facts are held against plain SQL; a difference fails the job, for the administrators to see."""

import logging
from datetime import date, timedelta

from procrastinate.contrib.django import app

from motcua.core.clock import today
from motcua.indicators.proof import unequal
from motcua.reports.actions import count_usage
from motcua.reports.layouts import layouts_on
from motcua.reports.plainly import verify_measures
from motcua.reports.verifying import has_plain, verify

log = logging.getLogger(__name__)
LATELY, SATURDAY = timedelta(days=40), 6


@app.periodic(cron="5 4 * * *")
@app.task(name="reports.prove_figures", queueing_lock="reports.prove_figures")
def prove_figures(timestamp: int) -> None:
    """Compare every measure and every cell over yesterday, the month and the year up to it, and totals day by day.

    Day by day over the last weeks; on Sundays over all days there are.
    """
    last = today() - timedelta(days=1)
    found = [str(each) for each in unequal(since=date.min if last.isoweekday() == SATURDAY else last - LATELY)]
    for first in sorted({last, last.replace(day=1), date(last.year, 1, 1)}):
        found += [f"{first}…{last}: {each}" for each in verify_measures(first=first, last=last)]
        for layout in filter(has_plain, layouts_on(last)):
            cells = verify(layout, first=first, last=last)
            found += [f"{first}…{last}: {layout.code}: {each}" for each in cells]
    for each in found:
        log.error("figures: %s", each)
    if found:
        raise RuntimeError(f"figures: {len(found)} numbers differ from a plain count or from each other")


@app.periodic(cron="35 1 * * *")
@app.task(name="reports.count_usage", queueing_lock="reports.count_usage")
def count(timestamp: int) -> None:
    """Count what was done with the platform until yesterday."""
    count_usage()
