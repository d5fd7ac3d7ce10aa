"""The share to be settled in time is set by offices, from a day on."""

from datetime import date
from decimal import Decimal

from motcua.agencies.models import Agency, Post
from motcua.core.actions import action, creates
from motcua.core.errors import BadInput
from motcua.reports import permissions
from motcua.reports.choices import TargetAction
from motcua.reports.models import Target

MOST = Decimal(100)


@creates(TargetAction.SET, permit=permissions.may_set_target)
def set_target(*, by: Post, agency: Agency, percent: Decimal, valid_from: date) -> Target:
    """Set the target of a unit from a day on, also one that is past.

    Raises BadInput (`bad_percent`, `already_there`: there is one from that day, which may be changed).
    """
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)  # of two at once, the later sees the earlier
    if Target.objects.filter(agency=agency, valid_from=valid_from).exists():
        raise BadInput("already_there", "Đã có chỉ tiêu từ ngày này: sửa chỉ tiêu ấy.", field="valid_from")
    target = Target(agency=agency, percent=_share(percent), valid_from=valid_from)
    target.save(force_insert=True)
    return target


@action(TargetAction.CHANGE, permit=permissions.may_change_target)
def change_target(target: Target, *, by: Post, percent: Decimal) -> dict[str, str]:
    """Correct a target that was set. Raises BadInput (`bad_percent`)."""
    target.percent = _share(percent)
    return {}


def _share(percent: Decimal) -> Decimal:
    if not 0 < percent <= MOST:
        raise BadInput("bad_percent", "Tỷ lệ lớn hơn 0 và không quá 100 %.", field="percent")
    return percent
