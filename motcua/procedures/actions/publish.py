"""Publishing an edition, confirming that one still holds, and ending an adoption."""

from datetime import date, timedelta
from typing import Any

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
    current = adoption.editions.filter(valid_to=None).first()
    if current is None:
        return
    if current.valid_from >= starts:
        began = f"{current.valid_from:%d/%m/%Y}"
        raise BadInput(
            "too_early", f"Bản đang áp dụng có hiệu lực từ {began}: bản mới phải sau ngày đó.", field="valid_from"
        )
    current.valid_to = starts - timedelta(days=1)
    current.save(update_fields=["valid_to"])


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


@action(Action.END, permit=permissions.may_end)
def end(adoption: Adoption, *, by: Post, last_day: date) -> None:
    """Stop giving the procedure after a day; dossiers received until then keep their edition."""
    if adoption.ended_on is not None:
        raise BadInput("adoption_ended", "Đơn vị đã thôi áp dụng thủ tục này.")
    current = adoption.editions.filter(valid_to=None).first()
    if current is not None:
        if last_day < current.valid_from:
            raise BadInput("too_early", "Ngày thôi áp dụng trước ngày bản đang áp dụng có hiệu lực.", field="last_day")
        current.valid_to = last_day
        current.save(update_fields=["valid_to"])
    adoption.ended_on = last_day + timedelta(days=1)
