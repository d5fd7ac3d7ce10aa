"""An office of sixty dossiers, each a story told to the minute, so that every figure of it can be computed by hand.

Procedure MOT (field F1) and HAI (field F2) take 10 working days: what is received on Monday 2 March 2026 is promised
for Monday 16 March. The office begins on 1 December 2025 and is merged into another one on 1 July 2026.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from motcua.dossiers.actions import closing, deciding, extending, intake, moving, pausing
from motcua.dossiers.actions.billing import collect_fee
from motcua.dossiers.models import Dossier
from tests import dossier_factories as make
from tests.agencies.reorganising import make_office, now_held

MOT, HAI = make.STANDARD, "9.000099"
SECOND = make._fact(HAI, "Cấp giấy phép hai", field="F2", fees=[{"name": "Phí thử", "kind": "fee", "amount": 20_000}])
Verb = Callable[[SimpleNamespace, Any], Dossier]


@dataclass(frozen=True)
class Story:
    """So many dossiers that live alike: how each begins, and what happens when."""

    name: str
    copies: int
    code: str
    steps: tuple[tuple[str, Verb], ...]


def at_the_counter(house, _, *, code: str, channel: str = "counter") -> Dossier:
    dossier = make.received(house, code, channel=channel)
    return moving.hand_over(dossier, by=house.clerk)


def files_online(house, _, *, code: str) -> Dossier:
    return make.submitted(house, code)


def takes_in(house, dossier) -> Dossier:
    return moving.hand_over(intake.receive(dossier, by=house.clerk), by=house.clerk)


def turns_away(house, dossier) -> Dossier:
    return intake.refuse(dossier, by=house.clerk, reason="Không thuộc thẩm quyền")


def asks(house, dossier) -> Dossier:
    return pausing.request_supplement(dossier, by=house.specialist, papers=["Bản vẽ"], reason="Còn thiếu")


def goes_on(house, dossier) -> Dossier:
    return pausing.resume(dossier, by=house.clerk, papers=[{"name": "Bản vẽ", "copies": 1}])


def suspends(house, dossier) -> Dossier:
    return pausing.suspend(dossier, by=house.head, basis="Quyết định số 5/QĐ-UBND")


def signs(house, dossier) -> Dossier:
    dossier = moving.approve(moving.propose(dossier, by=house.specialist, note="Đủ"), by=house.head)
    dossier = deciding.sign(dossier, by=house.leader, template="result")
    return moving.hand_over(dossier, by=house.registry)


def gives(house, dossier) -> Dossier:
    return closing.return_result(dossier, by=house.clerk, receiver="Trần Thị Mẫu")


def withdraws(house, dossier) -> Dossier:
    return closing.withdraw(dossier, by=house.clerk, reason="Đổi ý")


def stops(house, dossier) -> Dossier:
    return closing.stop(dossier, by=house.head, reason="Chủ hồ sơ không còn tồn tại")


def says_sorry(house, dossier) -> Dossier:
    return extending.apologise(dossier, by=house.leader, reason="Chờ trích đo", cause="partner", due=date(2026, 3, 20))


def corrects(house, dossier) -> Dossier:
    return deciding.correct_result(dossier, by=house.leader, reason="Sai năm sinh", template="result")


def pays(house, dossier) -> Dossier:
    return collect_fee(dossier, by=house.cashier, method="online", transaction=f"GD-{dossier.pk}")


def counter(code: str, channel: str = "counter") -> Verb:
    return lambda house, dossier: at_the_counter(house, dossier, code=code, channel=channel)


def online(code: str) -> Verb:
    return lambda house, dossier: files_online(house, dossier, code=code)


def told(name: str, copies: int, code: str, *steps: tuple[str, Verb]) -> Story:
    return Story(name, copies, code, steps)


STORIES = (
    told("returned next year", 3, MOT, ("2025-12-16T08:00", counter(MOT)), ("2025-12-29T09:00", signs),
         ("2026-01-05T09:00", gives)),
    told("late over the new year", 2, HAI, ("2025-12-16T08:00", counter(HAI)), ("2026-01-06T09:00", signs),
         ("2026-01-06T10:00", gives)),
    told("early", 6, MOT, ("2026-03-02T08:00", counter(MOT)), ("2026-03-05T09:00", signs), ("2026-03-05T10:00", gives)),
    told("on its day", 5, MOT, ("2026-03-02T08:00", counter(MOT)), ("2026-03-16T15:00", signs),
         ("2026-03-17T08:00", gives)),
    told("late with an apology", 3, MOT, ("2026-03-02T08:00", counter(MOT)), ("2026-03-17T08:30", says_sorry),
         ("2026-03-18T09:00", signs), ("2026-03-18T10:00", gives)),
    told("late without one", 2, HAI, ("2026-03-02T08:00", counter(HAI)), ("2026-03-18T09:00", signs)),
    told("in at the last minute of the cut-off", 3, MOT, ("2026-03-14T23:59:59", counter(MOT)),
         ("2026-03-20T09:00", signs)),
    told("in at midnight after it", 3, MOT, ("2026-03-15T00:00:00", counter(MOT)), ("2026-03-20T09:00", signs)),
    told("waiting for a paper over the cut-off", 5, HAI, ("2026-03-02T08:00", counter(HAI)),
         ("2026-03-10T09:00", asks), ("2026-03-20T09:00", goes_on), ("2026-03-25T09:00", signs)),
    told("never brought the paper", 2, MOT, ("2026-03-02T08:00", counter(MOT)), ("2026-03-10T09:00", asks)),
    told("withdrawn after acceptance", 4, MOT, ("2026-03-03T08:00", counter(MOT)), ("2026-03-06T09:00", withdraws)),
    told("stopped too late", 2, MOT, ("2026-03-03T08:00", counter(MOT)), ("2026-03-20T09:00", stops)),
    told("refused before receipt", 3, MOT, ("2026-03-09T08:00", online(MOT)), ("2026-03-09T10:00", turns_away)),
    told("filed online and paid", 6, HAI, ("2026-03-09T08:00", online(HAI)), ("2026-03-10T08:00", takes_in),
         ("2026-03-11T08:00", pays), ("2026-03-13T09:00", signs), ("2026-03-13T10:00", gives)),
    told("by post, corrected later", 2, MOT, ("2026-03-04T08:00", counter(MOT, "post")), ("2026-03-09T09:00", signs),
         ("2026-03-10T09:00", gives), ("2026-04-01T09:00", corrects)),
    told("suspended before its day", 2, MOT, ("2026-03-02T08:00", counter(MOT)), ("2026-03-12T09:00", suspends)),
    told("forgotten", 3, MOT, ("2026-03-02T08:00", counter(MOT))),
    told("open when the commune is merged", 4, MOT, ("2026-06-22T08:00", counter(MOT)),
         ("2026-07-06T09:00", signs)),
)  # fmt: skip
assert sum(story.copies for story in STORIES) == 60


def lives(house: SimpleNamespace) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield what happens, in order of time: the moment and the deed."""
    kept: dict[tuple[str, int], Dossier] = {}

    def deed(place: tuple[str, int], verb: Verb) -> Callable[[], None]:
        def do() -> None:
            found = kept.get(place)
            kept[place] = verb(house, Dossier.objects.get(pk=found.pk) if found else None)

        return do

    happenings = [
        (moment, deed((story.name, copy), verb))
        for story in STORIES
        for copy in range(story.copies)
        for moment, verb in story.steps
    ]
    return iter(sorted(happenings, key=lambda each: each[0]))


def new_office(house: SimpleNamespace) -> SimpleNamespace:
    """The office into which it is merged."""
    return make_office("phường Mới")


def people_now(house: SimpleNamespace) -> None:
    """The same people at the office that took over."""
    for role in ("clerk", "specialist", "head", "leader", "registry"):
        setattr(house, role, now_held(getattr(house, role)))
