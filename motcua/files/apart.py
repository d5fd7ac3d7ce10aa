"""Opens what strangers made in a process of its own, with little time and memory, no keys and nothing to write to.

The children are `examining` and `drawing`, each importing only what it needs; what they speak is in `child`. Each file
has a child of its own. Who examines is forked from a process kept for it (`nursery`); who draws is started anew: its
picture could carry out what a reader's fault lets it see, and nothing of that may help the next file (decision 0037).
"""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

from motcua.core.errors import BadInput
from motcua.files import emblems
from motcua.files.checks import LIMIT, Checked, check, first_look
from motcua.files.nursery import ENVIRONMENT, ROOT, Nursery, Unreadable
from motcua.files.signatures import PDF, PICTURES, refuse

SECONDS = 60  # by the clock; the child gives itself less of the processor
EMBLEM = "bieu-trung"  # under which a picture is looked at that keeps no name
HOSTILE = (PDF, *PICTURES)  # what only large libraries can read; the rest is counted as it is read
_examining = Nursery("motcua.files.examining")
_places = threading.BoundedSemaphore(4)  # a crowd of uploads must not take all memory at once


def checked(content: bytes, *, name: str, limit: int = LIMIT) -> Checked:
    """Do `checks.check`, apart where that is safer. Raises BadInput, also (`damaged_file`) when the child died."""
    if first_look(content, name=name, limit=limit) not in HOSTILE:
        return check(content, name=name, limit=limit)
    try:
        answer, _ = _ask(_examined, {"name": name, "limit": limit}, content)
    except Unreadable as error:
        raise refuse("damaged_file", "Tệp quá nặng hoặc hỏng, không mở được để kiểm tra.") from error
    if "refused" in answer:
        raise refuse(answer["refused"], answer["message"])
    return Checked(**answer["checked"])


def page(content: bytes, *, media_type: str, number: int) -> bytes:
    """Return one page as PNG. Raises IndexError for no such page, Unreadable when it cannot be drawn."""
    answer, picture = _ask(_drawn, {"media_type": media_type, "number": number}, content)
    if "missing" in answer:
        raise IndexError(number)
    return picture


def bound(pictures: Iterable[bytes]) -> bytes:
    """Return pictures of one paper as one PDF, a page each. Raises BadInput (`damaged_file`)."""
    try:
        leaves = [_ask(_drawn, {"leaf": True}, picture)[1] for picture in pictures]
        return _ask(_drawn, {"sizes": [len(leaf) for leaf in leaves]}, b"".join(leaves))[1]
    except Unreadable as error:
        raise refuse("damaged_file", "Ảnh hỏng hoặc quá nặng, không mở được; hãy chụp lại.") from error


def emblem_of(content: bytes) -> bytes:
    """Return an office's emblem, drawn anew from a PNG or JPEG. Raises BadInput (`not_a_picture`, or as `checked`)."""
    try:
        return _emblem(content)
    except Unreadable as error:
        raise BadInput("damaged_file", "Ảnh hỏng hoặc quá nặng, không mở được.", field="emblem") from error
    except BadInput as refusal:
        raise BadInput(refusal.code, refusal.message, field="emblem") from refusal


def _emblem(content: bytes) -> bytes:
    if len(content) > emblems.LIMIT:
        raise refuse("too_large", "Biểu trưng lớn quá 1 MB; hãy thu nhỏ ảnh.")
    if first_look(content, name=EMBLEM) not in emblems.TYPES:
        raise refuse("not_a_picture", "Biểu trưng phải là ảnh PNG hoặc JPEG.")
    checked(content, name=EMBLEM, limit=emblems.LIMIT)
    return _ask(_drawn, {"emblem": True}, content)[1]


def _ask(child: Callable[[bytes], bytes], order: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    with _places:
        line, _, rest = child(json.dumps(order).encode() + b"\n" + content).partition(b"\n")
    try:
        return json.loads(line), rest
    except ValueError as error:
        raise Unreadable from error


def _examined(asked: bytes) -> bytes:
    return _examining.ask(asked, seconds=SECONDS)


def _drawn(asked: bytes) -> bytes:
    command = [sys.executable, "-m", "motcua.files.drawing"]
    try:
        done = subprocess.run(
            command, input=asked, capture_output=True, cwd=ROOT, env=ENVIRONMENT, timeout=SECONDS, check=True
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise Unreadable from error
    return done.stdout
