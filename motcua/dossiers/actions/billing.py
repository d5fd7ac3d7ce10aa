"""What the applicant owes: drawn up from the edition at receipt, collected at the desk."""

from typing import Any

from motcua.agencies.models import Post
from motcua.core.actions import action
from motcua.core.errors import BadInput
from motcua.dossiers import permissions
from motcua.dossiers.actions import pausing, printing, walking
from motcua.dossiers.choices import Action, Form, Money, State, Trait
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier
from motcua.payments import actions as payments
from motcua.payments.choices import Method
from motcua.payments.choices import State as BillState
from motcua.procedures.editions import Content, Fee


def lines_of(fees: list[Fee]) -> list[dict[str, Any]]:
    """Return fee lines as a bill keeps them; null, 0 and "set by the council" stay three things."""
    return [
        {
            "name": fee.name,
            "kind": "fee" if fee.kind == "fee" else "charge",
            "count": 1,
            "price": fee.amount,
            "amount": fee.amount,
            "set_by_council": fee.set_by_council,
        }
        for fee in fees
    ]


def draw_up(dossier: Dossier, content: Content, *, by: Post) -> None:
    """Draw up the bill when the edition has fees for this case and channel; sets `money`."""
    fees = content.fees_for(case=dossier.case or None, channel=dossier.channel)
    if not fees or all(fee.amount == 0 for fee in fees):
        return
    dossier.bill = payments.draw_up(by=by, agency=dossier.desk, payer_name=dossier.applicant.name, lines=lines_of(fees))
    dossier.money = Money.DUE


@action(Action.COLLECT_FEE, permit=permissions.may_collect, lifecycle=LIFECYCLE)
def collect_fee(
    dossier: Dossier, *, by: Post, method: str, transaction: str = "", amounts: list[int] | None = None
) -> dict[str, Any]:
    """Take the money and give the receipt; `amounts` in đồng fill lines whose amount was not known, in their order."""
    if dossier.bill is None:
        raise BadInput("nothing_due", "Hồ sơ này không phải nộp phí, lệ phí.")
    bill = dossier.bill
    if amounts is not None:
        bill = payments.revise(bill, by=by, lines=_filled(bill.lines, amounts))
        if bill.state == BillState.NOTHING_DUE:
            return _nothing_to_pay(dossier, by=by)
    bill = payments.collect(bill, by=by, method=method, transaction=transaction)
    dossier.bill, dossier.money, dossier.paid_amount = bill, Money.PAID, bill.total
    if method == Method.ONLINE:
        dossier.mark(Trait.PAID_ONLINE)
    _go_on(dossier, by=by)
    return {"bill": bill.pk, "total": bill.total, "printed": printing.freeze(dossier, Form.FEE, by=by).pk}


def _go_on(dossier: Dossier, *, by: Post) -> None:
    if dossier.state == State.WAITING_PAYMENT:
        pausing.end_pause(dossier, content=dossier.content)
        walking.move_on(dossier, by=by, current=walking.paying(dossier))


def _nothing_to_pay(dossier: Dossier, *, by: Post) -> dict[str, Any]:
    """The amount turned out to be 0: no money, no receipt, and nothing to wait for."""
    dossier.money = Money.NOTHING
    _go_on(dossier, by=by)
    return {"bill": dossier.bill_id, "total": 0}


@action(Action.WAIVE_FEE, permit=permissions.may_waive_fee, lifecycle=LIFECYCLE)
def waive_fee(dossier: Dossier, *, by: Post, reason: str) -> dict[str, Any]:
    """Free the applicant from paying, on a ground that the bill's event keeps; a wait for the money ends.

    Raises BadInput `reason_needed`, `nothing_due`.
    """
    reason = printing.needed(reason, field="reason")
    if dossier.bill is None:
        raise BadInput("nothing_due", "Hồ sơ này không phải nộp phí, lệ phí.")
    dossier.bill = payments.waive(dossier.bill, by=by, note=reason)
    dossier.money = Money.WAIVED
    _go_on(dossier, by=by)
    return {"bill": dossier.bill_id}


def _filled(lines: list[dict[str, Any]], amounts: list[int]) -> list[dict[str, Any]]:
    if len(amounts) != len(lines):
        raise BadInput("bad_amounts", "Phải nhập số tiền cho từng khoản.", field="amounts")
    return [
        line | {"price": amount // (line["count"] or 1), "amount": amount}
        for line, amount in zip(lines, amounts, strict=True)
    ]
