"""What each action costs the database, so that nobody makes it dearer unawares."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers.actions import billing, closing, deciding, extending, intake, moving, opinions, pausing
from motcua.dossiers.offers import offered
from tests import dossier_factories as make

LATER = {"due": date(2099, 1, 2), "reason": "Chờ"}


def cost(act, dossier, **inputs):
    with CaptureQueriesContext(connection) as context:
        act(dossier, **inputs)
    return len(context.captured_queries)


def test_every_action_keeps_its_number_of_queries(house):
    make.returned(house)  # warm: calendar, edition, register
    waiting = make.waiting(house)
    costs = {
        "hand_over": cost(moving.hand_over, make.received(house), by=house.clerk),
        "propose": cost(moving.propose, make.in_progress(house), by=house.specialist, note="Đủ"),
        "assign": cost(moving.assign, make.in_progress(house), by=house.head, person=house.specialist.person.username),
        "request_supplement": cost(
            pausing.request_supplement, make.in_progress(house), by=house.specialist, papers=["x"], reason="x"
        ),
        "resume": cost(pausing.resume, waiting, by=house.clerk, papers=[{"name": "x"}]),
        "suspend": cost(pausing.suspend, make.in_progress(house), by=house.head, basis="x"),
        "consult": cost(
            opinions.consult,
            make.in_progress(house),
            by=house.specialist,
            question="?",
            agency=house.police.agency.code,
        ),
        "sign": cost(deciding.sign, make.to_sign(house), by=house.leader, template="result"),
        "extend": cost(extending.extend, make.in_progress(house), by=house.head, **LATER),
        "return_result": cost(closing.return_result, make.at_the_desk(house), by=house.clerk, receiver="x"),
        "withdraw": cost(closing.withdraw, make.in_progress(house), by=house.clerk, reason="x"),
        "stop": cost(closing.stop, make.in_progress(house), by=house.head, reason="x"),
        "correct_result": cost(
            deciding.correct_result, make.decided(house), by=house.leader, reason="x", template="result"
        ),
        "collect_fee": cost(billing.collect_fee, make.received(house, make.PAYING), by=house.clerk, method="cash"),
        "receive": cost(intake.receive, make.submitted(house), by=house.clerk),
        "refuse": cost(intake.refuse, make.submitted(house), by=house.clerk, reason="x"),
    }
    assert {name: number for name, number in costs.items() if number > MOST[name]} == {}, str(costs)


MOST = {  # as measured, and one more: a calendar's stamp is asked for once a second
    "hand_over": 18, "propose": 19,  # two more: whether a mandatory opinion is missing, and who had a step of the role
    "assign": 11, "request_supplement": 19, "resume": 19, "suspend": 10,
    "consult": 14, "sign": 29, "extend": 17, "return_result": 12, "withdraw": 18, "stop": 18, "correct_result": 20,
    "collect_fee": 20, "receive": 26, "refuse": 20,  # what came online: its clock is ended
}  # fmt: skip


def test_the_offered_actions_cost_few_queries(house):
    for dossier in (make.received(house), make.in_progress(house), make.decided(house)):
        for by in (house.clerk, house.specialist, house.head, house.leader):
            by.standing = False  # the door has asked, with the session
            with CaptureQueriesContext(connection) as context:
                offered(type(dossier).objects.for_page().get(pk=dossier.pk), by=by)
            assert len(context.captured_queries) <= 5, [q["sql"][:90] for q in context.captured_queries]
