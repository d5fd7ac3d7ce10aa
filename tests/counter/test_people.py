"""People declared twice at the desk: proposed, compared with masked numbers, merged and parted on pages."""

import pytest
from django.test import Client

from motcua.agencies.choices import Kind, Role
from motcua.citizens.actions import declare
from motcua.dossiers.models import Dossier, Merge
from tests.counter.sheets import head_of_desk
from tests.dossier_factories import received
from tests.factories import make_agency, make_post, make_ward, signed_in

URL = "/tiep-nhan/khai-trung/"
RIGHT, WRONG = "046190000318", "046190000381"
WHY = "Đã đối chiếu thẻ căn cước"


@pytest.fixture
def two(house):
    """One person under two numbers, with a dossier each; the one declared last is proposed to be kept."""
    gone = declare(by=house.clerk, kind="person", name="Trần Thị Mẫu", identity_number=WRONG, phone="0912345274")
    kept = declare(by=house.clerk, kind="person", name="Trần Thị Mẫu", identity_number=RIGHT, phone="0912345274")
    return kept, gone


@pytest.fixture
def browser(client, house):
    return signed_in(client, head_of_desk(house))


def text(answer):
    return answer.content.decode()


def test_one_name_with_one_phone_under_two_numbers_is_proposed_and_compared_masked(house, browser, two):
    declare(by=house.clerk, kind="person", name="Lê Văn Khác", identity_number="046190000999", phone="0912345274")
    page = text(browser.get(URL))
    assert f"{URL}{two[0].pk}/{two[1].pk}/" in page
    assert "Lê Văn Khác" not in page
    side = text(browser.get(f"{URL}{two[0].pk}/{two[1].pk}/"))
    assert "•••318" in side
    assert RIGHT not in page + side
    assert WRONG not in page + side


@pytest.mark.parametrize(
    ("more", "expected"),
    [({"phone": "0912345274"}, True), ({"phone": "0912345275"}, False), ({"name": "Trần Thị Mẫu B"}, False)],
)
def test_who_was_declared_without_a_number_is_proposed_by_name_and_phone(house, browser, more, expected):
    declare(by=house.clerk, kind="person", name="Trần Thị Mẫu", identity_number=RIGHT, phone="0912345274")
    declare(by=house.clerk, **({"kind": "person", "name": "Trần Thị Mẫu", "phone": "0912345274"} | more))
    assert ("So sánh: " in text(browser.get(URL))) is expected


def test_two_names_under_one_number_are_proposed(house, browser):
    for name in ("Trần Thị Mẫu", "Trần Thị Mậu Hai"):
        declare(by=house.clerk, kind="person", name=name, identity_number=RIGHT)
    assert "So sánh: " in text(browser.get(URL))


def test_merged_and_parted_on_pages(house, browser, two):
    dossier = received(house, applicant=two[1])
    where = f"{URL}{two[0].pk}/{two[1].pk}/"
    assert browser.post(where, {"cause": "mistyped", "note": ""}).status_code == 422
    assert browser.post(where, {"cause": "same_number", "note": WHY}).status_code == 422
    answer = browser.post(where, {"cause": "mistyped", "note": WHY})
    assert str(dossier.code)[-4:] in text(browser.get(answer.url))
    assert Dossier.objects.get().applicant == two[0]
    assert browser.get(where).status_code == 404
    done = Merge.objects.get()
    undone = browser.post(f"{answer.url}bo/", {"note": "Hai chị em", "version": done.version})
    assert undone.status_code == 303, text(undone)
    assert Dossier.objects.get().applicant == two[1]
    assert "Đã bỏ gộp" in text(browser.get(answer.url))
    again = browser.post(f"{answer.url}bo/", {"note": "Hai chị em", "version": done.version})
    assert again.status_code == 409


def test_the_applicants_of_two_dossiers_are_compared_by_their_codes(house, browser, two):
    codes = [received(house, applicant=each).code for each in two]
    answer = browser.post(URL, {"one": codes[0], "other": codes[1]})
    assert answer.url == f"{URL}{two[0].pk}/{two[1].pk}/"
    for wrong in ({"one": codes[0], "other": "X-1"}, {"one": codes[0], "other": codes[0]}, {}):
        assert browser.post(URL, wrong).status_code == 422


def test_a_clerk_is_refused_and_another_desk_finds_nobody(client, house, two):
    clerk = signed_in(client, house.clerk)
    where = f"{URL}{two[0].pk}/{two[1].pk}/"
    assert clerk.get(URL).status_code == 403
    assert clerk.get(where).status_code == 403
    assert clerk.post(where, {"cause": "mistyped", "note": WHY}).status_code == 403
    house.centre = make_ward()["centre"]
    other = signed_in(client, head_of_desk(house))
    assert other.get(where).status_code == 404
    assert not Merge.objects.exists()


def test_the_page_costs_the_same_with_two_pairs_and_with_twenty(house, browser, two, django_assert_max_num_queries):
    browser.get(URL)
    with django_assert_max_num_queries(12) as few:
        browser.get(URL)
    for number in range(20):
        for identity in (f"0461901{number:05}", f"0461902{number:05}"):
            declare(
                by=house.clerk, kind="person", name=f"Lê Thị {number}", identity_number=identity, phone="0912345274"
            )
    with django_assert_max_num_queries(len(few)):
        browser.get(URL)


@pytest.fixture
def across(house):
    """One person declared at two desks of one ward; a dossier at the first under the wrong number."""
    clerk = make_post(Role.RECEPTIONIST, agency=make_agency(parent=house.ward, kind=Kind.ONE_STOP))
    gone = declare(by=house.clerk, kind="person", name="Trần Thị Mẫu", identity_number=WRONG, phone="0912345274")
    kept = declare(by=clerk, kind="person", name="Trần Thị Mẫu", identity_number=RIGHT, phone="0912345274")
    return kept, gone, received(house, applicant=gone)


def test_an_administrator_merges_and_parts_over_the_desks_of_the_unit(client, house, across):
    kept, gone, dossier = across
    where = f"{URL}{kept.pk}/{gone.pk}/"
    desk = signed_in(Client(), head_of_desk(house))
    assert where not in text(desk.get(URL))  # one desk knows of one of the two
    assert desk.get(where).status_code == 404
    above = signed_in(client, house.administrator)
    page = text(above.get(URL))
    assert where in page
    assert "Người khai trùng" in page
    assert RIGHT not in page + text(above.get(where))
    assert above.post(where, {"cause": "mistyped", "note": ""}).status_code == 422
    answer = above.post(where, {"cause": "mistyped", "note": WHY})
    dossier.refresh_from_db()
    assert dossier.applicant == kept
    assert above.post(f"{answer.url}bo/", {"note": "Hai chị em", "version": 1}).status_code == 303
    dossier.refresh_from_db()
    assert dossier.applicant == gone


def test_an_administrator_elsewhere_is_shown_nobody_and_other_posts_no_page(client, house, across):
    kept, gone, _ = across
    where = f"{URL}{kept.pk}/{gone.pk}/"
    elsewhere = signed_in(client, make_ward()[Role.ADMINISTRATOR])
    assert "So sánh: " not in text(elsewhere.get(URL))
    assert elsewhere.get(where).status_code == 404
    assert elsewhere.post(where, {"cause": "mistyped", "note": WHY}).status_code == 404
    for post in (house.leader, house.inspector):
        assert signed_in(Client(), post).get(where).status_code == 403
    assert not Merge.objects.exists()


def test_an_administrator_compares_the_applicants_of_two_desks_dossiers_by_code(client, house, across):
    kept, gone, dossier = across
    other = received(house, applicant=kept)
    above = signed_in(client, house.administrator)
    assert above.post(URL, {"one": other.code, "other": dossier.code}).url == f"{URL}{kept.pk}/{gone.pk}/"
    assert above.post(URL, {"one": other.code, "other": "X-1"}).status_code == 422


def test_the_administrators_page_costs_the_same_with_two_pairs_and_with_twenty(
    client, house, across, django_assert_max_num_queries
):
    above = signed_in(client, house.administrator)
    above.get(URL)
    with django_assert_max_num_queries(12) as few:
        above.get(URL)
    for number in range(20):
        for identity in (f"0461901{number:05}", f"0461902{number:05}"):
            declare(
                by=house.clerk, kind="person", name=f"Lê Thị {number}", identity_number=identity, phone="0912345274"
            )
    with django_assert_max_num_queries(len(few)):
        above.get(URL)
