"""A step of legs is one step, whose holder asks the others (docs/decisions/0010)."""

from motcua.dossiers.actions.moving import hand_over, propose
from motcua.dossiers.actions.opinions import answer, consult
from motcua.procedures import routes
from motcua.tasks.models import Task
from tests import dossier_factories as make


def test_the_holder_of_a_step_of_legs_asks_the_others_and_passes_on(house):
    dossier = make.in_progress(house, make.LINKED)
    step = dossier.content.route.step(dossier.step)
    assert (step.kind, dossier.step) == (routes.LEGS, "ask_police")
    for leg in step.legs:
        dossier = consult(dossier, by=house.specialist, agency=leg.agency, question="Có ý kiến gì không?")
    assert Task.objects.visible_to(house.police).unfinished().count() == 1
    dossier = answer(dossier, by=house.police, text="Không")
    dossier = hand_over(dossier, by=house.specialist)
    assert dossier.step == "specialist"
    assert propose(dossier, by=house.specialist, note="Đủ").step == "head"
    assert dossier.steps.filter(key="ask_police").count() == 1
