"""The first unit and its administrator, in an empty installation."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from motcua.agencies.choices import Kind, Role
from motcua.agencies.models import Agency, Person, Post

GIVEN = ["--code", "H57.54", "--name", "Ủy ban nhân dân phường Thử", "--username", "QuanTri", "--person", "Lê Thị Thử"]
pytestmark = pytest.mark.django_db


def established(*more: str) -> dict:
    out = io.StringIO()
    call_command("establish", *GIVEN, *more, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_it_makes_a_unit_and_an_administrator_who_must_change_the_password():
    told = established()
    post = Post.objects.get(role=Role.ADMINISTRATOR)
    assert (post.agency.code, post.person.username, post.person.must_change_password) == ("H57.54", "quantri", True)
    answer = Client().post("/dang-nhap/", {"username": "quantri", "password": told["password"]})
    assert answer.status_code == 302


def test_it_tells_who_did_it_in_the_journal():
    established()
    event = Agency.objects.get(code="H57.54").events.get()
    assert event.by == Post.objects.system()


def test_it_is_done_once():
    established()
    with pytest.raises(CommandError, match="chỉ làm một lần"):
        established()
    assert Agency.objects.exclude(kind=Kind.SYSTEM).count() == Person.objects.filter(username="quantri").count() == 1


def test_a_refused_person_leaves_no_unit_behind():
    with pytest.raises(CommandError):
        call_command("establish", *GIVEN[:4], "--username", "x" * 61, "--person", "Lê Thị Thử")
    assert not Agency.objects.exclude(kind=Kind.SYSTEM).exists()
