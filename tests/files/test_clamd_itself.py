"""The scanner that offices have, started with one signature of ours: the same answers as the manual promises."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.product import free_port, wait_for
from motcua.files.gateways.base import Unreachable
from motcua.files.gateways.clamd import PIECE, Clamd
from motcua.files.gateways.demo import EICAR
from tests import absent

pytestmark = pytest.mark.program("clamd")
MOST = 1024 * 1024


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    folder, port = tmp_path_factory.mktemp("clamd"), free_port()
    (folder / "signatures").mkdir()
    (folder / "signatures" / "own.ndb").write_text(f"Test.Eicar:0:*:{EICAR.hex()}\n")
    settings = {
        "Foreground": "yes", "DatabaseDirectory": folder / "signatures", "LocalSocket": folder / "c.sock",
        "TCPSocket": port, "TCPAddr": "127.0.0.1", "StreamMaxLength": MOST,
    }  # fmt: skip
    (folder / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    with (folder / "log").open("wb") as log:
        daemon = subprocess.Popen([absent.program("clamd"), "-c", str(folder / "clamd.conf")], stdout=log, stderr=log)
    found = [f"unix:{folder / 'c.sock'}", f"tcp:127.0.0.1:{port}"]
    try:
        wait_for(lambda: all(map(answers, found)), seconds=60, what="clamd", every=0.1)
        yield found
    finally:
        daemon.terminate()
        daemon.wait(30)


def answers(address: str) -> bool:
    try:
        return Clamd(address).harm_in(b"a") == ""
    except Unreachable:
        return False


@pytest.mark.parametrize("way", [0, 1])
def test_it_tells_harm_from_none(addresses: list[str], way: int) -> None:
    scanner = Clamd(addresses[way])
    assert [scanner.harm_in(content) for content in (b"", b"x" * 3 * PIECE, Path(__file__).read_bytes())] == [
        "",
        "",
        "",
    ]
    assert scanner.harm_in(EICAR).startswith("Test.Eicar")
    assert scanner.harm_in(b"x" * 3 * PIECE + EICAR).startswith("Test.Eicar")


@pytest.mark.parametrize("way", [0, 1])
def test_what_is_too_long_for_it_is_no_answer_and_says_why(addresses: list[str], way: int) -> None:
    with pytest.raises(Unreachable, match="size limit exceeded"):
        Clamd(addresses[way]).harm_in(b"x" * 3 * MOST)
