"""Who reads what: content for those who work on it and their heads, figures for overseers, nothing for others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.agencies.choices import Kind, Level, Role
from motcua.agencies.models import Post
from motcua.dossiers.actions.moving import assign
from motcua.dossiers.choices import State
from motcua.dossiers.models import Dossier
from motcua.dossiers.unit_figures import countable
from tests import dossier_factories as make
from tests.factories import make_agency, make_post, system


def may_see(by, dossier):
    return Dossier.objects.visible_to(by).filter(pk=dossier.pk).exists()


@pytest.fixture
def people(house):
    """Everyone who may wish to look: relation → post."""
    other_division = make_agency(parent=house.ward, kind=Kind.DIVISION)
    other_desk = make_agency(parent=house.ward, kind=Kind.ONE_STOP)
    other_ward = make_agency()
    return {
        "clerk": house.clerk,
        "desk's other clerk": make_post(Role.RECEPTIONIST, agency=house.centre),
        "desk's cashier": house.cashier,
        "desk's head": make_post(Role.HEAD_OF_DIVISION, agency=house.centre),
        "other desk's clerk": make_post(Role.RECEPTIONIST, agency=other_desk),
        "specialist": house.specialist,
        "division's other specialist": make_post(Role.SPECIALIST, agency=house.division),
        "head": house.head,
        "registry": house.registry,
        "other division's specialist": make_post(Role.SPECIALIST, agency=other_division),
        "other division's head": make_post(Role.HEAD_OF_DIVISION, agency=other_division),
        "leader": house.leader,
        "other ward's leader": make_post(Role.LEADER, agency=other_ward),
        "inspector": house.inspector,
        "reform officer": house.reform,
        "administrator": house.administrator,
        "police": house.police,
    }


ALWAYS = {"clerk", "desk's other clerk", "desk's cashier", "desk's head", "leader"}
CONTENT = {  # state → who reads the content besides those of the desk and the leader
    State.DRAFT: set(), State.SUBMITTED: set(), State.RECEIVED: set(), State.REFUSED: set(),
    State.IN_PROGRESS: {"specialist", "division's other specialist", "head"},  # it waits for anyone of the division
    State.WAITING_SUPPLEMENT: {"specialist", "division's other specialist", "head"},
    State.SUSPENDED: {"specialist", "division's other specialist", "head"},
    State.WAITING_PAYMENT: {"specialist", "head"},  # the specialist's own now
    State.DECIDED: {"specialist", "head", "registry"},
    State.RETURNED: {"specialist", "head", "registry"},
    State.WITHDRAWN: {"head"},
    State.STOPPED: {"head"},
}  # fmt: skip


@pytest.mark.parametrize("state", State)
def test_content_is_read_by_those_who_work_on_it(house, people, state):
    dossier = make.IN_STATE[state](house)
    expected = ALWAYS | CONTENT[state]
    if state == State.DRAFT:
        expected -= {"leader"}  # of a draft nobody but the desk knows
    assert {name for name, by in people.items() if may_see(by, dossier)} == expected


def counts(by, dossier):
    return any(rows.filter(pk=dossier.pk).exists() for rows in countable(by))


@pytest.mark.parametrize("state", [State.RECEIVED, State.IN_PROGRESS, State.RETURNED])
def test_figures_are_read_by_the_overseers_of_the_tree(house, people, state):
    dossier = make.IN_STATE[state](house)
    counted = {name for name, by in people.items() if counts(by, dossier)}
    readers = {name for name, by in people.items() if may_see(by, dossier)}
    assert counted == readers | {"leader", "inspector", "reform officer"}


def test_the_province_reads_figures_of_its_wards_and_no_content(db, house):
    province = make_agency(kind=Kind.GOVERNMENT, level=Level.PROVINCE)
    house.ward.parent = province
    for agency in (house.ward, house.centre, house.division):  # what an importer of history may do
        agency.parent = {house.ward.pk: province}.get(agency.pk, house.ward)
        agency.save()
    house.clerk = Post.objects.with_names().get(pk=house.clerk.pk)
    roles = (Role.LEADER, Role.INSPECTOR, Role.REFORM_OFFICER, Role.HEAD_OF_DIVISION, Role.ADMINISTRATOR)
    dossier = make.in_progress(house)
    for role in roles:
        by = make_post(role, agency=province)
        assert not Dossier.objects.visible_to(by).exists(), role
        figures = role in (Role.LEADER, Role.INSPECTOR, Role.REFORM_OFFICER)
        assert counts(by, dossier) == figures, role


def test_what_is_given_to_one_is_not_seen_by_the_others_of_the_division(house, people):
    dossier = assign(make.in_progress(house), by=house.head, person=house.specialist.person.username)
    assert may_see(house.specialist, dossier)
    assert not may_see(people["division's other specialist"], dossier)


def test_the_system_sees_all(house):
    assert Dossier.objects.visible_to(system()).filter(pk=make.drafted(house).pk).exists()


def test_a_list_costs_the_same_for_two_rows_and_for_twenty(house):
    def cost():
        with CaptureQueriesContext(connection) as context:
            rows = list(Dossier.objects.visible_to(house.clerk).for_page().order_by("-pk")[:20])
            assert all(row.applicant.name and row.agency.name and row.desk.name for row in rows)
        return len(context.captured_queries), len(rows)

    house.clerk.standing = False  # the door has asked, with the session
    for _ in range(2):
        make.received(house)
    few = cost()
    for _ in range(18):
        make.received(house)
    assert (few, cost()) == ((1, 2), (1, 20))
