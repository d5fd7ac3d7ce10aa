"""A paper given at the counter is used again from a phone, by keyboard, without script; the pages at 320 px."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from motcua.citizens.actions import begin_session
from motcua.core.clock import today
from motcua.dossiers.actions.billing import collect_fee
from motcua.dossiers.models import Dossier
from motcua.filing.actions.noting import note_paper
from motcua.filing.models import FilingFile
from motcua.filing.own_papers import held
from tests import dossier_factories as make
from tests.filing import conftest as sample
from tests.filing.filled import png
from tests.filing.shelves import at_desk, brought

pytestmark = pytest.mark.django_db(transaction=True)
house, edition, mother, filing = sample.house, sample.edition, sample.mother, sample.filing


@pytest.fixture
def phone(page_at, mother, live_server):
    """A page on which the mother is logged in."""

    def opened(path: str, *, width: int = 320, language: str = "vi", **more):
        page = page_at(width, **more)
        text = begin_session(mother, way="code", address="127.0.0.1")
        for name, value in ((settings.ACCOUNT_COOKIE_NAME, text), ("ngon_ngu", language)):
            page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page.goto(path)
        return page

    return opened


@pytest.fixture
def person(house, mother):
    return at_desk(house, mother)


@pytest.mark.parametrize("script", [True, False])
def test_one_tick_by_keyboard_lays_a_paper_in_and_it_goes_out_again(phone, filing, house, person, script):
    code = brought(house, person).dossier.code
    page = phone(f"/nop/{filing.pk}/phan/3/", script=script)
    page.get_by_label(code).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    laid = page.get_by_role("link", name="quet.png")
    expect(laid).to_be_visible()
    expect(page.get_by_text(f"từ hồ sơ {code}")).to_be_visible()
    expect(page.get_by_label(code)).to_have_count(0)
    page.get_by_role("button", name="Bỏ quet.png").click()
    expect(laid).to_have_count(0)
    expect(page.get_by_label(code)).to_be_visible()
    assert not FilingFile.objects.exists()


@pytest.mark.parametrize(
    ("width", "language", "dark"), [(320, "vi", False), (320, "en", True), (390, "vi", True), (1440, "vi", False)]
)
def test_papers_and_receipts_are_usable(
    phone, filing, mother, house, person, axe, overflowing, unlabelled, width, language, dark
):
    by = mother.acting()
    old, paper, back = brought(house, person), brought(house, person, content=png(5)), make.returned(house)
    Dossier.objects.filter(pk=back.pk).update(applicant=person)
    paid = make.received(house, make.PAYING, applicant=person)
    collect_fee(paid, by=house.clerk, method="cash")
    note_paper(held(by, f"p{old.pk}"), by=by, name="Bản chụp năm ngoái", valid_until=today(), hidden=False)
    note = held(by, f"p{old.pk}").note
    note.valid_until = today().replace(year=today().year - 1)
    note.save()
    paths = (
        "giay-to/",
        f"giay-to/p{paper.pk}/",
        "giay-to/?loai=ket-qua",
        f"giay-to/k{back.results.get().pk}/",
        "bien-lai/",
    )
    page = phone("/robots.txt", width=width, language=language, dark=dark)
    found = []
    for path in (*(f"/cua-toi/{each}" for each in paths), f"/nop/{filing.pk}/phan/3/"):
        page.goto(path)
        found += [(path, each) for each in (*axe(page), *overflowing(page), *unlabelled(page))]
    assert not found
