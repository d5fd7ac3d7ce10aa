"""Opens what strangers made in a process of its own, with little time and memory, no keys and nothing to write to.

The child gets one line of JSON (what to do), then the bytes; it answers with one line of JSON, then bytes.
"""

import json
import resource
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from motcua.core.errors import BadInput
from motcua.files.checks import LIMIT, Checked, check, first_look
from motcua.files.pages import picture_of
from motcua.files.signatures import refuse

SECONDS, MEMORY = 20, 1536 * 1024 * 1024
ROOT = Path(__file__).resolve().parents[2]
_places = threading.BoundedSemaphore(4)  # a crowd of uploads must not take all memory at once


class Unreadable(Exception):
    """The child died or took too long: the file is at fault, or far too heavy."""


def checked(content: bytes, *, name: str, limit: int = LIMIT) -> Checked:
    """Do `checks.check` apart. Raises BadInput, also (`damaged_file`) when the child did not survive the file."""
    first_look(content, name=name, limit=limit)
    try:
        answer, _ = _ask({"do": "check", "name": name, "limit": limit}, content)
    except Unreadable as error:
        raise refuse("damaged_file", "Tệp quá nặng hoặc hỏng, không mở được để kiểm tra.") from error
    if "refused" in answer:
        raise refuse(answer["refused"], answer["message"])
    return Checked(**answer["checked"])


def page(content: bytes, *, media_type: str, number: int) -> bytes:
    """Return one page as PNG. Raises IndexError for no such page, Unreadable when it cannot be drawn."""
    answer, picture = _ask({"do": "page", "media_type": media_type, "number": number}, content)
    if "missing" in answer:
        raise IndexError(number)
    return picture


def _ask(order: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    with _places:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "motcua.files.apart"],
                input=json.dumps(order).encode() + b"\n" + content,
                capture_output=True,
                cwd=ROOT,
                env={"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"},
                timeout=SECONDS * 3,
                check=True,
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise Unreadable from error
    line, _, rest = done.stdout.partition(b"\n")
    return json.loads(line), rest


def _confine() -> None:
    """Give up time, memory and writing before the first byte of the stranger's file is read."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(order: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    if order["do"] == "page":
        try:
            return {}, picture_of(content, media_type=order["media_type"], number=order["number"])
        except IndexError:
            return {"missing": order["number"]}, b""
    try:
        return {"checked": asdict(check(content, name=order["name"], limit=order["limit"]))}, b""
    except BadInput as refusal:
        return {"refused": refusal.code, "message": refusal.message}, b""


def main() -> None:
    """Be the child."""
    _confine()
    line, _, content = sys.stdin.buffer.read().partition(b"\n")
    answer, rest = _answer(json.loads(line), content)
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + rest)


if __name__ == "__main__":
    main()
