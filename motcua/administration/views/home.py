"""The front page of the administration desk."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.administration.sections import KEEPERS, sections_for
from motcua.agencies.access import Request, post_required
from motcua.agencies.permissions import may_run_machine


@require_safe
@post_required(*KEEPERS)
def home(request: Request) -> HttpResponse:
    """Quản trị: everything this post may set or look into, by subject."""
    sections = sections_for(request.post.role, at_the_machine=may_run_machine(request.post, request.post.agency))
    return render(request, "administration/home.html", {"sections": sections})
