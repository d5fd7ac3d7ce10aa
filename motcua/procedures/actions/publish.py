"""Publishing an edition, confirming or cancelling it, and ending an adoption."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Max

from motcua.agencies.models import Post
from motcua.core.actions import action
from motcua.core.clock import local
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.procedures import permissions
from motcua.procedures.choices import Action
from motcua.procedures.editions import Content, content_from, content_json
from motcua.procedures.models import Adoption, Edition
from motcua.procedures.models.adopted import edition_from
from motcua.procedures.readiness import problems
from motcua.procedures.validation import validate
from motcua.worktime.stored import calendar_of


def ready_content(adoption: Adoption, on: date) -> Content:
    """Return the draft as content. Raises BadInput with the first reason against it as code, all in the message."""
    content = content_from(adoption.draft | {"decision": adoption.decision})
    found = problems(content, national=adoption.procedure.record().channels)
    if not found:
        calendar = calendar_of(adoption.office, on)
        wrong = validate(content.route, calendar, content.limits, terms=content.terms, after=on)
        found = [("route_invalid", f"{text}.") for text in wrong]
    if found:
        raise BadInput(found[0][0], " ".join(message for _, message in found), field="draft")
    return content


def _close_open(adoption: Adoption, starts: date) -> None:
    """End the edition in force on the day before the next one begins."""
    current = adoption.editions.filter(valid_to=None, cancelled_on=None).first()
    if current is None:
        return _check_gap(adoption, starts)
    if current.valid_from >= starts:
        began = f"{current.valid_from:%d/%m/%Y}"
        raise BadInput(
            "too_early", f"Bản đang áp dụng có hiệu lực từ {began}: bản mới phải sau ngày đó.", field="valid_from"
        )
    current.valid_to, current.review = starts - timedelta(days=1), ""  # the new one follows the newest record
    current.save(update_fields=["valid_to", "review"])


def _check_gap(adoption: Adoption, starts: date) -> None:
    """After a withdrawal that was undone too late the next edition begins when the last one has ended."""
    ended = adoption.editions.filter(cancelled_on=None).aggregate(last=Max("valid_to"))["last"]
    if ended is not None and starts <= ended:
        told = f"Bản trước có hiệu lực đến hết {ended:%d/%m/%Y}: bản mới phải sau ngày đó."
        raise BadInput("too_early", told, field="valid_from")


@action(Action.PUBLISH, permit=permissions.may_publish)
def publish(adoption: Adoption, *, by: Post, valid_from: date | None = None) -> dict[str, Any]:
    """Freeze the draft as the next edition, valid from a day on; the one before ends on the day before.

    Raises BadInput: `limit_missing`, `limit_not_usable`, `limit_not_confirmed`, `route_invalid` and the like,
    `too_early`, `adoption_ended`. The new edition is found in `adoption.edition`.
    """
    if adoption.ended_on is not None:
        raise BadInput("adoption_ended", "Đơn vị đã thôi áp dụng thủ tục này.")
    starts = valid_from or local(adoption.moment).date()
    content = ready_content(adoption, starts)
    _close_open(adoption, starts)
    adoption.published += 1
    edition = edition_from(
        adoption, content, content_json(content), number=adoption.published, valid_from=starts, published_by=by,
        national_number=adoption.procedure.number,
    )  # fmt: skip
    edition.save(force_insert=True)
    adoption.edition = edition  # type: ignore[attr-defined]
    return {"edition": edition.pk, "number": edition.number, "valid_from": starts}


@action(Action.REVIEW, permit=permissions.may_review)
def confirm_reviewed(adoption: Adoption, *, by: Post, finding: str) -> dict[str, Any]:
    """Take the mark of review off: a person looked at the newer national record and the edition still holds."""
    if not clean(finding):
        raise BadInput("finding_needed", "Hãy ghi kết quả rà soát.", field="finding")
    marked = list(Edition.objects.filter(adoption=adoption).to_review())
    if not marked:
        raise BadInput("nothing_to_review", "Không có bản nào cần rà soát.")
    for edition in marked:
        edition.review = ""
        edition.save(update_fields=["review"])
    adoption.finding = clean(finding)[:500]
    return {"editions": [edition.pk for edition in marked]}


@action(Action.CANCEL, permit=permissions.may_cancel)
def cancel_edition(adoption: Adoption, *, by: Post, number: int, reason: str) -> dict[str, Any]:
    """Cancel an edition before its first day; the one before it goes on as if it had not been published.

    Raises BadInput: `reason_needed`, `edition_unknown`, `already_begun`.
    """
    if not clean(reason):
        raise BadInput("reason_needed", "Hãy ghi lý do hủy.", field="reason")
    edition = adoption.editions.filter(number=number, cancelled_on=None).first()
    if edition is None:
        raise BadInput("edition_unknown", f"Không có bản số {number}, hoặc bản đó đã hủy.", field="number")
    today = local(adoption.moment).date()
    if edition.valid_from <= today:
        raise BadInput("already_begun", "Bản này đã có hiệu lực: chỉ có thể ban hành bản khác hoặc thôi áp dụng.")
    edition.cancelled_on = today
    edition.save(update_fields=["cancelled_on"])
    before = adoption.editions.filter(cancelled_on=None, valid_to=edition.valid_from - timedelta(days=1)).first()
    if before is not None:
        before.valid_to = edition.valid_to
        before.review = _behind(adoption, before)
        before.save(update_fields=["valid_to", "review"])
    return {"edition": edition.pk, "number": number, "reopened": before and before.number}


def _behind(adoption: Adoption, edition: Edition) -> str:
    """Return why an edition that goes on must be looked at again: the national record has moved on since."""
    latest = adoption.procedure.number
    return f"Bản quốc gia đã có số {latest}" if edition.national_number < latest else edition.review


@action(Action.END, permit=permissions.may_end)
def end(adoption: Adoption, *, by: Post, last_day: date, reason: str, document: str) -> dict[str, Any]:
    """Stop giving the procedure after a day, by a document; dossiers received until then keep their edition.

    Raises BadInput: `reason_needed`, `document_needed`, `adoption_ended`, `scheduled_edition`, `too_early`.
    """
    if not clean(reason):
        raise BadInput("reason_needed", "Hãy ghi lý do thôi áp dụng.", field="reason")
    if not clean(document):
        raise BadInput("document_needed", "Hãy ghi số, ngày của văn bản.", field="document")
    if adoption.ended_on is not None:
        raise BadInput("adoption_ended", "Đơn vị đã thôi áp dụng thủ tục này.")
    current = adoption.editions.filter(valid_to=None, cancelled_on=None).first()
    if current is not None:
        _end_edition(current, last_day, today=local(adoption.moment).date())
    adoption.ended_on = last_day + timedelta(days=1)
    adoption.end_reason, adoption.end_document = clean(reason)[:500], clean(document)[:200]
    return {"last_day": last_day}


def _end_edition(current: Edition, last_day: date, *, today: date) -> None:
    if last_day < current.valid_from:
        if current.valid_from > today:
            raise BadInput(
                "scheduled_edition",
                f"Bản số {current.number} sẽ có hiệu lực từ {current.valid_from:%d/%m/%Y}: hãy hủy bản đó trước.",
                field="last_day",
            )
        raise BadInput("too_early", "Ngày thôi áp dụng trước ngày bản đang áp dụng có hiệu lực.", field="last_day")
    current.valid_to = last_day
    current.save(update_fields=["valid_to"])


@action(Action.UNDO_END, permit=permissions.may_undo_end)
def undo_end(adoption: Adoption, *, by: Post, reason: str) -> dict[str, Any]:
    """Give the procedure on as if it had not been ended: until the last day its edition goes on, afterwards what was
    not given meanwhile stays so, and a new edition must be published.

    Raises BadInput: `reason_needed`, `not_ended`, `office_ended`, `adopted_again`.
    """
    if not clean(reason):
        raise BadInput("reason_needed", "Hãy ghi lý do bỏ thôi áp dụng.", field="reason")
    ended = adoption.ended_on
    if ended is None:
        raise BadInput("not_ended", "Đơn vị vẫn đang áp dụng thủ tục này.")
    if adoption.office.valid_to is not None:
        raise BadInput("office_ended", "Đơn vị đã kết thúc hoạt động: thủ tục do đơn vị tiếp nhận áp dụng.")
    if Adoption.objects.of_office(adoption.office).standing().filter(procedure=adoption.procedure_id).exists():
        raise BadInput("adopted_again", "Đơn vị đã áp dụng lại thủ tục này: hãy dùng lần áp dụng đó.")
    reopened = _reopen(adoption, ended) if local(adoption.moment).date() < ended else None
    adoption.ended_on, adoption.end_reason, adoption.end_document = None, "", ""
    return {"ended_on": ended, "reason": clean(reason)[:500], "reopened": reopened and reopened.number}


def _reopen(adoption: Adoption, ended: date) -> Edition | None:
    """Let the edition go on that was to end on the last day; None for an adoption that never had one."""
    last = adoption.editions.filter(cancelled_on=None, valid_to=ended - timedelta(days=1)).first()
    if last is not None:
        last.valid_to, last.review = None, _behind(adoption, last)
        last.save(update_fields=["valid_to", "review"])
    return last
