"""/healthz, for monitors."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.core.health import look


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 while the product works, 503 when the database or every worker is gone."""
    state = look()
    return JsonResponse(state, status=200 if state["database"] and state["worker"] else 503)
