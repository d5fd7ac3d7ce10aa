"""Who may do a step: the nearest holders of a role."""

from datetime import date

import pytest

from motcua.agencies import actions
from motcua.agencies.choices import Kind, Level, Role
from motcua.agencies.models import Agency, Post
from tests.factories import make_agency, make_post, make_ward, system

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)


@pytest.fixture
def house():
    return make_ward()


def test_a_step_goes_to_holders_in_the_unit_itself(house):
    assert Post.objects.that_can(Role.SPECIALIST, house["division"], DAY) == [house["specialist"]]


def test_what_a_division_lacks_is_looked_for_in_its_ward(house):
    """The division has no desk and no chairman: the ward's are nearest."""
    assert Post.objects.that_can(Role.RECEPTIONIST, house["division"], DAY) == [house["receptionist"]]
    assert Post.objects.that_can(Role.LEADER, house["division"], DAY) == [house["leader"]]


def test_from_the_ward_downward_the_shallowest_is_nearest(house):
    room = make_agency(parent=house["division"], kind=Kind.DIVISION)
    deep = make_post(Role.SPECIALIST, agency=room)
    assert Post.objects.that_can(Role.SPECIALIST, house["ward"], DAY) == [house["specialist"]]
    assert Post.objects.that_can(Role.SPECIALIST, room, DAY) == [deep]


def test_all_holders_at_the_same_distance_are_found_in_the_order_of_their_names(house):
    second = make_post(Role.SPECIALIST, agency=house["division"])
    assert Post.objects.that_can(Role.SPECIALIST, house["division"], DAY) == [house["specialist"], second]


def test_one_of_several_roles(house):
    found = Post.objects.that_can([Role.HEAD_OF_DIVISION, Role.SPECIALIST], house["division"], DAY)
    assert set(found) == {house["head_of_division"], house["specialist"]}


def test_a_neighbours_people_are_never_asked(house):
    make_ward()
    assert Post.objects.that_can(Role.LEADER, house["division"], DAY) == [house["leader"]]


def test_a_wards_step_never_goes_to_the_province_by_itself():
    province = make_agency(level=Level.PROVINCE)
    make_post(Role.LEADER, agency=province)
    ward = make_agency(parent=province, level=Level.COMMUNE)
    assert Post.objects.that_can(Role.LEADER, ward, DAY) == []


def test_a_departments_step_never_goes_to_a_ward():
    province = make_agency(level=Level.PROVINCE)
    department = make_agency(parent=province, kind=Kind.DEPARTMENT)
    make_post(Role.LEADER, agency=make_agency(parent=province, level=Level.COMMUNE))
    assert Post.objects.that_can(Role.LEADER, department, DAY) == []
    chairman = make_post(Role.LEADER, agency=province)
    assert Post.objects.that_can(Role.LEADER, department, DAY) == [chairman]


def test_only_who_holds_the_post_on_that_day(house):
    assert Post.objects.that_can(Role.LEADER, house["ward"], date(2025, 6, 30)) == []
    actions.end_post(house["leader"], by=system())
    assert Post.objects.that_can(Role.LEADER, house["ward"], DAY) == []
    actions.block_person(house["specialist"].person, by=system())
    assert Post.objects.that_can(Role.SPECIALIST, house["ward"], DAY) == []


def test_finding_the_nearest_costs_the_same_with_many(house, django_assert_num_queries):
    for _ in range(5):
        make_post(Role.SPECIALIST, agency=house["division"])
    with django_assert_num_queries(2):
        found = Post.objects.that_can(Role.SPECIALIST, house["division"], DAY)
        assert len({f"{post.person.name} {post.agency.name} {post.pk}" for post in found}) == 6


def test_the_nearest_one_stop_centre(house):
    for unit in ("ward", "division", "centre"):
        assert Agency.objects.one_stop_of(house[unit], DAY) == house["centre"]
    assert Agency.objects.one_stop_of(make_agency(), DAY) is None
    assert Agency.objects.one_stop_of(house["ward"], date(2025, 6, 30)) is None


def test_the_system_is_no_colleague(house):
    assert not Post.objects.visible_to(house["leader"]).filter(role=Role.SYSTEM).exists()
    assert not Post.objects.of_person(system().person).exists()
