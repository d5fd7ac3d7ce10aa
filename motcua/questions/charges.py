"""What an application costs by its form: base, copies, exemptions, what online applicants do not pay. Pure.

One line costs base + amount × (copies − free). Of the exemptions that apply the greatest counts; the online discount is
taken from what remains. Parts of a đồng are rounded, halves up.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from motcua.questions.choices import Channel
from motcua.questions.conditions import Look, holds
from motcua.questions.definition import Exemption, Fee, Form, PerCopy, Words
from motcua.questions.expressions import evaluate
from motcua.questions.reading import GREATEST


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line to pay, in đồng: `full` before and `amount` after what is taken off, for which reasons."""

    code: str
    label: Words
    basis: Words
    full: int
    amount: int
    reductions: tuple[tuple[int, Words], ...] = ()  # percent, by which rule


def lines_of(form: Form, look: Look, today: date, channel: Channel) -> tuple[FeeLine, ...]:
    """Return the lines that apply, for given answers."""
    due = (fee for fee in form.fees if fee.condition is None or holds(fee.condition, look, today))
    return tuple(_line(fee, look, today, channel) for fee in due)


def _line(fee: Fee, look: Look, today: date, channel: Channel) -> FeeLine:
    full = min(fee.base + (_copies(fee.per_copy, look, today) if fee.per_copy else 0), GREATEST)
    reductions = []
    if exemption := _exemption(fee, look, today):
        reductions.append((exemption.percent, exemption.basis))
    if fee.online_discount and channel == Channel.ONLINE:
        reductions.append((fee.online_discount, fee.online_basis))
    rest = Decimal(full)
    for percent, _ in reductions:
        rest = rest * (100 - percent) / 100
    return FeeLine(fee.code, fee.label, fee.basis, full, int(rest.to_integral_value(ROUND_HALF_UP)), tuple(reductions))


def _copies(per_copy: PerCopy, look: Look, today: date) -> int:
    count = evaluate(per_copy.count, look, today)
    if not isinstance(count, Decimal):
        return 0
    return max(0, int(count.to_integral_value(ROUND_FLOOR)) - per_copy.free) * per_copy.amount


def _exemption(fee: Fee, look: Look, today: date) -> Exemption | None:
    applying = [each for each in fee.exemptions if holds(each.condition, look, today)]
    return max(applying, key=lambda each: each.percent, default=None)
