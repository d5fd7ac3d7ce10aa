"""Texts with places, short messages as networks count them, quiet hours: pure calculations."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.core.clock import LOCAL
from motcua.notify import hours
from motcua.notify.choices import Channel
from motcua.notify.lengths import MOST_PARTS, length_of, unmarked
from motcua.notify.notices import Notice, Place, Words, all_notices, register
from motcua.notify.words import LONGEST_VALUE, filled, foreign, places_in, plain_values

KNOWN = {"code": "H57-0042", "due": "17:00"}
PLAIN = Words("Mã {code}", "Xong {due}", "{code}")


@pytest.mark.parametrize(
    "text",
    ["{x.__class__}", "{0}", "{{", "}}", "{{code}}", "{code!r}", "{code:>10}", "{code[0]}", "{}", "{ code }", "{Code}",
     "{code", "code}", "{unknown}", "{code.__init__.__globals__}", "${code}}", "{code}{"],
)  # fmt: skip
def test_nothing_but_a_known_place_is_let_through(text):
    assert foreign(text, KNOWN) != []


@pytest.mark.parametrize(
    "text", ["{code}", "Mã {code}, hẹn {due}.", "100 %", "%s %(code)s", "$code", "<b>{code}</b>", ""]
)
def test_places_and_all_other_signs_are_let_through(text):
    assert foreign(text, KNOWN) == []


def test_a_place_takes_its_value_and_everything_else_stays():
    assert filled("%s %(x)s <b>{code}</b> $code \\1 {{due}", KNOWN) == "%s %(x)s <b>H57-0042</b> $code \\1 {17:00"


def test_what_a_value_holds_is_not_looked_at_again():
    assert filled("{code}", {"code": "{due} {code}", "due": "x"}) == "{due} {code}"


@given(st.text(alphabet="{}abc.!:[]%$\\_0 \n", max_size=40))
def test_a_text_that_is_let_through_can_always_be_filled(text):
    if not foreign(text, {"a": "", "b": ""}):
        assert set(places_in(text)) <= {"a", "b"}
        assert "{" not in filled(text, {"a": "x", "b": "y"})


def test_values_are_one_line_each_and_of_a_bearable_length():
    told = plain_values(
        {"a": "x\r\nBcc: y@example.vn\x00\u202e", "b": ["một", "hai\nba"], "c": 7, "d": "x" * 5_000,
         "e": {"vi": "sau", "en": "later"}},
        language="en",
    )  # fmt: skip
    assert told["a"] == "x Bcc: y@example.vn"
    assert (told["b"], told["c"], told["e"]) == ("một; hai ba", "7", "later")
    assert len(told["d"]) == LONGEST_VALUE


def test_a_kind_of_notice_with_a_place_it_does_not_have_cannot_be_registered():
    with pytest.raises(ValueError, match="due"):
        register(Notice(key="tests.bad", label="x", places={"code": Place("mã", "1")}, vi=PLAIN, en=PLAIN))
    assert "tests.bad" not in {notice.key for notice in all_notices()}


def test_two_kinds_cannot_have_one_key():
    known = all_notices()[0]
    with pytest.raises(ValueError, match="two kinds"):
        register(Notice(key=known.key, label="khác", places=known.places, vi=known.vi, en=known.en))


def test_the_products_own_words_fit_every_channel_in_both_languages():
    notices = all_notices()
    assert len(notices) >= 11
    for notice in notices:
        for language in ("vi", "en"):
            subject, body = notice.text(Channel.EMAIL, language)
            assert subject
            assert body
            assert "\n" not in subject
            nothing, short = notice.text(Channel.SMS, language)
            assert nothing == ""
            assert length_of(filled(short, notice.examples())).parts <= MOST_PARTS, (notice.key, language)
            assert set(places_in(subject + body)) == set(notice.places), f"{notice.key}: a value nobody reads"


def test_no_notice_has_a_place_for_a_name_or_a_number_of_a_person():
    for notice in all_notices():
        assert not {"name", "applicant", "identity", "identity_number", "phone", "email"} & set(notice.places)


# Short messages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", (0, 1, False)), ("a" * 160, (160, 1, False)), ("a" * 161, (161, 2, False)), ("a" * 307, (307, 3, False)),
        ("ă" * 70, (70, 1, True)), ("ă" * 71, (71, 2, True)), ("ă" * 135, (135, 3, True)), ("€" * 80, (160, 1, False)),
        ("à" * 160, (160, 1, False)), ("😀", (2, 1, True)),
    ],
)  # fmt: skip
def test_a_short_message_is_as_long_as_the_network_counts(text, expected):
    assert tuple(length_of(text)) == expected


def test_marks_are_taken_off_and_capitals_stay():
    assert (
        unmarked("Đăng ký KHAI SINH: Nguyễn Thị Ưu – “đã xong”…") == 'Dang ky KHAI SINH: Nguyen Thi Uu - "da xong"...'
    )
    assert not length_of(unmarked("Hồ sơ của bạn đã được tiếp nhận.")).marked


# Quiet hours


NIGHT = {"begins": time(21), "ends": time(7)}


@pytest.mark.parametrize(
    ("at", "free"),
    [
        ("2026-11-23T20:59:59", "2026-11-23T20:59:59"), ("2026-11-23T21:00", "2026-11-24T07:00"),
        ("2026-11-23T23:59:59", "2026-11-24T07:00"), ("2026-11-24T00:00", "2026-11-24T07:00"),
        ("2026-11-24T06:59:59", "2026-11-24T07:00"), ("2026-11-24T07:00", "2026-11-24T07:00"),
        ("2026-12-31T22:00", "2027-01-01T07:00"),
    ],
)  # fmt: skip
def test_what_is_ready_in_quiet_hours_goes_when_they_end(at, free):
    moment, expected = (datetime.fromisoformat(each).replace(tzinfo=LOCAL) for each in (at, free))
    assert hours.loud_from(moment, **NIGHT) == expected


def test_quiet_hours_may_lie_within_a_day_or_not_be_at_all():
    noon = datetime(2026, 11, 23, 12, 30, tzinfo=LOCAL)
    assert hours.loud_from(noon, begins=time(12), ends=time(13)).time() == time(13)
    assert hours.loud_from(noon, begins=time(7), ends=time(7)) == noon


@given(st.times(), st.times(), st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1)))
def test_nothing_ever_goes_in_quiet_hours_nor_waits_more_than_a_day(begins, ends, at):
    moment, begins, ends = (
        at.replace(tzinfo=LOCAL),
        begins.replace(second=0, microsecond=0),
        ends.replace(second=0, microsecond=0),
    )
    free = hours.loud_from(moment, begins=begins, ends=ends)
    assert moment <= free <= moment + timedelta(days=1)
    assert not hours.is_quiet(free.time(), begins=begins, ends=ends)


def test_one_waits_longer_after_each_failure():
    waits = [hours.wait_after(attempts) for attempts in range(1, 12)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=1)
    assert waits[-1] == timedelta(hours=8)
    assert [hours.next_question(asked) is None for asked in range(8)] == [False] * 6 + [True] * 2
