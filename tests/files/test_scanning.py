"""What comes from outside is shown to a scanner; while it does not answer, nobody reads the file."""

import socket
import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import RequestFactory

from motcua.agencies.choices import Role
from motcua.core.errors import BadInput, NotPermitted
from motcua.files import actions, blobs, gateways, viewing
from motcua.files.choices import Purpose, Scan
from motcua.files.gateways.base import Unreachable
from motcua.files.gateways.clamd import PIECE, Clamd
from motcua.files.gateways.demo import EICAR, DemoScanner
from motcua.files.models import AccessLog, StoredFile
from tests.factories import make_post, system
from tests.files import samples

HONEST = "Đơn xin xác nhận.".encode()


class Daemon(socketserver.StreamRequestHandler):
    """clamd as its manual describes it: reads the whole stream before it answers."""

    says: Callable[[bytes], bytes] = staticmethod(
        lambda got: b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if EICAR in got else b"stream: OK\0"
    )

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        got = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            got += self.rfile.read(size)
        self.server.seen.append(got)  # type: ignore[attr-defined]
        self.wfile.write(self.server.says(got))  # type: ignore[attr-defined]


class Tcp(socketserver.ThreadingTCPServer):
    daemon_threads, allow_reuse_address = True, True


class Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@pytest.fixture(params=["tcp", "unix"])
def daemon(request: Any, tmp_path: Path) -> Iterator[Any]:
    """A daemon of our own; `daemon.address` is what the setting says."""
    path = tmp_path / "clamd.ctl"
    made: Any = Tcp(("127.0.0.1", 0), Daemon) if request.param == "tcp" else Unix(str(path), Daemon)
    made.seen, made.says = [], Daemon.says
    made.address = f"tcp:127.0.0.1:{made.server_address[1]}" if request.param == "tcp" else f"unix:{path}"
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def test_every_byte_reaches_the_daemon(daemon: Any) -> None:
    content = bytes(range(256)) * 600  # more than two pieces
    assert len(content) > 2 * PIECE
    assert Clamd(daemon.address).harm_in(content) == ""
    assert daemon.seen == [content]


def test_the_test_file_is_found(daemon: Any) -> None:
    assert Clamd(daemon.address).harm_in(b"x" * PIECE + EICAR) == "Win.Test.EICAR_HDB-1"


@pytest.mark.parametrize(
    "answer",
    [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK", b"stream: OK or so\0", b"\xff\xfe\0", b"x" * 9_000],
)
def test_what_is_no_verdict_is_no_answer(daemon: Any, answer: bytes) -> None:
    daemon.says = lambda got: answer
    scanner = Clamd(daemon.address)
    if answer == b"stream: OK":  # the line was closed without the zero byte: still a whole word
        assert scanner.harm_in(HONEST) == ""
    else:
        with pytest.raises(Unreachable):
            scanner.harm_in(HONEST)


@pytest.mark.parametrize("address", ["unix:/nowhere/clamd.ctl", "tcp:127.0.0.1:1", "tcp:127.0.0.1:port"])
def test_nobody_there_is_no_answer(address: str) -> None:
    with pytest.raises(Unreachable):
        Clamd(address).harm_in(HONEST)


@pytest.mark.parametrize("address", ["", "unix:", "http:127.0.0.1", "/run/clamd.ctl"])
def test_an_address_of_another_kind_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="clamd's address"):
        Clamd(address)


def test_the_setting_chooses(settings: Any) -> None:
    settings.ANTIVIRUS = ""
    assert gateways.scanner() is None
    settings.ANTIVIRUS = "demo"
    assert isinstance(gateways.scanner(), DemoScanner)
    settings.ANTIVIRUS = "clamd:tcp:[::1]:3310"
    assert isinstance(gateways.scanner(), Clamd)
    settings.ANTIVIRUS = "somebody"
    with pytest.raises(ValueError, match="MOTCUA_ANTIVIRUS"):
        gateways.scanner()


# Files


@pytest.fixture
def kept(db: None, settings: Any) -> StoredFile:
    """A file that came while nobody answered."""
    settings.ANTIVIRUS = "clamd:unix:/nowhere/clamd.ctl"
    return actions.store(by=make_post(), name="giay.pdf", content=samples.pdf())


@pytest.mark.django_db
def test_a_harmful_file_is_refused_and_leaves_nothing(storage: Path) -> None:
    with pytest.raises(BadInput, match="mã độc") as refused:
        actions.store(by=make_post(), name="don.txt", content=HONEST + EICAR)
    assert refused.value.code == "harmful_file"
    assert StoredFile.objects.count() == 0
    assert not storage.exists()


@pytest.mark.django_db
def test_a_clean_one_is_kept_and_says_so() -> None:
    file = actions.store(by=make_post(), name="don.txt", content=HONEST)
    assert file.scan == Scan.CLEAN
    assert blobs.contents(file) == HONEST


@pytest.mark.django_db
def test_without_a_scanner_it_is_told_that_nobody_looked(settings: Any) -> None:
    settings.ANTIVIRUS = ""
    assert actions.store(by=make_post(), name="don.txt", content=HONEST).scan == Scan.NONE


@pytest.mark.django_db
def test_what_the_house_printed_is_not_scanned(settings: Any) -> None:
    settings.ANTIVIRUS = "clamd:unix:/nowhere/clamd.ctl"
    file = actions.store(by=system(), name="phieu.pdf", content=samples.pdf(), purpose=Purpose.PRINTED)
    assert file.scan == Scan.NONE


def shown(file: StoredFile) -> Any:
    request = RequestFactory().get("/")
    return viewing.respond(request, StoredFile.objects.get(pk=file.pk), by=file.by, why="đọc")


def test_nobody_reads_it_while_the_scanner_does_not_answer(kept: StoredFile) -> None:
    assert kept.scan == Scan.WAITING
    with pytest.raises(blobs.UnreadFile):
        blobs.contents(kept)
    answer = shown(kept)
    assert answer.status_code == 423
    assert "chưa được quét" in answer.content.decode()
    request = RequestFactory().get("/")
    assert viewing.page(request, kept, by=kept.by, why="đọc", number=1).status_code == 423
    assert AccessLog.objects.count() == 0
    assert actions.scan_waiting() == (0, 0)


def test_it_is_read_once_the_scanner_answers(kept: StoredFile, settings: Any) -> None:
    settings.ANTIVIRUS = "demo"
    assert actions.scan_waiting() == (1, 0)
    kept.refresh_from_db()
    assert kept.scan == Scan.CLEAN
    assert [event.action for event in kept.events.order_by("pk")] == ["file.store", "file.scan"]
    assert shown(kept).status_code == 200
    assert actions.scan_waiting() == (0, 0)


def test_what_turns_out_harmful_stays_closed(kept: StoredFile, daemon: Any, settings: Any) -> None:
    settings.ANTIVIRUS = f"clamd:{daemon.address}"
    daemon.says = lambda got: b"stream: Pdf.Exploit FOUND\0"
    assert actions.scan_waiting() == (1, 1)
    kept.refresh_from_db()
    assert kept.scan == Scan.HARMFUL
    assert kept.events.latest("pk").data["harm"] == "Pdf.Exploit"
    answer = shown(kept)
    assert answer.status_code == 423
    assert "có mã độc" in answer.content.decode()


def test_the_job_stops_when_the_scanner_goes_away(kept: StoredFile, daemon: Any, settings: Any) -> None:
    actions.store(by=kept.by, name="hai.pdf", content=samples.pdf(pages=2))
    settings.ANTIVIRUS = f"clamd:{daemon.address}"
    answers = iter([b"stream: OK\0", b"ERROR\0"])
    daemon.says = lambda got: next(answers)
    assert actions.scan_waiting() == (1, 0)
    assert StoredFile.objects.to_scan().count() == 1


def test_a_damaged_file_does_not_hold_the_others_up(kept: StoredFile, settings: Any, storage: Path) -> None:
    (storage / kept.place).write_bytes(b"gone")
    actions.store(by=kept.by, name="hai.pdf", content=samples.pdf(pages=2))
    settings.ANTIVIRUS = "demo"
    assert actions.scan_waiting() == (1, 0)
    kept.refresh_from_db()
    assert kept.scan == Scan.WAITING


def test_only_the_machine_says_what_a_file_is(kept: StoredFile) -> None:
    with pytest.raises(NotPermitted):
        actions.settle_scan(kept, by=make_post(Role.ADMINISTRATOR), harm="")


def test_a_file_is_settled_once(kept: StoredFile) -> None:
    actions.settle_scan(kept, by=system(), harm="")
    with pytest.raises(BadInput) as refused:
        actions.settle_scan(kept, by=system(), harm="Pdf.Exploit")
    assert refused.value.code == "not_waiting"


def test_backups_and_the_check_of_the_storage_do_not_wait_for_the_scanner(kept: StoredFile) -> None:
    assert blobs.damaged() == (1, [])
    call_command("files", "verify", json=True)


def test_a_silent_daemon_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motcua.files.gateways.clamd.SECONDS", 0.2)
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        with pytest.raises(Unreachable):
            Clamd(f"tcp:127.0.0.1:{mute.getsockname()[1]}").harm_in(HONEST)
