"""Every night the facts are held against plain SQL; a difference fails the job, for the administrators to see."""

import logging
from collections.abc import Iterator
from datetime import date, timedelta

from procrastinate.contrib.django import app

from motcua.core.clock import today
from motcua.indicators.proof import unequal
from motcua.reports.actions import count_usage
from motcua.reports.freezing import changed_since, layout_of_frozen, rows_frozen, rows_known
from motcua.reports.layouts import layouts_on
from motcua.reports.models import FrozenReport
from motcua.reports.plainly import verify_measures
from motcua.reports.verifying import has_plain, verify

log = logging.getLogger(__name__)
LATELY, SATURDAY = timedelta(days=40), 6


def _not_as_frozen() -> Iterator[FrozenReport]:
    """Yield the frozen reports that the facts, as known at the end of their period, do not give any more."""
    for frozen in FrozenReport.objects.select_related("layout").order_by("pk").iterator():
        if changed_since(layout_of_frozen(frozen), rows_frozen(frozen), rows_known(frozen)):
            yield frozen


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
    found += [f"{each}: no longer as it was frozen" for each in _not_as_frozen()]
    for each in found:
        log.error("figures: %s", each)
    if found:
        raise RuntimeError(f"figures: {len(found)} numbers differ from a plain count or from each other")


@app.periodic(cron="35 1 * * *")
@app.task(name="reports.count_usage", queueing_lock="reports.count_usage")
def count(timestamp: int) -> None:
    """Count what was done with the platform until yesterday."""
    count_usage()
