"""What a whole journey leaves behind: no personal text in plain anywhere, and a journal that shows every tampering."""

import base64
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from motcua.core.text import fold
from motcua.dossiers.offers import VERBS
from tests.proof.journey import OPEN_NAMES, Journey
from tests.proof.world import World, wait_for


@pytest.fixture(scope="module")
def walked(world: World) -> Journey:
    journey = Journey(world)
    with world.connection("A.clerk") as connection:
        connection.call("PUT", "/demo/clock", {"now": "2026-04-01T09:00:00+07:00"})
    journey.walk()
    world.finish_jobs()
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
        "SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
        " AND table_schema NOT IN ('pg_catalog', 'information_schema')"
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
