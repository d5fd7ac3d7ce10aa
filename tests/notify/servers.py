"""A mail server and a provider of short messages, on real sockets of this machine, that answer as a test wants."""

import datetime
import ipaddress
import json
import ssl
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bench.product import free_port

USER, PASSWORD = "motcua@example.vn", "mat khau/thu@1"
TOKEN = "khoa-cua-nha-cung-cap"
SENDER = "Phường Mẫu <mot-cua@example.vn>"


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate for this machine, signed by itself: (the server's context, the file that trusts it)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    present = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(present - datetime.timedelta(days=1))
        .not_valid_after(present + datetime.timedelta(days=2)).add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).sign(key, hashes.SHA256())
    )  # fmt: skip
    public, private = folder / "ca.pem", folder / "key.pem"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    private.write_bytes(secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public


class PostOffice:
    """Keeps the letters it takes; `rcpt` and `data` are what it answers, `on_data` what it does before answering."""

    def __init__(self, *, port: int = 0, **given: Any) -> None:
        self.letters: list[Any] = []
        self.rcpt = self.data = "250 OK"
        self.on_data: Callable[[Any], None] = lambda server: None
        self.on_rcpt: Callable[[Any], None] = lambda server: None
        self.controller = Controller(self, hostname="127.0.0.1", port=port or free_port(), **given)

    def __enter__(self) -> "PostOffice":
        self.controller.start()
        self.port = self.controller.port
        return self

    def __exit__(self, *why: object) -> None:
        self.controller.stop(no_assert=True)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        self.on_rcpt(server)
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.data.startswith("250"):
            self.letters.append(envelope)
        self.on_data(server)
        return self.data


def hang_up(server: Any) -> None:
    """Break the line at once, as a server does that loses its power."""
    server.transport.abort()


def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
    """Let in who knows the password."""
    return AuthResult(success=(given.login, given.password) == (USER.encode(), PASSWORD.encode()), handled=False)


class Door(BaseHTTPRequestHandler):
    provider: "Provider"

    def do_POST(self) -> None:
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.provider.calls.append(("POST", self.path, dict(self.headers)))
        try:
            self.take(given)
        finally:
            self.provider.done += 1

    def take(self, given: dict[str, Any]) -> None:
        self.provider.on_post()
        if self.provider.status:
            self.answer(self.provider.status, {"reason": self.provider.reason})
            return
        again = given["key"] in self.provider.taken
        self.provider.taken.setdefault(given["key"], given)
        if self.provider.breaking:  # it was taken, and nobody hears so
            self.close_connection = True
            return
        self.answer(409 if again else 202, {"id": f"n-{given['key'][:8]}", "state": self.provider.state})

    def do_GET(self) -> None:
        self.provider.calls.append(("GET", self.path, dict(self.headers)))
        key = self.path.rpartition("/")[2]
        if self.provider.status:
            self.answer(self.provider.status, {"reason": self.provider.reason})
        elif key not in self.provider.taken:
            self.answer(404, {})
        else:
            self.answer(200, {"id": f"n-{key[:8]}", "state": self.provider.state, "reason": self.provider.reason})

    def answer(self, status: int, told: dict[str, Any]) -> None:
        text = json.dumps(told).encode() if self.provider.raw is None else self.provider.raw
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:
        return


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, address: Any) -> None:
        return  # a client that was killed


class Provider:
    """Takes a key once and can be asked about it.

    `status` is what it answers instead, `on_post` runs before it keeps; `breaking`: it keeps and says nothing.
    """

    def __init__(self) -> None:
        self.taken: dict[str, dict[str, Any]] = {}
        self.calls: list[tuple[str, str, dict[str, str]]] = []
        self.status = self.done = 0
        self.state, self.reason = "accepted", ""
        self.on_post: Callable[[], None] = lambda: None
        self.breaking = False
        self.raw: bytes | None = None
        door = type("OwnDoor", (Door,), {"provider": self})
        self.server = Quiet(("127.0.0.1", 0), door)
        self.address = f"http://127.0.0.1:{self.server.server_port}/v1"

    def __enter__(self) -> "Provider":
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()
        return self

    def wait_for_calls(self, count: int) -> None:
        """Return when so many calls are done with."""
        until = time.monotonic() + 30
        while self.done < count:
            assert time.monotonic() < until, "nobody called"
            time.sleep(0.01)

    def __exit__(self, *why: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
