"""Accounts: opened, blocked, opened again, given a new password."""

import pytest

from motcua.agencies import actions
from motcua.agencies.choices import Role
from motcua.agencies.models import Person, Session
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from tests.factories import PASSWORD, make_agency, make_person, make_post, signed_in, system

pytestmark = pytest.mark.django_db

STRONG = "Ngày-mới-2027"


@pytest.fixture
def clerk():
    return make_post()


@pytest.fixture
def administrator(clerk):
    return make_post(Role.ADMINISTRATOR, agency=clerk.agency)


def test_an_account_is_opened_and_recorded_without_its_password(administrator):
    person = actions.enrol_person(by=administrator, username=" An.NV ", name="Nguyễn Văn An", password=STRONG)
    assert (person.username, person.must_change_password) == ("an.nv", True)
    assert person.check_password(STRONG)
    event = person.events.get()
    assert (event.action, event.by) == ("person.enrol", administrator)
    assert STRONG not in str(event.data)
    assert person.password not in str(event.data)


def test_people_without_a_password_cannot_be_guessed(administrator):
    person = actions.enrol_person(by=administrator, username="b", name="Bình", password=None)
    assert not person.has_usable_password()
    assert not person.must_change_password


def test_only_administrators_open_accounts(clerk):
    with pytest.raises(NotPermitted):
        actions.enrol_person(by=clerk, username="c", name="Châu", password=STRONG)


@pytest.mark.parametrize("weak", ["ngắn", "12345678901", "password123", ""])
def test_weak_passwords_are_refused_in_words(administrator, weak):
    with pytest.raises(BadInput) as caught:
        actions.enrol_person(by=administrator, username="d", name="Dũng", password=weak)
    assert (caught.value.code, caught.value.field) == ("weak_password", "password")
    assert "mật khẩu" in caught.value.message.lower()


@pytest.mark.parametrize(
    ("change", "field"), [({"username": ""}, "username"), ({"name": " "}, "name"), ({"email": "x"}, "email")]
)
def test_an_account_needs_its_names(administrator, change, field):
    given = {"username": "e", "name": "Én", "password": STRONG, **change}
    with pytest.raises(BadInput) as caught:
        actions.enrol_person(by=administrator, **given)
    assert caught.value.field == field


def test_a_user_name_is_given_once(administrator, clerk):
    with pytest.raises(BadInput) as caught:
        actions.enrol_person(by=administrator, username=clerk.person.username.upper(), name="G", password=STRONG)
    assert caught.value.field == "username"


def test_ones_own_new_password_ends_ones_other_sessions(client, clerk):
    signed_in(client, clerk)
    other = signed_in(type(client)(), clerk).session.session_key
    kept = client.session.session_key
    person = actions.change_password(clerk.person, by=clerk, password=STRONG, keep_session=kept)
    assert person.check_password(STRONG)
    assert not person.must_change_password
    assert list(Session.objects.values_list("pk", flat=True)) == [kept] != [other]
    assert person.last_event.data == {}


def test_a_password_given_by_the_administrator_must_be_changed(client, clerk, administrator):
    signed_in(client, clerk)
    person = actions.change_password(clerk.person, by=administrator, password=STRONG)
    assert person.must_change_password
    assert not Session.objects.exists()


def test_nobody_changes_the_password_of_a_colleague(clerk):
    with pytest.raises(NotPermitted):
        actions.change_password(clerk.person, by=make_post(Role.LEADER, agency=clerk.agency), password=STRONG)
    assert Person.objects.get(pk=clerk.person_id).check_password(PASSWORD)


def test_an_administrator_has_no_power_over_people_with_a_post_elsewhere(clerk, administrator):
    above = make_post(Role.LEADER, person=clerk.person, agency=make_agency())
    for act in (
        lambda: actions.change_password(clerk.person, by=administrator, password=STRONG),
        lambda: actions.block_person(clerk.person, by=administrator),
    ):
        with pytest.raises(NotPermitted):
            act()
    actions.end_post(above, by=system())
    actions.block_person(clerk.person, by=administrator)


def test_a_weak_new_password_is_refused(clerk):
    with pytest.raises(BadInput):
        actions.change_password(clerk.person, by=clerk, password="yếu")


def test_blocking_ends_sessions_and_tokens_at_once(client, clerk, administrator):
    signed_in(client, clerk)
    actions.issue_token(clerk, by=clerk, name="máy")
    person = actions.block_person(clerk.person, by=administrator)
    assert not person.is_active
    assert not Session.objects.exists()
    assert clerk.tokens.get().revoked_at == person.last_event.happened_at
    assert person.last_event.data["changed"] == {"is_active": False}


def test_an_account_is_blocked_once(clerk, administrator):
    actions.block_person(clerk.person, by=administrator)
    with pytest.raises(StepRefused):
        actions.block_person(clerk.person, by=administrator)


def test_only_administrators_block(clerk):
    with pytest.raises(NotPermitted):
        actions.block_person(clerk.person, by=make_post(Role.INSPECTOR, agency=clerk.agency))
    with pytest.raises(NotPermitted):
        actions.block_person(clerk.person, by=clerk)


def test_an_administrator_does_not_lock_themself_out(administrator):
    with pytest.raises(BadInput):
        actions.block_person(administrator.person, by=administrator)


def test_a_blocked_account_is_opened_again_without_its_tokens(clerk, administrator):
    actions.issue_token(clerk, by=clerk, name="máy")
    actions.block_person(clerk.person, by=administrator)
    person = actions.unblock_person(clerk.person, by=administrator)
    assert person.is_active
    assert person.last_event.action == "person.unblock"
    assert not clerk.tokens.in_force().exists()


def test_only_blocked_accounts_are_opened_again(clerk, administrator):
    with pytest.raises(StepRefused):
        actions.unblock_person(clerk.person, by=administrator)


def test_only_administrators_open_again(clerk, administrator):
    actions.block_person(clerk.person, by=administrator)
    with pytest.raises(NotPermitted):
        actions.unblock_person(clerk.person, by=make_post(Role.ADMINISTRATOR))


def test_people_are_sorted_by_given_name():
    make_person(name="Trần Văn Bình")
    make_person(name="Lê Thị Ánh")
    make_person(name="Phạm Văn Ăn")
    names = Person.objects.exclude(username__in=["system", "portal"]).values_list("name", flat=True)
    assert list(names) == ["Lê Thị Ánh", "Phạm Văn Ăn", "Trần Văn Bình"]
