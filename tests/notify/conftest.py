"""A message to send, and servers to send it to."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from motcua.agencies import actions
from motcua.agencies.models import Agency, Post
from motcua.core.clock import local, now
from motcua.notify import notices
from motcua.notify.actions import send
from motcua.notify.models import Outgoing, SendingRules
from motcua.notify.notices import Notice, Place, Words
from tests.factories import make_agency, make_post, system
from tests.notify.servers import SENDER, TOKEN, PostOffice, Provider

ROOT = Path(__file__).resolve().parents[2]
VALUES = {
    "code": "H57.54-261123-0042", "procedure": "Đăng ký khai sinh", "contact": "Trung tâm, 0236 3000 111",
    "link": "http://127.0.0.1:8000/t/abc", "due": "17:00 07/12/2026",
}  # fmt: skip
MAIL, MOBILE = "nguoi-dan@example.vn", "0912345274"


def message(**given: Any) -> Outgoing:
    """A message in the outbox, by e-mail unless something else is wanted."""
    channel = given.get("channel", "email")
    to = MAIL if channel == "email" else MOBILE
    one = {"by": system(), "kind": "dossiers.received", "channel": channel, "to": to, "values": VALUES, "key": "k1"}
    return send(**one | given)


def now_is(sent: Outgoing) -> Outgoing:
    """The message as it stands in the database."""
    return Outgoing.objects.get(pk=sent.pk)


@pytest.fixture
def noon(set_clock: Any) -> Any:
    """A moment that is not in quiet hours; returns how to set another one."""
    set_clock("2026-11-23T12:00+07:00")
    return set_clock


@pytest.fixture
def later(noon: Any) -> Callable[..., None]:
    """Let the product's clock stand so much later than noon."""

    def move(**span: float) -> None:
        noon((local(now()) + timedelta(**span)).isoformat())

    return move


@pytest.fixture
def rules(db: None) -> SendingRules:
    return SendingRules.objects.now_in_force()


@pytest.fixture
def ward(db: None) -> Agency:
    return make_agency(name="Ủy ban nhân dân phường Mẫu")


@pytest.fixture
def administrator(ward: Agency) -> Any:
    return make_post("administrator", agency=ward)


@pytest.fixture
def post_office(settings: Any) -> Iterator[PostOffice]:
    """A mail server of this machine, spoken to in clear."""
    with PostOffice() as office:
        settings.SMTP, settings.MAIL_FROM = f"smtp://127.0.0.1:{office.port}?tls=none", SENDER
        yield office


@pytest.fixture
def provider(settings: Any) -> Iterator[Provider]:
    """A provider of SMS and Zalo."""
    with Provider() as found:
        settings.SMS = settings.ZALO = found.address
        settings.SMS_TOKEN = settings.ZALO_TOKEN = TOKEN
        settings.SMS_SENDER, settings.ZALO_SENDER = "MOTCUA", "123456"
        yield found


@pytest.fixture
def operator(administrator: Any) -> Any:
    """The administrator of the unit that operates the installation."""
    if not administrator.agency.operates:
        actions.operate(administrator.agency, by=system())
    return Post.objects.select_related("agency", "person").get(pk=administrator.pk)


@pytest.fixture
def urgent(monkeypatch: pytest.MonkeyPatch) -> str:
    """A kind of notice that goes at any hour and is of use for ten minutes; gone after the test."""
    monkeypatch.setattr(notices, "_notices", dict(notices._notices))
    words = Words("Mã {code}", "Mã: {code}", "Mã {code}")
    place = {"code": Place("mã", "482913")}
    made = Notice(
        key="tests.code", label="Mã thử", places=place, vi=words, en=words, urgent=True, useful=10, chosen=False
    )
    return notices.register(made).key


@pytest.fixture
def python() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """`python(code, VARIABLE=…)`: another process on the tests' database."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str, **variables: str) -> subprocess.Popen[str]:
        begin = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'; import django; django.setup()\n"
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PGDATABASE": connection.settings_dict["NAME"],
            **variables,
        }
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", begin + code], env=environment, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield start
    for each in started:
        each.kill()
        each.communicate()
