"""A route that changed while dossiers were under way: who keeps the ward's routes finds them, to be moved or left."""

from collections import Counter

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core.clock import today
from motcua.dossiers.models import Dossier
from motcua.dossiers.rerouting import MOVABLE
from motcua.procedures.actions.publish import publish
from motcua.procedures.actions.routing import change_route
from motcua.procedures.models import Adoption, content_of
from motcua.procedures.models.route_steps import RouteStep
from motcua.procedures.redrawing import take_out
from motcua.procedures.routes import Route, Step

SAID = "Bỏ bước trung gian: chuyên viên trình thẳng lãnh đạo ký"


def make(office: Agency) -> Adoption | None:
    """Publish a shorter route for the procedure of an office that has the most dossiers under way; None where there is
    none, or it was done before."""
    if RouteStep.objects.filter(said=SAID, adoption__office=office).exists():
        return None
    officer = Post.objects.held(today()).with_names().filter(role=Role.REFORM_OFFICER).at(office).get()
    rows = Dossier.objects.visible_to(Post.objects.system()).filter(edition__office=office, state__in=MOVABLE)
    held = Counter(rows.values_list("edition__adoption", "edition").order_by("edition"))
    for (key, edition), _ in held.most_common():
        route = content_of(edition).route.drawn()
        between = next((step for step in route.steps if _may_fall_away(step)), None)
        if between is not None:
            return _publish(Adoption.objects.get(pk=key), take_out(route, between.key), by=officer)
    return None


def _may_fall_away(step: Step) -> bool:
    """A head who only agrees on the way to the signature."""
    return step.role == Role.HEAD_OF_DIVISION and step.actions == ("approve",) and not (step.split or step.join)


def _publish(adoption: Adoption, route: Route, *, by: Post) -> Adoption:
    return publish(change_route(adoption, by=by, route=route, note=SAID), by=by, valid_from=today())
