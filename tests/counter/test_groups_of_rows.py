"""Rows of a register entered as one group: the same as one by one, and one by one as soon as anything is in the way."""

import json
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from motcua.citizens.actions import declare
from motcua.citizens.models import Applicant
from motcua.core.models import Counter
from motcua.counter.actions import sheets
from motcua.counter.choices import RowOutcome
from motcua.counter.entries import Entry
from motcua.dossiers.actions.paper_books import spoil
from motcua.dossiers.models import Dossier, PaperNumber
from tests.counter.sheets import book_of, entered, head_of_desk, line, sent
from tests.dossier_factories import CASES

ENDED = {"decided": "07/10/2026 10:00", "returned": "08/10/2026 09:30", "receiver": "Trần Thị Mẫu"}
LYING = {"decided": "07/10/2026 10:00"}
SUBMITTER = {"submitter_name": "Lê Văn Nộp", "submitter_identity": "046190099999", "submitter_role": "người thân"}
# Drawn or told anew at each birth, or not the same of two desk's books.
OWN = {
    "id", "code", "tracking_token", "subject", "dossier", "book", "number", "task", "applicant", "submitter", "bill",
    "note_key", "note_digest", "xid", "recorded_at", "registered_at", "happened_at", "made_at", "drawn_up_at",
    "url_key", "about", "salt",
}  # fmt: skip


@pytest.fixture
def head(house: SimpleNamespace, set_clock):
    set_clock("2026-11-02T09:00")
    return head_of_desk(house)


@pytest.fixture
def one_by_one(monkeypatch):
    @contextmanager
    def use():
        with monkeypatch.context() as patch:
            patch.setattr(sheets, "_all_at_once", lambda found, reader: [])
            yield

    return use


def row_of(row: models.Model | None) -> dict[str, Any] | None:
    """What a row says, but for what is drawn anew at each birth."""
    if row is None:
        return None
    fields = [field for field in row._meta.concrete_fields if field.name not in OWN]
    return {field.name: _plain(getattr(row, field.attname)) for field in fields}


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def whole(dossier: Dossier) -> dict[str, Any]:
    """A dossier with all that was born with it."""
    events, bill = dossier.events.order_by("pk"), dossier.bill
    slips = dossier.printed_papers.order_by("pk")
    return {
        "dossier": row_of(dossier), "subject": dossier.subject, "people": [
            row_of(dossier.applicant), row_of(dossier.submitter)],
        "papers": [row_of(each) for each in dossier.papers.order_by("order")],
        "steps": [(row_of(each), row_of(each.task)) for each in dossier.steps.order_by("order")],
        "events": [
            (row_of(each) | {"data": _without_keys(each.data)}, each.note()) for each in events  # type: ignore[operator]
        ],
        "bill": row_of(bill), "money": [row_of(each) for each in bill.events.order_by("pk")] if bill else [],
        "slips": [row_of(each) | {"values": _said(each.values, dossier)} for each in slips],  # type: ignore[operator]
        "spoiled": dossier.paper_number.spoiled_at,
    }  # fmt: skip


def _without_keys(data: dict[str, Any]) -> dict[str, Any]:
    told = {key: value for key, value in data.items() if key not in ("printed", "paper_book", "paper_number")}
    changed = {key: value for key, value in data.get("changed", {}).items() if key not in OWN}
    return told | {"changed": changed}


def _said(values: dict[str, Any], dossier: Dossier) -> str:
    """What a slip says, but for its number, the code and the address by which it is followed."""
    text = json.dumps(values, sort_keys=True)
    text = text.replace(f"/{str(dossier.code)[-4:]}", "/NUMBER")
    return text.replace(str(dossier.code), "CODE").replace(dossier.tracking_token, "TOKEN")


def born(book) -> list[Dossier]:
    return list(Dossier.objects.filter(paper_number__book=book).order_by("paper_number__number"))


def rows_of_all_kinds() -> list[Any]:
    return [
        line(1), line(2, **ENDED), line(3, **LYING), line(4, **SUBMITTER, papers="Đơn; Bản vẽ", subject="Về việc mẫu"),
        line(5, identity_number=None), line(6, kind="Tổ chức", name="Công ty Mẫu", identity_number="0100109106"),
        line(7, procedure=CASES, case="first", **ENDED), line(8, phone=None, address=None),
    ]  # fmt: skip


def test_a_group_writes_field_by_field_what_single_rows_write(head, one_by_one):
    first, second = book_of(head, code="A"), book_of(head, code="B")
    rows = rows_of_all_kinds()
    with one_by_one():
        singly = entered(rows, head, first)
    together = entered(rows, head, second)
    assert [row.outcome for row in singly.rows.all()] == [row.outcome for row in together.rows.all()]
    ones, many = born(first), born(second)
    assert len(ones) == len(many) > 5
    for one, other in zip(ones, many, strict=True):
        assert whole(other) == whole(one)


def test_the_numbers_of_groups_are_without_a_gap_and_the_counter_goes_on_behind_them(head, one_by_one):
    entered([line(number) for number in range(1, 4)], head, book_of(head, code="A"))
    with one_by_one():
        entered([line(number) for number in range(1, 3)], head, book_of(head, code="B"))
    entered([line(number) for number in range(1, 3)], head, book_of(head, code="C"))
    codes = Dossier.objects.order_by("pk").values_list("code", flat=True)
    assert [code[-4:] for code in codes] == [f"{number:04}" for number in range(1, 8)]
    assert Counter.objects.get(scope=f"dossier:{head.agency_id}").last == 7


def test_a_number_entered_meanwhile_spoils_only_its_own_row(head):
    book = book_of(head)
    sheet = sent([line(number) for number in range(1, 6)], head, book)
    spoil(book, by=head, first=3, last=3, note="Rách")
    sheet = sheets.begin_sheet(sheet, by=head, with_warned=True)
    sheets.run_sheet(sheet)
    outcomes = [row.outcome for row in sheet.rows.all()]
    assert outcomes == [RowOutcome.DONE] * 2 + [RowOutcome.REFUSED] + [RowOutcome.DONE] * 2
    assert [code[-4:] for code in Dossier.objects.order_by("pk").values_list("code", flat=True)] == [
        "0001", "0002", "0003", "0004",
    ]  # fmt: skip
    assert PaperNumber.objects.filter(book=book).exclude(dossier=None).count() == 4


def test_a_fault_in_one_row_leaves_nothing_of_the_group_and_enters_the_others(head, monkeypatch):
    book = book_of(head)
    sheet = sheets.begin_sheet(sent([line(n) for n in range(1, 5)], head, book), by=head, with_warned=True)
    real = Entry.carry_out

    def broken(entry: Entry, **inputs: Any) -> Dossier:
        dossier = real(entry, **inputs)
        if entry.intake.paper_number == 3:
            raise ValueError("a fault of ours")
        return dossier

    monkeypatch.setattr(Entry, "carry_out", broken)
    sheets.run_sheet(sheet)
    assert [dossier.paper_number.number for dossier in born(book)] == [1, 2, 4]
    assert [dossier.code[-4:] for dossier in born(book)] == ["0001", "0002", "0003"]
    assert sheet.rows.get(outcome=RowOutcome.REFUSED).problems == [["", sheets.UNFORESEEN]]
    assert Applicant.objects.count() == 3


def test_one_person_in_several_rows_of_a_group_is_taken_down_once(head):
    same = {"identity_number": "046190012345", "name": "Trần Thị Mẫu"}
    known = declare(by=head, kind="person", address="Tổ dân phố Mẫu", phone="0912345274", **same)
    other = {"identity_number": "046190054321", "name": "Lê Văn Thử"}
    rows = [line(1, **same), line(2, **same, received="06/10/2026 08:15"), line(3, **other)]
    rows += [line(4, **other, received="06/10/2026 08:15"), line(5, **other, address="Nơi khác")]
    book = book_of(head)
    entered(rows, head, book)
    people = [dossier.applicant_id for dossier in born(book)]
    assert people[0] == people[1] == known.pk
    assert people[2] == people[3] != people[4]


def test_a_row_of_a_group_costs_few_questions(head):
    few, many = book_of(head, code="A"), book_of(head, code="B")

    def cost(count: int, book) -> int:
        sheet = sent([line(number, **(ENDED if number % 2 else {})) for number in range(1, count + 1)], head, book)
        sheet = sheets.begin_sheet(sheet, by=head, with_warned=True)
        with CaptureQueriesContext(connection) as asked:
            sheets.run_sheet(sheet)
        return len(asked)

    cost(2, few)  # what is asked once for all
    small, large = cost(2, book_of(head, code="C")), cost(20, many)
    assert large - small <= 6  # keys drawn, for twenty rows more of them
