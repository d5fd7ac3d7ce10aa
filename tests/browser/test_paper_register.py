"""A day without power entered afterwards with the keyboard, and people declared twice, on every screen."""

import os

import pytest
from playwright.sync_api import expect

from motcua.citizens.actions import declare
from motcua.counter.actions.sheets import run_sheet
from motcua.counter.models import Sheet
from motcua.dossiers.actions.merging import merge
from motcua.dossiers.actions.paper_books import spoil
from motcua.dossiers.models import Dossier
from tests import dossier_factories as make
from tests.counter.sheets import book_of, entered, head_of_desk, line, sent

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("SHOTS", "")
URL = "/tiep-nhan/so-giay/"


@pytest.fixture
def house(transactional_db):
    return make.make_house()


def test_rows_are_typed_looked_at_and_entered_with_the_keyboard_alone(house, page_at, login, monkeypatch):
    head = head_of_desk(house)
    book = book_of(head)
    page = page_at(1440)
    login(page, head.person.username)
    page.goto("/tiep-nhan/")
    with page.expect_event("load"):
        page.keyboard.press("Alt+y")
    page.goto(f"{URL}{book.pk}/go/")
    page.focus("#note")
    keys = page.keyboard
    keys.type("Mất điện")
    said = line(1)[1]
    keys.press("Tab")  # the table itself: with the arrows it moves sideways
    for text in (said["number"], said["received"], said["procedure"], said["name"], said["identity_number"]):
        keys.press("Tab")
        keys.type(text)
    with page.expect_event("load"):
        keys.press("Enter")
    expect(page.get_by_text("1 dòng nhập được")).to_be_visible()
    with page.expect_event("load"):
        keys.press("Control+Enter")
    expect(page.get_by_text("0 / 1 dòng")).to_be_visible()
    run_sheet(Sheet.objects.select_related("book", "post__agency").get())
    expect(page.get_by_text("Đã nhập xong")).to_be_visible(timeout=10_000)  # by itself
    assert Dossier.objects.get().paper_number.number == 1


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_every_page_is_usable(page_at, login, axe, unlabelled, overflowing, house, width, dark):
    head = head_of_desk(house)
    book = book_of(head)
    done = entered([line(1), line(2)], head, book)
    ready = sent([line(3), line(4, phone="12"), line(5, received="04/10/2026 20:00")], head, book)
    spoil(book, by=head, first=99, last=100, note="In lỗi")
    two = [
        declare(by=house.clerk, kind="person", name="Trần Thị Mẫu", identity_number=number, phone="0912345274")
        for number in ("046190000381", "046190000318")
    ]
    make.received(house, applicant=two[0])
    more = declare(by=house.clerk, kind="person", name="Trần Thị Mẫu", phone="0912345274")
    made = merge(by=head, kept=two[1], gone=more, cause="no_number", note="Đã đối chiếu")
    page = page_at(width, dark=dark)
    login(page, head.person.username)
    people = "/tiep-nhan/khai-trung/"
    for number, path in enumerate((
        URL, f"{URL}mo/", f"{URL}{book.pk}/", f"{URL}{book.pk}/bo-so/", f"{URL}{book.pk}/tai-len/",
        f"{URL}{book.pk}/go/", f"{URL}bang/{done.pk}/", f"{URL}bang/{ready.pk}/", people,
        f"{people}{two[1].pk}/{two[0].pk}/", f"{people}lan-gop/{made.pk}/", f"{people}lan-gop/{made.pk}/bo/",
    )):  # fmt: skip
        page.goto(path)
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{width}-{number}.png", full_page=True)
        assert axe(page) == [], path
        assert unlabelled(page) == [], path
        assert overflowing(page) == [], path
