"""A route tried out before publishing: the run on a timeline, a walk deed by deed, sample answers of the form."""

from decimal import Decimal
from itertools import pairwise

import pytest

from motcua.agencies.choices import Role
from motcua.core.clock import today
from motcua.procedures.editions import content_from
from motcua.procedures.models import Adoption
from motcua.procedures.route_export import shortest_of
from motcua.procedures.route_files import read_route
from motcua.procedures.shapes import working_minutes
from tests.administration.catalogues import MORNING, give, make_house, record
from tests.administration.route_designers import address, drawn, faulty, press, put, route_of, text_of, walked
from tests.procedures.routes_for_tests import twelve

pytestmark = pytest.mark.django_db
HOUSE_AT, HOUSE_BY = MORNING, make_house


@pytest.fixture
def officer(house):
    return house.browser(Role.REFORM_OFFICER)


@pytest.fixture
def found(house):
    return give(house, record(1))


def test_legs_share_the_time_of_the_way_they_run_beside_and_paying_takes_none(officer, found):
    put(found, drawn())
    assert press(officer, found, "again").status_code == 303
    page = officer.get(address(found, "route_try"), {"luc": "02/03/2026 08:00"})
    assert page.context["spare"][0] == "ontime"
    route = route_of(found)
    assert route.step("b11").unit == "none"
    minutes = {step.key: step.amount * (60 if step.unit == "hour" else 1) for step in route.steps if step.amount}
    row = sum(minutes.values())
    heaviest = row - minutes["b5"] - minutes["b6"] - minutes["b7"]  # an opinion weighs more than two checks
    limits = content_from(Adoption.objects.get(pk=found.pk).draft).limits
    whole = working_minutes(shortest_of(limits))
    assert row > whole >= heaviest > whole * Decimal("0.9")


def test_a_sample_answer_tells_who_would_get_the_step(house, officer, found):
    ward = house.ward
    data = twelve()
    data["steps"][5]["agency"] = "answer:noi_lam"
    put(found, read_route(data).route)
    draft = Adoption.objects.get(pk=found.pk).draft
    options = [{"code": ward.code, "label": "Nơi có thật"}, {"code": "KHONG.CO", "label": "Nơi không có"}]
    asked = {"code": "noi_lam", "kind": "choice", "label": "Làm ở đâu", "options": options}
    draft["form"] = {"sections": [{"code": "p1", "title": "Một", "questions": [asked]}]}
    Adoption.objects.filter(pk=found.pk).update(draft=draft)

    def tried(*deeds, **answers):
        sent = {"luc": "02/03/2026 08:00", "viec": ["b1.0", "b2.0", "b3.0", *deeds], **answers}
        page = officer.get(address(found, "route_try"), sent)
        return page, {each["place"].step.key: (each["who"], each["people"]) for each in page.context["here"]}

    page, here = tried("b5.0")
    assert [field.name for field in page.context["form"]] == ["luc", "tl-noi_lam", "xa"]
    assert here["b6"][1].startswith("tùy câu trả lời")
    page, here = tried("b5.0", **{"tl-noi_lam": ward.code, "xa": ward.code})
    assert ward.short_name in here["b6"][0]
    assert "tùy câu trả lời" not in here["b6"][1]
    assert ward.short_name in here["b7"][0]
    assert all(f"xa={ward.code}" in url for each in page.context["here"] for _, url in each["ways"])  # it is kept
    page, here = tried("b5.0", **{"tl-noi_lam": "KHONG.CO"})
    assert here["b6"][1] == "không có cơ quan nào mang mã “KHONG.CO”"
    page = officer.get(address(found, "route_try"), {"luc": "02/03/2026 08:00", "tl-noi_lam": "lạ"})
    assert "Chọn một trong các câu trả lời ở đây." in text_of(page)


def test_a_trial_begins_on_the_next_morning_that_is_worked(officer, found):
    page = officer.get(address(found, "route_try"))
    received = page.context["received"]
    assert (received.date() - today()).days <= 4
    assert page.context["received"] == page.context["effective"]


def test_the_run_from_a_chosen_moment_stands_on_a_timeline_with_its_spare_time(officer, found):
    page = officer.get(address(found, "route_try"), {"luc": "02/03/2026 08:00"})
    bars = page.context["bars"]
    assert [bar.step.key for bar in bars][:2] == ["receive", "hand_over"]
    assert all(before.span.ended <= after.span.begun for before, after in pairwise(bars))
    assert page.context["spare"][0] == "ontime"
    put(found, drawn())
    page = officer.get(address(found, "route_try"), {"luc": "02/03/2026 08:00"})
    spans = {bar.step.key: bar.span for bar in page.context["bars"]}
    assert spans["b4"].begun == spans["b5"].begun == spans["b7"].begun
    assert spans["b8"].begun == max(spans[key].ended for key in ("b4", "b6", "b7"))
    assert page.context["spare"][0] == "late"


def test_a_route_is_walked_deed_by_deed_through_its_legs_to_the_end(officer, found):
    put(found, drawn())
    here = lambda page: [each["place"].step.key for each in page.context["here"]]  # noqa: E731
    page = walked(officer, found)
    assert here(page) == ["b1"]
    assert "Hôm nay sẽ tới" in text_of(page)
    deeds = ["b1.0", "b2.0", "b3.0"]
    assert here(walked(officer, found, *deeds)) == ["b4", "b5", "b7"]
    assert here(walked(officer, found, *deeds, "b4.0", "b7.0")) == ["b5"]
    deeds += ["b4.0", "b7.0", "b5.0", "b6.1", "b5.0", "b6.0"]  # sent back inside its leg
    assert here(walked(officer, found, *deeds)) == ["b8"]
    assert here(walked(officer, found, *deeds, "b8.1")) == ["b3"]
    deeds += ["b8.0", "b9.0", "b10.0", "b11.0", "b12.0"]
    page = walked(officer, found, *deeds)
    assert here(page) == []
    assert page.context["walk"].ended is not None
    assert here(walked(officer, found, "b1.0", "zzz.0", "b2.0")) == ["b2"]  # what cannot be done is where one stays


def test_a_join_of_any_leg_calls_the_others_off(officer, found):
    data = twelve()
    data["steps"][7]["join"] = "any"
    put(found, read_route(data).route)
    page = walked(officer, found, "b1.0", "b2.0", "b3.0", "b7.0")
    assert [each["place"].step.key for each in page.context["here"]] == ["b8"]


def test_what_cannot_be_tried_says_why(officer, found):
    assert officer.get(address(found, "route_try"), {"luc": "hôm qua"}).context["form"].errors
    put(found, read_route(faulty(1)).route)
    assert "chưa chạy thử được" in text_of(officer.get(address(found, "route_try")))
