"""What a whole journey leaves behind: no personal text in plain anywhere, and a journal that shows every tampering."""

import base64
import json
import unicodedata
from pathlib import Path
from typing import Any

import psycopg
import pytest

from motcua.core.text import fold
from motcua.dossiers.offers import VERBS
from tests.proof.journey import OPEN_NAMES, Journey
from tests.proof.world import World, run, wait_for


@pytest.fixture(scope="module")
def walked(own_server: World) -> Journey:
    """On a server of its own: a seal covers what is older than every transaction, and other tests hold theirs open."""
    journey = Journey(own_server)
    with own_server.connection("A.clerk") as connection:
        connection.call("PUT", "/demo/clock", {"now": "2026-04-01T09:00:00+07:00"})
    journey.walk()
    own_server.finish_jobs()
    return journey


def codings(text: str) -> dict[str, bytes]:
    """Return the ways in which a text might lie about in plain: name → bytes to look for."""
    raw = text.encode()
    shifted = [base64.b64encode(b"\0" * gap + raw)[4:-4] for gap in range(3)]  # whatever stands before it
    ways = {
        "plain": raw,
        "decomposed": unicodedata.normalize("NFD", text).encode(),
        "without marks": fold(text).encode(),
        "in hexadecimal": raw.hex().encode(),
        "as JSON": json.dumps(text)[1:-1].encode(),
        "in UTF-16": text.encode("utf-16-le"),
        "in UTF-16, hexadecimal": text.encode("utf-16-le").hex().encode(),
    }
    return ways | {f"in base64, {gap}": piece for gap, piece in enumerate(shifted)}


def leaks(places: dict[str, bytes], texts: list[str]) -> list[tuple[str, str, str]]:
    """Return (place, text, coding) of every text found, whatever the case of the letters."""
    small = {name: content.lower() for name, content in places.items()}
    return [
        (name, text, way)
        for text in texts
        for way, wanted in codings(text).items()
        for name, content in small.items()
        if wanted.lower() in content
    ]


def tables(world: World) -> dict[str, bytes]:
    """Return every table of the database as COPY writes it; bytes are in hexadecimal there."""
    question = (
        "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables"
        " WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')"
    )
    found = {}
    with psycopg.connect(**world.address()) as connection:
        for (table,) in world.ask(question):
            with connection.cursor().copy(f"COPY {table} TO STDOUT") as copy:
                found[table] = b"".join(bytes(piece) for piece in copy)
    return found


def files(folder: Path) -> dict[str, bytes]:
    """Return every file that the product wrote, logs too, with its name."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: name.encode() + b"\n" + path.read_bytes() for name, path in found.items()}


def test_the_journey_went_through_every_action(walked: Journey) -> None:
    assert walked.done == {code.removeprefix("dossier.") for code in VERBS}
    acted = {action for (action,) in walked.world.ask("SELECT DISTINCT action FROM dossiers_dossierevent")}
    assert acted >= {*VERBS, "dossier.draft", "dossier.edit_draft", "dossier.register", "dossier.submit"}
    assert walked.world.ask("SELECT count(*) > 0 FROM citizens_identitylookup") == [(True,)]
    assert walked.world.ask("SELECT count(*) > 0 FROM citizens_unmasking") == [(True,)]
    assert walked.world.ask("SELECT count(*) > 0 FROM agencies_loginfailure") == [(True,)]


def test_a_dump_of_the_database_shows_nobody(walked: Journey) -> None:
    dump = tables(walked.world)
    assert len(dump) > 40
    assert {text for _, text, _ in leaks(dump, OPEN_NAMES)} == set(OPEN_NAMES), "what stands in plain must be found"
    assert leaks(dump, walked.secrets) == []
    assert [table for table, content in dump.items() if b"%PDF".hex().encode() in content or b"%PDF" in content] == []


def test_storage_and_logs_show_nobody(walked: Journey) -> None:
    found = files(walked.world.folder)
    kept = [name for name in found if name.startswith("files/files/")]
    assert len(kept) > 15
    assert "output.log" in found
    assert leaks(found, walked.secrets) == []
    assert [name for name in kept if b"%PDF" in found[name] or b"PK\3\4" in found[name][:60]] == []


def test_the_tests_eye_sees_a_text_in_every_coding() -> None:
    text = "Lý do bổ sung riêng tư số 9"
    for way, piece in codings(text).items():
        assert (("place", text, way)) in leaks({"place": b"before " + piece + b" after"}, [text])
    packed = base64.b64encode(f'{{"x": "{text}"}}'.encode())
    assert leaks({"place": packed}, [text]) != []
    assert leaks({"place": b"before and after"}, [text]) == []


EACH = """
import json, sys, django
django.setup()
from django.db import connection, transaction
from motcua.core import seal
found = []
for statement in json.loads(sys.argv[1]):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        found.append([[problem["code"], problem["message"]] for problem in seal.verify()])
        transaction.set_rollback(True)
json.dump(found, sys.stdout)
"""


@pytest.fixture(scope="module")
def journals(walked: Journey) -> dict[str, str]:
    """Return event table → its columns but the key; the journal is sealed up to its last row."""
    world = walked.world
    question = (
        "SELECT table_name, string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
        " WHERE column_name <> 'id' AND table_schema = 'public' AND table_name IN (SELECT table_name"
        " FROM information_schema.columns WHERE column_name = 'note_digest') GROUP BY 1 ORDER BY 1"
    )
    named = {table: columns for table, columns in world.ask(question) if world.ask(f"SELECT 1 FROM {table} LIMIT 1")}
    last = max(world.ask(f"SELECT max(xid) FROM {table}")[0][0] for table in named)
    wait_for(lambda: world.ask("SELECT core_xid_horizon()")[0][0] > last, seconds=30, what="the end of what runs")
    assert world.motcua("journal", "seal").returncode == 0
    covered = world.ask("SELECT sum(events) FROM core_seal")
    assert covered == [(sum(world.ask(f"SELECT count(*) FROM {table}")[0][0] for table in named),)]
    return named


def tampering(table: str, columns: str) -> dict[str, str]:
    """Return kind → the statement of somebody who owns the database."""
    return {
        "changed": f"UPDATE {table} SET action = action || '.' WHERE id = (SELECT max(id) FROM {table})",
        "removed": f"DELETE FROM {table} WHERE id = (SELECT min(id) FROM {table})",
        "inserted": f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} ORDER BY id LIMIT 1",
    }


def verified(world: World) -> dict[str, Any]:
    """Return what the real command says, against the file kept outside the database."""
    told = world.motcua("journal", "verify", "--against", str(world.seals()), "--json")
    assert told.stdout, told.stderr
    answer: dict[str, Any] = json.loads(told.stdout)
    assert (told.returncode == 0) is answer["ok"], told.stderr
    return answer


def as_owner(world: World, *statements: str) -> None:
    """Run statements with the triggers switched off, as a superuser can."""
    with psycopg.connect(**world.address()) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]


def test_an_event_table_refuses_change_and_removal(walked: Journey, journals: dict[str, str]) -> None:
    assert len(journals) >= 3
    for table, columns in journals.items():
        for kind in ("changed", "removed"):
            with pytest.raises(psycopg.Error, match=table):
                walked.world.ask(tampering(table, columns)[kind])


def test_the_command_finds_a_row_that_was_changed_removed_or_inserted(
    walked: Journey, journals: dict[str, str]
) -> None:
    world = walked.world
    assert verified(world) == {"ok": True, "problems": []}
    tables = ("dossiers_dossierevent", "payments_billevent", "correspondence_outgoingevent")
    for table, kind in zip(tables, ("changed", "removed", "inserted"), strict=True):
        as_owner(world, f"CREATE TABLE kept AS TABLE {table}", tampering(table, journals[table])[kind])
        answer = verified(world)
        assert {problem["code"] for problem in answer["problems"]} == {kind}
        assert all(table in problem["message"] for problem in answer["problems"])
        back = f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM kept"
        as_owner(world, f"DELETE FROM {table}", back, "DROP TABLE kept")
    assert verified(world) == {"ok": True, "problems": []}


def test_each_event_table_is_watched(walked: Journey, journals: dict[str, str]) -> None:
    """Every table alone, every kind of tampering, each undone before the next."""
    assert len(journals) > 8
    rounds = [
        (table, kind, do) for table, columns in journals.items() for kind, do in tampering(table, columns).items()
    ]
    made = run("-c", EACH, json.dumps([do for _, _, do in rounds]), environment=walked.world.environment)
    for (table, kind, _), problems in zip(rounds, json.loads(made.stdout), strict=True):
        assert [code for code, _ in problems] == [kind], table
        named = problems[0][1].partition("bảng: ")[2].rstrip(".").split(", ")
        assert table in named
        assert kind == "changed" or named == [table]  # of a changed row the seal knows only that one of its tables is
