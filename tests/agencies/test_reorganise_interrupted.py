"""A run that is killed, met by another, or refused by something: nothing half done, nothing done twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection

from config import places
from motcua.agencies.actions.reorganising import (
    ADVISORY,
    begin_reorganisation,
    cancel_reorganisation,
    change_reorganisation,
    confirm_reorganisation,
    run,
)
from motcua.agencies.choices import Role
from motcua.agencies.jobs import reorganise, reorganise_on_the_day
from motcua.agencies.models import Agency, Post, Reorganisation, ReorganisationItem
from motcua.agencies.previews import progress_of
from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from motcua.dossiers.models import Dossier, DossierEvent
from motcua.worktime.importers import load_national
from motcua.worktime.stored import forget
from tests import dossier_factories as make
from tests.agencies.reorganising import DECISION, ON, make_office, move, planned
from tests.factories import make_agency, make_post, system

DAY = f"{ON.isoformat()}T06:30"


@pytest.fixture
def wards(set_clock) -> SimpleNamespace:
    """Two units without procedures: what passes is quick."""
    set_clock("2026-06-22T08:00")
    forget()
    load_national(by=system())
    return SimpleNamespace(old=make_agency(name="Cũ"), new=make_agency(name="Mới", valid_from=ON))


@pytest.mark.django_db(transaction=True)
def test_a_killed_run_goes_on_where_it_was(set_clock, tmp_path):
    """kill -9 of the running process; the next run finishes, and each thing passed once."""
    set_clock("2026-06-22T08:00")
    house = make.make_house()
    new = make_office("phường Mới")
    dossiers = [make.received(house) for _ in range(6)]
    row = confirm_reorganisation(planned(move(house.ward, new.ward)), by=system(), on=ON)
    set_clock(DAY)
    command = [sys.executable, "manage.py", "shell", "-c",
               f"from motcua.agencies.actions.reorganising import run; run({row.pk})"]  # fmt: skip
    there = os.environ | {"PGDATABASE": connection.settings_dict["NAME"]}
    process = subprocess.Popen(command, cwd=places.CHECKOUT, env=there)
    deadline = time.monotonic() + 60
    while row.items.count() < 8 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "the run was over before it could be killed"
    row.refresh_from_db()
    passed = row.items.count()
    assert (row.state, passed >= 8) == ("running", True)
    for _ in range(100):  # the dead process's lock goes with its connection
        try:
            done = run(row.pk)
            break
        except StepRefused:
            time.sleep(0.05)
    assert done.state == "done"
    assert done.items.count() > passed
    assert not done.items.filter(state="refused").exists()
    moved = Counter(DossierEvent.objects.filter(action="dossier.pass_over").values_list("subject", flat=True))
    assert moved == dict.fromkeys([each.pk for each in dossiers], 1)
    assert set(Dossier.objects.values_list("agency", "desk")) == {(new.ward.pk, new.centre.pk)}
    people = Counter(
        Post.objects.filter(ended_at=None, agency__path__startswith=new.ward.path).values_list("person", flat=True)
    )
    assert set(people.values()) == {1}


@pytest.mark.django_db
def test_a_repeated_run_and_a_late_job_do_nothing(wards, set_clock):
    make_post(agency=wards.old)
    row = confirm_reorganisation(planned(move(wards.old, wards.new)), by=system(), on=ON)
    set_clock(DAY)
    reorganise_on_the_day.func(0)  # the job of every five minutes finds it by the product's clock
    row.refresh_from_db()
    lines = list(row.items.values_list("pk", "at"))
    assert row.state == "done"
    reorganise.func(key=row.pk)
    reorganise_on_the_day.func(0)
    assert list(row.items.values_list("pk", "at")) == lines
    with pytest.raises(StepRefused):
        run(row.pk)


@pytest.mark.django_db
def test_nothing_runs_before_its_day(wards):
    row = confirm_reorganisation(planned(move(wards.old, wards.new)), by=system(), on=ON)
    reorganise_on_the_day.func(0)
    reorganise.func(key=row.pk)
    with pytest.raises(BadInput) as caught:
        run(row.pk)
    assert caught.value.code == "too_soon"
    assert not ReorganisationItem.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_are_one(wards, set_clock):
    row = confirm_reorganisation(planned(move(wards.old, wards.new)), by=system(), on=ON)
    set_clock(DAY)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [ADVISORY, row.pk])
    try:
        with pytest.raises(StepRefused) as caught:
            run(row.pk)
        assert caught.value.code == "already_running"
    finally:
        other.close()
    for _ in range(100):
        try:
            assert run(row.pk).state == "done"
            break
        except StepRefused:
            time.sleep(0.02)


@pytest.mark.django_db
def test_what_is_refused_is_told_and_passes_once_it_is_mended(wards, set_clock):
    """A person whose post begins later than the new unit ends cannot go there: the rest passes, the unit waits."""
    brief = make_agency(name="Ban tạm thời", valid_from=ON, valid_to=date(2026, 7, 2))
    clerk = make_post(agency=wards.old)
    people = {clerk.person.username: {"unit": brief.code}}
    row = confirm_reorganisation(planned(move(wards.old, wards.new), people=people), by=system(), on=ON)
    set_clock(DAY)
    row = run(row.pk)
    refused = dict(row.items.filter(state="refused").values_list("part", "message"))
    assert row.state == "unfinished"
    assert refused["agencies.posts"] == "Đơn vị không tồn tại trong thời gian này."
    assert refused["agencies.units"] == "Chưa kết thúc được: còn vị trí cán bộ chưa chuyển."
    assert {line["label"]: line["refused"] for line in progress_of(row)}["Vị trí cán bộ"] == 1
    assert Post.objects.get(pk=clerk.pk).ended_at is None  # not half: the old post stands until there is a new one
    with pytest.raises(StepRefused):
        cancel_reorganisation(row, by=system())
    Agency.objects.filter(pk=brief.pk).update(valid_to=None)  # somebody mends it
    row = run(confirm_reorganisation(row, by=system(), on=ON).pk)
    assert row.state == "done"
    assert not row.items.filter(state="refused").exists()


@pytest.mark.django_db
def test_only_administrators_of_all_units_draw_up_and_confirm(wards):
    own = make_post(Role.ADMINISTRATOR, agency=wards.old)
    with pytest.raises(BadInput) as caught:  # the new unit is not theirs
        planned(move(wards.old, wards.new), by=own, office=wards.old)
    assert caught.value.code == "unit_outside"
    with pytest.raises(NotPermitted):
        planned(move(wards.old, wards.new), by=make_post(Role.LEADER, agency=wards.old))
    row = planned(move(wards.old, wards.new))
    for by in (make_post(Role.LEADER, agency=wards.old), make_post(Role.ADMINISTRATOR)):
        with pytest.raises(NotPermitted):
            confirm_reorganisation(row, by=by, on=ON)
        with pytest.raises(NotPermitted):
            begin_reorganisation(row, by=by)
    assert Reorganisation.objects.visible_to(make_post(Role.SPECIALIST, agency=wards.old)).count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ({}, "moves"),
        ({"moves": []}, "moves"),
        ({"moves": [{"before": "X"}]}, "thiếu đơn vị nhận"),
        ({"moves": [{"before": "X", "after": [{"unit": "Y", "khác": 1}]}]}, "không hiểu"),
        ({"moves": [{"before": "X", "after": [{"unit": "Y", "words": "A"}]}]}, "danh sách chữ"),
        ({"moves": [{"before": "X", "after": "Y"}, {"before": "X", "after": "Z"}]}, "có hai dòng"),
        ({"moves": [{"before": "X", "after": "Y"}], "people": ["a"]}, "people"),
        ({"moves": [{"before": "X", "after": "Y"}]}, "Không có đơn vị mang mã"),
    ],
)
def test_a_plan_that_cannot_be_read_is_refused_in_words(wards, plan, words):
    row = planned(move(wards.old, wards.new))
    with pytest.raises(BadInput, match=words):
        change_reorganisation(row, by=system(), name="x", on=ON, decision=DECISION, plan=plan)
    with pytest.raises(StaleVersion):
        change_reorganisation(row, by=system(), name="x", on=ON, decision=DECISION, plan=row.plan, version=99)


@pytest.mark.django_db
def test_a_unit_is_not_old_and_new_at_once_and_none_is_forgotten(wards):
    third = make_agency(name="Ba")
    with pytest.raises(BadInput, match="vừa là đơn vị cũ vừa là đơn vị nhận"):
        planned(move(wards.old, third), move(third, wards.new))
    commune = make_agency(parent=wards.old, name="Xã trực thuộc", level="province")
    with pytest.raises(BadInput, match="Xã trực thuộc: đơn vị trực thuộc Cũ chưa có trong phương án"):
        planned(move(wards.old, wards.new))
    planned(move(wards.old, wards.new), move(commune, wards.new))
    with pytest.raises(BadInput, match="Ngày hiệu lực của phương án"):
        confirm_reorganisation(planned(move(third, wards.new)), by=system(), on=date(2026, 7, 2))
