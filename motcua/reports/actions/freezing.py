"""A report of a period that is over is frozen: it keeps its numbers."""

from datetime import date
from typing import Any

from motcua.agencies.models import Agency, Post
from motcua.core.actions import creates
from motcua.core.clock import local
from motcua.core.errors import BadInput
from motcua.core.gathering import present
from motcua.indicators.standing import Scope
from motcua.reports import permissions
from motcua.reports.choices import FreezeAction
from motcua.reports.freezing import kept
from motcua.reports.layouts import layout_of
from motcua.reports.models import FrozenReport, LayoutVersion
from motcua.reports.tables import rows_of


@creates(FreezeAction.FREEZE, permit=permissions.may_freeze)
def freeze(
    *, by: Post, agency: Agency, report: str, first: date, last: date, scope: Scope, own: bool = False, note: str = ""
) -> tuple[FrozenReport, dict[str, Any]]:
    """Keep a report of a period as it is known at its end; once more only with a reason (`note`), as the next number.

    `scope`: the units it counts, within those that the post looks through. Raises BadInput (`period_not_over`,
    `no_such_report`, `already_frozen`).
    """
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)  # of two at once, the later sees the earlier
    moment = present()
    if last >= local(moment).date():
        raise BadInput("period_not_over", "Kỳ báo cáo chưa hết: hết kỳ mới chốt được.", field="last")
    try:
        layout = layout_of(report, on=last)
    except KeyError as error:
        raise BadInput("no_such_report", "Không có biểu này trong kỳ ấy.") from error
    version = LayoutVersion.objects.get(layout__code=report, number=layout.number)
    same = {"layout": version, "agency": agency, "own": own, "first": first, "last": last}
    before = FrozenReport.objects.filter(**same).count()
    if before and not note:
        raise BadInput("already_frozen", "Báo cáo này đã chốt: chốt lại phải nêu lý do.", field="note")
    rows = kept(rows_of(layout, scope, first=first, last=last))
    whose = {"agencies": None if scope.agencies is None else list(scope.agencies), "trees": list(scope.trees)}
    frozen = FrozenReport(**same, number=before + 1, scope=whose, rows=rows, frozen_by=by, frozen_at=moment)
    frozen.moment = moment
    frozen.save(force_insert=True)
    return frozen, {"rows": len(rows)}
