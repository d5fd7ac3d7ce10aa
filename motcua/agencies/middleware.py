"""Who is asking: `request.post` (None for strangers) and `request.user`, from the session, in one query."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare

from motcua.agencies.actions import mark_seen
from motcua.agencies.choices import PROVEN_ROLES
from motcua.agencies.holding import remember_person
from motcua.agencies.models import Person, Session
from motcua.agencies.throttle import client_address
from motcua.core.clock import local

Handler = Callable[[HttpRequest], HttpResponse]

SEEN_EVERY = timedelta(seconds=60)


def post_of_session(get_response: Handler) -> Handler:
    """Set `request.post`, `request.user`, `request.address` and `request.left`, the reason why a session ended.

    `left` is "" for strangers, else "idle", "post_ended" or "ended". A person who is still to choose a post has
    `request.user` and no post; one whose post asks for a second proof not yet shown has it in `request.acting` only.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        request.post, request.acting = None, None  # type: ignore[attr-defined]
        request.user, request.left = AnonymousUser(), ""  # type: ignore[attr-defined]
        request.address = client_address(request.META, proxies=settings.PROXIES)  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            _recognise(request)
        response = get_response(request)
        if request.acting is not None and "no-store" not in response.headers.get("Cache-Control", ""):  # type: ignore[attr-defined]
            add_never_cache_headers(response)  # pages of errors, too: they name who works here
        remember_person(request, response)
        return response

    return respond


def _recognise(request: HttpRequest) -> None:
    stamp = request.session.get(HASH_SESSION_KEY, "")
    row: Session | None = request.session.row  # type: ignore[attr-defined]
    if row is None or row.person is None:
        request.left = "" if row else "ended"  # type: ignore[attr-defined]
        return
    reason = _reason_to_leave(row, row.person, stamp)
    if reason:
        request.session.flush()
        request.left = reason  # type: ignore[attr-defined]
        return
    request.user = row.person
    if row.post is not None:
        row.post.person = row.person
        row.post.standing, row.post.is_away = row.standing, row.is_away  # type: ignore[attr-defined]
        row.post.came_back, row.post.present = row.came_back, row.present  # type: ignore[attr-defined]
        request.acting = row.post  # type: ignore[attr-defined]
        if row.factor or row.post.role not in PROVEN_ROLES:
            request.post = row.post  # type: ignore[attr-defined]
    if row.real - row.last_seen > SEEN_EVERY:  # type: ignore[attr-defined]
        mark_seen(row)


def _reason_to_leave(row: Session, person: Person, stamp: str) -> str:
    """Return why the session may not go on, "" when it may. What was true at the log-in is asked again each time."""
    if row.real - row.last_seen > timedelta(seconds=settings.SESSION_IDLE_SECONDS):  # type: ignore[attr-defined]
        return "idle"
    if not (person.is_active and person.may_be_used() and constant_time_compare(stamp, person.get_session_auth_hash())):
        return "ended"
    post, day = row.post, local(row.present).date()  # type: ignore[attr-defined]
    if post is not None and not (post.person_id == person.pk and post.is_held(day)):
        return "post_ended"
    return ""
