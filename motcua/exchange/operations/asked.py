"""What every operation asks first: whose token it is, which dossier, which page."""

from typing import Any

from django.http import Http404

from motcua.agencies.models import Post
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.dossiers.models import Dossier
from motcua.dossiers.reading import readable
from motcua.exchange.schemas import Paged
from motcua.ui.paging import BadCursor, Page, keyset_page


def post_of(request: Any) -> Post:
    """Return the post whose token the request carries."""
    post: Post = request.auth
    return post


def dossier_of(request: Any, code: str) -> Dossier:
    """Return a dossier whose content the post may read; raises Http404: others do not exist for it."""
    found = readable(clean(code)[:60], by=request.auth)
    if found is None:
        raise Http404
    return found


def only_known(request: Any, wanted: Paged) -> None:
    """Raise BadInput for a parameter that is none: a misspelt filter would silently show everything."""
    for name in request.GET:
        if name not in type(wanted).model_fields:
            raise BadInput("unknown_parameter", f"Không có tham số “{clean(name)[:40]}”.", field=clean(name)[:40])


def page_of(request: Any, rows: Any, wanted: Paged, *, order: tuple[str, ...], most: int = 100) -> Page:
    """Return one page of the rows. Raises BadInput."""
    only_known(request, wanted)
    try:
        return keyset_page(rows, order=order, cursor=wanted.cursor, size=min(max(wanted.limit, 1), most))
    except BadCursor as error:
        raise BadInput("bad_cursor", "Con trỏ trang không hợp lệ.", field="cursor") from error
