"""Keeps the database, the web server and the worker alive; the last to start is the first to stop (decisions/0001)."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
PR_SET_PDEATHSIG = 1
STEADY = 30  # seconds after which an end counts as a first one again
LONGEST_WAIT = 30.0


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent dies: nobody may go on holding the port.

    Not SIGTERM: granian under load takes ten seconds to obey, while the next start waits for its port.
    """
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Child:
    """A process that is started again when it ends, later and later while it keeps ending at once."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name, self.command = name, command
        self.wait = 0.25
        self.due: float | None = None
        self.launch()

    def launch(self) -> None:
        self.born, self.due = time.monotonic(), None
        self.process = subprocess.Popen(
            self.command,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            preexec_fn=die_with_parent,  # noqa: PLW1509 we have one thread
        )

    def look(self) -> None:
        """Start it again once its time has come."""
        now = time.monotonic()
        if self.due is not None:
            if now >= self.due:
                self.launch()
        elif self.process.poll() is not None:
            self.sweep()
            self.wait = 0.5 if now - self.born > STEADY else min(self.wait * 2, LONGEST_WAIT)
            self.due = now + self.wait
            say(f"{self.name} ended with {self.process.returncode}; again in {self.wait:.1f} s")

    def sweep(self) -> None:
        """End what it left behind: granian's workers outlive it and go on serving the old code on the same port."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self, grace: float) -> None:
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(grace)
        self.sweep()
        self.process.wait()


def say(line: str) -> None:
    """Tell the person at the terminal."""
    print(line, file=sys.stderr, flush=True)


def keep(commands: dict[str, list[str]], *, watch: Callable[[], None] = lambda: None, grace: float = 15) -> None:
    """Run the commands until a signal comes or our own parent dies; `watch` is called once a second beside them."""
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda number, frame: asked.append(number))
    parent = os.getppid()
    children = [Child(name, command) for name, command in commands.items()]
    watched = time.monotonic()
    while not asked and os.getppid() == parent:  # a killed make must not leave the demo behind
        time.sleep(0.2)
        if time.monotonic() - watched >= 1:
            watch()
            watched = time.monotonic()
        for child in children:
            child.look()
    for child in reversed(children):
        child.stop(grace)
