"""A land dossier is extended once, is late all the same, and the office apologises; it stays late for ever."""

from datetime import date, datetime

from motcua.core import clock
from motcua.dossiers.actions.billing import collect_fee
from motcua.dossiers.actions.closing import return_result
from motcua.dossiers.actions.deciding import sign
from motcua.dossiers.actions.extending import apologise, extend
from motcua.dossiers.actions.moving import approve, hand_over, propose
from motcua.dossiers.models import Dossier
from motcua.dossiers.tracking import by_code
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.conftest import refused
from tests.journeys.conftest import prove, says


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.LOCAL)


def test_the_office_apologises_and_lateness_stays_visible(house, set_clock, worker_runs):
    # 2 March: received, ten working days.
    set_clock("2026-03-02T09:00")
    dossier = hand_over(make.received(house, make.PAYING), by=house.clerk)
    assert clock.local(dossier.appointed_due) == at("2026-03-16T17:00")

    # On Friday the 13th the head sees that it will not be ready: four more days, with form 04.
    set_clock("2026-03-13T15:00")
    dossier = extend(dossier, by=house.head, due=date(2026, 3, 20), reason="Chờ trích đo thửa đất")
    assert clock.local(dossier.appointed_due) == at("2026-03-20T17:00")

    # The 23rd: late. No second extension is allowed, but an apology is owed.
    set_clock("2026-03-23T08:00")
    assert Dossier.objects.late(clock.now()).get() == dossier
    assert Task.objects.visible_to(house.specialist).in_tab("late", clock.now()).exists()
    with refused("too_many_extensions"):
        extend(dossier, by=house.head, due=date(2026, 3, 27), reason="Chờ trích đo thửa đất")
    dossier = apologise(dossier, by=house.head, due=date(2026, 3, 27), reason="Mưa lũ, chưa trích đo được")
    shown = by_code(dossier.code, check="0318")
    assert (shown.is_late, clock.local(shown.announced_due)) == (True, at("2026-03-27T17:00"))

    # It is settled: the money is due at its step, paid, signed; and handed back although it is late.
    dossier = propose(dossier, by=house.specialist, note="Đủ điều kiện")
    dossier = approve(dossier, by=house.head)
    assert (dossier.state, dossier.is_late(clock.now())) == ("waiting_payment", True)
    set_clock("2026-03-26T08:00")
    dossier = collect_fee(dossier, by=house.cashier, method="transfer", transaction="FT-0001")
    dossier = sign(dossier, by=house.leader, template="result")
    dossier = hand_over(dossier, by=house.registry)
    dossier = return_result(dossier, by=house.clerk, receiver="Trần Thị Mẫu")
    set_clock("2026-12-31T08:00")
    assert Dossier.objects.late(clock.now()).get() == dossier

    worker_runs()
    first, second = dossier.printed_papers.filter(form="apology")
    says(first, "16 tháng 3 năm 2026", "20 tháng 3 năm 2026", "trích đo thửa đất", dossier.code)
    says(second, "20 tháng 3 năm 2026", "27 tháng 3 năm 2026", "Mưa lũ")
    prove(dossier)
