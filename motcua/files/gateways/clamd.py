"""clamd by its INSTREAM command, over a unix socket or TCP (man 8 clamd).

`zINSTREAM\\0`, then chunks, each after its length in four bytes (big-endian), an empty one at the end; the answer is
one line ended by a zero byte: `stream: OK` or `stream: <name> FOUND`, anything else is no answer.
"""

import re
import socket
import struct
import time
from contextlib import closing, suppress

from motcua.files.gateways.base import Unreachable

PIECE = 64 * 1024
SECONDS = 30.0
LONGEST = 4_096
_FOUND = re.compile(r"stream: (?P<name>[^\x00-\x1f]{1,200}) FOUND")


class Clamd:
    """A scanner at `unix:<path>` or `tcp:<host>:<port>`."""

    def __init__(self, address: str) -> None:
        self.kind, _, self.where = address.partition(":")
        if self.kind not in ("unix", "tcp") or not self.where:
            raise ValueError(f"clamd's address is unix:<path> or tcp:<host>:<port>, not {address!r}")

    def harm_in(self, content: bytes) -> str:
        """Send the bytes and read the verdict. Raises Unreachable, also for an answer that is none."""
        try:
            with closing(self._connect()) as line:
                with suppress(BrokenPipeError, ConnectionResetError):  # it closes over too much, and has said why
                    self._send(line, content)
                answer = self._answer(line)
        except (OSError, ValueError) as error:
            raise Unreachable(str(error)) from error
        if answer == "stream: OK":
            return ""
        if found := _FOUND.fullmatch(answer):
            return found["name"]
        raise Unreachable(answer[:200] or "no answer")

    def _send(self, line: socket.socket, content: bytes) -> None:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))

    def _connect(self) -> socket.socket:
        if self.kind == "tcp":
            host, _, port = self.where.rpartition(":")
            return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        try:
            line.connect(self.where)
        except OSError:
            line.close()
            raise
        return line

    def _answer(self, line: socket.socket) -> str:
        """Read up to the zero byte, within the time for all of it: a slow drip is no answer either."""
        until, answer = time.monotonic() + SECONDS, b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST and time.monotonic() < until:
            piece = line.recv(LONGEST)
            if not piece:
                break
            answer += piece
        return answer.rstrip(b"\0\n").decode(errors="replace")
