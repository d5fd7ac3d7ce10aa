"""The page of a procedure: all parts of the law, honest where the data hold none, older editions, print sheet, QR."""

from datetime import date
from types import SimpleNamespace

import pytest

from motcua.agencies.choices import Kind
from motcua.procedures.actions.adopt import adopt, change_draft
from motcua.procedures.actions.publish import end, publish
from motcua.procedures.fees import FeeLine
from motcua.procedures.importers.catalogue import bring_in
from motcua.procedures.models import NationalProcedure, forget_contents
from motcua.procedures.records import Case, ChannelTerms, Limit, Named, NationalRecord, Paper, Reading
from motcua.worktime.importers import load_national
from tests import kept
from tests.factories import make_agency, make_ward, system
from tests.procedures.conftest import draft
from tests.ui.paper_samples import codes_in, pages_of, sizes_of, squeezed

CODE = "9.100001"
FULL = NationalRecord(
    code=CODE, name="Cấp giấy mẫu", field="Lĩnh vực mẫu", field_code="M01", applicants=("Công dân Việt Nam", "Tổ chức"),
    channels=(
        ChannelTerms("counter", Limit("5 ngày làm việc", 5.0, "working_day"), (FeeLine("fee", "amount", 8000),)),
        ChannelTerms("post", Limit("5 ngày làm việc", 5.0, "working_day")),
    ),
    cases=(Case("1", "Mọi trường hợp", (Paper("Đơn đề nghị", originals=1, forms=("Mẫu số 01.docx",)),)),),
    steps=("Nộp hồ sơ tại trung tâm.", "Phòng chuyên môn thẩm định."), conditions="Đủ 18 tuổi",
    legal_bases=(Named("01/2020/NĐ-CP", "Nghị định mẫu"),), results=(Named("KQ1", "Giấy mẫu"),),
    coordinating=("Công an phường",), updated="2026-01-01",
)  # fmt: skip
OWN = {
    "limits": [
        {"unit": "working_day", "amount": "5"},
        {"unit": "working_day", "amount": "10", "case": "a", "basis": "12/QĐ-UBND"},
    ],
    "cases": [{"key": "a", "name": "Cấp lại"}],
    "papers": [
        {"name": "Đơn đề nghị", "originals": 1}, {"name": "Căn cước", "originals": 0, "copies": 0},
        {"name": "Giấy cũ", "originals": 1, "copies": 2, "case": "a"},
    ],
    "fees": [
        {"name": "Phí thẩm định", "amount": 8000}, {"name": "Lệ phí cấp", "amount": 0},
        {"name": "Phí đo đạc", "set_by_council": True}, {"name": "Phí khác"},
    ],
    "results": ["Giấy mẫu"], "legal_bases": ["01/2020/NĐ-CP", "02/2021/TT-B"], "online_level": "partial",
}  # fmt: skip


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """A ward with a full procedure in two editions and one of which little is known, received for the province."""
    with kept.for_module(django_db_blocker):
        forget_contents()
        load_national(by=system())
        ward = make_ward()
        bare = NationalRecord(code="9.100002", name="Thủ tục ít dữ liệu", field="", field_code="M01")
        readings = [Reading("mục", record.code, record.name, record) for record in (FULL, bare)]
        bring_in(readings, kind="portal_api", by=system(), file_name="thu.json", sha256="0" * 64)
        for record, more in ((FULL, OWN), (bare, {"papers": [], "limits": [{"unit": "ask"}]})):
            adoption = adopt(
                by=system(), office=ward["ward"], procedure=NationalProcedure.objects.get(code=record.code),
                division=ward["division"], decision="7/QĐ-UBND", draft=draft(field_name="Lĩnh vực mẫu", **more),
            )  # fmt: skip
            publish(adoption, by=system(), valid_from=date(2026, 1, 1))
        full = adoption.office.adoptions.get(procedure__code=CODE)
        change_draft(
            full,
            by=system(),
            draft=full.draft | {"limits": [{"unit": "working_day", "amount": "5"}], "cases": [], "papers": []},
        )
        publish(full, by=system(), valid_from=date(2026, 3, 1))
        yield SimpleNamespace(office=ward["ward"], centre=ward["centre"], full=full)


@pytest.fixture
def site(built, db, set_clock):
    set_clock("2026-02-10T09:00")
    return built


def page(client, site, code=CODE, query=""):
    return client.get(f"/thu-tuc/{code}/{site.office.code}/{query}")


def test_every_part_of_the_law_is_there(client, site):
    text = page(client, site).text
    for wanted in (
        "Cấp giấy mẫu", CODE, "Nộp hồ sơ tại trung tâm.", "Phòng chuyên môn thẩm định.", "Trực tuyến một phần",
        "Qua bưu chính công ích", "Đơn đề nghị", "1 bản chính", "1 bản chính, 2 bản sao", "xuất trình", "Cấp lại",
        "5 ngày làm việc", "10 ngày làm việc", "12/QĐ-UBND", "Công dân Việt Nam; Tổ chức", site.office.name,
        "Công an phường", "Giấy mẫu", "Mẫu số 01.docx", "Đủ 18 tuổi", "01/2020/NĐ-CP: Nghị định mẫu", "02/2021/TT-B",
        "7/QĐ-UBND", site.centre.name,
    ):  # fmt: skip
        assert wanted in text, wanted
    assert "Chưa có dữ liệu" not in text


def test_null_nought_and_the_council_are_three_different_fees(client, site):
    text = page(client, site).text
    for name, words in (
        ("Phí thẩm định", "8.000 đồng"),
        ("Lệ phí cấp", "Không thu"),
        ("Phí đo đạc", "Do Hội đồng nhân dân quy định"),
        ("Phí khác", "Chưa rõ mức thu"),
    ):
        assert f"{name}: <b>{words}</b>" in text


def test_what_is_not_known_is_said(client, site):
    text = page(client, site, "9.100002").text
    assert text.count("Chưa có dữ liệu") == 7  # papers, steps, who may file, result, forms, conditions, legal bases
    assert "Bản công bố không ghi khoản thu nào" in text
    assert "Bộ phận một cửa báo khi tiếp nhận" in text


def test_the_edition_in_force_is_shown_and_others_by_day(client, site, set_clock):
    assert "Cấp lại" in page(client, site).text
    later = page(client, site, query="?ngay=2026-03-05").text
    assert "Bản này chưa áp dụng" in later
    assert "Cấp lại" not in later
    set_clock("2026-04-01T09:00")
    assert "Cấp lại" not in page(client, site).text
    old = page(client, site, query="?ngay=2026-02-10").text
    assert "Đây là bản cũ" in old
    assert "Cấp lại" in old
    assert page(client, site, query="?ngay=hôm-qua").status_code == 200


def test_an_ended_procedure_says_so(client, site, set_clock):
    end(site.full, by=system(), last_day=date(2026, 5, 31), reason="Bị bãi bỏ", document="9/QĐ-UBND")
    set_clock("2026-06-10T09:00")
    assert "Đây là bản cũ" in page(client, site).text


def test_a_desk_and_a_ward_below_show_what_they_receive_by(client, site):
    assert client.get(f"/thu-tuc/{CODE}/{site.centre.code}/").status_code == 200
    stranger = make_agency(kind=Kind.PEOPLES_COMMITTEE)
    for path in (f"{CODE}/{stranger.code}", f"9.999999/{site.office.code}", f"{CODE}/X"):
        assert client.get(f"/thu-tuc/{path}/").status_code == 404
        assert client.get(f"/thu-tuc/{path}/ban-in.pdf").status_code == 404


def test_the_sheet_has_the_same_parts_and_a_code_that_leads_back(client, site, settings):
    answer = client.get(f"/thu-tuc/{CODE}/{site.office.code}/ban-in.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert sizes_of(answer.content) == {(595, 842)}
    text = "".join(pages_of(answer.content))
    for wanted in (
        "Cấp giấy mẫu",
        "Nộp hồ sơ tại trung tâm.",
        "Phí đo đạc: Do Hội đồng nhân dân quy định",
        "Đủ 18 tuổi",
    ):
        assert squeezed(wanted) in text
    links = [text for kind, text in codes_in(answer.content)[0] if kind == "QRCode"]
    assert links == [f"{settings.PUBLIC_ADDRESS}/thu-tuc/{CODE}/{site.office.code}/"]


def test_the_page_asks_few_questions(client, site, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        page(client, site)
