"""A dossier: where it stands, what may be done, and the page of each action."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.agencies.access import Request, post_required
from motcua.casework import acting, buttons, dossier_page, origins
from motcua.citizens.actions import reveal as reveal_identity
from motcua.core.text import clean
from motcua.dossiers.actions.messages import note_messages_read
from motcua.dossiers.actions.opening import note_opened
from motcua.dossiers.choices import Action
from motcua.dossiers.models import Dossier
from motcua.dossiers.offers import offered, verb_of
from motcua.dossiers.reading import read_whole, readable
from motcua.ui.pages import detail_page, form_page, no_longer, refusals_shown


def dossier_or_404(request: Request, code: str) -> Any:
    """The dossier of an address, if the post may read it; `present` is the moment at which it was read."""
    found = readable(clean(code), by=request.post)
    if found is None:
        raise Http404
    return found


@require_safe
@post_required()
def dossier(request: Request, code: str) -> HttpResponse:
    """Hồ sơ: where it stands, what may be done, what happened."""
    found = dossier_or_404(request, code)
    read_whole(found)
    now = found.present
    note_opened(found, by=request.post, at=now)
    origin = origins.origin_of(request.post, request.GET, now=now)
    shown = dossier_page.facts(found, by=request.post, now=now)
    note_messages_read(found, by=request.post)
    shown["buttons"] = buttons.arranged(found, by=request.post, query=origin.query)
    around = origin.around(found)
    return detail_page(
        request, found, title=str(found), template="casework/dossier.html", crumbs=origin.crumbs,
        around=around.urls, place=around.place, context=shown | {"query": origin.query, "now": now},
    )  # fmt: skip


def _verb_or_404(action: str) -> Any:
    """The verb of an address."""
    verb = verb_of(action.replace("-", "_"))
    if verb is None:
        raise Http404
    return verb


def _not_offered(request: Request, found: Dossier, asked: Action, label: str) -> HttpResponse | None:
    """What may not be done now has no page but words, as after Back; sending it still says why it is refused."""
    if request.method != "GET" or asked in offered(found, by=request.post):
        return None
    query = origins.query_kept(request.GET)
    return no_longer(
        request, text=f"{label}: hồ sơ {found} nay {found.get_state_display().lower()}",
        changes=acting.last_changes(found, 2),
        links=[(f"Về hồ sơ {found}", acting.url_of(found, query)), ("Về Hộp việc", origins.home(query)[1])],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@post_required()
def act(request: Request, code: str, action: str) -> HttpResponse:
    """One action on a dossier: its form beside the papers, and what came of it."""
    found = dossier_or_404(request, code)
    verb = _verb_or_404(action)
    asked, query = Action(verb.code), origins.query_kept(request.GET)
    label = buttons.label_of(found, asked, by=request.post)
    gone = acting.gone(found, asked, by=request.post, given=request.POST.get("version", ""), query=query)
    return _not_offered(request, found, asked, label) or form_page(
        request, acting.screen_of(asked), act=partial(verb, found, by=request.post), subject=found, title=label,
        save=acting.SAVE.get(asked, label), done=partial(acting.after, by=request.post, query=query),
        said=partial(acting.said, asked), gone=gone.text, options={"dossier": found, "by": request.post},
        template=acting.TEMPLATES.get(asked, "casework/act.html"),
        context=acting.beside(found, asked, by=request.post, now=found.present, query=query)
        | {"possible": gone.possible, "changes": acting.changes_since(found, request.POST.get("version", ""))},
    )  # fmt: skip


@require_POST
@post_required()
@refusals_shown
def reveal(request: Request, code: str) -> HttpResponse:
    """Identity number, phone and address in clear, which is an act on record."""
    found = dossier_or_404(request, code)
    shown = reveal_identity(found.applicant, by=request.post, why=f"Hồ sơ {found.code}")
    labels = {"identity_number": "Số giấy tờ", "phone": "Điện thoại", "email": "Thư điện tử", "address": "Địa chỉ"}
    rows = [{"label": label, "value": shown[name], "wide": name == "address"} for name, label in labels.items()]
    return render(request, "casework/reveal.html", {"rows": rows, "dossier": found})
