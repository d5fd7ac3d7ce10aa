"""Working on a draft, and what makes it binding: publish, cancel, withdraw, review."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.administration.catalogue import deciding, parts, showing
from motcua.agencies.access import Request, post_required
from motcua.agencies.choices import Role
from motcua.core.clock import today
from motcua.procedures.actions.adopt import change_draft
from motcua.procedures.actions.publish import cancel_edition, confirm_reviewed, end, publish, undo_end
from motcua.procedures.permissions import KEEPERS as EDITORS
from motcua.ui.pages import form_page

form = require_http_methods(["GET", "HEAD", "POST"])
PUBLISHERS = (*EDITORS, Role.LEADER)
FOLDER = "administration/catalogue"


def _act(request: Request, adoption: int, kind: Any, verb: Any, *, title: str, **options: Any) -> HttpResponse:
    """Show and do one of the acts on an adoption, then return to its page."""
    found = showing.adoption_or_404(request.post, adoption, today())
    page = reverse("administration:catalogue_adoption", args=[found.pk])
    shown = {"lead": found.procedure.name, "cancel_url": page, "adoption": found} | options.pop("context", {})
    return form_page(
        request, kind, act=partial(verb, found, by=request.post), subject=found, title=title, done=page,
        context=shown, **options,
    )  # fmt: skip


@form
@post_required(*EDITORS)
def edit(request: Request, adoption: int, part: str) -> HttpResponse:
    """One part of the draft."""
    if part not in parts.FORMS:
        raise Http404
    title, kind = parts.FORMS[part]
    found = showing.adoption_or_404(request.post, adoption, today())
    return _act(
        request, adoption, kind, change_draft, title=f"Sửa bản thảo: {title}", template=f"{FOLDER}/edit.html",
        options={"adoption": found}, said="Đã lưu bản thảo.",
    )  # fmt: skip


@form
@post_required(*PUBLISHERS)
def publish_draft(request: Request, adoption: int) -> HttpResponse:
    """Make the draft an edition, now or from a day."""
    found = showing.adoption_or_404(request.post, adoption, today())
    return _act(
        request, adoption, deciding.PublishForm, publish, title="Ban hành bản mới", save="Ban hành",
        template=f"{FOLDER}/publish.html", said=deciding.published_words, context=showing.before_publishing(found),
    )  # fmt: skip


@form
@post_required(*PUBLISHERS)
def cancel(request: Request, adoption: int, number: int) -> HttpResponse:
    """Cancel an edition that has not begun."""
    return _act(
        request, adoption, deciding.CancelForm, partial(cancel_edition, number=number),
        title=f"Hủy bản số {number} chưa có hiệu lực", save="Hủy bản này", said=f"Đã hủy bản số {number}.",
    )  # fmt: skip


@form
@post_required(*PUBLISHERS)
def withdraw(request: Request, adoption: int) -> HttpResponse:
    """Stop giving a procedure from a day on."""
    return _act(
        request, adoption, deciding.EndForm, end, title="Thôi áp dụng thủ tục", save="Thôi áp dụng",
        said="Đã ghi thôi áp dụng.", template=f"{FOLDER}/end.html",
    )  # fmt: skip


@form
@post_required(*PUBLISHERS)
def give_on(request: Request, adoption: int) -> HttpResponse:
    """Undo a withdrawal: before its day the edition goes on, later a new one must be published."""
    found = showing.adoption_or_404(request.post, adoption, today())
    return _act(
        request, adoption, deciding.UndoEndForm, undo_end, title="Bỏ thôi áp dụng", save="Bỏ thôi áp dụng",
        said="Đơn vị lại áp dụng thủ tục này.", template=f"{FOLDER}/undo_end.html",
        context={"in_time": found.ended_on is not None and today() < found.ended_on},
    )  # fmt: skip


@form
@post_required(*PUBLISHERS)
def review(request: Request, adoption: int) -> HttpResponse:
    """A person looked at the newer national record, and the edition still holds."""
    found = showing.adoption_or_404(request.post, adoption, today())
    return _act(
        request, adoption, deciding.ReviewForm, confirm_reviewed, title="Xác nhận đã rà soát", save="Xác nhận",
        template=f"{FOLDER}/review.html", said="Đã ghi kết quả rà soát.",
        context={"difference": showing.difference_from_national(found)},
    )  # fmt: skip
