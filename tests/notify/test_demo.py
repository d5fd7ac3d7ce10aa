"""The demo's outbox, as a page and for machines; elsewhere neither is there."""

from typing import Any

import pytest
from django.test import Client, override_settings

from motcua.notify.actions import deliver, forget
from motcua.notify.demo import SHOWN
from motcua.notify.models import Outgoing
from tests.notify.conftest import MAIL, MOBILE, message

pytestmark = pytest.mark.django_db
PAGE, API = "/hop-thu-dung-thu/", "/api/v1/demo/outbox"


@pytest.fixture
def two(noon: Any) -> list[Outgoing]:
    """A letter that went, and later an SMS that waits."""
    letter = message()
    deliver(letter.pk)
    noon("2026-11-23T12:05+07:00")
    return [letter, message(channel="sms", key="k2")]


def items(client: Client, **asked: str) -> list[dict[str, Any]]:
    answer = client.get(API, asked)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_machines_read_what_was_sent_to_an_address(client: Client, two: list[Outgoing]) -> None:
    (found,) = items(client, to=MAIL)
    assert found["subject"] == "Đã tiếp nhận hồ sơ: H57.54-261123-0042"
    assert (found["channel"], found["to"], found["state"]) == ("email", MAIL, "sent")
    assert found["sent_at"].startswith("2026-11-23T12:0")
    assert found["delivered_at"] is None
    (sms,) = items(client, to="+84 912 345 274")
    assert (sms["channel"], sms["to"], sms["sent_at"]) == ("sms", MOBILE, None)


def test_without_an_address_everything_newest_first(client: Client, two: list[Outgoing]) -> None:
    assert [each["channel"] for each in items(client)] == ["sms", "email"]
    assert items(client, to="khac@example.vn") == []


def test_so_many_are_shown_and_no_more(client: Client, noon: Any) -> None:
    for number in range(SHOWN + 2):
        message(key=f"n{number}")
    assert len(items(client)) == SHOWN


@pytest.mark.parametrize("to", ["không phải", "12", "@", "a@b@c", "' OR 1=1 --"])
def test_what_is_no_address_is_refused_in_words(client: Client, to: str) -> None:
    answer = client.get(API, {"to": to})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_recipient")
    page = client.get(PAGE, {"to": to})
    assert page.status_code == 422
    assert "Nhập một địa chỉ thư hoặc số điện thoại." in page.content.decode()


def test_people_read_them_on_a_page(client: Client, two: list[Outgoing]) -> None:
    page = client.get(PAGE, {"to": MAIL}).content.decode()
    assert "Đã tiếp nhận hồ sơ: H57.54-261123-0042" in page
    assert MOBILE not in page
    assert MOBILE in client.get(PAGE).content.decode()
    assert "Chưa có tin nào" in client.get(PAGE, {"to": "khac@example.vn"}).content.decode()


def test_what_a_message_says_is_no_html_on_the_page(client: Client, noon: Any) -> None:
    values = {"code": "<script>alert(1)</script>", "procedure": "x", "contact": "x", "link": "x", "due": "x"}
    message(values=values)
    page = client.get(PAGE).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_emptied_messages_are_not_shown(client: Client, two: list[Outgoing], noon: Any) -> None:
    noon("2027-03-01T12:00+07:00")
    assert forget() == 1
    assert [each["channel"] for each in items(client)] == ["sms"]


def test_outside_the_demo_neither_is_there(client: Client, two: list[Outgoing]) -> None:
    with override_settings(MOTCUA_DEMO=False, MOTCUA_TEST=False):
        answers = [client.get(address, {"to": MAIL}) for address in (PAGE, API)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert not any("H57.54" in answer.content.decode() for answer in answers)


def test_the_demos_pages_lead_to_it_and_no_others(client: Client, settings: Any) -> None:
    assert PAGE not in client.get("/").content.decode()
    settings.MOTCUA_DEMO = True
    assert f'href="{PAGE}"' in client.get("/").content.decode()
