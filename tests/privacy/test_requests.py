"""What a citizen asks about their own data: received, answered in time, decided, handed over."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from motcua.agencies.choices import Kind, Level, Role
from motcua.core.clock import local
from motcua.core.errors import BadInput, NotPermitted, Refused, StaleVersion, StepRefused
from motcua.core.rebuilding import differences
from motcua.privacy import actions
from motcua.privacy.actions.answering import office_of
from motcua.privacy.choices import Outcome, State
from motcua.privacy.models import DataDuty, RightsRequest, RightsTerm
from motcua.tasks.choices import State as TaskState
from motcua.tasks.models import Task
from tests.factories import make_agency, make_post, make_ward
from tests.privacy.conftest import ASKED, NUMBER

pytestmark = pytest.mark.django_db
Ask = Callable[..., RightsRequest]


def refused(code: str, verb: Callable[..., Any], *given: Any, **inputs: Any) -> None:
    with pytest.raises(Refused) as error:
        verb(*given, **inputs)
    assert error.value.code == code


def test_a_request_gets_a_number_two_clocks_and_a_task(ward: SimpleNamespace, ask: Ask) -> None:
    found = ask()
    assert found.code == "DL26-00001"
    assert local(found.answer_due_at).date() == date(2026, 3, 4)  # two working days
    assert local(found.due_at).date() == date(2026, 3, 12)  # ten days
    assert (found.office, found.answerer) == (ward.ward, ward.registry)
    assert found.task in Task.objects.visible_to(ward.registry)
    assert found.events.get().action == "rights.receive"
    assert "Mẫu" not in f"{found.task.title} {found.task.about} {found.events.get().data}"
    assert ask().code == "DL26-00002"


def test_each_right_has_a_term_of_its_own_and_the_law_of_its_day(ward: SimpleNamespace, ask: Ask, set_clock) -> None:
    assert local(ask(right="erasure").due_at).date() == date(2026, 3, 23)  # twenty days, then a Sunday
    set_clock("2025-12-01T09:00+07:00")
    before = actions.receive(by=ward.clerk, **ASKED)
    assert before.term.source.startswith("NĐ 13/2023")
    assert local(before.due_at).date() == date(2025, 12, 4)


def test_without_a_term_nothing_is_promised(ward: SimpleNamespace, ask: Ask, set_clock: Any) -> None:
    set_clock("2023-01-03T09:00+07:00")
    refused("no_term", actions.receive, by=ward.clerk, **ASKED)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"right": "all"}, "unknown_right"),
        ({"proof": ""}, "unknown_proof"),
        ({"name": " "}, "name_needed"),
        ({"identity_number": "12"}, "bad_tax_code"),
        ({"identity_number": ""}, "number_needed"),
        ({"asked": ""}, "text_needed"),
        ({"asked": "x" * 2_001}, "text_too_long"),
        ({"right": "correction"}, "nothing_wanted"),
        ({"right": "correction", "wanted": {"phone": "abc"}}, "bad_phone"),
        ({"right": "correction", "wanted": {"name": "123"}}, "name_needed"),
        ({"right": "correction", "wanted": {"kind": "x"}}, "unknown_field"),
    ],
)
def test_what_cannot_be_taken_down_is_refused(ward: SimpleNamespace, change: dict[str, Any], code: str) -> None:
    refused(code, actions.receive, by=ward.clerk, **ASKED | change)
    assert RightsRequest.objects.count() == 0


def test_only_a_desk_receives(ward: SimpleNamespace) -> None:
    for post in (ward.leader, ward.specialist, ward.inspector, ward.administrator, ward.registry):
        with pytest.raises(NotPermitted):
            actions.receive(by=post, **ASKED)


def test_without_a_named_duty_the_leaders_answer(house: SimpleNamespace, set_clock: Any) -> None:
    set_clock("2026-03-02T09:10+07:00")
    found = actions.receive(by=house.clerk, **ASKED)
    assert found.answerer is None
    assert found.task in Task.objects.visible_to(house.leader)
    assert actions.acknowledge(found, by=house.leader, answer="Đã nhận").state == State.ACKNOWLEDGED


def test_it_is_answered_then_decided_then_handed_over(ward: SimpleNamespace, ask: Ask) -> None:
    found = actions.acknowledge(ask(), by=ward.registry, answer="Đã nhận, trả ngày 12/3")
    assert found.answered_at is not None
    found = actions.refuse(
        found, by=ward.registry, version=found.version, reason="Không phải dữ liệu của người yêu cầu"
    )
    assert (found.state, found.outcome) == (State.READY, Outcome.REFUSED)
    assert Task.objects.get(pk=found.task_id).state == TaskState.DONE
    found = actions.hand_over(found, by=ward.clerk)
    assert (found.state, found.name) == (State.CLOSED, "Trần Thị Mẫu")
    assert list(differences()) == []


def test_only_who_has_the_duty_or_leads_answers(ward: SimpleNamespace, ask: Ask) -> None:
    found = ask()
    for post in (ward.clerk, ward.specialist, ward.head, ward.inspector, make_ward()[Role.LEADER]):
        for verb, given in ((actions.grant, {"reason": "x"}), (actions.acknowledge, {"answer": "x"})):
            with pytest.raises(NotPermitted):
                verb(found, by=post, **given)
    with pytest.raises(NotPermitted):
        actions.carry_out(actions.grant(found, by=ward.leader, reason="x"), by=ward.leader)


def test_steps_out_of_order_are_refused(ward: SimpleNamespace, ask: Ask) -> None:
    found = ask()
    with pytest.raises(StepRefused):
        actions.hand_over(found, by=ward.clerk)
    granted = actions.grant(found, by=ward.registry, reason="x")
    for verb, given in ((actions.grant, {"reason": "x"}), (actions.refuse, {"reason": "x"})):
        with pytest.raises(StepRefused):
            verb(granted, by=ward.registry, **given)
    with pytest.raises(StaleVersion):
        actions.hand_over(granted, by=ward.clerk, version=1)


def test_a_reason_is_always_given(ward: SimpleNamespace, ask: Ask) -> None:
    found = ask()
    for verb in (actions.grant, actions.refuse):
        refused("text_needed", verb, found, by=ward.registry, reason=" ")
    refused("reason_needed", actions.withdraw, found, by=ward.clerk, note="")
    refused("reason_needed", actions.extend, found, by=ward.registry, days=5, note="")


def test_the_day_is_put_off_once_and_no_further_than_the_law_allows(ward: SimpleNamespace, ask: Ask) -> None:
    found = ask()
    refused("too_long", actions.extend, found, by=ward.registry, days=16, note="Nhiều hồ sơ")
    found = actions.extend(found, by=ward.registry, days=5, note="Nhiều hồ sơ giấy")
    assert local(found.due_at).date() == date(2026, 3, 17)
    with pytest.raises(StepRefused):
        actions.extend(found, by=ward.registry, days=1, note="Nữa")


def test_it_may_be_taken_back_before_the_decision(ward: SimpleNamespace, ask: Ask) -> None:
    found = actions.withdraw(ask(), by=ward.clerk, note="Đã tự tìm thấy giấy tờ")
    assert (found.state, Task.objects.get(pk=found.task_id).state) == (State.WITHDRAWN, TaskState.CANCELLED)
    with pytest.raises(StepRefused):
        actions.grant(found, by=ward.registry, reason="x")


def test_a_request_is_seen_by_its_desk_its_answerer_and_its_leaders(ward: SimpleNamespace, ask: Ask) -> None:
    found = ask()
    seen = {
        name for name, post in vars(ward).items()
        if hasattr(post, "role") and RightsRequest.objects.visible_to(post).filter(pk=found.pk).exists()
    }  # fmt: skip
    assert seen == {"clerk", "leader", "registry", "answerer"}


def test_a_duty_is_named_by_the_offices_leader_for_somebody_there(ward: SimpleNamespace) -> None:
    given = {"office": ward.ward, "source": "QĐ 9", "valid_from": date(2026, 4, 1)}
    with pytest.raises(NotPermitted):
        actions.name_duty(by=ward.administrator, post=ward.head, **given)
    refused("not_here", actions.name_duty, by=ward.leader, post=make_post(), **given)
    refused("source_needed", actions.name_duty, by=ward.leader, post=ward.head, **given | {"source": " "})
    refused("overlaps", actions.name_duty, by=ward.leader, post=ward.head, **given | {"valid_from": date(2026, 2, 1)})
    actions.name_duty(by=ward.leader, post=ward.head, **given)
    ward.duty.refresh_from_db()
    assert ward.duty.valid_to == date(2026, 3, 31)
    assert DataDuty.objects.held(ward.ward, date(2026, 3, 31)) == ward.duty
    held = DataDuty.objects.held(ward.ward, date(2026, 4, 1))
    assert held is not None
    assert held.post == ward.head
    with pytest.raises(StepRefused):
        actions.end_duty(ward.duty, by=ward.leader, valid_to=date(2026, 5, 1))


def test_a_term_is_set_at_the_top_by_a_source(ward: SimpleNamespace, ask: Ask, set_clock: Any) -> None:
    given = {
        "right": "export", "answer_amount": 1, "answer_unit": "working_day", "amount": 5, "unit": "working_day",
        "extension": 0, "source": "Luật mới", "valid_from": date(2026, 5, 1),
    }  # fmt: skip
    with pytest.raises(NotPermitted):
        actions.set_term(by=ward.leader, **given)
    refused("bad_amount", actions.set_term, by=ward.inspector, **given | {"amount": 0})
    refused("source_needed", actions.set_term, by=ward.inspector, **given | {"source": ""})
    refused("overlaps", actions.set_term, by=ward.inspector, **given | {"valid_from": date(2026, 1, 1)})
    old = ask()
    actions.set_term(by=ward.inspector, **given)
    assert RightsTerm.objects.of("export", date(2026, 4, 30)) == old.term
    set_clock("2026-05-04T09:00+07:00")
    assert ask().due_at - ask().received_at < timedelta(days=8)
    old.refresh_from_db()
    assert old.term.amount == 10
    assert list(differences()) == []


def test_terms_and_rules_of_the_start_are_told_by_their_events(db: None) -> None:
    assert RightsTerm.objects.count() == 10
    assert list(differences()) == []


def test_taking_a_request_down_costs_the_same_whatever_there_is(
    ward: SimpleNamespace, ask: Ask, django_assert_max_num_queries: Any
) -> None:
    ask()
    with django_assert_max_num_queries(14):
        ask(identity_number=NUMBER)


def test_an_office_is_more_than_a_division_or_a_desk(db: None) -> None:
    province = make_agency(level=Level.PROVINCE)
    department = make_agency(parent=province, kind=Kind.DEPARTMENT)
    division = make_agency(parent=department, kind=Kind.DIVISION)
    desk = make_agency(parent=province, kind=Kind.ONE_STOP)
    ward = make_agency(parent=province, level=Level.COMMUNE)
    found = [office_of(unit) for unit in (province, department, division, desk, ward)]
    assert found == [province, department, department, province, ward]


def test_bad_input_says_which_field(ward: SimpleNamespace) -> None:
    with pytest.raises(BadInput) as error:
        actions.receive(by=ward.clerk, **ASKED | {"proof": "x"})
    assert error.value.field == "proof"
