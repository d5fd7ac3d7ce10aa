"""Clients as the bench and the soak need them: kept connections, a machine's token or a browser's session."""

import http.client
import json
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from bench.product import free_port

IDLE = 4.0  # seconds: the server ends connections that rest for longer
PAPERS = ("Tờ khai", "Bản chụp căn cước", "Bản vẽ", "Giấy chứng nhận", "Hợp đồng", "Biên bản họp", "Giấy ủy quyền")
NAMES = ("Nguyễn Văn Mẫu", "Trần Thị Thử", "Lê Hoàng Ví Dụ", "Phạm Ngọc Minh Họa", "Công ty TNHH Ngọc Mẫu")


class Kept:
    """One kept connection to 127.0.0.1, opened again when it rested for too long."""

    def __init__(self, port: int, *, timeout: float = 60) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.used = time.monotonic()

    def send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[Any, bytes]:
        if time.monotonic() - self.used > IDLE:
            self.connection.close()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        self.used = time.monotonic()
        return answer, text


class Machine(Kept):
    """A machine that acts for one post."""

    def __init__(self, port: int, token: str, **options: Any) -> None:
        super().__init__(port, **options)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Return the JSON of the API's answer; RuntimeError for anything but success."""
        answer, text = self.send(method, f"/api/v1{path}", None if body is None else json.dumps(body), self.headers)
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]!r}")
        return json.loads(text)


class Visitor(Kept):
    """A browser with its cookies."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        super().__init__(port)
        self.cookies = dict(cookies)

    def open(self, path: str, form: str | None = None) -> str:
        """Open a page, or send a form; RuntimeError for anything but success or a redirect."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        answer, text = self.send("POST" if form else "GET", path, form, headers)
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        if answer.status >= 400:
            raise RuntimeError(f"{path}: {answer.status}")
        return text.decode()


class Browser(Visitor):
    """A browser in which an official has logged in."""

    def __init__(self, port: int, account: dict[str, Any]) -> None:
        super().__init__(port, {})
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.open("/dang-nhap/"))[0]
        form = {"username": account["username"], "password": account["password"], "csrfmiddlewaretoken": token}
        self.open("/dang-nhap/", urlencode(form))
        if "sessionid" not in self.cookies:
            raise RuntimeError(f"{account['username']} could not log in")


def intake_body(agency: str, procedure: str, *, chance: random.Random) -> dict[str, Any]:
    """A dossier as a machine hands it in; name, numbers and papers differ from call to call."""
    person = {
        "name": chance.choice(NAMES),
        "identity_number": f"046{chance.randrange(10**9):09}",
        "phone": "0912345678",
    }
    papers = [{"name": name, "originals": 1} for name in chance.sample(PAPERS, 3)]
    given = {"agency": agency, "procedure": procedure, "channel": "counter"}
    return given | {"applicant": person, "papers": papers}


def at_once(works: Iterable[Callable[[], Any]]) -> None:
    """Run works in threads and wait for all of them; the first failure is raised."""
    failed: list[BaseException] = []

    def run(work: Callable[[], Any]) -> None:
        try:
            work()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def serve() -> tuple[subprocess.Popen[bytes], int]:
    """Start the web server as in production (two workers); returns it and its port."""
    port = free_port()
    command = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2"]
    limits = ["--blocking-threads", "4", "--no-access-log", "--log-level", "error", "config.wsgi:application"]
    server = subprocess.Popen([sys.executable, "-m", *command, *limits], start_new_session=True)
    for _ in range(600):
        try:
            Kept(port, timeout=2).send("GET", "/dang-nhap/", None, {})
            return server, port
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the web server did not start")
