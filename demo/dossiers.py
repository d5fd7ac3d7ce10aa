"""The sample dossiers of the wards, told in the order of time by the people whose work it is.

They are loaded in one transaction with the demo's clock set back: nobody else sees that clock, numbers and registers
run in the order of the days, and when it is over the clock stands where it stood.
"""

import heapq
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction

from demo import filings
from demo.stories import STORIES, Story
from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.citizens.actions import declare
from motcua.core import clock
from motcua.core.errors import Refused
from motcua.dossiers.actions.intake import Intake, draft, register, submit
from motcua.dossiers.choices import Action
from motcua.dossiers.models import Dossier
from motcua.dossiers.offers import VERBS, finishing, verb_of
from motcua.dossiers.permissions import open_steps
from motcua.filing.actions.filling import begin
from motcua.procedures.models import content_of, edition_across, edition_for
from motcua.worktime.deadlines import Rules, clock_of
from motcua.worktime.stored import calendar_of

BIRTHS = {"register": register, "submit": submit, "draft": draft}
DAYS_BACK, DAYS_ON = 60, 30  # enough for three working weeks over Tết


def make(agencies: dict[str, Agency], *, by: Post) -> int:
    """Tell every story whose time has come, where there is no dossier yet; returns how many dossiers there are."""
    if Dossier.objects.visible_to(by).exists():
        return 0
    with transaction.atomic():
        shift = clock.now() - datetime.now(UTC)
        world = World(agencies, by=by)
        tellings = [world.telling(number, story) for number, story in enumerate(STORIES)]
        queue = [(next(telling), number) for number, telling in enumerate(tellings)]
        heapq.heapify(queue)
        while queue:
            at, number = heapq.heappop(queue)
            clock.set_now(at)
            if (following := next(tellings[number], None)) is not None:
                heapq.heappush(queue, (following, number))
        clock.set_now(datetime.now(UTC) + shift if abs(shift) > timedelta(seconds=5) else None)
    return len(STORIES)


class World:
    """The people and the working days among whom the stories are told."""

    def __init__(self, agencies: dict[str, Agency], *, by: Post) -> None:
        self.agencies, self.by = agencies, by
        today = clock.today()
        self.cast = list(Post.objects.held(today).with_names().order_by("pk"))
        counted = clock_of(calendar_of(agencies[STORIES[0].desk], today), Rules())
        days = [today + timedelta(days=n) for n in range(-DAYS_BACK, DAYS_ON + 1)]
        working = [b for a, b in pairwise(days) if counted.working_days_between(a.toordinal(), b.toordinal())]
        self.past = [day for day in working if day < today][::-1]
        self.coming = [day for day in working if day > today]

    def day(self, text: str) -> date:
        """Return the day meant by "3" or "-3" (working days ago) or "+3" (working days from now)."""
        number = int(text)
        return self.coming[number - 1] if text.startswith("+") else self.past[abs(number) - 1]

    def moment(self, text: str) -> datetime:
        """Return the moment meant by "3 08:15"."""
        day, hour = text.split()
        return datetime.combine(self.day(day), time.fromisoformat(hour), tzinfo=clock.LOCAL)

    def telling(self, number: int, story: Story) -> Iterator[datetime]:
        """Yield each moment of the story; what happens at it is done when the next one is asked for."""
        first, *later = story.then
        assert isinstance(first, str)
        yield self.moment(first)
        key = self._born(number, story).pk
        for act in later:
            at, name, inputs = (act, "", {}) if isinstance(act, str) else (*act, {})[:3]
            yield self.moment(at)
            dossier = Dossier.objects.visible_to(self.by).for_page().get(pk=key)
            try:
                self._act(dossier, number, story, name=name, inputs=inputs)
            except Refused as error:
                raise RuntimeError(f"{story.who}, {at} {name}: {error.code} {error.message}") from error

    def _born(self, number: int, story: Story) -> Dossier:
        desk = self.agencies[story.desk]
        clerks = [post for post in self.cast if post.agency_id == desk.pk and post.role == Role.RECEPTIONIST]
        clerk = clerks[number % len(clerks)]
        on = clock.today()
        elsewhere = edition_across(story.code, story.settles, desk=desk, on=on) if story.settles else None
        edition = elsewhere or edition_for(story.code, desk, on)
        assert edition is not None
        if story.birth == "file":
            account = filings.account_of(story.who, number)
            begun = begin(by=account.acting(), edition=edition, desk=desk, case=story.case)
            card = filings.number_of(number)
            return filings.filed(account, begun, identity_number=card, given=story.answers, day=self.day)
        asked = [p for p in content_of(edition.pk).papers if p.case in (None, story.case) and p.originals + p.copies]
        intake = Intake(
            edition=edition,
            applicant=self._person(clerk, story.who, number),
            submitter=self._person(clerk, story.submitter, number + 500) if story.submitter else None,
            submitter_role=story.submitter_role,
            channel=story.channel,
            case=story.case,
            subject=story.subject,
            posted_on=self.day(story.posted) if story.posted else None,
            papers=[{"name": p.name, "originals": p.originals, "copies": p.copies} for p in asked],
        )
        dossier: Dossier = BIRTHS[story.birth](by=clerk, intake=intake)
        return dossier

    def _person(self, clerk: Post, name: str, number: int) -> Any:
        """Declare an invented person, with numbers that nobody has: cards of no province, phones of no network."""
        ward = clerk.agency.name.partition("phường ")[2]
        return declare(
            by=clerk, kind="person", name=name, identity_number=filings.number_of(number),
            phone=f"0900000{number + 101}", address=f"Tổ dân phố {number % 9 + 1}, phường {ward}, thành phố Huế",
        )  # fmt: skip

    def _act(self, dossier: Dossier, number: int, story: Story, *, name: str, inputs: dict[str, Any]) -> None:
        code = VERBS[f"dossier.{name}"].code if name else self._finishing(dossier)  # type: ignore[attr-defined]
        verb: Any = verb_of(code.removeprefix("dossier."))
        able = [post for post in self.cast if verb.permit(post, dossier)]
        if not able:
            raise RuntimeError(f"{story.who}: nobody may do {code} in step {dossier.step}")
        given = self._usual(code, dossier) | inputs
        if "due" in given:
            given["due"] = self.day(given["due"])
        verb(dossier, by=self._chosen(able, story, number, at_desk=code == Action.RESUME), **given)

    def _chosen(self, able: list[Post], story: Story, number: int, *, at_desk: bool) -> Post:
        """Return who does it: the desk where the citizen stands there, else whom the story names, else anyone able."""
        names = {post.person.username.partition(".")[0]: post for post in able}
        named = [names[who] for who in story.by if who in names]
        desk = [post for post in able if post.role == Role.RECEPTIONIST] if at_desk else []
        return next(iter(desk or named), able[number % len(able)])

    def _finishing(self, dossier: Dossier) -> str:
        code = next((found for step in open_steps(dossier) if (found := finishing(dossier, step))), None)
        if code is None:
            raise RuntimeError(f"nothing finishes step {dossier.step} of {dossier}")
        return str(code)

    def _usual(self, code: str, dossier: Dossier) -> dict[str, Any]:
        receiver = (dossier.submitter or dossier.applicant).name
        return {
            Action.PROPOSE: {"note": "Hồ sơ đủ điều kiện, đề nghị giải quyết."},
            Action.SIGN: {"template": "result"},
            Action.RETURN_RESULT: {"receiver": receiver},
            Action.SETTLE_AT_ONCE: {"receiver": receiver, "template": "result"},
        }.get(Action(code), {})
