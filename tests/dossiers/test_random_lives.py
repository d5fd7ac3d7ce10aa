"""Lives that nobody planned: random people do random things they are offered, and the house stays in order."""

import random
from collections import Counter
from datetime import timedelta

import pytest

from motcua.core import clock
from motcua.core.errors import Refused
from motcua.core.events import rebuild, tracked
from motcua.core.rebuilding import differences
from motcua.correspondence.models import OutgoingDocument
from motcua.dossiers.actions.printing import rendered
from motcua.dossiers.choices import CLOSED, OPEN, PAUSED, Action, State
from motcua.dossiers.models import Dossier
from motcua.dossiers.offers import FINISHING, VERBS, offered
from motcua.dossiers.tracking import by_token
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.nonempty import some

ENDING = (Action.WITHDRAW, Action.STOP, Action.REFUSE, Action.CORRECT_RESULT)  # rarer, or no life would be long


def inputs_of(action, *, house, dice):
    """Return what a person might give: mostly sensible, sometimes not."""
    later = clock.now() + timedelta(days=dice.choice([-1, 1, 3, 10, 30]))
    due = dice.choice([later, clock.local(later).date()])
    reason = dice.choice(["Lý do"] * 6 + ["", "Lý do\nhai dòng"])
    person = getattr(house, dice.choice(["specialist", "clerk", "leader", "police"])).person.username
    return {
        Action.RECEIVE: {"limit": dice.choice(["", "5 ngày làm việc"])},
        Action.REFUSE: {"reason": reason},
        Action.ASSIGN: {"person": person},
        Action.HAND_OVER: {"to": dice.choice(["", "", "", "hand_over", "specialist", "head", "receive", person])},
        Action.PROPOSE: {"note": reason},
        Action.SIGN: {"template": "result", "outcome": dice.choice(["positive", "positive", "negative", "?"])},
        Action.SETTLE_AT_ONCE: {"signer": house.leader.person.username, "receiver": "Mẫu", "template": "result"},
        Action.RETURN_RESULT: {"receiver": dice.choice(["Mẫu", ""])},
        Action.REQUEST_SUPPLEMENT: {"papers": ["Bản vẽ"], "reason": reason},
        Action.RESUME: {"papers": dice.choice([[], [{"name": "Bản vẽ", "copies": 1}]])},
        Action.SUSPEND: {"basis": "Khoản 2 Điều 5"},
        Action.CONSULT: {"question": "?", "agency": house.police.agency.code, "due": dice.choice([None, None, due])},
        Action.ANSWER: {"text": "Không"},
        Action.FORWARD_OPINION: {"person": person},
        Action.DECLINE_OPINION: {"reason": reason},
        Action.REVOKE_OPINION: {"reason": reason},
        Action.WAIVE_OPINION: {"reason": reason},
        Action.REDIRECT: {"agency": house.police.agency.code, "reason": reason},
        Action.EXTEND: {"due": due, "reason": reason},
        Action.DRAFT_APOLOGY: {"due": due, "reason": reason, "cause": dice.choice(["", "partner", "?"])},
        Action.APOLOGISE: {"due": due, "reason": reason},
        Action.COLLECT_FEE: {"method": "cash", "amounts": dice.choice([None, [5_000], [0]])},
        Action.WAIVE_FEE: {"reason": reason},
        Action.WITHDRAW: {"reason": reason},
        Action.STOP: {"reason": reason},
        Action.CORRECT_RESULT: {"reason": reason, "template": "result"},
    }.get(action, {})


def in_order(dossier):
    """What holds of every dossier after everything that may happen."""
    stored = Dossier.objects.get(pk=dossier.pk)
    assert rebuild(stored) == tracked(stored)
    steps, open_tasks = stored.steps.filter(state="open"), Task.objects.filter(url_key=stored.code).unfinished()
    if stored.state in CLOSED:
        assert not steps.exists()
        assert not open_tasks.exists()
    else:
        assert steps.count() == 1
        assert stored.state == State.DECIDED or set(OPEN) >= {stored.state}
        asleep = set(open_tasks.filter(step__isnull=False).values_list("state", flat=True))
        assert asleep == ({"waiting"} if stored.state in PAUSED else {"open"})
    assert stored.pauses.filter(ended_at=None).exists() == (stored.state in PAUSED)
    if stored.first_promised:
        assert stored.appointed_due >= stored.first_promised
        assert stored.appointed_due >= stored.limit_due
    assert (stored.decided_at is not None) == stored.results.exists()
    by_token(stored.tracking_token)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_people_do_the_house_stays_in_order(house, set_clock, seed):
    dice = random.Random(seed)
    set_clock("2026-01-26T08:00")
    everyone = [house.clerk, house.specialist, house.head, house.leader, house.registry, house.cashier, house.police]
    codes = [make.STANDARD, make.PAYING, make.RESTARTING, make.RUNNING_ON, make.HOURLY, make.LINKED, make.COUNCIL_SET]
    lives = [dice.choice([make.submitted, make.received])(house, code) for code in codes]
    done = Counter()
    for _ in range(400):
        dossier, by = Dossier.objects.get(pk=dice.choice(lives).pk), dice.choice(everyone)
        choices = [code for code in offered(dossier, by=by) if code not in ENDING or dice.random() < 0.04]
        if not choices:
            continue
        set_clock((clock.now() + timedelta(hours=dice.choice([0, 0, 0, 1, 5, 20]))).isoformat())
        action = dice.choices(choices, [5 if code in FINISHING else 1 for code in choices])[0]
        try:
            VERBS[action](dossier, by=by, **inputs_of(action, house=house, dice=dice))
            done[action] += 1
        except Refused:
            done["refused"] += 1
        in_order(dossier)
    assert sum(done.values()) > 60, done
    assert len(done) > 10, done
    assert list(differences()) == []
    numbers = sorted(OutgoingDocument.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    printed = [paper for each in lives for paper in Dossier.objects.get(pk=each.pk).printed_papers.all()[:2]]
    for paper in some(printed):
        assert rendered(paper).startswith(b"%PDF")
