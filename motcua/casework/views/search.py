"""The one search box: a code opens its dossier, words make a list, a person's number is looked up on record."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.agencies.access import Request, post_required
from motcua.casework import overview
from motcua.casework.looks import Look
from motcua.casework.origins import ORDER
from motcua.casework.searching import Search, code_meant, read_indexes
from motcua.casework.seeing import DOSSIERS, Seeing
from motcua.citizens.finding import looked_up, looks_like_number
from motcua.core import clock
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.ui.pages import list_page, refusals_shown


@require_http_methods(["GET", "POST"])
@post_required()
@refusals_shown
def search(request: Request) -> HttpResponse:
    """Tìm hồ sơ: sent by POST, so that numbers of people stay out of addresses; answered by an address without them."""
    if request.method == "POST":
        return redirect(_answer_to(request, clean(request.POST.get("q"))[:120]))
    by, now = request.post, clock.now()
    asked = Search(clean(request.GET.get("q")), read_indexes(request.GET.get("so", ""), by=by))
    found = asked.rows(by).select_related("applicant", "edition", "agency").defer("edition__content")
    return list_page(
        request, found, title="Tìm hồ sơ", order=ORDER, template="casework/search.html", noun="hồ sơ",
        empty=asked.nothing_found, lead=asked.lead,
        context={"asked": asked, "may_oversee": False, "look": Look(partial(overview.dated, now=now)), "now": now,
                 "query": "", "seeing": Seeing(DOSSIERS),
                 "is_number": not asked.indexes and looks_like_number(asked.text)},
    )  # fmt: skip


def _answer_to(request: Request, text: str) -> str:
    """The address at which the answer stands."""
    code = code_meant(text, by=request.post)
    if code:
        return reverse("casework:dossier", args=[code])
    if looks_like_number(text):
        try:
            indexes = looked_up(request.post, text)
        except BadInput as refused:  # a slip of the fingers, asked again where it was asked
            messages.error(request, f"{refused.message} Kiểm tra lại từng chữ số rồi tìm lại.")
            return reverse("casework:search")
        return f"{reverse('casework:search')}?{urlencode({'so': '-'.join(index.hex() for index in indexes)})}"
    return f"{reverse('casework:search')}?{urlencode({'q': text})}"
