"""Citizen A never reaches anything of B: every address of the portal is walked with two accounts that each have all."""

from typing import Any

import pytest
from django.test import Client

from config.matrix import listing
from config.matrix.expectations import Accounts
from motcua.citizens.actions import add_account_key
from motcua.citizens.models import Account, AccountEvent, AccountPasskey, AccountSession
from motcua.dossiers.actions.messages import write_message
from motcua.dossiers.models import Dossier, Message
from motcua.files.actions import store
from tests.agencies.test_passkeys import key
from tests.citizens.test_accounts import declared
from tests.dossier_factories import at_the_desk, make_house
from tests.factories import at_home, make_account
from tests.files.samples import pdf

pytestmark = pytest.mark.django_db


class Citizen:
    """An account with everything that an account can have, and the words by which it would be known."""

    def __init__(self, house: Any, name: str, number: str, phone: str) -> None:
        self.account = make_account(proven=True, name=name, identity_number=number, phone=phone, email=f"{phone}@a.vn")
        self.dossier = at_the_desk(house)
        person = declared(account=self.account, name=name, number=number)
        Dossier.objects.filter(pk=self.dossier.pk).update(applicant=person)
        self.file = store(by=self.account.acting(), name=f"{number}.pdf", content=pdf())
        write_message(self.dossier, by=self.account.acting(), text=f"Thư của {name}", files=[self.file])
        self.browser = at_home(Client(), self.account)
        at_home(Client(), self.account)  # a second device
        self.session = AccountSession.objects.filter(account=self.account).order_by("pk").last()
        add_account_key(self.account, by=self.account.acting(), name="Khóa", key=key(int(phone[2])))
        self.key = AccountPasskey.objects.get(account=self.account)
        known = (self.dossier.code, self.account.pk, self.session.name, self.key.pk)
        self.words = (name, number, phone, *map(str, known))

    def values(self) -> dict[str, str]:
        """What stands in the addresses of this citizen's things."""
        return {
            "<str:code>": str(self.dossier.code), "<int:result>": str(self.dossier.results.get().pk),
            "<uuid:paper>": str(self.dossier.printed_papers.filter(form="receipt").get().pk),
            "<uuid:file>": str(self.file.pk), "<uuid:key>": str(self.key.pk),
        }  # fmt: skip

    def sends(self) -> dict[str, str]:
        """What the forms of this citizen's pages name."""
        return {"session": self.session.name, "code": str(self.dossier.code), "name": "Đổi Tên", "address": "Đổi",
                "text": "Phá", "reason": "Phá", "note": "Phá"}  # fmt: skip


@pytest.fixture
def two() -> tuple[Citizen, Citizen]:
    house = make_house()
    return (
        Citizen(house, "Trần Thị An", "001188000111", "0912000111"),
        Citizen(house, "Lê Văn Bình", "001190000222", "0933000222"),
    )


def own_pages(method: str) -> list[str]:
    return [route for route, ways in listing.ROUTES.items() if isinstance(ways.get(method), Accounts)]


def address(route: str, citizen: Citizen) -> str:
    for name, value in citizen.values().items():
        route = route.replace(name, value)
    assert "<" not in route, f"say in Citizen.values what stands in {route}"
    return route


def test_every_page_of_an_account_shows_its_own_and_nothing_of_the_others(two):
    an, binh = two
    told = ""
    for route in own_pages("GET"):
        page = an.browser.get(address(route, an), follow=True)
        assert page.status_code == 200, route
        if page.headers["Content-Type"].startswith("text/html"):
            assert not [word for word in binh.words if word in page.text], route
            told += page.text
    assert all(word in told for word in (*an.words[:4], an.session.name, str(an.key.pk)))


def test_nothing_of_another_is_found_at_its_address(two):
    an, binh = two
    named = [route for route in own_pages("GET") if "<" in route]
    assert named
    for route in named:
        assert an.browser.get(address(route, binh)).status_code == 404, route
        assert binh.browser.get(address(route, binh)).status_code in (200, 302), (
            route
        )  # 302: not asked for anything now


def kept_of(citizen: Citizen) -> list[Any]:
    account = Account.objects.get(pk=citizen.account.pk)
    said = [account.version, account.state, account.name, account.address, account.phone, account.email]
    dossier = Dossier.objects.get(pk=citizen.dossier.pk)
    said += [dossier.state, dossier.version, Message.objects.filter(dossier=dossier).count()]
    said.append(AccountPasskey.objects.filter(account=account).count())
    return [*said, AccountEvent.objects.filter(subject=account).count(),
            sorted(AccountSession.objects.filter(account=account).values_list("pk", flat=True))]  # fmt: skip


def test_nothing_that_is_sent_changes_anothers(two):
    binh = two[1]
    before = kept_of(binh)
    sent = own_pages("POST")
    assert sent
    for route in sent:
        browser = at_home(Client(), make_account())
        browser.post(address(route, binh), binh.sends())
        if "<" in route:
            assert browser.post(address(route, binh), binh.sends()).status_code == 404, route
    assert kept_of(binh) == before
