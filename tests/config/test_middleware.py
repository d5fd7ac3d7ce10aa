import logging

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client, RequestFactory

from config import middleware


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
