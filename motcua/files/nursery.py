"""A process that has the readers of files loaded and forks a fresh, confined child for each file (decision 0037).

It speaks to nobody but us, through one socket over which it gets each file's own; it never sees a file itself.
"""

import atexit
import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}  # no keys, no addresses
FILES = 32  # after so many another takes its place, with another layout of memory
ATTEMPTS = 3  # at finding one that lives: it may end, unused, in the moment it is asked
PIECE = 1 << 16


class Unreadable(Exception):
    """The child died or took too long: the file is at fault, or far too heavy."""


class Nursery:
    """`ask` many at once, from any thread. It is started when first asked, ends when idle, and after any death."""

    def __init__(self, module: str, *, files: int = FILES) -> None:
        self.module, self.files = module, files
        self._lock = threading.Lock()
        self._door: socket.socket | None = None
        self._born: list[subprocess.Popen[bytes]] = []
        self._left = self._owner = 0
        atexit.register(self.end)

    def ask(self, asked: bytes, *, seconds: float) -> bytes:
        """Return what a child of its own answers. Raises Unreadable when it dies, says nothing or is too slow."""
        until = time.monotonic() + seconds
        for _ in range(ATTEMPTS):
            with self._lock:
                line = self._line(seconds)
            with line:
                try:
                    if _received(line, until, 1):
                        return _answer(line, asked, until)
                    self.close()  # nobody took the line up: that is not the file's fault
                except OSError as error:  # also too slow
                    self.close()
                    raise Unreadable from error
                except Unreadable:
                    self.close()  # what died may have been probing: the next one's memory lies elsewhere
                    raise
        raise Unreadable

    def _line(self, seconds: float) -> socket.socket:
        """Return our end of a new line; the other end is on its way to be taken up by a child."""
        if self._left <= 0 or self._owner != os.getpid():
            self._close()
        door = self._door or self._start(seconds)
        ours, theirs = socket.socketpair()
        try:
            socket.send_fds(door, [b"."], [theirs.fileno()])
        except OSError:  # it has ended: the line is closed, and asking begins anew
            self._close()
        theirs.close()
        self._left -= 1
        return ours

    def _start(self, seconds: float) -> socket.socket:
        self._door, inside = socket.socketpair()
        with inside:
            command = [sys.executable, "-m", self.module, str(seconds)]
            quiet = subprocess.DEVNULL
            self._born = [each for each in self._born if each.poll() is None]
            self._born.append(
                subprocess.Popen(command, stdin=inside.fileno(), stdout=quiet, stderr=quiet, cwd=ROOT, env=ENVIRONMENT)
            )
        self._left, self._owner = self.files, os.getpid()
        return self._door

    def close(self) -> None:
        """Let it end once its children have; the next question starts another."""
        with self._lock:
            self._close()

    def end(self) -> None:
        """Close, and wait a moment for who has nothing more to do."""
        self.close()
        for process in self._born:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1)

    def _close(self) -> None:
        if self._door is not None:
            self._door.close()
        self._door = None


def _received(line: socket.socket, until: float, most: int = PIECE) -> bytes:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    line.settimeout(left)
    return line.recv(most)


def _answer(line: socket.socket, asked: bytes, until: float) -> bytes:
    line.settimeout(max(until - time.monotonic(), 0.001))
    line.sendall(asked)
    line.shutdown(socket.SHUT_WR)
    pieces = []
    while piece := _received(line, until):
        pieces.append(piece)
    if not pieces:
        raise Unreadable
    return b"".join(pieces)
