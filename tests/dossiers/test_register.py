"""Receiving at the counter in one act."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.core import clock
from motcua.core.errors import NotPermitted
from motcua.dossiers.actions.intake import register
from motcua.dossiers.choices import Action, State
from motcua.dossiers.models import Dossier
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused
from tests.factories import make_post


def test_it_gives_code_promise_receipt_and_first_task(house, set_clock):
    set_clock("2026-03-03T09:00")
    dossier = make.received(house)
    assert dossier.code == f"{house.centre.code}-260303-0001"
    assert dossier.state == State.RECEIVED
    assert clock.local(dossier.appointed_due) == datetime(2026, 3, 17, 17, 0, tzinfo=clock.LOCAL)
    assert dossier.limit_due == dossier.first_promised == dossier.appointed_due
    assert dossier.received_at == dossier.registered_at == dossier.last_event.happened_at
    data = assert_recorded(dossier, Action.REGISTER, by=house.clerk)
    assert dossier.printed_papers.get(form="receipt").pk.hex == data["printed"].replace("-", "")
    task = Task.objects.get(state="open")
    assert (task.agency, task.role, task.owner) == (house.centre, "receptionist", None)
    assert task.title == "Chuyển hồ sơ đến bộ phận giải quyết"
    assert list(dossier.papers.values_list("name", "originals", "copies")) == [
        ("Tờ khai", 1, 0),
        ("Giấy tờ chứng minh", 0, 2),
    ]


@pytest.mark.parametrize("who", ["specialist", "head", "leader", "registry", "cashier", "reform", "inspector"])
def test_only_receptionists_receive(house, who):
    with pytest.raises(NotPermitted):
        register(by=getattr(house, who), intake=make.intake_of(house))
    assert not Dossier.objects.exists()


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("unknown_channel", {"channel": "fax"}),
        ("online_is_submitted", {"channel": "online"}),
        ("unknown_case", {"case": "a"}),
        ("unknown_delivery", {"delivery": "done"}),
        ("bad_papers", {"papers": [{"name": " "}]}),
        ("bad_papers", {"papers": [{"name": "Tờ khai", "copies": -1}]}),
        ("bad_papers", {"papers": [{"name": "Tờ khai", "originals": 1000}]}),
        ("bad_papers", {"papers": [{"name": "Tờ khai", "originals": True}]}),
        ("bad_papers", {"papers": [{"name": "Tờ khai"}] * 301}),
        ("in_the_future", {"channel": "post", "posted_on": date(2999, 1, 1)}),
    ],
)
def test_bad_input_is_refused_and_takes_no_number(house, code, changed):
    with refused(code):
        make.received(house, **changed)
    assert make.received(house).code.endswith("-0001")
    assert Dossier.objects.count() == 1


def test_a_case_must_be_chosen_where_there_are_cases(house):
    with refused("unknown_case"):
        make.received(house, make.CASES)
    with refused("unknown_case"):
        make.received(house, make.CASES, case="c")
    assert make.received(house, make.CASES, case="b").limit_unit == "day"
    assert make.received(house, make.CASES, case="a").limit_unit == "working_day"


def test_a_desk_of_another_office_may_not_receive_it(house):
    stranger = make_post()
    with refused("procedure_not_receivable"):
        register(by=stranger, intake=make.intake_of(house))


def test_a_procedure_without_a_limit_asks_the_desk_for_one(house):
    with refused("limit_not_determined"):
        make.received(house, make.ASKING)
    with refused("limit_not_determined"):
        make.received(house, make.ASKING, limit="trong thời hạn hợp lý")
    dossier = make.received(house, make.ASKING, limit="7 ngày làm việc")
    assert (dossier.limit_amount, dossier.limit_unit) == (7, "working_day")


def test_a_limit_that_is_given_does_not_replace_the_editions_own(house):
    assert make.received(house, limit="2 ngày làm việc").limit_amount == 10


def test_by_post_the_receipt_at_the_desk_counts_and_the_envelopes_date_is_kept(house, set_clock):
    set_clock("2026-03-06T10:00")
    dossier = make.received(house, channel="post", posted_on=date(2026, 3, 2))
    assert dossier.posted_on == date(2026, 3, 2)
    assert clock.local(dossier.received_at).date() == date(2026, 3, 6)


def test_missing_papers_and_the_same_request_are_told_but_do_not_stop_it(house):
    first = make.received(house)
    assert first.warnings == []
    again = make.received(house, papers=[{"name": "TỜ KHAI"}])
    assert [(each["code"], each["message"]) for each in again.warnings] == [
        ("missing_paper", "Chưa có: Giấy tờ chứng minh"),
        ("duplicate", f"Hồ sơ {first.code} của cùng người nộp, cùng thủ tục, đang giải quyết."),
    ]


def test_another_applicant_or_procedure_or_a_finished_dossier_is_no_duplicate(house):
    make.returned(house)
    make.received(house, make.RESTARTING)
    make.received(house, applicant=make.applicant_of(house.clerk, number="046190000999"))
    assert make.received(house).warnings == []


def test_without_a_number_name_and_phone_tell_a_duplicate(house):
    nameless = {"number": "", "name": "Lê Văn Thử"}
    first = make.received(house, applicant=make.applicant_of(house.clerk, **nameless))
    same = make.received(house, applicant=make.applicant_of(house.clerk, **nameless | {"name": "LÊ VĂN THỬ"}))
    other = make.received(house, applicant=make.applicant_of(house.clerk, **nameless | {"phone": "0987654321"}))
    assert first.code in same.warnings[0]["message"]
    assert other.warnings == []


def test_a_paper_register_is_entered_with_its_true_moment_a_right_and_a_reason(house, set_clock):
    set_clock("2026-03-10T09:00")
    chief = make_post(agency=house.centre, title="Trưởng bộ phận một cửa")
    true = datetime(2026, 3, 3, 8, 0, tzinfo=clock.LOCAL)
    with refused("backdating_not_permitted"):
        register(by=house.clerk, intake=make.intake_of(house, paper_received_at=true), note="Mất điện")
    with refused("reason_needed"):
        register(by=chief, intake=make.intake_of(house, paper_received_at=true))
    with refused("in_the_future"):
        later = clock.now() + timedelta(hours=1)
        register(by=chief, intake=make.intake_of(house, paper_received_at=later), note="Mất điện")
    dossier = register(by=chief, intake=make.intake_of(house, paper_received_at=true), note="Mất điện")
    assert dossier.code == f"{house.centre.code}-260310-0001"  # the number is of the day of entry
    assert dossier.received_at == true
    assert clock.local(dossier.appointed_due) == datetime(2026, 3, 17, 17, 0, tzinfo=clock.LOCAL)
    assert dossier.last_event.note() == "Mất điện"


def test_it_is_received_under_an_edition_of_its_day(house, set_clock):
    set_clock("2026-03-10T09:00")
    chief = make_post(agency=house.centre, title="Trưởng bộ phận một cửa")
    before = datetime(2025, 6, 2, 8, 0, tzinfo=clock.LOCAL)
    with refused("edition_not_in_force"):
        register(by=chief, intake=make.intake_of(house, paper_received_at=before), note="Mất điện")


def test_it_is_not_received_under_an_edition_that_was_cancelled(house, set_clock):
    set_clock("2026-03-10T09:00")
    intake = make.intake_of(house)
    intake.edition.cancelled_on = date(2026, 3, 9)
    with refused("edition_not_in_force"):
        register(by=house.clerk, intake=intake)


def queries(function):
    with CaptureQueriesContext(connection) as context:
        function()
    return len(context.captured_queries)


def test_it_costs_the_same_few_queries_for_two_papers_and_for_sixty(house):
    make.received(house)
    few = make.intake_of(house)
    many = make.intake_of(house, papers=[{"name": f"Giấy tờ số {number}", "copies": 1} for number in range(60)])
    costs = [queries(lambda intake=intake: register(by=house.clerk, intake=intake)) for intake in (few, many)]
    assert costs[0] == costs[1] <= 16, costs
