"""Messages go once, are tried again when they did not, and sent is not delivered: real servers, real sockets."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from bench.product import free_port
from motcua.core.clock import local, now
from motcua.notify.actions import ask_reports, deliver, forget, send_due
from motcua.notify.choices import State, Trouble
from motcua.notify.models import Outgoing
from tests.notify.conftest import MAIL, VALUES, message, now_is
from tests.notify.servers import SENDER, PostOffice, Provider

pytestmark = pytest.mark.django_db


WORKER = (
    "from procrastinate.contrib.django import app\n"
    "with app.replace_connector(app.connector.get_worker_connector()) as own:\n"
    "    own.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)"
)


# E-mail


def test_a_letter_is_sent_and_it_is_not_said_that_it_arrived(noon: Any, post_office: PostOffice) -> None:
    sent = message()
    deliver(sent.pk)
    found = now_is(sent)
    assert (found.state, found.attempts, found.delivered_at) == (State.SENT, 1, None)
    assert found.provider_id == f"<{sent.pk}@example.vn>"
    assert found.sent_at is not None
    (envelope,) = post_office.letters
    assert envelope.rcpt_tos == [MAIL]
    ask_reports()
    assert now_is(sent).state == State.SENT, "a mail server tells of nothing that arrived"


def test_what_was_sent_is_not_sent_again(noon: Any, post_office: PostOffice) -> None:
    sent = message()
    for _ in range(3):
        deliver(sent.pk)
        send_due()
    assert len(post_office.letters) == 1


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_sends_what_is_in_the_queue(noon: Any, post_office: PostOffice, python: Any) -> None:
    sent = message()
    worker = python(WORKER, MOTCUA_SMTP=f"smtp://127.0.0.1:{post_office.port}?tls=none", MOTCUA_MAIL_FROM=SENDER)
    assert worker.wait(timeout=60) == 0
    assert now_is(sent).state == State.SENT
    assert len(post_office.letters) == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_with_one_message_one_sends_it(noon: Any, post_office: PostOffice, together: Any) -> None:
    sent = message()
    together(*[lambda: deliver(sent.pk)] * 4)
    assert len(post_office.letters) == 1
    assert (now_is(sent).state, now_is(sent).attempts) == (State.SENT, 1)


@pytest.mark.django_db(transaction=True)
def test_while_it_is_sent_no_lock_is_held_and_everybody_sees_it_begun(noon: Any, provider: Provider) -> None:
    sent, seen = message(channel="sms"), []

    def look() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT state FROM notify_outgoing WHERE id = %s FOR UPDATE NOWAIT", [sent.pk])
            seen.append(cursor.fetchone()[0])
        connection.close()

    provider.on_post = look
    deliver(sent.pk)
    assert seen == ["sending"]
    assert now_is(sent).state == State.SENT


# Failures


def test_after_each_failure_one_waits_longer_and_then_gives_up(
    noon: Any, later: Callable[..., None], settings: Any
) -> None:
    settings.SMTP, settings.MAIL_FROM = f"smtp://127.0.0.1:{free_port()}?tls=none", SENDER
    sent = message()
    Outgoing.objects.filter(pk=sent.pk).update(most=4)
    waits = []
    for attempt in range(1, 4):
        deliver(sent.pk)
        found = now_is(sent)
        assert (found.state, found.attempts, found.trouble) == (State.FAILED, attempt, Trouble.UNREACHABLE)
        waits.append(round((found.next_at - now()).total_seconds() / 60))
        deliver(sent.pk)
        assert now_is(sent).attempts == attempt, "before its time it is not tried"
        later(minutes=waits[-1] + 1)
        assert send_due() == 1
    assert waits == [1, 5, 15]
    deliver(sent.pk)
    found = now_is(sent)
    assert (found.state, found.attempts, len(found.tries)) == (State.GIVEN_UP, 4, 4)
    assert found.ended_at is not None
    assert send_due() == 0


def test_a_server_that_comes_back_gets_what_waited(noon: Any, later: Callable[..., None], settings: Any) -> None:
    port = free_port()
    settings.SMTP, settings.MAIL_FROM = f"smtp://127.0.0.1:{port}?tls=none", SENDER
    sent = message()
    deliver(sent.pk)
    assert now_is(sent).state == State.FAILED
    later(minutes=2)
    with PostOffice(port=port) as office:
        deliver(sent.pk)
        assert len(office.letters) == 1
    assert (now_is(sent).state, now_is(sent).trouble) == (State.SENT, "")


def test_what_is_refused_for_good_is_not_tried_again(noon: Any, post_office: PostOffice) -> None:
    post_office.rcpt = f"550 5.1.1 <{MAIL}> no such mailbox"
    sent = message()
    deliver(sent.pk)
    found = now_is(sent)
    assert (found.state, found.trouble, found.attempts) == (State.GIVEN_UP, Trouble.REFUSED, 1)
    assert MAIL in found.said, "what the server said is kept, encrypted"
    assert MAIL not in str(found.tries)


def test_a_retry_waits_for_the_end_of_quiet_hours(noon: Any, later: Callable[..., None], settings: Any) -> None:
    settings.SMTP, settings.MAIL_FROM = f"smtp://127.0.0.1:{free_port()}?tls=none", SENDER
    noon("2026-11-23T20:59:30+07:00")
    sent = message()
    deliver(sent.pk)
    assert local(now_is(sent).next_at).isoformat(timespec="minutes") == "2026-11-24T07:00+07:00"


def test_a_job_that_comes_late_into_quiet_hours_waits(noon: Any, post_office: PostOffice) -> None:
    sent = message()
    noon("2026-11-23T21:30+07:00")
    deliver(sent.pk)
    assert (now_is(sent).state, now_is(sent).attempts) == (State.WAITING, 0)
    noon("2026-11-24T07:00:01+07:00")
    assert send_due() == 1
    deliver(sent.pk)
    assert now_is(sent).state == State.SENT


def test_a_code_that_is_of_no_use_any_more_is_not_sent(noon: Any, urgent: str, provider: Provider) -> None:
    sent = message(channel="sms", kind=urgent, values={"code": "482913"})
    noon("2026-11-23T12:10:01+07:00")
    deliver(sent.pk)
    assert (now_is(sent).state, now_is(sent).trouble) == (State.CANCELLED, Trouble.TOO_LATE)
    assert provider.taken == {}


def test_a_channel_that_was_taken_away_is_a_failure_like_others(noon: Any, settings: Any) -> None:
    sent = message(channel="zalo")
    settings.ZALO = ""
    deliver(sent.pk)
    assert (now_is(sent).state, now_is(sent).trouble) == (State.FAILED, Trouble.NO_GATEWAY)


def test_a_setting_that_is_wrong_begins_nothing(noon: Any, settings: Any) -> None:
    sent = message()
    settings.SMTP = "smtp://mail.example.vn?tls=none"
    with pytest.raises(ValueError, match="MOTCUA_SMTP"):
        deliver(sent.pk)
    assert (now_is(sent).state, now_is(sent).attempts) == (State.WAITING, 0)


def test_a_job_of_a_message_that_is_not_there_does_nothing() -> None:
    deliver("6f1c5f7e-0000-4000-8000-000000000000")
    assert not Outgoing.objects.exists()


def test_a_demos_messages_stay_here_and_phones_tell_what_arrived(noon: Any, later: Callable[..., None]) -> None:
    mail, phone = message(), message(channel="sms", key="k2")
    for each in (mail, phone):
        deliver(each.pk)
    later(minutes=2)
    ask_reports()
    assert (now_is(mail).state, now_is(phone).state) == (State.SENT, State.DELIVERED)


# Forgotten


def test_content_is_emptied_after_its_time_and_the_row_stays(
    noon: Any, later: Callable[..., None], settings: Any
) -> None:
    gone, waiting = message(), message(key="k2", channel="sms")
    deliver(gone.pk)
    settings.SMS = f"http://127.0.0.1:{free_port()}"
    later(days=91)
    assert forget() == 1
    found = now_is(gone)
    assert (found.recipient, found.subject, found.body, found.said) == ("", "", "", "")
    assert found.emptied_at is not None
    assert (found.state, found.kind) == (State.SENT, "dossiers.received")
    assert not Outgoing.objects.sent_to(MAIL).exists()
    assert now_is(waiting).body != "", "what has not gone yet is not emptied"
    assert forget() == 0


def test_content_within_its_time_stays(noon: Any, later: Callable[..., None]) -> None:
    sent = message()
    deliver(sent.pk)
    later(days=89)
    assert forget() == 0
    assert VALUES["code"] in now_is(sent).body
