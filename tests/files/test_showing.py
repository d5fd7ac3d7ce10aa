"""A file is shown on record, and nothing in it can run."""

from urllib.parse import unquote

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import RequestFactory

from motcua.files import actions, viewing
from motcua.files.choices import Purpose
from motcua.files.models import AccessLog
from tests.factories import make_post
from tests.files import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_post()


@pytest.fixture
def request_():
    return RequestFactory().get("/", REMOTE_ADDR="203.0.113.77")


@pytest.fixture
def stored(clerk):
    def store(content=b"xin chao", name="đơn đề nghị.txt", **more):
        return actions.store(by=clerk, name=name, content=content, **more)

    return store


def test_a_look_is_written_down_and_the_bytes_are_sent(clerk, stored, request_):
    file = stored()
    other = make_post()
    answer = viewing.respond(request_, file, by=other, why=" Thẩm định  hồ sơ ")
    assert answer.content == b"xin chao"
    look = AccessLog.objects.get()
    assert (look.file, look.by, look.why, look.network) == (file, other, "Thẩm định hồ sơ", "203.0.113.0/24")
    assert look.seen_at is not None


def test_a_look_without_a_reason_shows_nothing(clerk, stored, request_):
    answer = viewing.respond(request_, stored(), by=clerk, why=" ")
    assert answer.status_code == 422
    assert "Phải nêu lý do" in answer.content.decode()
    assert not AccessLog.objects.exists()


def test_what_is_damaged_is_not_shown(clerk, stored, request_, storage):
    file = stored()
    (storage / file.place).write_bytes(b"x" * 100)
    answer = viewing.respond(request_, file, by=clerk, why="Xem")
    assert answer.status_code == 503
    assert "bị hỏng hoặc mất" in answer.content.decode()
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize(
    ("content", "kind", "inline"),
    [
        (samples.pdf(), "application/pdf", True),
        (samples.picture("PNG"), "image/png", True),
        (b"xin chao", "text/plain; charset=utf-8", True),
        (b"<?xml version='1.0'?><a/>", "application/xml", False),
        (samples.docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", False),
    ],
    ids=["pdf", "png", "text", "xml", "docx"],
)
def test_nothing_in_it_can_run(clerk, stored, request_, content, kind, inline):
    file = stored(content)
    answer = viewing.respond(request_, file, by=clerk, why="Xem")
    assert answer["Content-Type"] == kind
    assert answer["X-Content-Type-Options"] == "nosniff"
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script" not in policy
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("inline" if inline else "attachment")
    down = viewing.respond(request_, file, by=clerk, why="Tải", download=True)
    assert down["Content-Disposition"].startswith("attachment")
    assert AccessLog.objects.count() == 2


def test_a_paper_printed_here_opens_in_every_browser(clerk, stored, request_):
    file = stored(samples.pdf(), purpose=Purpose.PRINTED)
    policy = viewing.respond(request_, file, by=clerk, why="In")["Content-Security-Policy"]
    assert "sandbox" not in policy
    assert "default-src 'none'" in policy


def test_a_name_survives_the_header(clerk, stored, request_):
    file = stored(name='Đơn "đặc biệt"; a=b.txt')
    header = viewing.respond(request_, file, by=clerk, why="Xem")["Content-Disposition"]
    header.encode("ascii")
    assert unquote(header.partition("UTF-8''")[2]) == file.name == "Đơn _đặc biệt_; a=b.txt"


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: x=1", 'a"; filename="b.exe', "a\\b", "ă" * 100])
def test_a_name_cannot_leave_its_header(name):
    header = viewing.disposition(name, inline=False)
    assert header.isascii()
    assert header.count('"') == 2
    assert not {"\r", "\n", "\\"} & set(header)


def test_pages_are_shown_as_pictures_and_count_as_one_look(clerk, stored, request_, set_clock):
    set_clock("2026-03-02T08:00")
    file = stored(samples.pdf(pages=3))
    assert list(viewing.pages_of(file)) == [1, 2, 3]
    for number in viewing.pages_of(file):
        answer = viewing.page(request_, file, by=clerk, why="Xem", number=number)
        assert answer["Content-Type"] == "image/png"
        assert answer.content.startswith(b"\x89PNG")
    assert AccessLog.objects.count() == 1
    set_clock("2026-03-02T08:06")
    viewing.page(request_, file, by=clerk, why="Xem", number=1)
    viewing.page(request_, file, by=make_post(), why="Xem", number=1)
    assert AccessLog.objects.count() == 3


def test_a_page_that_is_not_there_is_not_found(clerk, stored, request_):
    for file, number in ((stored(samples.pdf()), 2), (stored(), 1)):
        with pytest.raises(Http404):
            viewing.page(request_, file, by=clerk, why="Xem", number=number)
    assert list(viewing.pages_of(stored())) == []


def test_the_record_of_looks_only_grows(clerk, stored, request_):
    viewing.respond(request_, stored(), by=clerk, why="Xem")
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessLog.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessLog.objects.update(why="x")


def test_each_post_sees_its_own_looks(clerk, stored, request_):
    viewing.respond(request_, stored(), by=clerk, why="Xem")
    assert AccessLog.objects.visible_to(clerk).count() == 1
    assert AccessLog.objects.visible_to(make_post()).count() == 0
