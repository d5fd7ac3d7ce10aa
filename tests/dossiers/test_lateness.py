"""Late is one thing: the queryset and the row say the same of any row at any moment."""

import random
from datetime import timedelta

from motcua.core.clock import now
from motcua.dossiers.actions import closing
from motcua.dossiers.choices import CLOSED, PAUSED, State
from motcua.dossiers.models import Dossier
from tests import dossier_factories as make


def test_the_queryset_and_the_row_agree_on_random_rows_at_random_moments(house):
    base, dice = now(), random.Random(2026)
    received = make.received(house)

    def moment():
        return base + timedelta(days=dice.randint(-20, 20), seconds=dice.choice([0, 0, 1]))

    rows = []
    for number in range(600):  # rows as the constraints allow them, not only as actions make them
        state = dice.choice(list(State))
        decided = moment() if state in (State.DECIDED, State.RETURNED) else None
        due = dice.choice([None, moment()])
        row = Dossier(
            edition_id=received.edition_id, applicant=received.applicant, agency=house.ward, desk=house.centre,
            channel="counter", procedure_code="x", field_code="x", state=state, code=f"X-{number}", registered_at=base,
            received_at=base - timedelta(days=30), received_by=house.clerk, appointed_due=due, decided_at=decided,
            outcome="positive" if decided else "", returned_at=decided if state == State.RETURNED else None,
            returned_to="x" if state == State.RETURNED else "", closed_at=base if state in CLOSED else None,
            clock_stopped_at=dice.choice([None, moment()]) if state in PAUSED else None,
        )  # fmt: skip
        rows.append(row)
    Dossier.objects.bulk_create(rows)
    counts = set()
    for _ in range(30):
        at = moment()
        late = set(Dossier.objects.late(at).values_list("pk", flat=True))
        assert late == {row.pk for row in Dossier.objects.all() if row.is_late(at)}
        counts.add(len(late))
    assert max(counts) > 100


def test_the_lateness_of_a_finished_dossier_does_not_grow(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.decided(house)
    set_clock("2026-12-01T09:00")
    assert not dossier.is_late(now())
    assert not Dossier.objects.late(now()).exists()


def test_what_ended_without_a_result_owes_none(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.in_progress(house)
    set_clock("2026-12-01T09:00")
    assert Dossier.objects.late(now()).get() == dossier
    dossier = closing.withdraw(dossier, by=house.clerk, reason="Đổi ý")
    assert not Dossier.objects.late(now()).exists()
    assert not dossier.is_late(now())
