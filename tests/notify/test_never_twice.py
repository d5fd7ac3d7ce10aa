"""Whatever breaks in the middle, nobody is told twice by the machine: lost answers, killed workers, late ones."""

import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from motcua.core.clock import now
from motcua.notify.actions import deliver, delivering, send_again, send_due, settle
from motcua.notify.actions.delivering import LEASE
from motcua.notify.choices import State, Trouble
from motcua.notify.gateways import gateway
from motcua.notify.gateways.base import NotSent
from motcua.notify.models import Outgoing
from tests.notify.conftest import message, now_is
from tests.notify.servers import SENDER, TOKEN, PostOffice, Provider, hang_up

pytestmark = pytest.mark.django_db


def test_a_letter_whose_answer_was_lost_is_not_sent_again_by_the_machine(
    noon: Any, later: Callable[..., None], post_office: PostOffice
) -> None:
    post_office.on_data = hang_up
    sent = message()
    deliver(sent.pk)
    found = now_is(sent)
    assert (found.state, found.trouble) == (State.UNCLEAR, Trouble.CUT_OFF)
    later(days=1)
    assert (send_due(), settle()) == (0, 0)
    assert len(post_office.letters) == 1


def test_only_a_person_sends_it_again_and_under_the_same_name(
    noon: Any, post_office: PostOffice, operator: Any
) -> None:
    post_office.on_data = hang_up
    sent = message()
    deliver(sent.pk)
    post_office.on_data = lambda server: None
    send_again(now_is(sent), by=operator, note="Người nhận gọi, chưa thấy thư")
    deliver(sent.pk)
    assert (now_is(sent).state, now_is(sent).attempts) == (State.SENT, 2)
    names = {each.content.split(b"Message-ID: ")[1].split(b"\r\n")[0] for each in post_office.letters}
    assert len(post_office.letters) == 2
    assert len(names) == 1


def test_an_sms_whose_answer_was_lost_is_sent_with_its_key_and_taken_once(
    noon: Any, later: Callable[..., None], provider: Provider
) -> None:
    provider.breaking = True
    sent = message(channel="sms")
    deliver(sent.pk)
    assert (now_is(sent).state, now_is(sent).trouble) == (State.FAILED, Trouble.UNREACHABLE)
    provider.breaking = False
    later(minutes=2)
    deliver(sent.pk)
    assert (now_is(sent).state, now_is(sent).provider_id) == (State.SENT, f"n-{str(sent.pk)[:8]}")
    assert len(provider.taken) == 1
    assert [each[0] for each in provider.calls] == ["POST", "POST"]
    assert {each[2]["Idempotency-Key"] for each in provider.calls} == {str(sent.pk)}


SENDING = (
    "from motcua.notify.actions import deliver; print('ready', flush=True); deliver('{}'); print('noted', flush=True)"
)


def start(python: Callable[..., subprocess.Popen[str]], sent: Outgoing, **variables: str) -> subprocess.Popen[str]:
    return python(SENDING.format(sent.pk), **variables)


@pytest.mark.django_db(transaction=True)
def test_killed_after_the_letter_went_it_is_neither_sent_again_nor_called_sent(
    noon: Any, later: Callable[..., None], python: Any
) -> None:
    sent, running = message(), []
    with PostOffice() as office:
        office.on_data = lambda server: running[0].kill()
        running.append(
            start(python, sent, MOTCUA_SMTP=f"smtp://127.0.0.1:{office.port}?tls=none", MOTCUA_MAIL_FROM=SENDER)
        )
        running[0].wait(timeout=60)
        assert now_is(sent).state == State.SENDING
        assert (send_due(), settle()) == (0, 0), "somebody may still be at it"
        later(seconds=LEASE.total_seconds() + 1)
        send_due()
        assert (now_is(sent).state, now_is(sent).trouble) == (State.UNCLEAR, Trouble.CUT_OFF)
        deliver(sent.pk)
        assert len(office.letters) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("taken", [True, False])
def test_killed_while_an_sms_goes_the_provider_is_asked_and_it_goes_once(
    noon: Any, later: Callable[..., None], python: Any, provider: Provider, taken: bool
) -> None:
    sent, running = message(channel="sms"), []

    def kill() -> None:
        running[0].kill()
        running[0].wait(timeout=30)
        provider.status = 0 if taken else 500

    provider.on_post = kill
    running.append(start(python, sent, MOTCUA_SMS=provider.address, MOTCUA_SMS_TOKEN=TOKEN))
    running[0].wait(timeout=60)
    provider.wait_for_calls(1)
    provider.status, provider.on_post = 0, lambda: None
    assert now_is(sent).state == State.SENDING
    later(seconds=LEASE.total_seconds() + 1)
    assert settle() == 1
    assert now_is(sent).state == (State.SENT if taken else State.FAILED)
    later(minutes=2)
    deliver(sent.pk)
    assert now_is(sent).state == State.SENT
    assert list(provider.taken) == [str(sent.pk)]


def test_a_provider_that_does_not_answer_is_asked_again_later(
    noon: Any, later: Callable[..., None], provider: Provider
) -> None:
    sent = message(channel="sms")
    Outgoing.objects.filter(pk=sent.pk).update(begun_at=now(), attempts=1)
    set_state(sent, "sending")
    later(seconds=LEASE.total_seconds() + 1)
    provider.status = 503
    assert settle() == 1
    assert now_is(sent).state == State.SENDING
    provider.status = 0
    settle()
    assert now_is(sent).state == State.FAILED


def test_a_worker_that_was_thought_dead_may_still_tell_that_it_was_taken(noon: Any, post_office: PostOffice) -> None:
    sent = message()
    begun = delivering._begun(sent.pk)
    noon("2026-11-23T12:06+07:00")
    settle()
    assert now_is(sent).state == State.UNCLEAR
    assert delivering._taken(begun, gateway("email"), "<x>")
    assert (now_is(sent).state, now_is(sent).trouble, now_is(sent).ended_at) == (State.SENT, "", None)


def test_what_an_earlier_attempt_tells_late_changes_nothing(noon: Any, operator: Any, post_office: PostOffice) -> None:
    sent = message()
    first = delivering._begun(sent.pk)
    noon("2026-11-23T12:06+07:00")
    settle()
    send_again(now_is(sent), by=operator, note="Gửi lại")
    deliver(sent.pk)
    assert not delivering._missed(first, NotSent(Trouble.UNREACHABLE))
    assert not delivering._taken(first, gateway("email"), "<x>")
    assert (now_is(sent).state, now_is(sent).attempts) == (State.SENT, 2)


def set_state(sent: Outgoing, state: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notify_outgoing SET state = %s WHERE id = %s", [state, sent.pk])
