"""Filters and columns that a person keeps."""

import pytest
from django.db import connection

from motcua.agencies.actions import choose_columns, keep_view, remove_view, rename_view, share_view, start_with
from motcua.agencies.actions.preferences import MOST_VIEWS
from motcua.agencies.models import ListView
from motcua.core.errors import BadInput, NotPermitted
from tests.factories import make_post


@pytest.fixture
def post(db):
    return make_post()


def kept(post, name="Trễ của tôi", query="tab=late"):
    return keep_view(by=post, screen="inbox", name=name, query=query)


def test_a_filter_is_kept_under_its_name_and_kept_anew_under_the_same(post):
    assert kept(post).pk == kept(post, name=" Trễ  của tôi ", query="tab=today").pk
    assert ListView.objects.get().query == "tab=today"


def test_who_is_looked_for_is_not_in_clear(post):
    kept(post, query="tab=&q=Trần Thị Mẫu")
    with connection.cursor() as cursor:
        cursor.execute("SELECT query FROM agencies_listview")
        assert "Mẫu".encode() not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_filter_needs_a_name(post, name):
    with pytest.raises(BadInput):
        kept(post, name=name)


def test_filters_are_renamed_but_not_to_a_name_in_use(post):
    view, other = kept(post), kept(post, name="Khác")
    assert rename_view(view, by=post, name="Gấp").name == "Gấp"
    with pytest.raises(BadInput, match="Đã có"):
        rename_view(view, by=post, name=other.name)


def test_a_list_begins_with_one_filter_at_most(post):
    first, second = kept(post), kept(post, name="Khác")
    start_with(first, by=post)
    start_with(second, by=post)
    assert list(ListView.objects.filter(starts=True)) == [second]
    start_with(second, by=post, on=False)
    assert not ListView.objects.filter(starts=True).exists()


def test_a_shared_filter_is_seen_in_the_unit_and_changed_by_its_owner_only(post):
    colleague, stranger = make_post(agency=post.agency), make_post()
    view = kept(post)
    assert not ListView.objects.visible_to(colleague).exists()
    share_view(view, by=post)
    assert ListView.objects.visible_to(colleague).get() == view
    assert not ListView.objects.visible_to(stranger).exists()
    for change in (rename_view, start_with, share_view, remove_view):
        with pytest.raises(NotPermitted):
            change(view, by=colleague, **({"name": "Khác"} if change is rename_view else {}))
    share_view(view, by=post, on=False)
    assert not ListView.objects.visible_to(colleague).exists()


def test_columns_are_ones_own_and_never_shared(post):
    row = choose_columns(by=post, screen="inbox", hidden={"step", "due"})
    assert choose_columns(by=post, screen="inbox", hidden=[]).pk == row.pk
    with pytest.raises(NotPermitted):
        share_view(row, by=post)


def test_so_many_and_no_more(post):
    for number in range(MOST_VIEWS):
        kept(post, name=f"Số {number}")
    with pytest.raises(BadInput, match="xóa bớt"):
        kept(post, name="Thêm")
    remove_view(ListView.objects.first(), by=post)
    assert kept(post, name="Thêm").pk
