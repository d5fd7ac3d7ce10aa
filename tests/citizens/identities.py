"""The provider of the tests, started and stopped, and somebody who walks through its pages."""

import http.cookiejar
import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from html import unescape
from typing import Any

from bench.product import free_port
from motcua.citizens.openid.provider import Provider, described

BACK = "http://testserver/dang-nhap-cong-dan/dinh-danh/ve/"


class Identities:
    """`issuer` is its address; `behave` makes it do something wrong; `stop` and `start` let it go and come back."""

    def __init__(self, folder: str) -> None:
        self.port, self.folder = free_port(), folder
        self.root = f"http://127.0.0.1:{self.port}"
        self.issuer = f"{self.root}/o"
        self.start()

    def start(self) -> None:
        words = [sys.executable, "-W", "ignore", "-m", "tests.citizens.provider", str(self.port), self.folder]
        env = {"PATH": os.environ["PATH"], "PYTHONPATH": os.getcwd()}
        self.process: Any = subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert b"ready" in self.process.stdout.readline(), "the provider did not begin"

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(timeout=30)
        self.process.stdout.close()

    def behave(self, **how: Any) -> None:
        """Do this from now on; nothing: behave well."""
        body = json.dumps({"back": BACK, **how}).encode()
        with urllib.request.urlopen(f"{self.root}/control/", body, timeout=10):
            pass

    def provider(self, **more: str) -> Provider:
        given = {"MOTCUA_OIDC_ISSUER": self.issuer, "MOTCUA_OIDC_CLIENT_ID": "cong-thu",
                 "MOTCUA_OIDC_CLIENT_SECRET": "bi-mat-cua-cong-thu"}  # fmt: skip
        return described(given | more)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        return None


class Visitor:
    """A browser at the provider, with its cookies: says who it is, allows or refuses, and is sent back."""

    def __init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar, _Stay)

    def go(self, address: str, who: str, *, allow: bool = True) -> str:
        """Return the address to which the provider leads back."""
        base = address
        while True:
            status, where, page = self._ask(address)
            if status in (301, 302, 303):
                address = urllib.parse.urljoin(address, where)
                if not address.startswith(base[: base.index("/o/")]):
                    return address
                continue
            fields = {name: unescape(value) for name, value in HIDDEN.findall(page)}
            answer = {"who": who} if 'name="who"' in page else ({"allow": "Authorize"} if allow else {})
            status, where, page = self._ask(address, fields | answer)
            assert status == 302, page
            address = urllib.parse.urljoin(address, where)
            if not address.startswith(base[: base.index("/o/")]):
                return address

    def _ask(self, address: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        body = urllib.parse.urlencode(form).encode() if form is not None else None
        try:
            with self.opener.open(address, body, timeout=20) as answer:
                return answer.status, "", answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get("Location", ""), error.read().decode()


HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"[^>]*?value="([^"]*)"')
