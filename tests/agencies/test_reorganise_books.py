"""A paper book of a desk that ends: its numbers stay, what was written in it is entered by the desk that took over."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from motcua.agencies.plans import plan_of
from motcua.agencies.previews import preview
from motcua.core import clock
from motcua.core.errors import BadInput, NotPermitted
from motcua.core.rebuilding import differences
from motcua.dossiers.actions.paper_books import open_book, pass_book_over, spoil
from motcua.dossiers.models import Dossier, PaperBook
from tests.agencies.reorganising import MOVED, ON, carried_out, make_office, move, now_held, planned
from tests.counter.sheets import book_of, entered, head_of_desk, line
from tests.factories import signed_in, system

pytestmark = pytest.mark.django_db
JUNE = "29/06/2026 08:15"


@pytest.fixture
def old(house, set_clock) -> SimpleNamespace:
    """A book of ten numbers, two of them entered, and one that is finished; the head of the desk."""
    set_clock("2026-06-30T15:00")
    head, new = head_of_desk(house), make_office("phường Mới")
    book, full = book_of(head, last=10), book_of(head, code="SG-02", last=1)
    entered([line(1, received=JUNE), line(2, received=JUNE)], head, book)
    spoil(full, by=head, first=1, last=1, note="In lỗi")
    return SimpleNamespace(head=head, book=book, full=full, new=new)


def passed(house, old, set_clock):
    row = planned(move(house.ward, old.new.ward))
    assert {part.key: part.total for part in preview(plan_of(row))}["dossiers.paper_books"] == 1
    done = carried_out(row, set_clock)
    assert done.state == "done", list(done.items.values_list("label", "message"))
    old.book.refresh_from_db()
    return done


def test_the_new_desk_enters_what_was_written_before_with_its_true_moment(house, old, set_clock):
    done = passed(house, old, set_clock)
    message = done.items.get(part="dossiers.paper_books").message
    assert message.startswith("Còn 8 số chưa nhập; ký hiệu và số giữ nguyên")
    book = old.book
    assert (book.desk, book.first_desk, book.passed_on, book.code) == (old.new.centre, house.centre, ON, "SG-01")
    assert book.waiting() == [(3, 10)]
    old.full.refresh_from_db()
    assert (old.full.desk, old.full.first_desk) == (house.centre, None)  # finished: stays where it was kept

    set_clock("2026-07-02T09:00")
    head = now_held(old.head)
    sheet = entered([line(3, received=JUNE), line(4, received="01/07/2026 08:00")], head, book)
    assert [(row.outcome, row.problems) for row in sheet.rows.order_by("line")] == [("done", []), ("done", [])]
    made = Dossier.objects.get(paper_number__book=book, paper_number__number=3)
    assert (made.desk, made.agency) == (old.new.centre, old.new.ward)
    assert clock.local(made.received_at).strftime("%d/%m/%Y %H:%M") == JUNE
    assert made.first_promised is not None
    spoil(book, by=head, first=5, last=10, note="Đơn vị cũ không dùng")
    assert book.waiting() == []
    assert not [each for each in differences() if each.table.startswith(MOVED)]


def test_a_book_that_passed_is_told_as_such_and_prints_nothing_more(house, old, set_clock):
    passed(house, old, set_clock)
    browser = signed_in(Client(), now_held(old.head))
    url = f"/tiep-nhan/so-giay/{old.book.pk}/"
    assert f"sổ của {house.centre}" in browser.get("/tiep-nhan/so-giay/").text
    page = browser.get(url).text
    assert "Sổ của đơn vị cũ" in page
    assert "In sổ và giấy hẹn ghi tay" not in page
    answer = browser.get(f"{url}in.pdf", {"first": 5, "last": 6})
    assert (answer.status_code, "hãy mở sổ mới" in answer.text) == (422, True)
    assert browser.get(f"/tiep-nhan/so-giay/{old.full.pk}/").status_code == 404


def test_two_desks_whose_books_have_the_same_sign_become_one(house, old, set_clock):
    """The sign is printed on paper: both keep it, each with the desk that opened it; a new book needs another."""
    passed(house, old, set_clock)
    book = old.book
    twin = {"code": book.code, "first": 1, "last": 5, "passed_on": ON}
    PaperBook.objects.create(desk=old.new.centre, first_desk=old.new.division, **twin)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperBook.objects.create(desk=old.new.centre, first_desk=house.centre, **twin)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaperBook.objects.create(desk=old.new.centre, code="X", first=1, last=5, passed_on=ON)
    with pytest.raises(BadInput) as refused:
        open_book(by=now_held(old.head), code=book.code, first=1, last=2)
    assert refused.value.code == "book_known"


def test_only_the_system_passes_a_book_and_only_to_a_desk(house, old):
    with pytest.raises(NotPermitted):
        pass_book_over(old.book, by=old.head, desk=old.new.centre, on=ON)
    with pytest.raises(BadInput) as refused:
        pass_book_over(old.book, by=system(), desk=old.new.division, on=ON)
    assert refused.value.code == "not_a_desk"
    assert old.book.rules_of(date(2026, 6, 1)) == date(2026, 6, 1)
