"""Records that came under damaged codes: the queue, and whose each of them is."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.administration.catalogue import damage as shown
from motcua.administration.sections import KEEPERS
from motcua.agencies.access import Request, post_required
from motcua.agencies.choices import Role
from motcua.procedures.models import damaged
from motcua.procedures.permissions import may_import
from motcua.ui.pages import form_page, list_page

FOLDER = "administration/catalogue"


@require_safe
@post_required(*KEEPERS)
def codes(request: Request) -> HttpResponse:
    """The damaged codes that wait for a person, or those settled."""
    return list_page(
        request, damaged().select_related("run"), title="Mã thủ tục hỏng", order=("code", "pk"), noun="mã hỏng",
        filters=shown.DamageFilters, template=f"{FOLDER}/damaged.html", context={"may": may_import(request.post)},
        lead="Lần nhập sau theo kết luận ở đây; dòng chưa kết luận không bao giờ tự vào danh mục.",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(Role.ADMINISTRATOR)
def code(request: Request, row: int) -> HttpResponse:
    """Say which procedure a damaged code means, or that it is not taken."""
    found = get_object_or_404(damaged().select_related("run"), pk=row)
    answer, queue = shown.answer_of(found), reverse("administration:national_damaged")
    return form_page(
        request, shown.CodeForm, options={"row": found}, act=partial(shown.settle, found, answer, by=request.post),
        subject=answer, title=f"Mã hỏng {found.code}", save="Ghi kết luận", done=queue,
        said="Đã ghi kết luận. Lần nhập sau sẽ theo.", template=f"{FOLDER}/damaged_code.html",
        context=shown.page_of(found, answer),
    )  # fmt: skip
