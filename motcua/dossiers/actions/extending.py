"""A later day, with an apology: appointed as often and as early as the edition says, else announced only."""

from datetime import date, datetime, time
from typing import Any

from motcua.agencies.models import Post
from motcua.core.actions import action
from motcua.core.clock import LOCAL, local
from motcua.core.errors import BadInput
from motcua.dossiers import permissions
from motcua.dossiers.actions import printing
from motcua.dossiers.choices import Action, Form
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Apology, Dossier, Extension
from motcua.procedures.models import content_of
from motcua.worktime.counting import instant_of, moment_of
from motcua.worktime.deadlines import Rules, clock_of
from motcua.worktime.standing import may_extend_at
from motcua.worktime.stored import calendar_of


def moment_meant(dossier: Dossier, due: datetime | date) -> datetime:
    """Return the moment meant; a bare date means the end of its last session. Raises BadInput `not_a_working_day`."""
    moment = due if isinstance(due, datetime) else datetime.combine(due, time(0), tzinfo=LOCAL)
    day = local(moment).date()
    clock = clock_of(calendar_of(dossier.agency, day), Rules())
    end = instant_of(clock.end_from(day.toordinal()))
    if local(end).date() != day:
        raise BadInput("not_a_working_day", f"{day:%d/%m/%Y} không phải ngày làm việc.", field="due")
    midnight = not isinstance(due, datetime) or local(due).time() == time(0)
    return end if midnight or moment_of(moment) > moment_of(end) else moment


@action(Action.EXTEND, permit=permissions.may_extend, lifecycle=LIFECYCLE)
def extend(dossier: Dossier, *, by: Post, due: datetime | date, reason: str) -> dict[str, Any]:
    """Apologise and appoint a later day (form 04); the law's own limit stays as it is.

    Raises BadInput `no_due`, `too_many_extensions`, `too_late_to_extend`, `not_later`, `not_a_working_day`.
    """
    reason = printing.needed(reason, field="reason")
    terms = content_of(dossier.edition_id).terms
    if dossier.appointed_due is None:
        raise BadInput("no_due", "Hồ sơ này không có hạn trả để gia hạn.")
    if dossier.extensions >= terms.max_extensions:
        raise BadInput("too_many_extensions", f"Chỉ được gia hạn {terms.max_extensions} lần.")
    if not may_extend_at(due=dossier.appointed_due, at=dossier.moment, days_before=terms.extension_days_before):
        raise BadInput(
            "too_late_to_extend",
            f"Gia hạn chậm nhất {terms.extension_days_before} ngày trước khi hết hạn.",
            field="due",
        )
    after, before = moment_meant(dossier, due), dossier.appointed_due
    if after <= before:
        raise BadInput("not_later", "Ngày hẹn mới phải sau ngày hẹn cũ.", field="due")
    Extension.objects.create(dossier=dossier, at=dossier.moment, by=by, before=before, after=after, reason=reason)
    dossier.appointed_due = after
    dossier.announced_due = None
    dossier.extensions += 1
    printed = printing.freeze(dossier, Form.APOLOGY, by=by, reason=reason, before=before, after=after)
    return {"before": before, "after": after, "printed": printed.pk}


@action(Action.APOLOGISE, permit=permissions.may_extend, lifecycle=LIFECYCLE)
def apologise(dossier: Dossier, *, by: Post, due: datetime | date, reason: str) -> dict[str, Any]:
    """Apologise for a dossier that is late and announce a day (form 04); what was appointed, and the lateness, stay.

    Raises BadInput `not_late`, `in_the_past`, `not_later`, `not_a_working_day`.
    """
    reason = printing.needed(reason, field="reason")
    if dossier.appointed_due is None or not dossier.is_late(dossier.moment):
        raise BadInput("not_late", "Hồ sơ chưa quá hạn: nếu cần thêm thời gian thì gia hạn.")
    announced = moment_meant(dossier, due)
    if announced <= dossier.moment:
        raise BadInput("in_the_past", "Ngày hẹn lại phải ở sau lúc này.", field="due")
    if dossier.announced_due is not None and announced <= dossier.announced_due:
        raise BadInput("not_later", "Ngày hẹn lại phải sau ngày đã hẹn lại lần trước.", field="due")
    Apology.objects.create(dossier=dossier, at=dossier.moment, by=by, announced=announced, reason=reason)
    before = dossier.announced_due or dossier.appointed_due
    dossier.announced_due = announced
    printed = printing.freeze(dossier, Form.APOLOGY, by=by, reason=reason, before=before, after=announced, again=True)
    return {"before": before, "after": announced, "printed": printed.pk}
