"""A handed-back certificate has a wrong year of birth: a corrected one takes its place, both stay on record."""

from motcua.dossiers.actions.corrections import deliver_correction
from motcua.dossiers.actions.deciding import correct_result
from motcua.tasks.choices import State
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.journeys.conftest import prove, says


def test_a_corrected_result_has_a_number_of_its_own(house, set_clock, worker_runs):
    # Handed back in March.
    set_clock("2026-03-02T09:00")
    dossier = make.returned(house)
    decided, returned = dossier.decided_at, dossier.returned_at

    # In April the citizen notices the mistake; the leader signs a corrected certificate, at the office's cost.
    set_clock("2026-04-06T09:00")
    dossier = correct_result(
        dossier, by=house.leader, reason="Sai năm sinh", template="result", abstract="Cấp giấy phép thử (thay thế)"
    )
    old, new = dossier.results.all()
    assert (old.document.number, new.document.number) == (1, 2)
    assert (old.replaced_by, new.replaces) == (new, old)
    assert (dossier.decided_at, dossier.returned_at) == (decided, returned)  # it is not decided a second time

    # The desk is reminded, gives the new one to the citizen, and is reminded no more.
    [task] = Task.objects.visible_to(house.clerk).filter(state=State.OPEN)
    assert (task.title, task.url_key) == ("Giao kết quả đã sửa", dossier.code)
    dossier = deliver_correction(dossier, by=house.clerk, receiver="Trần Thị Mẫu")
    assert not Task.objects.visible_to(house.clerk).filter(state=State.OPEN).exists()
    assert (dossier.decided_at, dossier.returned_at) == (decided, returned)

    worker_runs()
    says(new.printed, "Cấp giấy phép thử (thay thế)", new.document.notation, "06 tháng 4 năm 2026")
    says(old.printed, old.document.notation, "02 tháng 3 năm 2026")
    prove(dossier)
