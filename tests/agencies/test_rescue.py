"""`motcua rescue`: the way back in for the last administrator."""

import json

import pytest
from django.core.management import CommandError, call_command

from motcua.agencies import actions
from motcua.agencies.choices import Role
from motcua.agencies.models import Person, Session
from tests.factories import PASSWORD, give_authenticator, make_post, signed_in

pytestmark = pytest.mark.django_db


def test_it_gives_a_password_to_be_changed_and_takes_the_second_proof_away(client, capsys):
    post = make_post(Role.ADMINISTRATOR)
    give_authenticator(post)
    signed_in(client, post)
    call_command("rescue", post.person.username.upper(), reason="Mất điện thoại", json=True)
    told = json.loads(capsys.readouterr().out)
    person = Person.objects.get(pk=post.person_id)
    assert person.check_password(told["password"])
    assert person.must_change_password
    assert not actions.has_second_factor(person)
    assert not Session.objects.exists()
    recorded = list(person.events.order_by("-pk")[:2])
    assert [event.action for event in recorded] == ["person.change_password", "person.reset_second_factors"]
    assert {event.note() for event in recorded} == {"Mất điện thoại"}
    sent = client.post("/dang-nhap/", {"username": person.username, "password": told["password"]})
    assert sent["Location"] == "/xu-ly/"
    assert client.get("/quan-tri/")["Location"].startswith("/tai-khoan/hai-lop/")


@pytest.mark.parametrize(("username", "reason"), [("khong.co", "x"), (None, " ")])
def test_without_an_account_or_a_reason_nothing_happens(username, reason):
    post = make_post()
    with pytest.raises(CommandError):
        call_command("rescue", username or post.person.username, reason=reason)
    assert Person.objects.get(pk=post.person_id).check_password(PASSWORD)
