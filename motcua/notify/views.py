"""The demo's outbox: what would have gone out, to read instead of a phone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from motcua.core.errors import BadInput
from motcua.notify.demo import last_messages
from motcua.notify.forms import OutboxForm
from motcua.ui.languages import spoken


@require_safe
@spoken
def outbox(request: HttpRequest) -> HttpResponse:
    """Hộp thư đi dùng thử: the last messages to an address or a phone number."""
    form = OutboxForm(request.GET)
    found: list = []
    try:
        found = last_messages(form.cleaned_data["to"]) if form.is_valid() else []
    except BadInput as error:
        form.add_error("to", gettext(error.message))
    except LookupError as error:
        raise Http404 from error
    return render(request, "notify/outbox.html", {"form": form, "found": found}, status=422 if form.errors else 200)
