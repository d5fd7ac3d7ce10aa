"""Notes among colleagues: written, named, seen, erased; the dossier itself is not touched."""

import pytest
from django.db import connection

from motcua.core.errors import BadInput, NotPermitted
from motcua.dossiers.actions.memos import TEXT_LIMIT, erase_memo, see_memo, write_memo
from motcua.dossiers.models import Dossier, Memo
from motcua.tasks.models import Task
from tests import dossier_factories as make


def inbox(post):
    return list(Task.objects.visible_to(post).unfinished().filter(kind="dossier.memo"))


def test_a_note_names_a_colleague_who_gets_a_line_and_nothing_else_changes(house):
    dossier = make.in_progress(house)
    memo = write_memo(dossier, by=house.specialist, text=" Chị xem giúp\x00 bản vẽ ", to=house.clerk.person.username)
    assert (memo.text, memo.to) == ("Chị xem giúp bản vẽ", house.clerk)
    task = inbox(house.clerk)[0]
    assert (task.url_key, task.due_at) == (dossier.code, None)
    assert "Mẫu" not in task.about
    assert Dossier.objects.get().version == dossier.version
    see_memo(memo, by=house.clerk)
    see_memo(memo, by=house.clerk)
    assert inbox(house.clerk) == []


def test_a_note_may_name_nobody_and_naming_oneself_gives_no_task(house):
    dossier = make.in_progress(house)
    assert write_memo(dossier, by=house.specialist, text="Đã gọi điện").task is None
    assert write_memo(dossier, by=house.specialist, text="Nhớ", to=house.specialist.person.username).task is None


@pytest.mark.parametrize("who", ["inspector", "police", "registry"])
def test_who_does_not_read_the_dossier_neither_writes_nor_is_named(house, who):
    dossier, other = make.in_progress(house), getattr(house, who)
    with pytest.raises(NotPermitted):
        write_memo(dossier, by=other, text="Xin chào")
    with pytest.raises(BadInput, match="không xem được"):
        write_memo(dossier, by=house.specialist, text="Xin chào", to=other.person.username)
    assert not Memo.objects.exists()


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (TEXT_LIMIT + 1)])
def test_empty_and_endless_notes_are_refused(house, text):
    with pytest.raises(BadInput):
        write_memo(make.in_progress(house), by=house.specialist, text=text)


def test_a_note_is_erased_by_its_writer_only_and_for_good(house):
    memo = write_memo(make.in_progress(house), by=house.specialist, text="Nhầm hồ sơ", to=house.clerk.person.username)
    with pytest.raises(NotPermitted):
        erase_memo(memo, by=house.clerk)
    with pytest.raises(NotPermitted):
        see_memo(memo, by=house.specialist)
    assert erase_memo(erase_memo(memo, by=house.specialist), by=house.specialist).text == ""
    assert inbox(house.clerk) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM dossiers_memo")
        assert cursor.fetchone()[0] is None


def test_a_note_is_not_in_clear(house):
    write_memo(make.in_progress(house), by=house.specialist, text="Bà Mẫu đổi số điện thoại")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM dossiers_memo")
        assert "Mẫu".encode() not in bytes(cursor.fetchone()[0])
