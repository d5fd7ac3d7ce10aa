"""The route of a draft on the screen: steps as cards, legs with their join, checked as one edits, tried, published."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.administration.routing.places import flat
from motcua.agencies.choices import Kind, Role
from motcua.core.errors import BadInput
from motcua.procedures.actions.adopt import change_draft
from motcua.procedures.actions.publish import end, publish
from motcua.procedures.actions.routing import change_route
from motcua.procedures.choices import Action
from motcua.procedures.models import Adoption, Edition
from motcua.procedures.route_files import read_route
from motcua.procedures.routes import FORWARD, RETURN, Leg, Route, Step, Way, route_json
from tests.administration.catalogues import MORNING, give, make_house, record
from tests.administration.route_designers import (
    address,
    card,
    drawn,
    faulty,
    press,
    put,
    route_of,
    save,
    text_of,
    walked,
)
from tests.factories import make_agency, system
from tests.procedures.conftest import draft
from tests.procedures.routes_for_tests import twelve
from tests.questions.forms_for_tests import ask, form

pytestmark = pytest.mark.django_db
HOUSE_AT, HOUSE_BY = MORNING, make_house


@pytest.fixture
def officer(house):
    return house.browser(Role.REFORM_OFFICER)


@pytest.fixture
def found(house):
    return give(house, record(1))


def test_a_route_of_before_is_opened_drawn_and_stays_as_it_was_until_something_is_done(officer, found):
    page = officer.get(address(found))
    assert [each["name"] for each in page.context["outline"].cards][:2] == [
        "Tiếp nhận hồ sơ", "Chuyển hồ sơ đến bộ phận giải quyết",
    ]  # fmt: skip
    assert "Chuyển tới “Thẩm định, đề xuất kết quả”" in text_of(page)
    assert not route_of(found).is_drawn


def test_a_step_is_added_filled_in_moved_and_taken_out(house, officer, found):
    added = press(officer, found, "add", name="Kiểm tra thực địa", kind="step", after="specialist")
    assert added.status_code == 303
    assert "buoc=b1" in added["Location"]
    assert route_of(found).after("specialist").key == "b1"
    page = officer.get(address(found))
    assert any("chưa có thời gian" in text for text in page.context["outline"].proof.problems)

    saved = save(officer, found, "b1", amount="3,5", unit="hour", role="head_of_division", papers="Biên bản\n\nẢnh",
                 instructions="Xem mốc giới.", do1="return", to1="specialist")  # fmt: skip
    assert saved.status_code == 303
    step = route_of(found).step("b1")
    assert (step.amount, step.unit, step.role, step.papers) == (
        Decimal("3.5"), "hour", "head_of_division", ("Biên bản", "Ảnh"),
    )  # fmt: skip
    assert step.ways == (Way(FORWARD, ("head",)), Way(RETURN, ("specialist",)))
    assert step.actions == ("approve",)

    assert press(officer, found, "place", code="b1", after="head").status_code == 303
    assert route_of(found).after("head").key == "b1"
    assert press(officer, found, "remove", code="b1").status_code == 303
    assert route_of(found).find("b1") is None
    event = Adoption.objects.get(pk=found.pk).events.last()
    assert (event.action, event.by) == (Action.CHANGE_ROUTE, vars(house)[Role.REFORM_OFFICER])


def test_legs_are_opened_with_one_press_each_with_its_card_and_closed_again(house, officer, found):
    make_agency(parent=house.ward, code="H57.PC", kind=Kind.DIVISION)
    pressed = press(officer, found, "legs", code="specialist", leg1="agency:H57.PC", leg2="commune", kind="opinion",
                    join="any")  # fmt: skip
    assert pressed.status_code == 303
    route = route_of(found)
    legs = [route.step(key) for key in route.step("specialist").split.to]
    assert [(leg.at, leg.kind) for leg in legs] == [("agency:H57.PC", "opinion"), ("commune", "opinion")]
    assert next(step for step in route.steps if step.join).join == "any"
    page = officer.get(card(found, "specialist"))
    assert "Gửi song song tới" in text_of(page)

    assert press(officer, found, "unlegs", code="specialist").status_code == 303
    assert route_of(found).step("specialist").split is None
    assert all(not step.join for step in route_of(found).steps)


def test_saving_a_card_of_a_step_with_legs_keeps_its_legs(officer, found):
    put(found, drawn())
    assert save(officer, found, "b3", name="Thẩm tra").status_code == 303
    assert route_of(found).step("b3").ways == drawn().step("b3").ways
    assert save(officer, found, "b8", code="tong_hop", join="2").status_code == 303
    assert (route_of(found).step("tong_hop").join, route_of(found).after("b4").key) == ("2", "tong_hop")


def test_an_opened_and_saved_card_changes_nothing(officer, found):
    put(found, drawn())
    for step in drawn().steps:
        assert save(officer, found, step.key).status_code == 303
    assert route_of(found) == drawn()


def test_a_press_that_cannot_be_done_says_why_and_changes_nothing(officer, found):
    before = route_of(found)
    for do, more, told in (
        ("add", {"name": " "}, "Hãy nhập tên"), ("add", {"name": "x", "kind": "dance"}, "Chọn loại bước"),
        ("legs", {"code": "head", "leg1": "division"}, "ít nhất hai nơi"),
        ("legs", {"code": "head", "leg1": "agency:XX", "leg2": "division"}, "Không có nơi làm"),
        ("legs", {"code": "head", "kind": "signing"}, "Chọn loại chặng"),
        ("remove", {"code": "zzz"}, "không còn trong quy trình"),
        ("place", {"code": "head", "after": "head"}, "chính nó"),
        ("unlegs", {"code": "head"}, "không mở chặng"), ("dance", {}, "Nút này không có"),
        ("undo", {}, "Không còn bước nào"),
    ):  # fmt: skip
        page = press(officer, found, do, **more)
        assert (page.status_code, told in text_of(page)) == (422, True), do
    assert route_of(found) == before


def test_mistakes_on_a_card_stand_beside_their_fields_and_nothing_is_saved(officer, found):
    put(found, drawn())
    for wrong, field in (
        ({"name": ""}, "name"), ({"code": "b4"}, "code"), ({"code": "end"}, "code"), ({"amount": ""}, "amount"),
        ({"at": "agency:NOBODY"}, "at"), ({"do0": "forward", "to0": ""}, "to0"), ({"to0": "b99"}, "to0"),
        ({"papers": "\n".join("x" * 21)}, "papers"),
    ):  # fmt: skip
        page = save(officer, found, "b2", **wrong)
        assert page.status_code == 422, wrong
        assert field in page.context["form"].errors, wrong
    page = officer.get(card(found, "b2"))
    assert route_of(found) == drawn()


def test_what_somebody_else_did_meanwhile_is_not_overwritten(officer, found):
    version = officer.get(address(found)).context["version"]
    put(found, drawn())
    page = officer.post(address(found), {"do": "remove", "code": "head", "version": version})
    assert page.status_code == 409
    assert "vừa được người khác thay đổi" in text_of(page)
    stale = officer.post(card(found, "b2"), {"do": "save", "version": version, "name": "x"})
    assert stale.status_code in (409, 422)
    gone = officer.post(card(found, "zzz"), {"do": "save", "version": version})
    assert gone.status_code == 303
    assert route_of(found) == drawn()


def test_the_last_deed_is_taken_back(officer, found):
    before = route_of(found)
    press(officer, found, "remove", code="head")
    assert press(officer, found, "undo").status_code == 303
    assert route_of(found) == before


def test_steps_of_before_that_ask_become_legs_only_when_that_is_pressed(officer, found):
    answer = Step("answer", "Trả lời", "specialist", "agency:P1.A", Decimal(1), "hour", ("hand_over",))
    legs = (Leg("a", "A", "P1.A", (answer,)), Leg("b", "B", "P1.A", (answer,)))
    asking = Step("ask", "Hỏi", "specialist", "division", Decimal(1), "hour", ("consult",), "legs", legs)
    steps = route_of(found).steps
    put(found, Route("x", (*steps[:3], asking, *steps[3:])))
    page = officer.get(address(found))
    assert "kiểu cũ" in text_of(page)
    assert press(officer, found, "open-old").status_code == 303
    assert route_of(found).step("ask").split.to == ("a_answer", "b_answer")
    assert "kiểu cũ" not in text_of(officer.get(address(found)))


@pytest.mark.parametrize("number", range(6))
def test_publishing_a_wrong_route_is_impossible_and_its_card_says_why(officer, found, number):
    put(found, read_route(faulty(number)).route)
    editions = Edition.objects.count()
    page = officer.get(address(found))
    assert page.status_code == 200
    assert page.context["outline"].proof.problems
    asked = officer.get(address(found, "catalogue_publish"))
    data = {"version": asked.context["version"], "valid_from": "01/06/2026", "decision": "1/QĐ"}
    answer = officer.post(address(found, "catalogue_publish"), data)
    assert answer.status_code in (409, 422)
    assert Edition.objects.count() == editions
    with pytest.raises(BadInput):
        publish(Adoption.objects.get(pk=found.pk), by=system(), valid_from=date(2026, 6, 1))


def test_an_empty_route_has_a_page_on_which_to_begin(officer, found):
    put(found, Route("x", ()))
    page = officer.get(address(found))
    assert "Thêm bước đầu tiên" in text_of(page)
    press(officer, found, "add", name="Tiếp nhận", kind="step", after="")
    assert route_of(found).first.actions == ("return_result",)
    assert officer.get(address(found, "route_file", "json")).status_code == 200


def test_time_is_shared_out_anew_by_the_shortest_limit(officer, found):
    press(officer, found, "add", name="Kiểm tra", kind="step", after="specialist")
    assert press(officer, found, "again").status_code == 303
    assert route_of(found).step("b1").unit in ("hour", "minute")
    assert officer.get(address(found)).context["outline"].proof.problems == []


def test_two_editions_of_a_route_differ_step_by_step_in_words(house, officer, found):
    press(officer, found, "remove", code="register")
    save(officer, found, "head", name="Trưởng phòng xem", amount="2", unit="hour")
    parts = {part.title: {line.label: (line.before, line.after) for line in part.lines} for part in officer.get(
        address(found, "route_compare")).context["parts"]}  # fmt: skip
    assert parts["Bước head: Trưởng phòng xem"]["Tên"] == ("Kiểm tra, trình ký", "Trưởng phòng xem")
    assert parts["Bước head: Trưởng phòng xem"]["Thời gian"][1] == "2 giờ làm việc"
    assert parts["Bước register: Vào sổ, đóng dấu, chuyển kết quả"]["Cả bước"][1] == ""
    assert parts["Bước leader: Phê duyệt, ký kết quả"] == {
        "Chuyển tới": ("Chuyển tới “Vào sổ, đóng dấu, chuyển kết quả”", "Chuyển tới “Trả kết quả”")
    }
    assert not [title for title in parts if title.startswith("Bước specialist")]
    same = officer.get(address(found, "route_compare"), {"trai": "1", "phai": "1"})
    assert "cùng một quy trình" in text_of(same)
    assert officer.get(address(found, "route_compare"), {"trai": "99"}).status_code == 404


def test_a_route_is_taken_from_the_library_from_an_edition_and_from_another_procedure(house, officer, found):
    other = give(house, record(2), route=route_json(drawn(start="b1")), published=False)
    press(officer, found, "remove", code="head")
    url = address(found, "route_library")

    def take(source):
        return officer.post(url, {"version": officer.get(url).context["version"], "source": source})

    assert take("shape:at_desk").status_code == 303
    assert [step.key for step in route_of(found).steps] == ["receive", "specialist", "leader", "return"]
    assert take(f"edition:{found.editions.get().pk}").status_code == 303
    assert route_of(found) == found.editions.get().snapshot().route.drawn()
    assert "Thủ tục khác" not in text_of(officer.get(url))  # what is not published is nobody's example
    change_route(other, by=system(), route=route_of(found))
    publish(Adoption.objects.get(pk=other.pk), by=system(), valid_from=date(2026, 1, 1))
    assert take(f"edition:{other.editions.get().pk}").status_code == 303
    assert take("shape:magic").status_code == 422
    assert take("edition:999999").status_code == 422


def test_the_route_is_downloaded_in_three_forms(officer, found):
    put(found, drawn())
    assert json.loads(officer.get(address(found, "route_file", "json")).content)["start"] == "b1"
    assert officer.get(address(found, "route_file", "bpmn"))["Content-Type"].startswith("application/xml")
    assert officer.get(address(found, "route_file", "svg")).content.startswith(b"<svg")
    assert officer.get(address(found, "route_file", "exe")).status_code == 404


def test_only_the_keepers_of_the_catalogue_design_routes(house, found):
    for role in (Role.SPECIALIST, Role.RECEPTIONIST, Role.LEADER):
        client = house.browser(role)
        for url in (address(found), address(found, "route_try"), address(found, "route_library")):
            assert client.get(url).status_code == 403
        assert press(client, found, "remove", code="head").status_code == 403
    assert route_of(found).find("head")


def test_an_ended_procedure_is_not_changed(officer, found):
    end(found, by=system(), last_day=date(2026, 3, 31), document="1/QĐ-UBND", reason="Thôi")
    page = press(officer, found, "remove", code="head")
    assert (page.status_code, "thôi áp dụng" in text_of(page)) == (422, True)


def test_the_page_costs_the_same_with_few_and_with_many_steps(house, officer, found):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(address(found)).status_code == 200
        return len(queries)

    steps = list(route_of(found).steps)
    one = Step("x", "Bước thêm", "specialist", "division", Decimal(1), "minute", ("hand_over",))
    put(found, Route("x", (*steps[:3], one, *steps[3:])))
    cost()
    few = cost()
    put(found, Route("x", (*steps[:3], *(replace(one, key=f"x{number}") for number in range(20)), *steps[3:])))
    assert cost() == few


def test_a_step_may_be_done_where_an_answer_of_the_form_says_or_in_the_applicants_commune(house, officer, found):
    asked = form(ask("co_quan", "choice"), ask("so_to", "number"))
    change_draft(found, by=system(), draft=found.draft | {"form": asked})
    offered = dict(flat(officer.get(card(found, "specialist")).context["leg_places"]))
    assert {"desk", "division", "office", "commune", "answer:co_quan"} <= set(offered)
    assert "answer:so_to" not in offered
    assert save(officer, found, "specialist", at="answer:co_quan").status_code == 303
    page = officer.get(address(found))
    assert "Theo câu trả lời “co_quan”" in text_of(page)
    assert not [text for text in page.context["outline"].proof.notices if "Thẩm định" in text]
    assert "tùy câu trả lời" in text_of(walked(officer, found, "receive.0", "hand_over.0"))
    shown = officer.get(address(found, "catalogue_adoption"))
    assert "theo câu trả lời “co_quan”" in text_of(shown)


def test_texts_of_a_route_are_never_markup(officer, found):
    data = twelve()
    data["steps"][1] |= {"name": "<script>alert(1)</script>", "instructions": "<b>x</b>"}
    put(found, read_route(data).route)
    assert "<script>alert" not in text_of(officer.get(address(found)))
    assert "<script>alert" not in text_of(officer.get(card(found, "b2")))
    assert draft()["route"]["steps"]
