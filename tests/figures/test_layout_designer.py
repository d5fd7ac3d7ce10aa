"""The layouts of reports in the browser: listed, drafted column by column, tried on real figures, published."""

import re
from datetime import date

import pytest
from django.test import Client

from motcua.agencies.choices import Role
from motcua.reports.actions.layouts import begin_draft, change_draft, create_layout, publish_layout
from motcua.reports.importers import shipped
from motcua.reports.models import LayoutVersion, ReportLayout
from tests import dossier_factories as make
from tests.factories import make_post, signed_in
from tests.nonempty import some

pytestmark = pytest.mark.django_db
URL = "/so-lieu/bieu-mau/"
HOME, DRAFT = f"{URL}II.06a/", f"{URL}II.06a/nhap/"
MARCH = {"first": "01/03/2026", "last": "31/03/2026"}


@pytest.fixture
def office(house, set_clock):
    set_clock("2026-03-02T09:00")
    house.browser = signed_in(Client(), house.administrator)
    return house


@pytest.fixture
def drafted(office):
    begin_draft(ReportLayout.objects.get(code="II.06a"), by=office.administrator)
    return office


def row() -> ReportLayout:
    return ReportLayout.objects.get(code="II.06a")


def columns() -> dict[str, dict]:
    return {each["key"]: each for each in row().draft["columns"]}


def test_a_report_is_drafted_published_and_told_apart_from_the_version_before(office):
    browser = office.browser
    assert "bản 1, từ đầu" in browser.get(URL).text
    answer = browser.post(HOME, {"do": "begin", "number": "1", "version": row().version}, follow=True)
    assert "Đã bắt đầu bản nháp" in answer.text
    sent = {"do": "add", "name": "Tỷ lệ đúng hạn", "kind": "rate", "version": row().version}
    opened = browser.post(DRAFT, sent, follow=True).text
    assert "Đã thêm cột (14) “Tỷ lệ đúng hạn”" in opened
    assert "Cột (14): tử số: chọn ít nhất một cột." in opened
    assert "Ban hành</a>" not in opened
    sent = {"name": "Tỷ lệ đúng hạn", "key": "14", "kind": "rate", "unit": "percent", "of": "8, 9", "per": "(7)"}
    saved = browser.post(f"{DRAFT}cot/14/", sent | {"version": row().version}, follow=True).text
    assert "Đã lưu cột." in saved
    assert "Không còn lỗi" in saved
    assert columns()["14"] == {
        "key": "14", "name": "Tỷ lệ đúng hạn", "unit": "percent", "rate": {"of": ["8", "9"], "per": ["7"]},
    }  # fmt: skip
    before = browser.get(f"{HOME}ban-hanh/").text
    assert "Thêm cột (14) “Tỷ lệ đúng hạn”: tỷ lệ (8) + (9) trên (7)." in before
    early = browser.post(f"{HOME}ban-hanh/", {"valid_from": "01/03/2026", "version": row().version})
    assert (early.status_code, "Kỳ đã hết giữ nguyên" in early.text) == (422, True)
    done = browser.post(f"{HOME}ban-hanh/", {"valid_from": "1/4/2026", "version": row().version}, follow=True).text
    assert "Đã ban hành bản 2." in done
    assert "sắp áp dụng" in done
    version = browser.get(f"{HOME}ban/2/").text
    assert "Thêm cột (14)" in version
    assert LayoutVersion.objects.of("II.06a").get(number=2).digest in version
    assert browser.get(f"{HOME}ban/3/").status_code == 404


def test_a_column_is_changed_by_measures_with_factors_and_channels(drafted):
    browser = drafted.browser
    page = browser.get(f"{DRAFT}cot/4/").text
    assert 'name="measure0"' in page
    assert 'name="measure2"' in page
    sent = {
        "name": "Trực tuyến, trừ rút", "above": "Tiếp nhận", "key": "4", "kind": "in_period", "unit": "count",
        "lines": "3", "measure0": "received", "weight0": "", "measure1": "withdrawn", "weight1": "-1",
        "channels": ["online", "post"],
    }  # fmt: skip
    assert browser.post(f"{DRAFT}cot/4/", sent | {"version": row().version}).status_code == 303
    assert columns()["4"] == {
        "key": "4", "name": "Trực tuyến, trừ rút", "above": "Tiếp nhận", "in_period": {"received": 1, "withdrawn": -1},
        "channels": ["online", "post"],
    }  # fmt: skip
    event = row().events.order_by("-pk").first()
    assert event.data["column"] == "4"
    assert set(event.data) == {"column", "changed"}
    for wrong, words in (
        ({"name": ""}, "Nhập tên cột"), ({"key": "a/b"}, "Số hiệu cột gồm"), ({"key": "5"}, "Đã có cột mang số hiệu"),
        ({"weight0": "200"}, "99"), ({"measure0": "x"}, "measure0"), ({"kind": "x"}, "kind"),
        ({"measure1": "received"}, "chọn hai lần"), ({"channels": ["fax"]}, "channels"),
    ):  # fmt: skip
        answer = browser.post(f"{DRAFT}cot/4/", sent | wrong | {"version": row().version})
        assert (answer.status_code, words in answer.text) == (422, True), wrong


def test_a_column_looked_at_is_checked_and_not_saved(drafted):
    browser, version = drafted.browser, row().version
    sent = {"name": "Tổng", "key": "3", "kind": "in_period", "unit": "count", "do": "look", "version": str(version)}
    looked = browser.post(f"{DRAFT}cot/3/", sent).text
    assert 'name="measure0"' in looked
    assert 'name="sum"' not in looked
    assert "Cột (3): chọn ít nhất một số đếm" in looked
    more = browser.post(f"{DRAFT}cot/3/", sent | {"do": "more", "lines": "3"}).text
    assert 'name="measure7"' in more
    lasting = browser.post(f"{DRAFT}cot/3/", sent | {"measure0": "open.overdue", "lines": "3"}).text
    assert "“Đang giải quyết đã quá hạn” là một trạng thái: chỉ đếm được ở cuối kỳ." in lasting
    summed = browser.post(f"{DRAFT}cot/3/", sent | {"kind": "sum", "sum": "3"}).text
    assert "Cột (3): tính từ chính nó" in summed
    assert row().version == version


def test_a_renamed_column_is_named_so_everywhere_and_all_are_numbered_anew(drafted):
    browser = drafted.browser
    sent = {"name": "Tổng số", "key": "T7", "kind": "sum", "unit": "count", "sum": "8 9 10", "version": row().version}
    assert browser.post(f"{DRAFT}cot/7/", sent).status_code == 303
    assert {"whole": "3", "parts": ["T7", "11"]} in row().draft["identities"]
    for deed, words in (("left", "nay là cột thứ 4 trong 11"), ("left", "cột thứ 3"), ("right", "cột thứ 4")):
        page = browser.post(DRAFT, {"do": deed, "column": "T7", "version": row().version}, follow=True).text
        assert words in page
    assert "đánh số lại" in browser.post(DRAFT, {"do": "number", "version": row().version}, follow=True).text
    assert list(columns()) == [str(number) for number in range(3, 14)]
    assert {"whole": "3", "parts": ["6", "11"]} in row().draft["identities"]
    gone = browser.post(DRAFT, {"do": "remove", "column": "13", "version": row().version}, follow=True).text
    assert "Cột (12): phần trừ nhắc đến cột (13), không có trong biểu." in gone


def test_the_whole_layout_is_changed_on_one_card(drafted):
    browser = drafted.browser
    assert "3 = 7 + 11" in browser.get(f"{DRAFT}chung/").text
    sent = {
        "name": "Tên mới", "form": "Biểu mới", "group": "agency", "counted_when": "11", "cut_off": "calendar",
        "identities": "3 = 4 + 5 + 6\n(11) = (12)+(13)", "left": "Người lập biểu", "right": "TM. UBND\nKT. CHỦ TỊCH\n",
        "notes": "  Ghi  chú một\n\nGhi chú hai",
    }  # fmt: skip
    assert browser.post(f"{DRAFT}chung/", sent | {"version": row().version}).status_code == 303
    draft = row().draft
    assert draft["identities"] == [{"whole": "3", "parts": ["4", "5", "6"]}, {"whole": "11", "parts": ["12", "13"]}]
    assert draft["signature"] == {"left": ["Người lập biểu"], "right": ["TM. UBND", "KT. CHỦ TỊCH"]}
    assert (draft["notes"], draft["group"], draft["counted_when"]) == (["Ghi chú một", "Ghi chú hai"], "agency", "11")
    answer = browser.post(f"{DRAFT}chung/", sent | {"identities": "3 lớn hơn 4", "version": row().version})
    assert (answer.status_code, "Dòng 1: viết như 3 = 4 + 5 + 6." in answer.text) == (422, True)
    wrong = browser.post(f"{DRAFT}chung/", sent | {"identities": "3 = 99", "version": row().version}, follow=True).text
    assert "Đẳng thức (3) = (99): không có cột (99)." in wrong


def test_of_two_editors_the_second_keeps_what_was_typed(drafted):
    browser, old = drafted.browser, row().version
    browser.post(DRAFT, {"do": "remove", "column": "13", "version": old})
    sent = {"name": "Chữ của người sau", "key": "13", "kind": "at_end", "unit": "count", "lines": "1",
            "measure0": "open.overdue", "version": old}  # fmt: skip
    late = browser.post(f"{DRAFT}cot/13/", sent)
    assert late.status_code == 409
    for words in ("Chữ của người sau", "Người khác đã bỏ cột này", "vừa được người khác thay đổi"):
        assert words in late.text, words
    (again,) = set(re.findall(r'name="version" value="(\d+)"', late.text))
    assert browser.post(f"{DRAFT}cot/13/", sent | {"version": again}).status_code == 303
    assert columns()["13"]["name"] == "Chữ của người sau"
    for do in ({"do": "add", "name": "x", "kind": "sum"}, {"do": "number"}, {"do": "left", "column": "4"}):
        assert browser.post(DRAFT, do | {"version": old}).status_code == 409
    assert browser.post(HOME, {"do": "discard", "version": old}).status_code == 409
    assert browser.get(f"{DRAFT}cot/99/", follow=True).redirect_chain[0][0] == DRAFT


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"do": "add", "name": " ", "kind": "sum"}, "Hãy nhập tên cột"), ({"do": "x"}, "không có trên trang"),
        ({"do": "add", "name": "x" * 201, "kind": "sum"}, "dài quá 200"), ({}, "không có trên trang"),
        ({"do": "add", "name": "x", "kind": "y"}, "Chọn cách tính"),
        ({"do": "left", "column": "99"}, "không còn trong biểu"),
    ],
)  # fmt: skip
def test_a_button_that_cannot_be_done_says_why(drafted, sent, words):
    answer = drafted.browser.post(DRAFT, sent | {"version": row().version})
    assert (answer.status_code, words in answer.text) == (422, True)


def test_no_more_than_forty_columns_are_added(drafted):
    many = [{"key": str(n), "name": "x", "in_period": {"received": 1}} for n in range(3, 43)]
    change_draft(row(), by=drafted.administrator, draft=row().draft | {"columns": many})
    answer = drafted.browser.post(DRAFT, {"do": "add", "name": "x", "kind": "sum", "version": row().version})
    assert (answer.status_code, "đã đủ số cột" in answer.text) == (422, True)


def test_a_draft_is_tried_on_real_figures_beside_the_version_in_force(drafted):
    make.returned(drafted), make.in_progress(drafted)
    browser, try_out = drafted.browser, f"{HOME}xem-thu/"
    same = browser.get(try_out, MARCH).text
    assert "Giống bản đang áp dụng" in same
    assert "Lĩnh vực thử" in same
    draft = row().draft
    draft["columns"][0] = {"key": "3", "name": "Tổng số", "in_period": {"received": 2}}
    draft["columns"].append({"key": "14", "name": "Rút", "in_period": {"withdrawn": 1}})
    change_draft(row(), by=drafted.administrator, draft=draft)
    page = browser.get(try_out, MARCH).text
    assert "4 ô đậm khác với bản 1" in page  # of the row and of the sum
    assert '<strong>4</strong><span class="sub">trước: 2</span>' in page
    assert '<strong>0</strong><span class="sub">cột mới</span>' in page
    assert "cột (3) không bằng tổng các cột (4) + (5) + (6)" in page
    assert browser.get(try_out, {"first": "x"}).status_code == 422
    assert "Không có hồ sơ nào trong kỳ" in browser.get(try_out, {"first": "01/01/2025", "last": "02/01/2025"}).text
    change_draft(row(), by=drafted.administrator, draft=draft | {"counted_when": ""})
    assert "Bản nháp chưa đếm được" in browser.get(try_out, MARCH).text


def test_a_new_local_report_is_made_tried_and_reported(office):
    make.in_progress(office)
    browser = office.browser
    for code, words in (("II.06a", "Đã có biểu"), ("không", "Mã biểu gồm")):
        answer = browser.post(f"{URL}moi/", {"code": code, "name": "x"})
        assert (answer.status_code, words in answer.text) == (422, True)
    browser.post(f"{URL}moi/", {"code": "DP.01", "name": "Biểu của huyện", "like": "II.06a"})
    made = ReportLayout.objects.get(code="DP.01")
    assert made.draft == shipped()["II.06a"] | {"code": "DP.01", "name": "Biểu của huyện"}
    assert "Lĩnh vực thử" in browser.get(f"{URL}DP.01/xem-thu/", MARCH).text
    publish_layout(made, by=office.administrator, valid_from=date(2026, 3, 5))
    leader = signed_in(Client(), office.leader)
    page = leader.get("/so-lieu/bao-cao/DP.01/", MARCH).text
    assert "mẫu biểu bản 1, áp dụng từ 05/03/2026" in page
    early = leader.get("/so-lieu/bao-cao/DP.01/", {"first": "01/02/2026", "last": "04/03/2026"})
    assert (early.status_code, "Biểu này áp dụng từ 05/03/2026" in early.text) == (422, True)
    assert leader.get(f"{URL}DP.01/").status_code == 200
    blank = browser.post(f"{URL}moi/", {"code": "DP.02", "name": "Trống", "like": ""}, follow=True).text
    assert "Biểu chưa có cột nào." in blank
    assert leader.get("/so-lieu/bao-cao/DP.02/").status_code == 404


def test_cells_of_any_published_report_open_what_they_count(office):
    dossier = make.in_progress(office)
    layout = create_layout(by=office.administrator, code="DP.01", name="Biểu thử")
    draft = layout.draft | {
        "group": "procedure", "counted_when": "3", "columns": [
            {"key": "3", "name": "Tiếp nhận", "in_period": {"received": 1}},
            {"key": "4", "name": "Rút", "in_period": {"withdrawn": 1}},
            {"key": "5", "name": "Tỷ lệ", "rate": {"of": ["3"], "per": ["4"]}, "unit": "percent"},
        ],
    }  # fmt: skip
    publish_layout(change_draft(layout, by=office.administrator, draft=draft), by=office.administrator,
                   valid_from=date(2026, 3, 1))  # fmt: skip
    leader = signed_in(Client(), office.leader)
    for group, name in (("procedure", "Cấp giấy phép thử"), ("agency", office.ward.name)):
        page = leader.get("/so-lieu/bao-cao/DP.01/", MARCH).text
        assert name in page
        assert page.count('<td class="num">–</td>') == 2  # a rate of nothing, in the row and in the sum
        for url in some(re.findall(r'<td class="num"><a href="([^"]*)"', page), least=2):
            opened = leader.get(url.replace("&amp;", "&")).text
            assert (opened.count('<th scope="row">'), dossier.code.rsplit("-", 1)[-1] in opened) == (1, True), url
        assert leader.get("/so-lieu/bao-cao/DP.01/o/5/", MARCH).status_code == 404
        if group == "procedure":
            layout = begin_draft(ReportLayout.objects.get(code="DP.01"), by=office.administrator)
            layout = change_draft(layout, by=office.administrator, draft=layout.draft | {"group": "agency"})
            publish_layout(layout, by=office.administrator, valid_from=date(2026, 3, 31))


def test_a_report_that_regulation_cuts_is_asked_for_so(office):
    layout = create_layout(by=office.administrator, code="DP.01", name="Biểu thử",
                           like=LayoutVersion.objects.of("II.06a").get())  # fmt: skip
    layout = change_draft(layout, by=office.administrator, draft=layout.draft | {"cut_off": "regulated"})
    publish_layout(layout, by=office.administrator, valid_from=date(2026, 1, 1))
    leader = signed_in(Client(), office.leader)
    plain = leader.get("/so-lieu/bao-cao/II.06a/").text
    assert plain.index("Tháng này") < plain.index("Kỳ báo cáo 15/12/2025")
    page = leader.get("/so-lieu/bao-cao/DP.01/").text
    assert 'placeholder="15/12/2025"' in page
    assert page.index("Kỳ báo cáo 15/12/2025") < page.index("Tháng này")


def test_others_read_and_do_not_change(drafted):
    for post in (drafted.leader, drafted.inspector, make_post(Role.ADMINISTRATOR), make_post(Role.REFORM_OFFICER)):
        browser = signed_in(Client(), post)
        assert "Lập biểu mới" not in browser.get(URL).text
        shown = browser.get(HOME)
        assert (shown.status_code, "Bỏ bản nháp" in shown.text) == (200, False)
        assert "của đơn vị vận hành hệ thống lập và ban hành bản tiếp theo" in shown.text
        for url in (DRAFT, f"{DRAFT}chung/", f"{DRAFT}cot/3/", f"{HOME}xem-thu/", f"{HOME}ban-hanh/", f"{URL}moi/"):
            assert browser.get(url).status_code == 403, url
        assert browser.post(HOME, {"do": "discard", "version": row().version}).status_code == 403
    assert signed_in(Client(), drafted.clerk).get(URL).status_code == 403
    assert "Lập biểu mới" in signed_in(Client(), drafted.reform).get(URL).text
    assert drafted.browser.get(f"{URL}II.99/").status_code == 404


def test_the_pages_cost_the_same_with_many_layouts_and_versions(
    office, django_assert_num_queries, django_assert_max_num_queries
):
    def published(code: str, day: date) -> None:
        layout = ReportLayout.objects.filter(code=code).first()
        layout = begin_draft(layout, by=office.administrator) if layout else create_layout(
            by=office.administrator, code=code, name="x", like=LayoutVersion.objects.of("II.06a").first()
        )  # fmt: skip
        layout = change_draft(layout, by=office.administrator, draft=layout.draft | {"name": f"Từ {day}"})
        publish_layout(layout, by=office.administrator, valid_from=day)

    published("DP.01", date(2026, 3, 2))
    counts = {}
    leader = signed_in(Client(), office.leader)
    for browser, url in ((office.browser, URL), (office.browser, f"{URL}DP.01/"), (leader, "/so-lieu/bao-cao/")):
        browser.get(url)
        with django_assert_max_num_queries(12) as few:
            browser.get(url)
        counts[url] = browser, len(few.captured_queries)
    for number in range(1, 8):
        published("DP.01", date(2026, 4, number))
        published(f"DP.1{number}", date(2026, 3, 2))
    for url, (browser, queries) in counts.items():
        with django_assert_num_queries(queries):
            browser.get(url)
