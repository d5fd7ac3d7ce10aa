"""What the public may know, and that nobody can guess more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.core.clock import now
from motcua.dossiers import tracking
from motcua.dossiers.actions import extending, pausing
from motcua.dossiers.actions.tracking import MOST, count_attempt, sweep_attempts
from motcua.dossiers.choices import State
from motcua.dossiers.models.children import TrackingAttempts
from motcua.dossiers.tracking import NotFoundForPublic, TooManyAttempts, by_code, by_token
from tests import dossier_factories as make

PHONE, IDENTITY = "5274", "0318"  # of the applicant of the factories


def test_the_code_with_the_tail_of_phone_or_identity_number_or_the_link(house):
    dossier = make.in_progress(house)
    shown = [by_code(dossier.code, check=PHONE), by_code(f" {dossier.code.lower()} ", check=IDENTITY)]
    shown.append(by_token(dossier.tracking_token))
    assert shown[0] == shown[1] == shown[2]
    one = shown[0]
    assert (one.code, one.state, one.national_code, one.step) == (
        dossier.code, "in_progress", 4, "Thẩm định, đề xuất kết quả",
    )  # fmt: skip
    assert (one.due_at, one.office, one.is_late) == (dossier.appointed_due, house.centre.name, False)


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_every_state_is_shown_without_a_name_a_number_or_an_address(house, state):
    dossier = make.IN_STATE[state](house)
    told = str(by_token(dossier.tracking_token))
    for secret in ("Mẫu", "0912345274", "046190000318", "Tổ dân phố", "Đủ điều kiện"):
        assert secret not in told, state


def test_what_is_asked_of_the_citizen_is_shown_while_it_is_asked(house):
    dossier = make.waiting(house)
    assert by_token(dossier.tracking_token).asked == ("Bản vẽ",)
    dossier = pausing.resume(dossier, by=house.clerk, papers=[{"name": "Bản vẽ"}])
    assert by_token(dossier.tracking_token).asked == ()


def test_a_late_dossier_is_shown_late_with_the_day_that_was_announced(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.in_progress(house)
    set_clock("2026-03-18T09:00")
    dossier = extending.apologise(dossier, by=house.head, due=now().replace(day=20).date(), reason="Chờ")
    shown = by_token(dossier.tracking_token)
    assert (shown.is_late, shown.due_at, shown.announced_due) == (True, dossier.appointed_due, dossier.announced_due)


WRONG = [("{code}", "0000"), ("{code}", ""), ("{code}", "274"), ("{code}", "٥٢٧٤"), ("{code}", "05274"),
         ("{code}", "None"), ("T0-000000-0000", PHONE), ("", ""), ("x" * 5000, "1" * 5000)]  # fmt: skip


def test_wrong_pairs_unknown_and_malformed_codes_get_one_answer_at_one_cost(house):
    dossier = make.in_progress(house)
    answers, costs = set(), set()
    for code, check in WRONG:
        with CaptureQueriesContext(connection) as context, pytest.raises(NotFoundForPublic) as caught:
            by_code(code.format(code=dossier.code), check=check)
        answers.add((caught.value.status, caught.value.code, caught.value.message))
        costs.add(len(context.captured_queries))
    assert (len(answers), costs) == (1, {1})


def test_an_unknown_code_does_the_work_of_a_wrong_check(house, monkeypatch):
    dossier, compared = make.in_progress(house), []
    original = tracking.tail_matches

    def counted(person, check):
        compared.append(bool(person.phone and person.identity_number))  # both are opened
        return original(person, check)

    monkeypatch.setattr(tracking, "tail_matches", counted)
    for code in (dossier.code, "T0-000000-0000"):
        with pytest.raises(NotFoundForPublic):
            by_code(code, check="0000")
    assert compared == [True, True]


def test_the_submitter_may_follow_it_too(house):
    helper = make.applicant_of(house.clerk, number="046190000771", name="Người Nộp Thay", phone="0987654321")
    dossier = make.received(house, submitter=helper)
    assert (
        by_code(dossier.code, check="4321") == by_code(dossier.code, check="0771") == by_code(dossier.code, check=PHONE)
    )


def test_drafts_and_empty_links_are_not_found(house):
    for token in (make.drafted(house).tracking_token, make.abandoned(house).tracking_token, "", "x"):
        with pytest.raises(NotFoundForPublic):
            by_token(token)


def test_tokens_cannot_be_guessed(house):
    tokens = {make.received(house).tracking_token for _ in range(3)}
    assert len(tokens) == 3
    assert all(len(token) >= 22 for token in tokens)


def test_a_network_may_not_ask_too_often_and_is_forgotten_later(house):
    for _ in range(MOST):
        count_attempt(network="10.0.0.0/24")
    with pytest.raises(TooManyAttempts):
        count_attempt(network="10.0.0.0/24")
    count_attempt(network="10.0.1.0/24")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE dossiers_trackingattempts SET span = span - interval '2 hours'")
    assert sweep_attempts() == TrackingAttempts.objects.count() + 2 == 2


def test_the_addresses_of_one_ipv6_subscriber_are_counted_together(house):
    for last in range(MOST):
        count_attempt(network=f"2001:db8:1:2::{last:x}")
    with pytest.raises(TooManyAttempts):
        count_attempt(network="2001:db8:1:2:ffff::1")
    count_attempt(network="2001:db8:1:3::1")


def test_the_desks_own_name_of_its_answer_is_not_shown_to_citizens(house):
    steps = tracking.by_token(make.submitted(house).tracking_token).steps
    assert steps[0].name == "Bộ phận một cửa xem hồ sơ và trả lời"
