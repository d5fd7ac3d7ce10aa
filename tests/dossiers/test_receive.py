"""Receiving what was submitted: the limit starts now, whatever came before."""

from datetime import date, datetime

import pytest

from motcua.core import clock
from motcua.core.errors import NotPermitted
from motcua.dossiers.actions.intake import receive, refuse
from motcua.dossiers.actions.pausing import request_supplement, resume
from motcua.dossiers.choices import Action, State
from motcua.dossiers.models import Dossier
from motcua.procedures.actions.publish import publish
from motcua.procedures.models import Adoption
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused
from tests.factories import make_post, system


def test_it_keeps_its_code_and_starts_the_limit(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.submitted(house)
    set_clock("2026-03-04T10:00")
    dossier = receive(dossier, by=house.clerk)
    assert dossier.code == f"{house.centre.code}-260302-0001"
    assert clock.local(dossier.received_at).date() == date(2026, 3, 4)
    assert clock.local(dossier.appointed_due) == datetime(2026, 3, 18, 17, 0, tzinfo=clock.LOCAL)
    data = assert_recorded(dossier, Action.RECEIVE, by=house.clerk)
    assert str(dossier.printed_papers.get(form="receipt").pk) == data["printed"]
    assert list(Task.objects.filter(state="open").values_list("title", flat=True)) == [
        "Chuyển hồ sơ đến bộ phận giải quyết"
    ]
    assert Task.objects.get(state="done").owner == house.clerk


def test_others_may_not_and_not_twice(house):
    dossier = make.submitted(house)
    for by in (house.specialist, house.leader, house.cashier, make_post()):
        with pytest.raises(NotPermitted):
            receive(dossier, by=by)
    receive(dossier, by=house.clerk)
    with refused("wrong_state"):
        receive(dossier, by=house.clerk)
    assert Dossier.objects.get().events.count() == 2


def test_a_limit_is_asked_for_where_the_edition_has_none(house):
    dossier = make.submitted(house, make.ASKING)
    with refused("limit_not_determined"):
        receive(dossier, by=house.clerk)
    assert receive(dossier, by=house.clerk, limit="5 ngày").limit_unit == "day"


def test_what_was_missing_is_completed_before_receipt_and_pauses_only_the_answer(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.asked_before_receipt(house)
    assert (dossier.state, dossier.clock_stopped_at, dossier.supplements) == (State.WAITING_SUPPLEMENT, None, 0)
    set_clock("2026-03-05T09:00")
    dossier = resume(dossier, by=house.clerk, papers=[{"name": "Tờ khai có chữ ký", "originals": 1}])
    assert dossier.state == State.SUBMITTED
    assert clock.local(dossier.answer_due_at) == datetime(2026, 3, 6, 9, 0, tzinfo=clock.LOCAL)
    assert dossier.papers.count() == 3
    # Before receipt it may be asked again: the number is limited afterwards only.
    dossier = request_supplement(dossier, by=house.clerk, papers=["Ảnh"], reason="Mờ")
    dossier = resume(dossier, by=house.clerk, papers=[{"name": "Ảnh"}])
    set_clock("2026-03-06T10:00")
    dossier = receive(dossier, by=house.clerk)
    assert clock.local(dossier.appointed_due) == datetime(2026, 3, 20, 17, 0, tzinfo=clock.LOCAL)
    assert len(dossier.printed_papers.get(form="receipt").values["papers"]) == 4


def test_at_the_counter_the_answer_has_no_clock_after_a_supplement_either(house):
    dossier = make.submitted(house, channel="counter")
    dossier = request_supplement(dossier, by=house.clerk, papers=["Ảnh"], reason="Mờ")
    assert resume(dossier, by=house.clerk, papers=[{"name": "Ảnh"}]).answer_due_at is None


def test_it_is_received_under_the_edition_of_its_day(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.submitted(house)
    adoption = Adoption.objects.get(procedure__code=make.STANDARD)
    publish(adoption, by=system(), valid_from=date(2026, 3, 3))
    set_clock("2026-03-03T09:00")
    before = dossier.edition_id
    dossier = receive(dossier, by=house.clerk)
    assert dossier.edition_id != before
    assert dossier.edition.number == 2


def test_refusing_is_in_writing_and_final(house):
    dossier = refuse(make.submitted(house), by=house.clerk, reason="Không thuộc thẩm quyền\nĐã có kết quả khác")
    assert (dossier.state, dossier.code[-5:]) == (State.REFUSED, "-0001")
    paper = dossier.printed_papers.get(form="refusal")
    assert paper.values["reasons"] == ["Không thuộc thẩm quyền", "Đã có kết quả khác"]
    assert not Task.objects.filter(state="open").exists()
    assert_recorded(dossier, Action.REFUSE, by=house.clerk)
    with refused("wrong_state"):
        receive(dossier, by=house.clerk)


def test_refusing_needs_a_reason_and_the_desk(house):
    dossier = make.submitted(house)
    with refused("reason_needed"):
        refuse(dossier, by=house.clerk, reason="  ")
    with refused("reason_too_long"):
        refuse(dossier, by=house.clerk, reason="x" * 2001)
    with pytest.raises(NotPermitted):
        refuse(dossier, by=house.leader, reason="Không")


def test_who_never_brings_what_was_missing_is_refused_but_never_after_receipt(house):
    dossier = refuse(make.asked_before_receipt(house), by=house.clerk, reason="Quá hạn bổ sung")
    assert dossier.state == State.REFUSED
    assert dossier.pauses.get().ended_at == dossier.closed_at
    with refused("wrong_state"):
        refuse(make.waiting(house), by=house.clerk, reason="Quá hạn bổ sung")
