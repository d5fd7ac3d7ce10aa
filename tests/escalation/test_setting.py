"""The ladder and the hours are set by administrators for their own tree, from a day, by a decision."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from motcua.agencies.choices import Role
from motcua.core.errors import NotPermitted
from motcua.escalation.actions.setting import choose, end_digest_rule, end_rung, set_digest_rule, set_rung
from motcua.escalation.models import DigestChoice, DigestRule, Rung
from tests.dossiers.conftest import refused
from tests.escalation.conftest import SET
from tests.factories import make_agency, make_post, system

OWN = {"at": "percent", "percent": 70, "subject": "step", "whom": "owner"} | SET


@pytest.fixture(autouse=True)
def first_of_march(set_clock):
    set_clock("2026-03-01T08:00")


def test_a_rung_is_set_ended_and_told_in_its_events(house):
    rung = set_rung(by=house.administrator, agency=house.ward, **OWN)
    assert str(rung) == "Bước đang làm qua 70% thời hạn"
    end_rung(rung, by=house.administrator, valid_to=date(2026, 3, 31))
    rung.refresh_from_db()
    assert rung.valid_to == date(2026, 3, 31)
    assert [event.action for event in rung.events.order_by("pk")] == ["rung.set", "rung.end"]


def test_a_rung_that_never_held_is_dropped(house):
    rung = set_rung(by=house.administrator, agency=house.ward, **OWN)
    end_rung(rung, by=house.administrator, valid_to=date(2026, 2, 28))
    rung.refresh_from_db()
    assert rung.dropped_at is not None
    with refused("already_over"):
        end_rung(rung, by=house.administrator, valid_to=date(2026, 3, 5))
    assert set_rung(by=house.administrator, agency=house.ward, **OWN).pk != rung.pk


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"percent": 0}, "bad_percent"), ({"percent": 100}, "bad_percent"), ({"percent": None}, "bad_percent"),
        ({"subject": ""}, "unknown_choice"), ({"at": "soon"}, "unknown_choice"), ({"whom": "mayor"}, "unknown_choice"),
        ({"channel": "pigeon"}, "unknown_choice"), ({"valid_from": date(2026, 2, 28)}, "in_the_past"),
        ({"source": " "}, "source_needed"), ({"at": "weekly", "whom": "reform"}, "bad_week"),
        ({"at": "weekly", "weekday": "mon", "hour": 8}, "unknown_choice"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(house, wrong, code):
    with refused(code):
        set_rung(by=house.administrator, agency=house.ward, **OWN | wrong)
    assert not Rung.objects.filter(agency=house.ward).exists()


def test_the_same_rung_is_not_set_twice(house):
    set_rung(by=house.administrator, agency=house.ward, **OWN)
    with refused("already_there"):
        set_rung(by=house.administrator, agency=house.ward, **OWN)


def test_the_database_refuses_rungs_that_make_no_sense(house):
    rung = set_rung(by=house.administrator, agency=house.ward, **OWN)
    for wrong in ({"percent": 0}, {"at": "late"}, {"at": "weekly"}, {"source": ""}, {"valid_to": date(2026, 1, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rung.objects.filter(pk=rung.pk).update(**wrong)


def test_only_administrators_set_and_only_in_their_own_tree(house):
    stranger = make_post(Role.ADMINISTRATOR, agency=make_agency(name="Xã khác"))
    for by in (house.leader, house.reform, stranger):
        with pytest.raises(NotPermitted):
            set_rung(by=by, agency=house.ward, **OWN)
        with pytest.raises(NotPermitted):
            set_digest_rule(by=by, agency=house.ward, sends=True, hour=7, **SET)
    with pytest.raises(NotPermitted):
        set_rung(by=stranger, agency=None, **OWN)
    rung = set_rung(by=house.administrator, agency=house.ward, **OWN)
    with pytest.raises(NotPermitted):
        end_rung(rung, by=stranger, valid_to=date(2026, 3, 31))


def test_the_ladder_to_begin_with_is_everybodys_and_no_mail_goes():
    rungs = Rung.objects.filter(agency=None)
    assert [(rung.at, rung.percent, rung.whom) for rung in rungs.order_by("pk")] == [
        ("percent", 70, "owner"), ("percent", 90, "head"), ("late", None, "leader"), ("weekly", None, "reform"),
        ("late", None, "head"),
    ]  # fmt: skip
    assert all(rung.events.count() == 1 for rung in rungs)
    assert DigestRule.objects.get().sends is False


def test_a_new_hour_ends_the_one_before(house):
    first = set_digest_rule(by=house.administrator, agency=house.ward, sends=True, hour=7, **SET)
    with refused("overlaps"):
        set_digest_rule(by=house.administrator, agency=house.ward, sends=True, hour=8, **SET)
    with refused("bad_hour"):
        set_digest_rule(by=house.administrator, agency=house.ward, sends=True, hour=3, **SET)
    later = SET | {"valid_from": date(2026, 4, 1)}
    set_digest_rule(by=house.administrator, agency=house.ward, sends=False, hour=8, **later)
    first.refresh_from_db()
    assert first.valid_to == date(2026, 3, 31)
    with refused("already_ended"):
        end_digest_rule(first, by=system(), valid_to=date(2026, 4, 1))


def test_everybody_chooses_for_themselves(house):
    choose(by=house.specialist, wish="yes", hour=6, at_once=True)
    choose(by=house.specialist, wish="no", hour=6)
    row = DigestChoice.objects.visible_to(house.specialist).get()
    assert (row.wish, row.hour, row.at_once) == ("no", None, False)
    assert not DigestChoice.objects.visible_to(house.leader).exists()
    with refused("bad_hour"):
        choose(by=house.specialist, wish="yes")
    with refused("unknown_choice"):
        choose(by=house.specialist, wish="perhaps")
    with pytest.raises(IntegrityError), transaction.atomic():
        DigestChoice.objects.update(wish="yes", hour=3)
