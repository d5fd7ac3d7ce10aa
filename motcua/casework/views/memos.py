"""Notes among colleagues on a dossier."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from motcua.agencies.access import Request, post_required
from motcua.casework.acting import url_of
from motcua.casework.views.dossier import dossier_or_404
from motcua.dossiers.actions.memos import erase_memo, see_memo, write_memo
from motcua.ui.pages import one_click, run

DEEDS = {"see": (see_memo, "Đã xem trao đổi."), "erase": (erase_memo, "Đã xóa trao đổi.")}


@one_click
@post_required()
def write(request: Request, code: str) -> HttpResponse:
    """Write a note, naming a colleague or nobody."""
    found = dossier_or_404(request, code)
    given = {"text": request.POST.get("text", ""), "to": request.POST.get("to", "")}
    act = partial(write_memo, found, by=request.post, **given)
    return run(request, act, done=f"{url_of(found)}#trao-doi", said="Đã gửi trao đổi.")


@one_click
@post_required()
def change(request: Request, code: str, key: str) -> HttpResponse:
    """See a note that names one, or erase one's own."""
    found = dossier_or_404(request, code)
    memo = get_object_or_404(found.memos, pk=key)
    if request.POST.get("do") not in DEEDS:
        raise Http404
    deed, said = DEEDS[request.POST["do"]]
    return run(request, partial(deed, memo, by=request.post), done=f"{url_of(found)}#trao-doi", said=said)
