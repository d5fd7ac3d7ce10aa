"""What a process does that opens strangers' files: give up its rights, read an order and the bytes, answer.

It gets one line of JSON (what to do), then the bytes; it answers with one line of JSON, then bytes. Whoever is started
for one file `serve`s it; whoever is kept forks a child for each (`keep`) and never reads a byte of a file itself.
"""

import ctypes
import gc
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Any, NoReturn

SECONDS, MEMORY = 20, 1536 * 1024 * 1024
IDLE = 300  # seconds after which whoever is kept ends by itself
LOOK = 0.2  # seconds between looks at children that may have ended
PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS = 4, 38
TAKEN_UP = b"\n"
Answer = tuple[dict[str, Any], bytes]
Answering = Callable[[dict[str, Any], bytes], Answer]


def confine() -> None:
    """Give up time, memory and writing before the first byte of the stranger's file is read."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve(answer_to: Answering) -> None:
    """Be the child: answer one order and end."""
    confine()
    sys.stdout.buffer.write(_answered(answer_to, sys.stdin.buffer.read()))


def _answered(answer_to: Answering, asked: bytes) -> bytes:
    line, _, content = asked.partition(b"\n")
    answer, rest = answer_to(json.loads(line), content)
    return json.dumps(answer).encode() + b"\n" + rest


def keep(answer_to: Answering, *, seconds: float) -> None:
    """Be the parent: for each line that comes over stdin fork a child, which answers over it and ends.

    A child that is not done after so many seconds is killed. Ends with whoever asked, or when long idle.
    """
    _let_nobody_look_in()
    gc.freeze()  # what is loaded stays shared with the children
    door, children, open_still = socket.socket(fileno=0), {}, True  # type: ignore[var-annotated]
    while open_still or children:
        idle = not children
        ready = select.select([door] if open_still else [], [], [], IDLE if idle else LOOK)[0]
        _bury(children)
        if ready:
            open_still = _take(door, children, answer_to, seconds)
        elif idle:
            return


def _let_nobody_look_in() -> None:
    """Neither a child nor another process of the account may read or change the parent's memory."""
    kernel = ctypes.CDLL(None)
    kernel.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    kernel.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _take(door: socket.socket, children: dict[int, float], answer_to: Answering, seconds: float) -> bool:
    """Give the next line to a new child; returns False when there will be no more."""
    _, lines, *_ = socket.recv_fds(door, 1, 1)
    if not lines:
        return False
    child = os.fork()
    if child == 0:
        _be_the_child(lines[0], answer_to)
    os.close(lines[0])
    children[child] = time.monotonic() + seconds
    return True


def _be_the_child(line: int, answer_to: Answering) -> NoReturn:
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):  # the first was the parent's door
            os.dup2(nothing, standard)
        os.close(nothing)
        confine()
        with socket.socket(fileno=line) as given:
            given.sendall(TAKEN_UP)
            with given.makefile("rb") as source:
                given.sendall(_answered(answer_to, source.read()))
        os._exit(0)
    finally:
        os._exit(1)


def _bury(children: dict[int, float]) -> None:
    for child, until in list(children.items()):
        if os.waitpid(child, os.WNOHANG)[0]:
            del children[child]
        elif time.monotonic() > until:
            os.kill(child, signal.SIGKILL)
