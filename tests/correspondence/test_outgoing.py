"""A paper gets the next number of its register, its date and notation; the line is then kept."""

import random
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.agencies.actions.delegating import delegate
from motcua.agencies.choices import Capacity, Kind, Level, Role
from motcua.agencies.models import Delegation, Post
from motcua.core import clock
from motcua.core.errors import NotPermitted, Refused
from motcua.core.events import rebuild
from motcua.correspondence import actions
from motcua.correspondence.books import COLUMNS, register_rows
from motcua.correspondence.choices import DocType, RegisterKind
from motcua.correspondence.models import OutgoingDocument, OutgoingEvent, Register
from tests.crowd import together
from tests.factories import make_agency, make_post, make_ward, system
from tests.nonempty import some

pytestmark = pytest.mark.django_db


@pytest.fixture
def ward():
    return make_ward()


@pytest.fixture
def clerk(ward):
    return ward["registry_clerk"]


@pytest.fixture
def issue(ward, clerk):
    def do(**change):
        given = {
            "by": clerk,
            "agency": ward["ward"],
            "doc_type": DocType.DECISION,
            "abstract": "Cấp giấy phép xây dựng nhà ở riêng lẻ",
            "signer": ward["leader"],
            "recipients": "Như Điều 3; Lưu: VT.",
        }
        return actions.issue(**given | change)

    return do


def refused(code, call, *args, **inputs):
    with pytest.raises(Refused) as found:
        call(*args, **inputs)
    assert found.value.code == code
    return found.value


def test_a_paper_gets_number_date_and_notation(issue, ward, clerk, set_clock):
    set_clock("2026-03-02T08:00")
    document = issue(abstract="  Cấp   giấy phép ")
    document.refresh_from_db()
    assert (document.number, document.notation, document.date) == (1, "01/QĐ-UBND", date(2026, 3, 2))
    assert (document.abstract, document.signer_name) == ("Cấp giấy phép", ward["leader"].person.name)
    assert (document.register.year, document.register.kind) == (2026, RegisterKind.OUTGOING)
    assert document.register.events.get().action == "register.open"
    event = document.events.get()
    assert (event.action, event.by) == ("outgoing.issue", clerk)
    assert clock.local(event.happened_at).date() == document.date
    assert rebuild(document)["number"] == 1
    assert "giấy phép" not in str(event.data)


def test_numbers_run_over_all_types(issue):
    notations = [
        issue(doc_type=kind, unit="VP").notation for kind in (DocType.DECISION, DocType.NOTICE, DocType.LETTER)
    ]
    assert notations == ["01/QĐ-UBND", "02/TB-UBND", "03/UBND-VP"]
    assert [issue().number for _ in range(8)][-1] == 11
    assert issue().notation == "12/QĐ-UBND"


def test_a_permit_has_its_own_abbreviation(issue):
    assert issue(doc_type=DocType.SPECIALISED, abbreviation="GPXD").notation == "01/GPXD-UBND"
    assert issue(doc_type=DocType.SPECIALISED).notation == "02/UBND"


def test_the_signers_capacity_is_kept_as_it_was(issue, ward):
    leader = ward["leader"]
    Post.objects.filter(pk=leader.pk).update(capacity=Capacity.KT, signs_for="KT. CHỦ TỊCH")
    leader.refresh_from_db()
    document = issue(signer=leader)
    assert (document.signer_capacity, document.signs_for) == ("KT.", "KT. CHỦ TỊCH")


def test_tuq_is_signed_by_a_dated_document_only_the_database_says_so_too(issue, ward):
    head = make_post(Role.HEAD_OF_DIVISION, agency=ward["division"])
    with pytest.raises(Refused) as refused:
        issue(signer=head, capacity="TUQ.", signs_for="TUQ. CHỦ TỊCH")
    assert refused.value.code == "tuq_needs_document"
    given = delegate(
        by=ward["administrator"], giver=ward["leader"], taker=head, number="5/GUQ-UBND", date=clock.today(),
        valid_from=clock.today(), valid_to=clock.today(), scope=[],
    )  # fmt: skip
    acting = head.signing_for([])
    assert issue(signer=acting, signs_for="TUQ. CHỦ TỊCH").delegation == given
    with pytest.raises(Refused) as refused:  # and a document gives nothing else
        issue(signer=acting, capacity="KT.")
    assert refused.value.code == "tuq_needs_document"
    plain = issue(signer=head)
    rows = OutgoingDocument.objects
    for row, wrong in (
        (plain, {"signer_capacity": "TUQ."}), (plain, {"delegation": given}),
        (rows.get(signer_capacity="TUQ."), {"delegation": None}),
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.filter(pk=row.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.filter(pk=given.pk).update(number="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.filter(pk=given.pk).update(date=None)


def test_issuing_takes_at_most_five_queries(issue, ward):
    issue()
    assert ward["leader"].person.name
    with CaptureQueriesContext(connection) as queries:
        issue()
    real = [query for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(real) <= 5, [query["sql"][:80] for query in real]


def test_each_agency_counts_for_itself(issue):
    other = make_ward()
    issue()
    assert issue(agency=other["ward"], by=other["registry_clerk"], signer=other["leader"]).number == 1


def test_those_who_may_take_numbers(issue, ward):
    for role in ("leader", "head_of_division", "receptionist"):
        assert issue(by=ward[role]).pk
    assert issue(by=system()).pk


def test_nobody_else_takes_numbers(issue, ward):
    strangers = [make_post(Role.REGISTRY_CLERK), *(ward[role] for role in ("specialist", "cashier", "inspector"))]
    for post in strangers:
        with pytest.raises(NotPermitted):
            issue(by=post)
    assert not OutgoingDocument.objects.exists()
    assert not Register.objects.exists()


def test_a_province_takes_no_numbers_of_a_ward():
    province = make_agency(level=Level.PROVINCE)
    ward = make_agency(parent=province, level=Level.COMMUNE)
    clerk, leader = make_post(Role.REGISTRY_CLERK, agency=province), make_post(Role.LEADER, agency=ward)
    refused(
        "not_permitted",
        actions.issue,
        by=clerk,
        agency=ward,
        doc_type=DocType.NOTICE,
        abstract="x",
        signer=leader,
        recipients="x",
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"doc_type": "poem"}, "unknown_type"),
        ({"abstract": " "}, "abstract_needed"),
        ({"abstract": "x" * 501}, "too_long"),
        ({"recipients": ""}, "recipients_needed"),
        ({"copies": 0}, "bad_copies"),
        ({"copies": True}, "bad_copies"),
        ({"capacity": "XX."}, "unknown_capacity"),
        ({"abbreviation": "x" * 60}, "notation_too_long"),
        ({"on": date(2100, 1, 1)}, "date_not_possible"),
        ({"on": date(2020, 1, 1)}, "date_not_possible"),
    ],
)
def test_bad_input_takes_no_number(issue, change, code):
    refused(code, issue, **change)
    assert issue().number == 1


def test_the_signer_belongs_to_the_office(issue):
    refused("signer_of_another_agency", issue, signer=make_post(Role.LEADER))
    refused("signer_of_another_agency", issue, signer=system())


def test_an_agency_without_notation_is_told_so():
    unit = make_agency(kind=Kind.SERVICE_UNIT)
    head = make_post(Role.LEADER, agency=unit)
    given = {"by": head, "agency": unit, "doc_type": DocType.NOTICE, "abstract": "x", "signer": head, "recipients": "x"}
    refused("agency_without_notation", actions.issue, **given)
    named = make_agency(kind=Kind.SERVICE_UNIT, notation="TTPVHCC")
    head = make_post(Role.LEADER, agency=named)
    assert actions.issue(**given | {"by": head, "agency": named, "signer": head}).notation == "01/TB-TTPVHCC"


def test_the_date_never_goes_back(issue, set_clock):
    set_clock("2026-03-05T08:00")
    issue(on=date(2026, 3, 4))
    refused("before_last_number", issue, on=date(2026, 3, 3))
    assert issue(on=date(2026, 3, 4)).date == date(2026, 3, 4)
    assert issue().date == date(2026, 3, 5)
    set_clock("2026-03-04T23:59")
    assert issue().date == date(2026, 3, 5)


def test_where_the_clock_is_set_far_back_a_paper_bears_the_day_it_shows(issue, set_clock):
    set_clock("2026-11-20T08:00")
    issue()
    set_clock("2026-03-05T08:00")
    assert issue().date == date(2026, 3, 5)


def test_a_new_year_begins_a_new_register(issue, set_clock):
    set_clock("2026-12-31T23:50")
    issue()
    set_clock("2027-01-01T00:10")
    document = issue()
    assert (document.number, document.register.year, document.date) == (1, 2027, date(2027, 1, 1))


def test_a_rolled_back_paper_leaves_no_gap(issue):
    with transaction.atomic():
        issue()
        transaction.set_rollback(True)
    assert issue().number == 1


def test_a_register_can_continue_a_paper_book(issue, ward, clerk):
    year = clock.today().year
    actions.open_register(by=clerk, agency=ward["ward"], year=year, first_number=151)
    assert [issue().number for _ in range(2)] == [151, 152]
    refused("register_exists", actions.open_register, by=clerk, agency=ward["ward"], year=year)


@pytest.mark.parametrize("change", [{"kind": "lost"}, {"first_number": 0}, {"year": 1900}])
def test_a_register_is_opened_with_good_values_only(ward, clerk, change):
    given = {"by": clerk, "agency": ward["ward"], "year": 2026, **change}
    refused("bad_register", actions.open_register, **given)


def test_opening_a_register_is_for_the_office(ward):
    refused("not_permitted", actions.open_register, by=make_post(Role.REGISTRY_CLERK), agency=ward["ward"], year=2026)


def test_a_closed_register_gives_no_numbers(issue, ward, clerk):
    register = issue().register
    refused("not_permitted", actions.close_register, register, by=ward["leader"])
    closed = actions.close_register(register, by=clerk)
    assert closed.closed_on == clock.today()
    assert closed.events.last().action == "register.close"
    refused("register_closed", issue)
    refused("register_closed", actions.close_register, register, by=clerk)


def test_a_register_may_have_its_own_notations(issue, ward, clerk):
    register = issue().register
    changed = actions.set_notations(register, by=clerk, notations_by_type={"decision": "{number}/QĐ.{agency}"})
    assert changed.events.last().data["changed"]["notations"] == {"decision": "{number}/QĐ.{agency}"}
    assert issue().notation == "02/QĐ.UBND"
    assert issue(doc_type=DocType.NOTICE).notation == "03/TB-UBND"
    refused("bad_notation", actions.set_notations, register, by=clerk, notations_by_type={"decision": "{0}"})
    refused("unknown_type", actions.set_notations, register, by=clerk, notations_by_type={"poem": "{number}/x"})
    refused("not_permitted", actions.set_notations, register, by=ward["leader"], notations_by_type={})


def test_a_paper_is_sent_once(issue, clerk, set_clock):
    set_clock("2026-03-02T08:00")
    document = issue()
    refused("date_not_possible", actions.send, document, by=clerk, on=date(2026, 3, 1))
    refused("date_not_possible", actions.send, document, by=clerk, on=date(2026, 3, 3))
    sent = actions.send(document, by=clerk, received_by="Bà Thử")
    assert (sent.sent_on, sent.received_by) == (date(2026, 3, 2), "Bà Thử")
    assert sent.events.last().action == "outgoing.send"
    assert "Thử" not in str(sent.events.last().data)
    refused("already_sent", actions.send, document, by=clerk)


def test_only_the_registry_and_the_issuer_change_a_line(issue, ward, clerk):
    document = issue(by=ward["leader"])
    for post in (make_post(Role.REGISTRY_CLERK), ward["head_of_division"]):
        refused("not_permitted", actions.send, document, by=post)
        refused("not_permitted", actions.annotate, document, by=post, remark="x")
    actions.annotate(document, by=ward["leader"], remark="Bản dự phòng")
    changed = actions.annotate(document, by=clerk, keeper="Văn thư", copies=3)
    assert (changed.remark, changed.keeper, changed.copies) == ("Bản dự phòng", "Văn thư", 3)
    assert changed.events.last().data["columns"] == ["copies", "keeper"]


@pytest.mark.parametrize("column", ["number", "date", "abstract", "notation", "register_id", "signer_name"])
def test_number_date_and_abstract_are_never_changed(issue, clerk, column):
    refused("not_changeable", actions.annotate, issue(), by=clerk, **{column: "9"})


def test_annotating_checks_what_is_written(issue, clerk):
    document = issue()
    refused("too_long", actions.annotate, document, by=clerk, remark="x" * 501)
    refused("bad_copies", actions.annotate, document, by=clerk, copies=0)
    refused("recipients_needed", actions.annotate, document, by=clerk, recipients="")


def test_the_database_refuses_a_number_twice_and_odd_lines(issue):
    first, second = issue(), issue()
    lines = OutgoingDocument.objects
    for change in ({"number": first.number}, {"copies": 0}, {"sent_on": date(2000, 1, 1)}, {"doc_type": "poem"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            lines.filter(pk=second.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingEvent.objects.filter(subject=first).delete()


def test_the_office_sees_its_register(issue, ward, clerk):
    document = issue()
    for role in ("registry_clerk", "leader", "head_of_division"):
        assert list(OutgoingDocument.objects.visible_to(ward[role])) == [document]
        assert list(Register.objects.visible_to(ward[role])) == [document.register]
    for post in (ward["receptionist"], ward["specialist"], ward["inspector"], make_post(Role.REGISTRY_CLERK)):
        assert not OutgoingDocument.objects.visible_to(post).exists()
        assert not Register.objects.visible_to(post).exists()
    mine = issue(by=ward["receptionist"])
    assert list(OutgoingDocument.objects.visible_to(ward["receptionist"])) == [mine]


def test_the_register_has_ten_columns(issue, clerk, set_clock, django_assert_num_queries):
    set_clock("2026-03-02T08:00")
    document = issue(keeper="Văn thư", remark="Khẩn")
    actions.send(document, by=clerk, received_by="Bưu điện")
    issue(doc_type=DocType.SPECIALISED, abbreviation="GPXD", abstract="Giấy phép xây dựng")
    with django_assert_num_queries(1):
        rows = register_rows(document.register)
    assert {len(row) for row in rows} == {len(COLUMNS)} == {10}
    assert rows[0] == (
        "01/QĐ-UBND",
        "02/03/2026",
        "Quyết định (cá biệt). Cấp giấy phép xây dựng nhà ở riêng lẻ",
        "Nguyễn Thị Thử, Lãnh đạo",
        "Như Điều 3; Lưu: VT.",
        "Văn thư",
        "1",
        "02/03/2026",
        "Bưu điện",
        "Khẩn",
    )
    assert rows[1][2] == "Giấy phép xây dựng"


@pytest.mark.django_db(transaction=True)
def test_sixteen_people_leave_no_gap_also_when_the_year_turns(set_clock):
    ward = make_ward()
    set_clock("2026-12-31T23:59:59.7")

    def take(seed):
        dice, kept = random.Random(seed), 0
        while kept < 6:
            try:
                with transaction.atomic():
                    actions.issue(
                        by=ward["registry_clerk"],
                        agency=ward["ward"],
                        doc_type=DocType.NOTICE,
                        abstract="Thông báo",
                        signer=ward["leader"],
                        recipients="Lưu: VT.",
                    )
                    if dice.random() < 0.4:
                        raise ZeroDivisionError
                kept += 1
            except ZeroDivisionError:
                continue
        return kept

    assert together(*[lambda seed=seed: take(seed) for seed in range(16)]) == [6] * 16
    for register in some(Register.objects.all()):
        lines = list(register.documents.order_by("number").values_list("number", "date"))
        assert [number for number, _ in lines] == list(range(1, len(lines) + 1))
        assert [day for _, day in lines] == sorted(day for _, day in lines)
        assert {day.year for _, day in lines} <= {register.year}
    assert OutgoingDocument.objects.count() == 96
