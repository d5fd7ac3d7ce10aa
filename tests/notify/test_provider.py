"""The providers of SMS and Zalo: what they are told, what they refuse, what arrived."""

from collections.abc import Callable
from typing import Any

import pytest

from motcua.notify import hours
from motcua.notify.actions import ask_reports, deliver
from motcua.notify.choices import State, Trouble
from tests.notify.conftest import MOBILE, message, now_is
from tests.notify.servers import TOKEN, Provider

pytestmark = pytest.mark.django_db


def test_sent_is_not_delivered_until_the_provider_says_so(
    noon: Any, later: Callable[..., None], provider: Provider
) -> None:
    sent = message(channel="zalo")
    deliver(sent.pk)
    assert now_is(sent).state == State.SENT
    assert ask_reports() == 0
    later(minutes=2)
    assert ask_reports() == 1
    assert now_is(sent).state == State.SENT, "accepted is not delivered"
    provider.state = "delivered"
    later(minutes=6)
    ask_reports()
    found = now_is(sent)
    assert (found.state, found.delivered_at is not None) == (State.DELIVERED, True)
    assert found.delivered_at > found.sent_at


@pytest.mark.parametrize("state", ["undelivered", "rejected", "expired"])
def test_what_the_network_could_not_deliver_is_a_failure(
    noon: Any, later: Callable[..., None], provider: Provider, state: str
) -> None:
    sent = message(channel="sms")
    deliver(sent.pk)
    provider.state, provider.reason = state, f"số {MOBILE} không liên lạc được"
    later(minutes=2)
    ask_reports()
    found = now_is(sent)
    assert (found.state, found.trouble) == (State.GIVEN_UP, Trouble.UNDELIVERED)
    assert MOBILE in found.said
    assert found.ended_at is not None


def test_one_does_not_ask_for_ever(noon: Any, later: Callable[..., None], provider: Provider) -> None:
    sent = message(channel="sms")
    deliver(sent.pk)
    for minutes in hours.ASKED:
        later(minutes=minutes + 1)
        assert ask_reports() == 1
    later(days=3)
    assert ask_reports() == 0
    assert (now_is(sent).state, now_is(sent).next_at) == (State.SENT, None)


# The provider's interface


def test_what_the_provider_is_told(noon: Any, provider: Provider) -> None:
    sent = message(channel="sms")
    deliver(sent.pk)
    (given,) = provider.taken.values()
    assert given == {"key": str(sent.pk), "channel": "sms", "to": MOBILE, "text": sent.body, "sender": "MOTCUA"}
    ((method, path, headers),) = provider.calls
    assert (method, path) == ("POST", "/v1/messages")
    assert headers["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(
    ("status", "state", "trouble"),
    [
        (400, State.GIVEN_UP, Trouble.REFUSED), (422, State.GIVEN_UP, Trouble.REFUSED),
        (401, State.FAILED, Trouble.NOT_LET_IN), (403, State.FAILED, Trouble.NOT_LET_IN),
        (404, State.FAILED, Trouble.NOT_LET_IN), (429, State.FAILED, Trouble.NOT_NOW),
        (302, State.FAILED, Trouble.NOT_NOW), (500, State.FAILED, Trouble.NOT_NOW),
        (503, State.FAILED, Trouble.NOT_NOW),
    ],
)  # fmt: skip
def test_what_the_provider_refuses(noon: Any, provider: Provider, status: int, state: str, trouble: str) -> None:
    provider.status, provider.reason = status, "vì sao"
    sent = message(channel="sms")
    deliver(sent.pk)
    assert (now_is(sent).state, now_is(sent).trouble) == (state, trouble)
    assert provider.taken == {}


@pytest.mark.parametrize("raw", [b"", b"no json", b"[1]", b"\xff\xfe", b"[" * 60_000, b'{"id": null}', b'{"id": {}}'])
def test_an_answer_that_is_none_harms_nothing(noon: Any, provider: Provider, raw: bytes) -> None:
    provider.raw = raw
    sent = message(channel="sms")
    deliver(sent.pk)
    assert now_is(sent).state == State.SENT, "202 is an answer, whatever stands in it"
    assert now_is(sent).provider_id != ""
