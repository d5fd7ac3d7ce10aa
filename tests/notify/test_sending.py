"""A message is written with its cause, once; what it says; to whom; when it may go."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.core.clock import local, now
from motcua.core.errors import BadInput, NotPermitted
from motcua.notify.actions import change_rules, send
from motcua.notify.choices import State
from motcua.notify.models import Outgoing
from tests.factories import make_post, system
from tests.notify.conftest import MAIL, MOBILE, VALUES, message, now_is

pytestmark = pytest.mark.django_db


def jobs() -> list[str]:
    rows = ProcrastinateJob.objects.filter(task_name="notify.deliver", status="todo")
    return [row.args["message"] for row in rows]


def test_it_waits_in_the_outbox_with_a_job_of_its_own(noon: Any) -> None:
    sent = message()
    assert (sent.state, sent.attempts, sent.recipient, sent.most) == (State.WAITING, 0, MAIL, 8)
    assert sent.subject == "Đã tiếp nhận hồ sơ: H57.54-261123-0042"
    assert "Ngày hẹn trả kết quả: 17:00 07/12/2026." in sent.body
    assert jobs() == [str(sent.pk)]


def test_the_same_key_writes_nothing_again(noon: Any) -> None:
    first = message()
    assert message(to="nguoi-khac@example.vn").pk == first.pk
    assert Outgoing.objects.count() == 1
    assert len(jobs()) == 1


def test_with_the_cause_undone_there_is_neither_message_nor_job(noon: Any) -> None:
    def cause() -> None:
        with transaction.atomic():
            message()
            assert len(jobs()) == 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        cause()
    assert not Outgoing.objects.exists()
    assert jobs() == []


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_writes_and_both_have_it(together: Any) -> None:
    found = together(message, message, message)
    assert len({each.pk for each in found}) == 1, found
    assert Outgoing.objects.count() == 1


def test_only_the_machine_writes_to_citizens(administrator: Any) -> None:
    for by in (administrator, make_post("receptionist"), make_post("leader")):
        with pytest.raises(NotPermitted):
            message(by=by)
    assert not Outgoing.objects.exists()


@pytest.mark.parametrize(
    ("channel", "to", "code"),
    [
        ("email", "", "bad_email"), ("email", "không phải", "bad_email"), ("email", "nguyễn@example.vn", "bad_email"),
        ("email", "a@example.vn\r\nBcc: b@example.vn", "bad_email"), ("sms", "02363000111", "no_mobile"),
        ("sms", "19001000", "no_mobile"), ("sms", "", "no_mobile"), ("zalo", "12", "bad_phone"),
        ("zalo", "a@example.vn", "bad_phone"),
    ],
)  # fmt: skip
def test_an_address_to_which_nothing_can_go_is_refused(channel: str, to: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        message(channel=channel, to=to)
    assert caught.value.code == code
    assert not Outgoing.objects.exists()


def test_a_channel_that_is_not_installed_is_refused(settings: Any) -> None:
    settings.SMS = ""
    with pytest.raises(BadInput) as caught:
        message(channel="sms")
    assert caught.value.code == "no_gateway"


@pytest.mark.parametrize("values", [{}, {"code": "1"}, VALUES | {"name": "Trần Thị Mẫu"}])
def test_values_and_places_must_agree(values: dict[str, Any]) -> None:
    with pytest.raises((KeyError, ValueError)):
        message(values=values)


def test_an_unknown_kind_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        message(kind="dossiers.nothing")


def test_a_phone_is_kept_in_one_form_and_found_by_it(noon: Any) -> None:
    sent = message(channel="sms", to="+84 912.345.274")
    assert sent.recipient == MOBILE
    assert list(Outgoing.objects.sent_to(MOBILE)) == [sent]
    assert not Outgoing.objects.sent_to("0987654321").exists()
    assert not Outgoing.objects.sent_to("").exists()


def test_an_sms_has_no_marks_until_the_office_pays_for_them(noon: Any, rules: Any, operator: Any) -> None:
    bare = message(channel="sms")
    assert bare.subject == ""
    assert bare.body.startswith("Ho so H57.54-261123-0042: da tiep nhan, hen tra 17:00 07/12/2026.")
    change_rules(rules, by=operator, quiet_from=rules.quiet_from, quiet_until=rules.quiet_until, tries=3,
                 marked_sms=True, kept_days=30)  # fmt: skip
    marked = message(channel="sms", key="k2")
    assert marked.body.startswith("Hồ sơ H57.54-261123-0042: đã tiếp nhận")
    assert marked.most == 3
    assert message(channel="zalo", key="k3").body == marked.body


def test_english_where_it_is_wanted(noon: Any) -> None:
    sent = message(language="en")
    assert sent.subject == "Your application was accepted: H57.54-261123-0042"


def test_what_a_value_holds_stays_a_value(noon: Any) -> None:
    hostile = "{due} {0} {x.__class__} %s <script>\r\nBcc: ke-gian@example.vn"
    sent = message(values=VALUES | {"code": hostile})
    assert sent.subject == "Đã tiếp nhận hồ sơ: {due} {0} {x.__class__} %s <script> Bcc: ke-gian@example.vn"
    assert "\n" not in sent.subject


# When


def test_in_quiet_hours_it_waits_for_the_morning(noon: Any) -> None:
    noon("2026-11-23T22:15+07:00")
    sent = message()
    assert local(sent.next_at).isoformat(timespec="minutes") == "2026-11-24T07:00+07:00"
    assert jobs() == []


def test_quiet_hours_are_those_of_the_rules(noon: Any, rules: Any, operator: Any) -> None:
    noon("2026-11-23T22:15+07:00")
    change_rules(rules, by=operator, quiet_from=rules.quiet_until, quiet_until=rules.quiet_until, tries=8,
                 marked_sms=False, kept_days=90)  # fmt: skip
    assert jobs() == []
    sent = message()
    assert jobs() == [str(sent.pk)]


def test_what_is_urgent_goes_at_any_hour(noon: Any, urgent: str) -> None:
    noon("2026-11-23T23:55+07:00")
    sent = send(by=system(), kind=urgent, channel="sms", to=MOBILE, values={"code": "482913"}, key="code-1")
    assert jobs() == [str(sent.pk)]
    assert sent.useful_until - now() <= timedelta(minutes=10)


# At rest


def test_nothing_of_a_message_can_be_read_in_the_database(noon: Any) -> None:
    sent = message()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(o)::text FROM notify_outgoing o")
        row = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(args::text, ' ') FROM procrastinate_jobs")
        queue = cursor.fetchone()[0]
    for word in (MAIL, "nguoi-dan", VALUES["code"], VALUES["procedure"], "tiếp nhận", VALUES["link"]):
        for text in (row, queue):
            assert word not in text
            assert word.encode().hex() not in text
    assert now_is(sent).recipient == MAIL


def test_a_message_costs_few_queries(noon: Any, django_assert_num_queries: Any, ward: Any) -> None:
    message(key="warm", office=ward)
    with django_assert_num_queries(9):  # three of them a savepoint's and the clock's
        message(key="k9", office=ward)
