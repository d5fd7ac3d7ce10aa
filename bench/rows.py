"""The rows of one dossier in all tables, as its actions would have written them."""

import functools
import json
import random
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from bench.accounts import Invented
from bench.wards import STATES, Offer, Place, Ward
from motcua.agencies.models import Post
from motcua.citizens.models import Applicant
from motcua.core.clock import local
from motcua.core.fields import blind, seal_bytes
from motcua.core.text import fold, person_sort_key
from motcua.dossiers.choices import State
from motcua.dossiers.search import terms_of
from motcua.procedures import routes

TABLES = {
    "citizens_applicant": """id kind name name_key folded identity_number identity_index phone phone_index address
        recorded_at by_id""",
    "dossiers_dossier": """id version code state agency_id desk_id edition_id procedure_code field_code case
        applicant_id folded channel registered_at received_at received_by_id effective_at limit_amount limit_unit
        limit_due appointed_due first_promised clock_stopped_at answer_due_at decided_at outcome returned_at returned_to
        returned_by_means closed_at delivery step resume_to supplements tracking_token
        terms traits took_days paused_days""",
    "tasks_task": """id kind title about state agency_id role owner_id url_name url_key opened_at due_at done_at
        done_by_id""",
    "dossiers_step": """dossier_id order key name agency_id role owner_id task_id state started_at due_at finished_at
        finished_by_id""",
    "dossiers_dossierpaper": "dossier_id order name originals copies handed_in_at",
    "dossiers_pause": "dossier_id kind basis started_at ended_at",
    "dossiers_supplement": "id dossier_id round papers reason asked_at asked_by_id",
    "dossiers_dossierevent": "subject_id action by_id state version happened_at recorded_at data",
}


@dataclass
class Story:
    """A dossier while its rows are made. `told` holds the tracked fields as they stand, `task` the last task's key."""

    number: int
    ward: Ward
    offer: Offer
    at: datetime
    code: str
    now: datetime
    task: int
    told: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: {name: [] for name in TABLES})
    version: int = 0
    clerk: Post = field(init=False)
    name: str = ""
    address: str = ""

    def event(self, verb: str, by: Post, at: datetime, **changed: Any) -> None:
        """Tell one action: what it changed, and nothing that stayed as it was."""
        news = {key: plain(value) for key, value in changed.items() if self.told.get(key, self) != value}
        self.told |= changed
        self.version += 1
        data = json.dumps({"changed": news}, separators=(",", ":"))
        row = (self.number, f"dossier.{verb}", by.pk, self.told["state"], self.version, at, at, data)
        self.rows["dossiers_dossierevent"].append(row)


def plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


class Teller:
    """Makes stories; the same seed and clock make the same ones."""

    def __init__(self, *, people: int, now: datetime, seed: int) -> None:
        self.chance, self.people, self.now = random.Random(seed), max(people, 1), now

    def story(self, number: int, ward: Ward, task: int) -> Story:
        """Return a dossier's rows by table; `story.task` is the next free key of a task."""
        chance = self.chance
        state = chance.choices(list(STATES), list(STATES.values()))[0]
        offer, at = ward.offer(chance), self._moment(ward, state)
        story = Story(number, ward, offer, at, ward.code(local(at).date()), self.now, task)
        self._receive(story, state)
        if state == State.REFUSED:
            self._refuse(story)
        elif state != State.RECEIVED:
            self._walk(story, state)
        story.rows["dossiers_dossier"].append(_dossier(story, self.chance))
        return story

    def _moment(self, ward: Ward, state: str) -> datetime:
        """A moment in working hours: of the last two weeks for what is open, of the last 400 days for the rest."""
        open_days = {State.RETURNED: (8, 400), State.DECIDED: (4, 30), State.RECEIVED: (0, 2)}
        first, last = open_days.get(state, (0, 14))  # type: ignore[call-overload]
        while True:
            day = (self.now - timedelta(days=self.chance.randrange(first, last))).replace(hour=0, minute=0, second=0)
            minute = self.chance.choice((self.chance.randrange(30, 270), self.chance.randrange(390, 590)))  # UTC
            at = day + timedelta(minutes=minute, microseconds=self.chance.randrange(60_000_000))
            if (day.weekday() < 5 or self.chance.random() < 0.1) and at < self.now - timedelta(hours=1):
                return at

    def _applicant(self, story: Story, by: Post) -> tuple[uuid.UUID, str]:
        """Declare one of the invented people; some come again and again."""
        key = uuid.UUID(int=self.chance.getrandbits(128), version=4)
        who = Invented(self.chance.randrange(self.people))

        def sealed(column: str, value: str) -> bytes:
            return seal_bytes(value.encode(), bound_to=f"citizens_applicant.{column}.{key}")

        name, story.address = who.name, who.address
        row = (key, "person", name, *_forms(name))
        row += (sealed("identity_number", who.identity), blind("identity", who.identity))
        row += (sealed("phone", who.phone), blind("phone", who.phone), sealed("address", who.address), story.at, by.pk)
        story.rows["citizens_applicant"].append(row)
        return key, name

    def _receive(self, story: Story, state: str) -> None:
        """Receive at the counter; what is refused came in online."""
        offer, ward, refused = story.offer, story.ward, state == State.REFUSED
        clerk = self.chance.choice(offer.places[0].posts)
        key, name = self._applicant(story, clerk)
        online = refused or (state == State.RETURNED and self.chance.random() < ONLINE)
        channel, case = "online" if online else "counter", self.chance.choice(offer.cases).key
        told: dict[str, Any] = dict.fromkeys(NOTHING_YET) | {
            "code": story.code, "state": "submitted" if refused else "received", "edition": offer.edition.pk,
            "case": case, "agency": ward.office.pk, "desk": ward.desk.pk, "applicant": key, "channel": channel,
            "limit_unit": "",
            "outcome": "", "money": "nothing", "delivery": "at_desk", "sync": "not_yet", "step": "", "resume_to": "",
            "supplements": 0, "extensions": 0,
        }  # fmt: skip
        if refused:
            told["answer_due_at"] = ward.step_due(ANSWER, story.at)
        else:
            told["traits"] = [trait for trait, share in RECEIVED_WITH if self.chance.random() < share] or None
            made, limit = ward.promise(offer, case=case, channel=channel, at=story.at), offer.limit(case, channel)
            due = made.due
            amount = None if limit.amount is None else f"{limit.amount.normalize():f}"
            told |= {
                "received_at": story.at,
                "effective_at": made.effective,
                "limit_amount": amount,
                "step": offer.places[1].step.key,
            }
            told |= {"limit_unit": limit.unit.value, "limit_due": due, "appointed_due": due, "first_promised": due}
            self._step(story, 1, offer.places[0], (story.at, story.at), by=clerk, task=False)
        story.event("submit" if refused else "register", clerk, story.at, **told)
        story.clerk, story.name = clerk, name
        for order, paper in enumerate(offer.content.papers_for(case or None)[:12], start=1):
            row = (story.number, order, paper.name[:500], paper.originals or 1, paper.copies, story.at)
            story.rows["dossiers_dossierpaper"].append(row)
        if state == State.RECEIVED:
            self._step(story, 2, offer.places[1], (story.at, None))

    def _step(
        self,
        story: Story,
        order: int,
        place: Place,
        span: tuple[datetime, datetime | None],
        *,
        by: Post | None = None,
        owner: Post | None = None,
        task: bool = True,
        state: str = "",
    ) -> None:
        """One step and its task, from–to; `by` finished it, `owner` holds it while it is open; `state` of the task."""
        (began, end), step, key = span, place.step, None
        due = story.ward.step_due(step, began) if task else None
        closes, held = (by.pk if by else None), owner.pk if owner else None
        if task:
            key, story.task = story.task, story.task + 1
            state = state or ("done" if end else "open")
            about = f"{story.code} · {story.offer.edition.name}"[:300]
            row = (key, "dossier.step", step.name[:200], about, state, place.agency, step.role, closes or held)
            story.rows["tasks_task"].append((*row, "casework:dossier", story.code, began, due, end, closes))
        state = ("cancelled" if state == "cancelled" else "finished") if end else "open"
        row = (story.number, order, step.key, step.name, place.agency, step.role, held if task else closes, key, state)
        story.rows["dossiers_step"].append((*row, began, due, end, closes))

    def _refuse(self, story: Story) -> None:
        end = min(story.at + timedelta(hours=self.chance.randrange(1, 6)), story.now)
        place = Place(ANSWER, "refuse", story.offer.places[0].posts)
        self._step(story, 1, place, (story.at, end), by=story.clerk)
        story.event("refuse", story.clerk, end, state="refused", closed_at=end)

    def _walk(self, story: Story, state: str) -> None:
        """Go through the route, as far as the state needs; one in twenty finished dossiers is late."""
        places, chance = story.offer.places, self.chance
        inner = [n for n, place in enumerate(places) if place.verb in ("propose", "approve", "sign")]
        last = {State.RETURNED: len(places), State.DECIDED: chance.randrange(inner[-1] + 1, len(places))}.get(
            state,
            chance.choice(inner) if state == State.IN_PROGRESS else inner[0],  # type: ignore[arg-type]
        )  # type: ignore[call-overload]
        share = 1.3 if chance.random() < 0.05 else chance.uniform(0.2, 0.8)
        end_at = story.at + (story.told["appointed_due"] - story.at) * share
        moments = sorted(story.at + (min(end_at, story.now) - story.at) * chance.random() for _ in range(len(places)))
        began = story.at
        for order, place in enumerate(places[1:last], start=2):
            by, end = chance.choice(place.posts), moments[order - 1]
            self._step(story, order, place, (began, end), by=by)
            following = places[order].step.key if order < len(places) else place.step.key
            story.event(place.verb, by, end, **_changed(place.verb, following, end, story, self.chance))
            began = end
        if state != State.RETURNED:
            self._stand(story, state, last, began)

    def _stand(self, story: Story, state: str, last: int, began: datetime) -> None:
        """Where an unfinished dossier stands: its open step, or how it was withdrawn."""
        place = story.offer.places[last]
        owned = place.verb != "return_result" and self.chance.random() < 0.7  # whoever is at the desk hands back
        held = self.chance.choice(place.posts) if owned else None
        later = began + (story.now - began) * self.chance.random()
        if state == State.WITHDRAWN:
            clerk = story.clerk
            self._step(story, last + 1, place, (began, later), by=clerk, state="cancelled")
            return story.event("withdraw", clerk, later, state="withdrawn", closed_at=later)
        waits = "waiting" if state == State.WAITING_SUPPLEMENT else "open"
        self._step(story, last + 1, place, (began, None), owner=held, state=waits)
        if state == State.WAITING_SUPPLEMENT:
            by, key = held or place.posts[0], uuid.UUID(int=self.chance.getrandbits(128), version=4)
            reason = seal_bytes("Còn thiếu giấy tờ".encode(), bound_to=f"dossiers_supplement.reason.{key}")
            story.rows["dossiers_pause"].append(
                (story.number, "supplement", "Phiếu yêu cầu bổ sung lần 1", later, None)
            )
            row = (key, story.number, 1, '["Bản vẽ"]', reason, later, by.pk)
            story.rows["dossiers_supplement"].append(row)
            running = story.offer.content.terms.supplement_policy == "continue"
            changed = {"state": "waiting_supplement", "resume_to": "in_progress", "supplements": 1}
            story.event("request_supplement", by, later, **changed, clock_stopped_at=None if running else later)
        return None


NOTHING_YET = (
    "received_at", "effective_at", "limit_amount", "limit_due", "appointed_due", "first_promised", "announced_due",
    "clock_stopped_at", "answer_due_at", "decided_at", "returned_at", "closed_at", "traits", "took_days", "paused_days",
)  # fmt: skip
ONLINE, WITH_FILE = 0.5, 0.8  # of what is finished: filed online; with an electronic result
RECEIVED_WITH = (("files", 0.6), ("reused", 0.1))
ANSWER = routes.Step(
    "answer", "Trả lời hồ sơ mới nộp", "receptionist", routes.DESK, Decimal(8), "hour", ("receive", "refuse")
)


@functools.lru_cache(maxsize=50_000)
def _forms(name: str) -> tuple[str, str]:
    return person_sort_key(name), fold(name)


@functools.lru_cache(maxsize=200_000)
def _terms(name: str, address: str) -> str:
    return terms_of([Applicant(name=name, address=address)])


def _changed(verb: str, following: str, end: datetime, story: Story, chance: random.Random) -> dict[str, Any]:
    """What a step's action changes in the dossier."""
    if verb == "sign":
        result = ["result"] if chance.random() < WITH_FILE else []
        took = story.ward.days_between(story.at, end)
        figured = {"traits": [*(story.told["traits"] or []), *result] or None, "took_days": took, "paused_days": 0}
        return {"step": following, "state": "decided", "outcome": "positive", "decided_at": end, **figured}
    if verb == "return_result":
        return {"state": "returned", "returned_at": end, "closed_at": end, "delivery": "done"}
    return {"step": following, "state": "decided" if story.told["decided_at"] else "in_progress"}


def _dossier(story: Story, chance: random.Random) -> tuple[Any, ...]:
    told, offer, returned = story.told, story.offer, story.told["state"] == "returned"
    by = story.clerk.pk if told["received_at"] else None
    return (
        story.number, story.version, story.code, told["state"], told["agency"], told["desk"], told["edition"],
        offer.content.code, offer.content.field_code, told["case"], told["applicant"], _forms(story.name)[1],
        told["channel"], story.at, told["received_at"], by, told["effective_at"], told["limit_amount"],
        told["limit_unit"], told["limit_due"], told["appointed_due"], told["first_promised"],
        told["clock_stopped_at"], told["answer_due_at"], told["decided_at"], told["outcome"], told["returned_at"],
        story.name if returned else "", "at_desk" if returned else "", told["closed_at"], told["delivery"],
        told["step"], told["resume_to"], told["supplements"], f"{chance.getrandbits(128):032x}"[:22],
        _terms(story.name, story.address), told["traits"], told["took_days"], told["paused_days"],
    )  # fmt: skip
