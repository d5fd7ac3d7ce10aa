"""What `make bench` measures of the citizens' side: portal, one step of a filing, their own dossiers."""

import hashlib
import itertools
import json
import random
import re
import secrets
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from bench.clients import Visitor
from bench.names import WARD
from bench.raw import Raw
from bench.rounds import Figure

BIRTH = "1.001193"
PROCEDURE = f"{BIRTH}/{WARD}"
WORDS = ("khai sinh", "cap giay phep xay dung", "chung thuc", "ho kinh doanh", "dat dai", "ket hon")
VISITORS = 20
GOAL = "60 ms"


class CitizensBench:
    """Strangers on the portal, and citizens who are logged in."""

    def __init__(self, port: int, raw: Raw, *, each: int) -> None:
        self.port, self.raw, self.each, self.chance = port, raw, each, random.Random(13)
        rows = raw.run(
            "SELECT f.account_id, f.id, a.identity_index, count(*) FROM filing_filing f"
            " JOIN citizens_account a ON a.id = f.account_id"
            " JOIN citizens_applicant p ON p.identity_index = a.identity_index"
            " WHERE f.state = 'open' GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1 LIMIT %s",
            VISITORS,
        ).fetchall()
        self.people = [Holder(Visitor(port, self._logged_in(account)), *rest) for account, *rest in rows]

    def _logged_in(self, account: uuid.UUID) -> dict[str, str]:
        """Let an account in, as its log-in would; returns the browser's cookies."""
        text = secrets.token_urlsafe(32)
        self.raw.run(
            "INSERT INTO citizens_accountsession (account_id, digest, way, label, network, proved_at, expires_at)"
            " VALUES (%s, %s, 'code', '', '', now(), now() + interval '1 day')",
            account, hashlib.sha256(text.encode()).digest(),
        )  # fmt: skip
        return {"motcua_account": text}

    def figures(self) -> Iterator[Figure]:
        stranger, each, holders = Visitor(self.port, {}), self.each, itertools.cycle(self.people)

        def page(path: Callable[[], str]) -> Callable[[], Any]:
            return lambda: stranger.open(path())

        def word() -> str:
            return self.chance.choice(WORDS)

        yield Figure("portal_home", "portal: home", page(lambda: "/"), None, each, goal=GOAL)
        yield Figure(
            "portal_search", "portal: search for a procedure",
            page(lambda: f"/thu-tuc/tim/?{urlencode({'q': word()})}"), lambda: self.raw.catalogue(WARD, word()), each,
            goal=GOAL,
        )  # fmt: skip
        yield Figure(
            "portal_procedure", "portal: a procedure", page(lambda: f"/thu-tuc/{PROCEDURE}/"),
            lambda: self.raw.edition(WARD, BIRTH), each, goal=GOAL,
        )  # fmt: skip
        yield Figure(
            "filing_step", "filing: a section is shown", lambda: next(holders).shown(),
            lambda: self.raw.filing(next(holders).filing), each, goal=GOAL,
        )  # fmt: skip
        yield Figure(
            "filing_kept", "filing: what was typed is kept", lambda: next(holders).typed(),
            lambda: self.raw.kept(next(holders).filing), each, goal=GOAL,
        )  # fmt: skip
        yield Figure(
            "my_dossiers", "my dossiers", lambda: next(holders).mine(),
            lambda: self.raw.of_person(next(holders).identity), each, goal=GOAL,
        )  # fmt: skip


class Holder:
    """A citizen who is logged in and filling in a birth; `identity` is the blind index of the number."""

    def __init__(self, browser: Visitor, filing: uuid.UUID, identity: bytes, dossiers: int) -> None:
        self.browser, self.filing, self.identity, self.dossiers = browser, filing, identity, dossiers
        self.fields: dict[str, str] = {}

    def shown(self) -> str:
        return self.browser.open(f"/nop/{self.filing}/phan/1/")

    def typed(self) -> None:
        """Keep a section as the page's script does after a pause; the page itself is opened only the first time."""
        if not self.fields:
            self.fields = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', self.shown()))
        form = self.fields | {"asker_name": f"Nguyễn Thị Mẫu {secrets.token_hex(3)}"}
        told = json.loads(self.browser.open(f"/nop/{self.filing}/phan/1/luu/", urlencode(form)))
        self.fields["seen"] = str(told["seen"])

    def mine(self) -> None:
        """My page; it must list what the person has, else what is measured is not the list."""
        text = self.browser.open("/cua-toi/")
        if text.count("/cua-toi/ho-so/") < min(self.dossiers, 20):
            raise RuntimeError(f"my page lists fewer than {self.dossiers} dossiers")
