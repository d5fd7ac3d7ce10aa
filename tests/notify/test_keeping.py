"""What administrators decide: words, hours, whether a failed message goes again."""

from datetime import time
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core import rebuilding
from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from motcua.notify.actions import (
    cancel,
    change_rules,
    change_text,
    deliver,
    drop_text,
    send_again,
    send_due,
    text_of,
    tried,
    write_text,
)
from motcua.notify.choices import State
from motcua.notify.models import NoticeText, Outgoing, SendingRules
from motcua.notify.notices import notice_of
from tests.factories import make_agency, make_post
from tests.notify.conftest import message, now_is
from tests.notify.servers import PostOffice

pytestmark = pytest.mark.django_db
KIND = "dossiers.received"
RULES = {"quiet_from": time(22), "quiet_until": time(6), "tries": 5, "marked_sms": True, "kept_days": 30}


def write(by: Post, **given: Any) -> NoticeText:
    one = {"kind": KIND, "channel": "email", "language": "vi", "heading": "Mã {code}", "body": "Hẹn {due}. {link}"}
    return write_text(by=by, **one | given)


def refusal(act: Any, *args: Any, **given: Any) -> str:
    with pytest.raises(BadInput) as caught:
        act(*args, **given)
    return caught.value.code


# Words


def test_an_offices_words_go_to_all_below_it_and_to_nobody_else(noon: Any, administrator: Post) -> None:
    division = make_agency(parent=administrator.agency)
    write(administrator)
    assert message(key="a", office=division).subject == "Mã H57.54-261123-0042"
    assert message(key="b", office=make_agency()).subject.startswith("Đã tiếp nhận")
    assert message(key="c", office=division, language="en").subject.startswith("Your application")
    assert message(key="d", office=division, channel="zalo").body.startswith("Hồ sơ")


def test_the_nearest_offices_words_are_used(noon: Any, administrator: Post) -> None:
    below = make_agency(parent=administrator.agency)
    write(administrator)
    write(make_post(Role.ADMINISTRATOR, agency=below), heading="Gần hơn {code}")
    assert message(key="a", office=make_agency(parent=below)).subject.startswith("Gần hơn")
    assert message(key="b", office=administrator.agency).subject.startswith("Mã")


def test_what_no_office_sends_is_worded_by_who_operates(noon: Any, operator: Post) -> None:
    write(operator, heading="Của nơi vận hành {code}")
    assert message().subject.startswith("Của nơi vận hành")


def test_words_are_changed_and_dropped_and_each_version_is_on_record(noon: Any, administrator: Post) -> None:
    text = write(administrator)
    changed = change_text(
        text, by=administrator, heading="Sửa {code}", body="Mới {due}", version=text.version, note="x"
    )
    assert message(key="a", office=administrator.agency).subject.startswith("Sửa")
    dropped = drop_text(changed, by=administrator, note="thôi")
    assert message(key="b", office=administrator.agency).subject.startswith("Đã tiếp nhận")
    again = change_text(dropped, by=administrator, heading="Lại {code}", body="{due}")
    assert again.in_use
    told = [event.data.get("changed", {}).get("subject") for event in again.events.order_by("pk")]
    assert told == ["Mã {code}", "Sửa {code}", None, "Lại {code}"]
    assert list(rebuilding.differences()) == []


def test_a_sent_message_keeps_the_words_it_went_with(noon: Any, administrator: Post) -> None:
    sent = message(office=administrator.agency)
    write(administrator)
    assert now_is(sent).subject.startswith("Đã tiếp nhận")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": "dossiers.nothing"}, "unknown_kind"), ({"channel": "fax"}, "unknown_channel"),
        ({"language": "fr"}, "unknown_language"), ({"heading": ""}, "subject_needed"),
        ({"heading": " \u200b "}, "subject_needed"), ({"body": ""}, "body_needed"), ({"body": "\u200b"}, "body_needed"),
        ({"heading": "Mã\r\nBcc: ke-gian@example.vn"}, "subject_one_line"), ({"heading": "x" * 151}, "text_too_long"),
        ({"heading": "Mã\u2028Bcc: ke-gian@example.vn"}, "subject_one_line"),
        ({"body": "x" * 4_001}, "text_too_long"), ({"body": "{x.__class__}"}, "unknown_place"),
        ({"body": "{0}"}, "unknown_place"), ({"body": "{{code}}"}, "unknown_place"), ({"body": "{"}, "unknown_place"),
        ({"heading": "{name}"}, "unknown_place"), ({"body": "{papers}"}, "unknown_place"),
        ({"channel": "sms", "body": "ă" * 269}, "text_too_long"),
    ],
)  # fmt: skip
def test_words_that_cannot_be_sent_are_refused(administrator: Post, given: dict[str, Any], code: str) -> None:
    assert refusal(write, administrator, **given) == code
    assert not NoticeText.objects.exists()


def test_bad_words_are_refused_when_changed_and_when_tried(administrator: Post) -> None:
    text = write(administrator)
    assert refusal(change_text, text, by=administrator, heading="x", body="{name}") == "unknown_place"
    assert refusal(tried, KIND, "email", heading="x", body="{name}") == "unknown_place"
    assert refusal(tried, "nothing", "email", heading="x", body="x") == "unknown_kind"
    assert NoticeText.objects.get().body == "Hẹn {due}. {link}"


def test_other_signs_go_out_as_they_were_typed(noon: Any, administrator: Post) -> None:
    write(administrator, body="<b>100 %</b> %s %(code)s $code {code} \\n <script>alert(1)</script>")
    sent = message(office=administrator.agency)
    assert sent.body == "<b>100 %</b> %s %(code)s $code H57.54-261123-0042 \\n <script>alert(1)</script>"


def test_a_text_is_tried_with_examples_and_its_length_as_sms_is_told() -> None:
    found = tried(KIND, "email", heading="Mã {code}", body="Hẹn {due}")
    assert (found.subject, found.body) == ("Mã H57.54-261123-0042", "Hẹn 17:00 07/12/2026")
    assert found.with_marks is None
    short = tried(KIND, "sms", heading="bỏ đi", body="Hẹn trả {due}: " + "ơ" * 60)
    assert short.subject == ""
    assert (short.with_marks.parts, short.without.parts) == (2, 1)  # type: ignore[union-attr]


def test_a_unit_has_one_text_of_each_kind(administrator: Post) -> None:
    write(administrator)
    assert refusal(write, administrator) == "text_stands"
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeText(agency=administrator.agency, kind=KIND, channel="email", language="vi", body="x").save()


def test_what_is_not_in_use_is_not_dropped(administrator: Post) -> None:
    text = drop_text(write(administrator), by=administrator, note="x")
    assert refusal(drop_text, text, by=administrator, note="x") == "not_in_use"


def test_a_stale_page_changes_no_words(administrator: Post) -> None:
    text = write(administrator)
    change_text(text, by=administrator, heading="Một", body="{due}", version=1)
    with pytest.raises(StaleVersion):
        change_text(text, by=administrator, heading="Hai", body="{due}", version=1)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ADMINISTRATOR, Role.SYSTEM, Role.CITIZEN)])
def test_nobody_but_administrators_words_anything(administrator: Post, role: Role) -> None:
    other = make_post(role, agency=administrator.agency)
    with pytest.raises(NotPermitted):
        write(other)
    text = write(administrator)
    for act, given in ((change_text, {"heading": "x", "body": "x"}), (drop_text, {})):
        with pytest.raises(NotPermitted):
            act(text, by=other, **given)


def test_an_administrator_words_nothing_for_others(administrator: Post) -> None:
    elsewhere = make_post(Role.ADMINISTRATOR)
    text = write(administrator)
    with pytest.raises(NotPermitted):
        change_text(text, by=elsewhere, heading="x", body="x")
    write(elsewhere, heading="Của nơi khác {code}")
    subject, _ = text_of(notice_of(KIND), "email", "vi", office=administrator.agency)
    assert subject == "Mã {code}"


# Hours and tries


def test_the_rules_are_changed_by_who_operates(rules: SendingRules, operator: Post) -> None:
    changed = change_rules(rules, by=operator, note="Quyết định 5", version=rules.version, **RULES)
    assert (changed.quiet_from, changed.tries, changed.kept_days) == (time(22), 5, 30)
    assert changed.events.get().data["changed"]["tries"] == 5
    assert list(rebuilding.differences()) == []
    with pytest.raises(StaleVersion):
        change_rules(rules, by=operator, version=1, **RULES)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"tries": 0}, "bad_tries"),
        ({"tries": 21}, "bad_tries"),
        ({"kept_days": 0}, "bad_days"),
        ({"kept_days": 3_651}, "bad_days"),
    ],
)
def test_rules_without_sense_are_refused(rules: SendingRules, operator: Post, given: dict[str, int], code: str) -> None:
    assert refusal(change_rules, rules, by=operator, **RULES | given) == code


def test_nobody_else_changes_the_rules(rules: SendingRules, operator: Post) -> None:
    others = [make_post(Role.ADMINISTRATOR), make_post(Role.LEADER, agency=operator.agency)]
    for by in others:
        with pytest.raises(NotPermitted):
            change_rules(rules, by=by, **RULES)


def test_there_is_one_row_of_rules(rules: SendingRules) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SendingRules(pk=2).save()


# Again, or not at all


def given_up(**given: Any) -> Outgoing:
    sent = message(**given)
    with PostOffice() as office, connection.cursor() as cursor:
        cursor.execute("UPDATE notify_outgoing SET state = 'given_up', ended_at = core_now(), trouble = 'refused'")
        assert office.port
    return now_is(sent)


def test_a_given_up_message_is_sent_again_with_new_tries(
    noon: Any, administrator: Post, post_office: PostOffice
) -> None:
    sent = message(office=administrator.agency)
    post_office.rcpt = "550 no"
    deliver(sent.pk)
    post_office.rcpt = "250 OK"
    again = send_again(now_is(sent), by=administrator, note="Hộp thư đã mở lại")
    assert (again.state, again.trouble, again.ended_at, again.most) == (State.WAITING, "", None, 9)
    assert again.events.get().note() == "Hộp thư đã mở lại"
    assert send_due() == 1
    deliver(sent.pk)
    assert now_is(sent).state == State.SENT
    assert list(rebuilding.differences()) == []


def test_what_waits_is_cancelled_and_never_goes(noon: Any, administrator: Post, post_office: PostOffice) -> None:
    sent = message(office=administrator.agency)
    cancel(sent, by=administrator, note="Nhầm")
    deliver(sent.pk)
    assert (now_is(sent).state, post_office.letters) == (State.CANCELLED, [])


def test_neither_from_a_wrong_state(noon: Any, administrator: Post, post_office: PostOffice) -> None:
    sent = message(office=administrator.agency)
    with pytest.raises(StepRefused):
        send_again(sent, by=administrator)
    deliver(sent.pk)
    for act in (send_again, cancel):
        with pytest.raises(StepRefused):
            act(sent, by=administrator)


def test_an_empty_or_useless_message_is_not_sent_again(noon: Any, operator: Post, urgent: str) -> None:
    late = given_up(kind=urgent, channel="sms", values={"code": "1"})
    noon("2026-11-23T12:30+07:00")
    assert refusal(send_again, late, by=operator) == "too_late"
    empty = given_up(key="k2")
    Outgoing.objects.filter(pk=empty.pk).update(
        emptied_at=empty.created_at, recipient=None, recipient_index=None, subject=None, body=None
    )
    assert refusal(send_again, empty, by=operator) == "emptied"


def test_messages_are_seen_to_by_the_administrators_over_their_office(noon: Any, operator: Post) -> None:
    ward: Agency = make_agency()
    own, elsewhere = make_post(Role.ADMINISTRATOR, agency=ward), make_post(Role.ADMINISTRATOR)
    sent, nobodys = given_up(office=ward), given_up(key="k2")
    others = [elsewhere, *(make_post(role, agency=ward) for role in (Role.LEADER, Role.INSPECTOR, Role.RECEPTIONIST))]
    for by in others:
        assert sent not in Outgoing.objects.visible_to(by)
        with pytest.raises(NotPermitted):
            send_again(sent, by=by)
    assert list(Outgoing.objects.visible_to(own)) == [sent]
    with pytest.raises(NotPermitted):
        send_again(nobodys, by=own)
    assert set(Outgoing.objects.visible_to(operator)) == {sent, nobodys}
    assert send_again(sent, by=own).state == State.WAITING
    assert send_again(nobodys, by=operator).state == State.WAITING
