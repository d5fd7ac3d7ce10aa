"""Which pages of figures may be kept under a name, and what a mail tells of a report."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django.urls import reverse

from motcua.agencies.models import Post
from motcua.bulletins.pages import Period, Told, days_of, keep, tells
from motcua.exports.making import Gone
from motcua.figures.exported import REPORT, parameters_of
from motcua.reports.sheets import cell_text
from motcua.reports.tables import total_of

keep(
    "figures", "home", "rows", "reports", "report", "report_rows", "compare", "evaluation", "evaluation_rows",
    "ratings", "usage",
    "index766", "index766_procedures", "index766_trend", "index766_ranking", "index766_rows", "years", "indexes",
)  # fmt: skip


@tells("figures:report")
def tell_report(place: Mapping[str, Any], given: Mapping[str, str], period: Period, by: Post, form: str) -> Told:
    """The sums of a report, as the recipient counts them; raises LookupError for a unit or report that is gone."""
    code = place["report_code"]
    try:
        asked = REPORT.asked_by({**given, **days_of(period), "known": "", "report": code}, by)
    except Gone as error:
        raise LookupError(code) from error
    total = total_of(asked.layout, asked.rows())
    lines = [
        f"{above or 'Chung'}: " + ", ".join(f"{each.name.lower()} {cell_text(total[each.key])}" for each in columns)
        for above, columns in groupby(asked.layout.columns, key=lambda column: column.above)
    ]
    address = f"{reverse('figures:report', args=[code])}?{asked.query()}"
    return Told(lines, address, (REPORT.name, parameters_of(asked, form)))
