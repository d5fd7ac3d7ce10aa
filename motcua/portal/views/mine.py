"""Cửa của tôi: an account's dossiers, and one of them."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from motcua.agencies.access import Request
from motcua.citizens.access import account_of
from motcua.citizens.actions import unreached_of_account
from motcua.dossiers.tracking import of_owner
from motcua.portal.doors import own_page
from motcua.portal.my_acts import held_of
from motcua.portal.my_dossiers import mine, page_of, represented_in
from motcua.portal.views.tracking import when
from motcua.portal.words import tell
from motcua.ui.paging import BadCursor


@require_safe
@own_page
def my_page(request: Request) -> HttpResponse:
    """My dossiers, twenty a page, those that ask something of me first."""
    account: Any = account_of(request)
    try:
        lines, page = page_of(account, cursor=request.GET.get("tu", ""))
    except BadCursor as error:
        raise Http404 from error
    shown = {"account": account, "lines": lines, "page": page, "here": "dossiers"}
    return render(request, "portal/mine.html", shown | {"unreached": unreached_of_account(account)})


@require_safe
@own_page
def my_dossier(request: Request, code: str) -> HttpResponse:
    """One of my dossiers: where it stands and what is asked; somebody else's is not there."""
    account: Any = account_of(request)
    dossier = get_object_or_404(mine(account), code=code)
    found = of_owner(dossier)
    steps = [{"name": step.name, "state": step.state, "when": when(step)} for step in found.steps]
    shown = {"found": found, "told": tell(found), "steps": steps, **held_of(dossier, found)}
    shown |= {"dossier": dossier, "represented": represented_in(dossier, account)}
    return render(request, "portal/my_dossier.html", shown)
