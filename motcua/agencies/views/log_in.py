"""Coming in, choosing and switching the post, leaving, changing the password."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from motcua.agencies import actions
from motcua.agencies.access import Request, address_of, safe_next
from motcua.agencies.choices import LEFT
from motcua.agencies.forms import ChangePasswordForm, LogInForm
from motcua.agencies.models import Person, Post, PostQuerySet
from motcua.agencies.samples import sample_accounts
from motcua.core.clock import today
from motcua.core.errors import Refused
from motcua.ui import formats

SECOND_WITHIN = 600  # seconds between the password and the second proof
DEVICE_KEPT = 400 * 24 * 3600  # seconds
page = require_http_methods(["GET", "HEAD", "POST"])

NEW_DEVICE = "Tài khoản của bạn đã đăng nhập từ thiết bị mới: {} lúc {}, mạng {}. Không phải bạn? Đổi mật khẩu ngay."


def home_of(post: Post) -> str:
    """Return the address where a post begins its work."""
    return str(settings.HOMES.get(post.role, settings.HOMES["*"]))


@never_cache
@page
@sensitive_post_parameters("password")
def log_in(request: Request) -> HttpResponse:
    """Username and password; a person with several posts chooses one on the next page."""
    if request.method != "POST" and request.post is not None:
        return redirect(safe_next(request) or home_of(request.post))
    form = LogInForm(request.POST if request.method == "POST" else None, initial={"next": safe_next(request)})
    try:
        if form.is_valid():
            return _come_in(request, form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.message)
        return _log_in_page(request, form, status=refused.status)
    return _log_in_page(request, form, status=422 if form.is_bound else 200)


def _log_in_page(request: Request, form: LogInForm, *, status: int) -> HttpResponse:
    reason = "" if form.is_bound else LEFT.get(request.GET.get("reason") or request.left, "")
    shown = {"form": form, "reason": reason, "samples": sample_accounts()}
    return render(request, "agencies/log_in.html", shown, status=status)


def _come_in(request: Request, given: dict[str, str]) -> HttpResponse:
    person, posts = actions.identify(username=given["username"], password=given["password"], address=request.address)
    if actions.has_second_factor(person):
        return wait_for_second(request, person)
    return enter(request, person, posts)


def wait_for_second(request: Request, person: Person) -> HttpResponse:
    """Remember, in a session that lets nobody in, that the password was right; ask for the second proof."""
    request.session.flush()
    until = timezone.now().timestamp() + SECOND_WITHIN
    request.session["waiting"] = {"person": person.pk, "stamp": person.get_session_auth_hash(), "until": until}
    return redirect(address_of("agencies:second_step", next=safe_next(request)))


def enter(request: Request, person: Person, posts: list[Post], *, factor: str = "") -> HttpResponse:
    """Begin a session; a person with several posts chooses one on the next page."""
    request.session.flush()  # nothing stays of whoever sat here before
    login(request, person)
    request.session["factor"], request.session["proved"] = factor, int(timezone.now().timestamp())
    found = _recognise(request, person)
    choosing = address_of("agencies:choose_post", next=safe_next(request))
    go_on = redirect(choosing) if len(posts) > 1 else _take(request, person, posts[0])
    options: dict[str, Any] = {"secure": settings.HTTPS, "httponly": True, "samesite": "Lax"}
    go_on.set_cookie(settings.DEVICE_COOKIE_NAME, found.cookie, max_age=DEVICE_KEPT, **options)
    return go_on


def _recognise(request: Request, person: Person) -> actions.Recognised:
    """Note the device, and tell of new ones."""
    found = actions.recognise(
        person,
        cookie=request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""),
        user_agent=request.headers.get("User-Agent", ""),
        address=request.address,
    )
    request.session["device"] = found.device.pk
    request.session.pop("began", None)  # the day begins with the log-in
    for device in found.news:
        messages.warning(request, NEW_DEVICE.format(device.label, formats.moment(device.first_seen), device.network))
    return found


def _take(request: Request, person: Person, post: Post) -> HttpResponse:
    """Begin to work in a post, under a new session key."""
    request.session["post"] = post.pk
    request.session.cycle_key()
    session = request.session
    actions.log_in(person, by=post, factor=session.get("factor", ""), device=session.get("device"))
    return redirect(safe_next(request) or home_of(post))


def _held(person: Person) -> PostQuerySet:
    return Post.objects.held(today()).of_person(person).with_names()


@never_cache
@page
def choose_post(request: Request) -> HttpResponse:
    """Choose one of the posts that one holds, after the log-in or to switch."""
    if not request.user.is_authenticated:
        return redirect(address_of("agencies:log_in", next=safe_next(request), reason=request.left))
    posts = _held(request.user)
    if request.method == "POST":
        given = request.POST.get("post", "")
        post = get_object_or_404(posts, pk=int(given) if given.isdecimal() else 0)
        return _take(request, request.user, post)
    shown = {"posts": posts, "current": request.post and request.post.pk, "next": safe_next(request)}
    return render(request, "agencies/choose_post.html", shown)


@require_POST
def log_out(request: Request) -> HttpResponse:
    """End the session."""
    request.session.flush()
    messages.success(request, "Bạn đã đăng xuất.")
    response = redirect("agencies:log_in")
    response.headers["Clear-Site-Data"] = '"cache"'  # and with it the pages that Back would show
    return response


@never_cache
@page
@sensitive_post_parameters("current", "password", "again")
def change_password(request: Request) -> HttpResponse:
    """Change one's own password; the current one is asked for, with the same waiting times as at the log-in."""
    if request.post is None:
        return redirect(address_of("agencies:log_in", next=request.path, reason=request.left))
    form = ChangePasswordForm(request.POST if request.method == "POST" else None, initial={"next": safe_next(request)})
    try:
        if form.is_valid():
            return _change(request, form.cleaned_data)
    except Refused as refused:
        form.add_error("password" if refused.field == "password" else None, refused.message)
    status = 422 if form.is_bound else 200
    return render(request, "agencies/change_password.html", {"form": form}, status=status)


def _change(request: Request, given: dict[str, str]) -> HttpResponse:
    by: Post = request.post
    actions.prove(name=by.person.username, person=by.person, password=given["current"], address=request.address)
    kept = request.session.session_key
    person = actions.change_password(by.person, by=by, password=given["password"], keep_session=kept)
    update_session_auth_hash(request, person)
    messages.success(request, "Đã đổi mật khẩu. Các phiên làm việc khác của bạn đã kết thúc.")
    return redirect(safe_next(request) or home_of(by))


@page
def home(request: Request) -> HttpResponse:
    """Lead to where the post begins its work."""
    return redirect("agencies:log_in" if request.post is None else home_of(request.post))
