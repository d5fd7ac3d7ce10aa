"""Parallel legs in the route editor: opened, given their own steps, moved, taken out, tried, refused in words."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.administration.catalogue.new_steps import new_step
from motcua.administration.catalogue.rearranging import rearranged
from motcua.agencies.choices import Kind, Role
from motcua.procedures.actions.adopt import change_draft
from motcua.procedures.editions import LimitRule
from motcua.procedures.models import Adoption, Edition
from motcua.procedures.routes import Leg, Step, route_from, route_json
from motcua.procedures.shapes import Shape, build
from tests.administration.catalogues import MORNING, filled, give, make_house, record
from tests.factories import make_agency, system

pytestmark = pytest.mark.django_db
HOUSE_AT, HOUSE_BY = MORNING, make_house
FIVE = LimitRule("working_day", Decimal(5))


@pytest.fixture
def officer(house):
    return house.browser(Role.ADMINISTRATOR)


@pytest.fixture
def found(house):
    return give(house, record(1))


@pytest.fixture
def police(house):
    return make_agency(name="Công an phường", parent=house.ward, kind=Kind.DIVISION)


def address(found, name="catalogue_route"):
    return reverse(f"administration:{name}", args=[found.pk])


def steps_of(found):
    found.refresh_from_db()
    return list(route_from(found.draft["route"]).steps)


def press(client, found, page, do, **changes):
    answer = client.post(address(found), filled(page) | {"do": do} | changes)
    assert answer.status_code == 200
    return answer


def row_at(page, path):
    """Return the prefix of the row that stands at a path: rows-3, legs-0."""
    form = page.context["form"]
    return next(row.prefix for row in [*form.rows, *form.legs] if row.path == path)


def place_at(page, path):
    return row_at(page, path).split("-")[1]


@pytest.fixture
def opened(officer, found, police):
    """The page of a saved route with a step of legs after the hand-over: police, and the division in two steps."""

    def at(code, key, name, hours):
        return Step(key, name, "specialist", f"agency:{code}", Decimal(hours), "hour", ("hand_over",))

    division = found.division.code
    first = Leg("n1", "Công an", police.code, (at(police.code, "answer", "Cho ý kiến", 4),))
    steps = (at(division, "answer", "Cho ý kiến", 3), at(division, "s1", "Bước mới", 5))
    legs = replace(new_step("legs", ()), amount=Decimal(8), unit="hour")
    legs = replace(legs, legs=(first, Leg("n2", "Ủy ban", division, steps)))
    route = route_from(found.draft["route"])
    route = replace(route, steps=(*route.steps[:2], legs, *route.steps[2:]))
    change_draft(found, by=system(), draft=found.draft | {"route": route_json(route)})
    return officer.get(address(found))


def shapes(step):
    return [(leg.key, leg.name, leg.agency, [(s.key, s.at, str(s.amount)) for s in leg.steps]) for leg in step.legs]


def test_legs_are_opened_with_their_own_steps_saved_and_published(house, officer, found, police):
    page = press(officer, found, officer.get(address(found)), "add", **{"new-kind": "legs", "new-after": "2"})
    page = press(officer, found, page, f"leg-add:{place_at(page, 'legs1')}")
    page = press(officer, found, page, f"in-add:{place_at(page, 'legs1/n2')}")
    assert not any(step.legs for step in steps_of(found))  # nothing of it is saved yet
    given = {f"{row_at(page, 'legs1/n1')}-agency": police.code, f"{row_at(page, 'legs1/n1')}-name": "Công an"}
    given |= {f"{row_at(page, 'legs1/n2')}-agency": house.division.code}
    saved = officer.post(address(found), filled(page) | given | {"again": "on"})
    assert saved.status_code == 303
    step = steps_of(found)[2]
    assert (step.key, step.kind, step.name) == ("legs1", "legs", "Lấy ý kiến các nơi")
    assert [(leg.key, leg.agency, len(leg.steps)) for leg in step.legs] == [
        ("n1", police.code, 1), ("n2", house.division.code, 2),
    ]  # fmt: skip
    assert {each.at for each in step.legs[0].steps} == {f"agency:{police.code}"}
    form = officer.get(address(found, "catalogue_publish"))
    assert "3a.1. Công an: Cho ý kiến" in form.content.decode()
    assert "3b.2. Nhánh mới: Bước mới" in form.content.decode()
    data = {"version": form.context["version"], "valid_from": "1/6/2026"}
    assert officer.post(address(found, "catalogue_publish"), data).status_code == 303
    assert Edition.objects.get(number=2).snapshot().route.step("legs1") == step


def test_time_is_shared_out_among_the_steps_of_a_leg_and_fits(officer, found, opened):
    again = press(officer, found, opened, "check", again="on")
    assert again.context["form"].proof.problems == []
    officer.post(address(found), filled(opened) | {"again": "on"})
    step = steps_of(found)[2]
    one, two = step.legs
    assert one.steps[0].amount == step.amount
    assert sum(each.amount if each.unit == "hour" else each.amount / 60 for each in two.steps) <= step.amount


def test_what_stands_is_kept_as_it_is(house, officer, found, police):
    partners = {"police": (police.code, "Công an phường"), "city": ("X.99.404", "Cơ quan đã thôi")}
    route = build(Shape(extras=("ask:police+city",)), FIVE, agencies=partners)
    change_draft(found, by=system(), draft=found.draft | {"route": route_json(route)})
    page = officer.get(address(found))
    assert page.context["form"].proof.problems == []
    assert officer.post(address(found), filled(page)).status_code == 303
    assert tuple(steps_of(found)) == route.steps


def test_legs_and_their_steps_are_moved_and_taken_out(officer, found, police, opened):
    page = press(officer, found, opened, f"leg-up:{place_at(opened, 'legs1/n2')}")
    assert "Nhánh “Ủy ban” nay là nhánh thứ 1" in page.content.decode()
    page = press(officer, found, page, f"down:{place_at(page, 'legs1/n2/answer')}")
    assert "nay là bước 2" in page.content.decode()
    page = press(officer, found, page, f"up:{place_at(page, 'legs1')}")
    officer.post(address(found), filled(page))
    step = steps_of(found)[1]
    assert [leg.key for leg in step.legs] == ["n2", "n1"]
    assert [each.key for each in step.legs[0].steps] == ["s1", "answer"]

    page = officer.get(address(found))
    page = press(officer, found, page, f"remove:{place_at(page, 'legs1/n2/s1')}")
    page = press(officer, found, page, f"leg-remove:{place_at(page, 'legs1/n1')}")
    assert officer.post(address(found), filled(page)).status_code == 303
    assert shapes(steps_of(found)[1]) == [
        ("n2", "Ủy ban", found.division.code, [("answer", f"agency:{found.division.code}", "3")])
    ]
    page = officer.get(address(found))
    page = press(officer, found, page, f"remove:{place_at(page, 'legs1')}")
    assert not page.context["form"].legs.forms
    assert officer.post(address(found), filled(page)).status_code == 303
    assert [step.key for step in steps_of(found)][:3] == ["receive", "hand_over", "specialist"]


@pytest.mark.parametrize(
    ("path", "changes", "told"),
    [
        ("legs1/n1", {"agency": ""}, "Nhánh “Công an” không có cơ quan"),
        ("legs1/n2/s1", {"role": "specialist", "actions": ["sign"]}, "phải do lãnh đạo hoặc trưởng phòng làm"),
        ("legs1/n2/s1", {"actions": ["consult"]}, "không có cách nào kết thúc"),
        ("legs1/n1", {"time": "9"}, "Nhánh “Công an” cần nhiều thời gian hơn bước “Lấy ý kiến các nơi”"),
    ],
)  # fmt: skip
def test_what_cannot_work_is_told_beside_it_and_not_published(officer, found, opened, path, changes, told):
    row = row_at(opened, path)
    given = {f"{row}-{name}": value for name, value in changes.items() if name != "time"}
    if "time" in changes:
        given[f"{row_at(opened, 'legs1/n1/answer')}-amount"] = changes["time"]
    page = press(officer, found, opened, "check", **given)
    beside = page.context["form"].proof.beside[path]
    assert any(told in text for _, text in beside)
    part = page.content.decode().split(f'id="bao-{row}"')[1]
    assert told in part.split("</div>")[0]
    assert officer.post(address(found), filled(page)).status_code == 303  # kept as typed, it may be unfinished
    refused = officer.post(address(found, "catalogue_publish"), {"version": Adoption.objects.get().version})
    assert refused.status_code == 422
    assert told in refused.content.decode()


def test_a_step_that_opens_nothing_and_a_leg_without_steps_are_told(officer, found, opened):
    page = press(officer, found, opened, f"remove:{place_at(opened, 'legs1/n1/answer')}")
    assert page.context["form"].proof.beside["legs1/n1"] == [
        ("late", "Nhánh “Công an” không có cơ quan hoặc không có bước.")
    ]
    for leg in ("n1", "n2"):
        page = press(officer, found, page, f"leg-remove:{place_at(page, f'legs1/{leg}')}")
    assert ("late", "Bước “Lấy ý kiến các nơi” mở nhánh nhưng không có nhánh nào.") in page.context[
        "form"
    ].proof.beside["legs1"]


def test_receiving_and_handing_back_stay_on_the_main_line(officer, found, opened):
    row = row_at(opened, "legs1/n2/s1")
    given = {f"{row}-role": "receptionist", f"{row}-at": "desk", f"{row}-actions": ["receive", "return_result"]}
    page = press(officer, found, opened, "check", **given)
    assert [text for _, text in page.context["form"].proof.beside["legs1/n2/s1"]] == [
        "Bước “Bước mới” của nhánh “Ủy ban” không tiếp nhận được: việc ấy ở quy trình chính.",
        "Bước “Bước mới” của nhánh “Ủy ban” không trả kết quả được: việc ấy ở quy trình chính.",
    ]


def test_the_step_at_which_the_limit_is_passed_says_so(officer, found, opened):
    row = row_at(opened, "legs1/n1/answer")
    given = {f"{row}-amount": "9", f"{row}-unit": "working_day"}
    page = press(officer, found, opened, "check", **given)
    proof = page.context["form"].proof
    assert "vượt thời hạn 5 ngày làm việc" in proof.beside["legs1"][0][1]
    assert proof.beside["legs1"][0][1] in proof.problems


def test_a_unit_that_nobody_answers_for_is_a_notice_beside_its_step(officer, found, opened, police):
    proof = opened.context["form"].proof
    assert proof.problems == []
    assert proof.beside["legs1/n1/answer"] == [
        ("soon", "Bước “Cho ý kiến”: chưa có ai giữ vị trí này tại nơi đã chọn; nơi đó sẽ được hỏi bằng văn bản.")
    ]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"legs-0-name": " "}, "Nhập tên nhánh"),
        ({"legs-0-agency": "KHÔNG.CÓ"}, "hợp lệ"),
        ({"legs-0-step": "receive"}, "bước lạ hoặc bước lặp lại"),
        ({"legs-0-step": "nowhere"}, "bước lạ hoặc bước lặp lại"),
        ({"legs-0-key": "n2"}, "bước lạ hoặc bước lặp lại"),
        ({"legs-0-key": "drop table"}, "bước lạ hoặc bước lặp lại"),
        ({"legs-TOTAL_FORMS": "1"}, "bước lạ hoặc bước lặp lại"),
        ({"legs-TOTAL_FORMS": "x"}, "Trang gửi lên bị thiếu dữ liệu"),
        ({"rows-TOTAL_FORMS": "2"}, "bước lạ hoặc bước lặp lại"),
    ],
)
def test_bad_input_is_told_in_words_and_nothing_typed_is_lost(officer, found, opened, changes, told):
    before = steps_of(found)
    data = filled(opened) | {"rows-1-name": "Tên tôi vừa gõ"} | changes
    answer = officer.post(address(found), data)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    if "TOTAL" not in next(iter(changes)):
        assert "Tên tôi vừa gõ" in answer.content.decode()
    assert steps_of(found) == before


@pytest.mark.parametrize("do", ["leg-up:99", "leg-add:-1", "leg-add:999", "in-add:7", "in-add:x", "leg-remove:"])
def test_a_strange_button_does_no_harm(officer, found, opened, do):
    page = press(officer, found, opened, do)
    assert [row.path for row in page.context["form"].rows] == [row.path for row in opened.context["form"].rows]


def test_a_leg_opens_no_legs(officer, found, opened):
    page = press(officer, found, opened, f"leg-add:{place_at(opened, 'legs1/n1/answer')}")
    assert len(page.context["form"].legs) == 2


def test_legs_and_steps_have_a_measure(opened):
    page = QueryDict(mutable=True)
    for name, value in filled(opened).items():
        page.setlist(name, value if isinstance(value, list) else [str(value)])
    for do in ["leg-add:2"] * 25 + ["in-add:0"] * 25 + ["add"]:
        page = page.copy()
        page["do"] = do
        page, said, _ = rearranged(page)
    assert (page["legs-TOTAL_FORMS"], page["rows-TOTAL_FORMS"]) == ("20", "40")
    assert "không thêm được nữa" in said


def test_the_page_costs_the_same_for_few_and_many_legs(officer, found, opened):
    def queries(page):
        with CaptureQueriesContext(connection) as caught:
            page = press(officer, found, page, f"leg-add:{place_at(page, 'legs1')}")
        return len(caught), page

    few, page = queries(opened)
    _, page = queries(page)
    assert queries(page)[0] == few
