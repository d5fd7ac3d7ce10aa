"""The session runs out while somebody fills in a page: what was sent in vain stands on it again after the log-in."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.test import Client

from motcua.citizens.models import AccountSession
from motcua.dossiers.models import Dossier
from motcua.filing.actions.filling import keep
from motcua.filing.models import Filing
from motcua.portal.unsent import KEY, LONGEST
from tests.factories import at_home
from tests.filing import conftest as sample
from tests.filing.filled import fill

pytestmark = pytest.mark.django_db
house, edition, mother, stranger, filing = (
    sample.house, sample.edition, sample.mother, sample.stranger, sample.filing,
)  # fmt: skip


@pytest.fixture
def home(mother):
    return at_home(Client(), mother)


def run_out():
    AccountSession.objects.update(last_seen=Now() - timedelta(days=1))


def typed(home, filing, number=2, **given):
    """Send a page after its session has run out."""
    address = f"/nop/{filing.pk}/phan/{number}/"
    marks = {name: home.get(address).context[name] for name in ("seen", "tab")}
    run_out()
    answer = home.post(address, {**marks, "go": "next", **given})
    assert answer.headers["Location"] == f"/dang-nhap-cong-dan/?next={address.replace('/', '%2F')}"
    return address


def test_what_was_sent_in_vain_stands_on_the_page_again_and_is_kept_when_it_is_sent(filing, home, mother):
    address = typed(home, filing, **{"q-reason": "Mở quán nước", "q-copies": "3"})
    assert "reason" not in Filing.objects.get().answers
    page = at_home(home, mother).get(address)
    assert "Mở quán nước" in page.text
    assert "Phiên đăng nhập đã hết khi bạn gửi" in page.text
    sent = {name: page.context[name] for name in ("seen", "tab")} | {"q-reason": "Mở quán nước", "go": "next"}
    assert home.post(address, sent).status_code == 302
    assert Filing.objects.get().answers["reason"] == "Mở quán nước"
    assert KEY not in home.session
    assert "Phiên đăng nhập đã hết khi bạn gửi" not in home.get(address).text


def test_it_is_sealed_and_nobody_else_in_this_browser_sees_it(filing, home, mother, stranger, house, edition):
    address = typed(home, filing, **{"q-reason": "Mở quán nước"})
    assert "quán" not in str(dict(home.session))
    assert "Mở quán nước" not in at_home(home, stranger).get(address, follow=True).text
    assert "Mở quán nước" not in at_home(Client(), mother).get(address).text  # another browser of hers
    assert "Mở quán nước" in at_home(home, mother).get(address).text
    assert "Mở quán nước" not in home.get(f"/nop/{filing.pk}/phan/1/").text


def test_what_another_page_kept_meanwhile_is_not_overwritten_silently(filing, home, mother):
    address = typed(home, filing, **{"q-reason": "Bản cũ"})
    keep(filing, by=mother.acting(), section="what", answers={"reason": "Bản mới"}, seen=99, tab="other")
    page = at_home(home, mother).get(address)
    marks = {name: page.context[name] for name in ("seen", "tab")}
    assert home.post(address, marks | {"q-reason": "Bản cũ", "go": "next"}).status_code == 409


def test_on_the_last_page_the_choices_are_there_again_and_it_is_sent_once(filing, home, mother):
    fill(filing, by=mother.acting())
    address = f"/nop/{filing.pk}/nop-ho-so/"
    home.get(address)
    run_out()
    home.post(address, {"delivery": "by_post", "declared": "on"})
    assert not Dossier.objects.exists()
    page = at_home(home, mother).get(address)
    assert "Chưa gửi được gì" in page.text
    form = page.context["form"]
    assert (form["delivery"].value(), form["declared"].value()) == ("by_post", "on")
    assert home.post(address, {"delivery": "by_post", "declared": "on"}).status_code == 302
    assert Dossier.objects.get().delivery == "by_post"


@pytest.mark.parametrize("ended", ["out", "long", "damaged"])
def test_what_is_not_kept_leaves_the_page_as_it_was(filing, home, mother, ended):
    if ended == "out":  # ended on purpose: nobody is known any more
        AccountSession.objects.all().delete()
        home.post(f"/nop/{filing.pk}/phan/2/", {"q-reason": "Mở quán"})
        assert KEY not in home.session
    elif ended == "long":
        typed(home, filing, **{"q-reason": "a" * LONGEST})
        assert KEY not in home.session
    else:
        typed(home, filing, **{"q-reason": "Mở quán"})
        session = home.session
        session[KEY] = session[KEY][:-5] + "00000"
        session.save()
    page = at_home(home, mother).get(f"/nop/{filing.pk}/phan/2/")
    assert page.status_code == 200
    assert "Phiên đăng nhập đã hết khi bạn gửi" not in page.text
