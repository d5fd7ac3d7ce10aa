"""Rà soát thủ tục: proposals to shorten, decisions, and figures by field."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.administration import review
from motcua.administration.forms.review import ApproveForm, ProposeForm, RejectForm
from motcua.administration.sections import DECIDERS, PROPOSAL_READERS, SUBMITTERS
from motcua.agencies.access import Request, post_required
from motcua.core.clock import today
from motcua.procedures.actions import proposals as acts
from motcua.procedures.choices import ProposalState
from motcua.procedures.models import content_of
from motcua.procedures.permissions import may_decide, may_submit, may_withdraw
from motcua.ui.pages import detail_page, form_page, list_page, refusals_shown, run

FOLDER = "administration/review"
LIST = "administration:proposals"
form = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@post_required(*PROPOSAL_READERS)
def proposals(request: Request) -> HttpResponse:
    """The proposals, by state."""
    rows, state = review.proposals_of(request.post), request.GET.get("state", "")
    asked = {key: request.GET[key] for key in ("q", "field", "unit") if request.GET.get(key)}
    filters = partial(review.ProposalFilters, rows=rows)
    counted = filters(request.GET).narrow(rows)
    add = {"label": "Đề xuất rút ngắn", "url": reverse("administration:reviewable"), "icon": "plus", "kind": "primary"}
    figures = {"label": "Số liệu", "url": reverse("administration:proposal_figures"), "icon": "chart"}
    return list_page(
        request, rows.filter(state=state) if state in ProposalState.values else rows, title="Rà soát thủ tục",
        order=("-pk",), template=f"{FOLDER}/proposals.html", filters=filters, noun="đề xuất",
        tabs=review.tabs_of(counted, state, asked), context={"tones": review.TONES},
        actions=[figures, *([add] if request.post.role in SUBMITTERS else [])],
    )  # fmt: skip


@require_safe
@post_required(*PROPOSAL_READERS)
def figures(request: Request) -> HttpResponse:
    """How much time goes, by field and in total; each figure opens the proposals it counts."""
    rows, url, asked = review.proposals_of(request.post), reverse(LIST), request.GET.get("state", "")
    state = ProposalState(asked) if asked in ProposalState.values else ProposalState.APPROVED
    fields, totals = review.figures_of(rows, state=state, url=url)
    shown = {"fields": fields, "totals": totals, "state": state, "states": list(ProposalState), "list_url": url}
    return render(request, f"{FOLDER}/figures.html", shown)


@require_safe
@post_required(*SUBMITTERS)
def reviewable(request: Request) -> HttpResponse:
    """What may be reviewed: one's own division's procedures, or all of the office's."""
    rows = review.reviewable(request.post, today()).select_related("procedure", "office")
    return list_page(
        request, rows, title="Chọn thủ tục để rà soát", order=("procedure__code", "pk"),
        template=f"{FOLDER}/reviewable.html", filters=review.AdoptionFilters, noun="thủ tục",
    )  # fmt: skip


@form
@post_required(*SUBMITTERS)
def propose(request: Request, adoption: int) -> HttpResponse:
    """Propose a shorter limit for one procedure."""
    found = get_object_or_404(
        review.reviewable(request.post, today()).select_related("procedure", "division"), pk=adoption
    )
    edition = found.editions.in_force(today()).first()
    if edition is None or not may_submit(request.post, {"adoption": found}):
        raise Http404
    return form_page(
        request, ProposeForm, act=partial(acts.submit, by=request.post, adoption=found),
        title="Đề xuất rút ngắn thời hạn", done=_url_of, save="Gửi đề xuất", said="Đã gửi đề xuất.",
        options={"content": content_of(edition.pk)},
        context={"lead": f"{edition.code} {edition.name}", "cancel_url": reverse("administration:reviewable")},
    )  # fmt: skip


@require_safe
@post_required(*PROPOSAL_READERS)
def proposal(request: Request, proposal: int) -> HttpResponse:
    """One proposal: what is now, what would be, and what was decided."""
    found = _proposal_or_404(request, proposal)
    shown = {"which": review.which(found, content_of(found.edition_id))}
    return detail_page(
        request, found, title=found.edition.name, template=f"{FOLDER}/proposal.html",
        crumbs=[("Rà soát thủ tục", reverse(LIST))], actions=_buttons(request, found),
        context=shown | {"tone": review.TONES.get(ProposalState(found.state), "done")},
    )  # fmt: skip


def _buttons(request: Request, found: Any) -> list[dict[str, Any]]:
    if found.state != ProposalState.SUBMITTED:
        return []
    wanted = (
        ("Duyệt", "proposal_approve", may_decide, "primary", False),
        ("Không duyệt", "proposal_reject", may_decide, "", False),
        ("Rút đề xuất", "proposal_withdraw", may_withdraw, "quiet", True),
    )
    return [
        {"label": label, "url": reverse(f"administration:{name}", args=[found.pk]), "kind": kind, "post": post}
        for label, name, may, kind, post in wanted
        if may(request.post, found)
    ]


@form
@post_required(*DECIDERS)
def approve(request: Request, proposal: int) -> HttpResponse:
    """Duyệt: the shorter edition is published from the day given."""
    return _decide(
        request, proposal, ApproveForm, acts.approve, title="Duyệt đề xuất", said="Đã duyệt, ban hành bản mới."
    )


@form
@post_required(*DECIDERS)
def reject(request: Request, proposal: int) -> HttpResponse:
    """Không duyệt, with the reason."""
    return _decide(request, proposal, RejectForm, acts.reject, title="Không duyệt đề xuất", said="Đã ghi không duyệt.")


def _decide(request: Request, proposal: int, kind: Any, verb: Any, *, title: str, said: str) -> HttpResponse:
    found = _proposal_or_404(request, proposal)
    lead = f"{found.edition.name}: {found.before:g} → {found.after:g} {found.unit_words}"
    return form_page(
        request, kind, act=partial(verb, found, by=request.post), subject=found, title=title, done=_url_of(found),
        said=said, save=title, context={"lead": lead, "cancel_url": _url_of(found)},
    )  # fmt: skip


@require_POST
@post_required(*SUBMITTERS)
@refusals_shown
def withdraw(request: Request, proposal: int) -> HttpResponse:
    """Rút: take the proposal back."""
    found = _proposal_or_404(request, proposal)
    act = partial(acts.withdraw, found, by=request.post)
    return run(request, act, subject=found, done=_url_of(found), said="Đã rút đề xuất.")


def _proposal_or_404(request: Request, proposal: int) -> Any:
    rows = review.proposals_of(request.post).select_related("adoption", "new_edition", "decided_by__person")
    return get_object_or_404(rows.defer("edition__content", "new_edition__content"), pk=proposal)


def _url_of(proposal: Any) -> str:
    return reverse("administration:proposal", args=[proposal.pk])
