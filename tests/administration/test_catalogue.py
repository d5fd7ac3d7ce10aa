"""The office's procedures on the screen: find, look, compare, edit, publish, cancel, withdraw, review."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.agencies.choices import Kind, Role
from motcua.procedures.actions.publish import publish
from motcua.procedures.choices import Action
from motcua.procedures.models import Adoption, Edition
from tests.administration.catalogues import FIRST, MORNING, bring, filled, give, make_house, record
from tests.administration.route_designers import press
from tests.factories import make_agency, make_ward, system

pytestmark = pytest.mark.django_db
HOUSE_AT, HOUSE_BY = MORNING, make_house


@pytest.fixture
def officer(house):
    return house.browser(Role.REFORM_OFFICER)


def address(name, *args):
    return reverse(f"administration:{name}", args=args)


def listed(client, **asked):
    page = client.get(address("catalogue"), asked)
    return [row.procedure.code for row in page.context["page"].items]


def test_an_adoption_is_found_by_words_code_and_field(house, officer):
    give(house, record(1, name="Đăng ký khai sinh", field="Hộ tịch", field_code="HT"))
    give(house, record(2, name="Cấp giấy phép xây dựng"))

    assert listed(officer, q="dang ky sinh") == ["9.000001"]
    assert listed(officer, q="XÂY dựng") == ["9.000002"]
    assert listed(officer, q="9.000001") == ["9.000001"]
    assert listed(officer, field="HT") == ["9.000001"]
    assert listed(officer, q="không có đâu") == []


def test_the_tabs_count_how_adoptions_stand(house, officer):
    give(house, record(1))
    give(house, record(2), published=False)
    publish(give(house, record(3)), by=system(), valid_from=date(2026, 5, 1))
    page = officer.get(address("catalogue"))

    counts = {tab["label"]: tab["count"] for tab in page.context["tabs_items"]}
    assert (counts["Tất cả"], counts["Đang áp dụng"], counts["Sắp có hiệu lực"]) == (3, 2, 1)
    assert listed(officer, standing="draft") == ["9.000002"]
    assert listed(officer, standing="scheduled") == ["9.000003"]
    assert "bản sau từ" in page.content.decode()


def test_other_offices_are_not_listed_nor_opened(house, officer):
    elsewhere = make_house()
    other = give(elsewhere, record(7))

    assert listed(officer) == []
    for name in ("catalogue_adoption", "catalogue_publish", "catalogue_compare"):
        assert officer.get(address(name, other.pk)).status_code == 404


def test_the_list_costs_the_same_for_two_and_for_twenty(house, officer):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert officer.get(address("catalogue")).status_code == 200
        return len(caught)

    for number in (1, 2):
        give(house, record(number), published=number == 1)
    few = queries()
    for number in range(3, 21):
        give(house, record(number), published=number % 2 == 0)
    assert queries() == few


def test_the_page_tells_everything_of_the_draft(house, officer):
    below = make_agency(parent=house.ward, kind=Kind.SERVICE_UNIT, name="Trường Mầm non Thử")
    found = give(
        house, record(1),
        fees=[
            {"name": "Lệ phí", "amount": 0}, {"name": "Phí thẩm định", "kind": "fee", "amount": 16_000},
            {"name": "Phí khác", "amount": None}, {"name": "Phí đo đạc", "amount": None, "set_by_council": True},
        ],
    )  # fmt: skip
    Adoption.objects.filter(pk=found.pk).update(serves=["service_unit"])
    page = officer.get(address("catalogue_adoption", found.pk)).content.decode()

    for told in (
        "5 ngày làm việc", "Miễn, không thu (0 đồng)", "16.000 đồng", "Chưa xác định mức thu", "HĐND cấp tỉnh quy định",
        "1 bản chính", "Thẩm định, đề xuất kết quả", "12/QĐ-UBND ngày 5/1/2026", house.division.name, below.short_name,
        "Bản số 1", "Đang áp dụng",
    ):  # fmt: skip
        assert told in page, told


def test_only_keepers_come_in_and_lookers_see_no_buttons(house):
    found = give(house, record(1))
    for role in (Role.RECEPTIONIST, Role.SPECIALIST, Role.REGISTRY_CLERK, Role.CASHIER, Role.HEAD_OF_DIVISION):
        assert house.browser(role).get(address("catalogue")).status_code == 403
    page = house.browser(Role.INSPECTOR).get(address("catalogue_adoption", found.pk))
    assert [button["label"] for button in page.context["actions"]] == ["So sánh các bản"]
    assert "Sửa<" not in page.content.decode()
    assert house.browser(Role.INSPECTOR).get(address("catalogue_edit", found.pk, "phi")).status_code == 403
    assert house.browser(Role.LEADER).get(address("catalogue_edit", found.pk, "phi")).status_code == 403
    assert house.browser(Role.LEADER).get(address("catalogue_publish", found.pk)).status_code == 200


@pytest.mark.parametrize("part", ["chung", "truong-hop", "thoi-han", "phi", "giay-to", "chi-so"])
def test_every_part_is_saved_as_it_stands_without_changing_anything(house, officer, part):
    found = give(
        house, record(1), cases=[{"key": "c1", "name": "Cấp mới"}], legal_bases=["15/2025/NĐ-CP"],
        fees=[{"name": "Lệ phí", "amount": 0, "case": "c1"}, {"name": "Phí", "set_by_council": True}],
    )  # fmt: skip
    before = Edition.objects.get().snapshot()
    url = address("catalogue_edit", found.pk, part)
    answer = officer.post(url, filled(officer.get(url)))

    assert answer.status_code == 303, (answer.context["form"].errors, answer.context["form"].rows.errors)
    found.refresh_from_db()
    publish(found, by=system(), valid_from=date(2026, 4, 1))
    assert Edition.objects.get(number=2).snapshot() == before
    assert found.events.filter(action=Action.CHANGE_DRAFT).exists()


def sent(client, found, part, **changes):
    url = address("catalogue_edit", found.pk, part)
    return client.post(url, filled(client.get(url)) | changes)


def test_limits_are_edited_per_case_and_channel_with_their_document(house, officer):
    found = give(house, record(1))
    new = {
        "rows-1-channel": "online",
        "rows-1-amount": "3,5",
        "rows-1-unit": "working_day",
        "rows-1-basis": "45/QĐ-UBND",
    }
    assert sent(officer, found, "thoi-han", **new).status_code == 303

    found.refresh_from_db()
    assert found.draft["limits"][1] == {
        "case": None, "channel": "online", "amount": "3.5", "unit": "working_day", "basis": "45/QĐ-UBND",
    }  # fmt: skip
    page = officer.get(address("catalogue_adoption", found.pk))
    assert "Khác ở: Thời hạn giải quyết." in page.content.decode()
    assert Edition.objects.get().snapshot().limits[0].amount == 5
    assert len(Edition.objects.get().snapshot().limits) == 1


def test_the_four_things_a_fee_may_say_are_kept_apart(house, officer):
    found = give(house, record(1))
    rows = {}
    for number, (standing, amount) in enumerate([("amount", "16.000"), ("free", ""), ("council", ""), ("unknown", "")]):
        rows |= {f"rows-{number}-{name}": value for name, value in {
            "name": f"Khoản {number}", "kind": "charge", "standing": standing, "amount": amount}.items()}  # fmt: skip
    rows["rows-TOTAL_FORMS"] = "4"
    answer = sent(officer, found, "phi", **rows)
    assert answer.status_code == 303, answer.context["form"].rows.errors
    found.refresh_from_db()
    assert [(f["amount"], f["set_by_council"]) for f in found.draft["fees"]] == [
        (16_000, False), (0, False), (None, True), (None, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("part", "changes", "told"),
    [
        ("thoi-han", {"rows-0-amount": ""}, "Nhập số ngày làm việc"),
        ("thoi-han", {"rows-0-amount": "-3"}, "lớn hơn 0"),
        ("thoi-han", {"rows-0-amount": "năm"}, "Nhập một số"),
        ("phi", {"rows-0-name": "Lệ phí", "rows-0-standing": "amount"}, "Nhập mức thu"),
        ("giay-to", {"rows-0-name": ""}, "Nhập tên giấy tờ"),
        ("giay-to", {"rows-0-copies": "1000"}, "Không quá 99"),
        ("chung", {"cutoff": "25:99"}, "Nhập giờ"),
        ("chi-so", {"decided_on": "31/2/2026"}, "Ngày chưa đúng"),
    ],
)
def test_what_is_wrong_is_told_in_words_and_the_rest_is_kept(house, officer, part, changes, told):
    found = give(house, record(1))
    answer = sent(officer, found, part, **changes)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert found.version == Adoption.objects.get(pk=found.pk).version


def test_a_row_is_taken_out_by_its_tick(house, officer):
    found = give(house, record(1), papers=[{"name": "Đơn", "originals": 1}, {"name": "Ảnh", "copies": 2}])
    sent(officer, found, "giay-to", **{"rows-0-DELETE": "on"})

    found.refresh_from_db()
    assert [paper["name"] for paper in found.draft["papers"]] == ["Ảnh"]


def test_a_paper_says_for_how_many_months_it_is_taken_and_by_which_rule(house, officer):
    found = give(house, record(1), papers=[{"name": "Giấy xác nhận", "originals": 1}, {"name": "Ảnh", "copies": 2}])
    typed = {"rows-0-valid_months": "6", "rows-0-valid_basis": "Luật", "rows-1-valid_basis": "?"}
    sent(officer, found, "giay-to", **typed)
    found.refresh_from_db()
    lasts = [(paper.get("valid_months"), paper.get("valid_basis")) for paper in found.draft["papers"]]
    assert lasts == [(6, "Luật"), (None, None)]
    assert 'value="Luật"' in officer.get(address("catalogue_edit", found.pk, "giay-to")).text


def test_new_cases_get_keys_that_nobody_had(house, officer):
    found = give(house, record(1), cases=[{"key": "c1", "name": "Một"}])
    sent(officer, found, "truong-hop", **{"rows-0-DELETE": "on", "rows-1-name": "Hai"})

    found.refresh_from_db()
    assert found.draft["cases"] == [{"key": "c2", "name": "Hai"}]


def test_a_stale_page_loses_nothing(house, officer):
    found = give(house, record(1))
    answer = sent(officer, found, "chung", version="1", decision="99/QĐ-UBND")

    assert answer.status_code == 409
    assert "99/QĐ-UBND" in answer.content.decode()


def test_a_shorter_limit_asks_for_the_route_to_be_shared_out_again(house, officer):
    found = give(house, record(1))
    sent(officer, found, "thoi-han", **{"rows-0-amount": "2", "rows-0-basis": "45/QĐ-UBND"})
    refused = officer.post(address("catalogue_publish", found.pk), {"version": found.version + 1})
    assert refused.status_code == 422
    assert "Tổng thời gian các bước vượt thời hạn" in refused.content.decode()

    press(officer, found, "again")
    done = officer.post(address("catalogue_publish", found.pk), {"version": found.version + 2})
    assert done.status_code == 303
    assert Edition.objects.get(number=2).snapshot().limits[0].amount == 2


def test_publishing_shows_what_changes_and_may_be_for_a_later_day(house, officer):
    found = give(house, record(1))
    sent(officer, found, "giay-to", **{"rows-0-copies": "2"})
    page = officer.get(address("catalogue_publish", found.pk))
    assert "1 bản chính, 2 bản sao" in page.content.decode()

    officer.post(address("catalogue_publish", found.pk), {"version": page.context["version"], "valid_from": "1/6/2026"})
    edition = Edition.objects.get(number=2)
    assert (edition.valid_from, edition.published_by) == (date(2026, 6, 1), vars(house)[Role.REFORM_OFFICER])
    shown = officer.get(address("catalogue_adoption", found.pk)).content.decode()
    assert "Chưa có hiệu lực" in shown
    assert "Hủy bản số 2" in shown


def test_a_scheduled_edition_is_cancelled_on_the_screen(house, officer):
    found = publish(give(house, record(1)), by=system(), valid_from=date(2026, 5, 1))
    url = address("catalogue_cancel", found.pk, 2)
    assert officer.post(url, {"version": found.version, "reason": ""}).status_code == 422
    assert officer.post(url, {"version": found.version, "reason": "Nhầm ngày"}).status_code == 303
    assert Edition.objects.get(number=2).cancelled_on == date(2026, 3, 2)
    assert "Đã hủy ngày 02/03/2026" in officer.get(address("catalogue_edition", found.pk, 2)).content.decode()


def test_two_editions_stand_side_by_side(house, officer):
    found = give(house, record(1))
    sent(officer, found, "thoi-han", **{"rows-0-amount": "4", "rows-0-basis": "45/QĐ-UBND"})
    press(officer, found, "again")
    found.refresh_from_db()
    publish(found, by=system(), valid_from=date(2026, 3, 2))
    page = officer.get(address("catalogue_compare", found.pk), {"trai": "1", "phai": "2"})

    lines = {line.label: (line.before, line.after) for part in page.context["parts"] for line in part.lines}
    assert lines["Mọi trường hợp, mọi cách nộp"] == ("5 ngày làm việc", "4 ngày làm việc (45/QĐ-UBND)")
    assert {part.title for part in page.context["parts"]} == {"Thời hạn giải quyết", "Quy trình"}
    whole = officer.get(address("catalogue_compare", found.pk), {"trai": "1", "phai": "2", "ca": "1"})
    assert "Thành phần hồ sơ" in {part.title for part in whole.context["parts"]}
    assert officer.get(address("catalogue_compare", found.pk), {"trai": "9"}).status_code == 404
    same = officer.get(address("catalogue_compare", found.pk), {"trai": "2", "phai": "2"})
    assert "Hai bản giống nhau" in same.content.decode()


def test_withdrawing_asks_for_day_reason_and_document(house, officer):
    found = give(house, record(1))
    url = address("catalogue_end", found.pk)
    empty = officer.post(url, {"version": found.version})
    assert empty.status_code == 422
    assert all(word in empty.content.decode() for word in ("Nhập lý do", "Nhập văn bản", "Nhập ngày cuối cùng"))

    given = {"last_day": "30/4/2026", "reason": "Luật bãi bỏ", "document": "45/QĐ-UBND ngày 20/4/2026"}
    assert officer.post(url, given | {"version": found.version}).status_code == 303
    found.refresh_from_db()
    assert found.ended_on == date(2026, 5, 1)
    assert "45/QĐ-UBND ngày 20/4/2026" in officer.get(address("catalogue_adoption", found.pk)).content.decode()
    assert listed(officer, standing="withdrawn") == ["9.000001"]


def test_a_newer_national_record_is_shown_beside_the_adoption_and_settled(house, officer):
    found = give(house, record(1))
    bring(record(1, name="Cấp giấy tên mới", updated="2026-02-01"))
    assert listed(officer, standing="to_review") == ["9.000001"]
    page = officer.get(address("catalogue_adoption", found.pk))
    (part,) = page.context["difference"]
    assert [(line.before, line.after) for line in part.lines] == [("Cấp giấy số 1", "Cấp giấy tên mới")]

    answer = officer.post(
        address("catalogue_review", found.pk), {"version": page.context["version"], "finding": "Chỉ đổi tên"}
    )
    assert answer.status_code == 303
    assert listed(officer, standing="to_review") == []


def test_what_the_service_index_asks_is_captured_and_frozen(house, officer):
    found = give(house, record(1), legal_bases=["15/2025/NĐ-CP"])
    given = {
        "decided_on": "5/1/2026", "made_public_at": "6/1/2026 8:30", "full_online_eligible": "yes",
        "paper_result": "no", "pays_online": "", "rows-0-effective_from": "1/1/2026",
    }  # fmt: skip
    assert sent(officer, found, "chi-so", **given).status_code == 303
    found.refresh_from_db()
    publish(found, by=system(), valid_from=date(2026, 3, 2))

    measured = Edition.objects.get(number=2).snapshot().measured
    assert (measured.decided_on, measured.full_online_eligible, measured.paper_result) == (
        date(2026, 1, 5),
        True,
        False,
    )
    assert measured.pays_online is None
    assert measured.made_public_at.isoformat() == "2026-01-06T01:30:00+00:00"
    assert (measured.effects[0].basis, measured.effects[0].effective_from) == ("15/2025/NĐ-CP", FIRST)
    page = officer.get(address("catalogue_edition", found.pk, 2)).content.decode()
    assert "08:30 06/01/2026" in page


def test_a_procedure_is_adopted_from_the_national_catalogue(house, officer):
    bring(record(5))
    page = officer.get(address("national"))
    (row,) = page.context["page"].items
    assert not row.is_adopted
    url = address("national_adopt", row.pk)
    given = {"office": house.ward.pk, "division": house.division.pk, "decision": "7/QĐ-UBND"}
    answer = officer.post(url, given)

    found = Adoption.objects.get()
    assert answer["Location"] == address("catalogue_adoption", found.pk)
    assert found.draft["limits"] == [{"unit": "working_day", "amount": "5.0", "channel": None}]
    assert officer.get(address("catalogue_adoption", found.pk)).context["problems"] == []
    again = officer.post(url, given)
    assert again.status_code == 422
    assert "Đơn vị đã áp dụng thủ tục này" in again.content.decode()


def test_one_may_not_adopt_for_another_office(house, officer):
    bring(record(5))
    (row,) = officer.get(address("national")).context["page"].items
    other = make_ward()
    answer = officer.post(address("national_adopt", row.pk), {"office": other["ward"].pk, "division": other["ward"].pk})
    assert answer.status_code == 422
    assert not Adoption.objects.exists()


def test_a_withdrawal_by_mistake_is_undone_on_the_screen(house, officer):
    found = give(house, record(1))
    given = {"last_day": "30/4/2026", "reason": "Nhầm", "document": "45/QĐ-UBND", "version": found.version}
    officer.post(address("catalogue_end", found.pk), given)
    page = officer.get(address("catalogue_adoption", found.pk))
    assert [button["label"] for button in page.context["actions"]] == ["So sánh các bản", "Bỏ thôi áp dụng"]
    url = address("catalogue_undo_end", found.pk)
    form = officer.get(url)
    assert "chưa có hiệu lực" in form.content.decode()
    assert officer.post(url, {"version": form.context["version"], "reason": ""}).status_code == 422
    done = officer.post(url, {"version": form.context["version"], "reason": "Ghi nhầm thủ tục"})
    assert done.status_code == 303
    page = officer.get(address("catalogue_adoption", found.pk)).content.decode()
    assert "Ghi nhầm thủ tục" in page  # in the story
    assert "Đơn vị đã thôi áp dụng" not in page
    assert officer.post(url, {"version": form.context["version"] + 1, "reason": "Lại"}).status_code == 422
    assert house.browser(Role.INSPECTOR).get(url).status_code == 403


def test_publishing_from_a_day_that_is_past_is_told_and_twice_the_same_day_is_refused_in_words(house, officer):
    found = give(house, record(1))
    url = address("catalogue_publish", found.pk)

    def published_from(day):
        return officer.post(url, {"version": officer.get(url).context["version"], "valid_from": day, "note": "Họp"})

    assert sent(officer, found, "thoi-han", **{"rows-0-amount": "4", "rows-0-basis": "9/QĐ"}).status_code == 303
    told = officer.get(published_from("10/2/2026")["Location"]).content.decode()
    assert "hồ sơ đã nhận theo bản trước vẫn theo bản trước" in told
    spans = list(found.editions.order_by("number").values_list("valid_from", "valid_to"))
    assert spans == [(FIRST, date(2026, 2, 9)), (date(2026, 2, 10), None)]
    for day in ("10/2/2026", "9/2/2026", "31/12/2025"):  # the same day, one that the first holds, one before all
        again = published_from(day)
        assert again.status_code == 422, day
        assert "bản mới phải sau ngày đó" in again.content.decode()
        assert again.context["form"]["note"].value() == "Họp"
    assert list(found.editions.order_by("number").values_list("valid_from", "valid_to")) == spans
