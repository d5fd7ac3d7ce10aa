"""What providers report of their own accord: signed, fresh, each report once, never against a later attempt."""

import json
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from config.checks import gateway_troubles
from motcua.notify.actions import deliver, send_again
from motcua.notify.choices import State, Trouble
from motcua.notify.gateways.receipts import signature_of
from motcua.notify.models import Outgoing
from tests.notify.conftest import MOBILE, message, now_is
from tests.notify.servers import Provider

pytestmark = pytest.mark.django_db
SECRETS = {"sms": "khoa-ky-bao-cao-cua-nha-mang-0001", "zalo": "khoa-ky-bao-cao-cua-zalo-00000002"}


@pytest.fixture(autouse=True)
def secrets(settings: Any) -> None:
    settings.RECEIPT_SECRETS = dict(SECRETS)


@pytest.fixture
def sent(noon: Any, provider: Provider) -> Outgoing:
    """An SMS that the provider took."""
    made = message(channel="sms")
    deliver(made.pk)
    assert now_is(made).state == State.SENT
    return made


def report(state: str, *, key: Any, channel: str = "sms", secret: str = "", ago: int = 0, **more: Any) -> Any:
    """Post a report as a provider does; what is given may spoil it."""
    body = json.dumps({"key": str(key), "state": state, **more}).encode()
    second = int(time.time()) - ago
    signed = {"X-Timestamp": str(second), "X-Signature": signature_of(secret or SECRETS[channel], second, body)}
    return post(body, signed, channel=channel)


def post(body: bytes, headers: dict[str, str], *, channel: str = "sms") -> Any:
    address = f"/api/v1/notices/{channel}/receipts"
    return Client().post(address, body, content_type="application/json", headers=headers)


def test_a_report_turns_sent_into_delivered(sent: Outgoing) -> None:
    answer = report("delivered", key=sent.pk, id=f"n-{str(sent.pk)[:8]}", operator="một mục lạ")
    assert (answer.status_code, answer.json()) == (200, {"noted": True})
    found = now_is(sent)
    assert (found.state, found.delivered_at is not None, found.next_at) == (State.DELIVERED, True, None)


@pytest.mark.parametrize("state", ["undelivered", "rejected", "expired"])
def test_a_report_of_a_loss_is_a_failure_that_says_why(sent: Outgoing, state: str) -> None:
    assert report(state, key=sent.pk, reason=f"số {MOBILE} không có").json() == {"noted": True}
    found = now_is(sent)
    assert (found.state, found.trouble, found.said) == (State.GIVEN_UP, Trouble.UNDELIVERED, f"số {MOBILE} không có")
    assert found.tries[-1]["trouble"] == Trouble.UNDELIVERED


@pytest.mark.parametrize("state", ["accepted", "sent", "no such state", ""])
def test_what_is_still_under_way_changes_nothing(sent: Outgoing, state: str) -> None:
    assert report(state, key=sent.pk).json() == {"noted": False}
    assert now_is(sent).state == State.SENT


def test_nobody_reports_without_the_secret_of_the_channel(sent: Outgoing, settings: Any) -> None:
    body = json.dumps({"key": str(sent.pk), "state": "delivered"}).encode()
    second = int(time.time())
    good = {"X-Timestamp": str(second), "X-Signature": signature_of(SECRETS["sms"], second, body)}
    spoilt = [
        {}, good | {"X-Signature": ""}, good | {"X-Signature": "sha256=" + "0" * 64}, good | {"X-Timestamp": ""},
        good | {"X-Timestamp": str(second + 1)}, good | {"X-Timestamp": "²"}, good | {"X-Timestamp": "9" * 40},
        good | {"X-Signature": signature_of(SECRETS["zalo"], second, body)}, {"Authorization": "Bearer mc_x"},
    ]  # fmt: skip
    answers = [post(body, headers) for headers in spoilt]
    answers += [post(body.replace(b"delivered", b"expired"), good), post(body, good, channel="zalo")]
    answers += [post(body, good, channel="email"), post(body, good, channel="nothing")]
    answers += [report("delivered", key=sent.pk, ago=301), report("delivered", key=sent.pk, ago=-301)]
    settings.RECEIPT_SECRETS = {"sms": "", "zalo": SECRETS["zalo"]}
    answers += [post(body, good), post(body, good | {"X-Signature": signature_of("", second, body)})]
    assert {answer.status_code for answer in answers} == {401}
    assert now_is(sent).state == State.SENT


def test_a_body_that_is_none_is_refused_once_it_is_signed(sent: Outgoing) -> None:
    for body in (b"", b"[]", b'{"key": "x", "state": "delivered"}', b'{"state": "delivered"}'):
        second = int(time.time())
        signed = {"X-Timestamp": str(second), "X-Signature": signature_of(SECRETS["sms"], second, body)}
        assert post(body, signed).status_code in (400, 422)


def test_a_report_counts_once_and_never_against_a_later_attempt(
    sent: Outgoing, operator: Any, later: Callable[..., None], provider: Provider
) -> None:
    body = json.dumps({"key": str(sent.pk), "state": "undelivered"}).encode()
    second = int(time.time())
    signed = {"X-Timestamp": str(second), "X-Signature": signature_of(SECRETS["sms"], second, body)}
    assert post(body, signed).json() == {"noted": True}
    assert post(body, signed).json() == {"noted": False}
    again = send_again(now_is(sent), by=operator, version=now_is(sent).version, note="đã hỏi lại số")
    deliver(again.pk)
    assert now_is(sent).state == State.SENT
    assert post(body, signed).json() == {"noted": False}  # played again by whoever heard it
    assert now_is(sent).state == State.SENT
    anew = now_is(sent).letter_key
    assert list(provider.taken) == [str(sent.pk), str(anew)]  # under the old key it would have taken it for the same
    assert report("delivered", key=sent.pk, ago=-2).json() == {"noted": False}  # a late word about the first time
    assert report("delivered", key=anew, ago=-2).json() == {"noted": True}
    assert report("undelivered", key=anew, ago=-4).json() == {"noted": False}
    assert now_is(sent).state == State.DELIVERED


def test_a_report_of_another_message_is_nothing(sent: Outgoing, noon: Any) -> None:
    waiting = message(channel="sms", key="k2")
    zalo = message(channel="zalo", key="k3")
    deliver(zalo.pk)
    for key in (uuid.uuid4(), waiting.pk, zalo.pk):
        assert report("delivered", key=key).json() == {"noted": False}
    assert (now_is(waiting).state, now_is(zalo).state) == (State.WAITING, State.SENT)
    assert report("delivered", key=zalo.pk, channel="zalo").json() == {"noted": True}


def test_two_reports_at_once_are_noted_once(
    transactional_db: None, noon: Any, provider: Provider, together: Any
) -> None:
    made = message(channel="sms")
    deliver(made.pk)
    said = together(*(lambda: report("delivered", key=made.pk).json()["noted"] for _ in range(2)))
    assert sorted(said) == [False, True]


def test_a_secret_that_is_too_short_is_told_before_one_serves(settings: Any) -> None:
    settings.RECEIPT_SECRETS = {"sms": "ngan", "zalo": ""}
    assert gateway_troubles() == ["MOTCUA_SMS_RECEIPTS: at least 32 characters"]
    settings.RECEIPT_SECRETS = {"sms": "", "zalo": "x" * 32}
    assert gateway_troubles() == []
