"""A building permit is asked for before Tết; a drawing is missing; the holidays and the wait move the promised day."""

from datetime import datetime

from motcua.core import clock
from motcua.dossiers.actions.closing import return_result
from motcua.dossiers.actions.deciding import sign
from motcua.dossiers.actions.moving import approve, hand_over, propose
from motcua.dossiers.actions.opinions import answer, consult
from motcua.dossiers.actions.pausing import request_supplement, resume
from motcua.dossiers.promises import explained
from motcua.dossiers.tracking import by_token
from motcua.procedures.models import content_of
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.journeys.conftest import prove, says


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.LOCAL)


def test_the_wait_over_tet_moves_the_promise_and_nobody_is_late(house, set_clock, worker_runs):
    # Monday, 9 February 2026: received, ten working days. Tết lies between: 16 to 20 February are off.
    set_clock("2026-02-09T09:00")
    dossier = make.received(house, subject="Xây nhà ở riêng lẻ")
    assert clock.local(dossier.appointed_due) == at("2026-03-02T17:00")
    dossier = hand_over(dossier, by=house.clerk)

    # Thursday: the specialist sees that the drawing is missing and asks for it, once and completely.
    set_clock("2026-02-12T10:00")
    dossier = request_supplement(dossier, by=house.specialist, papers=["Bản vẽ thiết kế"], reason="Thiếu bản vẽ")
    assert by_token(dossier.tracking_token).asked == ("Bản vẽ thiết kế",)
    assert Task.objects.visible_to(house.specialist).in_tab("waiting", clock.now()).count() == 1

    # A fortnight later, after Tết, the drawing is brought. Nothing is late: the clock stood.
    set_clock("2026-02-24T09:00")
    assert not dossier.is_late(clock.now())
    dossier = resume(dossier, by=house.clerk, papers=[{"name": "Bản vẽ thiết kế", "originals": 2}])
    assert clock.local(dossier.appointed_due) == at("2026-03-05T17:00")  # 13, 23 and 24 February are given back
    assert clock.local(dossier.first_promised) == at("2026-03-02T17:00")
    said = "\n".join(explained(dossier, content_of(dossier.edition_id)))
    assert "05/03/2026" in said

    # The police are asked about fire safety; the clock runs on while they think.
    set_clock("2026-02-25T09:00")
    dossier = consult(dossier, by=house.specialist, agency=house.police.agency.code, question="Lối thoát hiểm?")
    set_clock("2026-02-26T09:00")
    dossier = answer(dossier, by=house.police, text="Đạt yêu cầu")

    # The head sends it back once, then agrees; the leader signs on Tuesday, the citizen comes on Thursday.
    dossier = propose(dossier, by=house.specialist, note="Đủ điều kiện cấp phép")
    dossier = hand_over(dossier, by=house.head, to="specialist", note="Ghi rõ số tầng")
    dossier = propose(dossier, by=house.specialist, note="Đủ điều kiện cấp phép, 02 tầng")
    dossier = approve(dossier, by=house.head)
    set_clock("2026-03-03T09:00")
    dossier = sign(dossier, by=house.leader, template="result", abstract="Cấp giấy phép xây dựng nhà ở riêng lẻ")
    dossier = hand_over(dossier, by=house.registry)
    set_clock("2026-03-05T09:00")
    dossier = return_result(dossier, by=house.clerk, receiver="Trần Thị Mẫu")
    assert not dossier.is_late(clock.now())

    worker_runs()
    says(dossier.printed_papers.get(form="supplement"), "Bản vẽ thiết kế", "Thiếu bản vẽ", dossier.code)
    says(dossier.printed_papers.get(form="receipt"), "02 tháng 3 năm 2026")  # what was promised first stays printed
    says(dossier.printed_papers.get(form="result"), "Cấp giấy phép xây dựng nhà ở riêng lẻ", "Quyết định")
    prove(dossier)
