"""Every page of the portal, with something on each: whoever walks them all begins here.

A new address of the portal must be said here: as pages to look at, or as no page and why.
"""

from collections.abc import Mapping
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.db.models.functions import Now
from django.urls import get_resolver, reverse

from motcua.agencies.models import Post
from motcua.citizens.actions import add_account_key, agree, ask_code, begin_session, open_account
from motcua.citizens.choices import Assurance, CodePurpose
from motcua.citizens.consents import present_text
from motcua.citizens.models import Account
from motcua.core.clock import today
from motcua.dossiers.actions import closing, pausing
from motcua.dossiers.actions.billing import collect_fee
from motcua.dossiers.actions.messages import write_message
from motcua.dossiers.models import Dossier
from motcua.files.actions import store
from motcua.filing.actions.filling import abandon, begin, keep
from motcua.filing.actions.holding import lay_in
from motcua.filing.actions.sending import send
from motcua.filing.models import Filing
from motcua.openness.actions import open_figures
from motcua.portal import my_papers
from motcua.privacy.actions import ask
from motcua.procedures.facts import Setting
from motcua.procedures.importers.office import adopt_all
from motcua.procedures.models import edition_for
from motcua.questions.choices import Kind
from tests import dossier_factories
from tests import dossier_factories as make
from tests.agencies.test_passkeys import key
from tests.browser.online import BIRTH, HOUSEHOLD_BUSINESS, answers_of, form_of, real_house
from tests.citizens.test_accounts import declared
from tests.factories import SINCE, make_ward, system
from tests.files.samples import pdf
from tests.filing.filled import png
from tests.openness.made import count

MOST_KEYS = 10
NAME, NUMBER, MOBILE, MAIL = "Lê Thị Thử", "046195000123", "0912345678", "thu@example.vn"
NO_PAGES = {  # name of the address → why there is nothing to look at
    "language": "leads back", "robots": "for machines", "sitemap": "for machines", "by_identity": "leads away",
    "log_out": "POST", "end_others": "POST", "remove_key": "POST", "withdraw_consent": "POST",
    "filing_autosave": "POST", "filing_uploads": "POST",
    "figures_csv": "CSV", "figures_json": "JSON", "figures_catalogue": "JSON", "figures_schema": "JSON",
    "filing_upload": "a file on its way", "filing_renew": "POST",
    "my_result": "a file", "my_printed": "a file", "dossier_file": "a file", "filing_file": "a file",
    "my_file": "JSON", "my_receipt": "PDF", "sheet": "PDF", "filing_confirmation": "PDF", "filing_application": "PDF",
}  # fmt: skip


def names() -> set[str]:
    """The names of the portal's addresses."""
    resolver = next(each for each in get_resolver().url_patterns if getattr(each, "app_name", "") == "portal")
    return {each.name for each in resolver.url_patterns}


class Everything:
    """A ward, an account that has one of everything, and where it is seen; `rows`: how many of what comes in lists."""

    def __init__(self, monkeypatch: Any, *, rows: int = 1) -> None:
        self.house, self.rows = real_house(monkeypatch, BIRTH, HOUSEHOLD_BUSINESS), rows
        self._second_ward()
        self._figures()
        self.account = self._account()
        self.by = self.account.acting()
        self.person = declared(account=self.account, name=NAME, number=NUMBER)
        self.dossiers = self._dossiers()
        self.open, self.sent, self.gone = self._filings()
        objection = {"right": "objection", "desk": self.house.centre, "asked": "Không dùng số của tôi vào việc khác"}
        self.asked = ask(self.account, by=self.by, **objection)
        for number in range(min(rows, MOST_KEYS)):
            add_account_key(self.account, by=self.by, name=f"Khóa {number}", key=key(number))

    def _second_ward(self) -> None:
        """Another ward where births are registered: where there are two, one chooses."""
        other, facts = make_ward(), dossier_factories.FACTS
        mine = facts | {"procedures": [fact for fact in facts["procedures"] if fact["code"] == BIRTH]}
        setting = Setting(office=other["ward"].code, divisions={"culture": other["division"].code}, partners={})
        adopt_all(mine, office=other["ward"], setting=setting, valid_from=SINCE, by=system())

    def _figures(self) -> None:
        """The ward shows its figures: so many procedures, a small number, something told later."""
        ward, first = self.house.ward, self.house.ward.valid_from
        open_figures(by=self.house.leader, agency=ward, since=first)
        count(ward, first, {"received": 60, "ended.early": 40, "ended.late": 9}, procedure=BIRTH)
        count(ward, first, {"received": -7}, known_on=first + timedelta(days=40), procedure=BIRTH)
        for number in range(self.rows):
            amounts = {"received": 20, "ended.early": 12, "ended.late": 3, "took.net.2": 15, "rated": 9, "rated.low": 2}
            count(ward, first + timedelta(days=40), amounts, procedure=f"9.2000{number:02}")
            count(ward, today() - timedelta(days=70), amounts, procedure=f"9.2000{number:02}")

    def _account(self) -> Account:
        account = open_account(by=Post.objects.portal(), name=NAME, phone=MOBILE, email=MAIL)
        account.phone_proved_at = account.email_proved_at = account.identity_proved_at = Now()
        account.identity_number, account.assurance = NUMBER, Assurance.IDENTITY_2
        account.save()
        agree(account, by=account.acting(), text=present_text().version)
        for _ in range(self.rows):
            begin_session(account, way="code", address="127.0.0.1", user_agent="Mozilla/5.0 Firefox/130.0")
        return Account.objects.get(pk=account.pk)

    def _mine(self, dossier: Dossier) -> Dossier:
        Dossier.objects.filter(pk=dossier.pk).update(applicant=self.person)
        return Dossier.objects.get(pk=dossier.pk)

    def _dossiers(self) -> SimpleNamespace:
        house, pages = self.house, [f"Giấy tờ {number}" for number in range(self.rows)]
        working = make.in_progress(house)
        for _ in range(self.rows):
            collect_fee(self._mine(make.received(house, make.AT_ONCE_PAID)), by=house.clerk, method="cash")
        for number in range(self.rows - 1):
            self._mine(make.received(house, subject=f"Việc {number}"))
        asked = pausing.request_supplement(
            self._mine(make.in_progress(house)), by=house.specialist, papers=pages, reason="Còn thiếu"
        )
        found = SimpleNamespace(
            working=self._mine(working), asked=asked, paying=self._mine(make.to_pay(house)),
            paused=self._mine(make.suspended(house)), ready=self._mine(make.at_the_desk(house)),
            returned=self._mine(make.returned(house)), refused=self._mine(make.refused_one(house)),
            submitted=self._mine(make.submitted(house)),
        )  # fmt: skip
        found.withdrawn = closing.withdraw(self._mine(make.in_progress(house)), by=self.by, reason="Không cần nữa")
        for number in range(self.rows):
            file = store(by=self.by, name=f"giay-{number}.pdf", content=pdf())
            write_message(found.working, by=self.by, text=f"Cho tôi hỏi {number}", files=[file])
            write_message(found.working, by=house.specialist, text=f"Chào bà {number}")
        return found

    def _filings(self) -> tuple[Filing, Filing, Filing]:
        begun = [self._begin() for _ in range(max(self.rows - 2, 1))]
        filled, sent, gone = self._filled(begun[0]), self._filled(self._begin()), self._begin()
        send(sent, by=self.by, delivery="online", declared=True)
        return filled, Filing.objects.get(pk=sent.pk), abandon(gone, by=self.by)

    def _begin(self) -> Filing:
        edition = edition_for(BIRTH, self.house.centre, today())
        return begin(by=self.by, edition=edition, desk=self.house.centre, case="dung_han")

    def _filled(self, filing: Filing) -> Filing:
        answers, form = answers_of("birth"), form_of("birth")
        for section in form.sections:
            mine = {each.code: answers[each.code] for each in section.questions if each.code in answers}
            filing = keep(filing, by=self.by, section=section.code, answers=mine, seen=filing.version, tab="t")
        for shade in (1, 2):
            lay_in(filing, by=self.by, question="birth_proof_file", name=f"giay-{shade}.png", content=png(shade))
        assert Kind.FILE in {each.kind for each in form.sections[5].questions}
        return Filing.objects.get(pk=filing.pk)

    def _code(self, purpose: CodePurpose) -> str:
        account = None if purpose == CodePurpose.LOG_IN else self.account
        contact = "0987654321" if purpose == CodePurpose.CONTACT else MOBILE
        sent = ask_code(contact=contact, purpose=purpose, address="127.0.0.1", account=account, language="vi")
        return str(sent.pk)

    def pages(self) -> Mapping[str, list[str]]:
        """Name of the address → what is looked at of it, for whoever holds the account."""
        ward, mine, filing = self.house.ward.code, vars(self.dossiers), [self.open.pk]
        result = self.dossiers.ready.results.get()
        of = {name: reverse(f"portal:{name}", args=args) for name, args in {
            "talk": [self.dossiers.working.code], "supplement": [self.dossiers.asked.code],
            "withdraw": [self.dossiers.working.code], "offices": [BIRTH], "procedure": [BIRTH, ward],
            "filing_check": filing, "filing_send": filing, "filing_give_up": filing,
            "filing_done": [self.sent.pk], "filing_before": [BIRTH, ward], "filing_start": [BIRTH, ward],
            "event": ["sinh-con"], "rate": [self.dossiers.returned.code], "open_figures": [ward],
        }.items()}  # fmt: skip
        plain = (
            "home", "track", "verify", "identity_answer", "by_key", "mine", "prove_again", "my_data", "correct",
            "close_account", "contact", "add_key", "agree", "my_notices", "my_devices", "catalogue",
            "results", "filings", "figures", "figures_documentation", "my_papers", "my_receipts", "my_requests",
        )  # fmt: skip
        found = {name: [reverse(f"portal:{name}")] for name in plain} | {name: [path] for name, path in of.items()}
        found["by_link"] = [f"/t/{each.tracking_token}" for each in mine.values()]
        found["by_link"] += ["/t/" + "x" * 22]
        found["rate_by_link"] = [f"/t/{self.dossiers.ready.tracking_token}/danh-gia/", f"/t/{'x' * 22}/danh-gia/"]
        found["my_dossier"] = [reverse("portal:my_dossier", args=[each.code]) for each in mine.values()]
        found["my_papers"] += [f"/cua-toi/giay-to/?{which}" for which in ("an", "loai=ket-qua", "loai=ket-qua&an")]
        kept = [my_papers.listed(self.by, {"loai": kind})["lines"][0].held.key for kind in ("", "ket-qua")]
        found["my_paper"] = [reverse("portal:my_paper", args=[key]) for key in kept]
        found["my_request"] = [reverse("portal:my_request", args=[self.asked.code])]
        found["talk"] += [reverse("portal:talk", args=[self.dossiers.withdrawn.code])]
        found["verified"] = [f"/xac-minh/{code}/" for code in (result.spaced_code, "AAAA-AAAA-AAAA")]
        found["results"] += ["/thu-tuc/tim/?q=khai+sinh", "/thu-tuc/tim/?q=zzzz"]
        found["procedure"] += [f"/thu-tuc/{code}/{ward}/" for code in (HOUSEHOLD_BUSINESS, make.CASES)]
        found["open_figures"] += [f"/cong-khai-so-lieu/{ward}/?nam={year}" for year in (2025, today().year)]
        found["figures_card"] = [f"/cong-khai-so-lieu/{ward}/the/"]
        found["prove_again"] += [f"/cua-toi/xac-nhan/?lan={self._code(CodePurpose.PROVE)}"]
        found["contact_code"] = [f"/cua-toi/lien-he/ma/?lan={self._code(CodePurpose.CONTACT)}"]
        found["filing"] = [f"/nop/{each.pk}/" for each in (self.open, self.gone)]
        found["filing_part"] = [f"/nop/{self.open.pk}/phan/{number}/" for number in range(8)]
        found["filing_part"] += [f"/nop/{self.open.pk}/phan/5/?loi"]
        return found

    def pages_of_strangers(self) -> Mapping[str, list[str]]:
        """The same for whoever is not logged in, where that is another page."""
        code = self._code(CodePurpose.LOG_IN)
        return {
            "log_in": ["/dang-nhap-cong-dan/"],
            "enter_code": [f"/dang-nhap-cong-dan/ma/?lan={code}"],
            "home": ["/", "/khong-co/", "/hop-thu-dung-thu/"],
        }

    def paths(self) -> list[str]:
        return [path for found in self.pages().values() for path in found]


def unseen(everything: Everything) -> set[str]:
    """The addresses of the portal that nobody looks at."""
    return names() ^ {*everything.pages(), *everything.pages_of_strangers(), *NO_PAGES}
