"""Uploads through the web server as it runs: cut in the middle of the body, or standing still; nobody else notices."""

import json
import socket
import struct
import uuid
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from bench.product import product_environment, run
from tests.proof.world import World, wait_for

BOUNDARY = "vach-ngan"
WHOLE = 6_000_000  # more than Django keeps in memory: a file of its own on the disk while it comes
INTAKE, DATA = "/tiep-nhan/", b"%PDF-1.4 " + b"0" * 3_000_000


@pytest.fixture(scope="module")
def spool(tmp_path_factory: pytest.TempPathFactory, world: World) -> Path:
    """Where the web puts what is coming in; the world is started again with it."""
    folder = tmp_path_factory.mktemp("spool")
    world.end()
    world.environment["TMPDIR"] = str(folder)
    world.start()
    return folder


@pytest.fixture(scope="module")
def cookies(world: World) -> dict[str, str]:
    made = run("-m", "tests.proof.cut", world.accounts["A.clerk"]["username"],
               environment=product_environment(world.database, MOTCUA_VAR=str(world.folder)))  # fmt: skip
    assert made.returncode == 0, made.stderr
    found: dict[str, str] = json.loads(made.stdout)
    return found


def part(name: str, value: str) -> bytes:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


def file_part(name: str) -> bytes:
    said = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="don.pdf"\r\n'
    return f"{said}Content-Type: application/pdf\r\n\r\n".encode()


def begun(world: World, path: str, body: bytes, headers: dict[str, str]) -> socket.socket:
    """A connection on which the head and the beginning of a longer body were sent."""
    wire = socket.create_connection(("127.0.0.1", world.port), timeout=20)
    lines = {"Host": f"127.0.0.1:{world.port}", "Content-Length": str(WHOLE)} | headers
    lines["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
    head = f"POST {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
    wire.sendall(head.encode() + body)
    return wire


def from_the_screen(world: World, cookies: dict[str, str]) -> socket.socket:
    fields = {"csrfmiddlewaretoken": "a" * 32, "key": str(uuid.uuid4()), "deed": "receive", "a-name": "Trần Thị Mẫu"}
    body = b"".join(part(name, value) for name, value in fields.items()) + file_part("p0-file") + DATA
    return begun(world, INTAKE, body, {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())})


def from_a_machine(world: World, cookies: dict[str, str]) -> socket.socket:
    given = {"Authorization": f"Bearer {world.accounts['A.clerk']['token']}"}
    return begun(world, "/api/v1/files", file_part("file") + DATA, given)


def reset(wire: socket.socket) -> None:
    """Pull the cable: no farewell."""
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    wire.close()


def left(world: World) -> list[tuple[int, ...]]:
    tables = ("dossiers_dossier", "files_storedfile", "counter_unsent", "counter_sending", "citizens_applicant")
    return [world.ask(f"SELECT count(*) FROM {table}")[0] for table in tables]


def stored(world: World) -> list[Path]:
    return [path for path in (world.folder / "files").rglob("*") if path.is_file()]


@pytest.mark.parametrize("start", [from_the_screen, from_a_machine])
@pytest.mark.parametrize("cut", [reset, socket.socket.close])
def test_an_upload_cut_in_the_middle_leaves_nothing_and_the_next_one_works(world, spool, cookies, start, cut):
    before, files = left(world), stored(world)
    for _ in range(3):
        cut(start(world, cookies))
    wait_for(lambda: not list(spool.iterdir()), seconds=20, what="the end of what was half received")
    assert (left(world), stored(world)) == (before, files)
    with world.connection("A.clerk") as machine:
        body = file_part("file") + b"To khai\r\n" + f"--{BOUNDARY}--\r\n".encode()
        body = body.replace(b"don.pdf", b"don.txt").replace(b"application/pdf", b"text/plain")
        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        status, _, answer = machine.send_raw("POST", "/api/v1/files", body, kind)
        assert status == 201, answer


def test_uploads_that_stand_still_leave_the_others_served_and_nothing_behind(world, spool, cookies):
    """Fewer of them than one process has threads; more are kept from the web by the site before it (deploy/nginx)."""
    before, files = left(world), stored(world)
    with ExitStack() as open_wires:
        for start in (from_the_screen, from_a_machine, from_the_screen):
            open_wires.enter_context(closing(start(world, cookies)))
        for _ in range(4):
            with world.connection("A.clerk", timeout=20) as other:
                assert other.call("GET", "/procedures")[0] == 200
        assert left(world) == before
    wait_for(lambda: not list(spool.iterdir()), seconds=20, what="the end of what was half received")
    assert (left(world), stored(world)) == (before, files)
