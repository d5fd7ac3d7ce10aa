"""What tests start from, reached through the actions: no test stands on a row that cannot exist."""

import itertools
from datetime import date
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from motcua.agencies import actions, one_time
from motcua.agencies.choices import Kind, Level, Role
from motcua.agencies.models import Agency, Person, Post
from motcua.citizens.actions import agree, begin_session, open_account
from motcua.citizens.choices import Assurance
from motcua.citizens.consents import present_text
from motcua.citizens.models import Account

PASSWORD = "Buổi-sáng-2026"
SINCE = date(2025, 7, 1)

_numbers = itertools.count(1)


def system() -> Post:
    return Post.objects.system()


def make_agency(
    *, parent: Agency | None = None, kind: Kind = Kind.PEOPLES_COMMITTEE, level: Level | None = None, **fields: Any
) -> Agency:
    """A unit; under a parent it has the parent's level and a code that continues the parent's."""
    number = next(_numbers)
    fields.setdefault("code", f"{parent.code}.{number}" if parent else f"T{number}")
    fields.setdefault("name", f"Đơn vị {number}")
    fields.setdefault("valid_from", SINCE)
    level = level or (Level(parent.level) if parent else Level.COMMUNE)
    return actions.create_agency(by=system(), parent=parent, kind=kind, level=level, **fields)


def make_person(*, name: str = "Nguyễn Thị Thử", username: str = "", password: str | None = PASSWORD) -> Person:
    """Somebody with an account (of the sample kind, so that the password need not be changed first)."""
    username = username or f"nguoi{next(_numbers)}"
    return actions.enrol_person(by=system(), username=username, name=name, password=password, is_sample=True)


def make_post(
    role: Role = Role.RECEPTIONIST, *, agency: Agency | None = None, person: Person | None = None, **fields: Any
) -> Post:
    """A post held since July 2025, by somebody new in a new unit when none is given."""
    fields.setdefault("title", Role(role).label)
    fields.setdefault("valid_from", SINCE)
    agency, person = agency or make_agency(), person or make_person()
    return actions.appoint(by=system(), person=person, agency=agency, role=role, **fields)


def make_ward(parent: Agency | None = None) -> dict[str, Any]:
    """A ward with its centre and one division, and a post of every role: {"ward", "centre", "division", role: Post}."""
    ward = make_agency(name="Ủy ban nhân dân phường Thử", parent=parent, level=Level.COMMUNE)
    centre = make_agency(parent=ward, kind=Kind.ONE_STOP, name="Trung tâm Phục vụ hành chính công phường Thử")
    division = make_agency(parent=ward, kind=Kind.DIVISION, name="Phòng Văn hóa - Xã hội phường Thử")
    places = {
        Role.RECEPTIONIST: centre, Role.CASHIER: centre, Role.SPECIALIST: division, Role.HEAD_OF_DIVISION: division,
        Role.REGISTRY_CLERK: division, Role.REFORM_OFFICER: division, Role.ADMINISTRATOR: ward, Role.LEADER: ward,
        Role.INSPECTOR: ward,
    }  # fmt: skip
    posts = {str(role): make_post(role, agency=agency) for role, agency in places.items()}
    return {"ward": ward, "centre": centre, "division": division, **posts}


def give_authenticator(post: Post) -> str:
    """An app for the second proof of a post's holder; returns its secret. The present code is used up."""
    actions.add_authenticator(post.person, by=post)
    secret: str = post.person.authenticator.secret
    actions.confirm_authenticator(post.person, by=post, code=code_now(secret))
    return secret


def code_now(secret: str, later: int = 0) -> str:
    """What an app shows, or will show some half minutes later."""
    return one_time.code_of(secret, one_time.step_at(timezone.now().timestamp()) + later)


def signed_in(client: Client, post: Post, *, factor: str = "totp", proved: bool = False) -> Client:
    """The client, working in the post (without the log-in page), with a second proof; `proved`: a moment ago."""
    client.force_login(post.person)
    session = client.session
    session["post"], session["factor"] = post.pk, factor
    if proved:
        session["proved"] = int(timezone.now().timestamp())
    session.save()
    return client


def make_account(*, proven: bool = False, name: str = "Trần Thị Dân", agreed: bool = True, **given: str) -> Account:
    """A citizen's account with a phone of its own; `proven`: the state said who it is, `identity_number` its number.

    `agreed`: its holder has agreed to what is kept, without which nothing can be done in it.
    """
    number = next(_numbers)
    given.setdefault("phone", f"09{number:08}")
    identity_number = given.pop("identity_number", f"0010{number:08}")
    account = open_account(by=Post.objects.portal(), name=name, **given)
    if proven:  # what proving does is tried where it is written; here it is only needed
        account.identity_number, account.identity_proved_at = identity_number, account.opened_at or timezone.now()
        account.assurance = Assurance.IDENTITY_2
        account.save()
    if agreed:
        agree(account, by=account.acting(), text=present_text().version)
    return Account.objects.get(pk=account.pk)


def at_home(client: Client, account: Account) -> Client:
    """The client, logged in on the portal (without the log-in page)."""
    client.cookies[settings.ACCOUNT_COOKIE_NAME] = begin_session(account, way="code", address="127.0.0.1")
    return client
