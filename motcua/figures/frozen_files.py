"""A frozen report as pdf, xlsx or csv: the numbers that were frozen, by the layout of then, whatever is known today."""

from dataclasses import dataclass
from datetime import date

from django.shortcuts import get_object_or_404

from motcua.agencies.models import Post
from motcua.core.clock import local
from motcua.reports.freezing import layout_of_frozen, rows_frozen
from motcua.reports.layouts import Layout
from motcua.reports.models import FrozenReport
from motcua.reports.sheets import csv_of, pdf_of, xlsx_of
from motcua.reports.tables import Row


@dataclass(frozen=True)
class AskedFrozen:
    """A frozen report whose file is asked for."""

    frozen: FrozenReport
    layout: Layout
    is_sound = True  # what was frozen can always be had

    @classmethod
    def of(cls, key: str | int, *, by: Post) -> "AskedFrozen":
        """Return it by its key; raises Http404 for one that the post does not see."""
        rows = FrozenReport.objects.visible_to(by).select_related("agency__parent", "layout", "frozen_by__person")
        frozen = get_object_or_404(rows, pk=key)
        return cls(frozen, layout_of_frozen(frozen))

    @property
    def period(self) -> tuple[date, date]:
        return self.frozen.first, self.frozen.last

    def rows(self) -> list[Row]:
        return rows_frozen(self.frozen)

    def parameters(self) -> dict[str, str]:
        """What a file of it is asked for by."""
        return {"frozen": str(self.frozen.pk)}


def file_of(asked: AskedFrozen, kind: str, rows: list[Row]) -> list[bytes]:
    """Return the report as xlsx, pdf or csv, dated as it was frozen."""
    if kind == "csv":
        return list(csv_of(asked.layout, rows))
    make = pdf_of if kind == "pdf" else xlsx_of
    frozen = asked.frozen
    return [
        make(asked.layout, rows, agency=frozen.agency, period=asked.period, at=frozen.frozen_at, below=_below(asked))
    ]


def _below(asked: AskedFrozen) -> str:
    """What stands under the table: which frozen report it is, when and by whom it was frozen."""
    frozen, at = asked.frozen, local(asked.frozen.frozen_at)
    alone = " Không kể các đơn vị bên dưới." if frozen.own else ""
    return (
        f"Số liệu đã chốt, bản {frozen.number}: {frozen.frozen_by.person.name} chốt lúc {at:%H:%M %d/%m/%Y}; "
        f"mẫu biểu {asked.layout.version}.{alone}"
    )
