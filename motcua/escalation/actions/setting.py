"""The ladder and the hours of the daily mail are set by offices, from a day, by a decision; and by people for
themselves."""

from datetime import date, timedelta
from typing import Any

from motcua.agencies.models import Agency, Post
from motcua.core.actions import action, creates
from motcua.core.clock import today
from motcua.core.errors import BadInput, StepRefused
from motcua.core.text import clean
from motcua.escalation import permissions
from motcua.escalation.choices import DAYS, HOURS, Action, Channel, Subject, When, Whom, Wish
from motcua.escalation.models import DigestChoice, DigestRule, Rung

SOURCE_LIMIT = 200
Shape = tuple[str, int | None, str, int | None]


@creates(Action.SET_RUNG, permit=permissions.may_set)
def set_rung(
    *, by: Post, agency: Agency | None, at: str, whom: str, source: str, valid_from: date, channel: str = Channel.INBOX,
    subject: str = "", percent: int | None = None, weekday: str = "", hour: int | None = None,
) -> Rung:  # fmt: skip
    """Add a rung to a unit's ladder (None: the nation's) from a day on, today or later; for its first one the others
    of the units above no longer hold there.

    Raises BadInput (`unknown_choice`, `bad_percent`, `bad_week`, `in_the_past`, `source_needed`, `already_there`).
    """
    subject, percent, weekday, hour = _shape(at, subject=subject, percent=percent, weekday=weekday, hour=hour)
    if whom not in Whom.values or channel not in Channel.values or (at == When.WEEKLY and whom != Whom.REFORM):
        raise BadInput("unknown_choice", "Chọn báo ai và cách báo; danh sách tuần báo bộ phận cải cách.", field="whom")
    _from_today(valid_from)
    what: dict[str, Any] = {
        "agency": agency, "subject": subject, "at": at, "percent": percent, "weekday": weekday, "whom": whom,
    }  # fmt: skip
    standing = Rung.objects.filter(dropped_at=None, **what)
    if standing.filter(valid_to=None).exists() or standing.filter(valid_to__gte=valid_from).exists():
        raise BadInput("already_there", "Thang đã có bậc này: thôi dùng bậc cũ trước.")
    rung = Rung(**what, hour=hour, channel=channel, source=_source(source), valid_from=valid_from)
    rung.save(force_insert=True)
    return rung


def _shape(at: str, *, subject: str, percent: int | None, weekday: str, hour: int | None) -> Shape:
    """Return what of a rung counts for its kind. Raises BadInput."""
    if at == When.WEEKLY:
        if weekday not in DAYS or hour is None or not 0 <= hour <= 23:
            raise BadInput("bad_week", "Chọn ngày trong tuần và giờ lập danh sách.", field="weekday")
        return "", None, weekday, hour
    if at not in When.values or subject not in Subject.values:
        raise BadInput(
            "unknown_choice", "Chọn bậc và thời hạn của bước, của hồ sơ hay của việc nhận bàn giao.", field="subject"
        )
    if at == When.LATE:
        return subject, None, "", None
    if percent is None or not 1 <= percent <= 99:
        raise BadInput("bad_percent", "Phần trăm từ 1 đến 99.", field="percent")
    return subject, percent, "", None


def _source(text: str) -> str:
    text = clean(text)
    if not text or len(text) > SOURCE_LIMIT:
        raise BadInput("source_needed", f"Ghi văn bản quyết định, tối đa {SOURCE_LIMIT} ký tự.", field="source")
    return text


def _from_today(day: date) -> None:
    if day < today():
        raise BadInput("in_the_past", "Chỉ đặt từ hôm nay trở đi.", field="valid_from")


@action(Action.END_RUNG, permit=permissions.may_end)
def end_rung(rung: Rung, *, by: Post, valid_to: date) -> None:
    """Use a rung to the end of a day, not before yesterday; one that never held is dropped. What it told stays told.

    Raises StepRefused when it is over, BadInput (`in_the_past`).
    """
    yesterday = today() - timedelta(days=1)
    if rung.dropped_at is not None or (rung.valid_to is not None and rung.valid_to <= yesterday):
        raise StepRefused("Bậc này đã thôi dùng.", code="already_over")
    if valid_to < yesterday:
        raise BadInput("in_the_past", "Thôi dùng sớm nhất từ hết hôm qua.", field="valid_to")
    if valid_to < rung.valid_from:
        rung.dropped_at = rung.moment
    else:
        rung.valid_to = valid_to


@creates(Action.SET_DIGEST, permit=permissions.may_set)
def set_digest_rule(
    *, by: Post, agency: Agency | None, sends: bool, hour: int, source: str, valid_from: date
) -> DigestRule:
    """Set from a day whether and when the daily mail goes to those of a unit who chose nothing; the one before ends.

    Raises BadInput (`bad_hour`, `in_the_past`, `source_needed`, `overlaps`).
    """
    if hour not in HOURS:
        raise BadInput("bad_hour", f"Giờ gửi từ {HOURS[0]} đến {HOURS[-1]}.", field="hour")
    _from_today(valid_from)
    before = DigestRule.objects.filter(agency=agency, valid_to=None).first()
    if before is not None:
        if before.valid_from >= valid_from:
            raise BadInput("overlaps", f"Đã đặt từ {before.valid_from:%d/%m/%Y}; chọn ngày sau đó.", field="valid_from")
        end_digest_rule(before, by=by, valid_to=valid_from - timedelta(days=1))
    rule = DigestRule(agency=agency, sends=sends, hour=hour, source=_source(source), valid_from=valid_from)
    rule.save(force_insert=True)
    return rule


@action(Action.END_DIGEST, permit=permissions.may_end)
def end_digest_rule(rule: DigestRule, *, by: Post, valid_to: date) -> None:
    """End a rule; the unit above decides again. Raises StepRefused when it has ended."""
    if rule.valid_to is not None:
        raise StepRefused("Đã kết thúc trước đó.", code="already_ended")
    rule.valid_to = max(valid_to, rule.valid_from)


def choose(*, by: Post, wish: str, hour: int | None = None, at_once: bool = False) -> DigestChoice:
    """Keep what a person wants of mails. Raises BadInput (`unknown_choice`, `bad_hour`)."""
    if wish not in Wish.values:
        raise BadInput("unknown_choice", "Chọn có nhận thư hay không.", field="wish")
    if wish == Wish.YES and hour not in HOURS:
        raise BadInput("bad_hour", f"Chọn giờ từ {HOURS[0]} đến {HOURS[-1]}.", field="hour")
    row, _ = DigestChoice.objects.update_or_create(
        person=by.person, defaults={"wish": wish, "hour": hour if wish == Wish.YES else None, "at_once": at_once}
    )
    return row
