"""An action: lock, permission, version, lifecycle, body, save, event, in one transaction."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.agencies.models import Post
from motcua.core import clock
from motcua.core.actions import NOTE_LIMIT, action, registered
from motcua.core.errors import BadInput, ClockMoved, NotPermitted, Refused, StaleVersion, StepRefused
from motcua.core.events import erase_note, plain, texts, tracked, tracked_fields
from motcua.core.lifecycle import Lifecycle, Step
from motcua.core.models import Note
from tests.core.things import actions
from tests.core.things.lifecycle import LIFECYCLE
from tests.core.things.models import Thing, ThingEvent
from tests.factories import make_post

pytestmark = pytest.mark.django_db


def test_it_saves_counts_the_version_and_records_who_did_what_when(thing: Thing, by: Post) -> None:
    before = clock.now()
    done = actions.rename(thing, by=by, version=1, title="Ghế")
    event = done.last_event
    kept = Thing.objects.get()
    assert (kept.title, kept.version, kept.title_key) == ("Ghế", 2, done.title_key)
    assert (event.action, event.by, event.version, event.state) == ("thing.rename", by, 2, "open")
    assert event.data == {"length": 3, "changed": {"title": "Ghế"}}
    assert before <= event.happened_at <= event.recorded_at <= clock.now()


def test_a_birth_records_every_tracked_field(by: Post) -> None:
    due = datetime(2026, 2, 12, 15, 30, tzinfo=clock.LOCAL)
    thing = actions.open_thing(by=by, title="Bàn", due_at=due, price="12.50")
    thing.refresh_from_db()
    assert thing.events.get().data["changed"] == tracked(thing)
    assert tracked(thing)["due_at"] == "2026-02-12T08:30:00+00:00"


def test_the_wrong_person_leaves_nothing(thing: Thing) -> None:
    with pytest.raises(NotPermitted) as refusal:
        actions.rename(thing, by=make_post(), title="Ghế")
    assert refusal.value.status == 403
    assert Thing.objects.get().title == "Bàn"
    assert ThingEvent.objects.count() == 1


def test_nobody_is_born_by_the_wrong_person(db: None) -> None:
    with pytest.raises(NotPermitted):
        actions.open_thing(by=make_post())
    assert not Thing.objects.exists()


def test_a_stale_page_is_refused(thing: Thing, by: Post) -> None:
    actions.rename(thing, by=by, version=1, title="Ghế")
    with pytest.raises(StaleVersion) as refusal:
        actions.rename(thing, by=by, version=1, title="Tủ")
    assert (refusal.value.status, refusal.value.code) == (409, "stale_version")
    assert Thing.objects.get().title == "Ghế"


def test_the_body_sees_the_row_as_it_is_not_as_the_caller_remembers_it(thing: Thing, by: Post) -> None:
    actions.change(thing, by=by, untracked=7)
    thing.untracked = 99
    assert actions.rename(thing, by=by, title="Ghế").untracked == 7
    assert Thing.objects.get().untracked == 7


def test_permission_comes_before_version_and_version_before_state(thing: Thing, by: Post) -> None:
    actions.close(thing, by=by)
    with pytest.raises(NotPermitted):
        actions.close(thing, by=make_post(), version=1)
    with pytest.raises(StaleVersion):
        actions.close(thing, by=by, version=1)
    with pytest.raises(StepRefused):
        actions.close(thing, by=by, version=2)


def test_a_step_from_the_wrong_state_leaves_nothing(thing: Thing, by: Post) -> None:
    with pytest.raises(StepRefused) as refusal:
        actions.resume(thing, by=by)
    assert (refusal.value.status, refusal.value.code) == (409, "wrong_state")
    assert ThingEvent.objects.count() == 1


def test_a_chosen_target_goes_back_to_where_it_was(thing: Thing, by: Post) -> None:
    actions.wait(thing, by=by)
    resumed = actions.resume(thing, by=by)
    assert resumed.state == "open"
    assert list(thing.events.values_list("state", flat=True)) == ["open", "waiting", "open"]


def test_a_chosen_target_outside_the_declared_ones_is_a_fault(thing: Thing, by: Post) -> None:
    actions.wait(thing, by=by)
    actions.change(thing, by=by, before="nowhere")
    with pytest.raises(RuntimeError):
        actions.resume(thing, by=by)
    assert Thing.objects.get().state == "waiting"


def test_bad_input_names_its_field_and_leaves_nothing(thing: Thing, by: Post) -> None:
    with pytest.raises(BadInput) as refusal:
        actions.rename(thing, by=by, title="", note="why")
    assert (refusal.value.status, refusal.value.code, refusal.value.field) == (422, "empty_title", "title")
    assert (ThingEvent.objects.count(), Note.objects.count()) == (1, 0)


def test_only_what_changed_is_written(thing: Thing, by: Post) -> None:
    with CaptureQueriesContext(connection) as seen:
        actions.rename(thing, by=by, title="Bàn")
    (update,) = [q["sql"] for q in seen if q["sql"].startswith("UPDATE")]
    assert update.partition(" WHERE ")[0] == 'UPDATE "things_thing" SET "version" = 2'


def test_what_save_derives_is_written_too(thing: Thing, by: Post) -> None:
    old = Thing.objects.get().title_key
    actions.rename(thing, by=by, title="Ghế")
    assert Thing.objects.get().title_key not in ("", old)


def test_a_dictionary_changed_in_place_is_written(thing: Thing, by: Post) -> None:
    actions.set_option(thing, by=by, name="colour", value="red")
    assert Thing.objects.get().settings == {"colour": "red"}


def test_reading_an_encrypted_value_does_not_write_it(by: Post) -> None:
    thing = actions.open_thing(by=by, phone="0905000001", answers={"a": 1})
    with CaptureQueriesContext(connection) as seen:
        looked = actions.look(thing, by=by)
    (update,) = [q["sql"] for q in seen if q["sql"].startswith("UPDATE")]
    assert "phone" not in update
    assert "answers" not in update
    assert looked.last_event.data == {"digits": 10, "answers": 1}


def test_an_encrypted_value_changed_in_place_is_written(by: Post) -> None:
    thing = actions.open_thing(by=by, answers={"a": 1})
    actions.answer(thing, by=by, key="b", value="2")
    assert Thing.objects.get().answers == {"a": 1, "b": "2"}


def test_an_untracked_change_is_saved_and_not_told(thing: Thing, by: Post) -> None:
    done = actions.change(thing, by=by, untracked=3)
    assert done.last_event.data == {}
    assert Thing.objects.get().untracked == 3


def test_a_tracked_field_may_not_be_secret(thing: Thing, by: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    tracked_fields.cache_clear()
    monkeypatch.setattr(Thing, "TRACKED", ("title", "phone"))
    with pytest.raises(TypeError, match="phone"):
        actions.rename(thing, by=by, title="Ghế")
    tracked_fields.cache_clear()


def test_the_event_keeps_values_as_json_without_loss() -> None:
    moment = datetime(2026, 2, 12, 15, 30, tzinfo=clock.LOCAL)
    given = {"at": moment, "days": [moment.date(), moment.timetz().replace(tzinfo=None)], 3: ({"x": None},)}
    assert plain(given) == {"at": "2026-02-12T08:30:00+00:00", "days": ["2026-02-12", "15:30:00"], "3": [{"x": None}]}


# Notes


def test_a_note_stands_beside_the_event_and_can_be_erased(thing: Thing, by: Post) -> None:
    done = actions.rename(thing, by=by, title="Ghế", note="  Ông A xin\u200b đổi \r\n tên ")
    event = ThingEvent.objects.get(pk=done.last_event.pk)
    assert event.note() == "Ông A xin đổi\ntên"
    assert "Ông A" not in str(ThingEvent.objects.filter(pk=event.pk).values())
    assert texts(ThingEvent.objects.all()) == {event.pk: "Ông A xin đổi\ntên"}
    before = ThingEvent.objects.filter(pk=event.pk).values().get()
    assert erase_note(event)
    assert not erase_note(event)
    assert (event.note(), texts([event])) == ("", {})
    assert ThingEvent.objects.filter(pk=event.pk).values().get() == before


def test_the_same_note_twice_has_two_digests(thing: Thing, by: Post) -> None:
    first = actions.rename(thing, by=by, title="Ghế", note="đồng ý").last_event
    second = actions.rename(thing, by=by, title="Tủ", note="đồng ý").last_event
    assert bytes(first.note_digest) != bytes(second.note_digest)


def test_a_body_that_asks_for_the_note_sees_it_cleaned(thing: Thing, by: Post) -> None:
    assert actions.with_note(thing, by=by, note=" hai  chữ ").last_event.data == {"words": 2}


def test_a_note_too_long_is_refused(thing: Thing, by: Post) -> None:
    actions.rename(thing, by=by, title="Ghế", note="a" * NOTE_LIMIT)
    with pytest.raises(BadInput, match=r"5\.000"):
        actions.rename(thing, by=by, title="Tủ", note="a" * (NOTE_LIMIT + 1))


# When it happened


def test_backdating_needs_permission_and_reason(thing: Thing, by: Post) -> None:
    past = clock.now() - timedelta(days=3)
    with pytest.raises(BadInput) as refusal:
        actions.rename(thing, by=by, title="Ghế", happened_at=past)
    assert (refusal.value.code, refusal.value.field) == ("reason_needed", "note")
    with pytest.raises(NotPermitted) as forbidden:
        actions.change(thing, by=by, untracked=1, happened_at=past, note="quên ghi")
    assert forbidden.value.code == "backdating_not_permitted"
    locked = actions.open_thing(by=by, title="never backdated")
    with pytest.raises(NotPermitted):
        actions.rename(locked, by=by, title="Ghế", happened_at=past, note="quên ghi")
    event = actions.rename(thing, by=by, title="Ghế", happened_at=past, note="quên ghi").last_event
    assert event.happened_at == past
    assert event.recorded_at > past + timedelta(days=2)


@pytest.mark.parametrize("ahead", [timedelta(minutes=1), timedelta(days=400)])
def test_the_future_is_refused(thing: Thing, by: Post, ahead: timedelta) -> None:
    with pytest.raises(BadInput) as refusal:
        actions.rename(thing, by=by, title="Ghế", happened_at=clock.now() + ahead, note="đoán")
    assert refusal.value.code == "in_the_future"


def test_a_clock_set_back_while_something_is_created_keeps_nothing_and_says_so(thing: Thing, by: Post) -> None:
    with pytest.raises(ClockMoved) as refusal:
        actions.open_tomorrow(by=by, at=clock.now() + timedelta(milliseconds=900))
    assert (refusal.value.status, refusal.value.code) == (503, "clock_moved")
    assert Thing.objects.count() == 1


def test_a_time_without_offset_is_refused(thing: Thing, by: Post) -> None:
    with pytest.raises(BadInput) as refusal:
        actions.rename(thing, by=by, title="Ghế", happened_at=datetime(2026, 1, 1), note="x")
    assert refusal.value.code == "no_offset"


# Actions inside actions


def test_an_inner_action_shares_the_transaction(thing: Thing, by: Post) -> None:
    other = actions.open_thing(by=by)
    actions.rename_both(thing, by=by, other=other, title="Ghế")
    assert set(Thing.objects.values_list("title", "version")) == {("Ghế", 2)}


def test_when_the_inner_action_is_refused_nothing_stays(thing: Thing, by: Post) -> None:
    other = actions.open_thing(by=by, title="Tủ")
    with pytest.raises(BadInput):
        actions.rename_both(thing, by=by, other=other, title="")
    assert set(Thing.objects.values_list("title", "version")) == {("Bàn", 1), ("Tủ", 1)}


def test_an_outer_action_cannot_swallow_the_refusal_of_an_inner_one(thing: Thing, by: Post) -> None:
    other = actions.open_thing(by=by, title="Tủ")
    with pytest.raises(transaction.TransactionManagementError):
        actions.rename_both(thing, by=by, other=other, title="Ghế", swallow=True)
    assert set(Thing.objects.values_list("title", "version")) == {("Bàn", 1), ("Tủ", 1)}
    assert ThingEvent.objects.count() == 2


def test_an_action_on_the_thing_already_acted_on_is_refused(thing: Thing, by: Post) -> None:
    with pytest.raises(RuntimeError, match="overwrite"):
        actions.rename_itself(thing, by=by)
    assert Thing.objects.get().version == 1
    with pytest.raises(RuntimeError, match="birth"):
        actions.open_and_rename(by=by)
    assert Thing.objects.count() == 1


def test_one_transaction_may_act_on_a_thing_twice_in_turn(thing: Thing, by: Post) -> None:
    with transaction.atomic():
        actions.rename(thing, by=by, title="Ghế")
        actions.rename(thing, by=by, title="Tủ")
    assert Thing.objects.get().version == 3


# Declaring


def test_a_code_belongs_to_one_verb() -> None:
    with pytest.raises(ValueError, match="already"):
        action("thing.rename", permit=actions.may_do)(lambda thing, *, by: None)
    assert registered["thing.rename"] is actions.rename


def test_a_step_that_its_lifecycle_does_not_know_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="no step"):
        action("thing.unknown", permit=actions.may_do, lifecycle=LIFECYCLE)


def test_a_chosen_target_must_declare_its_states() -> None:
    with pytest.raises(ValueError, match="declared"):
        Lifecycle("open", {"go": Step(("open",), lambda thing: "x")})


def test_a_birth_begins_in_its_own_state_or_in_the_first() -> None:
    births = Lifecycle("open", births={"thing.submit": "waiting"})
    for code, state in {"thing.submit": "waiting", "thing.open": "open"}.items():
        thing = Thing(state="?")
        births.begin(thing, code)
        assert thing.state == state


def test_a_lifecycle_tells_what_is_possible() -> None:
    assert LIFECYCLE.allowed_from("open") == ["thing.close", "thing.wait", "thing.close_twice"]
    assert LIFECYCLE.allowed_from("closed") == []
    assert LIFECYCLE.steps["thing.resume"].targets("waiting") == ("open", "late")
    assert Step(("a", "b")).targets("b") == ("b",)


# Everybody at once


@pytest.mark.django_db(transaction=True)
def test_of_eight_people_with_the_same_page_one_wins(thing: Thing, by: Post, together: Callable[..., Any]) -> None:
    def attempt(number: int) -> Callable[[], Any]:
        return lambda: actions.rename(thing, by=by, version=1, title=f"Ghế {number}")

    results = together(*(attempt(number) for number in range(8)))
    winners = [each for each in results if isinstance(each, Thing)]
    assert len(winners) == 1
    assert [type(each) for each in results if each not in winners] == [StaleVersion] * 7
    assert (Thing.objects.get().title, Thing.objects.get().version) == (winners[0].title, 2)
    assert ThingEvent.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_clicks_on_a_step_do_it_once(thing: Thing, by: Post, together: Callable[..., Any]) -> None:
    results = together(*[lambda: actions.close(thing, by=by)] * 2)
    assert sorted(type(each).__name__ for each in results) == ["StepRefused", "Thing"]
    assert ThingEvent.objects.filter(action="thing.close").count() == 1


@pytest.mark.django_db(transaction=True)
def test_actions_without_a_version_follow_one_another(thing: Thing, by: Post, together: Callable[..., Any]) -> None:
    together(*[lambda: actions.rename(thing, by=by, title="Ghế")] * 8)
    assert Thing.objects.get().version == 9
    assert sorted(thing.events.values_list("version", flat=True)) == list(range(1, 10))


@pytest.mark.django_db(transaction=True)
def test_two_things_are_acted_on_at_the_same_time(thing: Thing, by: Post, together: Callable[..., Any]) -> None:
    other = actions.open_thing(by=by)
    with transaction.atomic():
        actions.rename(thing, by=by, title="Ghế")
        (done,) = together(lambda: actions.rename(other, by=by, title="Tủ"))
    assert done.title == "Tủ"


# What it costs


@pytest.mark.django_db(transaction=True)
def test_an_action_costs_six_queries_and_its_note_and_its_job_one_each(thing: Thing, by: Post) -> None:
    with CaptureQueriesContext(connection) as seen:
        actions.change(thing, by=by, untracked=1)
    words = ["BEGIN", "SELECT", "SELECT core_now()", "UPDATE", "INSERT INTO", "COMMIT"]
    assert [q["sql"][: len(word)] for q, word in zip(seen, words, strict=True)] == words
    assert "FOR NO KEY UPDATE" in seen[1]["sql"]
    with CaptureQueriesContext(connection) as seen:
        actions.close(thing, by=by, note="xong")
    assert len(seen) == len(words) + 2
    assert "procrastinate_defer_job" in seen[-2]["sql"]


@pytest.mark.django_db(transaction=True)
def test_a_birth_costs_what_its_body_costs_and_four(by: Post) -> None:
    with CaptureQueriesContext(connection) as seen:
        actions.open_thing(by=by)
    assert [q["sql"].split()[0] for q in seen] == ["BEGIN", "INSERT", "SELECT", "INSERT", "COMMIT"]


def test_every_refusal_has_a_status_a_code_and_words() -> None:
    for kind in (Refused, NotPermitted, StaleVersion, StepRefused):
        assert kind().status in (403, 409, 422)
        assert kind().code
        assert str(kind()) == kind.message
    assert plain(datetime(2026, 1, 1, tzinfo=UTC)) == "2026-01-01T00:00:00+00:00"
