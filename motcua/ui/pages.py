"""One list page, one form page, one detail page: what fifteen apps would otherwise write fifteen times.

Each returns a response; a view fills in what is its own. Nothing here writes: a form page calls the action it is given.
"""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from motcua.core import clock
from motcua.core.errors import NotPermitted, Refused, StaleVersion
from motcua.ui import formats, inputs
from motcua.ui.paging import PAGE_SIZE, BadCursor, Page, keyset_page

UNPROCESSABLE = 422
SEE_OTHER = 303

Context = Mapping[str, Any]
Done = str | Callable[[Any], str]


@dataclass(frozen=True)
class Column:
    """A column of a plain list: its heading and what stands in it.

    `value` is the name of an attribute (dots follow relations) or a function of the row; `link` makes it the row's
    heading, leading to `get_absolute_url()`. `num` for figures, `full` for a whole line on phones.
    """

    label: str
    value: str | Callable[[Any], Any]
    link: bool = False
    num: bool = False
    full: bool = False

    def of(self, row: Any) -> Any:
        found = self.value(row) if callable(self.value) else functools.reduce(getattr, self.value.split("."), row)
        return formats.number(found) if self.num and isinstance(found, int) else found


class Filters(inputs.Form):
    """The filters of a list, bound to the address: for each field write `filter_<name>(rows, value)`.

    The first field is the search box. A field whose value cannot be read filters nothing and shows its error.
    """

    def narrow(self, rows: QuerySet) -> QuerySet:
        """Apply what was asked for."""
        self.is_valid()
        for name, value in self.cleaned_data.items():
            if value not in (None, "", [], False) and (not isinstance(value, QuerySet) or value.exists()):
                rows = getattr(self, f"filter_{name}")(rows, value)
        return rows


def list_page(
    request: HttpRequest,
    rows: QuerySet,
    *,
    title: str,
    order: Sequence[str],
    columns: Sequence[Column] = (),
    template: str = "ui/list_page.html",
    filters: Callable[[Any], Filters] | None = None,
    tabs: Sequence[Any] = (),
    actions: Iterable[Mapping[str, Any]] = (),
    bulk: str = "",
    lead: str = "",
    noun: str = "dòng",
    total: int | None = None,
    size: int = PAGE_SIZE,
    empty: str = "",
    context: Context | None = None,
) -> HttpResponse:
    """Show one page of `rows` (already `visible_to`) in `order`, with filters and pager kept in the address.

    Give `columns` for a plain table, or a `template` that extends ui/list_page.html and fills its block `row`
    (`row` is the object). `tabs` as for {% tabs %}, `actions` (label, url, kind, icon, key) stand beside the title,
    `bulk` is the address to which ticked rows are sent (the template fills `bulkbar`).
    A cursor that is not of this list shows the first page. Two queries: the rows and the clock.
    """
    form = filters(request.GET) if filters else None
    if form is not None:
        rows = form.narrow(rows)
    page = _page(request, rows, order=order, size=size)
    lines = [(row, [(column, column.of(row)) for column in columns]) for row in page.items] if columns else []
    shown = {
        "title": title,
        "page": page,
        "filters_form": form,
        "columns": columns,
        "lines": lines,
        "noun": noun,
        "total": total,
        "empty": empty or f"Không có {noun} nào",
        "now": _now(context),
        "actions": _actions(actions),
        "tabs_items": tabs,
        "lead": lead,
        "bulk": bulk,
        "filtered": bool(form and form.has_changed()),
    }
    return render(request, template, shown | dict(context or {}))


def _page(request: HttpRequest, rows: QuerySet, *, order: Sequence[str], size: int) -> Page:
    try:
        return keyset_page(rows, order=order, cursor=request.GET.get("cursor", ""), size=size)
    except BadCursor:
        return keyset_page(rows, order=order, size=size)


def form_page(
    request: HttpRequest,
    form: type[forms.BaseForm],
    *,
    act: Callable[..., Any],
    title: str,
    done: Done,
    subject: Model | None = None,
    permit: bool = True,
    gone: str = "",
    said: str | Callable[[Any], str] = "",
    save: str = "Lưu",
    template: str = "ui/form_page.html",
    initial: Context | None = None,
    options: Context | None = None,
    context: Context | None = None,
) -> HttpResponse:
    """Show a form and, when it is sent and sound, call `act(**inputs)`; then go to `done` (an address or a function
    of what the action returned) with `said` as the message.

    `permit` is the answer of the action's own may_x, where not everybody of the view's roles may: without it the page
    does not open. `gone` says what became of the subject when this cannot be done to it any more (else what its
    lifecycle knows): an old page then explains, and has no button to send it again. With `subject` the page carries
    its version and `act` gets `version=`. `inputs` are the cleaned data, or what the form's own `inputs()` returns;
    `options` go to the form's constructor. A refusal is shown in the error summary with everything typed still there:
    422, 403 or 409; after a 409 sending again means the version now shown.
    """
    made = {"initial": dict(initial or {}), **(options or {})}
    if request.method != "POST" and not permit:
        return refused_page(request, NotPermitted())
    if request.method != "POST":
        return _form(request, form(**made), title=title, template=template, save=save, subject=subject, context=context)
    bound = form(request.POST, request.FILES, **made)
    refused = _over(act, request, subject, gone)
    if not permit:
        refused = refused or _moved_on(NotPermitted(), request, subject)
    if refused is None and bound.is_valid():
        try:
            result = act(**_inputs(bound), **_version(request, subject))
        except Refused as error:
            refused = _moved_on(error, request, subject)
        else:
            return finished(request, result, done=done, said=said)
    if refused is not None:
        _explain(bound, refused)
    return _form(
        request,
        bound,
        title=title,
        template=template,
        save=save,
        subject=subject,
        context=context,
        refused=refused,
        status=refused.status if refused else UNPROCESSABLE,
    )


def _inputs(form: Any) -> dict[str, Any]:
    return form.inputs() if hasattr(form, "inputs") else dict(form.cleaned_data)


def _version(request: HttpRequest, subject: Model | None) -> dict[str, int]:
    """The version that the page was made from; a page that lost it is stale by definition."""
    if subject is None:
        return {}
    given = request.POST.get("version", "")
    return {"version": int(given) if given.isdecimal() and len(given) < 10 else -1}


class MovedOn(StaleVersion):
    """What was asked is no longer there to be done: the thing went on since the page was made."""

    message = "Việc đã xong hoặc đã sang người khác."


def _moved_on(error: Refused, request: HttpRequest, subject: Model | None) -> Refused:
    """Blame the old page where it is to blame: the right was there when it was made. (A step that is gone is told by
    the version, which is asked before it.)"""
    seen = _version(request, subject).get("version", 0)
    if isinstance(error, NotPermitted) and 0 < seen < getattr(subject, "version", 0):
        return MovedOn()
    return error


def _over(act: Callable[..., Any], request: HttpRequest, subject: Model | None, gone: str) -> Refused | None:
    """Refuse an old page whose work is no longer among the steps of the thing: sending it again could only fail."""
    if subject is None or _version(request, subject)["version"] == subject.version:  # type: ignore[attr-defined]
        return None
    verb: Any = getattr(act, "func", act)  # of a partial
    lifecycle, state = getattr(verb, "lifecycle", None), getattr(subject, "state", "")
    if not gone and (lifecycle is None or verb.code in lifecycle.allowed_from(state)):
        return None
    return MovedOn(gone or f"{subject}: “{subject.get_state_display()}”.")  # type: ignore[attr-defined]


def _explain(form: Any, error: Refused) -> None:
    if isinstance(error, MovedOn):
        form.errors.clear()  # nothing is to be mended in what cannot be sent
    elif not isinstance(error, StaleVersion):
        form.add_error(error.field if error.field in form.fields else None, error.message)


def _form(
    request: HttpRequest,
    form: Any,
    *,
    title: str,
    template: str,
    save: str,
    subject: Model | None,
    context: Context | None,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    moved_on = isinstance(refused, MovedOn)
    url = subject.get_absolute_url() if subject is not None and hasattr(subject, "get_absolute_url") else ""
    shown = {
        "form": form,
        "title": title,
        "save": save,
        "subject": subject,
        "subject_url": url,
        "lead": "",
        "crumbs_items": (),
        "version": request.POST.get("version") if moved_on else getattr(subject, "version", None),  # old stays old
        "stale": isinstance(refused, StaleVersion),
        "moved_on": refused.message if refused is not None and moved_on else "",
        "cancel_url": url,
    }
    return render(request, template, shown | dict(context or {}), status=status)


def no_longer(
    request: HttpRequest, *, text: str, changes: Iterable[str] = (), links: Sequence[tuple[str, str]] = ()
) -> HttpResponse:
    """Say that a page's work is done or no longer possible (404): after Back, on a second tab, or a step ahead of one.

    Only for who may read the thing. `changes` are the last things done to it, `links` (label, address) the ways on.
    """
    return render(request, "ui/no_longer.html", {"text": text, "changes": changes, "links": links}, status=404)


def detail_page(
    request: HttpRequest,
    subject: Model,
    *,
    title: str,
    template: str,
    crumbs: Sequence[tuple[str, str]] = (),
    actions: Iterable[Mapping[str, Any]] = (),
    around: tuple[str, str] = ("", ""),
    place: str = "",
    context: Context | None = None,
) -> HttpResponse:
    """Show one thing with a template that extends ui/detail_page.html.

    `actions` are the allowed ones only: label, url, and optionally kind, icon, key, dialog, post (a button that
    sends the version to a @one_click view). `around` are the
    addresses of the previous and next row of the list one came from, `place` its words ("7 / 38").
    """
    shown = {
        "subject": subject,
        "title": title,
        "crumbs_items": [*crumbs, (title, "")] if crumbs else (),
        "place": place,
        "previous_url": around[0],
        "next_url": around[1],
        "version": getattr(subject, "version", None),
        "now": _now(context),
        "actions": _actions(actions),
    }
    return render(request, template, shown | dict(context or {}))


def _now(context: Context | None) -> Any:
    """The moment of the page: the view's own, when it has asked the clock already."""
    return (context or {}).get("now") or clock.now()


def _actions(actions: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    empty = {"kind": "", "icon": "", "key": "", "dialog": "", "url": "", "post": False}
    return [empty | dict(action) for action in actions]


def finished(request: HttpRequest, result: Any, *, done: Done, said: str | Callable[[Any], str] = "") -> HttpResponse:
    """Leave a page whose work is done: a message, and on to the next address."""
    text = said(result) if callable(said) else said
    if text:
        messages.success(request, text)
    return HttpResponseRedirect(done(result) if callable(done) else done, status=SEE_OTHER)


def run(
    request: HttpRequest,
    act: Callable[..., Any],
    *,
    done: Done,
    subject: Model | None = None,
    said: str | Callable[[Any], str] = "",
) -> HttpResponse:
    """Do what one button asks (POST): call `act()`, with `version=` when there is a `subject`. Refusals are raised on:
    mark the view with @refusals_shown."""
    return finished(request, act(**_version(request, subject)), done=done, said=said)


def refusals_shown(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view's Refused become a page that says why, with the status of the refusal."""

    @functools.wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as error:
            return refused_page(request, error)

    return shown


def one_click(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view behind a single button: POST only, its refusals shown."""
    return require_POST(refusals_shown(view))


def refused_page(request: HttpRequest, error: Refused) -> HttpResponse:
    """Say why something did not happen."""
    back = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()})
    shown = {"error": error, "stale": isinstance(error, StaleVersion), "back": back if ours else ""}
    return render(request, "ui/refused.html", shown, status=error.status)


def back_with_word(request: HttpRequest, act: Callable[[], Any], *, said: str, to: str) -> HttpResponse:
    """Do a small thing of a page with several, and return to that page (a name of an address) with what came of it."""
    try:
        act()
        messages.success(request, said)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect(to)


def each(items: Iterable[Any], act: Callable[[Any], Any], *, name: Callable[[Any], str] = str) -> list[dict[str, str]]:
    """Do one thing to many, each in its own transaction; return a line per item for ui/results.html."""
    lines = []
    for item in items:
        try:
            act(item)
        except Refused as error:
            lines.append({"name": name(item), "tone": "late", "text": error.message})
        else:
            lines.append({"name": name(item), "tone": "ontime", "text": "Đã làm"})
    return lines


def said_with_link(text: str, url: str, label: str) -> str:
    """A message that leads somewhere: said_with_link("Đã tiếp nhận.", slip_url, "In giấy hẹn")."""
    return format_html('{} <a href="{}">{}</a>', text, url, label)
