"""Units, people and posts of the administrator's tree."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from motcua.administration import office
from motcua.administration.deeds import buttons, deed_page
from motcua.administration.forms import office as ask
from motcua.agencies import actions
from motcua.agencies.access import Request, post_required
from motcua.agencies.choices import Role
from motcua.agencies.models import AccessToken, Agency, Person, Post
from motcua.core.clock import today
from motcua.core.stories import story_of
from motcua.ui.pages import detail_page, form_page, list_page

ADMINISTRATOR = Role.ADMINISTRATOR
page = require_http_methods(["GET", "POST"])


@require_safe
@post_required(ADMINISTRATOR)
def units(request: Request) -> HttpResponse:
    """Đơn vị: the tree under the administrator's own unit, today or as it stood on a day."""
    rows = Agency.objects.visible_to(request.post).below(request.post.agency).select_related("parent")
    shown = rows if request.GET.get("on") else rows.valid(today())
    return list_page(
        request, shown, title="Đơn vị", order=("path",), template="administration/office/units.html", noun="đơn vị",
        filters=ask.UnitFilters, size=100,
    )  # fmt: skip


def _unit(request: Request, unit: int) -> Agency:
    rows = Agency.objects.visible_to(request.post).below(request.post.agency).select_related("parent")
    return get_object_or_404(rows, pk=unit)


@require_safe
@post_required(ADMINISTRATOR)
def unit(request: Request, unit: int) -> HttpResponse:
    """Một đơn vị: facts, who works there, units below, how codes are written, what happened."""
    found, by = _unit(request, unit), request.post
    posts = Post.objects.visible_to(by).filter(agency=found).with_names()
    return detail_page(
        request, found, title=found.name, template="administration/office/unit.html",
        crumbs=[("Quản trị", reverse("administration:home")), ("Đơn vị", reverse("administration:units"))],
        actions=buttons(office.UNIT, found, by=by, route="administration:unit_deed"),
        context={"facts": office.facts_of_unit(found), "story": story_of(found), "posts": posts.filter(ended_at=None),
                 "below": found.children.order_by("path"), "patterns": found.code_patterns.all()},
    )  # fmt: skip


@page
@post_required(ADMINISTRATOR)
def unit_deed(request: Request, unit: int, unit_deed: str) -> HttpResponse:
    """A deed on a unit."""
    found = _unit(request, unit)
    crumbs = [("Đơn vị", reverse("administration:units")), (found.short_name, office.link_of(found))]
    return deed_page(request, office.UNIT, unit_deed, found, done=office.link_of(found), crumbs=crumbs)


@require_safe
@post_required(ADMINISTRATOR)
def people(request: Request) -> HttpResponse:
    """Cán bộ: accounts with a post in the tree, and accounts that have no post yet."""
    rows = Person.objects.visible_to(request.post).with_posts()
    enrol = {"label": "Lập tài khoản", "url": reverse("administration:enrol"), "kind": "primary", "icon": "plus"}
    return list_page(
        request, rows, title="Cán bộ", order=("name_key", "pk"), template="administration/office/people.html",
        noun="cán bộ", filters=ask.PersonFilters, actions=[enrol],
    )  # fmt: skip


@page
@post_required(ADMINISTRATOR)
@sensitive_post_parameters("password")
def enrol(request: Request) -> HttpResponse:
    """Lập tài khoản: then a post is given on the person's page."""
    back = reverse("administration:people")
    return form_page(
        request, ask.EnrolForm, act=partial(actions.enrol_person, by=request.post), title="Lập tài khoản",
        save="Lập tài khoản", done=office.link_of, said="Đã lập tài khoản. Bước tiếp theo: giao vị trí.",
        options={"by": request.post},
        context={"cancel_url": back, "crumbs_items": [("Cán bộ", back), ("Lập tài khoản", "")]},
    )  # fmt: skip


@require_safe
@post_required(ADMINISTRATOR)
def person(request: Request, person: int) -> HttpResponse:
    """Một cán bộ: the account, the posts, what happened."""
    by = request.post
    found = get_object_or_404(Person.objects.visible_to(by), pk=person)
    return detail_page(
        request, found, title=found.name, template="administration/office/person.html",
        crumbs=[("Quản trị", reverse("administration:home")), ("Cán bộ", reverse("administration:people"))],
        actions=buttons(office.PERSON, found, by=by, route="administration:person_deed"),
        context={"facts": office.facts_of_person(found), "story": story_of(found),
                 "posts": Post.objects.visible_to(by).of_person(found).with_names()},
    )  # fmt: skip


@page
@post_required(ADMINISTRATOR)
@sensitive_post_parameters("password")
def person_deed(request: Request, person: int, person_deed: str) -> HttpResponse:
    """A deed on an account."""
    found = get_object_or_404(Person.objects.visible_to(request.post), pk=person)
    crumbs = [("Cán bộ", reverse("administration:people")), (found.name, office.link_of(found))]
    return deed_page(request, office.PERSON, person_deed, found, done=office.link_of(found), crumbs=crumbs)


def _post(request: Request, post: int) -> Post:
    return get_object_or_404(Post.objects.visible_to(request.post).at(request.post.agency).with_names(), pk=post)


@require_safe
@post_required(ADMINISTRATOR)
def post(request: Request, post: int) -> HttpResponse:
    """Một vị trí: who holds it, its API tokens, what happened."""
    found, by = _post(request, post), request.post
    return detail_page(
        request, found, title=found.title, template="administration/office/post.html",
        crumbs=[("Cán bộ", reverse("administration:people")), (found.person.name, office.link_of(found.person))],
        actions=buttons(office.POST, found, by=by, route="administration:post_deed"),
        context={"facts": office.facts_of_post(found), "story": story_of(found), "tokens": found.tokens.order_by("-pk"),
                 "may_issue": found.is_held(today())},
    )  # fmt: skip


@page
@post_required(ADMINISTRATOR)
def post_deed(request: Request, post: int, post_deed: str) -> HttpResponse:
    """A deed on a post."""
    found = _post(request, post)
    crumbs = [("Cán bộ", reverse("administration:people")), (str(found), office.link_of(found))]
    return deed_page(request, office.POST, post_deed, found, done=office.link_of(found), crumbs=crumbs)


@page
@post_required(ADMINISTRATOR)
def issue_token(request: Request, post: int) -> HttpResponse:
    """Cấp khóa API: its text is shown once, on the answer itself, and kept nowhere."""
    found, form = _post(request, post), ask.TokenForm(request.POST or None, by=request.post)
    crumbs = [(str(found), office.link_of(found)), ("Cấp khóa API", "")]
    shown = {"form": form, "title": "Cấp khóa API", "post": found, "crumbs_items": crumbs, "token": ""}
    if request.method == "POST" and form.is_valid():
        shown["token"] = actions.issue_token(found, by=request.post, **form.inputs()).issued_token
    return render(request, "administration/office/token.html", shown, status=422 if form.errors else 200)


@page
@post_required(ADMINISTRATOR)
def revoke_token(request: Request, post: int, token: int) -> HttpResponse:
    """Thu hồi khóa API."""
    found = _post(request, post)
    kept = get_object_or_404(AccessToken.objects.filter(post=found), pk=token)
    act = partial(actions.revoke_token, found, by=request.post, token=kept)
    return form_page(
        request, ask.ReasonForm, act=act, title=f"Thu hồi khóa “{kept.name}”", save="Thu hồi",
        done=office.link_of(found), said="Đã thu hồi khóa.", options={"by": request.post},
        context={"cancel_url": office.link_of(found)},
    )  # fmt: skip
