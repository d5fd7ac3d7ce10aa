"""A father comes to the ward to have his child's birth registered, and goes home with the certificate."""

from datetime import date, datetime

from motcua.core import clock
from motcua.dossiers.actions.billing import collect_fee
from motcua.dossiers.actions.deciding import settle_at_once
from motcua.dossiers.tracking import by_code
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.journeys.conftest import prove, says


def test_the_certificate_is_handed_over_at_once(house, set_clock, worker_runs):
    # Tuesday morning at the ward's one-stop desk. The clerk takes down who he is and what he brought.
    set_clock("2026-03-03T08:10")
    dossier = make.received(house, make.AT_ONCE_PAID, subject="Đăng ký khai sinh cho con")
    assert dossier.code == f"{house.centre.code}-260303-0001"
    assert clock.local(dossier.appointed_due) == datetime(2026, 3, 3, 17, 0, tzinfo=clock.LOCAL)  # within the day

    # He pays two thousand đồng for the extra copy, and gets a receipt.
    set_clock("2026-03-03T08:15")
    dossier = collect_fee(dossier, by=house.clerk, method="cash")

    # The leader signs while he waits; the clerk hands the certificate over.
    set_clock("2026-03-03T08:40")
    dossier = settle_at_once(
        dossier, by=house.clerk, signer=house.leader.person.username, receiver="Trần Thị Mẫu", template="result"
    )
    assert dossier.state == "returned"
    assert not dossier.is_late(clock.now())
    assert not Task.objects.filter(state__in=["open", "waiting"]).exists()

    # The worker prints what was promised: receipt slip, fee receipt, result.
    worker_runs()
    receipt, fee, result = (dossier.printed_papers.get(form=form) for form in ("receipt", "fee", "result"))
    says(receipt, dossier.code, "Trần Thị Mẫu", "Tờ khai", "17 giờ 00 phút", "ngày 03 tháng 3 năm 2026")
    says(fee, "0000001", "2.000", "Hai nghìn đồng", "Trần Thị Mẫu")
    document = dossier.results.get().document
    says(result, f"Số: {document.notation}", dossier.code, "Giải quyết theo yêu cầu", house.leader.person.name)
    assert document.date == date(2026, 3, 3)

    # In the evening he looks at the address on his slip: it says what he knows, and nothing about him.
    assert by_code(dossier.code, check="5274").state == "returned"
    prove(dossier)
