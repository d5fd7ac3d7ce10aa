"""The list of what was erased grows for ever: adding to it must not cost more as it grows."""

import json
from pathlib import Path

import pytest

from motcua.core import erasures

LINE = b'{"id": "%060d"}\n'
LARGE = 32 * 1024 * 1024  # bytes


def bytes_read() -> int:
    """What this process has read from files and pipes so far."""
    told = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(told["rchar"])


def large_list(tmp_path: Path, torn: bytes = b"") -> tuple[Path, int]:
    """A list of half a million lines, and how long it is without its torn end."""
    file = tmp_path / "erased.jsonl"
    block = LINE % 7
    file.write_bytes(block * (LARGE // len(block)) + torn)
    return file, file.stat().st_size - len(torn)


@pytest.mark.parametrize("torn", [b"", b'{"id": "torn', b"x" * 200_000], ids=["whole", "torn", "a long line torn"])
def test_adding_to_a_long_list_reads_its_end_only_and_takes_half_a_line_away(tmp_path: Path, torn: bytes) -> None:
    file, whole = large_list(tmp_path, torn)
    before = bytes_read()
    erasures.append(file, [{"id": "new"}])
    assert bytes_read() - before < 1_000_000
    with file.open("rb") as source:
        source.seek(whole - len(LINE % 7))
        assert source.readline() == LINE % 7
        (added,) = source.read().splitlines()
    assert json.loads(added)["id"] == "new"


@pytest.mark.parametrize("held", [b"", b"torn from the first", b"\n", b"one\n"])
def test_a_short_list_is_added_to_at_its_last_whole_line(tmp_path: Path, held: bytes) -> None:
    file = tmp_path / "erased.jsonl"
    file.write_bytes(held)
    erasures.append(file, [{"id": "a"}, {"id": "b"}])
    assert file.read_bytes().startswith(held[: held.rfind(b"\n") + 1] + b'{"id": "a"')
    assert file.read_bytes().count(b"\n") == held.count(b"\n") + 2
    erasures.append(file, [])
    assert file.read_bytes().endswith(b"\n")
