"""The two doors: `@post_required` for screens, `post_of_token` for machines."""

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import BinaryField, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from motcua.agencies.choices import Role
from motcua.agencies.holding import keep
from motcua.agencies.models import AccessToken, Person, Post
from motcua.agencies.models.standing import duties
from motcua.core.clock import CoreNow, local
from motcua.core.prepared import Given, Prepared

View = Callable[..., HttpResponse]


class Request(HttpRequest):
    """What the middleware adds, for type hints: behind `@post_required` there is always a post."""

    post: Any  # Post, None for strangers
    acting: Any  # Post, also one that still lacks its second proof
    user: Any  # Person or AnonymousUser
    address: str
    left: str


TOKEN_LIMIT = 200  # characters
PROOF_LASTS = 900  # seconds after the password was given


def post_required(*roles: Role | str) -> Callable[[View], View]:
    """Let a view be used by people who act in a post; with `roles`, in one of these.

    Strangers go to the log-in page and come back afterwards, people who are still to choose a post, to set up a second
    proof or to change a given password do that first, others are told in words (403). The view finds the post in
    `request.post`. Pages seen behind this door are never kept by browsers and proxies. Without arguments:
    `@post_required()`.
    """
    wanted = frozenset(str(role) for role in roles)

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            response = _turn_away(request, wanted) or view(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        guarded.roles = wanted  # type: ignore[attr-defined]  # read by the permission matrix
        return guarded

    return decorate


def _turn_away(request: Request, wanted: frozenset[str]) -> HttpResponse | None:
    post: Post | None = request.post
    if post is None:
        return _send(request, _first(request))
    if post.person.must_change_password or is_too_old(post.person):
        return _send(request, "agencies:change_password")
    if wanted and post.role not in wanted:
        asked = [Role(role).label for role in sorted(wanted)]
        return render(request, "agencies/not_permitted.html", {"roles": asked}, status=403)
    return None


def _first(request: Request) -> str:
    """Return the name of the page that comes before work."""
    if request.acting is not None:
        return "agencies:second_factor"
    return "agencies:choose_post" if request.user.is_authenticated else "agencies:log_in"


def is_too_old(person: Person) -> bool:
    """Tell whether the house asks for a new password after some days, and they are over (real time)."""
    if not settings.PASSWORD_DAYS or person.password_set_at is None:
        return False
    return bool(timezone.now() - person.password_set_at > timedelta(days=settings.PASSWORD_DAYS))


def own_account(view: View) -> View:
    """Let a view of one's own account be used by whoever works in a post, also before the second proof is set up."""

    @functools.wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs) if request.acting else _send(request, _first(request))
        add_never_cache_headers(response)
        return response

    return guarded


def lately_proved(view: View) -> View:
    """Ask for the password again before the account's keys are changed, unless it was given in the last minutes."""

    @functools.wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if timezone.now().timestamp() - request.session.get("proved", 0) > PROOF_LASTS:
            return _send(request, "agencies:prove_again")
        return view(request, *args, **kwargs)

    return own_account(guarded)


def _send(request: Request, name: str) -> HttpResponse:
    """Send to a page of this app, which sends back; what was being written is kept and shown before it is sent."""
    reason = request.left if name == "agencies:log_in" else ""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else keep(request)
    url = address_of(name, next=back, reason=reason)
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else redirect(url)


def address_of(name: str, **query: str) -> str:
    """Return a page's address with what is given of the query."""
    given = urlencode({key: value for key, value in query.items() if value})
    return reverse(name) + (f"?{given}" if given else "")


def safe_next(request: Request) -> str:
    """Return the address to go on to, "" when none was given or it leads out of this site."""
    found = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(found, allowed_hosts=None, require_https=request.is_secure())
    return found if safe and found.startswith("/") else ""


def _tokens() -> "QuerySet[AccessToken]":
    rows = AccessToken.objects.in_force().select_related("post__person", "post__agency__parent__parent")
    return rows.annotate(present=CoreNow(), **duties("post")).filter(digest=Given("digest", BinaryField()))


_OF_TOKEN = Prepared(_tokens)


def post_of_token(text: str) -> Post | None:
    """Return the post, with person and agency, that an API token acts for; None when it may not be used (any more).

    One query by the SHA-256 of the text: how long it takes tells nothing about other tokens. The units above the
    agency come along, and `present`, the product's clock at the door.
    """
    if not text or len(text) > TOKEN_LIMIT:
        return None
    found = _OF_TOKEN.first(digest=AccessToken.digest_of(text))
    if found is None:
        return None
    present = found.present  # type: ignore[attr-defined]
    post, day = found.post, local(present).date()
    post.present = present
    post.standing, post.is_away = found.standing, found.is_away  # type: ignore[attr-defined]
    post.came_back = found.came_back  # type: ignore[attr-defined]
    usable = post.is_held(day) and post.person.is_active and post.person.may_be_used()
    return post if usable else None
