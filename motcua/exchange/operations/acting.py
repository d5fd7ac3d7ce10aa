"""Actions on a dossier: refused in the order in which a machine can mend it, then done by the action itself.

The wrong state first (409), then who asks (403), then the version (409), then the inputs (422). The action looks at all
of it again under its lock.
"""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from motcua.agencies.models import Post
from motcua.core import clock
from motcua.core.errors import BadInput, NotPermitted, StaleVersion
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier
from motcua.dossiers.offers import form_of, verb_of
from motcua.exchange import answers, shown
from motcua.exchange.operations.asked import dossier_of, post_of
from motcua.exchange.problems import told
from motcua.exchange.schemas import ActionIn

router = Router(tags=["dossiers"])
TYPES: dict[str, tuple[type, str]] = {
    "string": (str, "phải là chuỗi ký tự"),
    "array": (list, "phải là danh sách"),
    "boolean": (bool, "phải là true hoặc false"),
}


@router.post(
    "/dossiers/{code}/actions/{action}",
    response=answers.DossierWhole,
    operation_id="act_on_dossier",
    openapi_extra=told(400, 401, 403, 404, 409, 413, 422),
)
def act_on_dossier(request: HttpRequest, code: str, action: str, body: ActionIn) -> Any:
    """Do one action; the version must be the one last seen."""
    by, dossier, verb = post_of(request), dossier_of(request, code), verb_of(action)
    if verb is None:
        raise Http404
    _check(verb, dossier, by=by, version=body.version)
    inputs = _inputs(verb, dossier, by=by, given=body.inputs)
    done = verb(dossier, by=by, version=body.version, **({"note": body.note} if body.note else {}) | inputs)
    return shown.whole(Dossier.objects.for_page().get(pk=done.pk), by=by, now=clock.now())


def _check(verb: Any, dossier: Dossier, *, by: Post, version: int) -> None:
    """Raise StaleVersion, StepRefused or NotPermitted."""
    stale = version != dossier.version
    if verb.code not in LIFECYCLE.allowed_from(dossier.state):
        if stale:
            raise StaleVersion()
        LIFECYCLE.check(dossier, verb.code)
    if not by.may(verb.code, verb.permit, dossier):
        raise NotPermitted()
    if stale:
        raise StaleVersion()


def _inputs(verb: Any, dossier: Dossier, *, by: Post, given: dict[str, Any]) -> dict[str, Any]:
    """Return the action's keyword arguments; raises BadInput, with the code `invalid_input` for what a form refuses."""
    given = {name: value for name, value in given.items() if value is not None}
    form = form_of(verb.code)(data=given, dossier=dossier, by=by)
    properties = form.schema()["properties"]
    for name, value in given.items():
        if name not in properties:
            raise BadInput("unknown_input", f"Việc này không có mục “{name[:40]}”.", field=name[:40])
        kind, said = TYPES[properties[name].get("type", "string")]
        if not isinstance(value, kind):
            raise BadInput("invalid_input", f"Mục “{name}” {said}.", field=name)
    if not form.is_valid():
        field, messages = next(iter(form.errors.items()))
        raise BadInput("invalid_input", str(messages[0]), field=field)
    inputs: dict[str, Any] = form.inputs()
    return inputs
