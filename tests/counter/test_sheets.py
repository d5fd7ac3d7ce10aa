"""A paper register entered in bulk: looked at row by row, entered once, safe to repeat and to be killed."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from motcua.agencies.actions import end_post
from motcua.core.clock import local, now
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.core.fields import blinds
from motcua.counter import holdings, sheets
from motcua.counter.actions.sheets import (
    begin_sheet,
    forget_rows,
    give_up_sheet,
    run_sheet,
    sweep_sheets,
    take_sheet,
)
from motcua.counter.choices import RowOutcome, Stage
from motcua.counter.models import Sheet, SheetRow
from motcua.dossiers.actions.paper_books import spoil
from motcua.dossiers.choices import Action, State
from motcua.dossiers.models import Dossier, PaperNumber
from motcua.privacy.registry import Known
from tests.counter.sheets import WHY, book_of, entered, head_of_desk, line, sent
from tests.dossier_factories import ASKING, CASES
from tests.factories import system

ENDED = {"decided": "07/10/2026 10:00", "returned": "08/10/2026 09:30", "receiver": "Trần Thị Mẫu"}


@pytest.fixture
def head(house: SimpleNamespace, set_clock):
    set_clock("2026-11-02T09:00")
    return head_of_desk(house)


@pytest.fixture
def book(head):
    return book_of(head)


def problems(sheet: Sheet, number: int) -> dict[str, str]:
    return dict(sheet.rows.get(line=number + 1).problems)


def test_rows_become_dossiers_with_their_true_receipt_and_numbers_of_the_day_of_entry(head, book):
    sheet = entered([line(1), line(2, **ENDED)], head, book)
    assert sheet.stage == Stage.DONE
    first, second = Dossier.objects.filter(paper_number__book=book).order_by("paper_number__number")
    assert (first.state, second.state) == (State.RECEIVED, State.RETURNED)
    assert local(first.received_at).isoformat()[:16] == "2026-10-05T08:15"
    assert [dossier.code[-11:] for dossier in (first, second)] == ["261102-0001", "261102-0002"]
    assert local(second.decided_at).day == 7
    assert local(second.returned_at).day == 8
    assert not second.is_late(now())
    assert second.returned_to == "Trần Thị Mẫu"
    slip = first.printed_papers.get(form="receipt")
    assert slip.values["received"].startswith("2026-10-05T08:15")
    event = first.events.get()
    assert (event.action, event.note(), event.data["paper_number"]) == (Action.REGISTER, WHY, 1)
    assert [each.action for each in second.events.order_by("pk")] == [Action.REGISTER, Action.ENTER_RESULT]


def test_nothing_waits_in_an_inbox_for_what_was_handed_back_and_the_desk_has_what_was_not(head, book):
    entered([line(1, **ENDED), line(2, decided="07/10/2026 10:00")], head, book)
    done, lying = Dossier.objects.filter(paper_number__book=book).order_by("paper_number__number")
    assert not done.steps.filter(state="open").exists()
    assert lying.state == State.DECIDED
    step = lying.steps.get(state="open")
    assert (step.agency_id, step.task.state) == (book.desk_id, "open")


def test_a_row_that_made_its_dossier_keeps_nothing_of_what_it_said(head, book):
    sheet = entered([line(1), line(2, name="?")], head, book)
    done, bad = sheet.rows.order_by("line")
    assert done.said is None
    assert not done.identity_number
    assert done.identity_index is None
    assert bad.said["name"] == "?"


@pytest.mark.parametrize(
    ("given", "column"),
    [
        ({"procedure": "9.999999"}, "procedure"), ({"received": "05/12/2026 08:00"}, "received"),
        ({"received": "05/10/2026"}, "received"), ({"received": None}, "received"),
        ({"identity_number": "123"}, "identity_number"), ({"phone": "12"}, "phone"), ({"name": "..."}, "name"),
        ({"number": "101"}, "number"), ({"number": "x"}, "number"), ({"procedure": ASKING}, "limit"),
        ({"procedure": CASES, "case": "lạ"}, "case"), ({"procedure": CASES}, "case"),
        ({"returned": "08/10/2026 09:00"}, "decided"),
        (ENDED | {"decided": "01/10/2026 08:00"}, "decided"), (ENDED | {"receiver": None}, "receiver"),
        (ENDED | {"returned": "06/10/2026 08:00"}, "returned"), (ENDED | {"outcome": "lạ"}, "outcome"),
        ({"submitter_role": "con", "submitter_identity": "04619"}, "submitter_name"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_row_is_told_at_its_column_and_only_good_rows_run(head, book, given, column):
    sheet = sent([line(1, **given), line(2)], head, book)
    bad, good = sheet.rows.order_by("line")
    assert (bad.outcome, good.outcome) == (RowOutcome.BAD, RowOutcome.GOOD)
    assert column in dict(bad.problems), bad.problems
    run_sheet(begin_sheet(sheet, by=head, with_warned=False))
    assert Dossier.objects.filter(paper_number__book=book).count() == 1


def test_what_is_told_of_a_row_repeats_nothing_that_was_written_in_it(head, book):
    sheet = sent([line(1, identity_number="046190", phone="0912")], head, book)
    assert not any("046190" in str(row.problems) or "0912" in str(row.problems) for row in sheet.rows.all())


def test_a_number_twice_in_a_file_is_refused_the_second_time(head, book):
    sheet = sent([line(1), (9, line(1)[1])], head, book)
    assert [row.outcome for row in sheet.rows.order_by("line")] == [RowOutcome.GOOD, RowOutcome.BAD]
    assert problems(sheet, 8) == {"number": "Trùng số với dòng 2."}


def test_odd_rows_are_warned_of_and_left_unless_they_are_wanted(head, book):
    outside = line(2, received="04/10/2026 20:00")
    double = line(3, identity_number=line(1)[1]["identity_number"])
    sheet = sent([line(1), outside, double], head, book)
    _, late, same = sheet.rows.order_by("line")
    assert (late.outcome, same.outcome) == (RowOutcome.WARNED, RowOutcome.WARNED)
    assert "ngoài giờ" in late.warnings[0][1]
    assert "dòng 2" in same.warnings[0][1]
    run_sheet(begin_sheet(sheet, by=head, with_warned=False))
    assert [row.outcome for row in sheet.rows.order_by("line")] == ["done", "left", "left"]


def test_a_dossier_of_the_same_person_procedure_and_day_is_warned_of(head, book):
    entered([line(1)], head, book)
    sheet = sent([line(2, identity_number=line(1)[1]["identity_number"])], head, book)
    assert "Có thể đã nhập: hồ sơ" in sheet.rows.get().warnings[0][1]


def test_the_same_file_sent_again_makes_nothing_twice(head, book):
    entered([line(1), line(2)], head, book)
    again = sent([line(1), line(2)], head, book)
    assert {row.outcome for row in again.rows.all()} == {RowOutcome.BAD}
    with pytest.raises(BadInput, match="Không có dòng nào"):
        begin_sheet(again, by=head, with_warned=True)


def test_two_sheets_with_one_number_that_were_both_looked_at_make_one_dossier(head, book):
    first, second = sent([line(1)], head, book), sent([line(1)], head, book)
    run_sheet(begin_sheet(first, by=head, with_warned=True))
    run_sheet(begin_sheet(second, by=head, with_warned=True))
    assert PaperNumber.objects.filter(book=book).count() == Dossier.objects.exclude(code=None).count() == 1
    row = second.rows.get()
    assert row.outcome == RowOutcome.REFUSED
    assert "đã nhập" in row.problems[0][1]


def test_a_killed_run_goes_on_where_it_was_and_numbers_stay_whole(head, book, monkeypatch):
    sheet = begin_sheet(sent([line(number) for number in range(1, 46)], head, book), by=head, with_warned=True)
    run_sheet(sheet, most=30)  # a worker took up two groups, then was killed
    assert sheet.rows.filter(outcome=RowOutcome.DONE).count() == 30
    run_sheet(sheet)
    run_sheet(sheet)
    codes = sorted(Dossier.objects.exclude(code=None).values_list("code", flat=True))
    assert [int(code[-4:]) for code in codes] == list(range(1, 46))
    sheet.refresh_from_db()
    assert sheet.stage == Stage.DONE
    assert sheet.ended_at is not None


def test_a_row_that_is_refused_while_it_runs_takes_no_number_and_stops_no_other(head, book):
    sheet = begin_sheet(sent([line(1), line(2), line(3)], head, book), by=head, with_warned=True)
    spoil(book, by=head, first=2, last=2, note="In lỗi")
    run_sheet(sheet)
    assert [row.outcome for row in sheet.rows.order_by("line")] == ["done", "refused", "done"]
    assert sorted(code[-4:] for code in Dossier.objects.values_list("code", flat=True)) == ["0001", "0002"]


def test_only_the_head_of_the_books_own_desk_enters_it(house, head, book):
    with pytest.raises(NotPermitted):
        take_sheet([line(1)], by=house.clerk, book=book, note=WHY)
    sheet = sent([line(1)], head, book)
    for refused in (house.clerk, house.leader):
        with pytest.raises(NotPermitted):
            begin_sheet(sheet, by=refused, with_warned=True)
        with pytest.raises(NotPermitted):
            give_up_sheet(sheet, by=refused)


def test_who_no_longer_holds_the_post_enters_nothing_more(head, book):
    sheet = begin_sheet(sent([line(1)], head, book), by=head, with_warned=True)
    end_post(head, by=system(), last_day=(local(now()) - timedelta(days=1)).date())
    run_sheet(Sheet.objects.select_related("post", "book").get(pk=sheet.pk))
    assert sheet.rows.get().outcome == RowOutcome.REFUSED
    assert not Dossier.objects.exists()


def test_a_reason_is_asked_for(head, book):
    with pytest.raises(BadInput) as refused:
        take_sheet([line(1)], by=head, book=book, note=" ")
    assert refused.value.field == "note"


def test_a_sheet_given_up_is_forgotten_and_cannot_be_begun_one_begun_twice_begins_once(head, book):
    sheet = sent([line(1)], head, book)
    give_up_sheet(sheet, by=head)
    assert not sheet.rows.exists()
    with pytest.raises(StepRefused):
        begin_sheet(sheet, by=head, with_warned=True)
    other = sent([line(1)], head, book)
    assert (
        begin_sheet(other, by=head, with_warned=True).begun_at == begin_sheet(other, by=head, with_warned=True).begun_at
    )
    with pytest.raises(StepRefused):
        give_up_sheet(other, by=head)


def test_rows_nobody_goes_on_with_are_forgotten(head, book, set_clock):
    sheet = sent([line(1)], head, book)
    set_clock("2026-11-20T09:00")
    assert sweep_sheets() == 1
    assert not SheetRow.objects.filter(sheet=sheet).exists()


def test_twenty_rows_are_looked_at_with_as_many_queries_as_two(head, book, django_assert_max_num_queries):
    sent([line(1)], head, book)
    with django_assert_max_num_queries(14) as two:
        sent([line(1), line(2)], head, book)
    with django_assert_max_num_queries(len(two)):
        sent([line(number) for number in range(1, 21)], head, book)


def test_the_rows_to_mend_come_back_with_what_is_wrong(head, book):
    from_file = sent([line(1, phone="12"), line(2)], head, book)
    assert sheets.to_mend(from_file)[:2] == b"PK"


def test_what_waits_of_somebody_is_told_and_erased_when_they_ask_for_it(house, head, book):
    sheet = sent([line(1), line(2)], head, book)
    number = line(1)[1]["identity_number"]
    person = make_known(house.ward, number)
    assert holdings.SHEET_ROWS.tell(person)[0]["Chủ hồ sơ"] == "Trần Thị Mẫu 1"
    assert [each.count for each in holdings.SHEET_ROWS.erase(person, by=system(), cause="DL26-1")] == [1]
    assert [row.number for row in sheet.rows.all()] == [2]
    with pytest.raises(NotPermitted):
        forget_rows([], by=head)


def make_known(office, number):
    return Known(office=office, numbers=(number,), indexes=tuple(blinds("identity", number)), declarations=())
