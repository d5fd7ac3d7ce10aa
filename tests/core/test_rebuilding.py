"""The events alone tell what a row is, and what it was."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.agencies import actions as agency_actions
from motcua.agencies.choices import Role
from motcua.agencies.models import AgencyEvent, Post
from motcua.core import clock, rebuilding
from motcua.core.events import rebuild, tracked, tracked_fields
from tests.core.things import actions
from tests.core.things.models import Thing, ThingEvent
from tests.factories import make_agency, make_post

pytestmark = pytest.mark.django_db


def found() -> set[tuple[str, str]]:
    """What is told differently, of things: (title or key, field)."""
    return {(d.subject, d.field) for d in rebuilding.differences() if d.table == "things_thing"}


def test_a_post_is_rebuilt_as_it_was_at_every_moment(by: Post, set_clock: Callable[[str], datetime]) -> None:
    set_clock("2026-02-02T08:00+07:00")
    post = make_post(Role.SPECIALIST)
    set_clock("2026-03-02T08:00+07:00")
    ended = agency_actions.end_post(post, by=by)
    then = tracked(post)
    assert rebuild(post) == tracked(Post.objects.get(pk=post.pk)) == tracked(ended)
    assert rebuild(post, at=datetime(2026, 2, 20, tzinfo=clock.LOCAL)) == then
    assert rebuild(post, known_at=datetime(2026, 2, 20, tzinfo=clock.LOCAL)) == then
    assert rebuild(post, at=datetime(2026, 1, 20, tzinfo=clock.LOCAL)) == {}


def test_what_was_entered_late_is_known_late(by: Post, set_clock: Callable[[str], datetime]) -> None:
    set_clock("2026-02-02T08:00+07:00")
    thing = actions.open_thing(by=by, title="Bàn")
    entered, happened = set_clock("2026-02-10T08:00+07:00"), datetime(2026, 2, 5, 9, tzinfo=clock.LOCAL)
    actions.rename(thing, by=by, title="Ghế", happened_at=happened, note="sổ giấy")
    after = timedelta(hours=1)
    assert rebuild(thing, at=happened + after)["title"] == "Ghế"
    assert rebuild(thing, at=happened - after)["title"] == "Bàn"
    assert rebuild(thing, at=happened + after, known_at=entered - after)["title"] == "Bàn"
    assert rebuild(thing)["title"] == Thing.objects.get().title == "Ghế"


moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.sampled_from([clock.LOCAL]))
changes = st.fixed_dictionaries(
    {},
    optional={
        "title": st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
        "due_at": st.none() | moments,
        "price": st.none() | st.decimals(0, 10**9, places=2),
        "before": st.sampled_from(["open", "late"]),
        "untracked": st.integers(0, 9),
    },
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(changes, max_size=5))
def test_any_history_rebuilds_to_the_row(by: Post, history: list[dict[str, Any]]) -> None:
    with transaction.atomic():
        thing = actions.open_thing(by=by, title="Bàn")
        rows = []
        for values in history:
            actions.change(thing, by=by, **values)
            rows.append((tracked(Thing.objects.get(pk=thing.pk)), thing.events.latest("pk").recorded_at))
        for row, moment in rows:
            assert rebuild(thing, known_at=moment) == row
        assert rebuild(thing) == tracked(Thing.objects.get(pk=thing.pk))
        assert found() == set()


def test_the_proof_is_silent_when_all_is_well(by: Post) -> None:
    thing = actions.open_thing(by=by, title="Bàn", price=Decimal("10.00"))
    actions.wait(thing, by=by)
    make_post(agency=make_agency())
    assert list(rebuilding.differences()) == []


def test_the_proof_finds_a_value_changed_beside_the_events(thing: Thing, by: Post) -> None:
    other = actions.open_thing(by=by)
    Thing.objects.filter(pk=thing.pk).update(title="Ghế", untracked=5)
    assert found() == {(str(thing.pk), "title")}
    Thing.objects.filter(pk=other.pk).update(version=7)
    assert found() == {(str(thing.pk), "title"), (str(other.pk), "version")}


def test_the_proof_finds_a_row_that_was_never_born(thing: Thing) -> None:
    stray = Thing.objects.create(title="Ghế")
    assert found() == {(str(stray.pk), "events")}


def test_what_an_importer_brought_may_have_no_events_but_nothing_done_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Thing, "BIRTH_TOLD", False)
    stray = Thing.objects.create()
    assert found() == set()
    Thing.objects.filter(pk=stray.pk).update(title="Ghế", version=2)
    assert found() == {(str(stray.pk), "title"), (str(stray.pk), "version")}


def test_a_field_younger_than_the_row_may_hold_only_what_it_began_with(
    by: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracked_fields.cache_clear()
    with monkeypatch.context() as before:
        before.setattr(Thing, "TRACKED", ("state", "title"))
        thing = actions.open_thing(by=by, title="Bàn")
    tracked_fields.cache_clear()
    assert found() == set()
    Thing.objects.filter(pk=thing.pk).update(price=5)
    assert found() == {(str(thing.pk), "price")}


def test_the_proof_walks_through_more_than_a_batch(by: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 3)
    keys = [str(actions.open_thing(by=by, title="Bàn").pk) for _ in range(10)]
    assert found() == set()
    Thing.objects.update(title="Ghế")
    assert found() == {(key, "title") for key in keys}


@pytest.mark.django_db(transaction=True)
def test_the_proof_sees_rows_and_events_of_one_moment(
    thing: Thing, by: Post, together: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = rebuilding._told

    def told_a_little_later(*args: Any) -> Any:
        together(lambda: actions.rename(thing, by=by, title="Ghế"))
        return told(*args)

    monkeypatch.setattr(rebuilding, "_told", told_a_little_later)
    assert found() == set()
    assert Thing.objects.get().title == "Ghế"


# The tables refuse what would break the proof


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {} SET action = 'x'",
        "UPDATE {} SET action = action WHERE false",
        "DELETE FROM {}",
        "DELETE FROM {} WHERE false",
        "TRUNCATE {}",
        "TRUNCATE {} CASCADE",
    ],
)
@pytest.mark.parametrize(
    "table", ["things_thingevent", "agencies_agencyevent", "agencies_personevent", "agencies_postevent"]
)
def test_the_database_refuses_to_change_events(thing: Thing, sql: str, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
            cursor.execute(sql.format(table))


def test_every_event_table_has_the_trigger(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%\\_only\\_grows' AND tgenabled = 'O'"
        )
        guarded = {table for (table,) in cursor.fetchall()}
    assert {model._meta.db_table for model in rebuilding.journals()} | {"core_seal"} <= guarded
    assert {AgencyEvent, ThingEvent} <= set(rebuilding.journals())


def test_python_refuses_to_change_events_too(thing: Thing) -> None:
    event = thing.events.get()
    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        ThingEvent.objects.update(action="x")
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        ThingEvent.objects.all()._raw_delete(ThingEvent.objects.db)


def test_a_thing_with_events_cannot_be_deleted(thing: Thing) -> None:
    with pytest.raises(IntegrityError):
        thing.delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; DELETE FROM things_thing")
    assert Thing.objects.exists()
