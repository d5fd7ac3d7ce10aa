"""Any valid route, whatever people do on it: one hand in each leg, never nobody, and no moment that is lost."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from motcua.core import clock
from motcua.core.errors import Refused
from motcua.core.events import rebuild, tracked
from motcua.dossiers.choices import CLOSED, PAUSED, Action
from motcua.dossiers.models import Dossier
from motcua.dossiers.offers import FINISHING, VERBS, offered
from motcua.dossiers.permissions import holds, open_steps
from motcua.procedures.faults import faults_of
from motcua.procedures.route_files import read_route
from motcua.procedures.routes import RETURN, SPLIT
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.drawn import LAND, SENIOR, TAX, drawn_house, fact_of, step
from tests.dossiers.test_random_lives import ENDING, inputs_of

PLACES = [("specialist", "division"), ("specialist", f"named:{TAX}"), ("specialist", f"named:{LAND}"),
          ("head", f"named:{LAND}"), ("specialist", f"named:{SENIOR}"), ("head", "division")]  # fmt: skip


class Drawing:
    """A valid route, at random: rows and splits within splits, ways back to anywhere before, joins of all kinds."""

    def __init__(self, dice: random.Random) -> None:
        self.dice, self.rows = dice, []

    def new(self, **more):
        post, agency = self.dice.choice(PLACES)
        row = step(f"s{len(self.rows)}", post, agency, limit=f"{self.dice.choice([1, 2, 4])} giờ làm việc", **more)
        self.rows.append(row)
        if len(self.rows) > 1 and self.dice.random() < 0.4:
            row["actions"].append({"do": "return", "to": self.dice.choice(self.rows[:-1])["code"]})
        return row

    def stretch(self, depth: int, entry=None):
        """Some steps in a row; returns the first and the last, which leads nowhere yet."""
        first = last = entry or self.new()
        for _ in range(self.dice.choice([0, 1, 1, 2])):
            if depth and self.dice.random() < 0.6:
                legs = [self.stretch(depth - 1) for _ in range(self.dice.choice([2, 2, 3]))]
                join = self.new(join=self.dice.choice(["all", "all", "any", len(legs), 1]))
                last["actions"].insert(0, {"do": "split", "to": [leg[0]["code"] for leg in legs]})
                for _, end in legs:
                    end["actions"].insert(0, {"do": "forward", "to": join["code"]})
                last = join
            else:
                following = self.new()
                last["actions"].insert(0, {"do": "forward", "to": following["code"]})
                last = following
        return first, last

    def route(self):
        work, last = self.stretch(2)
        last["actions"].insert(0, {"do": "forward", "to": "ky"})
        ends = [
            step("nhan", "receptionist", "receiving", ("forward", work["code"]), hours=0),
            step("ky", "leader", "parent", ("forward", "tra"), ("return", work["code"]), kind="signing"),
            step("tra", "receptionist", "receiving", ("finish", "end"), hours=0),
        ]
        return {"limit": "90 ngày làm việc", "start": "nhan", "steps": [*ends, *self.rows]}


def routes_of(seed, count=6):
    dice = random.Random(seed)
    return {f"9.1{seed}00{number}": Drawing(dice).route() for number in range(count)}


@pytest.mark.parametrize("seed", range(200))
def test_what_is_drawn_so_is_valid(seed):
    for route in routes_of(seed, 2).values():
        assert faults_of(read_route(route).route) == []


def in_order(dossier):
    stored = Dossier.objects.get(pk=dossier.pk)
    assert rebuild(stored) == tracked(stored)
    rows, legs = list(stored.steps.all()), list(stored.legs.all())
    open_rows = [row for row in rows if row.state == "open"]
    running = [leg.pk for leg in legs if not leg.end]
    if stored.state in CLOSED:
        assert (open_rows, running) == ([], [])
    else:
        assert open_rows, "nobody has it"
        assert max(Counter(row.branch_id for row in open_rows).values()) == 1
        assert (None in {row.branch_id for row in open_rows}) == (not running)
        inner = {leg.within_id for leg in legs if not leg.end}
        assert {row.branch_id for row in open_rows if row.branch_id} == set(running) - inner
        for row in open_rows:
            assert row.task.state == ("waiting" if stored.state in PAUSED else "open")
            assert row.task.agency_id == row.agency_id
    assert Task.objects.filter(url_key=stored.code, kind="dossier.step").unfinished().count() == len(open_rows)
    assert {leg.split_id for leg in legs} <= {row.pk for row in rows}
    no_moment_is_lost(stored, rows)


def no_moment_is_lost(dossier, rows):
    """From the receipt on somebody has it at every moment: total = steps and legs, pauses within them."""
    covered = dossier.received_at
    for row in sorted(rows, key=lambda row: row.started_at):
        assert row.started_at <= covered, "a gap between two hands"
        covered = max(covered, row.finished_at or clock.now())
    assert covered >= (dossier.closed_at or dossier.received_at)


@pytest.mark.parametrize("seed", range(2))
def test_whatever_people_do_in_legs_the_house_stays_in_order(db, set_clock, seed):
    dice = random.Random(seed)
    set_clock("2026-01-26T08:00")
    routes = routes_of(seed)
    limits = [{"unit": "working_day", "amount": 90}]
    house = drawn_house([fact_of(code, route, limits=limits) for code, route in routes.items()])
    everyone = [house.specialist, house.head, house.leader, house.clerk, house.tax, house.land, house.land_head,
                house.senior]  # fmt: skip
    lives = [make.received(house, code) for code in (*routes, *routes)]  # a life may end soon: two on every route
    done: Counter = Counter()
    for _ in range(320):
        dossier = Dossier.objects.get(pk=dice.choice(lives).pk)
        holders = [post for post in everyone for row in open_steps(dossier) if holds(post, row)]
        by = dice.choice(everyone if not holders or dice.random() < 0.1 else holders)
        choices = [code for code in offered(dossier, by=by) if code not in ENDING or dice.random() < 0.002]
        if not choices:
            continue
        set_clock((clock.now() + timedelta(hours=dice.choice([0, 0, 1, 5]))).isoformat())
        action = dice.choices(choices, [20 if code in FINISHING else 1 for code in choices])[0]
        inputs = inputs_of(action, house=house, dice=dice)
        if action == Action.HAND_OVER:
            inputs = {"to": dice.choice(["", "", *targets(dossier)]), "note": dice.choice(["Lý do", "Lý do", ""])}
        if action == Action.REDIRECT:
            inputs = {"agency": dice.choice([TAX, LAND, SENIOR]), "reason": "Lý do"}
        try:
            VERBS[action](dossier, by=by, **inputs)
            done[action] += 1
        except Refused as refusal:
            done[refusal.code] += 1
        in_order(dossier)
    assert sum(dossier.legs.count() for dossier in lives) > 5, done
    assert done[Action.HAND_OVER] + done[Action.PROPOSE] + done[Action.APPROVE] > 30, done


def targets(dossier):
    """All that a step in hand may name, and some that it may not."""
    route = dossier.content.route
    found = []
    for row in dossier.steps.filter(state="open"):
        ways = route.step(row.key).ways
        found += ["+".join(way.to) for way in ways if way.do in (RETURN, SPLIT)]
    return [*found, "ky"]
