"""The route of a draft on the screen: its steps added, moved, renamed, taken out, tried on the calendar, published."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.agencies.choices import Kind, Role
from motcua.procedures.actions.adopt import change_draft
from motcua.procedures.actions.publish import publish
from motcua.procedures.models import Adoption, Edition
from motcua.procedures.routes import route_from
from tests.administration.catalogues import MORNING, filled, give, make_house, record
from tests.factories import make_agency, make_post, system

pytestmark = pytest.mark.django_db
HOUSE_AT, HOUSE_BY = MORNING, make_house


@pytest.fixture
def officer(house):
    return house.browser(Role.REFORM_OFFICER)


@pytest.fixture
def found(house):
    return give(house, record(1))


def address(found, name="catalogue_route"):
    return reverse(f"administration:{name}", args=[found.pk])


def steps_of(found):
    found.refresh_from_db()
    return list(route_from(found.draft["route"]).steps)


def names(page):
    return [row["name"].value() for row in page.context["form"].rows]


def press(client, found, page, do, **changes):
    """Press a button beside the steps: the page comes back, nothing is saved."""
    answer = client.post(address(found), filled(page) | {"do": do} | changes)
    assert answer.status_code == 200
    return answer


def test_steps_are_moved_renamed_added_and_taken_out_and_saved_in_the_draft(house, officer, found):
    before = steps_of(found)
    page = officer.get(address(found))
    assert names(page) == [step.name for step in before]

    page = press(officer, found, page, "add", **{"new-kind": "site_check", "new-after": "2"})
    assert names(page)[2] == "Kiểm tra thực địa"
    page = press(officer, found, page, "down:2")
    page = press(officer, found, page, "add", **{"new-after": "6"})
    page = press(officer, found, page, "remove:1")
    assert steps_of(found) == before  # nothing of it is saved yet

    data = filled(page) | {"rows-1-name": "Thẩm tra hồ sơ", "rows-1-role": "head_of_division"}
    saved = officer.post(address(found), data | {"rows-1-amount": "3,5", "rows-1-unit": "hour"})
    assert saved.status_code == 303
    after = steps_of(found)
    assert [step.key for step in after] == [
        "receive", "specialist", "site_check", "head", "leader", "s1", "register", "return",
    ]  # fmt: skip
    assert (after[1].name, after[1].role, str(after[1].amount), after[1].unit) == (
        "Thẩm tra hồ sơ", "head_of_division", "3.5", "hour",
    )  # fmt: skip
    assert after[2].actions == ("hand_over", "request_supplement", "consult")
    assert after[5].name == "Bước mới"
    assert found.events.last().by == vars(house)[Role.REFORM_OFFICER]


def test_the_saved_route_is_published_as_a_new_edition_and_the_old_one_stays(house, officer, found):
    page = officer.get(address(found))
    officer.post(address(found), filled(page) | {"rows-2-name": "Thẩm tra"})
    assert Edition.objects.get().snapshot().route.steps[2].name == "Thẩm định, đề xuất kết quả"
    form = officer.get(address(found, "catalogue_publish"))
    assert "Thẩm tra" in form.content.decode()
    data = {"version": form.context["version"], "valid_from": "1/6/2026"}
    assert officer.post(address(found, "catalogue_publish"), data).status_code == 303
    assert Edition.objects.get(number=2).snapshot().route.steps[2].name == "Thẩm tra"
    assert Edition.objects.get(number=1).snapshot().route.steps[2].name == "Thẩm định, đề xuất kết quả"


def test_the_calendar_tells_at_once_what_the_sum_comes_to_and_whether_it_fits(officer, found):
    page = officer.get(address(found))
    proof = page.context["form"].proof
    assert proof.problems == []
    assert proof.trials[0][0].spare > 0
    assert "còn dư" in page.content.decode()

    late = press(officer, found, page, "check", **{"rows-2-amount": "9", "rows-2-unit": "working_day"})
    told = late.context["form"].proof
    assert told.total.startswith("9 ngày làm việc và ")
    assert told.trials[0][0].spare < 0
    assert "vượt thời hạn 5 ngày làm việc" in late.content.decode()
    assert "quá" in told.trials[0][1]

    again = press(officer, found, late, "check", again="on")
    assert again.context["form"].proof.problems == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"do": "remove:0"}, "Bước đầu không phải là tiếp nhận"),
        ({"do": "remove:6"}, "không kết thúc ở bước trả kết quả"),
        ({"do": "remove:4"}, "Không có bước nào ký kết quả"),
        ({"rows-4-role": "specialist"}, "phải do lãnh đạo hoặc trưởng phòng làm"),
        ({"rows-6-at": "division"}, "phải do cán bộ một cửa làm tại bộ phận một cửa"),
        ({"rows-3-actions": ["consult"]}, "không có cách nào kết thúc"),
    ],
)
def test_a_route_that_nobody_could_live_by_is_told_while_it_is_edited(officer, found, changes, told):
    page = press(officer, found, officer.get(address(found)), **{"do": "check"} | changes)
    assert told in page.content.decode()
    saved = officer.post(address(found), filled(page))  # a draft may be unfinished
    assert saved.status_code == 303
    refused = officer.post(address(found, "catalogue_publish"), {"version": Adoption.objects.get().version})
    assert refused.status_code == 422
    assert told in refused.content.decode()


def test_a_post_that_nobody_holds_is_a_notice(house, officer, found):
    page = press(officer, found, officer.get(address(found)), "check", **{"rows-5-role": "cashier"})
    assert not page.context["form"].proof.notices  # the ward has a cashier
    other = make_agency(parent=house.ward, kind=Kind.DIVISION)
    page = press(officer, found, page, "check", **{"rows-2-at": f"agency:{other.code}"})
    assert page.context["form"].proof.notices == [
        "Bước “Thẩm định, đề xuất kết quả”: chưa có ai giữ vị trí này tại nơi đã chọn."
    ]
    make_post(Role.SPECIALIST, agency=other)
    assert not press(officer, found, page, "check").context["form"].proof.notices


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"rows-1-name": " "}, "Nhập tên bước"),
        ({"rows-1-amount": "nhiều"}, "Nhập một số, ví dụ 5 hoặc 3,5."),
        ({"rows-1-amount": "", "rows-1-unit": "hour"}, "Nhập số giờ làm việc"),
        ({"rows-1-amount": "-1"}, "Số phải lớn hơn 0"),
        ({"rows-1-role": "magician"}, "hợp lệ"),
        ({"rows-1-at": "agency:NOWHERE"}, "hợp lệ"),
        ({"rows-1-actions": []}, "Chọn ít nhất một việc"),
        ({"rows-1-key": "receive"}, "bước lạ hoặc bước lặp lại"),
        ({"rows-1-key": "drop table"}, "bước lạ hoặc bước lặp lại"),
        ({"rows-TOTAL_FORMS": "0"}, "ít nhất một bước"),
        ({"rows-TOTAL_FORMS": "x"}, "Trang gửi lên bị thiếu dữ liệu"),
    ],
)
def test_bad_input_is_told_in_words_and_nothing_is_saved(officer, found, changes, told):
    before = steps_of(found)
    data = filled(officer.get(address(found))) | changes
    answer = officer.post(address(found), data)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    checked = officer.post(address(found), data | {"do": "check"})
    assert "Chưa chạy thử được" in checked.content.decode()
    assert steps_of(found) == before


@pytest.mark.parametrize("do", ["up:99", "down:x", "remove:-1", "remove:999999", "dance", "up:0", ":", "add:4"])
def test_a_strange_button_does_no_harm(officer, found, do):
    before = officer.get(address(found))
    page = press(officer, found, before, do)
    assert set(names(before)) <= set(names(page))


def test_a_route_has_at_most_forty_steps(officer, found):
    page = officer.get(address(found))
    for _ in range(35):
        page = press(officer, found, page, "add", **{"new-after": "1"})
    assert len(names(page)) == 40
    assert "không thêm được nữa" in page.content.decode()


def test_a_stale_page_is_explained_also_after_steps_were_moved_on_it(house, officer, found):
    page = press(officer, found, officer.get(address(found)), "down:2")
    change_draft(found, by=vars(house)[Role.ADMINISTRATOR], decision="99/QĐ-UBND", note="Đổi quyết định")
    page = press(officer, found, page, "up:3")
    refused = officer.post(address(found), filled(page) | {"rows-2-name": "Tên tôi vừa gõ"})
    assert refused.status_code == 409
    told = refused.content.decode()
    assert "Nội dung này vừa được người khác thay đổi" in told
    assert "Sửa bản thảo – " in told
    assert "Đổi quyết định" in told
    assert "Tên tôi vừa gõ" in told
    assert officer.post(address(found), filled(refused)).status_code == 303
    assert steps_of(found)[2].name == "Tên tôi vừa gõ"
    assert found.decision == "99/QĐ-UBND"


def test_only_keepers_of_the_office_edit_a_route(house, found):
    for role in (Role.LEADER, Role.INSPECTOR, Role.RECEPTIONIST, Role.SPECIALIST, Role.HEAD_OF_DIVISION):
        browser = house.browser(role)
        assert browser.get(address(found)).status_code == 403, role
        assert browser.post(address(found), {"do": "check"}).status_code == 403, role
    assert make_house().browser(Role.REFORM_OFFICER).get(address(found)).status_code == 404


def test_an_ended_adoption_keeps_its_route(officer, found):
    page = officer.get(address(found))
    Adoption.objects.filter(pk=found.pk).update(ended_on="2026-03-01")
    answer = officer.post(address(found), filled(page))
    assert answer.status_code == 422
    assert "đã thôi áp dụng" in answer.content.decode()


def test_the_page_costs_the_same_for_few_and_many_steps(officer, found):
    def queries(page):
        with CaptureQueriesContext(connection) as caught:
            page = press(officer, found, page, "add", **{"new-after": "2"})
        return len(caught), page

    few, page = queries(officer.get(address(found)))
    for _ in range(10):
        page = press(officer, found, page, "add", **{"new-after": "2"})
    assert queries(page)[0] == few


def test_what_publish_freezes_is_what_the_page_showed(house, officer, found):
    page = officer.get(address(found))
    officer.post(address(found), filled(page))
    found.refresh_from_db()
    publish(found, by=system(), valid_from=None)
    first, second = (edition.snapshot().route for edition in Edition.objects.order_by("number"))
    assert first == second
