"""Niêm yết on the administration desk: lists by status, bulk with a result each, what is printed."""

from datetime import date

import pytest
from django.test import Client

from motcua.agencies.choices import Role
from motcua.procedures.actions.posting import put_up
from motcua.procedures.actions.publish import end, publish
from motcua.procedures.disclosure import public_path
from motcua.procedures.models import Adoption, Edition, Posting
from tests import kept
from tests.dossier_factories import FACTS, STANDARD, make_house
from tests.factories import make_ward, signed_in, system
from tests.ui.paper_samples import codes_in, pages_of, sizes_of, squeezed

DAY = date(2025, 8, 1)
ALL = len(FACTS["procedures"])


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """A ward of eleven procedures, four of them posted: one since outdated, one since ended."""
    with kept.for_module(django_db_blocker):
        house = make_house()
        for code in (STANDARD, "9.000002", "9.000003", "9.000004"):
            put_up(by=house.clerk, desk=house.centre, edition=Edition.objects.get(code=code), posted_on=DAY)
        newer = Adoption.objects.get(procedure__code="9.000002")
        publish(newer, by=system(), valid_from=date(2025, 9, 1))
        gone = Adoption.objects.get(procedure__code="9.000003")
        end(gone, by=system(), last_day=date(2025, 9, 30), reason="Bãi bỏ", document="1/QĐ")
        yield house


@pytest.fixture
def house(built, db):
    return built


def address(house, tail=""):
    return f"/quan-tri/niem-yet/{house.centre.pk}/{tail}"


def browser(post):
    return signed_in(Client(), post)


def codes(answer):
    rows = answer.context["page"].items
    return {getattr(row, "code", None) or row.edition.code for row in rows}


def test_each_status_opens_exactly_its_rows(house):
    client = browser(house.clerk)
    page = client.get(address(house))
    counts = {tab["label"]: tab["count"] for tab in page.context["tabs_items"]}
    assert counts == {
        "Đang áp dụng": ALL - 1, "Chưa niêm yết": ALL - 4, "Bản cũ": 1, "Đúng bản": 2, "Phải gỡ": 1,
    }  # fmt: skip
    for tab, wanted in (("right", {STANDARD, "9.000004"}), ("outdated", {"9.000002"}), ("left_over", {"9.000003"})):
        assert codes(client.get(address(house), {"tab": tab})) == wanted
    for tab in page.context["tabs_items"]:
        assert len(client.get(address(house, tab["url"])).context["page"].items) == tab["count"]
    assert codes(client.get(address(house), {"q": "chung thuc", "tab": "missing"})) == {"9.000007"}


def test_a_clerk_puts_up_many_and_is_told_of_each(house):
    picks = Edition.objects.filter(code__in=["9.000005", "9.000006"]).values_list("pk", flat=True)
    hanging = Posting.objects.get(edition__code=STANDARD).edition_id
    answer = browser(house.clerk).post(
        address(house, "ghi/"), {"pick": [*picks, hanging, "x", "999999"], "posted_on": "2/8/2025"}
    )
    assert [line["text"] for line in answer.context["results"]] == ["Đã ghi niêm yết bản này.", "Đã làm", "Đã làm"]
    posting = Posting.objects.get(edition__code="9.000005")
    assert (posting.posted_on, posting.posted_by) == (date(2025, 8, 2), house.clerk)


def test_what_must_go_is_taken_down(house):
    pick = Posting.objects.get(edition__code="9.000003").pk
    answer = browser(house.clerk).post(address(house, "go/"), {"pick": [pick], "taken_down_on": "1/10/2025"})
    assert [line["text"] for line in answer.context["results"]] == ["Đã làm"]
    assert Posting.objects.get(pk=pick).taken_down_on == date(2025, 10, 1)


@pytest.mark.parametrize(
    "sent", [{}, {"pick": ["1"]}, {"pick": ["1"], "posted_on": "hôm qua"}, {"posted_on": "1/8/2025"}]
)
def test_nothing_ticked_or_no_day_is_said(house, sent):
    assert browser(house.clerk).post(address(house, "ghi/"), sent).status_code == 422


def test_other_offices_desks_do_not_exist_and_inspectors_only_look(house):
    stranger = make_ward()
    assert browser(stranger[Role.RECEPTIONIST]).get(address(house)).status_code == 404
    assert browser(stranger[Role.ADMINISTRATOR]).post(address(house, "ghi/")).status_code == 404
    page = browser(house.inspector).get(address(house))
    assert page.status_code == 200
    assert 'name="pick"' not in page.text
    assert browser(house.inspector).post(address(house, "ghi/")).status_code == 403


def test_a_clerk_goes_straight_to_the_own_desk(house):
    assert browser(house.clerk).get("/quan-tri/niem-yet/").headers["Location"] == address(house)
    assert browser(house.specialist).get("/quan-tri/niem-yet/").status_code == 403


@pytest.mark.parametrize(("size", "points"), [("a4", (595, 842)), ("a3", (842, 1191)), ("x", (595, 842))])
def test_the_list_to_hang_names_every_procedure_with_its_code(house, settings, size, points):
    answer = browser(house.clerk).get(address(house, "danh-muc.pdf"), {"kho": size})
    assert sizes_of(answer.content) == {points}
    text = "".join(pages_of(answer.content))
    assert all(squeezed(row["name"]) in text for row in FACTS["procedures"] if row["code"] != "9.000003")
    assert squeezed("Đăng ký có nghĩa vụ tài chính") not in text
    links = {text for page in codes_in(answer.content) for kind, text in page if kind == "QRCode"}
    assert f"{settings.PUBLIC_ADDRESS}{public_path(STANDARD, house.centre.code)}" in links
    assert len(links) == ALL - 1
    assert Client().get(public_path(STANDARD, house.centre.code)).status_code == 200


def test_a_sheet_a_procedure_and_too_many_are_refused(house, monkeypatch):
    client = browser(house.clerk)
    assert len(pages_of(client.get(address(house, "tung-thu-tuc.pdf")).content)) == ALL - 1
    assert len(pages_of(client.get(address(house, "tung-thu-tuc.pdf"), {"field": "F1"}).content)) == ALL - 1
    monkeypatch.setattr("motcua.administration.posters.MOST_SHEETS", 3)
    assert client.get(address(house, "tung-thu-tuc.pdf")).status_code == 422


def test_the_inspectors_sheet_says_what_the_data_say(house):
    pages = pages_of(browser(house.inspector).get(address(house, "phieu-kiem-tra.pdf")).content)
    text = "".join(pages)
    assert squeezed(f"{ALL - 1} thủ tục đang áp dụng; {ALL - 4} chưa niêm yết, 1 bản cũ, 2 đúng bản, 1 phải gỡ") in text
    assert squeezed("Không còn áp dụng, phải gỡ") in text
    assert squeezed("bản 1, ngày 01/08/2025") in text


def test_the_list_asks_the_same_for_two_rows_and_for_all(
    house, django_assert_num_queries, django_assert_max_num_queries
):
    client = browser(house.clerk)
    client.get(address(house))
    with django_assert_max_num_queries(12) as few:
        client.get(address(house), {"tab": "right"})
    with django_assert_num_queries(len(few)):
        client.get(address(house))
