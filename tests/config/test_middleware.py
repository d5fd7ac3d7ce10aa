import logging

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory

from config import errors, middleware
from motcua.agencies.choices import Role
from tests.exchange.machines import Machine
from tests.factories import make_post, signed_in


@pytest.mark.django_db
def test_every_answer_is_strict(client: Client):
    answer = client.get("/healthz")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_view_may_be_stricter():
    def sandboxed(request):
        return HttpResponse(headers={"Content-Security-Policy": "sandbox"})

    answer = middleware.security_headers(sandboxed)(RequestFactory().get("/"))
    assert answer.headers["Content-Security-Policy"] == "sandbox"


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "two\nlines-of-text", "a<script>alert"])
def test_a_malformed_request_id_is_replaced(given):
    request = RequestFactory().get("/", headers={"X-Request-Id": given})
    answer = middleware.request_id(lambda request: HttpResponse())(request)
    assert answer.headers["X-Request-Id"] != given
    assert len(answer.headers["X-Request-Id"]) == 32


def test_the_request_id_stands_in_the_log():
    record = logging.LogRecord("x", logging.INFO, "x", 1, "x", None, None)
    request = RequestFactory().get("/", headers={"X-Request-Id": "proxy-0001"})
    middleware.request_id(lambda request: HttpResponse())(request)
    middleware.RequestIdFilter().filter(record)
    assert record.request_id == "proxy-0001"


def line_of(message, *args, request):
    record = logging.LogRecord("django.request", logging.WARNING, "x", 1, message, args, None)
    record.request = request
    middleware.RequestIdFilter().filter(record)
    return logging.Formatter("[{post}] {message}", style="{").format(record)


@pytest.mark.django_db
def test_a_refusal_in_the_log_tells_which_post_was_refused(client, caplog):
    post = make_post(Role.RECEPTIONIST)
    signed_in(client, post)
    with caplog.at_level(logging.WARNING):
        assert client.get("/quan-tri/nguoi-dung/x/").status_code in (403, 404)
        assert client.get("/ui/khong-co/").status_code == 404
    told = [record for record in caplog.records if record.name == "django.request"]
    assert told
    for record in told:
        middleware.RequestIdFilter().filter(record)
        assert record.post == post.pk
    machine = Machine(post)
    with caplog.at_level(logging.WARNING):
        caplog.clear()
        assert machine.get("/dossiers/KHONG-CO").status_code == 404
    assert line_of("%s", "x", request=caplog.records[-1].request) == f"[{post.pk}] x"
    assert line_of("%s", "x", request=RequestFactory().get("/")) == "[-] x"


@pytest.mark.django_db
def test_the_link_of_a_citizens_slip_does_not_reach_the_log(client, caplog):
    """It opens the dossier: a link asked too often, or asked while the database is away, is still a key."""
    key = "khoa-cua-nguoi-dan"
    with caplog.at_level(logging.WARNING):
        assert client.get(f"/t/{key}").status_code == 404
    [record] = [record for record in caplog.records if record.name == "django.request"]
    line = line_of(record.msg, *record.args, request=record.request)
    assert line == "[-] Not Found: /t/-"


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["thiet-bi", "ve"])
def test_the_secret_of_a_hall_s_device_and_of_a_paper_do_not_reach_the_log(client, caplog, place):
    with caplog.at_level(logging.WARNING):
        assert client.get(f"/sanh/{place}/khoa-bi-mat/").status_code == 404
    [record] = [record for record in caplog.records if record.name == "django.request"]
    line = line_of(record.msg, *record.args, request=record.request)
    assert line == f"[-] Not Found: /sanh/{place}/-/"


def test_no_line_of_the_log_is_made_by_an_address(client, caplog):
    with caplog.at_level(logging.WARNING):
        client.get("/khong-co/%0aWARNING%20x%20[-]%20made%0d%0aup/")
    [record] = [record for record in caplog.records if record.name == "django.request"]
    assert not {"\n", "\r"} & set(record.getMessage())


def test_a_fault_of_ours_tells_strangers_its_number_and_nothing_else():
    request = RequestFactory().get("/")
    request.request_id = "a1b2c3d4e5"
    try:
        raise ValueError("bí mật của máy chủ")
    except ValueError:
        answer = errors.server_error(request)
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "a1b2c3d4e5" in page
    assert "bí mật" not in page
    assert "Traceback" not in page


def test_a_script_that_sends_a_file_is_told_where_the_answer_leads():
    def leads(request):
        answer = HttpResponseRedirect("/xu-ly/")
        answer.set_cookie("messages", "x")
        return answer

    told = middleware.upload_answered(leads)(RequestFactory().post("/", headers={"X-Upload": "1"}))
    assert (told.status_code, told.headers["X-Location"], "Location" in told.headers) == (204, "/xu-ly/", False)
    assert told.cookies["messages"].value == "x"
    plain = middleware.upload_answered(leads)(RequestFactory().post("/"))
    assert (plain.status_code, plain.headers["Location"]) == (302, "/xu-ly/")
    refused = middleware.upload_answered(lambda request: HttpResponse(status=422))
    assert refused(RequestFactory().post("/", headers={"X-Upload": "1"})).status_code == 422
