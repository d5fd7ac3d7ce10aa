"""Scheduled reports: what falls due is written down once for each day and recipient; told when its file is made."""

import logging
from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction

from motcua.agencies.models import Post
from motcua.bulletins.actions.scheduling import end
from motcua.bulletins.choices import Outcome
from motcua.bulletins.models import Schedule, ScheduleRecipient, Sending
from motcua.bulletins.notices import FAILED, REPORT
from motcua.bulletins.pages import Period, Told, told_of
from motcua.bulletins.rhythms import last_due, period_on
from motcua.citizens.actions.telling import usable
from motcua.core.addresses import address
from motcua.core.clock import local, now
from motcua.core.errors import Refused, StepRefused
from motcua.exports.actions import request
from motcua.exports.choices import State
from motcua.files.models import StoredFile
from motcua.notify.actions import send
from motcua.notify.choices import Channel
from motcua.notify.gateways import offered
from motcua.notify.notices import Notice

log = logging.getLogger(__name__)
LIST = "figures:schedules"
BESIDE = (
    "schedule__view",
    "schedule__by__person",
    "schedule__by__agency",
    "post__person",
    "post__agency",
    "export__file",
)
NO_FIGURES = "mở trang để xem con số"
NO_FILE = "không kèm tệp"


def begin_due() -> int:
    """Write down what falls due by now, and ask for its files; returns how many. By two workers: each once."""
    at = now()
    day, count = local(at).date(), 0
    if Channel.EMAIL not in offered():
        return 0
    rows = Schedule.objects.running().select_related("by__person", "by__agency", "view").order_by("pk")
    for schedule in rows.iterator(chunk_size=200):
        if not schedule.by.is_held(day) or not schedule.by.person.is_active:
            _end(schedule)
            continue
        due = last_due(schedule.rhythm, day, since=schedule.since)
        if due is not None and (due < day or local(at).hour >= schedule.hour):
            count += sum(
                _alone(partial(_begin, schedule, post, due=due, at=at)) for post in _recipients(schedule, day, due=due)
            )
    return count


def _alone(step: Callable[[], int]) -> int:
    """Do one thing of many; a fault of ours stops none of the others, and is tried again in five minutes."""
    try:
        return step()
    except Exception:
        log.exception("a scheduled report failed")
        return 0


def _end(schedule: Schedule) -> None:
    try:
        end(schedule, by=Post.objects.system())
    except StepRefused:
        log.info("schedule %s was ended meanwhile", schedule.pk)


def _recipients(schedule: Schedule, day: date, *, due: date) -> list[Post]:
    """Whose posts are held today and who has no mail of that day yet."""
    keys = ScheduleRecipient.objects.filter(schedule=schedule).values("post")
    had = Sending.objects.filter(schedule=schedule, day=due).values("post")
    rows = Post.objects.held(day).filter(pk__in=keys).exclude(pk__in=had)
    return list(rows.select_related("person", "agency__parent").order_by("pk"))


def _begin(schedule: Schedule, post: Post, *, due: date, at: datetime) -> int:
    post.present = at
    sending = Sending(schedule=schedule, post=post, day=due, outcome=Outcome.WAITING)
    try:
        with transaction.atomic():
            sending.save(force_insert=True)
            if schedule.form and (told := _told(sending)) is not None and told.file is not None:
                kind, parameters = told.file
                sending.export = request(by=post, kind=kind, parameters=parameters)
                sending.save(update_fields=["export"])
    except IntegrityError:  # another worker wrote it a moment ago
        return 0
    except Refused as refused:  # told when it is looked at again: nothing can be made
        log.warning("schedule %s: no file for post %s: %s", schedule.pk, post.pk, refused.code)
        Sending.objects.get_or_create(schedule=schedule, post=post, day=due, defaults={"outcome": Outcome.WAITING})
    return 1


def _told(sending: Sending) -> Told | None:
    """What the mail tells, counted with the recipient's own rights; None for what cannot be made for them."""
    schedule, period = sending.schedule, _period(sending)
    try:
        with transaction.atomic():  # a fault of one page leaves the rest of the work whole
            return told_of(schedule.view.address, period=period, by=sending.post, form=schedule.form)
    except LookupError:
        return None
    except Exception:
        log.exception("schedule %s of %s cannot be counted", schedule.pk, sending.day)
        return None


def _period(sending: Sending) -> Period:
    """The period of the day on which it fell due, also when the rhythm has been changed since."""
    return period_on(sending.schedule.rhythm, sending.day) or (sending.day, sending.day)


def tell_ready() -> int:
    """Write the mails of what is made, or could not be; returns how many."""
    rows = Sending.objects.filter(outcome=Outcome.WAITING).order_by("pk")
    return sum(_alone(partial(_tell, key)) for key in list(rows.values_list("pk", flat=True)[:500]))


def _tell(key: int) -> int:
    with transaction.atomic():
        rows = Sending.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=key, outcome=Outcome.WAITING)
        names = (
            "schedule__view",
            "schedule__by__person",
            "schedule__by__agency",
            "post__person",
            "post__agency",
            "export",
        )
        sending = rows.select_related(*names).first()
        if sending is None or (sending.export is not None and sending.export.is_unfinished):
            return 0
        sending.post.present = now()
        told = _told(sending)
        made = told is not None and (sending.export is None or sending.export.state == State.DONE)
        sending.outcome = _write(sending, told if made else None)
        sending.save(update_fields=["outcome"])
    return 1


def _write(sending: Sending, told: Told | None) -> Outcome:
    """Write the mail, or say that there is none: to the recipient and to whoever had it scheduled."""
    first, last = _period(sending)
    common: dict[str, object] = {
        "title": sending.schedule.view.name, "period": f"từ {first:%d/%m/%Y} đến hết {last:%d/%m/%Y}",
        "choices": settings.PUBLIC_ADDRESS + address(LIST),
    }  # fmt: skip
    if told is None:
        for post in {sending.post_id: sending.post, sending.schedule.by_id: sending.schedule.by}.values():
            _mail(FAILED, sending, post, common)
        return Outcome.FAILED
    file = settings.PUBLIC_ADDRESS + sending.export.get_absolute_url() if sending.export else NO_FILE
    values: dict[str, object] = {
        "figures": told.lines or NO_FIGURES,
        "link": settings.PUBLIC_ADDRESS + told.address,
        "file": file,
    }
    attached = sending.export.file if sending.export and settings.MAIL_FIGURE_FILES else None
    sent = _mail(REPORT, sending, sending.post, common | values, attached=attached)
    return Outcome.SENT if sent else Outcome.UNREACHED


def _mail(
    notice: Notice, sending: Sending, post: Post, values: dict[str, object], *, attached: StoredFile | None = None
) -> bool:
    to = usable(Channel.EMAIL, post.person.email)
    if to:
        send(
            by=Post.objects.system(), kind=notice.key, channel=Channel.EMAIL, to=to, values=values, office=post.agency,
            key=f"{notice.key}:{sending.pk}:{post.pk}", attached=attached,
        )  # fmt: skip
    return bool(to)
