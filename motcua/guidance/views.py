"""Help beside the screen, the office's instructions, the first day."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.agencies.access import Request, post_required
from motcua.core.clock import today
from motcua.guidance import actions, looking
from motcua.guidance.forms import InstructionForm, WithdrawForm, begins_with
from motcua.guidance.models import FirstDays, Instruction
from motcua.guidance.permissions import WRITERS
from motcua.guidance.tours import steps_of
from motcua.ui.pages import Column, form_page, list_page, refusals_shown

page = require_http_methods(["GET", "POST"])
LIST = "guidance:instructions"


@require_safe
@post_required()
def guide(request: Request) -> HttpResponse:
    """Hướng dẫn: a page of its own, or (asked by htmx) what stands in the panel beside another page."""
    by, asked = request.post, request.GET.get("q", "")
    found = looking.answers(by, asked, on=today())
    step, done, total = looking.next_step(by)
    template = "guidance/parts/found.html" if request.headers.get("HX-Request") else "guidance/guide.html"
    shown = {"asked": asked, "found": found, "any": any(found.values()), "step": step, "done": done, "total": total}
    return render(request, template, shown | {"may_write": by.role in WRITERS})


@require_safe
@post_required()
def first_day(request: Request) -> HttpResponse:
    """Ngày đầu làm việc: the steps of the role, on the real screens."""
    by = request.post
    days = FirstDays.objects.visible_to(by).first()
    done = days.done if days else []
    rows = [(step, step.key in done) for step in steps_of(by.role)]
    return render(request, "guidance/first_day.html", {"rows": rows, "hidden": bool(days and days.dismissed_at)})


def _days(request: Request) -> FirstDays:
    """The person's own record, begun now when there is none."""
    return FirstDays.objects.visible_to(request.post).first() or actions.begin_tour(by=request.post)


@require_POST
@post_required()
@refusals_shown
def step_done(request: Request) -> HttpResponse:
    """A step is done: remembered, and back to the list."""
    actions.step_done(_days(request), by=request.post, key=request.POST.get("step", ""))
    return redirect("guidance:first_day")


@require_POST
@post_required()
@refusals_shown
def dismiss(request: Request) -> HttpResponse:
    """The tour is put away."""
    actions.dismiss(_days(request), by=request.post)
    return redirect("guidance:first_day")


@require_safe
@post_required(*WRITERS)
def instructions(request: Request) -> HttpResponse:
    """The instructions that the post may read, its own to be changed."""
    rows = Instruction.objects.visible_to(request.post).standing().select_related("agency")
    columns = [Column("Tiêu đề", "title"), Column("Của", "agency.short_name"), Column("Nguồn", "source", full=True),
               Column("Lần viết", "number", num=True)]  # fmt: skip
    new = {"label": "Viết hướng dẫn", "url": reverse("guidance:write"), "kind": "primary", "icon": "plus"}
    return list_page(
        request, rows, title="Hướng dẫn của cơ quan", order=("title", "pk"), columns=columns, noun="hướng dẫn",
        actions=[new], template="guidance/instructions.html",
    )  # fmt: skip


@page
@post_required(*WRITERS)
def write(request: Request) -> HttpResponse:
    """Viết hướng dẫn for one's own unit and those below it."""
    act = partial(actions.write, by=request.post, agency=request.post.agency)
    return form_page(request, InstructionForm, act=act, title="Viết hướng dẫn", done=reverse(LIST),
                     said="Đã viết hướng dẫn.", context={"cancel_url": reverse(LIST)})  # fmt: skip


def _own(request: Request, instruction: int) -> Instruction:
    rows = Instruction.objects.visible_to(request.post).standing().filter(agency=request.post.agency)
    return get_object_or_404(rows, pk=instruction)


@page
@post_required(*WRITERS)
def rewrite(request: Request, instruction: int) -> HttpResponse:
    """Sửa hướng dẫn: the wording before is kept."""
    found = _own(request, instruction)
    return form_page(
        request, InstructionForm, act=partial(actions.rewrite, found, by=request.post), subject=found,
        title="Sửa hướng dẫn", done=reverse(LIST), said="Đã sửa; lần viết trước vẫn giữ.", initial=begins_with(found),
        context={"cancel_url": reverse(LIST)},
    )  # fmt: skip


@page
@post_required(*WRITERS)
def withdraw(request: Request, instruction: int) -> HttpResponse:
    """Bỏ hướng dẫn, with the reason."""
    found = _own(request, instruction)
    return form_page(
        request, WithdrawForm, act=partial(actions.withdraw, found, by=request.post), subject=found, save="Bỏ",
        title=f"Bỏ hướng dẫn “{found.title}”", done=reverse(LIST), said="Đã bỏ hướng dẫn.",
        context={"cancel_url": reverse(LIST)},
    )  # fmt: skip
