"""`motcua journal` and `motcua reactions`, as a person and as a script read them."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from motcua.agencies.models import Post
from motcua.core import seal
from tests.core.conftest import wait_for_the_others
from tests.core.things import actions
from tests.core.things.models import Thing

pytestmark = pytest.mark.django_db(transaction=True)


def run(*words: str) -> tuple[str, int]:
    """(what it printed, its exit code)."""
    out = StringIO()
    try:
        call_command(*words, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


def all_events() -> int:
    return sum(journal.objects.count() for journal in seal.journals())


@pytest.fixture
def broken(thing: Thing, sealed: Callable[[], Any], tampering: Callable[[str], None]) -> Thing:
    sealed()
    tampering("UPDATE things_thing SET title = 'Ghế'; UPDATE things_thingevent SET version = 2")
    return thing


def test_seal_takes_one_or_says_that_nothing_happened(thing: Thing, sealed: Any) -> None:
    sealed()
    actions.rename(thing, by=thing.last_event.by, title="Ghế")
    wait_for_the_others()
    assert run("journal", "seal") == ("Dấu 2: 1 dòng.\n", 0)
    assert run("journal", "seal") == ("Không có gì mới để niêm phong.\n", 0)
    assert run("journal", "restored", "--json") == ('{"seal": null, "events": 0}\n', 0)


def test_verify_is_content_with_an_untouched_journal(thing: Thing, sealed: Any, seal_file: Path) -> None:
    sealed()
    assert run("journal", "verify", "--against", str(seal_file)) == ("Nhật ký nguyên vẹn.\n", 0)
    assert run("journal", "verify", "--json") == ('{"ok": true, "problems": []}\n', 0)
    assert run("journal", "rebuild") == ("Nhật ký nguyên vẹn.\n", 0)


def test_verify_tells_what_is_wrong_and_fails(broken: Thing) -> None:
    told, code = run("journal", "verify")
    assert code == 1
    assert told.startswith(f"Dấu 1: changed: Dấu 1 phủ {all_events()} dòng, nay đọc được {all_events()}; bảng: ")
    assert told.endswith("1 điểm sai lệch.\n")
    told, code = run("journal", "verify", "--json")
    assert code == 1
    (problem,) = json.loads(told)["problems"]
    assert (problem["seal"], problem["code"]) == (1, "changed")


def test_verify_reads_the_notes_when_asked(by: Post, tampering: Callable[[str], None]) -> None:
    actions.open_thing(by=by, note="giấy viết tay")
    assert run("journal", "verify", "--notes") == ("Nhật ký nguyên vẹn.\n", 0)
    tampering("UPDATE core_note SET salt = sha256('')")
    assert run("journal", "verify")[1] == 0
    told, code = run("journal", "verify", "--notes")
    assert code == 1
    assert ": note_changed: Lời ghi kèm sự kiện đã bị sửa." in told


def test_rebuild_tells_what_is_wrong_and_fails(broken: Thing) -> None:
    told, code = run("journal", "rebuild")
    assert code == 1
    assert f"things_thing {broken.pk} title: dòng ghi 'Ghế', sự kiện kể 'Bàn'" in told
    told, code = run("journal", "rebuild", "--json")
    assert (code, json.loads(told)["ok"]) == (1, False)
    assert {each["field"] for each in json.loads(told)["differences"]} == {"title", "version"}


def test_a_file_that_is_not_there_is_an_error(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="không có tệp"):
        run("journal", "verify", "--against", str(tmp_path / "nowhere"))


def test_reactions_are_printed_as_a_table_and_as_json() -> None:
    told, _ = run("reactions")
    assert "thing.close  →  tests.core.things.reactions.count\n" in told
    told, _ = run("reactions", "--json")
    assert json.loads(told)["thing.close"][0] == "tests.core.things.reactions.tell"


def test_what_the_system_did_in_a_day_is_whole(by: Post, sealed: Any, seal_file: Path) -> None:
    thing = actions.open_thing(by=by, title="Bàn", phone="0905")
    actions.wait(thing, by=by, note="chờ")
    actions.resume(thing, by=by)
    actions.close(thing, by=by, note="xong")
    sealed()
    assert run("journal", "verify", "--against", str(seal_file))[1] == 0
    assert run("journal", "rebuild")[1] == 0
