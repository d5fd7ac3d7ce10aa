"""A bill drawn up, collected once, waived or refunded, by those who may."""

import itertools
import random

import pytest
from django.db import IntegrityError, transaction

from motcua.agencies.choices import Kind, Level, Role
from motcua.core import clock
from motcua.core.errors import NotPermitted, Refused, StaleVersion, StepRefused
from motcua.core.events import rebuild
from motcua.payments import actions
from motcua.payments.choices import State
from motcua.payments.models import Bill, BillEvent
from tests.crowd import together
from tests.factories import make_agency, make_post, make_ward, system
from tests.nonempty import some

pytestmark = pytest.mark.django_db
LINES = [{"name": "Lệ phí", "kind": "charge", "count": 1, "price": 75_000, "amount": None}]
UNKNOWN = [{"name": "Phí thẩm định", "kind": "fee", "count": 1, "price": None, "set_by_council": True}]


@pytest.fixture
def ward():
    return make_ward()


@pytest.fixture
def clerk(ward):
    return ward["receptionist"]


@pytest.fixture
def bill(ward, clerk):
    return actions.draw_up(by=clerk, agency=ward["ward"], payer_name=" Nguyễn  Thị Thử ", lines=LINES)


def refused(code, call, *args, **inputs):
    with pytest.raises(Refused) as found:
        call(*args, **inputs)
    assert found.value.code == code


def test_a_bill_is_drawn_up_and_recorded(bill, ward, clerk):
    bill.refresh_from_db()
    assert (bill.payer_name, bill.total, bill.state, bill.by) == ("Nguyễn Thị Thử", 75_000, State.DUE, clerk)
    event = bill.events.get()
    assert (event.action, event.state, event.by) == ("bill.draw_up", "due", clerk)
    assert event.happened_at == bill.drawn_up_at
    assert rebuild(bill)["total"] == 75_000
    assert "Nguyễn" not in str(event.data)


@pytest.mark.parametrize(("lines", "state", "total"), [([], "nothing_due", 0), (UNKNOWN, "due", None)])
def test_nothing_and_not_known_are_two_states(ward, clerk, lines, state, total):
    bill = actions.draw_up(by=clerk, agency=ward["ward"], payer_name="An", lines=lines)
    assert (bill.state, bill.total) == (state, total)


def test_drawing_up_takes_few_queries(ward, clerk, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):  # time, bill, event and the test's savepoint
        actions.draw_up(by=clerk, agency=ward["ward"], payer_name="An", lines=LINES * 60)


def test_strangers_draw_nothing_up(ward):
    for post in (ward["inspector"], ward["administrator"], make_post(Role.RECEPTIONIST)):
        with pytest.raises(NotPermitted):
            actions.draw_up(by=post, agency=ward["ward"], payer_name="An", lines=LINES)
    assert not Bill.objects.exists()


@pytest.mark.parametrize("payer", ["", "  ", "x" * 201])
def test_a_bill_needs_a_payer(ward, clerk, payer):
    refused("payer_needed", actions.draw_up, by=clerk, agency=ward["ward"], payer_name=payer, lines=LINES)


def test_bad_lines_leave_nothing_behind(ward, clerk):
    refused("bad_line", actions.draw_up, by=clerk, agency=ward["ward"], payer_name="An", lines=[{}])
    assert not Bill.objects.exists()


def test_revising_sets_the_amount_that_was_not_known(ward, clerk):
    bill = actions.draw_up(by=clerk, agency=ward["ward"], payer_name="An", lines=UNKNOWN)
    assert actions.revise(bill, by=clerk, lines=LINES).total == 75_000
    bill = actions.revise(bill, by=clerk, lines=[])
    assert bill.state == State.NOTHING_DUE
    assert actions.revise(bill, by=clerk, lines=LINES).state == State.DUE


def test_revising_is_for_people_of_the_office_and_before_payment(bill, clerk):
    refused("not_permitted", actions.revise, bill, by=make_post(Role.RECEPTIONIST), lines=[])
    refused("bad_line", actions.revise, bill, by=clerk, lines=["x"])
    actions.collect(bill, by=clerk, method="cash")
    refused("wrong_state", actions.revise, bill, by=clerk, lines=[])


def test_money_is_collected_with_the_first_receipt_of_the_year(bill, clerk, set_clock):
    set_clock("2026-12-31T16:00")
    paid = actions.collect(bill, by=clerk, method="cash")
    paid.refresh_from_db()
    assert (paid.state, paid.receipt_number, paid.receipt_year, paid.receipt_symbol) == ("paid", 1, 2026, "AA-26E")
    event = paid.events.last()
    assert (event.action, event.happened_at) == ("bill.collect", paid.paid_at)
    assert event.data["changed"]["receipt_number"] == 1


def test_collecting_takes_few_queries(bill, clerk, django_assert_max_num_queries):
    clerk.agency  # noqa: B018 the post of a request knows its agency
    with django_assert_max_num_queries(8):  # lock, time, agency, number, row, event and the test's savepoint
        actions.collect(bill, by=clerk, method="cash")


def test_the_cashier_and_the_system_collect_too(ward, clerk):
    for number, post in enumerate((ward["cashier"], system()), start=1):
        bill = actions.draw_up(by=clerk, agency=ward["centre"], payer_name="An", lines=LINES)
        assert actions.collect(bill, by=post, method="online", transaction="GD-1").receipt_number == number


def test_nobody_else_collects(bill, ward):
    strangers = [make_post(Role.CASHIER), ward["leader"], ward["specialist"], ward["registry_clerk"]]
    above = make_agency(level=Level.PROVINCE, kind=Kind.PEOPLES_COMMITTEE)
    strangers.append(make_post(Role.CASHIER, agency=above))
    for post in strangers:
        refused("not_permitted", actions.collect, bill, by=post, method="cash")
    bill.refresh_from_db()
    assert bill.state == State.DUE


def test_a_desk_of_a_ward_takes_no_money_of_the_province():
    province = make_agency(level=Level.PROVINCE)
    ward = make_agency(parent=province, level=Level.COMMUNE)
    bill = actions.draw_up(by=system(), agency=province, payer_name="An", lines=LINES)
    refused("not_permitted", actions.collect, bill, by=make_post(Role.CASHIER, agency=ward), method="cash")


def test_money_is_not_collected_twice(bill, clerk):
    actions.collect(bill, by=clerk, method="cash")
    refused("wrong_state", actions.collect, bill, by=clerk, method="cash")
    assert bill.events.filter(action="bill.collect").count() == 1


def test_a_stale_page_collects_nothing(bill, clerk):
    with pytest.raises(StaleVersion):
        actions.collect(bill, by=clerk, method="cash", version=7)


def test_a_bill_of_unknown_or_no_amount_is_not_collected(ward, clerk):
    unknown = actions.draw_up(by=clerk, agency=ward["ward"], payer_name="An", lines=UNKNOWN)
    refused("amount_not_known", actions.collect, unknown, by=clerk, method="cash")
    nothing = actions.draw_up(by=clerk, agency=ward["ward"], payer_name="An", lines=[])
    with pytest.raises(StepRefused):
        actions.collect(nothing, by=clerk, method="cash")


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"method": "gold"}, "unknown_method"),
        ({"method": "online"}, "transaction_needed"),
        ({"method": "online", "transaction": "x" * 81}, "transaction_too_long"),
    ],
)
def test_bad_means_of_payment_are_refused(bill, clerk, inputs, code):
    refused(code, actions.collect, bill, by=clerk, **inputs)


def test_a_refused_payment_leaves_no_gap(ward, clerk):
    bills = [actions.draw_up(by=clerk, agency=ward["ward"], payer_name="An", lines=LINES) for _ in range(2)]
    with transaction.atomic():
        actions.collect(bills[0], by=clerk, method="cash")
        transaction.set_rollback(True)
    assert actions.collect(bills[1], by=clerk, method="cash").receipt_number == 1


def test_a_leader_waives_with_a_reason(bill, ward):
    refused("reason_needed", actions.waive, bill, by=ward["leader"])
    refused("reason_needed", actions.waive, bill, by=ward["leader"], note="  ")
    waived = actions.waive(bill, by=ward["leader"], note="Hộ nghèo có mã 0912345678")
    assert waived.state == State.WAIVED
    event = waived.events.last()
    assert (event.action, event.note()) == ("bill.waive", "Hộ nghèo có mã 0912345678")
    assert "0912345678" not in str(event.data)


def test_the_desk_waives_nothing_and_what_is_paid_is_not_waived(bill, ward, clerk):
    refused("not_permitted", actions.waive, bill, by=clerk, note="Hộ nghèo")
    refused("not_permitted", actions.waive, bill, by=make_post(Role.LEADER), note="Hộ nghèo")
    actions.collect(bill, by=clerk, method="cash")
    refused("wrong_state", actions.waive, bill, by=ward["leader"], note="Hộ nghèo")


def test_a_payment_is_refunded_and_keeps_its_receipt(bill, ward, clerk):
    actions.collect(bill, by=clerk, method="transfer")
    refused("reason_needed", actions.refund, bill, by=ward["cashier"])
    refused("not_permitted", actions.refund, bill, by=clerk, note="Thu nhầm")
    back = actions.refund(bill, by=ward["cashier"], note="Thu nhầm")
    assert (back.state, back.receipt_number) == (State.REFUNDED, 1)
    assert back.refunded_at == back.events.last().happened_at
    refused("wrong_state", actions.refund, bill, by=ward["cashier"], note="Thu nhầm")
    refused("wrong_state", actions.collect, bill, by=clerk, method="cash")


def test_only_what_was_paid_is_refunded(bill, ward):
    refused("wrong_state", actions.refund, bill, by=ward["cashier"], note="Thu nhầm")


@pytest.mark.parametrize(
    "change",
    [
        {"total": -1},
        {"state": "paid"},
        {"state": "lost"},
        {"state": "nothing_due"},
        {"receipt_number": 5, "receipt_year": 2026},
        {"state": "refunded"},
        {"state": "paid", "receipt_number": 5, "receipt_year": 2026, "method": "cash"},
        {"method": "gold"},
    ],
)
def test_the_database_refuses_impossible_bills(bill, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Bill.objects.filter(pk=bill.pk).update(**change)


def test_the_database_refuses_the_same_receipt_twice(ward, clerk):
    bills = [actions.draw_up(by=clerk, agency=ward["ward"], payer_name="An", lines=LINES) for _ in range(2)]
    paid = [actions.collect(bill, by=clerk, method="cash") for bill in bills]
    with pytest.raises(IntegrityError), transaction.atomic():
        Bill.objects.filter(pk=paid[1].pk).update(receipt_number=1)


def test_the_journal_only_grows(bill):
    for statement in ({"state": "paid"},):
        with pytest.raises(IntegrityError), transaction.atomic():
            BillEvent.objects.filter(subject=bill).update(**statement)


def test_the_office_sees_its_bills_and_strangers_do_not(bill, ward):
    assert list(Bill.objects.visible_to(ward["cashier"])) == [bill]
    assert list(Bill.objects.visible_to(ward["leader"])) == [bill]
    assert list(Bill.objects.visible_to(system())) == [bill]
    for post in (ward["inspector"], ward["specialist"], make_post(Role.CASHIER), make_post(Role.LEADER)):
        assert not Bill.objects.visible_to(post).exists()


def test_a_post_above_does_not_open_what_wards_collect():
    province = make_agency(level=Level.PROVINCE)
    ward = make_agency(parent=province, level=Level.COMMUNE)
    actions.draw_up(by=system(), agency=ward, payer_name="An", lines=LINES)
    assert not Bill.objects.visible_to(make_post(Role.CASHIER, agency=province)).exists()


@pytest.mark.django_db(transaction=True)
def test_sixteen_clicks_collect_once():
    ward = make_ward()
    clerk = ward["receptionist"]
    bill = actions.draw_up(by=clerk, agency=ward["ward"], payer_name="An", lines=LINES)
    results = together(*[lambda: actions.collect(bill, by=clerk, method="cash").receipt_number] * 16)
    assert [each for each in results if each == 1] == [1]
    assert sum(isinstance(each, StepRefused) for each in results) == 15
    assert bill.events.filter(action="bill.collect").count() == 1


@pytest.mark.django_db(transaction=True)
def test_receipts_have_no_gap_whatever_fails_and_when_the_year_turns(set_clock):
    ward = make_ward()
    clerk, names = ward["receptionist"], itertools.count()
    bills = [
        actions.draw_up(by=clerk, agency=ward["ward"], payer_name=f"Người {next(names)}", lines=LINES)
        for _ in range(64)
    ]
    set_clock("2026-12-31T23:59:59.9")

    def collect(mine, seed):
        dice = random.Random(seed)
        for bill in mine:
            try:
                with transaction.atomic():
                    actions.collect(bill, by=clerk, method="cash")
                    if dice.random() < 0.4:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                actions.collect(bill, by=clerk, method="cash")

    results = together(*[lambda place=place: collect(bills[place::8], place) for place in range(8)])
    assert results == [None] * 8
    for year in (2026, 2027):
        numbers = sorted(Bill.objects.filter(receipt_year=year).values_list("receipt_number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
    assert Bill.objects.paid().count() == 64
    for bill in some(Bill.objects.paid()):
        assert clock.local(bill.paid_at).year == bill.receipt_year
