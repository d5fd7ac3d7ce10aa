"""A child that tells what it sees and does as it is told: what a hostile file would try, said plainly."""

import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from motcua.files.child import Answer, keep

seen: list[bytes] = []


def probe(order: dict[str, Any], content: bytes) -> Answer:
    """Answer {…} about this process, after having done what `order` asks."""
    seen.append(content)
    if "hold" in order:
        time.sleep(order["hold"])
    if "die" in order:
        os.abort()
    if "raise" in order:
        raise ValueError(content)
    if "kill" in order:
        os.kill(os.getppid(), 9)
    told = {
        "pid": os.getpid(), "parent": os.getppid(), "seen": [each.decode() for each in seen],
        "names": sorted(os.environ), "memory": resource.getrlimit(resource.RLIMIT_AS)[1],
        "limits": [resource.getrlimit(kind)[1] for kind in (resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)],
        "open": [os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd") if _is_open(fd)],
        "parents_threads": len(os.listdir(f"/proc/{os.getppid()}/task")),
    }  # fmt: skip
    if "grow" in order:
        bytearray(2 * 1024**3)
    if "write" in order:
        Path(order["write"]).write_bytes(b"x")
    return told, content[::-1]


def _is_open(fd: str) -> bool:
    try:
        os.fstat(int(fd))
    except OSError:  # that of the listing itself
        return False
    return True


if __name__ == "__main__":
    keep(probe, seconds=float(sys.argv[1]))
