"""Two people at the same moment: exactly one wins, and nothing is done twice."""

import random
from collections import defaultdict
from datetime import date, datetime
from functools import partial

import pytest
from django.db import OperationalError, connection, transaction

from motcua.agencies.choices import Kind, Role
from motcua.core import clock
from motcua.core.errors import Refused
from motcua.correspondence.models import OutgoingDocument
from motcua.dossiers.actions import (
    billing,
    closing,
    corrections,
    deciding,
    extending,
    intake,
    moving,
    opinions,
    papers,
    pausing,
)
from motcua.dossiers.models import Dossier
from motcua.files.actions import store
from motcua.payments.models import Bill
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.test_sign import PDF
from tests.factories import make_post
from tests.nonempty import some

pytestmark = pytest.mark.django_db(transaction=True)

TEMPLATE = {"template": "result"}
BROUGHT = {"papers": [{"name": "Bản vẽ"}]}
ASKED = {"papers": ["Bản vẽ"], "reason": "Thiếu"}
LATER = {"due": date(2099, 1, 2), "reason": "Chờ xác minh"}


def asked(house):
    return opinions.consult(make.in_progress(house), by=house.specialist, agency=house.police.agency.code, question="?")


def immediate(house):
    return make.received(house, make.AT_ONCE)


def at_the_head(house):
    return moving.propose(make.in_progress(house), by=house.specialist, note="Đủ")


def corrected(house):
    given = {"reason": "Sai năm sinh", "template": "result"}
    return deciding.correct_result(make.returned(house), by=house.leader, **given)


def paying(house):
    return make.received(house, make.PAYING)


RACES = {  # name → dossier, verb, who, inputs; the same by two people (or twice by one with two windows)
    "file_draft": (make.drafted, "intake.file_draft", "clerk", {}),
    "abandon": (make.drafted, "intake.abandon", "clerk", {}),
    "receive": (make.submitted, "intake.receive", "clerk", {}),
    "receive a draft": (make.drafted, "intake.receive", "clerk", {}),
    "refuse": (make.submitted, "intake.refuse", "clerk", {"reason": "x"}),
    "hand_over": (make.received, "moving.hand_over", "clerk", {}),
    "propose": (make.in_progress, "moving.propose", "specialist", {"note": "Đủ"}),
    "approve": (at_the_head, "moving.approve", "head", {}),
    "request_supplement": (make.in_progress, "pausing.request_supplement", "specialist", ASKED),
    "resume": (make.waiting, "pausing.resume", "clerk", BROUGHT),
    "suspend": (make.in_progress, "pausing.suspend", "head", {"basis": "Điều 5"}),
    "answer": (asked, "opinions.answer", "police", {"text": "Không"}),
    "sign": (make.to_sign, "deciding.sign", "leader", TEMPLATE),
    "settle_at_once": (immediate, "deciding.settle_at_once", "clerk", TEMPLATE | {"receiver": "x"}),
    "extend": (make.in_progress, "extending.extend", "head", LATER),
    "return_result": (make.at_the_desk, "closing.return_result", "clerk", {"receiver": "x"}),
    "deliver_correction": (corrected, "corrections.deliver_correction", "clerk", {"receiver": "x"}),
    "withdraw": (make.in_progress, "closing.withdraw", "clerk", {"reason": "x"}),
    "stop": (make.in_progress, "closing.stop", "head", {"reason": "x"}),
    "collect_fee": (paying, "billing.collect_fee", "clerk", {"method": "cash"}),
    "pay at its step": (make.to_pay, "billing.collect_fee", "cashier", {"method": "cash"}),
}
MODULES = {
    "intake": intake, "moving": moving, "pausing": pausing, "opinions": opinions, "deciding": deciding,
    "extending": extending, "closing": closing, "billing": billing, "corrections": corrections,
}  # fmt: skip


def verb_named(name):
    module, verb = name.split(".")
    return getattr(MODULES[module], verb)


def test_the_same_step_by_two_at_once_is_done_once(real_house, together):
    house = real_house
    for name, (factory, verb, who, inputs) in RACES.items():
        dossier, act, by = factory(house), verb_named(verb), getattr(house, who)
        given = inputs | ({"signer": house.leader.person.username} if name == "settle_at_once" else {})
        before = dossier.version

        def one(dossier=dossier, act=act, by=by, given=given):
            return act(dossier, by=by, **given)

        results = together(one, one)
        stored = Dossier.objects.get(pk=dossier.pk)
        won = [result for result in results if isinstance(result, Dossier)]
        lost = [result for result in results if isinstance(result, Refused)]
        assert (len(won), len(lost)) == (1, 1), (name, results)
        assert stored.version == before + 1 == stored.events.count(), name
        assert stored.steps.filter(state="open").count() <= 1, name
        assert stored.pauses.filter(ended_at=None).count() <= 1, name
    numbers = sorted(OutgoingDocument.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    receipts = sorted(Bill.objects.exclude(receipt_number=None).values_list("receipt_number", flat=True))
    assert receipts == [1, 2]


def attach_one(dossier, *, by, version=None):
    file = store(by=by, name="to-khai.pdf", content=PDF)
    return papers.attach(dossier, by=by, version=version, paper=dossier.papers.first(), file=file)


AGAIN = {  # what may be done more than once: of two who saw the same version, one is told that it is stale
    "edit_draft": (make.drafted, "clerk", lambda house: (intake.edit_draft, {"intake": make.intake_of(house)})),
    "assign": (
        make.in_progress, "head",
        lambda house: (moving.assign, {"person": house.specialist.person.username}),
    ),
    "consult": (
        make.in_progress, "specialist",
        lambda house: (opinions.consult, {"agency": house.police.agency.code, "question": "?"}),
    ),
    "waive_fee": (paying, "leader", lambda house: (billing.waive_fee, {"reason": "Hộ nghèo"})),
    "attach": (make.received, "clerk", lambda house: (attach_one, {})),
    "correct_result": (
        make.decided, "leader",
        lambda house: (deciding.correct_result, {"reason": "Sai năm sinh"} | TEMPLATE),
    ),
    "apologise": (
        make.in_progress, "head",
        lambda house: (extending.apologise, LATER),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", AGAIN)
def test_of_two_who_saw_the_same_version_one_is_told_that_it_is_stale(real_house, together, set_clock, name):
    house, (factory, who, choose) = real_house, AGAIN[name]
    dossier = factory(house)
    if name == "apologise":
        set_clock("2098-12-01T08:00+07:00")
    act, inputs = choose(house)
    one = partial(act, dossier, by=getattr(house, who), version=dossier.version, **inputs)
    results = together(one, one)
    won = [result for result in results if isinstance(result, Dossier)]
    lost = [result.code for result in results if isinstance(result, Refused)]
    assert (len(won), lost) == (1, ["stale_version"]), results
    stored = Dossier.objects.get(pk=dossier.pk)
    assert stored.version == dossier.version + 1 == stored.events.count()


def test_two_files_for_one_paper_at_once_are_both_told_the_second_as_a_replacement(real_house, together):
    dossier = make.received(real_house)
    one = partial(attach_one, dossier, by=real_house.clerk)
    assert all(isinstance(result, Dossier) for result in together(one, one))
    first, second = [event.data for event in dossier.events.order_by("pk")][-2:]
    assert (first["replaced"], second["replaced"]) == (None, first["file"])


OPPOSED = {
    "sign or withdraw": (
        make.to_sign, ("deciding.sign", "leader", TEMPLATE), ("closing.withdraw", "clerk", {"reason": "x"}),
    ),
    "sign or stop": (make.to_sign, ("deciding.sign", "leader", TEMPLATE), ("closing.stop", "leader", {"reason": "x"})),
    "sign or send back": (
        make.to_sign, ("deciding.sign", "leader", TEMPLATE), ("moving.hand_over", "leader", {"to": "head"}),
    ),
    "receive or refuse": (
        make.submitted, ("intake.receive", "clerk", {}), ("intake.refuse", "clerk", {"reason": "x"}),
    ),
    "receive or withdraw": (
        make.submitted, ("intake.receive", "clerk", {}), ("closing.withdraw", "clerk", {"reason": "x"}),
    ),
    "propose or ask": (
        make.in_progress, ("moving.propose", "specialist", {"note": "x"}),
        ("pausing.request_supplement", "specialist", ASKED),
    ),
    "resume or stop": (
        make.waiting, ("pausing.resume", "clerk", BROUGHT), ("closing.stop", "head", {"reason": "x"}),
    ),
    "pay or withdraw": (
        make.to_pay, ("billing.collect_fee", "cashier", {"method": "cash"}),
        ("closing.withdraw", "clerk", {"reason": "x"}),
    ),
}  # fmt: skip


IN_EITHER_ORDER = ("receive or withdraw", "pay or withdraw", "resume or stop")  # both, one after the other


def test_of_two_that_exclude_each_other_one_is_done_or_both_in_an_order_that_makes_sense(real_house, together):
    house = real_house
    for name, (factory, *two) in OPPOSED.items():
        for _ in range(2):
            dossier = factory(house)
            acts = [
                lambda verb=verb, who=who, inputs=inputs, dossier=dossier: verb_named(verb)(
                    dossier, by=getattr(house, who), **inputs
                )
                for verb, who, inputs in two
            ]
            results = together(*acts)
            done = sum(isinstance(result, Dossier) for result in results)
            assert all(isinstance(result, Dossier | Refused) for result in results), (name, results)
            stored = Dossier.objects.get(pk=dossier.pk)
            orders = (1, 2) if name in IN_EITHER_ORDER else (1,)
            assert done in orders, (name, results)
            assert stored.version == dossier.version + done == stored.events.count(), name
            if stored.closed_at is not None:
                assert not stored.steps.filter(state="open").exists(), name
                assert not stored.pauses.filter(ended_at=None).exists(), name
    for task in some(Task.objects.filter(state__in=["open", "waiting"])):
        assert Dossier.objects.get(code=task.url_key).closed_at is None


class Dropped(Exception):
    """The clerk's page fails after the number was taken."""


def break_off():
    """End the connection in the middle of its transaction, as the server does for a client that was killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def keep_receiving(dice, clerks, given, *, until):
    """Receive at one desk or the other until a moment, sometimes rolling back or dying; returns how many were kept."""
    kept = 0
    while clock.now() < until:
        desk, fate = dice.choice(list(clerks)), dice.random()
        try:
            with transaction.atomic():
                intake.register(by=clerks[desk], intake=given)
                if fate < 0.2:
                    raise Dropped
                if fate < 0.3:
                    break_off()
            kept += 1
        except Dropped:
            continue
        except OperationalError:
            assert 0.2 <= fate < 0.3
            connection.close()
    return kept


def test_sixteen_clerks_number_without_gap_or_duplicate_across_rollback_kill_and_midnight(
    real_house, together, set_clock
):
    house = real_house
    second = make_post(Role.RECEPTIONIST, agency=make.make_agency(parent=house.ward, kind=Kind.ONE_STOP))
    clerks, given = {house.centre.code: house.clerk, second.agency.code: second}, make.intake_of(house)
    set_clock("2026-02-12T23:59:57+07:00")
    over = datetime(2026, 2, 13, 0, 0, 3, tzinfo=clock.LOCAL)
    results = together(*(partial(keep_receiving, random.Random(seed), clerks, given, until=over) for seed in range(16)))
    assert all(isinstance(kept, int) for kept in results), results
    found = defaultdict(list)
    for dossier in some(Dossier.objects.all()):
        desk, day, number = dossier.code.rsplit("-", 2)
        found[desk, day].append(int(number))
        assert f"{clock.local(dossier.received_at):%y%m%d}" == day  # one instant gives the code and the receipt
        assert dossier.received_at == dossier.events.get().happened_at
    assert set(found) == {(desk, day) for desk in clerks for day in ("260212", "260213")}
    for numbers in found.values():
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert sum(map(len, found.values())) == sum(results)
