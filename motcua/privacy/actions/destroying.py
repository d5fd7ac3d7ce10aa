"""Lists of what is due: proposed by one, signed with a number by another, carried out line by line by a job."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.citizens.actions import erase_declarations
from motcua.core.actions import action, creates
from motcua.core.clock import local, now, today
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.core.numbering import code, take
from motcua.core.text import clean
from motcua.correspondence.actions import issue
from motcua.correspondence.choices import DocType
from motcua.dossiers.actions.erasing import erase
from motcua.dossiers.choices import CLOSED
from motcua.dossiers.models import Dossier
from motcua.privacy import permissions
from motcua.privacy.choices import Action, ItemOutcome, ListState, Record
from motcua.privacy.lifecycle import DESTRUCTION
from motcua.privacy.models import DestructionItem, DestructionList, Hold, RetentionRule
from motcua.privacy.overdue import due_on, held_by, overdue, rule_of
from motcua.tasks.actions import close_task, open_task

KIND = "privacy.destruction"
MOST = 5_000  # lines on one list; what is beyond goes on the next
RECIPIENTS = "Bộ phận lưu trữ; Lưu: VT."


@creates(Action.PROPOSE, permit=permissions.may_propose)
def propose(*, by: Post, office: Agency) -> DestructionList:
    """Write down what is due at an office today, for a leader to sign. Raises BadInput (`nothing_due`)."""
    taken = take("destruction", period="year")
    on = local(taken.at).date()
    rules, due = list(RetentionRule.objects.in_force(on)), list(overdue(office, on).order_by("closed_at", "pk")[:MOST])
    if not due:
        raise BadInput("nothing_due", "Chưa có hồ sơ nào hết thời hạn lưu giữ.")
    number = code("DMH{yy}-{seq:04}", agency="", taken=taken)
    task = open_task(
        kind=KIND, title=f"Ký danh mục hủy {number}: {len(due)} hồ sơ", about=str(office), agency=office,
        role=Role.LEADER, owner=None, url=("privacy:destruction", number), at=taken.at, due=None,
    )  # fmt: skip
    found = DestructionList(code=number, office=office, proposed_by=by, proposed_at=taken.at, task=task)
    found.moment = taken.at
    found.save(force_insert=True)
    DestructionItem.objects.bulk_create(_line(found, dossier, rules) for dossier in due)
    return found


def _line(found: DestructionList, dossier: Dossier, rules: list[RetentionRule]) -> DestructionItem:
    rule = rule_of(dossier, rules)
    day = due_on(dossier, rule)
    assert rule is not None and day is not None and dossier.closed_at is not None  # noqa: PT018 as `overdue` chose it
    closed = local(dossier.closed_at).date()
    return DestructionItem(list=found, dossier=dossier, name=str(dossier), rule=rule, closed_on=closed, due_on=day)


@action(Action.APPROVE, permit=permissions.may_sign_list, lifecycle=DESTRUCTION)
def approve(found: DestructionList, *, by: Post) -> dict[str, Any]:
    """Sign the list: a decision with the next number of the office's register; a job then carries it out."""
    count = found.items.count()
    found.document = issue(
        by=by, agency=found.office, doc_type=DocType.DECISION, signer=by, recipients=RECIPIENTS,
        abstract=f"Hủy {count} hồ sơ hết thời hạn lưu giữ theo danh mục {found.code}",
    )  # fmt: skip
    _decided(found, by=by)
    return {"lines": count}


@action(Action.REJECT, permit=permissions.may_sign_list, lifecycle=DESTRUCTION)
def reject(found: DestructionList, *, by: Post, note: str) -> None:
    """Do not sign: nothing is destroyed, its lines may come onto another list. Raises BadInput (`reason_needed`)."""
    if not note:
        raise BadInput("reason_needed", "Ghi lý do không ký.", field="note")
    found.items.update(outcome=ItemOutcome.LEFT)
    _decided(found, by=by)


def _decided(found: DestructionList, *, by: Post) -> None:
    found.decided_by, found.decided_at = by, found.moment
    close_task(found.task, by=by, at=found.moment)


def carry_out_list(key: int, *, by: Post) -> int:
    """Destroy what a signed list names, line by line, each in a transaction of its own; then finish it.

    Stopped anywhere it goes on when it is called again; returns how many lines it settled. Raises StepRefused for a
    list that nobody signed, NotPermitted for everybody but the machine.
    """
    if by.role != Role.SYSTEM:
        raise NotPermitted()
    found = DestructionList.objects.get(pk=key)
    if found.state == ListState.DONE:
        return 0
    if found.state != ListState.APPROVED:
        raise StepRefused("Danh mục chưa được ký.", code="not_signed")
    waiting = found.items.filter(outcome=ItemOutcome.WAITING).values_list("pk", flat=True)
    settled = sum(_settle(line, cause=found.code, by=by) for line in list(waiting))
    finish(found, by=by)
    return settled


def _settle(line: int, *, cause: str, by: Post) -> int:
    with transaction.atomic():
        rows = DestructionItem.objects.select_for_update(of=("self",)).select_related("dossier")
        item = rows.filter(pk=line, outcome=ItemOutcome.WAITING).first()
        if item is None:
            return 0
        item.said = _reason_to_keep(item.dossier, today())
        item.outcome = ItemOutcome.KEPT if item.said else ItemOutcome.DESTROYED
        if not item.said:
            _destroy(item.dossier, cause=cause, by=by)
        item.save(update_fields=["outcome", "said"])
    return 1


def _reason_to_keep(dossier: Dossier, on: date) -> str:
    """Say why a dossier on a signed list is kept all the same; "" when it may go. Judged on the day it is done."""
    if dossier.erased_at is not None:
        return "Nội dung đã hủy trước đó."
    if dossier.state not in CLOSED:
        return "Hồ sơ đang giải quyết."
    if Hold.objects.standing().filter(dossier=dossier).exists():
        return "Đang giữ lại vì khiếu nại, tố tụng hoặc thanh tra."
    due = due_on(dossier, rule_of(dossier, RetentionRule.objects.in_force(on)))
    return "" if due is not None and due < on else "Chưa hết thời hạn theo quy định đang áp dụng."


def _destroy(dossier: Dossier, *, cause: str, by: Post) -> None:
    """Erase the dossier, its receipt where that one's own time is over, and its people when nothing else names them."""
    on, people = today(), [key for key in (dossier.applicant_id, dossier.submitter_id) if key]
    receipt = due_on(dossier, rule_of(dossier, RetentionRule.objects.in_force(on), record=Record.RECEIPT))
    erase(dossier, by=by, cause=cause, bill=receipt is not None and receipt < on)
    still = Dossier.objects.filter(erased_at=None).order_by()
    named = {*still.filter(applicant__in=people).values_list("applicant", flat=True)}
    named |= {*still.filter(submitter__in=people).values_list("submitter", flat=True)}
    erase_declarations([key for key in people if key not in named], by=by)


@action(Action.FINISH, permit=permissions.may_finish, lifecycle=DESTRUCTION)
def finish(found: DestructionList, *, by: Post) -> dict[str, Any]:
    """Write down how many lines were destroyed and kept. Raises StepRefused while one waits."""
    counts = found.items.aggregate(
        waiting=Count("pk", filter=Q(outcome=ItemOutcome.WAITING)),
        destroyed=Count("pk", filter=Q(outcome=ItemOutcome.DESTROYED)),
        kept=Count("pk", filter=Q(outcome=ItemOutcome.KEPT)),
    )
    if counts.pop("waiting"):
        raise StepRefused("Danh mục còn hồ sơ chưa hủy.", code="lines_wait")
    found.done_at = found.moment
    return counts


@creates(Action.HOLD, permit=permissions.may_hold)
def hold(*, by: Post, office: Agency, dossier_code: str, source: str) -> Hold:
    """Keep a dossier of the office from being destroyed. Raises BadInput (`no_dossier`, `source_needed`, `held`)."""
    source = clean(source)[:200]
    if not source:
        raise BadInput("source_needed", "Ghi lý do và văn bản.", field="source")
    dossier = Dossier.objects.filter(held_by(office), code=clean(dossier_code).upper()).first()
    if dossier is None:
        raise BadInput("no_dossier", "Cơ quan không có hồ sơ mang mã này.", field="dossier_code")
    if Hold.objects.standing().filter(dossier=dossier).exists():
        raise BadInput("held", "Hồ sơ này đang được giữ lại.", field="dossier_code")
    made = Hold(dossier=dossier, office=office, source=source, by=by)
    made.placed_at = made.moment = now()
    made.save(force_insert=True)
    return made


@action(Action.RELEASE, permit=permissions.may_release)
def release(found: Hold, *, by: Post, note: str) -> None:
    """Let a dossier go its way again. Raises BadInput (`reason_needed`), StepRefused."""
    if found.released_at is not None:
        raise StepRefused("Đã thôi giữ trước đó.", code="already_released")
    if not note:
        raise BadInput("reason_needed", "Ghi lý do thôi giữ.", field="note")
    found.released_at = found.moment
