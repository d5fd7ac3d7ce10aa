"""Two workers at one sheet, and an intake at the same desk meanwhile: nothing twice, numbers whole."""

import pytest

from motcua.counter.actions.sheets import begin_sheet, run_sheet, take_sheet
from motcua.counter.choices import RowOutcome
from motcua.counter.models import Sheet
from motcua.dossiers.models import Dossier, PaperNumber
from tests.counter.sheets import WHY, book_of, head_of_desk, line
from tests.dossier_factories import received

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_workers_and_a_clerk_make_every_dossier_once_with_numbers_from_one_on(house, together):
    head = head_of_desk(house)
    book = book_of(head)
    rows = [line(number) for number in range(1, 51)]
    sheet = begin_sheet(take_sheet(rows, by=head, book=book, note=WHY), by=head, with_warned=True)
    twice = begin_sheet(take_sheet(rows, by=head, book=book, note=WHY), by=head, with_warned=True)

    def work(key):
        return lambda: run_sheet(Sheet.objects.select_related("book", "post__agency").get(pk=key))

    def take_in():
        return [received(house) for _ in range(3)]

    results = together(work(sheet.pk), work(sheet.pk), work(twice.pk), take_in)
    assert not [each for each in results if isinstance(each, Exception)], results
    assert PaperNumber.objects.filter(book=book).count() == 50
    codes = sorted(int(code[-4:]) for code in Dossier.objects.values_list("code", flat=True))
    assert codes == list(range(1, 54))
    ended = [row.outcome for row in (*sheet.rows.all(), *twice.rows.all())]
    assert ended.count(RowOutcome.DONE) == 50
    assert ended.count(RowOutcome.REFUSED) == 50
