"""Biên lai của tôi: what was paid for one's own dossiers, as the desk printed it, and how much a year."""

import json

import pytest
from django.test import Client

from motcua.dossiers.actions.billing import collect_fee
from motcua.dossiers.models import Dossier
from motcua.payments.actions import refund
from motcua.payments.models import Bill
from tests import dossier_factories as make
from tests.factories import at_home, make_account

pytestmark = pytest.mark.django_db
RECEIPTS = "/cua-toi/bien-lai/"


def paid(house, person):
    dossier = make.received(house, make.PAYING, applicant=person)
    collect_fee(dossier, by=house.clerk, method="cash")
    return Dossier.objects.select_related("bill").get(pk=dossier.pk)


def test_a_receipt_is_listed_and_fetched_as_the_desk_prints_it(home, house, person):
    dossier = paid(house, person)
    make.received(house, make.PAYING, applicant=person)  # owes, has no receipt
    page = home.get(RECEIPTS).text
    assert page.count('class="offer"') == 1
    for words in (f"{dossier.bill.receipt_number:07}", "50.000 đồng", "Lệ phí thử", dossier.code, "Trần Thị Dân"):
        assert words in page
    paper = dossier.printed_papers.get(form="fee")
    answer = home.get(f"/cua-toi/ho-so/{dossier.code}/giay-in/{paper.pk}.pdf")
    assert answer.content.startswith(b"%PDF")
    assert f'href="/cua-toi/ho-so/{dossier.code}/giay-in/{paper.pk}.pdf"' in page


def test_what_was_given_back_says_so_and_years_are_summed(home, house, person):
    paid(house, person)
    back = paid(house, person)
    refund(back.bill, by=house.cashier, note="Nộp nhầm")
    year = back.bill.receipt_year
    page = home.get(RECEIPTS)
    assert page.context["years"] == [{"year": year, "count": 2, "paid": 100_000, "refunded": 50_000}]
    assert page.text.count("Đã hoàn trả") >= 2
    assert [each.is_refunded for each in page.context["receipts"]] == [True, False]


def test_receipts_of_another_are_nowhere(house, person, home):
    dossier = paid(house, person)
    other = make_account(proven=True, name="Lê Văn Bình", identity_number="001190000222")
    page = at_home(Client(), other).get(RECEIPTS).text
    assert dossier.code not in page
    assert "Chưa có biên lai nào" in page
    assert Client().get(RECEIPTS).status_code == 302
    assert not Bill.objects.visible_to(other.acting()).exists()
    assert not Bill.objects.visible_to(make_account().acting()).exists()


def test_a_receipt_whose_print_was_destroyed_still_says_what_was_paid(home, house, person):
    dossier = paid(house, person)
    paper = dossier.printed_papers.get(form="fee")
    paper.values = None
    paper.save(update_fields=["values"])
    page = home.get(RECEIPTS).text
    assert "Bản in đã hủy" in page
    assert "50.000 đồng" in page


def test_it_costs_the_same_with_two_and_with_ten(home, house, person, django_assert_max_num_queries):
    for _ in range(2):
        paid(house, person)
    home.get(RECEIPTS)
    with django_assert_max_num_queries(12) as few:
        home.get(RECEIPTS)
    for _ in range(4):
        paid(house, person)
    with django_assert_max_num_queries(len(few)):
        assert home.get(RECEIPTS).text.count('class="offer"') == 6
    assert home.get(f"{RECEIPTS}?tu=x").status_code == 404


def test_they_are_in_the_file_of_my_data(home, house, person):
    dossier = paid(house, person)
    told = json.loads(home.get("/cua-toi/du-lieu/du-lieu-cua-toi.json").content)["receipts"]
    assert [(each["dossier"], each["total"], each["payer"]) for each in told] == [
        (dossier.code, 50_000, dossier.applicant.name)
    ]
    assert told[0]["paid_at"].endswith("+07:00")
