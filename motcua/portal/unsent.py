"""What the holder of an account sent when the session had just run out: kept in this browser's own session, sealed for
that account, until they are back. Files are not kept: they are chosen again."""

import base64
import functools
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from cryptography.exceptions import InvalidTag
from django.http import HttpResponse, QueryDict

from motcua.agencies.access import Request
from motcua.citizens.access import account_of, last_account
from motcua.citizens.models import Account
from motcua.core.fields import open_bytes, seal_bytes

KEY = "unsent"
LONGEST = 100_000  # characters; the longest page of the sample office has a tenth of it
NEVER = ("csrfmiddlewaretoken",)


def kept_when_out(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Stand before a door of the account: what is sent without a session is kept, what is sent with one needs none."""

    @functools.wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            if account_of(request) is None:
                _keep(request)
            elif KEY in request.session:
                del request.session[KEY]
        return view(request, *args, **kwargs)

    return guarded


def _keep(request: Request) -> None:
    account = last_account(request)
    fields = [(name, values) for name, values in request.POST.lists() if name not in NEVER]
    text = json.dumps({"path": request.path, "fields": fields})
    if account is not None and len(text) <= LONGEST:
        sealed = seal_bytes(text.encode(), bound_to=_place(account))
        request.session[KEY] = base64.b85encode(sealed).decode()


def recalled(request: Request) -> QueryDict | None:
    """Return what was sent from this page in vain, None for nothing and for somebody else's."""
    account, kept = account_of(request), request.session.get(KEY)
    if account is None or not isinstance(kept, str):
        return None
    with suppress(InvalidTag, LookupError, ValueError):
        told = json.loads(open_bytes(base64.b85decode(kept), bound_to=_place(account)))
        if told["path"] == request.path:
            found = QueryDict(mutable=True)
            for name, values in told["fields"]:
                found.setlist(name, values)
            return found
    return None


def _place(account: Account) -> str:
    return f"portal.unsent.{account.pk}"
