"""Somebody changes their mind and takes the dossier back; another never brings what was missing."""

from motcua.core.clock import now
from motcua.dossiers.actions.closing import stop, withdraw
from motcua.dossiers.models import Dossier
from motcua.dossiers.tracking import by_token
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.conftest import refused
from tests.journeys.conftest import prove, says, text_of


def test_the_citizen_takes_it_back_while_it_waits_for_a_paper(house, set_clock, worker_runs):
    # A drawing was asked for; she sells the plot instead and wants her papers back.
    set_clock("2026-03-02T09:00")
    dossier = make.waiting(house)
    set_clock("2026-03-10T09:00")
    dossier = withdraw(dossier, by=house.clerk, reason="Đã chuyển nhượng thửa đất")
    assert by_token(dossier.tracking_token).national_code == 7

    # Nothing is left to do, nobody is late, and nothing can be done to it any more.
    set_clock("2026-12-01T09:00")
    assert not Task.objects.unfinished().exists()
    assert not Dossier.objects.late(now()).exists()
    with refused("wrong_state"):
        stop(dossier, by=house.clerk, reason="x")

    worker_runs()
    says(dossier.printed_papers.get(form="stop"), "có đề nghị dừng giải quyết", "Đã chuyển nhượng thửa đất")
    prove(dossier)


def test_the_office_stops_what_was_never_completed(house, set_clock, worker_runs):
    set_clock("2026-03-02T09:00")
    dossier = make.waiting(house)
    set_clock("2026-05-12T09:00")
    dossier = stop(dossier, by=house.head, reason="Quá thời hạn bổ sung mà không nộp")
    assert dossier.state == "stopped"
    worker_runs()
    paper = dossier.printed_papers.get(form="stop")
    says(paper, "Quá thời hạn bổ sung mà không nộp")
    assert "cóđềnghị" not in text_of(paper)
    prove(dossier)
