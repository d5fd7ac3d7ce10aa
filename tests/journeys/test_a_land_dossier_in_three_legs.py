"""A land dossier comes to a ward, goes to land office, tax and department side by side, one is late, and comes back."""

from datetime import datetime

import pytest
from pypdf import PdfReader

from motcua.core import clock
from motcua.dossiers.actions.closing import return_result
from motcua.dossiers.actions.deciding import sign
from motcua.dossiers.actions.linking import redirect, take_over
from motcua.dossiers.actions.moving import approve, hand_over, propose
from motcua.dossiers.actions.printing import sheet
from motcua.dossiers.choices import Form
from motcua.dossiers.models import Dossier
from motcua.dossiers.tracking import by_code
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.drawn import DRAWN, drawn_house, ends, open_keys
from tests.journeys.conftest import prove, squeezed


@pytest.fixture
def house(db, settings, tmp_path):
    settings.SEAL_FILE = tmp_path / "seals.jsonl"
    return drawn_house()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.LOCAL)


def test_three_agencies_work_at_once_and_the_promise_is_kept(house, set_clock, worker_runs, tmp_path):
    # Monday, 2 March: received at the ward; fifteen working days.
    set_clock("2026-03-02T08:30")
    dossier = make.received(house, DRAWN)
    assert clock.local(dossier.appointed_due) == at("2026-03-23T17:00")

    # The ward's specialist looks at it and splits: tax, land office, department, each with its own time.
    set_clock("2026-03-02T14:00")
    dossier = hand_over(dossier, by=house.specialist)
    dues = {leg.key: clock.local(leg.due_at) for leg in dossier.legs.all()}
    assert dues == {"thue": at("2026-03-04T17:00"), "dat": at("2026-03-05T17:00"), "hoi": at("2026-03-04T17:00")}

    # Each confirms the hand-over; nobody sees the others' inbox, everybody who works on it sees the dossier.
    dossier = take_over(take_over(dossier, by=house.tax), by=house.land)
    assert [row.taken_by for row in dossier.steps.filter(key__in=["thue", "dat"])] == [house.tax, house.land]
    for post in (house.tax, house.land, house.senior):
        assert Task.objects.visible_to(post).unfinished().count() == 1
        assert Dossier.objects.visible_to(post).get() == dossier

    # Tax and department answer in time. The land office's specialist sends it up, its head is late.
    set_clock("2026-03-03T09:00")
    dossier = propose(hand_over(dossier, by=house.tax), by=house.senior, note="Phù hợp quy hoạch")
    dossier = hand_over(dossier, by=house.land)
    set_clock("2026-03-10T10:00")
    dossier = approve(dossier, by=house.land_head)
    late = {leg.key: leg.is_late(clock.now()) for leg in dossier.legs.all()}
    assert (open_keys(dossier), late) == ({"hop"}, {"thue": False, "dat": True, "hoi": False})
    assert dossier.is_late(clock.now()) is False  # the leg was late; what was promised to the citizen is not

    # Joined, signed, returned at the ward.
    dossier = approve(dossier, by=house.head)
    set_clock("2026-03-11T09:00")
    dossier = sign(dossier, by=house.leader, template="result")
    assert by_code(dossier.code, check="0318").label == "Đã có kết quả"
    dossier = return_result(dossier, by=house.clerk, receiver="Trần Thị Mẫu")
    assert set(ends(dossier).values()) == {"joined"}

    worker_runs()
    (tmp_path / "slip.pdf").write_bytes(sheet(dossier, Form.CONTROL, by=house.clerk))
    slip = squeezed("".join(page.extract_text() for page in PdfReader(tmp_path / "slip.pdf").pages))
    land, tax = house.land.agency.short_name, house.tax.agency.short_name
    for text in (f"Bước thue ({tax}, chặng 1)", f"Bước dat2 ({land}, chặng 2)", "Quá hạn", house.tax.person.name):
        assert squeezed(text) in slip, text
    prove(dossier)


def test_one_leg_went_to_the_wrong_agency_and_the_citizen_never_notices(house, set_clock, worker_runs):
    set_clock("2026-03-02T08:30")
    dossier = hand_over(make.received(house, DRAWN), by=house.specialist)
    due = dossier.steps.get(key="thue").due_at
    set_clock("2026-03-02T16:00")
    dossier = redirect(dossier, by=house.tax, agency=house.senior.agency.code, reason="Không thuộc địa bàn")
    row = dossier.steps.get(key="thue", state="open")
    assert (row.agency, row.due_at) == (house.senior.agency, due)
    assert clock.local(row.take_by) == at("2026-03-03T11:30")  # handed over after 15:00: the next morning
    set_clock("2026-03-03T08:00")
    dossier = hand_over(dossier, by=house.senior, at="thue")
    assert open_keys(dossier) == {"dat", "hoi"}
    assert clock.local(dossier.appointed_due) == at("2026-03-23T17:00")
    worker_runs()
    prove(dossier)
