"""What `make bench` measures, each beside the same work in raw PostgreSQL."""

import itertools
import random
from collections.abc import Callable, Iterator
from typing import Any

import psycopg

from bench import world
from bench.citizens import CitizensBench
from bench.clients import Browser, Machine, at_once, intake_body
from bench.names import WARD, code_of, token_of
from bench.raw import Raw
from bench.rounds import Figure
from motcua.ui.paging import _encode as cursor_at  # a page at any depth, without turning all the pages before it

PROCEDURE = "1.115231"  # a new seal design: one case, three working days, no fee
CROWD = 8


class Bench:
    """The sample ward's people at work on the run's database."""

    def __init__(self, port: int, accounts: list[dict[str, Any]], *, each: int, wards: int) -> None:
        self.port, self.each, self.wards = port, each, wards
        self.people = {account["username"]: account for account in accounts}
        self.clerk = self.people["tiepnhan1.huongtra"]
        self.machine = Machine(port, self.clerk["token"])
        self.chance = random.Random(11)
        self.raw = self._raw()
        ask = self.raw.run
        self.desk = ask("SELECT id FROM agencies_agency WHERE code = %s", self.clerk["agency"]).fetchone()[0]
        rows = ask(
            "SELECT code FROM dossiers_dossier WHERE desk_id = %s AND code IS NOT NULL ORDER BY id DESC LIMIT 20000",
            self.desk,
        )
        self.codes = [code for (code,) in rows]

    def _raw(self) -> Raw:
        """A connection of its own, with a dossier just taken in as the pattern of what raw intake writes."""
        connection: psycopg.Connection = world.raw()
        code = self.machine.call("POST", "/dossiers", self._body(self.clerk["agency"]))["code"]
        row: Any = connection.execute("SELECT id, desk_id FROM dossiers_dossier WHERE code = %s", [code]).fetchone()
        return Raw(connection, template=row[0], desk=row[1])

    def _body(self, agency: str) -> dict[str, Any]:
        return intake_body(agency, PROCEDURE, chance=self.chance)

    def figures(self) -> Iterator[Figure]:
        yield from self._intakes()
        yield from self._looking()
        yield from self._lists()
        yield from CitizensBench(self.port, self.raw, each=self.each).figures()
        yield self._closing()

    def _intakes(self) -> Iterator[Figure]:
        few = max(2, self.each // 3)
        raws = [self._raw() for _ in range(CROWD)]

        def product(machines: list[Machine], agencies: list[str]) -> Callable[[], Any]:
            return lambda: at_once(
                lambda machine=machine, agency=agency: machine.call("POST", "/dossiers", self._body(agency))
                for machine, agency in zip(machines, agencies, strict=True)
            )

        def plain() -> None:
            at_once(raw.intake for raw in raws)

        def one() -> Any:
            return self.machine.call("POST", "/dossiers", self._body(self.clerk["agency"]))

        yield Figure("intake_1", "intake, 1 client", one, self.raw.intake, self.each, goal="≥ 0.2 of raw")
        same = [Machine(self.port, self.clerk["token"]) for _ in range(CROWD)]
        hot = product(same, [self.clerk["agency"]] * CROWD)
        yield Figure("intake_8_hot", "intake, 8 clients at one desk", hot, plain, few, CROWD, "≥ 0.2 of raw")
        if self.wards > CROWD:
            yield Figure(
                "intake_8_spread",
                f"intake, 8 clients going round {self.wards} desks",
                self._all_round(),
                plain,
                few,
                CROWD,
                "≥ 0.2 of raw",
            )

    def _all_round(self) -> Callable[[], Any]:
        """Eight clients at once, each time at the next eight desks of all wards."""
        desks = [(Machine(self.port, token_of(number)), f"{code_of(number)}.04") for number in range(1, self.wards)]
        turn = itertools.cycle(desks)

        def once() -> None:
            at_once(
                lambda machine=machine, agency=agency: machine.call("POST", "/dossiers", self._body(agency))
                for machine, agency in list(itertools.islice(turn, CROWD))
            )

        return once

    def _looking(self) -> Iterator[Figure]:
        screen, inbox = Browser(self.port, self.clerk), Browser(self.port, self.people["datdai.huongtra"])
        raw, each, any_code = self.raw, self.each, lambda: self.chance.choice(self.codes)
        names = ["nguyen van an", "tran thi thao", "le minh", "pham ngoc hoa", "ho thi thu lan", "vo cong vinh"]
        pool = raw.run(
            "SELECT agency_id, role FROM tasks_task WHERE state = 'open' AND owner_id IS NULL AND role = 'specialist'"
            " AND agency_id IN (SELECT id FROM agencies_agency WHERE path LIKE %s)"
            " GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 1",
            f"%/{WARD}/%",
        ).fetchone()

        def look(path: str) -> Callable[[], Any]:
            return lambda: screen.open(path.format(any_code()))

        def detail() -> None:
            raw.detail(any_code())

        def named() -> Any:
            return screen.open(f"/xu-ly/ho-so/?q={self.chance.choice(names).replace(' ', '+')}")

        def api() -> Any:
            return self.machine.call("GET", f"/dossiers/{any_code()}")

        yield Figure("show_api", "a dossier (API)", api, detail, each, goal="25 ms")
        yield Figure("show_page", "a dossier (page)", look("/xu-ly/ho-so/{}/"), detail, each, goal="25 ms")
        yield Figure(
            "scan",
            "search by code (page)",
            look("/xu-ly/quet/?q={}"),
            lambda: raw.search(any_code()),
            each,
            goal="15 ms",
        )
        yield Figure(
            "names",
            "search by name (page)",
            named,
            lambda: raw.named(self.desk, self.chance.choice(names)),
            each,
            goal="60 ms",
        )
        yield Figure(
            "inbox",
            "inbox with counts (page)",
            lambda: inbox.open("/xu-ly/"),
            lambda: raw.inbox(*pool),
            each,
            goal="60 ms",
        )

    def _lists(self) -> Iterator[Figure]:
        screen, raw, each = Browser(self.port, self.clerk), self.raw, max(5, self.each // 2)
        leader, vanthu = self.people["chutich.huongtra"], self.people["vanthu.huongtra"]
        above, registry = Browser(self.port, leader), Browser(self.port, vanthu)
        registrar = Machine(self.port, vanthu["token"])
        keys = [
            key for (key,) in raw.run("SELECT id FROM dossiers_dossier WHERE desk_id = %s ORDER BY id DESC", self.desk)
        ]
        owner, moments = self._done_by("vanthu.huongtra")
        for name, place in (("first", 0), ("100th", 2500), ("last", max(len(keys) - 26, 1))):
            key = keys[min(place, len(keys) - 1)]
            asked = f"?cursor={cursor_at([key], back=False, place=place + 1)}" if place else ""

            def plain(key: int = key, place: int = place) -> None:
                raw.of_desk(self.desk, key if place else key + 1)

            def page(who: Browser, path: str, asked: str = asked) -> Callable[[], Any]:
                return lambda: who.open(f"{path}{asked}")

            api = lambda asked=asked: self.machine.call("GET", f"/dossiers{asked}")  # noqa: E731
            yield Figure(
                f"list_desk_{name}",
                f"dossiers of a desk, {name} page",
                page(screen, "/xu-ly/ho-so/"),
                plain,
                each,
                goal="60 ms",
            )
            yield Figure(f"list_api_{name}", f"the same (API), {name} page", api, plain, each, goal="60 ms")
            yield Figure(
                f"list_leader_{name}",
                f"dossiers of a leader, {name} page",
                page(above, "/xu-ly/ho-so/"),
                plain,
                each,
                goal="60 ms",
            )
            yield Figure(
                f"list_registry_{name}",
                f"dossiers of the registry clerk, {name} page",
                page(registry, "/xu-ly/ho-so/"),
                plain,
                each,
                goal="60 ms",
            )
            moment = moments[min(place, len(moments) - 1)]

            def done(moment: Any = moment) -> None:
                raw.done(owner, moment)

            after = f"&cursor={cursor_at([moment.isoformat(), 0], back=False, place=place + 1)}" if place else ""
            yield Figure(
                f"done_{name}",
                f"inbox, done, {name} page",
                page(registry, "/xu-ly/?tab=done", after),
                done,
                each,
                goal="60 ms",
            )
            if not place:
                call = lambda: registrar.call("GET", "/tasks?tab=done")  # noqa: E731
                yield Figure("done_api_first", "the same (API), first page", call, done, each, goal="60 ms")
        yield Figure(
            "overview",
            "whole unit with figures (page)",
            lambda: above.open("/xu-ly/toan-don-vi/"),
            None,
            each,
            goal="60 ms",
        )

    def _done_by(self, username: str) -> tuple[int, list[Any]]:
        owner = self.raw.run(
            "SELECT p.id FROM agencies_post p JOIN agencies_person n ON n.id = p.person_id WHERE n.username = %s",
            username,
        ).fetchone()[0]
        rows = self.raw.run(
            "SELECT done_at FROM tasks_task WHERE owner_id = %s AND state = 'done' ORDER BY done_at DESC, id", owner
        )
        return owner, [at for (at,) in rows]

    def _closing(self) -> Figure:
        rows = self.raw.run(
            "SELECT code, version FROM dossiers_dossier d WHERE desk_id = %s AND state = 'decided' AND step = 'return'"
            " AND EXISTS (SELECT 1 FROM tasks_task t WHERE url_key = d.code AND state = 'open' AND owner_id IS NULL)"
            " ORDER BY id",
            self.desk,
        ).fetchall()
        ready, others, again = iter(rows[::2]), rows[1::2], random.Random(5)
        inputs = {"receiver": "Nguyễn Văn Mẫu", "means": "at_desk"}

        def product() -> Any:
            code, version = next(ready)
            return self.machine.call(
                "POST", f"/dossiers/{code}/actions/return_result", {"version": version, "inputs": inputs}
            )

        count = min(self.each, (len(rows) // 2 - 5) // 5)
        return Figure(
            "close",
            "handing a result back (API)",
            product,
            lambda: self.raw.close(again.choice(others)[0]),
            count,
            goal="40 ms",
        )
