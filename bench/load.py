"""Clients that hand dossiers in and do not give up: a lost connection is tried again with the same key and body."""

import http.client
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench.product import World

GIVEN_UP = 60.0  # seconds for one dossier: what takes longer is lost


@dataclass
class Handed:
    """What a client knows of one dossier: every code it was ever given, and how often it had to ask."""

    key: str
    who: str
    body: dict[str, Any]
    codes: list[str] = field(default_factory=list)
    tries: int = 0


class Load:
    """Clients at work in threads; `handed` is what they know afterwards, `trouble` what must not have happened."""

    def __init__(
        self, world: World, *, clients: int, body: Callable[[str, int], dict[str, Any]], desks: Sequence[str]
    ) -> None:
        """`body(who, turn)` is what a client hands in; client n works as `desks[n % len(desks)]`."""
        self.world, self.body, self.desks = world, body, desks
        self.handed: list[Handed] = []
        self.trouble: list[tuple[Any, Any]] = []
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self._client, args=(number,)) for number in range(clients)]

    @contextmanager
    def running(self) -> Iterator["Load"]:
        """Let the clients work while the body runs; each finishes what it has begun."""
        for thread in self.threads:
            thread.start()
        try:
            yield self
        finally:
            self.over.set()
            for thread in self.threads:
                thread.join(GIVEN_UP + 10)
        assert not any(thread.is_alive() for thread in self.threads), "a client is still at work"
        assert self.trouble == [], self.trouble[:3]

    def acknowledged(self) -> int:
        return sum(1 for each in self.handed if each.codes)

    def _client(self, number: int) -> None:
        who = self.desks[number % len(self.desks)]
        turn = 0
        while not self.over.is_set():
            turn += 1
            key = uuid.uuid4().hex
            one = Handed(key, who, self.body(who, turn) | {"idempotency_key": key})
            self.handed.append(one)
            self._hand_in(one)
            if turn % 5 == 0:  # also what was answered may be asked again
                self._hand_in(one)

    def _hand_in(self, one: Handed) -> None:
        until = time.monotonic() + GIVEN_UP
        while time.monotonic() < until:
            one.tries += 1
            try:
                with self.world.connection(one.who, timeout=10) as connection:
                    status, answer = connection.call("POST", "/dossiers", one.body)
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
                continue
            if status == 201:
                one.codes.append(answer["code"])
                return
            if status < 500:
                self.trouble.append((status, answer))
                return
            time.sleep(0.1)
        self.trouble.append(("given up", one.key))


def assert_once(load: Load, *, after: int = 0) -> None:
    """Every dossier handed in exists exactly once, under the one code that every answer named.

    `after`: the last dossier's key before the load began.
    """
    odd = [(each.key, each.codes) for each in load.handed if len(set(each.codes)) != 1]
    assert not odd, odd[:3]
    codes = sorted(each.codes[0] for each in load.handed)
    found = load.world.ask("SELECT code FROM dossiers_dossier WHERE id > %s", after)
    there = sorted(code for (code,) in found)
    assert codes == there, sorted(set(codes) ^ set(there))[:5]
    assert len(set(codes)) == len(codes)
    kept = dict(load.world.ask("SELECT key, answer->>'code' FROM exchange_idempotencykey"))
    assert all(kept[each.key] == each.codes[0] for each in load.handed)
    assert after or len(kept) == len(load.handed)


def assert_no_gap(world: World) -> dict[tuple[int, str], int]:
    """The numbers of every desk and day are 1..n, the day being that of the registration; returns how many."""
    rows = world.ask(
        "SELECT desk_id, code, to_char(registered_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYMMDD') FROM dossiers_dossier"
        " WHERE code IS NOT NULL"
    )
    numbers: dict[tuple[int, str], list[int]] = {}
    for desk, code, day in rows:
        _, written, number = code.rsplit("-", 2)
        assert written == day, code
        numbers.setdefault((desk, day), []).append(int(number))
    for place, found in numbers.items():
        assert sorted(found) == list(range(1, len(found) + 1)), place
    counted = world.ask("SELECT scope, period, last FROM core_counter WHERE scope LIKE 'dossier:%'")
    assert {(f"dossier:{desk}", f"20{day[:2]}-{day[2:4]}-{day[4:]}", len(n)) for (desk, day), n in numbers.items()} == (
        set(counted)
    )
    return {place: len(found) for place, found in numbers.items()}
