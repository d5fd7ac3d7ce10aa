"""The same route walked through HTTP: the web server as in production, each official with a key of their own."""

import statistics
import time
from collections.abc import Iterator
from typing import Any

from bench.clients import Browser, Machine, at_once

OFFICE, CODE, CASE, CHANNEL = "H57.54", "1.012753", "ton_giao", "counter"
ACTS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("tiepnhan1.huongtra", "hand_over", {}),
    ("datdai.huongtra", "hand_over", {}),  # three legs open
    ("dangkydatdai.hue", "hand_over", {}),
    ("datdai.hue", "propose", {"text": "Phù hợp", "verdict": "yes"}),
    ("datdai.huongtra", "hand_over", {}),  # the last leg: joined
    ("datdai.huongtra", "propose", {"text": "Đủ điều kiện"}),
    ("tpkinhte.huongtra", "approve", {}),
    ("chutich.huongtra", "sign", {"template": "result"}),
    ("vanthu.huongtra", "hand_over", {}),
    ("tiepnhan1.huongtra", "return_result", {"receiver": "Lê Văn Đo", "means": "at_desk"}),
)
LOOKS = 20


class Walker:
    """One client with the keys of everybody who has a hand in the route; `acts` is how long each act took, in ms."""

    def __init__(self, port: int, accounts: list[dict[str, Any]], number: int) -> None:
        names = {who for who, _, _ in ACTS}
        self.people = {each["username"]: Machine(port, each["token"]) for each in accounts if each["username"] in names}
        self.number = number
        (found,) = self.people[ACTS[0][0]].call("GET", f"/procedures?agency={OFFICE}&q={CODE}")["items"]
        fees = [fee for fee in found["fees"] if fee["case"] in (None, CASE) and fee["channel"] in (None, CHANNEL)]
        self.paid = {"method": "cash", "amounts": ["10000"] * len(fees)}
        self.acts: list[float] = []
        self.whole: list[float] = []

    def walk(self, count: int) -> None:
        for turn in range(count):
            found = list(self._one(self.number * 100_000 + turn))
            self.acts += found
            self.whole.append(sum(found))

    def _one(self, number: int) -> Iterator[float]:
        clerk = self.people[ACTS[0][0]]
        body = {
            "agency": OFFICE, "procedure": CODE, "case": CASE, "channel": CHANNEL,
            "applicant": {"name": "Lê Văn Đo", "identity_number": f"047{number:09}", "address": "Huế"},
            "papers": [{"name": "Đơn đăng ký", "originals": 1}],
        }  # fmt: skip
        began = time.perf_counter()
        dossier = clerk.call("POST", "/dossiers", body)
        if self.paid["amounts"]:
            dossier = self._act(dossier, ACTS[0][0], "collect_fee", self.paid)
        yield _since(began)
        for who, action, inputs in ACTS:
            began = time.perf_counter()
            dossier = self._act(dossier, who, action, inputs)
            yield _since(began)

    def _act(self, dossier: dict[str, Any], who: str, action: str, inputs: dict[str, Any]) -> Any:
        body = {"version": dossier["version"], "inputs": inputs}
        return self.people[who].call("POST", f"/dossiers/{dossier['code']}/actions/{action}", body)


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000


def through_http(port: int, accounts: list[dict[str, Any]], *, walks: int, clients: int) -> None:
    """Walk with one client and with several, then open a full inbox in a browser's session; prints medians."""
    for many in (1, clients):
        walkers = [Walker(port, accounts, many * 100 + number) for number in range(many)]
        began = time.perf_counter()
        at_once([lambda walker=walker: walker.walk(walks) for walker in walkers])  # type: ignore[misc]
        took, done = time.perf_counter() - began, walks * many
        acts, whole = ([ms for each in walkers for ms in getattr(each, name)] for name in ("acts", "whole"))
        print(
            f"through HTTP, {many} at once: {done} dossiers in {took:.1f} s, {statistics.median(whole):.0f} ms each,"
            f" {statistics.median(acts):.1f} ms an act",
            flush=True,
        )
    browser = Browser(port, next(each for each in accounts if each["username"] == "datdai.huongtra"))
    browser.open("/xu-ly/")
    looks = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        browser.open("/xu-ly/")
        looks.append(_since(began))
    print(f"through HTTP, an inbox of 5,000 open tasks: {statistics.median(looks):.1f} ms", flush=True)
