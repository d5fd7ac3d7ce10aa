"""Papers that name who did something say so when it was done in somebody's place: read in the PDF itself."""

from datetime import date

import pytest

from motcua.agencies.choices import Role
from motcua.dossiers.actions import deciding, extending, moving, pausing
from motcua.dossiers.actions.printing import rendered, sheet
from tests import dossier_factories as make
from tests.dossiers.test_papers import text_of
from tests.factories import make_person, make_post
from tests.journeys.conftest import squeezed
from tests.standing import again, away, delegated


@pytest.fixture
def colleague(house):
    return make_post(Role.SPECIALIST, agency=house.division, person=make_person(name="Hoàng Văn Thay"))


@pytest.fixture
def absent(house):
    """A specialist with a name of their own, away; the colleague stands in."""
    return make_post(Role.SPECIALIST, agency=house.division, person=make_person(name="Đỗ Thị Vắng"))


def given(house, absent, colleague):
    dossier = moving.assign(make.in_progress(house), by=house.head, person=absent.person.username)
    away(absent, colleague)
    return dossier


def test_the_control_slip_names_both(house, absent, colleague):
    dossier = moving.propose(given(house, absent, colleague), by=again(colleague), note="Đủ")
    text = text_of(sheet(dossier, "control", by=house.clerk))
    assert squeezed("Hoàng Văn Thay thay cho Đỗ Thị Vắng") in text
    own = moving.propose(make.in_progress(house), by=house.specialist, note="Đủ")
    assert squeezed("thay cho") not in text_of(sheet(own, "control", by=house.clerk))


def test_the_control_slip_names_the_delegation(house):
    delegated(house.leader, house.head)
    dossier = deciding.sign(make.to_sign(house), by=again(house.head), template="result")
    text = text_of(sheet(dossier, "control", by=house.clerk))
    assert squeezed(f"TUQ. {house.leader.seal_title} {house.head.person.name}") in text
    assert squeezed("thay cho") not in text


def test_a_request_for_papers_is_signed_in_the_absent_ones_place(house, absent, colleague):
    dossier = given(house, absent, colleague)
    asked = pausing.request_supplement(dossier, by=again(colleague), papers=["Bản vẽ"], reason="Thiếu")
    text = text_of(rendered(asked.printed_papers.get(form="supplement")))
    assert squeezed("Hoàng Văn Thay") in text
    assert squeezed("Thay cho Đỗ Thị Vắng, vắng mặt") in text
    mine = pausing.request_supplement(make.in_progress(house), by=house.specialist, papers=["x"], reason="Thiếu")
    assert squeezed("Thay cho") not in text_of(rendered(mine.printed_papers.get(form="supplement")))


def test_an_apology_by_who_stands_in_for_the_head_says_so(house):
    away(house.head, house.leader)
    dossier = extending.extend(make.in_progress(house), by=again(house.leader), due=date(2099, 1, 2), reason="Chờ")
    event, text = dossier.last_event, text_of(rendered(dossier.printed_papers.get(form="apology")))
    assert (squeezed("Thay cho") in text) is ("in_place_of" in event.data)


def test_a_result_by_delegation_says_tuq_and_not_in_place(house):
    delegated(house.leader, house.head)
    dossier = deciding.sign(make.to_sign(house), by=again(house.head), template="result")
    text = text_of(rendered(dossier.printed_papers.get(form="result")))
    assert squeezed("TUQ. LÃNH ĐẠO") in text
    assert squeezed("Thay cho") not in text
