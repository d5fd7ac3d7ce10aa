"""Who looks at many people in an hour is noticed, and somebody writes down why."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.citizens import actions
from motcua.citizens.actions.watching import raise_alert
from motcua.citizens.choices import AlertState, Finding, Look
from motcua.citizens.models import IdentityLookup, LookAlert, LookLimit
from motcua.core.clock import now
from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from motcua.files.actions import note_look, store
from motcua.tasks.choices import State
from motcua.tasks.models import Task
from tests.factories import make_account, make_post, make_ward, system
from tests.files.samples import pdf

pytestmark = pytest.mark.django_db
NUMBERS = ["046190000318", "046085011227", "046190000319", "046190000320"]


@pytest.fixture
def ward(set_clock: Any) -> dict[str, Any]:
    set_clock("2026-03-02T09:10+07:00")
    LookLimit.objects.filter(kind=Look.LOOKUP).update(per_hour=3)
    return make_ward()


def look(post: Post, times: int) -> None:
    for number in (NUMBERS * 3)[:times]:
        actions.look_up(post, number)


def alerted(ward: dict[str, Any]) -> LookAlert:
    look(ward[Role.RECEPTIONIST], 4)
    (found,) = actions.watch()
    return found


def test_more_looks_than_the_limit_become_a_task_of_the_inspector(ward: dict[str, Any]) -> None:
    found = alerted(ward)
    assert (found.of, found.looks, found.allowed) == (ward[Role.RECEPTIONIST], 4, 3)
    assert found.code.startswith("CB26-")
    assert found.task in Task.objects.visible_to(ward[Role.INSPECTOR])
    assert found.task not in Task.objects.visible_to(ward[Role.RECEPTIONIST])
    assert "04619" not in f"{found.task.title} {found.task.about}"
    assert found.events.get().action == "look_alert.raise"


def test_as_many_as_the_limit_are_nobodys_question(ward: dict[str, Any]) -> None:
    look(ward[Role.RECEPTIONIST], 3)
    assert actions.watch() == []


def test_an_hour_is_told_once_and_the_next_one_again(ward: dict[str, Any], set_clock: Any) -> None:
    alerted(ward)
    look(ward[Role.RECEPTIONIST], 2)
    assert actions.watch() == []
    set_clock("2026-03-02T10:05+07:00")
    look(ward[Role.RECEPTIONIST], 3)
    assert actions.watch() == []
    look(ward[Role.RECEPTIONIST], 1)
    assert len(actions.watch()) == 1


def test_each_post_is_counted_alone(ward: dict[str, Any]) -> None:
    look(ward[Role.RECEPTIONIST], 2)
    look(ward[Role.SPECIALIST], 3)
    assert actions.watch() == []


def test_revealed_data_has_a_limit_of_its_own(ward: dict[str, Any]) -> None:
    LookLimit.objects.filter(kind=Look.REVEAL).update(per_hour=1)
    applicant = actions.declare(by=ward[Role.RECEPTIONIST], kind="person", name="Trần Thị Mẫu")
    for _ in range(2):
        actions.reveal(applicant, by=ward[Role.SPECIALIST], why="đối chiếu")
    (found,) = actions.watch()
    assert (found.kind, found.of) == (Look.REVEAL, ward[Role.SPECIALIST])


def test_an_inspector_who_looks_too_much_is_told_to_the_administrator(ward: dict[str, Any]) -> None:
    for number in NUMBERS:
        actions.who_looked(ward[Role.INSPECTOR], number, why="kiểm tra")
    (found,) = actions.watch()
    assert found.task in Task.objects.visible_to(ward[Role.ADMINISTRATOR])
    assert found not in LookAlert.objects.visible_to(ward[Role.INSPECTOR])
    assert found in LookAlert.objects.visible_to(ward[Role.ADMINISTRATOR])


def test_only_the_machine_raises_alerts(ward: dict[str, Any]) -> None:
    given = {"limit": LookLimit.objects.get(kind=Look.LOOKUP), "of": ward[Role.RECEPTIONIST], "hour": now(), "looks": 9}
    with pytest.raises(NotPermitted):
        raise_alert(by=ward[Role.INSPECTOR], **given)
    raise_alert(by=system(), **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        raise_alert(by=system(), **given)


# The finding


def test_the_finding_closes_the_task_and_is_kept(ward: dict[str, Any]) -> None:
    found = alerted(ward)
    closed = actions.close_alert(
        found, by=ward[Role.INSPECTOR], finding=Finding.NOT_JUSTIFIED, note="Đã lập biên bản", version=found.version
    )
    assert (closed.state, closed.finding) == (AlertState.CLOSED, Finding.NOT_JUSTIFIED)
    closed.task.refresh_from_db()
    assert (closed.task.state, closed.task.done_by) == (State.DONE, ward[Role.INSPECTOR])
    assert closed.last_event.note() == "Đã lập biên bản"


def test_it_is_closed_once(ward: dict[str, Any]) -> None:
    found = alerted(ward)
    actions.close_alert(found, by=ward[Role.INSPECTOR], finding="justified", note="Ngày cao điểm")
    with pytest.raises(StepRefused):
        actions.close_alert(found, by=ward[Role.INSPECTOR], finding="justified", note="lần nữa")
    with pytest.raises(StaleVersion):
        actions.close_alert(found, by=ward[Role.INSPECTOR], finding="justified", note="lần nữa", version=1)


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.SPECIALIST, Role.LEADER, Role.REFORM_OFFICER])
def test_others_do_not_close_it(ward: dict[str, Any], role: Role) -> None:
    with pytest.raises(NotPermitted):
        actions.close_alert(alerted(ward), by=ward[role], finding="justified", note="x")


def test_a_watcher_of_another_ward_neither_sees_nor_closes_it(ward: dict[str, Any]) -> None:
    found, other = alerted(ward), make_post(Role.INSPECTOR)
    assert found not in LookAlert.objects.visible_to(other)
    with pytest.raises(NotPermitted):
        actions.close_alert(found, by=other, finding="justified", note="x")


@pytest.mark.parametrize(
    ("finding", "note", "code"), [("so", "x", "unknown_finding"), ("justified", "", "reason_needed")]
)
def test_a_finding_needs_its_words(ward: dict[str, Any], finding: str, note: str, code: str) -> None:
    found = alerted(ward)
    with pytest.raises(BadInput) as refused:
        actions.close_alert(found, by=ward[Role.INSPECTOR], finding=finding, note=note)
    assert refused.value.code == code
    assert LookAlert.objects.get().state == AlertState.OPEN


def test_the_database_refuses_a_closed_alert_without_finding(ward: dict[str, Any]) -> None:
    alerted(ward)
    with pytest.raises(IntegrityError), transaction.atomic():
        LookAlert.objects.update(state="closed")


# The limits


def test_the_limit_is_changed_with_its_document(ward: dict[str, Any]) -> None:
    limit = LookLimit.objects.get(kind=Look.FILE)
    changed = actions.change_limit(limit, by=ward[Role.INSPECTOR], per_hour=50, source="Quyết định 9/QĐ-UBND")
    assert (changed.per_hour, changed.source) == (50, "Quyết định 9/QĐ-UBND")
    assert changed.last_event.data["changed"] == {"per_hour": 50, "source": "Quyết định 9/QĐ-UBND"}


def test_only_the_inspector_at_the_top_changes_it(ward: dict[str, Any]) -> None:
    limit = LookLimit.objects.get(kind=Look.FILE)
    below = make_post(Role.INSPECTOR, agency=ward["division"])
    for by in (ward[Role.ADMINISTRATOR], ward[Role.RECEPTIONIST], below):
        with pytest.raises(NotPermitted):
            actions.change_limit(limit, by=by, per_hour=5, source="x")


@pytest.mark.parametrize(("per_hour", "source"), [(0, "x"), (100_001, "x"), (5, " ")])
def test_a_strange_limit_is_refused(ward: dict[str, Any], per_hour: int, source: str) -> None:
    with pytest.raises(BadInput):
        actions.change_limit(LookLimit.objects.first(), by=ward[Role.INSPECTOR], per_hour=per_hour, source=source)


# Who looked


def test_asking_who_looked_is_itself_on_record(ward: dict[str, Any]) -> None:
    actions.look_up(ward[Role.RECEPTIONIST], NUMBERS[0])
    actions.who_looked(ward[Role.INSPECTOR], NUMBERS[0], why="đơn của công dân")
    assert IdentityLookup.objects.get(by=ward[Role.INSPECTOR]).why == "đơn của công dân"
    with pytest.raises(NotPermitted):
        actions.who_looked(ward[Role.RECEPTIONIST], NUMBERS[0], why="x")
    with pytest.raises(BadInput):
        actions.who_looked(ward[Role.INSPECTOR], NUMBERS[0], why=" ")


def test_a_watcher_sees_the_records_under_the_unit_others_their_own(ward: dict[str, Any]) -> None:
    stranger = make_post(Role.RECEPTIONIST)
    for post in (ward[Role.RECEPTIONIST], ward[Role.SPECIALIST], stranger):
        actions.look_up(post, NUMBERS[0])
    seen = {row.by for row in IdentityLookup.objects.visible_to(ward[Role.INSPECTOR])}
    assert seen == {ward[Role.RECEPTIONIST], ward[Role.SPECIALIST]}
    assert {row.by for row in IdentityLookup.objects.visible_to(ward[Role.SPECIALIST])} == {ward[Role.SPECIALIST]}
    assert now() - IdentityLookup.objects.first().at < timedelta(minutes=5)


def test_what_citizens_fetch_of_their_own_raises_no_alert_though_they_share_one_post(ward: dict[str, Any]) -> None:
    LookLimit.objects.filter(kind=Look.FILE).update(per_hour=1)
    by = make_account().acting()
    file = store(by=by, name="anh.pdf", content=pdf())
    for _ in range(3):
        note_look(file, by=by, why="Tải tệp của mình", address="127.0.0.1")
    assert actions.watch() == []
    for _ in range(3):
        note_look(file, by=ward[Role.RECEPTIONIST], why="Xem", address="127.0.0.1")
    assert [alert.of for alert in actions.watch()] == [ward[Role.RECEPTIONIST]]
