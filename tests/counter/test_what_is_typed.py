"""What people type, paste and scan: each value in its normal form, or an error beside its field."""

import threading
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from motcua.agencies.choices import Role
from motcua.counter.models import Sending
from motcua.dossiers.models import Dossier
from motcua.files.actions import store
from tests.counter.pages import URL, send, sheet
from tests.dossier_factories import PAYING, applicant_of, make_house, received
from tests.factories import make_post, signed_in
from tests.files.samples import pdf

RTL, ZERO_WIDTH, NUL = "\u202e", "\u200b", "\x00"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0912 345 274", "0912345274"),
        ("+84 912.345.274", "0912345274"),
        ("84912345274", "0912345274"),
        ("(0234) 3557 274", "02343557274"),
        ("1900 1234", "19001234"),
        ("+1 202 555 0123", "+12025550123"),
        (f"0912{ZERO_WIDTH}345274", "0912345274"),
    ],
)
def test_phones_in_any_form(desk, house, typed, kept):
    assert send(desk, sheet(house, a_phone=typed)).status_code == 303
    assert Dossier.objects.get().applicant.phone == kept


@pytest.mark.parametrize("typed", ["0905 318 27", "không có", "12345", "09123452745", "0112345678", "9" * 60])
def test_phones_that_are_none(desk, house, typed):
    response = send(desk, sheet(house, a_phone=typed))
    assert response.status_code == 422
    assert 'href="#id_a-phone"' in response.text
    assert Dossier.objects.count() == 0


@pytest.mark.parametrize(
    "typed", ["04619000O318", "abc", "1234567890", "000000000000", "0461900003180", "٠٤٦١٩٠٠٠٠٣١٨", "!" * 41]
)
def test_identity_numbers_that_are_none(desk, house, typed):
    response = send(desk, sheet(house, a_identity_number=typed))
    assert response.status_code == 422
    assert 'href="#id_a-identity_number"' in response.text


@pytest.mark.parametrize(
    "typed", ["046 190 000 318", "046.190.000.318", f"{ZERO_WIDTH}046190000318{RTL}", "046190000318\n"]
)
def test_identity_numbers_as_scanned(desk, house, typed):
    assert send(desk, sheet(house, a_identity_number=typed)).status_code == 303
    assert Dossier.objects.get().applicant.identity_number == "046190000318"


def test_an_organisation_has_a_tax_code(desk, house):
    company = {"a_kind": "organisation", "a_name": "Công ty TNHH Mẫu"}
    assert send(desk, sheet(house, a_identity_number="0100109107", **company)).status_code == 422
    assert send(desk, sheet(house, a_identity_number="0100109106", **company)).status_code == 303


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nguye\u0302\u0303n Thi\u0323 A\u0301nh", "Nguyễn Thị Ánh"),
        (f"  Lê{RTL}   Văn{ZERO_WIDTH} Gõ{NUL} ", "Lê Văn Gõ"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("Ô" * 200, "Ô" * 200),
        ("<b>Lê</b> & Con", "<b>Lê</b> & Con"),
    ],
)
def test_names_as_people_have_them(desk, house, typed, kept):
    response = send(desk, sheet(house, a_name=typed))
    assert response.status_code == 303
    assert Dossier.objects.get().applicant.name == kept
    assert "<b>Lê</b>" not in desk.get(response["Location"]).text


@pytest.mark.parametrize("typed", ["", " ", ZERO_WIDTH, "12345", "...", "Ô" * 300])
def test_names_that_are_none(desk, house, typed):
    response = send(desk, sheet(house, a_name=typed))
    assert response.status_code == 422
    assert 'href="#id_a-name"' in response.text


@pytest.mark.parametrize("count", ["-1", "1000", "một", "1e3", "9" * 30])
def test_counts_that_are_none(desk, house, count):
    response = send(desk, sheet(house, p0_originals=count))
    assert response.status_code == 422
    assert 'href="#id_p0-originals"' in response.text


@pytest.mark.parametrize("rows", [["99999"], ["-1"], ["x"], [""], ["0", "0"], ["7"] * 400])
def test_rows_made_up_do_no_harm(desk, house, rows):
    assert send(desk, sheet(house) | {"row": rows}).status_code in (303, 409, 422)


def test_papers_of_none_and_of_no_copies_are_not_handed_in(desk, house):
    page = sheet(house, p0_originals="0", p1_originals="", p1_copies="")
    assert send(desk, page).status_code == 409


def test_an_added_paper_counts_and_an_empty_added_row_does_not(desk, house):
    extra = {
        "row": ["0", "1", "2", "3"],
        "p2-extra": "on",
        "p2-name": "Ảnh chân dung",
        "p2-copies": "2",
        "p3-extra": "on",
    }
    assert send(desk, sheet(house) | extra | {"p3-name": "", "p3-originals": "1"}).status_code == 303
    assert [paper.name for paper in Dossier.objects.get().papers.all()] == [
        "Tờ khai",
        "Giấy tờ chứng minh",
        "Ảnh chân dung",
    ]


def test_everything_typed_stays_beside_an_error(desk, house):
    typed = {
        "a_phone": "sai", "a_address": "12 Kim Trà", "subject": "Nhà kho", "note": "Gọi trước", "p0_originals": "7",
        "differs": "on", "s_name": "Lê Văn Con",
    }  # fmt: skip
    page = send(desk, sheet(house, PAYING, **typed, delivery="by_post", paid_by="transfer")).text
    for value in ('value="sai"', "12 Kim Trà", "Nhà kho", "Gọi trước", 'value="7"', "Lê Văn Con"):
        assert value in page
    for chosen in ("by_post", "transfer"):
        assert f'<option value="{chosen}" selected>' in page


def test_a_file_survives_an_error_elsewhere(desk, house):
    upload = SimpleUploadedFile("to-khai.pdf", pdf(), "application/pdf")
    page = sheet(house, a_phone="sai") | {"p0-file": upload}
    first = send(desk, page)
    assert first.status_code == 422
    assert "to-khai.pdf" in first.text
    kept = first.context["page"].given["p0-kept"]
    del page["p0-file"]
    assert (
        send(desk, page | {"a-phone": "0912345274", "p0-kept": kept, "p0-kept_name": "to-khai.pdf"}).status_code == 303
    )
    assert Dossier.objects.get().papers.first().file.name == "to-khai.pdf"


def test_a_file_that_may_not_be_kept_is_refused_in_words(desk, house):
    upload = SimpleUploadedFile("to-khai.pdf", b"MZ\x90\x00" + b"\x00" * 500, "application/pdf")
    response = send(desk, sheet(house) | {"p0-file": upload})
    assert response.status_code == 422
    assert 'href="#id_p0-file"' in response.text
    assert Dossier.objects.count() == 0


def test_another_posts_file_is_not_attached(desk, house):
    other = store(by=make_post(Role.RECEPTIONIST), name="a.pdf", content=pdf(), purpose="submitted")
    assert send(desk, sheet(house, p0_kept=str(other.pk))).status_code == 422
    assert Dossier.objects.count() == 0


def test_what_was_typed_is_not_in_the_memory_of_sendings(desk, house):
    send(desk, sheet(house))
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(s)::text FROM counter_sending s")
        row = cursor.fetchone()[0]
    assert "046190000318" not in row
    assert "Mẫu" not in row


def test_the_page_costs_the_same_whatever_the_desk_has_received(
    desk, house, django_assert_max_num_queries, django_assert_num_queries
):
    received(house)
    desk.get(URL)
    with django_assert_max_num_queries(8) as first:
        desk.get(URL)
    for number in range(8):
        received(house, applicant=applicant_of(house.clerk, number=f"0461900003{number:02}"))
    with django_assert_num_queries(len(first.captured_queries)):
        desk.get(URL)


def test_receiving_costs_the_same_with_many_papers(desk, house, django_assert_max_num_queries):
    send(desk, sheet(house, a_identity_number="046190000319"))
    with django_assert_max_num_queries(25) as few:
        assert send(desk, sheet(house)).status_code == 303
    rows = {
        f"p{n}-{name}": value
        for n in range(2, 40)
        for name, value in (("extra", "on"), ("name", f"Giấy {n}"), ("originals", "1"))
    }
    page = sheet(house, a_identity_number="046190000320") | rows | {"row": [str(n) for n in range(40)]}
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert send(desk, page).status_code == 303


@pytest.mark.django_db(transaction=True)
def test_the_same_page_sent_by_six_hands_at_once_makes_one_dossier():
    house = make_house()
    page, answers = sheet(house, key=str(uuid.uuid4())), []
    browsers = [signed_in(Client(), house.clerk) for _ in range(6)]
    start = threading.Barrier(6)

    def press(browser):
        start.wait()
        answers.append(send(browser, page))
        connection.close()

    hands = [threading.Thread(target=press, args=[browser]) for browser in browsers]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer["Location"] for answer in answers}) == 1
    assert Dossier.objects.count() == Sending.objects.count() == 1
