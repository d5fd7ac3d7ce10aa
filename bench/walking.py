"""Dossiers walked along a route of the sample office, in this process. Django is set up by whoever imports this."""

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
from django.test import Client
from django.urls import reverse

from bench import world
from bench.raw import Raw
from bench.rounds import timed
from motcua.agencies.models import Agency, Post
from motcua.citizens.actions import declare
from motcua.core.clock import now, today
from motcua.dossiers.actions import billing, closing, deciding, moving
from motcua.dossiers.actions.intake import Intake, register
from motcua.dossiers.models import Dossier
from motcua.procedures.models import edition_for
from motcua.tasks.models import Task

CODE, CASE, DESK = "1.012753", "ton_giao", "H57.54.04"
MOST = 5_000
LOOKS = 20


def people() -> dict[str, Post]:
    """The people of the route by their user names."""
    held = Post.objects.held(today()).with_names()
    return {post.person.username: post for post in held}


def received(who: dict[str, Post], number: int) -> Dossier:
    """One more first title, its fee paid."""
    clerk = who["tiepnhan1.huongtra"]
    edition = edition_for(CODE, Agency.objects.get(code=DESK), today())
    assert edition is not None
    person = declare(by=clerk, kind="person", name="Lê Văn Đo", identity_number=f"046{number:09}", address="Huế")
    papers = [{"name": "Đơn đăng ký", "originals": 1}]
    dossier = register(by=clerk, intake=Intake(edition, person, "counter", papers, case=CASE))
    if dossier.bill is None:
        return dossier
    return billing.collect_fee(dossier, by=clerk, method="cash", amounts=[10_000] * len(dossier.bill.lines))


def walk(who: dict[str, Post], number: int) -> Iterator[float]:
    """Walk a dossier from its receipt to the hand-over; the milliseconds of each act."""
    land, plan = who["dangkydatdai.hue"], who["datdai.hue"]
    expert, head, leader = who["datdai.huongtra"], who["tpkinhte.huongtra"], who["chutich.huongtra"]
    clerk, registry = who["tiepnhan1.huongtra"], who["vanthu.huongtra"]
    dossier = None

    def act(verb: Callable[..., Any], *given: Any, **inputs: Any) -> float:
        nonlocal dossier
        began = time.perf_counter()
        dossier = verb(*([dossier] if dossier is not None else []), *given, **inputs)
        return (time.perf_counter() - began) * 1000

    yield act(lambda: received(who, number))
    yield act(moving.hand_over, by=clerk)
    yield act(moving.hand_over, by=expert)  # three legs open
    yield act(moving.hand_over, by=land)
    yield act(moving.propose, by=plan, note="Phù hợp")
    yield act(moving.hand_over, by=expert)  # the last leg: joined
    yield act(moving.propose, by=expert, note="Đủ điều kiện")
    yield act(moving.approve, by=head)
    yield act(deciding.sign, by=leader, template="result")
    yield act(moving.hand_over, by=registry)
    yield act(closing.return_result, by=clerk, receiver="Lê Văn Đo")


def walk_many(count: int, client: int = 0) -> None:
    """Walk so many dossiers and print the median of a whole one and of one act."""
    who, whole, acts = people(), [], []
    for number in range(count):
        found = list(walk(who, (client + 1) * 100_000 + number))
        whole.append(sum(found))
        acts += found
    print(f"client {client}: {count} walks, {statistics.median(whole):.0f} ms each, {_median(acts)} an act", flush=True)


def _median(found: list[float]) -> str:
    return f"{statistics.median(found):.1f} ms"


def measure(count: int) -> None:
    """One client's walks, a step forward against raw PostgreSQL, and an inbox of many open tasks."""
    walk_many(count)
    who = people()
    ready = [received(who, 900_000 + n) for n in range(count * 2)]
    clerk = who["tiepnhan1.huongtra"]
    steps = timed(lambda: moving.hand_over(ready.pop(), by=clerk), count)
    with world.raw() as plain:
        raw = RawStep(plain, template=ready.pop().pk, desk=clerk.agency_id)
        plainly = timed(raw.step, count)
    ratio = statistics.median(plainly) / statistics.median(steps)
    print(f"one step forward: {_median(steps)}, raw {_median(plainly)}: {ratio:.2f} of raw", flush=True)
    _inbox(who["datdai.huongtra"])


class RawStep(Raw):
    """One step forward in raw PostgreSQL: the rows that the product writes, copied in one transaction."""

    def __init__(self, connection: psycopg.Connection, *, template: int, desk: int) -> None:
        super().__init__(connection, template=template, desk=desk)
        self.order = 100

    def step(self) -> None:
        """Lock, finish the open step and its task, open the next with its task, tell it."""
        of_it = "id = (SELECT max(id) FROM dossiers_step WHERE dossier_id = %s AND state = 'open')"
        task_of = of_it.replace("SELECT max(id)", "SELECT max(task_id)")
        self.order += 1
        with self.connection.transaction():
            self.run("SELECT * FROM dossiers_dossier WHERE id = %s FOR NO KEY UPDATE", self.template)
            row = self.run(f"SELECT id, task_id FROM dossiers_step WHERE {of_it}", self.template).fetchone()
            task = self.copied("tasks_task", task_of)
            self.run("UPDATE dossiers_step SET state = 'finished', finished_at = now() WHERE id = %s", row[0])
            self.run("UPDATE tasks_task SET state = 'done', done_at = now() WHERE id = %s", row[1])
            new = {"order": self.order, "task_id": task, "state": "open", "finished_at": None}
            self.copied("dossiers_step", f"id = {row[0]} AND dossier_id = %s", **new)
            self.run("UPDATE dossiers_dossier SET version = version + 1 WHERE id = %s", self.template)
            event = self.copied(
                "dossiers_dossierevent",
                "id = (SELECT max(id) FROM dossiers_dossierevent WHERE subject_id = %s)",
            )
            self._job(event)


def _inbox(post: Post) -> None:
    """Open the inbox of somebody with many open tasks."""
    Task.objects.bulk_create(
        Task(
            kind="dossier.step", title="Thẩm định", about=f"{n}", agency=post.agency, role=post.role, owner=post,
            url_name="casework:dossier", url_key="-", opened_at=now(), due_at=now(),
        )
        for n in range(MOST)
    )  # fmt: skip
    client = Client(SERVER_NAME="localhost")
    client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["post"] = post.pk
    session.save()

    def look() -> None:
        answer = client.get(reverse("casework:inbox"), follow=True)
        assert answer.status_code == 200, answer.status_code

    look()
    print(f"inbox of {MOST} open tasks: {_median(timed(look, LOOKS))}", flush=True)
