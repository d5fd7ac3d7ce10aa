"""Lists as a person likes them. No events: it is nobody's business but their own, and changes nothing in law."""

from collections.abc import Collection

from django.db import transaction

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, ListView, Post
from motcua.core.errors import BadInput, NotPermitted
from motcua.core.text import clean

MOST_VIEWS = 30
NAME_LIMIT, QUERY_LIMIT = 60, 2_000


def choose_columns(*, by: Post, screen: str, hidden: Collection[str]) -> ListView:
    """Keep which columns of a list are hidden for the person."""
    row, _ = ListView.objects.update_or_create(
        person=by.person, screen=screen, name="", defaults={"hidden": sorted(set(hidden))}
    )
    return row


def keep_view(*, by: Post, screen: str, name: str, query: str) -> ListView:
    """Keep a filter under a name; the same name again keeps the new filter. Raises BadInput."""
    name = _name(name)
    with transaction.atomic():
        own = ListView.objects.select_for_update().filter(person=by.person, screen=screen).exclude(name="")
        row = own.filter(name=name).first() or ListView(person=by.person, screen=screen, name=name)
        if row._state.adding and own.count() >= MOST_VIEWS:
            raise BadInput(
                "too_many_views", f"Đã lưu {MOST_VIEWS} bộ lọc cho danh sách này: hãy xóa bớt.", field="name"
            )
        row.query = query[:QUERY_LIMIT]
        row.save()
    return row


def rename_view(view: ListView, *, by: Post, name: str) -> ListView:
    """Give a filter another name. Raises BadInput, NotPermitted."""
    name = _name(name)
    _own(view, by=by)
    if ListView.objects.filter(person=by.person, screen=view.screen, name=name).exclude(pk=view.pk).exists():
        raise BadInput("name_taken", f"Đã có bộ lọc tên “{name}”.", field="name")
    view.name = name
    view.save(update_fields=["name"])
    return view


def start_with(view: ListView, *, by: Post, on: bool = True) -> ListView:
    """Open the list with this filter from now on, or with none. Raises NotPermitted."""
    _own(view, by=by)
    with transaction.atomic():
        ListView.objects.filter(person=by.person, screen=view.screen, starts=True).update(starts=False)
        view.starts = on
        view.save(update_fields=["starts"])
    return view


def share_view(view: ListView, *, by: Post, on: bool = True) -> ListView:
    """Show a filter to the colleagues of the post's unit, or to nobody any more. Raises NotPermitted."""
    _own(view, by=by)
    view.shared_with = by.agency if on else None
    view.save(update_fields=["shared_with"])
    return view


def pass_view_over(view: ListView, *, by: Post, to: Agency | None) -> ListView:
    """Show a shared filter to the unit that took over; the system does it in a re-organisation. Raises NotPermitted."""
    if by.role != Role.SYSTEM:
        raise NotPermitted
    view.shared_with = to
    view.save(update_fields=["shared_with"])
    return view


def remove_view(view: ListView, *, by: Post) -> None:
    """Forget a filter. Raises NotPermitted."""
    _own(view, by=by)
    view.delete()


def _own(view: ListView, *, by: Post) -> None:
    if view.person_id != by.person_id or not view.name:
        raise NotPermitted("Chỉ người lưu bộ lọc mới sửa được.")


def _name(text: str) -> str:
    name = clean(text)
    if not 0 < len(name) <= NAME_LIMIT:
        raise BadInput("name_needed", f"Đặt tên cho bộ lọc (tối đa {NAME_LIMIT} ký tự).", field="name")
    return name
