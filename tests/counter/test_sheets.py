"""A paper register entered in bulk."""

import pytest

from motcua.counter.actions.sheets import begin_sheet, run_sheet, take_sheet
from motcua.counter.choices import RowOutcome, SheetState
from motcua.dossiers.choices import State
from motcua.dossiers.models import Dossier
from tests.counter.sheets import WHY, book_of, head_of_desk, line

pytestmark = pytest.mark.django_db
HOUSE_AT = "2026-11-02T09:00"


def test_rows_become_dossiers_with_their_true_receipt_and_the_numbers_of_the_day_of_entry(house):
    head = head_of_desk(house)
    book = book_of(head)
    rows = [line(1), line(2, decided="07/10/2026 10:00", returned="08/10/2026 09:30", receiver="Trần Thị Mẫu 2")]
    sheet = take_sheet(rows, by=head, book=book, note=WHY)
    assert {row.outcome for row in sheet.rows.all()} == {RowOutcome.GOOD}, [r.problems for r in sheet.rows.all()]
    sheet = begin_sheet(sheet, by=head, with_warned=False)
    run_sheet(sheet)
    sheet.refresh_from_db()
    assert sheet.state == SheetState.DONE
    first, second = Dossier.objects.filter(paper_number__book=book).order_by("paper_number__number")
    assert first.state == State.RECEIVED and second.state == State.RETURNED
