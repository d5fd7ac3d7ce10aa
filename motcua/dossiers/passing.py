"""Dossiers in a re-organisation: what is not closed passes to the new office; what is closed stays with the old one.

Of a closed dossier only a fee that is still owed passes: somebody must be able to take it, or to waive it.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.agencies.choices import Kind, Role
from motcua.agencies.models import Post
from motcua.agencies.passing import Part, Passed, Plan, register
from motcua.core.clock import local, today
from motcua.core.errors import BadInput
from motcua.dossiers.actions.paper_books import pass_book_over
from motcua.dossiers.actions.passing import facts_of, pass_over, pool_for
from motcua.dossiers.choices import StepState
from motcua.dossiers.models import Consultation, Dossier, Leg, PaperBook, Step
from motcua.payments.actions import pass_over as pass_bill_over
from motcua.payments.choices import State as BillState


def _open(plan: Plan) -> "QuerySet[Dossier]":
    """Dossiers not closed that the old units settle, received, work at, answer for a leg of, or were asked about."""
    steps = Step.objects.filter(dossier=OuterRef("pk"), state=StepState.OPEN, agency__in=plan.keys)
    legs = Leg.objects.filter(dossier=OuterRef("pk"), end="", agency__in=plan.keys)
    asked = Consultation.objects.waiting().filter(dossier=OuterRef("pk"), agency__in=plan.keys)
    concerned = Q(agency__in=plan.keys) | Q(desk__in=plan.keys) | Exists(steps) | Exists(legs) | Exists(asked)
    return Dossier.objects.filter(concerned, closed_at=None).select_related("agency", "desk", "applicant", "bill")


def _pass(dossier: Dossier, plan: Plan, by: Post) -> Passed:
    before, promised = dossier.agency, dossier.appointed_due
    said = f"{plan.basis} Mã hồ sơ giữ nguyên."
    if promised is not None:
        said += f" Ngày hẹn trả giữ nguyên: {local(promised):%H:%M %d/%m/%Y}."
    passed = pass_over(dossier, by=by, plan=plan, note=said)
    empty = [step.name for step in passed.open_steps_read if not _anybody(step)]
    warning = f" Chưa có ai nhận bước “{empty[0]}” ở {passed.agency}." if empty else ""
    return Passed(before=before, after=passed.agency, message=said.removeprefix(f"{plan.basis} ") + warning)


def _owing(plan: Plan) -> "QuerySet[Dossier]":
    """Closed dossiers whose fee the old units would still collect."""
    rows = Dossier.objects.filter(bill__state=BillState.DUE, bill__agency__in=plan.keys).exclude(closed_at=None)
    return rows.select_related("desk", "bill__agency")


def _pass_bill(dossier: Dossier, plan: Plan, by: Post) -> Passed:
    """Let the desk that took over collect. Raises BadInput while no unit takes over."""
    assert dossier.bill is not None
    before, unit = dossier.bill.agency, plan.place(dossier.bill.agency_id)
    if unit is None:
        raise BadInput("no_heir", f"Chưa có đơn vị thu thay {before}.")
    pass_bill_over(dossier.bill, by=by, agency=unit, note=plan.basis)
    return Passed(before=before, after=unit, message="Hồ sơ đã kết thúc, còn nợ phí, lệ phí.")


def _books(plan: Plan) -> "QuerySet[PaperBook]":
    """Books with numbers that nobody has accounted for; one that is finished stays where it was kept."""
    return PaperBook.objects.unfinished().filter(desk__in=plan.keys).select_related("desk")


def _pass_book(book: PaperBook, plan: Plan, by: Post) -> Passed:
    """Let the desk that took over enter what was written in the book. Raises BadInput while no desk does."""
    before, unit = book.desk, plan.place(book.desk_id)
    if unit is None:
        raise BadInput("no_heir", f"Chưa có nơi nhập tiếp sổ giấy của {before}.")
    desk = unit if unit.kind == Kind.ONE_STOP else pool_for(Role.RECEPTIONIST, unit, on=max(plan.on, today()))
    left = sum(last - first + 1 for first, last in book.waiting())
    pass_book_over(book, by=by, desk=desk, on=plan.on, note=plan.basis)
    message = f"Còn {left} số chưa nhập; ký hiệu và số giữ nguyên, không in thêm, lượt mới mở sổ mới."
    return Passed(before=before, after=desk, message=message)


def _anybody(step: Step) -> bool:
    return (
        step.owner_id is not None or Post.objects.filter(agency=step.agency_id, role=step.role, ended_at=None).exists()
    )


register(
    Part(
        "dossiers.open",
        "Hồ sơ chưa kết thúc",
        70,
        _open,
        lambda row: f"{row.code or 'Hồ sơ đang soạn'} ({row.get_state_display().lower()})",
        lambda row: row.agency_id,
        _pass,
        after=lambda row, plan: plan.place(row.agency_id, facts=facts_of(row)),
    )
)
register(
    Part(
        "dossiers.owing",
        "Phí, lệ phí còn nợ của hồ sơ đã kết thúc",
        71,
        _owing,
        lambda row: row.code,
        lambda row: row.bill.agency_id,
        _pass_bill,
    )
)
register(
    Part(
        "dossiers.paper_books", "Sổ giấy còn số chưa nhập", 72, _books, lambda book: f"{book} ({book.desk})",
        lambda book: book.desk_id, _pass_book,
    )
)  # fmt: skip
