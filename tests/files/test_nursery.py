"""A child for each file, forked from a process kept for it: quick, and as apart as one started anew."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from motcua.files import apart, child
from motcua.files.nursery import FILES, ROOT, Nursery, Unreadable
from tests.files import samples


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    kept = Nursery("tests.files.probing")
    yield kept
    kept.close()
    for process in kept._born:
        process.wait(20)


def ask(nursery: Nursery, content: bytes = b"abc", seconds: float = 30, **order: Any) -> dict[str, Any]:
    line, _, rest = nursery.ask(json.dumps(order).encode() + b"\n" + content, seconds=seconds).partition(b"\n")
    assert rest == content[::-1]
    told: dict[str, Any] = json.loads(line)
    return told


def gone(pid: int) -> bool:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.02)
    return False


def test_each_file_has_a_child_of_its_own_that_knows_nothing_of_the_one_before(nursery: Nursery) -> None:
    first, second = ask(nursery, b"one"), ask(nursery, b"two")
    assert first["parent"] == second["parent"] == nursery._born[0].pid
    assert first["pid"] != second["pid"]
    assert (first["seen"], second["seen"]) == (["one"], ["two"])
    assert gone(first["pid"])


def test_the_parent_stays_when_its_children_are_done(nursery: Nursery) -> None:
    parents = set()
    for _ in range(3):
        told = ask(nursery)
        parents.add(told["parent"])
        while Path(f"/proc/{told['pid']}").exists():  # until it is buried
            time.sleep(0.01)
    assert len(parents) == len(nursery._born) == 1


def test_an_idle_parent_ends_by_itself(nursery: Nursery) -> None:
    """A quiet house keeps no memory for files that nobody brings; the next one starts another."""
    nursery.module = "tests.files.probing_idle"
    first = ask(nursery)["parent"]
    assert gone(first)
    assert ask(nursery)["parent"] != first


def test_a_child_has_its_limits_no_keys_and_nothing_open_but_its_own_line(nursery: Nursery, db: None) -> None:
    connection.ensure_connection()
    listening = socket.create_server(("127.0.0.1", 0))
    listening.set_inheritable(True)  # as carelessly as can be
    told = ask(nursery)
    listening.close()
    assert told["memory"] == child.MEMORY
    assert told["limits"] == [child.SECONDS, 0]
    assert set(told["names"]) <= {"LANG", "LC_CTYPE", "OMP_NUM_THREADS"}
    lines = [each for each in told["open"] if each != "/dev/null"]
    assert len(lines) == 1
    assert lines[0].startswith("socket:")
    assert told["parents_threads"] == 1  # a fork of many threads would be one that hangs


def test_what_it_may_not_do_kills_it_alone(nursery: Nursery, tmp_path: Path) -> None:
    for order in ({"grow": 1}, {"write": str(tmp_path / "x")}, {"raise": 1}, {"die": 1}):
        with pytest.raises(Unreadable):
            ask(nursery, **order)
    written = tmp_path / "x"
    assert not written.exists() or written.read_bytes() == b""
    assert ask(nursery)["seen"] == ["abc"]


def test_a_death_costs_others_nothing_and_the_next_has_another_parent(nursery: Nursery) -> None:
    """Whoever tries again and again to find where something lies in memory finds it moved."""
    before, others = ask(nursery), []
    slow = [threading.Thread(target=lambda: others.append(ask(nursery, b"slow", hold=1))) for _ in range(3)]
    for thread in slow:
        thread.start()
    while nursery._left > FILES - 4:  # until all three are on their way
        time.sleep(0.01)
    with pytest.raises(Unreadable):
        ask(nursery, die=1)
    after = ask(nursery)
    for thread in slow:
        thread.join(30)
    assert [each["seen"] for each in others] == [["slow"]] * 3
    assert {each["parent"] for each in others} == {before["parent"]}
    assert after["parent"] != before["parent"]
    assert gone(before["parent"])  # once its children were done


def test_a_parent_that_was_killed_is_replaced_and_no_file_is_blamed(nursery: Nursery) -> None:
    parent = ask(nursery)["parent"]
    os.kill(parent, signal.SIGKILL)
    assert gone(parent)
    again = ask(nursery)
    assert again["parent"] != parent
    assert ask(nursery, kill=1)["seen"] == ["abc"]  # by a child, even: its own answer, and the next one's, are heard
    assert ask(nursery)["parent"] != again["parent"]


def test_another_takes_its_place_after_some_files() -> None:
    nursery = Nursery("tests.files.probing", files=2)
    parents = [ask(nursery)["parent"] for _ in range(5)]
    nursery.close()
    assert [parents.index(parent) for parent in parents] == [0, 0, 2, 2, 4]
    assert all(gone(parent) for parent in parents)


def test_who_takes_too_long_is_given_up_and_killed(nursery: Nursery) -> None:
    begun = time.monotonic()
    with pytest.raises(Unreadable):
        ask(nursery, seconds=1.5, hold=60)
    assert time.monotonic() - begun < 20
    assert gone(nursery._born[0].pid)  # which waits for its children: they were killed


def test_it_ends_with_who_asked() -> None:
    """A web process that is killed leaves nobody behind."""
    asked = 'Nursery("tests.files.probing").ask(b"{}\\nabc", seconds=30)'
    script = f"import os; from motcua.files.nursery import Nursery; os.write(1, {asked}); os.kill(os.getpid(), 9)"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert gone(json.loads(done.stdout.partition(b"\n")[0])["parent"])


def test_an_interpreter_that_ends_leaves_no_process_and_says_nothing() -> None:
    script = 'from motcua.files.nursery import Nursery; print(Nursery("tests.files.probing").ask(b"{}\\n", seconds=30))'
    done = subprocess.run([sys.executable, "-W", "always", "-c", script], cwd=ROOT, capture_output=True, check=True)
    assert done.stderr == b""
    assert b'"pid"' in done.stdout


def test_the_real_examiner_answers_many_at_once() -> None:
    answers: list[Any] = []
    contents = [samples.pdf(pages=number) for number in range(1, 9)]
    threads = [
        threading.Thread(target=lambda each=each: answers.append(apart.checked(each, name="a.pdf").pages))
        for each in contents
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answers) == list(range(1, 9))
    assert len({process.pid for process in apart._examining._born}) <= 2
