"""Working calendars: what holds for a unit, and changes that are shown with all they move before they are made."""

from datetime import date
from functools import partial

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.administration import calendars
from motcua.administration.changing import change_page
from motcua.administration.forms.calendars import DayForm, TakeBackForm, WeekForm
from motcua.agencies.access import Request, post_required
from motcua.agencies.choices import Role
from motcua.agencies.models import Agency
from motcua.core.clock import today
from motcua.ui.inputs import Form
from motcua.worktime import actions
from motcua.worktime.models import ExceptionalDay, WorkWeek
from motcua.worktime.permissions import may_change_calendar

ADMINISTRATOR = Role.ADMINISTRATOR
page = require_http_methods(["GET", "POST"])
DAY_SAID = "Đã đặt ngày ngoại lệ; hạn của các hồ sơ liên quan đang được dời."
WEEK_SAID = "Đã đặt tuần làm việc; hạn của các hồ sơ liên quan đang được dời."
BACK_SAID = "Đã bỏ; không có ngày hẹn nào bị dời sớm hơn."


def _unit(request: Request, unit: int) -> Agency:
    return get_object_or_404(Agency.objects.visible_to(request.post).below(request.post.agency), pk=unit)


@require_safe
@post_required(ADMINISTRATOR)
def calendar(request: Request, unit: int) -> HttpResponse:
    """Lịch làm việc of a unit: the week, where it comes from, the exceptional days of a year."""
    found, day = _unit(request, unit), today()
    days = [(row, calendars.said_of(row), may_change_calendar(request.post, row))
            for row in calendars.days_of(found, since=day)]  # fmt: skip
    weeks = [(row, may_change_calendar(request.post, row)) for row in calendars.weeks_of(found)]
    shown = {"unit": found, "week": calendars.week_of(found, on=day), "weeks": weeks, "days": days, "today": day}
    below = Agency.objects.visible_to(request.post).below(found).valid(day).exclude(pk=found.pk)[:100]
    return render(request, "administration/calendars/calendar.html", shown | {"below": below})


@require_safe
@post_required(ADMINISTRATOR)
def calendar_home(request: Request) -> HttpResponse:
    """The calendar of the administrator's own unit."""
    return HttpResponseRedirect(reverse("administration:calendar", args=[request.post.agency_id]))


@page
@post_required(ADMINISTRATOR)
def new_day(request: Request, unit: int) -> HttpResponse:
    """Đặt ngày ngoại lệ."""
    found = _unit(request, unit)
    form = DayForm(request.POST or None, by=request.post, unit=found)
    back = reverse("administration:calendar", args=[found.pk])
    span = partial(_twice, form, "date")
    return change_page(request, form, actions.set_exception, unit=form.concerned, span=span, said=DAY_SAID,
                    title=f"Ngày ngoại lệ của {found.short_name}", back=back)  # fmt: skip


def _twice(form: Form, name: str) -> tuple[date, date]:
    return form.cleaned_data[name], form.cleaned_data[name]


@page
@post_required(ADMINISTRATOR)
def new_week(request: Request, unit: int) -> HttpResponse:
    """Đặt tuần làm việc."""
    found = _unit(request, unit)
    form = WeekForm(request.POST or None, by=request.post, unit=found)
    back = reverse("administration:calendar", args=[found.pk])
    return change_page(request, form, actions.set_week, unit=form.concerned, said=WEEK_SAID,
                       span=lambda: (form.cleaned_data["valid_from"], None), back=back,
                       title=f"Tuần làm việc của {found.short_name}")  # fmt: skip


@page
@post_required(ADMINISTRATOR)
def drop_day(request: Request, day: int) -> HttpResponse:
    """Bỏ ngày ngoại lệ: the date is like its weekday again, or as a unit above has it."""
    row = get_object_or_404(ExceptionalDay.objects.visible_to(request.post).filter(withdrawn_at=None), pk=day)
    unit = row.agency or request.post.agency
    return change_page(request, TakeBackForm(request.POST or None), partial(actions.withdraw_exception, row),
                    unit=lambda: row.agency, span=lambda: (row.date, row.date), said=BACK_SAID,
                    title=f"Bỏ ngày ngoại lệ {row.date:%d/%m/%Y}", permit=may_change_calendar(request.post, row),
                    back=reverse("administration:calendar", args=[unit.pk]))  # fmt: skip


@page
@post_required(ADMINISTRATOR)
def drop_week(request: Request, week: int) -> HttpResponse:
    """Bỏ tuần làm việc."""
    row = get_object_or_404(WorkWeek.objects.visible_to(request.post).filter(withdrawn_at=None), pk=week)
    unit = row.agency or request.post.agency
    return change_page(request, TakeBackForm(request.POST or None), partial(actions.withdraw_week, row),
                    unit=lambda: row.agency, span=lambda: (row.valid_from, None), said=BACK_SAID,
                    title=f"Bỏ tuần làm việc từ {row.valid_from:%d/%m/%Y}",
                    permit=may_change_calendar(request.post, row),
                    back=reverse("administration:calendar", args=[unit.pk]))  # fmt: skip
