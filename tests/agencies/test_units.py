"""Set up, change, end a unit, and say who took over."""

from datetime import date

import pytest

from motcua.agencies import actions
from motcua.agencies.choices import Kind, Level, Role
from motcua.agencies.models import Agency, AgencySuccession
from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from motcua.core.events import rebuild
from tests.factories import SINCE, make_agency, make_post, system

pytestmark = pytest.mark.django_db

NEW = {"name": "Phòng Thử", "kind": Kind.DIVISION, "level": Level.COMMUNE, "valid_from": SINCE}


@pytest.fixture
def ward():
    make_agency(name="Đơn vị vận hành hệ thống")  # the first; it does not end without a word
    return make_agency(name="Ủy ban nhân dân phường Thử")


@pytest.fixture
def administrator(ward):
    return make_post(Role.ADMINISTRATOR, agency=ward)


def test_a_unit_is_set_up_under_its_parent_and_recorded(ward, administrator):
    made = actions.create_agency(by=administrator, parent=ward, code=f"{ward.code}.a", **NEW)
    assert made.path == f"{ward.path}{ward.code}.a/"
    assert made.folded == "phong thu"
    assert made.is_within(ward)
    event = made.events.get()
    assert (event.action, event.by) == ("agency.create", administrator)
    assert rebuild(made)["name"] == "Phòng Thử"


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.LEADER])
def test_only_administrators_set_units_up(ward, role):
    with pytest.raises(NotPermitted):
        actions.create_agency(by=make_post(role, agency=ward), parent=ward, code="x", **NEW)


def test_an_administrator_sets_nothing_up_elsewhere_nor_at_the_top(administrator):
    for parent in (make_agency(), None):
        with pytest.raises(NotPermitted):
            actions.create_agency(by=administrator, parent=parent, code="x", **NEW)


@pytest.mark.parametrize("code", ["", "a/b", "mã", "-1", "a b"])
def test_a_code_that_cannot_stand_in_a_path_is_refused(ward, administrator, code):
    with pytest.raises(BadInput) as caught:
        actions.create_agency(by=administrator, parent=ward, code=code, **NEW)
    assert caught.value.field == "code"
    assert Agency.objects.below(ward).count() == 1


def test_a_code_is_given_once(ward, administrator):
    with pytest.raises(BadInput) as caught:
        actions.create_agency(by=administrator, parent=ward, code=ward.code, **NEW)
    assert caught.value.field == "code"


def test_a_changed_name_is_found_and_recorded(ward, administrator):
    changed = actions.change_agency(ward, by=administrator, name="  UBND phường   Đổi ", address="1 Lê Lợi")
    assert (changed.name, changed.folded, changed.address) == ("UBND phường Đổi", "ubnd phuong doi", "1 Lê Lợi")
    assert changed.last_event.data["changed"]["name"] == "UBND phường Đổi"
    assert Agency.objects.get(pk=ward.pk).folded == "ubnd phuong doi"


def test_a_stale_page_changes_nothing(ward, administrator):
    actions.change_agency(ward, by=administrator, version=1, name="Một")
    with pytest.raises(StaleVersion):
        actions.change_agency(ward, by=administrator, version=1, name="Hai")
    assert Agency.objects.get(pk=ward.pk).name == "Một"


def test_strangers_change_no_unit(ward):
    with pytest.raises(NotPermitted):
        actions.change_agency(ward, by=make_post(Role.ADMINISTRATOR), name="Một")


@pytest.mark.parametrize("change", [{"code": "x"}, {"path": "x/"}, {"name": " "}, {"kind": "division"}])
def test_a_unit_keeps_its_code_its_place_and_a_name(ward, administrator, change):
    with pytest.raises(BadInput):
        actions.change_agency(ward, by=administrator, **change)


def test_a_unit_ends_with_a_day_and_is_no_longer_valid(ward):
    ended = actions.end_agency(ward, by=system(), valid_to=date(2026, 3, 31))
    assert Agency.objects.valid(date(2026, 3, 31)).filter(pk=ended.pk).exists()
    assert not Agency.objects.valid(date(2026, 4, 1)).filter(pk=ended.pk).exists()
    assert ended.last_event.data["changed"] == {"valid_to": "2026-03-31"}


def test_a_unit_ends_once(ward):
    actions.end_agency(ward, by=system(), valid_to=date(2026, 3, 31))
    with pytest.raises(StepRefused):
        actions.end_agency(ward, by=system(), valid_to=date(2026, 4, 30))


def test_only_its_administrator_ends_a_unit(ward):
    with pytest.raises(NotPermitted):
        actions.end_agency(ward, by=make_post(Role.LEADER, agency=ward), valid_to=date(2026, 3, 31))


def test_a_unit_does_not_end_before_it_began(ward):
    with pytest.raises(BadInput) as caught:
        actions.end_agency(ward, by=system(), valid_to=date(2025, 6, 30))
    assert caught.value.code == "before_it_began"


def test_a_unit_does_not_end_over_its_people_and_its_units(ward):
    part = make_agency(parent=ward)
    clerk = make_post(agency=part)
    with pytest.raises(BadInput) as caught:
        actions.end_agency(part, by=system(), valid_to=date(2026, 3, 31))
    assert caught.value.code == "still_staffed"
    with pytest.raises(BadInput) as caught:
        actions.end_agency(ward, by=system(), valid_to=date(2026, 3, 31))
    assert caught.value.code == "still_parent"
    actions.end_post(clerk, by=system())
    actions.end_agency(part, by=system(), valid_to=date(2026, 3, 31))
    actions.end_agency(ward, by=system(), valid_to=date(2026, 3, 31))


def test_who_took_over_is_recorded_once():
    before = make_agency(valid_from=date(2011, 11, 15), valid_to=date(2025, 6, 30))
    after = make_agency()
    for _ in range(2):
        done = actions.succeed(before, by=system(), after=after, on=SINCE, decision="NQ 1675/NQ-UBTVQH15")
    assert AgencySuccession.objects.get().after == after
    assert done.last_event.data == {"after": after.pk, "on": "2025-07-01", "decision": "NQ 1675/NQ-UBTVQH15"}


def test_strangers_say_nothing_about_who_took_over(ward):
    with pytest.raises(NotPermitted):
        actions.succeed(ward, by=make_post(Role.LEADER, agency=ward), after=make_agency(), on=SINCE, decision="1/QĐ")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"decision": " "}, "decision_needed"),
        ({"on": date(2025, 6, 30)}, "not_yet_there"),
        ({"after": None}, "succeeds_itself"),
    ],
)
def test_a_succession_needs_a_decision_and_a_successor_that_exists(ward, change, code):
    given = {"after": make_agency(), "on": SINCE, "decision": "1/QĐ-UBND", **change}
    given["after"] = given["after"] or ward
    with pytest.raises(BadInput) as caught:
        actions.succeed(ward, by=system(), **given)
    assert caught.value.code == code
    assert not AgencySuccession.objects.exists()


def test_a_tree_is_read_by_its_paths(ward):
    part = make_agency(parent=ward)
    room = make_agency(parent=part)
    other = make_agency(code=f"{ward.code}9")  # its code begins like the ward's
    assert set(Agency.objects.below(ward)) == {ward, part, room}
    assert list(Agency.objects.above(room)) == [ward, part, room]
    assert not other.is_within(ward)
    assert room.depth == 2
