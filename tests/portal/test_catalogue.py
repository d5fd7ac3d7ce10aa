"""The public catalogue: found by words, everyday words, field, life event and agency; in few questions; for anybody."""

import json
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.utils.html import escape

from motcua.agencies.choices import Role
from motcua.core.clock import today
from motcua.portal import everyday
from motcua.portal.life_events import life_events
from motcua.procedures.facts import Setting
from motcua.procedures.importers.office import adopt_all
from motcua.procedures.models import NationalProcedure, forget_contents
from motcua.worktime.importers import load_national
from tests import kept
from tests.factories import SINCE, make_ward, signed_in, system

NAMES = {
    "1.001193": ("Thủ tục đăng ký khai sinh", "HT", "Hộ tịch"),
    "1.004884": ("Thủ tục đăng ký lại khai sinh", "HT", "Hộ tịch"),
    "1.000894": ("Thủ tục đăng ký kết hôn", "HT", "Hộ tịch"),
    "1.000656": ("Thủ tục đăng ký khai tử", "HT", "Hộ tịch"),
    "1.012796": ("Đính chính Giấy chứng nhận đã cấp lần đầu có sai sót", "DD", "Đất đai"),
    "1.013225": ("Cấp giấy phép xây dựng mới/điều chỉnh đối với nhà ở riêng lẻ", "XD", "Hoạt động xây dựng"),
    "2.000815": ("Chứng thực bản sao từ bản chính", "CT", "Chứng thực"),
}


def facts(codes, limit=5):
    procedures = [
        {
            "code": code, "name": NAMES[code][0], "field": NAMES[code][1], "division": "all", "limit_from": "own",
            "papers": [{"name": "Tờ khai", "originals": 1}], "results": ["Giấy chứng nhận"],
            "limits": [{"unit": "working_day", "amount": limit}], "route": {"base": "standard"},
        }
        for code in codes
    ]  # fmt: skip
    fields = {key: field for _, key, field in NAMES.values()}
    decision = {"number": "1/QĐ-UBND", "date": "2025-07-02", "name": "Quyết định thử"}
    return {"decision": decision, "divisions": {}, "partners": {}, "fields": fields, "procedures": procedures}


@pytest.fixture(scope="module")
def wards(django_db_setup, django_db_blocker):
    """Two wards: one offers everything, the other births only, within three days."""
    with kept.for_module(django_db_blocker):
        forget_contents()
        load_national(by=system())
        first, second = make_ward(), make_ward()
        for ward, codes, limit in ((first, NAMES, 5), (second, ["1.001193"], 3)):
            setting = Setting(ward["ward"].code, {"all": ward["division"].code}, {})
            adopt_all(facts(codes, limit), office=ward["ward"], setting=setting, valid_from=SINCE, by=system())
        yield SimpleNamespace(first=first["ward"], second=second["ward"], desk=first["centre"], posts=first)


@pytest.fixture
def site(wards, db):
    return wards


def names_on(answer):
    return [name for name, *_ in NAMES.values() if escape(name) in answer.text]


def codes_found(client, **query):
    found = client.get("/thu-tuc/tim/", query).context["found"]
    return [offer.code for offer in found.offers]


@pytest.mark.parametrize("asked", ["khai sinh", "khai sinh ", "KHAI SINH", "khai  sinh", "đăng ký khai sinh"])
def test_words_are_found_with_or_without_marks(client, site, asked):
    assert codes_found(client, q=asked)[0] == "1.001193"


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("giấy khai sinh", "1.001193"),
        ("tôi muốn làm giấy khai sinh cho con", "1.001193"),
        ("lay chong", "1.000894"),
        ("sao y", "2.000815"),
        ("sai thông tin sổ đỏ", "1.012796"),
        ("xây nhà", "1.013225"),
        ("giấy chứng tử", "1.000656"),
        ("1.0006", "1.000656"),
        ("dieu chinh", "1.013225"),  # a word after a stroke is a word too
        ("chung th", "2.000815"),  # as typed so far
    ],
)
def test_everyday_words_codes_and_half_typed_words_lead_there(client, site, asked, first):
    assert codes_found(client, q=asked)[0] == first


def test_a_question_put_to_the_front_page_is_answered_by_the_search(client, site):
    """Typed by hand, or an old link: not the front page as if nothing had been asked."""
    for query in ({"q": "giấy khai sinh", "coquan": site.second.code}, {"linhvuc": "HT"}, {"trang": "2"}):
        answer = client.get("/thu-tuc/", query, follow=True)
        assert [status for _, status in answer.redirect_chain] == [302]
        assert answer.redirect_chain[0][0].startswith("/thu-tuc/tim/?")
        assert answer.context["found"] == client.get("/thu-tuc/tim/", query).context["found"]
        assert answer.request["QUERY_STRING"] == urlencode(query)
    assert client.get("/thu-tuc/", {"q": "\x00'\r\nLocation: //x"}, follow=True).status_code == 200
    assert client.get("/thu-tuc/", {"q": " ", "khac": "1"}).status_code == 200  # nothing was asked


def test_nothing_found_is_said_with_the_nearest_and_ways_on(client, site):
    answer = client.get("/thu-tuc/tim/", {"q": "khai sinh trên mặt trăng"})
    assert answer.context["found"].near
    assert "Không có thủ tục nào có đủ các từ đó" in answer.text
    assert "1.001193" in codes_found(client, q="khai sinh trên mặt trăng")
    nothing = client.get("/thu-tuc/tim/", {"q": "zzzz"})
    assert nothing.status_code == 200
    assert "Chưa tìm thấy" in nothing.text


@pytest.mark.parametrize("asked", ["'", "a'b & ! | (", "\x00", "\u202eký", "&&", "1.0;drop", "x" * 5000, "%", "\\"])
def test_whatever_is_typed_gets_an_answer(client, site, asked):
    assert client.get("/thu-tuc/tim/", {"q": asked, "linhvuc": asked, "coquan": asked}).status_code == 200


def test_fields_and_agencies_narrow(client, site):
    assert set(codes_found(client, linhvuc="HT")) == {"1.001193", "1.004884", "1.000894", "1.000656"}
    assert codes_found(client, coquan=site.second.code) == ["1.001193"]
    assert codes_found(client, q="khai sinh", coquan=site.second.code) == ["1.001193"]
    assert codes_found(client, trang="2") == []


def test_the_front_page_leads_by_event_field_and_agency(client, site):
    page = client.get("/thu-tuc/").text
    assert "Sinh con, nuôi con" in page
    assert "Hộ tịch" in page
    assert site.first.name in page
    assert site.desk.name not in page


def test_a_life_event_shows_what_is_offered_in_its_order(client, site):
    answer = client.get("/thu-tuc/su-kien/sinh-con/")
    assert names_on(answer) == ["Thủ tục đăng ký khai sinh", "Thủ tục đăng ký lại khai sinh"]
    assert client.get("/thu-tuc/su-kien/di-cau/").status_code == 404


def test_three_clicks_reach_any_procedure(client, site):
    reached, front = {"/"}, {"/"}
    for _ in range(3):
        pages = [client.get(path) for path in front]
        front = {link for page in pages if page.status_code == 200 for link in links_of(page.text)} - reached
        reached |= front
    wanted = {f"/thu-tuc/{code}/{site.first.code}/" for code in NAMES} | {f"/thu-tuc/1.001193/{site.second.code}/"}
    assert wanted <= reached


def links_of(text):
    parts = text.replace("&amp;", "&").split('href="')[1:]
    found = {part.partition('"')[0] for part in parts}
    return {link for link in found if link.startswith("/thu-tuc/") and not link.endswith(".pdf")}


def test_an_offer_of_one_office_opens_at_once_and_of_two_asks_which(client, site):
    assert client.get("/thu-tuc/1.000894/").headers["Location"] == f"/thu-tuc/1.000894/{site.first.code}/"
    both = client.get("/thu-tuc/1.001193/")
    assert f"/thu-tuc/1.001193/{site.second.code}/" in both.text
    assert client.get("/thu-tuc/9.999999/").status_code == 404


@pytest.mark.parametrize("path", ["/thu-tuc/", "/thu-tuc/tim/?q=khai+sinh", "/thu-tuc/su-kien/sinh-con/"])
def test_the_pages_ask_the_same_few_questions_for_two_and_for_twenty(
    client, site, path, django_assert_max_num_queries, monkeypatch
):
    with django_assert_max_num_queries(6) as few:
        client.get(path)
    more = {f"8.{n:06}": (f"Thủ tục đăng ký khai sinh số {n}", "HT", "Hộ tịch") for n in range(20)}
    monkeypatch.setattr("tests.portal.test_catalogue.NAMES", NAMES | more)
    ward = make_ward()
    setting = Setting(ward["ward"].code, {"all": ward["division"].code}, {})
    adopt_all(facts(more), office=ward["ward"], setting=setting, valid_from=SINCE, by=system())
    with django_assert_max_num_queries(len(few)):
        client.get(path)


def test_the_search_uses_its_index(site):
    rows = NationalProcedure.objects.all()
    sql, values = rows.with_terms().filter(rows.all_words(["khai", "sinh"])).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")  # of a few rows the planner would read all by any index
        cursor.execute(f"EXPLAIN {sql}", values)
        assert "national_terms" in "\n".join(row[0] for row in cursor.fetchall())


def test_strangers_pages_may_be_kept_and_officials_are_not(client, site):
    answer = client.get("/thu-tuc/")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Cookie" in answer.headers["Vary"]
    own = signed_in(client, site.posts[Role.RECEPTIONIST]).get("/thu-tuc/")
    assert "no-store" in own.headers["Cache-Control"]


def test_the_tables_name_official_codes_only():
    known = {row["code"] for row in json.loads(Path("demo/facts/procedures.json").read_text("utf-8"))["procedures"]}
    assert {code for event in life_events().values() for code in event.codes} <= known
    assert {code for saying in everyday.sayings() for code in saying.codes} <= known
    assert all(saying.words for saying in everyday.sayings())


def test_a_saying_is_meant_when_all_its_words_are_said():
    assert everyday.codes_for("làm giấy khai sinh")[0] == "1.001193"
    assert everyday.codes_for("sinh") == []
    assert everyday.codes_for("") == []
    assert "1.012796" in everyday.codes_for("dinh chinh so do bi sai")


def test_today_is_the_day_that_counts(client, site, set_clock):
    set_clock("2025-06-30T10:00")
    assert today().year == 2025
    assert codes_found(client, q="khai sinh") == []


def test_a_field_is_named_above_its_procedures(client, site):
    assert '<span lang="vi">Hộ tịch</span></h1>' in client.get("/thu-tuc/tim/", {"linhvuc": "HT"}).text
