"""Where a dossier may be passed on to from the step in hand, as the choices of a select."""

from datetime import date
from typing import Any

from motcua.agencies.models import Post
from motcua.agencies.models.standing import away, called
from motcua.core.errors import BadInput
from motcua.dossiers.actions.moving import PASSING, next_holders, reachable, way_name
from motcua.dossiers.choices import Action
from motcua.dossiers.models import Dossier
from motcua.dossiers.permissions import held_steps, step_allows
from motcua.procedures import routes


def passes_on(dossier: Dossier, *, by: Post) -> bool:
    """Tell whether handing over leads on; from a step that approves or signs it only sends back."""
    return any(step_allows(each, dossier, Action.HAND_OVER) for each in by.hats)


def onward(dossier: Dossier, *, by: Post, on: date) -> list[Any]:
    """Return where a dossier may go from its step, as the choices of a select."""
    route = dossier.content.route
    current = next((step for hat in by.hats for step in held_steps(hat, dossier, *PASSING)), None)
    ways = reachable(dossier, current) if current else []
    on_ways, back = [way for way in ways if way.do != routes.RETURN], [way for way in ways if way.do == routes.RETURN]
    found: list[Any] = []
    for number, way in enumerate(on_ways):
        words = "Bước kế tiếp" if number == 0 else "Hoặc chuyển đến"
        found.append(("" if number == 0 else "+".join(way.to), f"{words}: {way_name(route, way)}"))
    if on_ways and on_ways[0].do == routes.FORWARD and route.step(on_ways[0].to[0]).at != routes.DESK:
        people = _people_of(dossier, route.step(on_ways[0].to[0]), on=on)
        found += [("Giao đích danh", people)] if people else []
    earlier = [(way.to[0], way_name(route, way)) for way in back]
    return found + ([("Trả lại bước trước", earlier)] if earlier else [])


def _people_of(dossier: Dossier, step: routes.Step, *, on: date) -> list[tuple[str, str]]:
    try:
        held = next_holders(dossier, step, on=on).with_names().annotate(**away("pk"))
    except BadInput:  # nobody there: the action itself will say so
        return []
    return [(post.person.username, called(post)) for post in held]
