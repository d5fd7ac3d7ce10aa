"""The supervisor with real processes: small ones, so that each story takes about a second."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHILD = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(60)"


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition, seconds: float = 10):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen")


class House:
    """A supervisor below a process that stands for make, keeping one child that notes its pid at each start."""

    def __init__(self, folder: Path) -> None:
        self.pids, self.watched = folder / "pids", folder / "watched"
        keeper = folder / "keeper.py"
        keeper.write_text(
            textwrap.dedent(f"""
            import sys
            from config import supervisor
            watch = lambda: open({str(self.watched)!r}, "a").write("x")
            supervisor.keep({{"child": [sys.executable, "-c", {CHILD!r}, {str(self.pids)!r}]}}, watch=watch, grace=2)
            """)
        )
        make = f"import subprocess, sys; sys.exit(subprocess.Popen([{sys.executable!r}, {str(keeper)!r}]).wait())"
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.make = subprocess.Popen([sys.executable, "-c", make], env=environment, stderr=subprocess.DEVNULL)

    def started(self, times: int = 1) -> int:
        lines = wait_for(lambda: found if len(found := self._lines()) >= times else None)
        return int(lines[times - 1])

    def supervisor(self) -> int:
        return int(Path(f"/proc/{self.make.pid}/task/{self.make.pid}/children").read_text().split()[0])

    def _lines(self) -> list[str]:
        return self.pids.read_text().splitlines() if self.pids.exists() else []

    def clear(self) -> None:
        for pid in (self.make.pid, *map(int, self._lines())):
            if alive(pid):
                os.kill(pid, signal.SIGKILL)
        self.make.wait()


@pytest.fixture
def kept(tmp_path):
    house = House(tmp_path)
    yield house
    house.clear()


def test_a_killed_child_is_started_again(kept):
    os.kill(first := kept.started(), signal.SIGKILL)
    assert kept.started(2) != first


def test_it_stops_its_children_when_asked(kept):
    child = kept.started()
    os.kill(kept.supervisor(), signal.SIGTERM)
    assert kept.make.wait(10) == 0
    assert not alive(child)


def test_a_killed_supervisor_leaves_no_child(kept):
    child = kept.started()
    os.kill(kept.supervisor(), signal.SIGKILL)
    wait_for(lambda: not alive(child))


def test_a_killed_make_leaves_nothing(kept):
    child, keeper = kept.started(), kept.supervisor()
    os.kill(kept.make.pid, signal.SIGKILL)
    wait_for(lambda: not alive(child) and not alive(keeper))


def test_it_looks_after_the_database_too(kept):
    kept.started()
    wait_for(kept.watched.exists)
