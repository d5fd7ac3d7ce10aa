"""Where the steps of a route may be done: by a rule, in a unit of the office, elsewhere, or as an answer says."""

from collections.abc import Iterable, Iterator
from typing import Any

from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency
from motcua.core.clock import today
from motcua.procedures.models import Adoption
from motcua.procedures.route_wording import PLACE_WORDS, place_words
from motcua.procedures.routes import AGENCY, ANSWER, Route
from motcua.questions.choices import Kind as Question
from motcua.questions.designing.outline import questions_of, text_at

ASKING = (Question.CHOICE, Question.TEXT, Question.ADDRESS)  # questions whose answer may name a unit
Groups = list[Any]


def places_of(adoption: Adoption, route: Route) -> Groups:
    """Return the choices, grouped, with whatever the route names besides: four queries."""
    on, office = today(), adoption.office
    inside = Agency.objects.below(office).valid(on).exclude(pk=office.pk).order_by("path")
    above = Agency.objects.filter(path__in=office.paths_above()[:-1])
    beside = Agency.objects.filter(parent__in=above, kind__in=(Kind.DEPARTMENT, Kind.VERTICAL, Kind.SERVICE_UNIT))
    others = beside.valid(on).exclude(path__startswith=office.path).order_by("name_key")
    groups = [("Trong đơn vị", _named(inside)), ("Cơ quan khác", _named(others))]
    groups.append(("Theo câu trả lời của biểu mẫu", _answers(adoption)))
    offered = {code for _, group in groups for code, _ in group} | set(PLACE_WORDS)
    used = list(dict.fromkeys(step.at for step in route.steps if step.at not in offered))
    codes = [at.removeprefix(AGENCY) for at in used]
    names = dict(Agency.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}
    standing = [(at, place_words(at, names)) for at in used]
    named = [(title, group) for title, group in [*groups, ("Đang ghi", standing)] if group]
    return [*PLACE_WORDS.items(), *named]


def _named(units: Any) -> list[tuple[str, str]]:
    return [(f"{AGENCY}{code}", name) for code, name in units.values_list("code", "short_name")]


def _answers(adoption: Adoption) -> list[tuple[str, str]]:
    asked = (each.question for each in questions_of(adoption.draft.get("form")) if each.group is None)
    fit = [question for question in asked if question.get("kind") in ASKING]
    return [(f"{ANSWER}{each.get('code')}", text_at(each, "label")[:80] or str(each.get("code"))) for each in fit]


def flat(places: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Yield the choices without their groups."""
    for value, label in places:
        yield from [(value, label)] if isinstance(label, str) else label
