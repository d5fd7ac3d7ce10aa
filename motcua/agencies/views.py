"""Coming in, choosing and switching the post, leaving, changing the password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
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

page = require_http_methods(["GET", "HEAD", "POST"])


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
    request.session.flush()  # nothing stays of whoever sat here before
    login(request, person)
    if len(posts) > 1:
        return redirect(address_of("agencies:choose_post", next=safe_next(request)))
    return _take(request, person, posts[0])


def _take(request: Request, person: Person, post: Post) -> HttpResponse:
    """Begin to work in a post, under a new session key."""
    request.session["post"] = post.pk
    request.session.cycle_key()
    actions.log_in(person, by=post)
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
    return redirect("agencies:log_in")


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
