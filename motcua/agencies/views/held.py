"""What was typed when the session ended: looked at once more, and sent."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from motcua.agencies.access import Request, post_required
from motcua.agencies.actions import holding
from motcua.agencies.models import HeldForm

NOT_TYPED = ("version", "key", "row", "rows_of", "edition", "deed")  # what pages carry along


@require_safe
@post_required()
def held(request: Request, key: UUID) -> HttpResponse:
    """Show what is kept, with a button that sends it as it was."""
    found = get_object_or_404(HeldForm.objects.visible_to(request.post), pk=key)
    typed = [(name, value) for name, values in found.fields for value in values]
    shown = [(name, value) for name, value in typed if value and name not in NOT_TYPED]
    return render(request, "agencies/held.html", {"held": found, "typed": typed, "shown": shown})


@require_POST
@post_required()
def let_go(request: Request, key: UUID) -> HttpResponse:
    """Give it up."""
    holding.let_go(key, by=request.post)
    return redirect("agencies:home")
