"""Citizen A never reaches anything of B: every address of the portal is walked with two accounts that each have all."""

from typing import Any

import pytest
from django.test import Client

from config.matrix import listing
from config.matrix.expectations import Accounts
from motcua.citizens.actions import add_account_key
from motcua.citizens.models import Account, AccountEvent, AccountPasskey, AccountSession
from motcua.core.clock import today
from motcua.dossiers.actions.billing import collect_fee
from motcua.dossiers.actions.messages import write_message
from motcua.dossiers.models import Dossier, DossierPaper, Message, Rating
from motcua.files.actions import store
from motcua.filing.actions.filling import begin, keep
from motcua.filing.actions.noting import note_paper
from motcua.filing.actions.receiving import announce
from motcua.filing.actions.sending import send
from motcua.filing.choices import ForWhom
from motcua.filing.models import Filing, PaperNote
from motcua.filing.own_papers import held
from motcua.privacy.actions import ask
from motcua.procedures.models import edition_for
from tests import dossier_factories
from tests.agencies.test_passkeys import key
from tests.citizens.test_accounts import declared
from tests.dossier_factories import PAYING, STANDARD, at_the_desk, make_house, received
from tests.factories import at_home, make_account
from tests.files.samples import pdf
from tests.filing.conftest import online_facts
from tests.filing.filled import fill

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
        self.filing, self.filed = self.fill(house), self.fill(house)
        send(self.filed, by=self.account.acting(), delivery="at_desk", declared=True)
        self.other = self.file_for(house, f"Người Nhà {name}")
        self.paid = received(house, PAYING, applicant=person)
        collect_fee(self.paid, by=house.clerk, method="cash")
        self.paper = DossierPaper.objects.get(dossier__filing=self.filed, file__isnull=False)
        said = {"name": f"Giấy của {number}", "valid_until": None, "hidden": False}
        note_paper(held(self.account.acting(), f"p{self.paper.pk}"), by=self.account.acting(), **said)
        there = self.filing.files.get()
        place = {"question": there.question, "group": there.group, "row": there.row}
        self.upload = announce(self.filing, by=self.account.acting(), name="tiep.pdf", size=1000, **place)
        self.browser = at_home(Client(), self.account)
        at_home(Client(), self.account)  # a second device
        self.session = AccountSession.objects.filter(account=self.account).order_by("pk").last()
        add_account_key(self.account, by=self.account.acting(), name="Khóa", key=key(int(phone[2])))
        self.key = AccountPasskey.objects.get(account=self.account)
        known = (self.dossier.code, self.account.pk, self.session.name, self.key.pk, self.paid.code)
        by = self.account.acting()
        self.asked = ask(self.account, by=by, right="erasure", desk=self.dossier.desk, asked=f"Xóa {name}")
        self.words = (name, number, phone, *map(str, known), self.other.code, self.other.applicant.name)

    def fill(self, house: Any) -> Filing:
        """A filing of this citizen's, whole, not yet sent."""
        by = self.account.acting()
        begun = begin(by=by, edition=edition_for(STANDARD, house.centre, today()), desk=house.centre)
        who = {"name": self.account.name, "number": self.account.identity_number, "phone": self.account.phone}
        return fill(begun, by=by, but={"who": who})

    def file_for(self, house: Any, name: str) -> Dossier:
        """A dossier of somebody whom this citizen represents."""
        by, edition = self.account.acting(), edition_for(STANDARD, house.centre, today())
        begun = begin(by=by, edition=edition, desk=house.centre, for_whom=ForWhom.PERSON)
        said = {"for_whom_capacity": "parent", "for_whom_name": name, "for_whom_birth_date": "01/02/2020"}
        begun = keep(begun, by=by, section="for_whom", answers=said, seen=begun.version, tab="t")
        return send(fill(begun, by=by), by=by, delivery="at_desk", declared=True)

    def values(self, route: str) -> dict[str, str]:
        """What stands in an address of this citizen's things."""
        if route.startswith("/nop/"):
            filing = self.filed if "/da-nop/" in route else self.filing
            mine = {"<uuid:key>": filing.pk, "<uuid:file>": self.filing.files.get().file_id, "<int:number>": 1}
            mine |= {"<uuid:file>": self.upload.pk} if "/tai-len/" in route else {}
            mine |= {"<str:procedure>": STANDARD, "<str:office>": self.filing.desk.code}
        else:
            mine = {
                "<str:code>": self.dossier.code, "<int:result>": self.dossier.results.get().pk,
                "<uuid:paper>": self.dossier.printed_papers.filter(form="receipt").get().pk,
                "<uuid:file>": self.file.pk, "<uuid:key>": self.key.pk,
                "<int:consent>": self.account.consents.get().pk, "<str:paper>": f"p{self.paper.pk}",
                "<slug:rights>": self.asked.code,
            }  # fmt: skip
        return {name: str(value) for name, value in mine.items()}

    def sends(self) -> dict[str, str]:
        """What the forms of this citizen's pages name."""
        return {"session": self.session.name, "code": str(self.dossier.code), "name": "Đổi Tên", "address": "Đổi",
                "text": "Phá", "reason": "Phá", "note": "Phá", "hidden": "on", "go": "withdraw",
                "satisfied": "dissatisfied", "reception": "0", "publicity": "0", "attitude": "0", "feedback": "0",
                "version": "1"}  # fmt: skip


@pytest.fixture
def two(monkeypatch) -> tuple[Citizen, Citizen]:
    monkeypatch.setattr(dossier_factories, "FACTS", online_facts())
    house = make_house()
    return (
        Citizen(house, "Trần Thị An", "001188000111", "0912000111"),
        Citizen(house, "Lê Văn Bình", "001190000222", "0933000222"),
    )


def own_pages(method: str) -> list[str]:
    return [route for route, ways in listing.ROUTES.items() if isinstance(ways.get(method), Accounts)]


def is_of_somebody(route: str) -> bool:
    return "<" in route and "<str:procedure>" not in route


def address(route: str, citizen: Citizen) -> str:
    for name, value in citizen.values(route).items():
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
    told_of = (*an.words[:4], an.session.name, str(an.key.pk), an.paid.code, an.asked.code, *an.words[-2:])
    assert all(word in told for word in (*told_of, f"Giấy của {an.words[1]}"))


def test_nothing_of_another_is_found_at_its_address(two):
    an, binh = two
    named = [route for route in own_pages("GET") if is_of_somebody(route)]
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
    said.append([note.name for note in PaperNote.objects.visible_to(account.acting())])
    said.append(Rating.objects.filter(dossier=dossier).exists())
    said.append(AccountPasskey.objects.filter(account=account).count())
    said.append(sorted(Filing.objects.filter(account=account).values_list("pk", "version", "state")))
    said += account.consents.values_list("state", "version")
    said += account.rights_requests.values_list("code", "state", "version")
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
        if is_of_somebody(route):
            assert browser.post(address(route, binh), binh.sends()).status_code == 404, route
    assert kept_of(binh) == before
