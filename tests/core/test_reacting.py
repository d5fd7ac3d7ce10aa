"""What follows from an event follows once, alone and after a crash too."""

import json
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from motcua.agencies.models import Post
from motcua.core.models import ReactionDone
from motcua.core.reactions import react, reaction, table
from tests.core.things import actions
from tests.core.things import reactions as things_reactions
from tests.core.things.models import Mark, Thing

pytestmark = pytest.mark.django_db(transaction=True)

ALL = {"tell": 1, "count": 1, "archive": 1}


def waiting() -> list[tuple[str, dict[str, Any], str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args, status FROM procrastinate_jobs ORDER BY id")
        rows = cursor.fetchall()
    return [(task, json.loads(given), status) for task, given, status in rows if task == "core.react"]


def marks() -> dict[str, int]:
    return dict(Counter(Mark.objects.values_list("reaction", flat=True)))


@pytest.fixture
def closed(thing: Thing, by: Post) -> dict[str, Any]:
    """The arguments of the job of a closed thing."""
    event = actions.close(thing, by=by).last_event
    return {"model": "things.ThingEvent", "event": event.pk}


def test_one_job_per_event_that_has_reactions(thing: Thing, by: Post, closed: dict[str, Any]) -> None:
    assert waiting() == [("core.react", closed, "todo")]
    actions.rename(thing, by=by, title="Ghế")
    assert len(waiting()) == 1


def test_the_job_shares_the_fate_of_the_event(thing: Thing, by: Post) -> None:
    def close_and_fail() -> None:
        with transaction.atomic():
            actions.close(thing, by=by)
            assert len(waiting()) == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        close_and_fail()
    assert waiting() == []
    assert Thing.objects.get().state == "open"


def test_every_reaction_is_done_once_though_the_job_runs_twice(closed: dict[str, Any]) -> None:
    react(**closed)
    react(**closed)
    assert marks() == ALL
    done = set(ReactionDone.objects.values_list("table", "event", "reaction"))
    assert done == {("things_thingevent", closed["event"], f"tests.core.things.reactions.{name}") for name in ALL}


def test_two_workers_at_once_do_it_once(closed: dict[str, Any], together: Callable[..., Any]) -> None:
    assert together(*[lambda: react(**closed)] * 6) == [None] * 6
    assert marks() == ALL


def test_a_failing_reaction_is_tried_again_alone(
    closed: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    order = tmp_path / "order"
    order.write_text("fail")
    monkeypatch.setenv("THINGS_ORDER", str(order))
    for _ in range(2):
        with pytest.raises(RuntimeError, match=r"reactions failed: tests\.core\.things\.reactions\.count$"):
            react(**closed)
        assert marks() == {"tell": 1, "archive": 1}
    assert "told to fail" in caplog.text
    order.unlink()
    react(**closed)
    assert marks() == ALL


def test_the_same_event_number_of_another_table_is_another_event(closed: dict[str, Any], thing: Thing) -> None:
    name = "tests.core.things.reactions.tell"
    ReactionDone.objects.create(table="agencies_postevent", event=closed["event"], reaction=name)
    react(**closed)
    assert marks() == ALL


RUN = """
import os
from motcua.core.reactions import react
react(model="things.ThingEvent", event=int(os.environ["EVENT"]))
"""
WORK = """
from django.core.management import call_command
call_command("procrastinate", "worker", "--one-shot")
"""


def test_a_worker_killed_in_the_middle_leaves_nothing_half_done(
    closed: dict[str, Any], python: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    order = tmp_path / "order"
    order.write_text("die")
    killed = python(RUN, EVENT=str(closed["event"]), THINGS_ORDER=str(order))
    assert killed.wait(60) == -9
    assert marks() == {"tell": 1}  # done before; what was running left nothing
    second = python(RUN, EVENT=str(closed["event"]), THINGS_ORDER=str(order))
    assert second.wait(60) == 0, second.stderr.read()  # type: ignore[union-attr]
    assert marks() == ALL


def test_a_real_worker_does_it(closed: dict[str, Any], python: Callable[..., subprocess.Popen[str]]) -> None:
    worker = python(WORK)
    _, errors = worker.communicate(timeout=60)
    assert worker.returncode == 0, errors
    assert [status for *_, status in waiting()] == ["succeeded"]
    assert marks() == ALL


def test_the_table_tells_code_and_function() -> None:
    names = [f"tests.core.things.reactions.{name}" for name in ("tell", "count", "archive")]
    assert table()["thing.close"] == names
    before = dict(table())
    assert reaction("thing.close")(things_reactions.tell) is things_reactions.tell  # twice registered, once done
    assert table() == before
