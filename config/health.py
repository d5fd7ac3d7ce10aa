"""/healthz, for monitors and balancers; /healthz/sao-luu, for the monitor of whoever runs the machine."""

import hmac
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from motcua.core.backup import records
from motcua.core.health import look

Handler = Callable[[HttpRequest], HttpResponse]

THROUGH_A_PROXY = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Forwarded", "Via")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 while the product works, 503 when the database or every worker is gone."""
    state = look()
    return JsonResponse(state, status=200 if state["database"] and state["worker"] else 503)


@require_safe
@never_cache
def backups(request: HttpRequest) -> HttpResponse:
    """Answer 200 while backups and drills are as they should be, 503 when not; 404 to whoever may not ask.

    How old the last backup is tells a stranger when a blow would hurt most.
    """
    if not _may_ask(request):
        return JsonResponse({"status": "unknown_address"}, status=404)
    try:
        now = records.standing()
    except DatabaseError:
        return JsonResponse({"status": "down"}, status=503)
    made, check = now.made, now.check
    told = {
        "status": "warning" if now.troubles else "ok",
        "troubles": [trouble.value for trouble in now.troubles],
        "backup": made and {"age_seconds": _age(made), "files": made.record.files, "rows": made.record.rows,
                            "bytes": made.record.bytes, "keys_apart": made.record.keys_apart},
        "check": check and {"age_seconds": _age(check), "result": check.record.deed},
        "drill": now.drill and {"age_seconds": _age(now.drill)},
        "limits": {"backup_hours": settings.BACKUP_HOURS, "drill_days": settings.DRILL_DAYS},
    }  # fmt: skip
    return JsonResponse(told, status=503 if now.troubles else 200)


def _age(found: records.Last) -> int:
    return int(found.age.total_seconds())


def _may_ask(request: HttpRequest) -> bool:
    """Whoever shows the monitor's token, or asks on this very machine and not through a proxy of it."""
    kind, _, shown = request.headers.get("Authorization", "").partition(" ")
    if shown and settings.MONITOR_TOKEN:
        right = hmac.compare_digest(shown.strip().encode(), settings.MONITOR_TOKEN.encode())
        return right and kind.lower() == "bearer"
    return _is_here(request.META) and not any(name in request.headers for name in THROUGH_A_PROXY)


def _is_here(meta: dict[str, Any]) -> bool:
    try:
        return ip_address(meta.get("REMOTE_ADDR") or "").is_loopback
    except ValueError:
        return False


PAGES = {"/healthz": healthz, "/healthz/sao-luu": backups}


def health_first(get_response: Handler) -> Handler:
    """Answer /healthz and what lies below it whatever host is asked for.

    A monitor or a balancer comes by address, and nothing is told that depends on the name.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        page = PAGES.get(request.path, get_response)
        return page(request)

    return respond
