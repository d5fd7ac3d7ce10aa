"""Posts given and ended, tokens issued and revoked."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from motcua.agencies import actions
from motcua.agencies.access import post_of_token
from motcua.agencies.choices import Role
from motcua.agencies.models import Post, Session
from motcua.core.actions import action
from motcua.core.errors import BadInput, NotPermitted, Refused, StepRefused
from tests.factories import SINCE, make_agency, make_person, make_post, signed_in, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_post()


@pytest.fixture
def administrator(clerk):
    return make_post(Role.ADMINISTRATOR, agency=clerk.agency)


def given(agency, **change):
    return {
        "person": make_person(),
        "agency": agency,
        "role": Role.LEADER,
        "title": "Chủ tịch",
        "valid_from": SINCE,
        **change,
    }


def test_a_post_is_given_with_what_is_printed_above_the_signature(administrator):
    lines = "TM. ỦY BAN NHÂN DÂN \n KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
    post = actions.appoint(by=administrator, **given(administrator.agency, capacity="KT.", signs_for=lines))
    assert post.signature_lines == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    event = post.events.get()
    assert (event.action, event.by, event.data["changed"]["role"]) == ("post.appoint", administrator, "leader")


@pytest.mark.parametrize("role", [Role.LEADER, Role.RECEPTIONIST, Role.INSPECTOR])
def test_only_administrators_give_posts(administrator, role):
    with pytest.raises(NotPermitted):
        actions.appoint(by=make_post(role, agency=administrator.agency), **given(administrator.agency))


def test_an_administrator_gives_posts_in_their_tree_only(administrator):
    with pytest.raises(NotPermitted):
        actions.appoint(by=administrator, **given(make_agency()))


def test_nobody_is_appointed_as_the_system(administrator):
    for by in (administrator, system()):
        with pytest.raises(NotPermitted):
            actions.appoint(by=by, **given(administrator.agency, role=Role.SYSTEM))


@pytest.mark.parametrize(
    "change",
    [
        {"valid_from": date(2025, 6, 30)},
        {"valid_to": date(2025, 6, 30)},
        {"role": "king"},
        {"title": " "},
        {"capacity": "XX."},
    ],
)
def test_a_post_outside_its_unit_or_without_a_title_is_refused(administrator, change):
    with pytest.raises(BadInput):
        actions.appoint(by=administrator, **given(administrator.agency, **change))


def test_no_post_outlives_its_unit():
    agency = make_agency(valid_from=date(2011, 11, 15), valid_to=date(2025, 6, 30))
    for change in ({}, {"valid_to": date(2025, 7, 1)}, {"valid_from": date(2025, 7, 1), "valid_to": date(2025, 7, 2)}):
        with pytest.raises(BadInput) as caught:
            actions.appoint(by=system(), **given(agency, **{"valid_from": date(2020, 1, 1), **change}))
        assert caught.value.code == "agency_not_valid"
    assert actions.appoint(by=system(), **given(agency, valid_from=date(2020, 1, 1), valid_to=date(2025, 6, 30))).pk


def test_blocked_people_get_no_post(clerk, administrator):
    actions.block_person(clerk.person, by=administrator)
    with pytest.raises(BadInput):
        actions.appoint(by=administrator, **given(clerk.agency, person=clerk.person))


def test_the_database_refuses_a_post_that_ends_before_it_begins(clerk):
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=clerk.pk).update(valid_to=date(2025, 6, 1))


def test_ending_a_post_ends_its_sessions_and_tokens_with_it(client, clerk, administrator):
    signed_in(client, clerk)
    token = actions.issue_token(clerk, by=clerk, name="máy").issued_token
    ended = actions.end_post(clerk, by=administrator, note="chuyển công tác")
    assert ended.ended_at == ended.last_event.happened_at
    assert not Session.objects.filter(post=clerk).exists()
    assert clerk.tokens.get().revoked_at == ended.ended_at
    assert post_of_token(token) is None
    assert ended.last_event.note() == "chuyển công tác"


def test_the_end_of_a_post_that_fails_ends_nothing(client, clerk, administrator):
    """One transaction: what goes wrong later brings session and token back."""
    signed_in(client, clerk)
    actions.issue_token(clerk, by=clerk, name="máy")

    @action("test.end_and_fail", permit=lambda by, agency: True)
    def end_and_fail(agency, *, by):
        actions.end_post(clerk, by=by)
        raise Refused("sau đó hỏng")

    with pytest.raises(Refused):
        end_and_fail(clerk.agency, by=administrator)
    assert Session.objects.filter(post=clerk).exists()
    assert clerk.tokens.in_force().exists()
    assert Post.objects.get(pk=clerk.pk).ended_at is None


def test_another_post_of_the_same_person_goes_on(client, clerk, administrator):
    second = make_post(Role.LEADER, person=clerk.person, agency=clerk.agency)
    signed_in(client, second)
    actions.end_post(clerk, by=administrator)
    assert Session.objects.filter(post=second).exists()


def test_a_post_ends_once(clerk, administrator):
    actions.end_post(clerk, by=administrator)
    with pytest.raises(StepRefused):
        actions.end_post(clerk, by=administrator)


def test_only_administrators_end_posts(clerk):
    for by in (clerk, make_post(Role.LEADER, agency=clerk.agency), make_post(Role.ADMINISTRATOR)):
        with pytest.raises(NotPermitted):
            actions.end_post(clerk, by=by)


def test_the_system_cannot_be_dismissed():
    with pytest.raises(NotPermitted):
        actions.end_post(system(), by=system())


def test_ending_a_post_before_its_first_day_leaves_no_impossible_row(administrator):
    later = make_post(agency=administrator.agency, valid_from=timezone.localdate() + timedelta(days=30))
    ended = actions.end_post(later, by=administrator)
    assert ended.valid_to == later.valid_from
    assert not ended.is_held(later.valid_from)


def test_a_token_acts_for_its_post_and_only_its_digest_is_kept(clerk):
    issued = actions.issue_token(clerk, by=clerk, name=" máy quét ")
    assert post_of_token(issued.issued_token) == clerk
    kept = clerk.tokens.get()
    assert kept.name == "máy quét"
    assert issued.issued_token.encode() not in bytes(kept.digest)
    assert issued.last_event.data == {"token": kept.pk}


def test_tokens_are_not_issued_for_posts_that_have_ended(clerk, administrator):
    actions.end_post(clerk, by=administrator)
    with pytest.raises(StepRefused):
        actions.issue_token(clerk, by=administrator, name="máy")
    with pytest.raises(StepRefused):
        actions.issue_token(system(), by=system(), name="máy")


def test_tokens_are_issued_to_oneself_or_by_administrators(clerk):
    with pytest.raises(NotPermitted):
        actions.issue_token(clerk, by=make_post(Role.LEADER, agency=clerk.agency), name="máy")


@pytest.mark.parametrize(
    "change",
    [{"name": " "}, {"name": "x" * 81}, {"expires_at": timezone.now() - timedelta(seconds=1)}],
    ids=["without a name", "too long", "over"],  # the same in every process, or xdist refuses to begin
)
def test_a_token_needs_a_name_and_a_future(clerk, change):
    with pytest.raises(BadInput):
        actions.issue_token(clerk, by=clerk, **{"name": "máy", **change})


def test_a_revoked_token_is_useless_and_the_other_is_not(clerk):
    first, second = (actions.issue_token(clerk, by=clerk, name=name) for name in ("một", "hai"))
    actions.revoke_token(clerk, by=clerk, token=clerk.tokens.get(name="một"))
    assert post_of_token(first.issued_token) is None
    assert post_of_token(second.issued_token) == clerk


def test_a_token_is_revoked_once_and_by_its_post(clerk):
    actions.issue_token(clerk, by=clerk, name="máy")
    token, stranger = clerk.tokens.get(), make_post()
    with pytest.raises(BadInput):
        actions.revoke_token(stranger, by=stranger, token=token)
    actions.revoke_token(clerk, by=clerk, token=token)
    with pytest.raises(BadInput):
        actions.revoke_token(clerk, by=clerk, token=token)


def test_strangers_revoke_nothing(clerk):
    actions.issue_token(clerk, by=clerk, name="máy")
    with pytest.raises(NotPermitted):
        actions.revoke_token(clerk, by=make_post(), token=clerk.tokens.get())


@pytest.mark.parametrize(
    "text", ["", "mc_", "không có", "x" * 10_000, "\x00"], ids=["empty", "short", "odd", "long", "nul"]
)
def test_what_is_no_token_is_nobody(text):
    assert post_of_token(text) is None


def test_a_token_runs_out_on_real_time(clerk, set_clock):
    token = actions.issue_token(
        clerk, by=clerk, name="máy", expires_at=timezone.now() + timedelta(hours=1)
    ).issued_token
    set_clock("2031-01-01T08:00+07:00")  # the demo's clock does not end it
    assert post_of_token(token) == clerk
    clerk.tokens.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert post_of_token(token) is None


def test_a_token_ends_with_the_last_day_of_the_post(set_clock):
    post = make_post(valid_to=date(2026, 1, 31))
    set_clock("2026-01-31T23:30+07:00")
    token = actions.issue_token(post, by=post, name="máy").issued_token
    assert post_of_token(token) == post
    set_clock("2026-02-01T00:01+07:00")
    assert post_of_token(token) is None


def test_tokens_of_blocked_people_and_of_samples_elsewhere_are_useless(clerk, administrator, settings):
    token = actions.issue_token(clerk, by=clerk, name="máy").issued_token
    settings.MOTCUA_TEST = settings.MOTCUA_DEMO = False
    assert post_of_token(token) is None
    settings.MOTCUA_TEST = True
    actions.block_person(clerk.person, by=administrator)
    actions.unblock_person(clerk.person, by=administrator)
    assert post_of_token(token) is None


def test_a_token_costs_one_query(clerk, django_assert_num_queries):
    token = actions.issue_token(clerk, by=clerk, name="máy").issued_token
    with django_assert_num_queries(1):
        post = post_of_token(token)
        assert [post.person.name, post.agency.name] == [clerk.person.name, clerk.agency.name]
    with django_assert_num_queries(1):
        post_of_token("mc_unknown")
