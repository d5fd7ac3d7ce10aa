"""What a process does that opens strangers' files: give up its rights, read an order and the bytes, answer.

It gets one line of JSON (what to do), then the bytes; it answers with one line of JSON, then bytes.
"""

import json
import resource
import sys
from collections.abc import Callable
from typing import Any

SECONDS, MEMORY = 20, 1536 * 1024 * 1024
Answer = tuple[dict[str, Any], bytes]


def confine() -> None:
    """Give up time, memory and writing before the first byte of the stranger's file is read."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve(answer_to: Callable[[dict[str, Any], bytes], Answer]) -> None:
    """Be the child: answer one order and end."""
    confine()
    line, _, content = sys.stdin.buffer.read().partition(b"\n")
    answer, rest = answer_to(json.loads(line), content)
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + rest)
