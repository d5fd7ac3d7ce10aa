"""What the head of the desk and administrators set: lines, windows, rosters, grounds of priority, devices, the day."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.agencies.access import Request, post_required
from motcua.core.clock import today
from motcua.queue import actions, forms, settingup
from motcua.queue.models import Device, Hall
from motcua.queue.permissions import DAY_KEEPERS, SETTERS, WORKERS, may_open, may_set
from motcua.ui.pages import form_page, refusals_shown, run

page = require_http_methods(["GET", "POST"])


def _hall(request: Request, key: int) -> Hall:
    """A hall that the post sets; for leaders who only read its figures it is not there."""
    found = get_object_or_404(Hall.objects.visible_to(request.post).select_related("agency"), pk=key)
    return found if may_set(request.post, found) else get_object_or_404(Hall.objects.none())


def _form(request: Request, form: Any, hall: Hall, verb: Callable[..., Any], **more: Any) -> HttpResponse:
    """A form about the hall: it calls the action on the hall and leads back."""
    back = reverse("queue:hall", args=[hall.pk])
    given: dict[str, Any] = {"act": partial(verb, hall, by=request.post), "subject": hall, "done": back}
    return form_page(request, form, **given | {"context": {"cancel_url": back, "subject_url": back}} | more)


@require_safe
@post_required(*SETTERS)
def halls(request: Request) -> HttpResponse:
    """Sảnh một cửa: the halls that one sets, or whose figures one reads."""
    return render(request, "queue/halls.html", settingup.listed(request.post))


@page
@post_required(*SETTERS)
def open_hall(request: Request) -> HttpResponse:
    """Mở sảnh cho một bộ phận một cửa."""
    desks = settingup.desks_without(request.post)
    return form_page(
        request, forms.OpenForm, act=partial(actions.open_hall, by=request.post), title="Mở sảnh lấy số", save="Mở",
        options={"desks": desks}, said="Đã mở sảnh. Thêm nhóm việc và quầy trước khi phát số.",
        done=lambda hall: reverse("queue:hall", args=[hall.pk]), context={"cancel_url": reverse("queue:halls")},
        permit=any(may_open(request.post, {"agency": desk}) for desk in desks),
    )  # fmt: skip


@require_safe
@post_required(*SETTERS)
def hall(request: Request, hall: int) -> HttpResponse:
    """All that is set for one hall."""
    return render(request, "queue/hall.html", settingup.page_of(_hall(request, hall), request.post))


@page
@post_required(*SETTERS)
def change_hall(request: Request, hall: int) -> HttpResponse:
    """Cách gọi số."""
    found = _hall(request, hall)
    begins = {"priority_run": found.priority_run, "opens_before": found.opens_before}
    return _form(request, forms.HallForm, found, actions.change_hall, title="Cách gọi số", initial=begins)


@page
@post_required(*SETTERS)
def add_line(request: Request, hall: int) -> HttpResponse:
    """Thêm nhóm việc."""
    found = _hall(request, hall)
    options = {"hall": found, "on": today()}
    return _form(request, forms.LineForm, found, actions.add_line, title="Thêm nhóm việc", options=options)


@page
@post_required(*SETTERS)
def change_line(request: Request, hall: int, line: int) -> HttpResponse:
    """Sửa nhóm việc."""
    found = _hall(request, hall)
    row = get_object_or_404(found.lines.in_use(), pk=line)
    begins = {"letter": row.letter, "name": row.name, "kind": row.kind, "fields_served": row.fields}
    verb = partial(actions.change_line, line=row)
    act: dict[str, Any] = {"act": partial(verb, found, by=request.post), "options": {"hall": found, "on": today()}}
    return _form(request, forms.LineForm, found, verb, title=f"Sửa nhóm việc {row}", initial=begins, **act)


@require_POST
@post_required(*SETTERS)
@refusals_shown
def retire_line(request: Request, hall: int, line: int) -> HttpResponse:
    """Ngừng nhóm việc."""
    found = _hall(request, hall)
    row = get_object_or_404(found.lines.in_use(), pk=line)
    return _done(request, found, partial(actions.retire_line, found, by=request.post, line=row), "Đã ngừng nhóm việc.")


def _done(request: Request, hall: Hall, act: Callable[..., Any], said: str) -> HttpResponse:
    return run(request, act, done=reverse("queue:hall", args=[hall.pk]), said=said)


@page
@post_required(*SETTERS)
def add_window(request: Request, hall: int) -> HttpResponse:
    """Thêm quầy."""
    found = _hall(request, hall)
    act = partial(actions.add_window, by=request.post, hall=found)
    more: dict[str, Any] = {"options": {"hall": found}, "subject": None, "act": act, "title": "Thêm quầy"}
    return _form(request, forms.WindowForm, found, actions.add_window, **more)


@page
@post_required(*SETTERS)
def change_window(request: Request, hall: int, window: int) -> HttpResponse:
    """Sửa quầy."""
    found = _hall(request, hall)
    row = get_object_or_404(found.windows.in_use(), pk=window)
    more: dict[str, Any] = {
        "options": {"hall": found},
        "subject": row,
        "act": partial(actions.change_window, row, by=request.post),
    }
    begins = {"number": row.number, "lines": list(row.lines.values_list("pk", flat=True))}
    return _form(request, forms.WindowForm, found, actions.change_window, title=f"Sửa {row}", initial=begins, **more)


@require_POST
@post_required(*SETTERS)
@refusals_shown
def retire_window(request: Request, hall: int, window: int) -> HttpResponse:
    """Bỏ quầy."""
    found = _hall(request, hall)
    row = get_object_or_404(found.windows.in_use(), pk=window)
    return _done(request, found, partial(actions.retire_window, row, by=request.post), f"Đã bỏ {row}.")


@page
@post_required(*SETTERS)
def add_ground(request: Request, hall: int) -> HttpResponse:
    """Thêm diện ưu tiên."""
    begins = {"valid_from": today()}
    found = _hall(request, hall)
    return _form(request, forms.GroundForm, found, actions.add_ground, title="Thêm diện ưu tiên", initial=begins)


@page
@post_required(*SETTERS)
def end_ground(request: Request, hall: int, ground: int) -> HttpResponse:
    """Thôi một diện ưu tiên."""
    found = _hall(request, hall)
    row = get_object_or_404(found.grounds, pk=ground)
    act = partial(actions.end_ground, found, by=request.post, ground=row)
    more: dict[str, Any] = {"title": f"Thôi diện ưu tiên “{row}”", "initial": {"valid_to": today()}, "act": act}
    return _form(request, forms.GroundEndForm, found, actions.end_ground, **more)


@page
@post_required(*SETTERS)
def issue_device(request: Request, hall: int) -> HttpResponse:
    """Cấp địa chỉ cho một thiết bị; the address is shown once."""
    found = _hall(request, hall)
    answer = _form(request, forms.DeviceForm, found, _issue, title="Thêm thiết bị", save="Cấp địa chỉ")
    if not hasattr(found, "issued_secret"):
        return answer
    return render(request, "queue/issued.html", settingup.issued(found, request.build_absolute_uri))


def _issue(hall: Hall, **given: Any) -> Hall:
    """Issue it and keep the secret for the one page that shows it."""
    issued: Hall = actions.issue_device(hall, **given)
    hall.issued_secret = issued.issued_secret
    return issued


@require_POST
@post_required(*SETTERS)
@refusals_shown
def revoke_device(request: Request, hall: int, device: Any) -> HttpResponse:
    """Thu hồi thiết bị."""
    found = _hall(request, hall)
    row = get_object_or_404(Device.objects.visible_to(request.post).in_force().filter(hall=found), pk=device)
    return _done(request, found, partial(actions.revoke_device, found, by=request.post, device=row), "Đã thu hồi.")


def _day(request: Request) -> date:
    """The day asked for in the address; today for what is none."""
    form = forms.DayForm(request.GET)
    return (form.cleaned_data["ngay"] if form.is_valid() else None) or today()


@page
@post_required(*SETTERS)
def roster(request: Request, hall: int) -> HttpResponse:
    """Phân công quầy của một ngày."""
    found, day = _hall(request, hall), _day(request)
    here = settingup.roster_url(found, day)
    more: dict[str, Any] = {"template": "queue/roster.html", "options": {"hall": found, "day": day}, "done": here}
    more |= {"title": f"Phân công ngày {day:%d/%m/%Y}", "initial": settingup.seats_on(found, day), "subject": None}
    more |= {"act": partial(actions.set_roster, found, by=request.post, day=day), "said": "Đã lưu phân công."}
    return _form(request, forms.RosterForm, found, actions.set_roster, **more | settingup.week_of(found, day))


@require_POST
@post_required(*SETTERS)
@refusals_shown
def copy_roster(request: Request, hall: int) -> HttpResponse:
    """Chép phân công của một ngày khác."""
    found, day = _hall(request, hall), _day(request)
    form = forms.CopyForm(request.POST)
    if not form.is_valid():
        return redirect(settingup.roster_url(found, day))
    act = partial(actions.copy_roster, found, by=request.post, day=day, **form.cleaned_data)
    return run(request, act, done=settingup.roster_url(found, day), said="Đã chép phân công.")


def _day_kept(request: Request, key: int) -> Hall:
    return get_object_or_404(Hall.objects.visible_to(request.post).select_related("agency"), pk=key)


@require_POST
@post_required(*DAY_KEEPERS)
@refusals_shown
def close_day(request: Request, hall: int) -> HttpResponse:
    """Kết thúc ngày."""
    act = partial(actions.close_day, _day_kept(request, hall), by=request.post)
    return run(request, act, done=_back(request, hall), said="Đã kết thúc ngày; máy lấy số ngừng phát.")


@require_POST
@post_required(*DAY_KEEPERS)
@refusals_shown
def reopen_day(request: Request, hall: int) -> HttpResponse:
    """Mở lại trong ngày."""
    act = partial(actions.reopen_day, _day_kept(request, hall), by=request.post)
    return run(request, act, done=_back(request, hall), said="Đã mở lại; số đi tiếp từ số trước.")


def _back(request: Request, hall: int) -> str:
    at_window = request.post.role in WORKERS
    return reverse("queue:desk") if at_window else reverse("queue:hall", args=[hall])
