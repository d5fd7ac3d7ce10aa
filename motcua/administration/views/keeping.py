"""Journals, queue, health and printed forms: what is looked at more often than changed."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.administration import exporting, journals, letterheads, machine, samples
from motcua.administration.forms.deeds import ReasonForm
from motcua.administration.forms.journals import ActFilters, LookFilters
from motcua.administration.lines import Lines
from motcua.administration.sections import READERS
from motcua.agencies import actions
from motcua.agencies.access import Request, post_required
from motcua.agencies.choices import Role
from motcua.agencies.permissions import may_run_machine
from motcua.core import queue
from motcua.core.clock import today
from motcua.core.errors import NotPermitted
from motcua.core.stories import label_of
from motcua.correspondence.models import Letterhead
from motcua.files.pages import picture_of
from motcua.ui.pages import form_page, list_page, refusals_shown
from motcua.ui.printing import PaperError, forms_of, print_paper, set_on

TOP_ONLY = "Chỉ quản trị của đơn vị vận hành hệ thống xem và điều khiển máy chủ."
PDF = "application/pdf"
MOST_LETTERHEADS = 200


@require_safe
@post_required(*READERS)
def acts(request: Request) -> HttpResponse:
    """Nhật ký: who did what, when it happened and when it was written."""
    kind = exporting.kind_of(request.GET, journals.ACTS)
    return list_page(
        request, journals.acts(request.post, kind), title="Nhật ký", order=("-pk",), noun="dòng",
        template="administration/keeping/acts.html", filters=partial(ActFilters, kind=kind),
        tabs=_tabs(journals.ACTS, kind),
        context={"look": Lines(journals.act_lines, label_of=label_of), **_export(request, "nhat-ky")},
    )  # fmt: skip


@require_safe
@post_required(*READERS)
def looks(request: Request) -> HttpResponse:
    """Lượt xem: who opened a file, read full data, looked somebody up by number."""
    kind = exporting.kind_of(request.GET, journals.LOOKS)
    return list_page(
        request, journals.looks(request.post, kind), title="Lượt xem dữ liệu cá nhân", order=("-pk",), noun="lượt",
        template="administration/keeping/looks.html", filters=partial(LookFilters, kind=kind),
        tabs=_tabs(journals.LOOKS, kind),
        context={"look": Lines(journals.look_lines, kind=kind), **_export(request, "luot-xem")},
    )  # fmt: skip


@require_POST
@post_required(*READERS)
@refusals_shown
def export(request: Request, journal: str) -> HttpResponse:
    """Xuất nhật ký: the list as it is filtered, as a file; on record."""
    given = request.POST
    form = given.get("form", "")
    name, pieces = exporting.exported(request.post, journal=journal, query=given.get("query", ""), form=form)
    response = HttpResponse(pieces, content_type=exporting.MIME[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _export(request: Request, journal: str) -> dict:
    return {"export_url": reverse("administration:export", args=[journal]), "export_most": exporting.MOST,
            "query": request.GET.urlencode()}  # fmt: skip


def _tabs(known: dict, current: str) -> list[dict]:
    return [{"label": one.label, "url": f"?loai={kind}", "current": kind == current} for kind, one in known.items()]


def _at_the_machine(request: Request) -> None:
    if not may_run_machine(request.post, request.post.agency):
        raise NotPermitted(TOP_ONLY)


@require_safe
@post_required(Role.ADMINISTRATOR)
@refusals_shown
def jobs(request: Request) -> HttpResponse:
    """Việc nền: failed, running, waiting, done."""
    _at_the_machine(request)
    state, counts = request.GET.get("loai", "failed"), queue.counts()
    state = state if state in queue.STATES else "failed"
    return list_page(
        request, queue.jobs(state), title="Việc nền", order=("-id",), noun="việc",
        template="administration/keeping/jobs.html", tabs=machine.tabs_of(counts, state),
        context={"look": Lines(machine.job_lines), "failed": state == "failed"},
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@post_required(Role.ADMINISTRATOR)
@refusals_shown
def retry(request: Request, job: int) -> HttpResponse:
    """Cho chạy lại một việc hỏng, with the reason."""
    _at_the_machine(request)
    back = reverse("administration:jobs")
    act = partial(actions.retry_job, request.post.agency, by=request.post, job=job)
    return form_page(
        request, ReasonForm, act=act, title=f"Chạy lại việc {job}", save="Chạy lại", done=back,
        said="Đã đưa việc trở lại hàng chờ.", options={"by": request.post}, context={"cancel_url": back},
    )  # fmt: skip


@require_safe
@post_required(Role.ADMINISTRATOR)
@refusals_shown
def health(request: Request) -> HttpResponse:
    """Tình trạng: what /healthz tells, in words, and what it does not."""
    _at_the_machine(request)
    state, facts = machine.facts()
    tone, words = machine.verdict(state)
    return render(
        request,
        "administration/keeping/health.html",
        {"facts": facts, "tone": tone, "words": words, "warnings": machine.warnings()},
    )


@require_safe
@post_required(*READERS)
def forms(request: Request) -> HttpResponse:
    """Mẫu in: what units set on their papers, which set is in force today, and each form as it comes out."""
    sets = [(code, code == set_on(today()), _tried(code)) for code in ("2025", "2018")]
    rows = Letterhead.objects.visible_to(request.post).select_related("agency").defer("emblem")
    own = letterheads.lines(list(rows.order_by("agency__path", "-valid_from", "-pk")[:MOST_LETTERHEADS]))
    shown = {"sets": sets, "own": own, "may_write": request.post.role == Role.ADMINISTRATOR}
    return render(request, "administration/keeping/forms.html", shown)


def _tried(code: str) -> list:
    return [form for name, form in forms_of(code).items() if name in samples.OWN]


@require_safe
@post_required(*READERS)
def form(request: Request, set_code: int, form: str) -> HttpResponse:
    """One form filled with invented values, as a picture of its first page or (`?pdf`) as it is printed."""
    if str(set_code) not in ("2018", "2025") or form not in samples.OWN:
        raise Http404
    values = samples.values_of(form, set_code=str(set_code), agency=request.post.agency.name)
    try:
        paper = print_paper(form, values)
    except PaperError as error:
        raise Http404 from error
    if "pdf" in request.GET:
        return HttpResponse(paper, content_type=PDF)
    return HttpResponse(picture_of(paper, media_type=PDF, number=1), content_type="image/png")
