"""The route of a draft or an edition as a file: JSON that can be brought back, BPMN for other tools, SVG for print."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from motcua.agencies.models import Agency
from motcua.procedures.bpmn import bpmn_of
from motcua.procedures.drawing import drawing_of
from motcua.procedures.editions import Content, LimitRule, content_from
from motcua.procedures.route_files import write_route
from motcua.procedures.routes import AGENCY, Route
from motcua.procedures.shapes import working_minutes
from motcua.worktime.deadlines import DeadlineError, Limit, Unit

Names = Mapping[str, str]


def shortest_of(limits: Iterable[LimitRule]) -> LimitRule | None:
    """Return the limit that leaves the least working time; None when none sets any."""
    timed = [rule for rule in limits if working_minutes(rule) is not None]
    return min(timed, key=lambda rule: working_minutes(rule) or 0) if timed else None


def limit_of(limits: Iterable[LimitRule]) -> Limit | None:
    """Return the shortest limit as the clock counts it, None when there is none that is sure."""
    rules = list(limits)
    rule = shortest_of(rules) or next((each for each in rules if each.unit == Unit.NONE), None)
    try:
        return Limit(rule.amount, Unit(rule.unit)) if rule else None
    except (DeadlineError, ValueError):
        return None


def names_in(*routes: Route) -> dict[str, str]:
    """Return the names of the agencies of routes by their codes: one query."""
    said = {each.at for route in routes for each in route.all_steps()}
    asked = {leg.agency for route in routes for step in route.steps for leg in step.legs}
    codes = {at.removeprefix(AGENCY) for at in said if at.startswith(AGENCY)} | asked
    return dict(Agency.objects.filter(code__in=codes).values_list("code", "short_name"))


def _json(content: Content, route: Route) -> str:
    return json.dumps(write_route(route, limit_of(content.limits)), ensure_ascii=False, indent=2)


def _bpmn(content: Content, route: Route) -> str:
    return bpmn_of(route, code=content.code, title=content.name, names=names_in(route))


def _svg(content: Content, route: Route) -> str:
    return drawing_of(route, title=f"{content.code} · {content.name}", names=names_in(route))


FORMATS: dict[str, Callable[[Content, Route], str]] = {"json": _json, "bpmn": _bpmn, "svg": _svg}
TYPES = {"json": "application/json", "bpmn": "application/xml", "svg": "image/svg+xml"}


def exported(data: Mapping[str, Any], form: str) -> str:
    """Return the route of a content's JSON in one of FORMATS. Raises ValueError (Vietnamese) when there is none."""
    content = content_from(dict(data))
    if not content.route.steps:
        raise ValueError("Quy trình chưa có bước nào để xuất.")
    return FORMATS[form](content, content.route)
