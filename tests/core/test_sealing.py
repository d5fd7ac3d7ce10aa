"""What was recorded cannot be changed, removed, inserted or moved without being found."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from motcua.agencies.models import Post
from motcua.core import jobs, seal
from motcua.core.events import erase_note
from motcua.core.models import Note, Seal
from tests.core.conftest import lines
from tests.core.things import actions
from tests.core.things.models import Thing, ThingEvent
from tests.factories import make_agency

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def history(by: Post, sealed: Callable[[], Any]) -> list[Seal]:
    """Three seals over seven events of two tables, after the one over the system's own birth."""
    seals = [sealed()]
    for number in range(3):
        thing = actions.open_thing(by=by, title=f"Bàn {number}")
        actions.rename(thing, by=by, title=f"Ghế {number}", note="đổi tên")
        if number == 1:
            make_agency()
        seals.append(sealed())
    return seals


def found(**arguments: Any) -> list[tuple[int, str]]:
    return [(problem["seal"], problem["code"]) for problem in seal.verify(**arguments)]


def keys() -> list[int]:
    return list(ThingEvent.objects.order_by("pk").values_list("pk", flat=True))


def test_seals_cover_everything_once_and_are_chained(history: list[Seal], seal_file: Path) -> None:
    assert [each.number for each in history] == [1, 2, 3, 4]
    assert history[2].tables == {"agencies_agencyevent": 1, "things_thingevent": 2}
    assert sum(each.events for each in history) == sum(model.objects.count() for model in seal.journals())
    for before, after in pairwise(history):
        assert bytes(after.previous) == bytes(before.digest)
        assert after.xid_from == before.xid_until
    assert found() == found(against=seal_file) == []


def test_nothing_new_makes_no_seal(history: list[Seal]) -> None:
    assert seal.seal_now() is None
    assert Seal.objects.count() == 4


CHANGES = (
    "action = 'thing.close'",
    "happened_at = happened_at - interval '1 us'",
    "recorded_at = recorded_at + interval '1 us'",
    "state = 'closed'",
    "version = 9",
    "data = data || '{\"length\": 4}'",
    "data = '{}'",
    "note_key = NULL",
    "note_digest = sha256('')",
    "by_id = by_id + 1",
    "subject_id = (SELECT id FROM things_thing WHERE title = 'Ghế 2')",
)


def test_a_row_changed_in_any_column_is_found(history: list[Seal]) -> None:
    for change in CHANGES:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = 'replica'")
            cursor.execute(f"UPDATE things_thingevent SET {change} WHERE id = {keys()[3]}")
            assert found() == [(3, "changed")], change
            transaction.set_rollback(True)
    columns = {change.split(" = ")[0] for change in CHANGES} | {"id", "xid"}  # these two have tests of their own
    assert columns == {field.column for field in ThingEvent._meta.concrete_fields}


def test_a_removed_row_is_found(history: list[Seal], tampering: Callable[[str], None]) -> None:
    tampering(f"DELETE FROM things_thingevent WHERE id = {keys()[0]}")
    assert found() == [(2, "removed")]


def test_an_emptied_table_is_found(history: list[Seal], tampering: Callable[[str], None]) -> None:
    tampering("DELETE FROM things_thingevent")
    assert found() == [(2, "removed"), (3, "removed"), (4, "removed")]


def test_an_inserted_row_is_found(history: list[Seal], tampering: Callable[[str], None]) -> None:
    columns = ", ".join(f.column for f in ThingEvent._meta.concrete_fields if f.column != "id")
    tampering(
        f"INSERT INTO things_thingevent ({columns}) SELECT {columns} FROM things_thingevent WHERE id = {keys()[2]}"
    )
    assert found() == [(3, "inserted")]


def test_rows_that_changed_places_are_found(history: list[Seal], tampering: Callable[[str], None]) -> None:
    one, two = keys()[:2]
    tampering(
        f"UPDATE things_thingevent SET id = -1 WHERE id = {one};"
        f" UPDATE things_thingevent SET id = {one} WHERE id = {two};"
        f" UPDATE things_thingevent SET id = {two} WHERE id = -1"
    )
    assert found() == [(2, "changed")]


def test_a_row_moved_to_another_seal_is_found_twice(history: list[Seal], tampering: Callable[[str], None]) -> None:
    tampering(f"UPDATE things_thingevent SET xid = {history[3].xid_from} WHERE id = {keys()[0]}")
    assert found() == [(2, "removed"), (4, "inserted")]


def test_a_row_changed_and_sealed_again_breaks_the_chain_or_the_file(
    history: list[Seal], tampering: Callable[[str], None], seal_file: Path
) -> None:
    tampering(f"UPDATE things_thingevent SET version = 9 WHERE id = {keys()[0]}")
    digest, _ = seal._digest(history[1].xid_from, history[1].xid_until, bytes(history[1].previous))
    tampering(f"UPDATE core_seal SET digest = '\\x{digest.hex()}' WHERE number = 2")
    assert found() == [(3, "broken_chain")]
    tampering(f"UPDATE core_seal SET previous = '\\x{digest.hex()}' WHERE number = 3")
    assert found() == [(3, "changed")]
    assert (2, "not_in_file") in found(against=seal_file)
    assert (2, "missing_seal") in found(against=seal_file)


def test_the_last_seal_deleted_is_found_by_the_file(
    history: list[Seal], tampering: Callable[[str], None], seal_file: Path
) -> None:
    tampering(
        "DELETE FROM core_seal WHERE number = 4;"
        " DELETE FROM things_thingevent WHERE xid >= (SELECT max(xid_until) FROM core_seal)"
    )
    assert found() == []  # the database alone cannot tell
    assert found(against=seal_file) == [(4, "missing_seal")]


def test_a_seal_deleted_in_the_middle_is_found(history: list[Seal], tampering: Callable[[str], None]) -> None:
    tampering("DELETE FROM core_seal WHERE number = 2")
    assert (3, "broken_chain") in found()


def test_everything_deleted_is_found_by_the_file(
    history: list[Seal], tampering: Callable[[str], None], seal_file: Path
) -> None:
    tampering("DELETE FROM core_seal; DELETE FROM things_thingevent; DELETE FROM agencies_agencyevent")
    assert [code for _, code in found(against=seal_file)] == ["missing_seal"] * 4


def test_what_a_running_transaction_writes_is_left_to_the_next_seal(
    thing: Thing, by: Post, together: Callable[..., Any], sealed: Callable[[], Any]
) -> None:
    written, finish = Event(), Event()

    def late() -> None:
        with transaction.atomic():
            actions.rename(thing, by=by, title="late")
            written.set()
            assert finish.wait(30)

    def meanwhile() -> tuple[int, Any, int]:
        assert written.wait(30)
        try:
            other = actions.open_thing(by=by, title="early")
            first = seal.seal_now()
            return other.last_event.xid, first, seal._horizon()
        finally:
            finish.set()

    _, (early, first, horizon) = together(late, meanwhile)
    after = ThingEvent.objects.get(data__changed__title="late")
    assert horizon <= after.xid < early
    assert first is None or first.xid_until <= after.xid  # the early one waits too: its number is higher
    second = sealed()
    assert second.xid_from <= after.xid < early < second.xid_until
    assert found() == []


def test_two_seals_at_once_are_one_after_the_other(thing: Thing, together: Callable[..., Any], sealed: Any) -> None:
    results = together(*[sealed] * 4)
    assert [each.number for each in results if each is not None] == [1]
    assert found() == []


def test_a_crash_between_prepared_and_sealed_is_no_alarm(
    thing: Thing, by: Post, sealed: Any, seal_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = seal.write_outside

    def crash_before_commit(row: Seal, stage: str) -> None:
        write(row, stage)
        raise KeyboardInterrupt

    monkeypatch.setattr(seal, "write_outside", crash_before_commit)
    with pytest.raises(KeyboardInterrupt):
        sealed()
    monkeypatch.undo()
    assert (Seal.objects.count(), len(lines(seal_file))) == (0, 1)
    assert found(against=seal_file) == []
    actions.rename(thing, by=by, title="Ghế")
    assert sealed().number == 1
    assert found(against=seal_file) == []


def test_a_crash_after_the_commit_is_no_alarm_and_the_seal_still_counts(
    thing: Thing,
    by: Post,
    sealed: Any,
    seal_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    tampering: Callable[[str], None],
) -> None:
    write = seal.write_outside
    monkeypatch.setattr(seal, "write_outside", lambda row, stage: write(row, stage) if stage == "prepared" else None)
    sealed()
    monkeypatch.undo()
    assert [line["stage"] for line in lines(seal_file)] == ["prepared"]
    assert found(against=seal_file) == []
    actions.rename(thing, by=by, title="Ghế")
    sealed()
    assert found(against=seal_file) == []
    tampering("DELETE FROM core_seal")
    assert found(against=seal_file) == [(1, "missing_seal"), (2, "missing_seal")]


def test_a_line_torn_by_a_full_disk_hurts_nobody(thing: Thing, by: Post, sealed: Any, seal_file: Path) -> None:
    sealed()
    whole = seal_file.read_text()
    seal_file.write_text(whole[:-30])
    actions.rename(thing, by=by, title="Ghế")
    sealed()
    assert found(against=seal_file) == []
    assert [json.loads(line)["stage"] for line in seal_file.read_text().splitlines()[-2:]] == ["prepared", "sealed"]


def test_a_column_added_later_leaves_old_seals_as_they_are(
    history: list[Seal], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = seal._rows
    monkeypatch.setattr(seal, "_rows", lambda *args: (row | {"added_later": None} for row in rows(*args)))
    assert found() == []


@pytest.fixture
def base() -> Any:
    """Let transaction numbers start a million higher, as in an old cluster; back to the new cluster's afterwards."""

    def lift(by: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval('core_xid_base', %s)", [by])

    lift(1_000_000)
    yield lift
    lift(0)


def test_after_a_restore_in_another_cluster_the_journal_goes_on(
    base: Callable[[int], None], thing: Thing, by: Post, sealed: Any, seal_file: Path
) -> None:
    sealed()
    actions.rename(thing, by=by, title="not yet sealed")
    base(0)  # the dump is loaded elsewhere: numbers are a million lower
    assert found(against=seal_file) == [(1, "not_lifted")]
    with pytest.raises(seal.NotLiftedError):
        seal.seal_now()
    covered = seal.after_restore()
    assert (covered.number, covered.events) == (2, 1)
    assert found(against=seal_file) == []
    event = actions.rename(thing, by=by, title="Ghế").last_event
    assert event.xid >= covered.xid_until
    assert sealed().number == 3
    assert found(against=seal_file) == []
    assert seal.after_restore() is None


def test_a_restore_with_nothing_unsealed_lifts_above_the_last_seal(
    base: Callable[[int], None], thing: Thing, by: Post, sealed: Any
) -> None:
    with connection.cursor() as cursor:
        for _ in range(1_000):  # transactions that recorded nothing
            cursor.execute("SELECT pg_current_xact_id()")
    last = sealed()
    top = max(ThingEvent.objects.values_list("xid", flat=True))
    base(top + 1 - (seal._horizon() - 1_000_000))
    assert top < seal._horizon() <= last.xid_until  # between the last event and the last seal's end
    assert seal.after_restore() is None
    assert actions.rename(thing, by=by, title="Ghế").last_event.xid >= last.xid_until
    sealed()
    assert found() == []


def test_the_jobs_take_seals_and_prove_the_journal(
    thing: Thing, sealed: Any, tampering: Callable[[str], None], seal_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    jobs.prove_journal(timestamp=0)  # before the first seal there is no file
    sealed()
    jobs.take_seal(timestamp=0)
    jobs.prove_journal(timestamp=0)
    tampering("UPDATE things_thing SET title = 'x'; UPDATE things_thingevent SET version = 2")
    with pytest.raises(RuntimeError, match="2 differences, 1 problems"):
        jobs.prove_journal(timestamp=0)
    assert "'title'" in caplog.text
    assert "changed" in caplog.text


def test_a_note_changed_or_put_in_anothers_place_is_found_and_an_erased_one_is_not(
    history: list[Seal], by: Post, tampering: Callable[[str], None]
) -> None:
    assert list(seal.changed_notes()) == []
    erased, changed, moved = ThingEvent.objects.exclude(note_key=None).order_by("pk")
    erase_note(erased)
    note = Note.objects.get(pk=changed.note_key)
    note.text = "không đổi tên"
    note.save()
    tampering(
        f"UPDATE core_note SET text = (SELECT text FROM core_note WHERE id = '{note.pk}') WHERE id = '{moved.note_key}'"
    )
    found = [(each["event"], each["code"]) for each in seal.changed_notes()]
    assert found == [(f"things_thingevent {each.pk}", "note_changed") for each in (changed, moved)]
    with pytest.raises(RuntimeError, match="0 differences, 2 problems"):
        jobs.prove_journal(timestamp=0)


def test_a_seal_is_never_part_of_something_larger(thing: Thing) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        seal.seal_now()
