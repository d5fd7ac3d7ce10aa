"""All writes on bills. Money is received once, under a number that leaves no gap."""

from typing import Any

from django.conf import settings

from motcua.agencies.models import Agency, Post
from motcua.core.actions import action, creates
from motcua.core.clock import local
from motcua.core.errors import BadInput
from motcua.core.gathering import insert, present
from motcua.core.numbering import take
from motcua.core.text import clean
from motcua.payments import amounts, permissions
from motcua.payments.choices import Action, Method, State
from motcua.payments.lifecycle import BILL
from motcua.payments.models import Bill

NAME_LIMIT = 200
ERASED = "(đã xóa)"
TRANSACTION_LIMIT = 80


def _reason(note: str) -> None:
    """Why money is not taken, or is given back, must be on record."""
    if not note:
        raise BadInput("reason_needed", "Phải nêu lý do.", field="note")


@creates(Action.DRAW_UP, permit=permissions.may_draw_up)
def draw_up(*, by: Post, agency: Agency, payer_name: str, lines: list[dict[str, Any]]) -> Bill:
    """Write down what somebody owes; nothing to pay is `nothing_due`, an amount not known yet is `due` without total.

    `lines`: [{name, kind: fee|charge, count, price|None, amount|None, set_by_council}]. Raises BadInput
    (`payer_needed`, `bad_line`, `amount_mismatch`, `too_many_lines`).
    """
    payer = clean(payer_name)
    if not payer or len(payer) > NAME_LIMIT:
        raise BadInput("payer_needed", f"Cần tên người nộp, tối đa {NAME_LIMIT} ký tự.", field="payer_name")
    kept = amounts.checked(lines)
    total = amounts.total(kept)
    state = State.NOTHING_DUE if total == 0 else State.DUE
    moment = present()
    bill = Bill(agency=agency, payer_name=payer, lines=kept, total=total, state=state, drawn_up_at=moment, by=by)
    bill.moment = moment
    insert(bill)
    return bill


@action(Action.REVISE, permit=permissions.may_revise, lifecycle=BILL)
def revise(bill: Bill, *, by: Post, lines: list[dict[str, Any]]) -> None:
    """Put other lines in the place of the old ones, before anything was paid. Raises BadInput like `draw_up`."""
    bill.lines = amounts.checked(lines)
    bill.total = amounts.total(bill.lines)


@action(Action.COLLECT, permit=permissions.may_collect, lifecycle=BILL)
def collect(bill: Bill, *, by: Post, method: str, transaction: str = "") -> None:
    """Receive the whole total and give it the agency's next receipt number of the year.

    Raises BadInput (`amount_not_known`, `unknown_method`, `transaction_needed`, `transaction_too_long`).
    """
    if bill.total is None:
        raise BadInput("amount_not_known", "Chưa xác định được số tiền phải nộp.", field="lines")
    if method not in Method.values:
        raise BadInput("unknown_method", "Hình thức nộp: tiền mặt, chuyển khoản hoặc trực tuyến.", field="method")
    bill.transaction = _transaction(method, transaction)
    bill.method = method
    taken = take(f"receipt:{bill.agency_id}", period="year")  # last: the counter's lock is held until commit
    bill.moment = bill.paid_at = taken.at
    bill.receipt_year, bill.receipt_number = local(taken.at).year, taken.number
    bill.receipt_symbol = f"{settings.RECEIPT_SERIES}-{bill.receipt_year % 100:02}E"


def _transaction(method: str, given: str) -> str:
    """Return the means' own number of the payment; money that came online has one."""
    given = clean(given)
    if method == Method.ONLINE and not given:
        raise BadInput("transaction_needed", "Nộp trực tuyến phải có mã giao dịch.", field="transaction")
    if len(given) > TRANSACTION_LIMIT:
        raise BadInput("transaction_too_long", f"Mã giao dịch dài quá {TRANSACTION_LIMIT} ký tự.", field="transaction")
    return given


@action(Action.WAIVE, permit=permissions.may_waive, lifecycle=BILL)
def waive(bill: Bill, *, by: Post, note: str) -> None:
    """Free the payer from paying; the note says on what ground. Raises BadInput (`reason_needed`)."""
    _reason(note)


@action(Action.REFUND, permit=permissions.may_refund, lifecycle=BILL)
def refund(bill: Bill, *, by: Post, note: str) -> None:
    """Give the whole payment back; the receipt keeps its number, the note says why. Raises `reason_needed`."""
    _reason(note)
    bill.refunded_at = bill.moment


@action(Action.PASS_OVER, permit=permissions.may_pass_over, lifecycle=BILL)
def pass_over(bill: Bill, *, by: Post, agency: Agency) -> dict[str, Any]:
    """Let another agency collect what is still owed: the one that took over. The receipt will be of its series."""
    before, bill.agency = bill.agency_id, agency
    return {"before": before, "after": agency.pk}


@action(Action.ERASE_PAYER, permit=permissions.may_erase_payer)
def erase_payer(bill: Bill, *, by: Post, cause: str) -> dict[str, Any]:
    """Erase who paid; the amounts, the receipt's number and its day stay. `cause`: the number of the decision."""
    bill.payer_name, bill.transaction = ERASED, ""
    return {"cause": cause}
