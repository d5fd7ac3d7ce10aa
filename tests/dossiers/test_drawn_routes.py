"""Legs side by side: opened, joined, sent back, called off; one owner each, and the clock of each its own."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.core import clock
from motcua.dossiers.actions.closing import return_result, stop
from motcua.dossiers.actions.deciding import sign
from motcua.dossiers.actions.moving import approve, hand_over, propose
from motcua.dossiers.actions.pausing import request_supplement, resume
from motcua.dossiers.choices import Action, State
from motcua.dossiers.models import Dossier, Step
from motcua.dossiers.tracking import by_token
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused
from tests.dossiers.drawn import ANY_OF, DRAWN, NESTED, TWO_OF, drawn_house, ends, open_keys, split

HOUSE_AT, HOUSE_BY = "2026-03-02T08:00", drawn_house  # a Monday


def to_join(house):
    """Every leg has come to the join, where the head waits."""
    dossier = hand_over(split(house), by=house.tax)
    dossier = propose(dossier, by=house.senior, note="Đồng ý")
    return approve(hand_over(dossier, by=house.land), by=house.land_head)


def test_a_split_opens_every_leg_in_its_agency(house):
    dossier = split(house)
    assert (dossier.state, dossier.step, open_keys(dossier)) == (State.IN_PROGRESS, "chia", {"thue", "dat", "hoi"})
    for post, key in ((house.tax, "thue"), (house.land, "dat"), (house.senior, "hoi")):
        (task,) = Task.objects.visible_to(post).unfinished()
        assert (task.title, task.agency) == (f"Bước {key}", post.agency)
        assert Dossier.objects.visible_to(post).filter(pk=dossier.pk).exists()
    data = assert_recorded(dossier, Action.HAND_OVER, by=house.specialist)
    assert {each["step"] for each in data["opened"]} == {"thue", "dat", "hoi"}


def test_each_leg_has_its_own_due_moment_by_its_own_steps(house):
    dossier = split(house)
    due = {leg.key: clock.local(leg.due_at).strftime("%d/%m %H:%M") for leg in dossier.legs.all()}
    assert due == {"thue": "04/03 17:00", "dat": "05/03 17:00", "hoi": "04/03 17:00"}


def test_they_join_when_all_have_come(house):
    dossier = hand_over(split(house), by=house.tax)
    assert (open_keys(dossier), ends(dossier)["thue"]) == ({"dat", "hoi"}, "joined")
    dossier = propose(dossier, by=house.senior, note="Đồng ý")
    dossier = hand_over(dossier, by=house.land)
    assert (dossier.step, open_keys(dossier)) == ("chia", {"dat2"})
    dossier = approve(dossier, by=house.land_head)
    assert (dossier.step, open_keys(dossier), set(ends(dossier).values())) == ("hop", {"hop"}, {"joined"})
    dossier = sign(approve(dossier, by=house.head), by=house.leader, template="result")
    dossier = return_result(dossier, by=house.clerk, receiver="Trần Thị Mẫu")
    assert (dossier.state, open_keys(dossier)) == (State.RETURNED, set())


@pytest.mark.parametrize(("code", "needed"), [(ANY_OF, 1), (TWO_OF, 2)])
def test_when_enough_have_come_the_others_are_called_off_with_their_reason(house, code, needed):
    dossier = hand_over(split(house, code), by=house.tax)
    if needed == 2:
        assert "hop" not in open_keys(dossier)
        dossier = propose(dossier, by=house.senior, note="Đồng ý")
    assert open_keys(dossier) == {"hop"}
    assert ends(dossier)["dat"] == "overtaken"
    assert not Task.objects.visible_to(house.land).unfinished().exists()
    assert dossier.steps.get(key="dat").state == "cancelled"


def test_back_before_the_split_ends_the_sister_legs_and_needs_a_reason(house):
    dossier = propose(split(house), by=house.senior, note="Đồng ý")
    with refused("reason_needed"):
        hand_over(dossier, by=house.tax, to="chia")
    dossier = hand_over(dossier, by=house.tax, to="chia", note="Sai thửa đất")
    assert (open_keys(dossier), dossier.step) == ({"chia"}, "chia")
    assert ends(dossier) == {"thue": "returned", "dat": "returned", "hoi": "joined"}
    assert dossier.steps.get(state="open").owner == house.specialist
    assert dossier.last_event.data["back"] is True
    again = hand_over(dossier, by=house.specialist)
    assert again.legs.filter(end="").count() == 3


def test_back_within_a_leg_leaves_the_sisters_alone(house):
    dossier = hand_over(split(house), by=house.land)
    dossier = hand_over(dossier, by=house.land_head, to="dat", note="Thiếu trích đo")
    assert open_keys(dossier) == {"thue", "dat", "hoi"}
    assert set(ends(dossier).values()) == {""}
    assert dossier.steps.get(key="dat", state="open").owner == house.land


def test_back_from_the_join_opens_all_of_it_again(house):
    dossier = hand_over(to_join(house), by=house.head, to="chia", note="Làm lại")
    assert open_keys(dossier) == {"chia"}
    assert hand_over(dossier, by=house.specialist).legs.count() == 6


def test_another_way_on_is_chosen_by_name(house):
    dossier = hand_over(make.received(house, DRAWN), by=house.specialist, to="thuong")
    assert (dossier.step, dossier.legs.count()) == ("thuong", 0)
    with refused("unreachable_step"):
        hand_over(make.received(house, DRAWN), by=house.specialist, to="hop")


def test_nobody_acts_in_the_leg_of_another(house):
    dossier = split(house)
    for verb, inputs in ((hand_over, {}), (approve, {}), (propose, {"note": "Đủ"})):
        with refused("not_permitted"):
            verb(dossier, by=house.specialist, **inputs)
    with refused("unknown_step"):
        hand_over(dossier, by=house.tax, at="dat")


def test_a_supplement_pauses_every_leg_and_moves_every_due_moment(house, set_clock):
    dossier = request_supplement(split(house), by=house.land, papers=["Bản vẽ"], reason="Thiếu")
    assert set(Task.objects.filter(step__dossier=dossier).unfinished().values_list("state", flat=True)) == {"waiting"}
    before = {leg.key: leg.due_at for leg in dossier.legs.all()}
    set_clock("2026-03-04T08:00")
    dossier = resume(dossier, by=house.clerk, papers=[{"name": "Bản vẽ", "copies": 1}])
    after = {leg.key: leg.due_at for leg in dossier.legs.all()}
    assert {key: after[key] - before[key] for key in after} == dict.fromkeys(after, timedelta(days=2)) | {
        "dat": timedelta(days=4)  # over a weekend
    }
    assert {clock.local(row.due_at).date().isoformat() for row in dossier.steps.filter(state="open")} == {"2026-03-06"}


def test_a_leg_is_late_by_itself_and_its_agency_answers_for_it(house, set_clock):
    dossier = hand_over(split(house), by=house.tax)
    set_clock("2026-03-06T08:00")
    dossier = propose(dossier, by=house.senior, note="Đồng ý")
    late = {leg.key: leg.is_late(clock.now()) for leg in dossier.legs.all()}
    assert late == {"thue": False, "dat": True, "hoi": True}
    assert dossier.is_late(clock.now()) is False


def test_stopping_ends_every_leg(house):
    dossier = stop(split(house), by=house.clerk, reason="Công dân đề nghị")
    assert (open_keys(dossier), set(ends(dossier).values())) == (set(), {"closed"})
    assert not Task.objects.filter(url_key=dossier.code).unfinished().exists()


def test_the_database_refuses_a_second_hand(house):
    dossier = split(house)
    row = dossier.steps.get(key="thue")
    for branch in (row.branch, None):
        rows = [
            Step(
                dossier=dossier, order=number, key="x", name="x", agency=house.division, role="specialist",
                started_at=clock.now(), branch=branch,
            )
            for number in (90, 91)
        ]  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Step.objects.bulk_create(rows)


def test_citizens_see_the_legs_that_run_and_what_is_still_to_come(house):
    tracked = by_token(hand_over(split(house), by=house.tax).tracking_token)
    names = [(each.name, each.state) for each in tracked.steps]
    assert names == [
        ("Bước nhan", "done"), ("Bước chia", "done"), ("Bước thue", "done"), ("Bước dat", "now"), ("Bước hoi", "now"),
        ("Bước dat2", ""), ("Bước hop", ""), ("Bước ky", ""), ("Bước tra", ""),
    ]  # fmt: skip


def test_splits_within_legs_close_inner_first(house):
    dossier = hand_over(split(house, NESTED), by=house.land)
    assert open_keys(dossier) == {"thue", "hoi", "d1", "d2"}
    back = hand_over(dossier, by=house.tax, at="d1", to="dat", note="Xem lại")
    assert open_keys(back) == {"thue", "hoi", "dat"}
    dossier = hand_over(back, by=house.land)
    dossier = hand_over(dossier, by=house.tax, at="d1")
    dossier = hand_over(dossier, by=house.senior, at="d2")
    assert open_keys(dossier) == {"thue", "hoi", "dat2"}
    dossier = approve(dossier, by=house.land_head)
    assert open_keys(dossier) == {"thue", "hoi"}
    dossier = hand_over(dossier, by=house.tax, to="chia", note="Sai")
    assert (open_keys(dossier), dossier.legs.filter(end="").count()) == ({"chia"}, 0)
