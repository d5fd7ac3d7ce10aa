"""Warnings and weekly lists as those who are told see them; the ladder, its preview, and mails."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.access import Request, post_required
from motcua.agencies.choices import Role
from motcua.core.clock import today
from motcua.escalation import foresight, forms, permissions
from motcua.escalation.actions import listing, setting, telling
from motcua.escalation.models import Alarm, DigestChoice, DigestRule, Rung, WeeklyList
from motcua.escalation.showing import facts_of, parts_of
from motcua.ui.pages import detail_page, form_page, one_click, run

page = require_http_methods(["GET", "HEAD", "POST"])
WATCHERS = (Role.ADMINISTRATOR, Role.REFORM_OFFICER, Role.INSPECTOR, Role.LEADER)
SETTERS = (Role.ADMINISTRATOR,)
SEEN = {"label": "Đã biết, bỏ khỏi hộp việc", "post": True, "kind": "primary", "icon": "check"}
HOME, LADDER = "Thang cảnh báo", "escalation:ladder"


@require_safe
@post_required()
def alarm(request: Request, alarm: int) -> HttpResponse:
    """One warning: what reached which rung, on the way to which due moment."""
    by = request.post
    rows = Alarm.objects.visible_to(by).select_related(
        "rung", "dossier__agency", "step__agency", "task", "owner__person"
    )
    found = get_object_or_404(rows, pk=alarm)
    seen = SEEN | {"url": reverse("escalation:acknowledge", args=[found.pk])}
    return detail_page(
        request, found, title=str(found.rung), template="escalation/alarm.html",
        context=facts_of(found, by=by, now=by.present),
        actions=[seen] if found.ended_at is None and permissions.may_see_to(by, found) else [],
    )  # fmt: skip


@one_click
@post_required()
def acknowledge(request: Request, alarm: int) -> HttpResponse:
    """Đã biết: the line leaves the inbox."""
    found = get_object_or_404(Alarm.objects.visible_to(request.post), pk=alarm)
    return run(
        request,
        partial(telling.acknowledge, found, by=request.post),
        done=reverse("agencies:home"),
        said="Đã bỏ khỏi hộp việc.",
    )


@require_safe
@post_required()
def weekly(request: Request, weekly: int) -> HttpResponse:
    """The weekly list: its counts, each opening its rows."""
    by = request.post
    found = get_object_or_404(WeeklyList.objects.visible_to(by).select_related("agency", "rung", "task"), pk=weekly)
    seen = SEEN | {"url": reverse("escalation:see_weekly", args=[found.pk])}
    return detail_page(
        request, found, title=f"Danh sách trễ hạn, tuần từ {found.week:%d/%m/%Y}", template="escalation/weekly.html",
        context={"parts": parts_of(found)},
        actions=[seen] if found.task and found.task.state == "open" and permissions.may_see_to(by, found) else [],
    )  # fmt: skip


@one_click
@post_required()
def see_weekly(request: Request, weekly: int) -> HttpResponse:
    """Đã xem: the line leaves the inbox."""
    found = get_object_or_404(WeeklyList.objects.visible_to(request.post), pk=weekly)
    return run(
        request,
        partial(listing.see_list, found, by=request.post),
        done=reverse("agencies:home"),
        said="Đã bỏ khỏi hộp việc.",
    )


@page
@post_required()
def mails(request: Request) -> HttpResponse:
    """Thư tổng hợp, cảnh báo: what one wants by e-mail, and when."""
    by, chosen = request.post, DigestChoice.objects.visible_to(request.post).first()
    rules = list(DigestRule.objects.visible_to(by).holding_for(by.agency).filter(valid_to=None))
    begun = {"wish": chosen.wish, "hour": chosen.hour, "at_once": chosen.at_once} if chosen else {"wish": "office"}
    return form_page(
        request, forms.MailForm, act=partial(setting.choose, by=by), title="Thư tổng hợp, cảnh báo", said="Đã lưu.",
        done=reverse("escalation:mails"), initial=begun, template="escalation/mails.html",
        context={"cancel_url": reverse("agencies:account"), "email": by.person.email, "rules": rules},
    )  # fmt: skip


@require_safe
@post_required(*WATCHERS)
def ladder(request: Request) -> HttpResponse:
    """Thang cảnh báo: what holds for the unit today, and what it has set itself."""
    by = request.post
    own = Rung.objects.visible_to(by).of(by.agency).filter(dropped_at=None)
    shown = {
        "unit": by.agency, "own": own, "may_set": by.role in SETTERS, "today": today(),
        "rules": DigestRule.objects.visible_to(by).holding_for(by.agency).select_related("agency"),
        "everybody": Rung.objects.visible_to(by).filter(agency=None, dropped_at=None) if by.agency.operates else [],
    }  # fmt: skip
    return render(request, "escalation/ladder.html", shown | foresight.ladder_of(by.agency, now=by.present))


def _beside(title: str) -> dict[str, object]:
    back = reverse(LADDER)
    return {"cancel_url": back, "crumbs_items": [(HOME, back), (title, "")]}


@page
@post_required(*SETTERS)
def set_rung(request: Request) -> HttpResponse:
    """Thêm bậc."""
    return form_page(
        request, forms.RungForm, act=partial(setting.set_rung, by=request.post), title="Thêm bậc cảnh báo",
        options={"by": request.post}, done=reverse(LADDER), said="Đã thêm bậc.", save="Thêm bậc",
        context=_beside("Thêm bậc cảnh báo"),
    )  # fmt: skip


@page
@post_required(*SETTERS)
def end_rung(request: Request, rung: int) -> HttpResponse:
    """Thôi dùng một bậc."""
    found = get_object_or_404(Rung.objects.visible_to(request.post).filter(dropped_at=None), pk=rung)
    return form_page(
        request, forms.EndForm, act=partial(setting.end_rung, found, by=request.post), subject=found,
        title=f"Thôi dùng: {found}",
        permit=permissions.may_end(request.post, found), done=reverse(LADDER), said="Đã ghi.", save="Thôi dùng",
        initial={"valid_to": today()}, context=_beside("Thôi dùng bậc"),
    )  # fmt: skip


@page
@post_required(*SETTERS)
def set_digest(request: Request) -> HttpResponse:
    """Giờ thư tổng hợp của cơ quan."""
    return form_page(
        request, forms.DigestRuleForm, act=partial(setting.set_digest_rule, by=request.post), title="Giờ thư tổng hợp",
        options={"by": request.post}, done=reverse(LADDER), said="Đã đặt.", context=_beside("Giờ thư tổng hợp"),
    )  # fmt: skip


@require_safe
@post_required(*SETTERS)
def preview(request: Request) -> HttpResponse:
    """Xem trước: who would be told what today, or by a chosen moment."""
    by = request.post
    form = forms.PreviewForm(request.GET or None, initial={"at": foresight.end_of(by.present)})
    sound = not form.is_bound or form.is_valid()
    until = (form.cleaned_data["at"] if form.is_bound and sound else None) or foresight.end_of(by.present)
    shown = {"form": form, "until": until, "now": by.present, "unit": by.agency} | _beside("Xem trước")
    return render(
        request, "escalation/preview.html", shown | foresight.foreseen(by, until=until), status=200 if sound else 422
    )
