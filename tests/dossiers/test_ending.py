"""Handed back, withdrawn, stopped; money collected; files attached."""

from datetime import datetime, timedelta

import pytest

from motcua.agencies.choices import Role
from motcua.core import clock
from motcua.core.errors import NotPermitted
from motcua.dossiers.actions import billing, deciding
from motcua.dossiers.actions.billing import collect_fee
from motcua.dossiers.actions.closing import return_result, stop, withdraw
from motcua.dossiers.actions.papers import attach
from motcua.dossiers.choices import Action, State
from motcua.files.actions import store
from motcua.payments.models import Bill
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused
from tests.dossiers.test_sign import PDF
from tests.factories import make_post


def test_handing_back_says_who_when_and_how(house):
    dossier = return_result(make.at_the_desk(house), by=house.clerk, receiver=" Trần  Thị Mẫu ", means="by_post")
    assert (dossier.state, dossier.returned_to, dossier.returned_by_means) == (
        State.RETURNED, "Trần Thị Mẫu", "by_post",
    )  # fmt: skip
    assert dossier.returned_at == dossier.closed_at == dossier.last_event.happened_at
    assert (dossier.delivery, Task.objects.filter(state__in=["open", "waiting"]).count()) == ("done", 0)
    assert "Mẫu" not in str(assert_recorded(dossier, Action.RETURN_RESULT, by=house.clerk))


def test_lateness_never_blocks_handing_back(house, set_clock):
    set_clock("2026-03-03T09:00")
    dossier = make.at_the_desk(house)
    set_clock("2026-06-01T09:00")
    dossier = return_result(dossier, by=house.clerk, receiver="Trần Thị Mẫu")
    assert not dossier.is_late(clock.now())  # it was ready in time; the citizen came late


def test_handing_back_needs_a_receiver_a_means_and_the_desk(house):
    dossier = make.at_the_desk(house)
    for code, given in (
        ("receiver_needed", {"receiver": " "}),
        ("receiver_needed", {"receiver": "x" * 121}),
        ("unknown_means", {"receiver": "Mẫu", "means": "pigeon"}),
    ):
        with refused(code):
            return_result(dossier, by=house.clerk, **given)
    for by in (house.leader, house.registry, make_post()):
        with pytest.raises(NotPermitted):
            return_result(dossier, by=by, receiver="Mẫu")
    with refused("not_permitted"):  # it is still at the registry clerk's
        return_result(make.decided(house), by=house.clerk, receiver="Mẫu")
    with refused("not_permitted"):
        return_result(make.in_progress(house), by=house.clerk, receiver="Mẫu")


def test_it_is_not_handed_back_before_there_was_a_result(house, set_clock):
    set_clock("2026-03-03T09:00")
    dossier = make.at_the_desk(house)
    set_clock("2026-03-04T09:00")
    chief = make_post(agency=house.centre, title="Trưởng bộ phận một cửa")
    given = {"receiver": "Mẫu", "note": "Sổ giấy"}
    with refused("before_the_result"):
        return_result(dossier, by=chief, happened_at=dossier.decided_at - timedelta(hours=1), **given)
    true = datetime(2026, 3, 3, 16, 0, tzinfo=clock.LOCAL)
    with refused("backdating_not_permitted"):
        return_result(dossier, by=house.clerk, happened_at=true, **given)
    assert return_result(dossier, by=chief, happened_at=true, **given).returned_at == true


@pytest.mark.parametrize(
    "state",
    [State.RECEIVED, State.IN_PROGRESS, State.WAITING_SUPPLEMENT, State.WAITING_PAYMENT, State.SUSPENDED],
)
def test_the_citizen_withdraws_at_any_moment_before_the_result(house, state):
    dossier = withdraw(make.IN_STATE[state](house), by=house.clerk, reason="Đổi ý")
    assert (dossier.state, dossier.clock_stopped_at) == (State.WITHDRAWN, None)
    assert dossier.closed_at is not None
    assert not Task.objects.filter(state__in=["open", "waiting"]).exists()
    assert not dossier.pauses.filter(ended_at=None).exists()
    paper = dossier.printed_papers.get(form="stop")
    assert (paper.values["reason"], paper.values["by_agency"]) == ("Đổi ý", False)
    assert "Đổi ý" not in str(assert_recorded(dossier, Action.WITHDRAW, by=house.clerk))


def test_before_receipt_nothing_is_printed_for_who_withdraws(house):
    assert not withdraw(make.submitted(house), by=house.clerk, reason="Đổi ý").printed_papers.exists()
    assert withdraw(make.asked_before_receipt(house), by=house.clerk, reason="Đổi ý").state == State.WITHDRAWN


def test_withdrawing_needs_a_reason_the_desk_and_an_unfinished_dossier(house):
    with refused("reason_needed"):
        withdraw(make.received(house), by=house.clerk, reason="")
    with pytest.raises(NotPermitted):
        withdraw(make.received(house), by=house.leader, reason="Đổi ý")
    with refused("wrong_state"):
        withdraw(make.decided(house), by=house.clerk, reason="Đổi ý")


def test_the_office_stops_with_a_reason_and_a_notice(house):
    dossier = stop(make.waiting(house), by=house.head, reason="Quá hạn bổ sung")
    assert dossier.state == State.STOPPED
    paper = dossier.printed_papers.get(form="stop")
    assert (paper.values["by_agency"], paper.values["requested"]) == (True, "")
    assert_recorded(dossier, Action.STOP, by=house.head)


def test_stopping_needs_a_reason_a_right_and_a_received_dossier(house):
    with refused("reason_needed"):
        stop(make.in_progress(house), by=house.head, reason=" ")
    with pytest.raises(NotPermitted):
        stop(make.in_progress(house), by=house.specialist, reason="x")
    with refused("not_received"):
        stop(make.asked_before_receipt(house), by=house.clerk, reason="x")
    with refused("wrong_state"):
        stop(make.submitted(house), by=house.clerk, reason="x")


def test_money_is_taken_once_under_a_receipt(house):
    dossier = collect_fee(make.received(house, make.PAYING), by=house.clerk, method="cash")
    assert (dossier.money, dossier.bill.receipt_number, dossier.state) == ("paid", 1, State.RECEIVED)
    values = dossier.printed_papers.get(form="fee").values
    assert (values["total"], values["serial"]["no"], values["payer"]["name"]) == (50_000, "0000001", "Trần Thị Mẫu")
    data = assert_recorded(dossier, Action.COLLECT_FEE, by=house.clerk)
    assert data["total"] == 50_000
    with refused("wrong_state"):
        collect_fee(dossier, by=house.cashier, method="cash")
    assert Bill.objects.get().receipt_number == 1


def test_paying_ends_the_wait_of_the_payment_step(house):
    dossier = collect_fee(make.to_pay(house), by=house.cashier, method="transfer", transaction="FT1")
    assert (dossier.state, dossier.step, dossier.clock_stopped_at) == (State.IN_PROGRESS, "leader", None)
    assert Task.objects.get(state="open").role == "leader"


def test_who_was_served_at_once_may_still_pay(house):
    given = {"signer": house.leader.person.username, "receiver": "Mẫu", "template": "result"}
    billing.collect_fee(
        deciding.settle_at_once(make.received(house, make.AT_ONCE_PAID), by=house.clerk, **given),
        by=house.clerk, method="cash",
    )  # fmt: skip
    assert Bill.objects.get().state == "paid"


def test_an_unknown_amount_is_filled_in_and_may_turn_out_to_be_nothing(house):
    dossier = make.received(house, make.COUNCIL_SET)
    assert (dossier.money, dossier.bill.total) == ("due", None)
    with refused("amount_not_known"):
        collect_fee(dossier, by=house.clerk, method="cash")
    for amounts in ([], [1, 2]):
        with refused("bad_amounts"):
            collect_fee(dossier, by=house.clerk, method="cash", amounts=amounts)
    paid = collect_fee(dossier, by=house.clerk, method="cash", amounts=[16_000])
    assert (paid.money, paid.bill.total) == ("paid", 16_000)
    free = collect_fee(make.received(house, make.COUNCIL_SET), by=house.clerk, method="cash", amounts=[0])
    assert (free.money, free.printed_papers.filter(form="fee").exists()) == ("nothing", False)


def test_who_collects_what_by_which_means(house):
    dossier = make.received(house, make.PAYING)
    for by in (house.specialist, house.leader, make_post(Role.CASHIER)):
        with pytest.raises(NotPermitted):
            collect_fee(dossier, by=by, method="cash")
    with refused("unknown_method"):
        collect_fee(dossier, by=house.clerk, method="gold")
    with refused("transaction_needed"):
        collect_fee(dossier, by=house.clerk, method="online")
    with refused("nothing_due"):
        collect_fee(make.received(house), by=house.clerk, method="cash")


def test_who_is_freed_from_paying_does_not_wait(house):
    dossier = billing.waive_fee(make.to_pay(house), by=house.leader, reason="Hộ nghèo")
    assert (dossier.state, dossier.step, dossier.money) == (State.IN_PROGRESS, "leader", "waived")
    assert "Hộ nghèo" not in str(assert_recorded(dossier, Action.WAIVE_FEE, by=house.leader))
    assert dossier.bill.last_event.note() == "Hộ nghèo"
    early = billing.waive_fee(make.received(house, make.PAYING), by=house.leader, reason="Hộ nghèo")
    assert (early.state, early.money) == (State.RECEIVED, "waived")
    with refused("wrong_state"):
        collect_fee(early, by=house.clerk, method="cash")


def test_who_frees_and_why(house):
    dossier = make.to_pay(house)
    with refused("reason_needed"):
        billing.waive_fee(dossier, by=house.leader, reason=" ")
    for by in (house.clerk, house.cashier, house.head, make_post(Role.LEADER)):
        with pytest.raises(NotPermitted):
            billing.waive_fee(dossier, by=by, reason="Hộ nghèo")
    with refused("nothing_due"):
        billing.waive_fee(make.received(house), by=house.leader, reason="Hộ nghèo")
    paid = collect_fee(dossier, by=house.cashier, method="cash")
    with refused("wrong_state"):
        billing.waive_fee(paid, by=house.leader, reason="Hộ nghèo")


def test_a_file_lies_beside_its_paper(house):
    dossier, paper = make.received(house), None
    paper = dossier.papers.first()
    file = store(by=house.clerk, name="to-khai.pdf", content=PDF)
    dossier = attach(dossier, by=house.clerk, paper=paper, file=file)
    assert dossier.papers.first().file == file
    assert assert_recorded(dossier, Action.ATTACH, by=house.clerk)["replaced"] is None
    second = store(by=house.clerk, name="to-khai.pdf", content=PDF)
    dossier = attach(dossier, by=house.clerk, paper=dossier.papers.first(), file=second)
    assert dossier.last_event.data["replaced"] == str(file.pk)


def test_only_ones_own_files_beside_papers_of_this_dossier(house):
    dossier, other = make.received(house), make.received(house)
    strange = store(by=house.specialist, name="to-khai.pdf", content=PDF)
    mine = store(by=house.clerk, name="to-khai.pdf", content=PDF)
    with refused("unknown_file"):
        attach(dossier, by=house.clerk, paper=dossier.papers.first(), file=strange)
    with refused("unknown_paper"):
        attach(dossier, by=house.clerk, paper=other.papers.first(), file=mine)
    with pytest.raises(NotPermitted):
        attach(dossier, by=house.specialist, paper=dossier.papers.first(), file=strange)
    with refused("wrong_state"):
        attach(make.returned(house), by=house.clerk, paper=dossier.papers.first(), file=mine)
