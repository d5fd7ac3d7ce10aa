"""The dossiers behind an indicator of the service index: its numerator, its denominator, and what is between them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from motcua.agencies.models import Agency
from motcua.reports import index_counts
from motcua.reports.index_counts import COUNTS, TIMES
from motcua.reports.index_definition import Indicator
from motcua.reports.layouts import Layout
from motcua.reports.offered import trees_of
from motcua.reports.plainly import behind
from motcua.reports.service_index import Basis

NUMERATOR, DENOMINATOR, DIFFERENCE = "tu", "mau", "thieu"
PARTS = {NUMERATOR: "Tử số", DENOMINATOR: "Mẫu số", DIFFERENCE: "Chưa đạt"}
Keys = frozenset[int]


@dataclass(frozen=True)
class Where:
    """Whose dossiers, of which days; `basis` tells which procedures a rule is for; `procedure`: of one alone."""

    units: list[int]
    first: date
    last: date
    basis: Basis
    procedure: str = ""

    def of(self, column: str, procedures: list[str] | None = None, layout: Layout = COUNTS) -> Keys:
        """Return the dossiers of a column, of all procedures or of some."""
        if self.procedure:
            procedures = [self.procedure] if procedures is None or self.procedure in procedures else []
        found = behind(layout, column, first=self.first, last=self.last, agencies=self.units, procedures=procedures)
        return frozenset(found)

    def late(self) -> Keys:
        waiting = index_counts.late_waiting(self.units, last=self.last)
        return self.of("late") | {row.key for row in waiting}

    def on_paper(self, wanted: bool) -> list[str]:
        return [code for code in self.basis.cells if self.basis.offer(code).on_paper is wanted]

    def with_document(self) -> list[str]:
        return [code for code in self.basis.cells if self.basis.offer(code).returns_document]


def where(agency: Agency, basis: Basis, *, first: date, last: date, procedure: str = "") -> Where:
    """Return where to look for the dossiers of a unit with those below it, of every procedure or of one."""
    (tree,) = trees_of([agency])
    return Where(sorted(tree.units), first, last, basis, procedure)


def keys_of(indicator: Indicator, part: str, place: Where) -> Keys:
    """Return the keys of the dossiers that a part of an indicator counts; raises KeyError where none are counted."""
    met, whole = _DOSSIERS[indicator.formula]
    if part == DENOMINATOR:
        return whole(place)
    return met(place) & whole(place) if part == NUMERATOR else whole(place) - met(place)


def _filed_online(place: Where) -> Keys:
    on_paper = place.on_paper(True)
    with_result = index_counts.online_with_result(place.units, on_paper, first=place.first, last=place.last)
    return place.of("online", place.on_paper(False)) | {row.key for row in with_result}


def _column(name: str) -> Callable[[Where], Keys]:
    return lambda place: place.of(name)


_DOSSIERS: dict[str, tuple[Callable[[Where], Keys], Callable[[Where], Keys]]] = {
    "synchronised": (lambda place: Keys(), _column("received")),
    "on_time": (lambda place: place.of("handled") - place.late(), _column("handled")),
    "mean_time": (lambda place: place.of("timed", layout=TIMES), lambda place: place.of("timed", layout=TIMES)),
    "filed_online": (_filed_online, _column("received")),
    "paid_online": (_column("paid_online"), _column("charged")),
    "electronic_results": (
        lambda place: place.of("result", place.with_document()),
        lambda place: place.of("finished", place.with_document()),
    ),
    "digitised": (_column("whole"), _column("finished")),
    "reused": (_column("reused"), _column("received")),
    "satisfied": (lambda place: place.of("handled") - place.late() - place.of("low"), _column("handled")),
}
OPENING = frozenset(_DOSSIERS)  # formulas whose numbers open dossiers
