"""Requests forget their person again when an older copy brought the name back."""

from datetime import datetime
from typing import Any

from motcua.agencies.models import Post
from motcua.core.erasures import again
from motcua.privacy.actions.forgetting import forget_person
from motcua.privacy.choices import ENDED
from motcua.privacy.models import RightsRequest


@again("privacy.request")
def forget_again(keys: list[str], *, cause: str, until: datetime, **more: Any) -> str:
    """Forget the person; a request that is open in this copy is answered again, and forgets when it is handed over."""
    by, rows = Post.objects.system(), RightsRequest.objects.filter(pk__in=keys, forgotten_at=None)
    rows = rows.filter(received_at__lte=until).order_by("pk")
    for request in rows.filter(state__in=ENDED):
        forget_person(request, by=by, cause=cause or request.code)
    still = ", ".join(str(request) for request in rows.exclude(state__in=ENDED))
    return f"Yêu cầu đang mở trong bản này, phải trả lời lại: {still}" if still else ""
