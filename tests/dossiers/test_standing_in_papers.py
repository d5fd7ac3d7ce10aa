"""Papers that name who did something say so when it was done in somebody's place: read in the PDF itself."""

from datetime import date

import pytest

from motcua.agencies.choices import Kind, Role
from motcua.core.errors import NotPermitted
from motcua.dossiers.actions import closing, deciding, extending, intake, moving, pausing
from motcua.dossiers.actions.billing import collect_fee
from motcua.dossiers.actions.printing import rendered, sheet
from tests import dossier_factories as make
from tests.dossiers.test_papers import text_of
from tests.factories import make_agency, make_person, make_post
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


@pytest.fixture
def branch(house):
    """A clerk of the ward's other desk, who has no right of their own at the first one."""
    desk = make_agency(parent=house.ward, kind=Kind.ONE_STOP, name="Điểm tiếp nhận số 2 phường Thử")
    return make_post(Role.RECEPTIONIST, agency=desk, person=make_person(name="Hoàng Văn Thay"))


@pytest.fixture
def desk_alone(house, branch):
    """The clerk of the desk is away; the other desk's clerk stands in."""
    house.clerk = make_post(Role.RECEPTIONIST, agency=house.centre, person=make_person(name="Đỗ Thị Vắng"))
    away(house.clerk, branch)
    return house


def test_a_refusal_says_in_whose_place_it_was_written(desk_alone, branch):
    filed, reason = make.submitted(desk_alone), "Không thuộc thẩm quyền"
    with pytest.raises(NotPermitted):  # without the absence it is not theirs
        intake.refuse(filed, by=make_post(Role.RECEPTIONIST, agency=branch.agency), reason=reason)
    refused = intake.refuse(filed, by=again(branch), reason=reason)
    text = text_of(rendered(refused.printed_papers.get(form="refusal")))
    assert squeezed("Hoàng Văn Thay") in text
    assert squeezed("Thay cho Đỗ Thị Vắng, vắng mặt") in text
    assert refused.last_event.data["in_place_of"] == desk_alone.clerk.pk


def test_a_receipt_names_who_took_it_in_and_for_whom(desk_alone, branch):
    taken = intake.receive(make.submitted(desk_alone), by=again(branch))
    text = text_of(rendered(taken.printed_papers.get(form="receipt")))
    assert squeezed("Hoàng Văn Thay (thay cho Đỗ Thị Vắng, vắng mặt)") in text


def test_what_one_does_in_ones_own_right_names_nobody_else(house):
    refused = intake.refuse(make.submitted(house), by=house.clerk, reason="Sai nơi nhận")
    taken = intake.receive(make.submitted(house), by=house.clerk)
    stopped = closing.stop(make.in_progress(house), by=house.head, reason="Chủ hồ sơ không còn tồn tại")
    for dossier, form in ((refused, "refusal"), (taken, "receipt"), (stopped, "stop")):
        text = text_of(rendered(dossier.printed_papers.get(form=form))).lower()
        assert squeezed("thay cho") not in text
        assert "tuq." not in text


def test_a_stop_notice_is_signed_in_the_absent_heads_place(house):
    beside = make_agency(parent=house.ward, kind=Kind.DIVISION, name="Phòng Nội vụ phường Thử")
    other = make_post(Role.HEAD_OF_DIVISION, agency=beside, person=make_person(name="Lê Thị Trưởng"))
    away(house.head, other)
    stopped = closing.stop(make.in_progress(house), by=again(other), reason="Chủ hồ sơ không còn tồn tại")
    text = text_of(rendered(stopped.printed_papers.get(form="stop")))
    assert squeezed("Lê Thị Trưởng") in text
    assert squeezed(f"Thay cho {house.head.person.name}, vắng mặt") in text


def test_a_delegation_to_sign_neither_stops_nor_refuses(house):
    """TUQ. reaches to signing: no other paper may carry it, because nobody may do these by it."""
    beside = make_agency(parent=house.ward, kind=Kind.DIVISION, name="Phòng Nội vụ phường Thử")
    taker = make_post(Role.HEAD_OF_DIVISION, agency=beside)
    delegated(house.leader, taker)
    with pytest.raises(NotPermitted):
        closing.stop(make.in_progress(house), by=again(taker), reason="x")
    with pytest.raises(NotPermitted):
        intake.refuse(make.submitted(house), by=again(taker), reason="x")


def test_a_fee_receipt_names_who_took_the_money_and_for_whom(house, branch):
    house.cashier = make_post(Role.CASHIER, agency=house.centre, person=make_person(name="Đỗ Thị Vắng"))
    other = make_post(Role.CASHIER, agency=branch.agency, person=make_person(name="Võ Văn Thu"))
    away(house.cashier, other)
    paid = collect_fee(make.received(house, make.PAYING), by=again(other), method="cash")
    text = text_of(rendered(paid.printed_papers.get(form="fee")))
    assert squeezed("Võ Văn Thu (thay cho Đỗ Thị Vắng, vắng mặt)") in text
