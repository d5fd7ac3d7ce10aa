"""Any valid route left for any other in the middle of the work: one hand for each open step, never nobody, no moment
lost, and the promise stays."""

import copy
import random
from collections import Counter
from datetime import timedelta

import pytest

from motcua.core import clock
from motcua.core.errors import Refused
from motcua.dossiers.actions import linking
from motcua.dossiers.actions.rerouting import move_route
from motcua.dossiers.choices import Action
from motcua.dossiers.models import Dossier
from motcua.dossiers.offers import FINISHING, VERBS, offered
from motcua.dossiers.permissions import holds, open_steps
from motcua.procedures.models import content_of
from tests import dossier_factories as make
from tests.dossiers.drawn import drawn_house, fact_of
from tests.dossiers.rerouted import new_route
from tests.dossiers.test_random_legs import PLACES, Drawing, in_order, targets
from tests.dossiers.test_random_lives import ENDING, inputs_of

CODES = [f"9.2000{number}" for number in range(4)]
LIMITS = [{"unit": "working_day", "amount": 90}]


def otherwise(route, dice):
    """The same drawing with other hands and times in some steps, some of them called by another code."""
    text = copy.deepcopy(route)
    for row in text["steps"][3:]:
        if dice.random() < 0.4:
            row["post"], row["agency"] = dice.choice(PLACES)
        if dice.random() < 0.4:
            row["limit"] = f"{dice.choice([1, 3, 8])} giờ làm việc"
    inner = [row["code"] for row in text["steps"][3:]]
    for code in dice.sample(inner, k=len(inner) // 3):
        _rename(text, code, f"{code}x")
    return text


def _rename(route, before, after):
    for row in route["steps"]:
        row["code"] = after if row["code"] == before else row["code"]
        for way in row["actions"]:
            to = way["to"]
            way["to"] = [after if each == before else each for each in to] if isinstance(to, list) else to
            way["to"] = after if to == before else way["to"]


def act(dossier, house, dice):
    """Somebody who has it does something; returns what, None where it was refused."""
    everyone = [house.specialist, house.head, house.leader, house.clerk, house.tax, house.land, house.land_head,
                house.senior]  # fmt: skip
    dossier = Dossier.objects.get(pk=dossier.pk)
    holders = [post for post in everyone for row in open_steps(dossier) if holds(post, row)]
    by = dice.choice(holders or everyone)
    choices = [code for code in offered(dossier, by=by) if code not in ENDING and code != Action.REQUEST_SUPPLEMENT]
    if not choices:
        return None
    action = dice.choices(choices, [20 if code in FINISHING else 1 for code in choices])[0]
    inputs = inputs_of(action, house=house, dice=dice)
    if action == Action.HAND_OVER:
        inputs = {"to": dice.choice(["", "", *targets(dossier)]), "note": "Lý do"}
    if action == Action.REDIRECT:
        return None
    try:
        VERBS[action](dossier, by=by, **inputs)
    except Refused:
        return None
    return action


def settled(dossier, house):
    """With every hand-over confirmed: else nothing of another office could be moved."""
    for post in (house.tax, house.land, house.land_head, house.senior, house.specialist, house.head):
        if linking.take_over.permit(post, Dossier.objects.get(pk=dossier.pk)):
            linking.take_over(dossier, by=post)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_route_comes_in_the_middle_of_the_work_the_house_stays_in_order(db, set_clock, seed):
    dice = random.Random(seed)
    set_clock("2026-01-26T08:00")
    routes = {code: Drawing(dice).route() for code in CODES}
    house = drawn_house([fact_of(code, route, limits=LIMITS) for code, route in routes.items()])
    lives = [make.received(house, code) for code in CODES for _ in range(2)]
    done: Counter = Counter()
    for day in range(1, 4):
        for dossier in lives:
            for _ in range(dice.choice([0, 1, 3])):
                set_clock((clock.now() + timedelta(minutes=dice.choice([0, 20]))).isoformat())
                done[act(dossier, house, dice)] += 1
        set_clock(f"2026-01-{26 + day}T09:00")
        for code in CODES:
            routes[code] = otherwise(routes[code], dice) if dice.random() < 0.7 else Drawing(dice).route()
            edition = new_route(house, routes[code], code)
            for dossier in (each for each in lives if each.procedure_code == code):
                done[reroute(dossier, edition, house, dice)] += 1
                in_order(dossier)
    for dossier in lives * 6:  # and from there on it can be worked on
        if act(dossier, house, dice):
            in_order(dossier)
    assert done["moved"] + done["moved in legs"] >= 2, done


def reroute(dossier, edition, house, dice):
    """Move one with a counterpart chosen at random for each step that the new route does not have."""
    settled(dossier, house)
    before = Dossier.objects.get(pk=dossier.pk)
    choices = [step.key for step in content_of(edition.pk).route.steps]
    route = before.route_edition_id or before.edition_id
    mapping = {f"{route}.{row.key}": dice.choice(choices) for row in open_steps(before)}
    try:
        after = move_route(before, by=house.reform, edition=edition.pk, mapping=mapping, note="Đổi")
    except Refused as refusal:
        return refusal.code
    assert after.appointed_due == before.appointed_due
    assert after.content.route == content_of(edition.pk).route
    return "moved in legs" if after.legs.filter(end="").exists() else "moved"
