"""The public page of a unit's figures as it is asked for: a period of whole months, its sums, its table, its chart."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import reverse

from motcua.core.clock import today
from motcua.core.text import clean
from motcua.openness.models import Publication
from motcua.openness.open_data import LICENCE
from motcua.openness.published import (
    LATE,
    NOTHING,
    ON_TIME,
    OPEN,
    RATED,
    SETTLED,
    TOLD_RECEIVED,
    TOLD_SETTLED,
    Handled,
    Published,
    Row,
    Shown,
    published,
    total_of,
)
from motcua.portal import catalogue, figure_words
from motcua.reports.suppression import RECEIVED, rule_on
from motcua.ui import charts

CODE_LIMIT = 40
MOST_PROCEDURES = 120  # on the page
PLACES = {"page": "open_figures", "csv": "figures_csv", "json": "figures_json", "card": "figures_card"}
ZERO = Shown(0)


def publications() -> Any:
    """Return what units show now, by name; one query."""
    return Publication.objects.open().select_related("agency").order_by("agency__level", "agency__name_key")


def publication_of(code: str) -> Publication | None:
    """Return what the unit of a code shows, None for no such unit and for one that shows nothing."""
    return publications().filter(agency__code=clean(code[:CODE_LIMIT])).first()


def addresses(publication: Publication) -> dict[str, str]:
    """Return the whole addresses of the page, its data and its card."""
    code = publication.agency.code
    return {name: f"{settings.PUBLIC_ADDRESS}{reverse(f'portal:{of}', args=[code])}" for name, of in PLACES.items()}


@dataclass(frozen=True)
class FiguresPage:
    """`period` is "" for the last twelve months, else a year."""

    publication: Publication
    shown: Published
    period: str

    @cached_property
    def months(self) -> list[Row]:
        return self.shown.months_of(self.period)

    @cached_property
    def total(self) -> Row | None:
        return total_of(self.months)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The table by month, the newest first."""
        return [_line(row) for row in reversed(self.months)]

    @property
    def sums(self) -> dict[str, Any]:
        return _line(self.total) if self.total else {}

    @property
    def corrections(self) -> list[dict[str, Any]]:
        """The months in which something became known of months before."""
        told = [row for row in self.months if any(row.of(name) != ZERO for name in (TOLD_RECEIVED, TOLD_SETTLED))]
        words = figure_words.number_of
        return [
            {"month": row.first, "received": words(row.of(TOLD_RECEIVED)), "settled": words(row.of(TOLD_SETTLED))}
            for row in reversed(told)
        ]

    @property
    def is_rated(self) -> bool:
        return any(row.of(RATED).is_there or row.of(RATED).hidden for row in self.months)

    @cached_property
    def handled(self) -> list[Handled]:
        """The procedures of the period, those first of which something is told."""
        rows = self.shown.procedures.get(self.period, [])
        return sorted(rows, key=lambda row: not (row.days.is_there or row.settled.is_there))

    @property
    def procedures(self) -> list[dict[str, Any]]:
        """The first of them, so that the page stays light; the data have all."""
        offered = {code for code, office, _ in catalogue.public_pages(today()).filter(
            office=self.publication.agency_id)}  # fmt: skip
        rows = self.handled[:MOST_PROCEDURES]
        return [_handled(row, self.publication, is_offered=row.code in offered) for row in rows]

    @property
    def left_out(self) -> int:
        return max(0, len(self.handled) - MOST_PROCEDURES)

    @property
    def counts_told(self) -> bool:
        return any(row.settled != NOTHING for row in self.handled)

    @property
    def chart(self) -> dict[str, Any]:
        """The lines of received and settled; months that hide a number leave a gap."""
        drawn = charts.lines([[row.of(name).value for row in self.months] for name in (RECEIVED, SETTLED)])
        points = [{"x": x, "label": f"{row.first:%m/%y}"} for x, row in zip(drawn.xs, self.months, strict=True)]
        return {"drawn": drawn, "points": points}

    @property
    def threshold(self) -> int:
        return rule_on(self.shown.current).cell

    @property
    def addresses(self) -> dict[str, str]:
        return addresses(self.publication)

    @property
    def snippet(self) -> str:
        """What another site copies to show the card."""
        name = self.publication.agency.name.replace('"', "”")
        return (
            f'<iframe src="{self.addresses["card"]}" title="{name}" width="320" height="300" loading="lazy"></iframe>'
        )

    @property
    def licence(self) -> Mapping[str, str]:
        return LICENCE


def page_of(code: str, period: str) -> FiguresPage | None:
    """Return the page of a unit for a year, or for the last twelve months; None where there is nothing to show."""
    publication = publication_of(code)
    if publication is None:
        return None
    shown = published(publication, periods=[period if period.isdecimal() else ""])
    if period and period not in {str(year) for year in shown.years}:
        return None
    return FiguresPage(publication, shown, period)


def _line(row: Row) -> dict[str, Any]:
    numbers = {name: figure_words.number_of(row.of(name)) for name in (RECEIVED, SETTLED, ON_TIME, LATE, OPEN, RATED)}
    shares = {"on_time_share": figure_words.share_of(row.on_time), "satisfied": figure_words.share_of(row.satisfied)}
    return {"month": row.first, **numbers, **shares}


def _handled(row: Handled, publication: Publication, *, is_offered: bool) -> dict[str, Any]:
    url = reverse("portal:procedure", args=[row.code, publication.agency.code]) if is_offered else ""
    return {
        "code": row.code, "name": row.name, "url": url, "settled": figure_words.number_of(row.settled),
        "days": figure_words.days_of(row.days),
    }  # fmt: skip
