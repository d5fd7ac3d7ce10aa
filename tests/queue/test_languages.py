"""Kiosk, slip, phone and display speak Vietnamese and English; what the office wrote stays Vietnamese."""

import io

import pytest
from django.test import Client
from pypdf import PdfReader

from motcua.core import clock
from motcua.queue import actions
from motcua.ui.languages import COOKIE
from tests.portal.test_languages import OURS, VIETNAMESE, Chrome
from tests.queue.halls import call_next

KIOSK = "/sanh/lay-so/"


def left_over(page: str) -> list[str]:
    """What an English page says in Vietnamese without saying so."""
    chrome = Chrome()
    chrome.feed(page)
    return [text for text in chrome.said if text not in OURS and VIETNAMESE.search(text.replace("Một Cửa", ""))]


@pytest.fixture
def kiosk(hall) -> Client:
    browser = Client()
    browser.get(f"/sanh/thiet-bi/{hall.secrets['kiosk']}/")
    return browser


def test_a_kiosk_is_vietnamese_until_somebody_touches_the_other_language(hall, kiosk):
    page = kiosk.get(KIOSK).text
    assert '<html lang="vi">' in page
    assert 'href="?lang=en" lang="en"' in page
    answer = kiosk.get(f"{KIOSK}?lang=en")
    assert answer.headers["Content-Language"] == "en"
    assert 'href="?lang=vi" lang="vi"' in answer.text
    for words in ("Take a number", "Touch what you came for", "Collect a result", "Nobody is waiting"):
        assert words in answer.text
    assert left_over(answer.text) == []
    assert '<html lang="vi">' in kiosk.get(KIOSK).text  # the next person's page
    assert '<html lang="vi">' in kiosk.get(f"{KIOSK}?lang=xx").text


def test_a_number_taken_in_english_goes_on_in_english_to_the_phone(hall, kiosk):
    page = kiosk.get(f"{KIOSK}?lang=en")
    answer = kiosk.post(f"{KIOSK}?lang=en", {"line": hall.lines["A"].pk, "sent": page.context["sent"], "priority": "1"})
    assert answer.headers["Location"].endswith("/?lang=en")
    taken = kiosk.get(answer.headers["Location"])
    assert left_over(taken.text) == []
    assert "Your number" in taken.text
    assert f'data-return="{KIOSK}"' in taken.text  # Vietnamese for whoever comes next
    ticket = taken.context["standing"].ticket
    phone = Client()
    followed = phone.get(f"/sanh/ve/{ticket.token}/?lang=en").text
    assert left_over(followed) == []
    assert "?lang=en" in followed
    for act, words in ((None, "You are next"), (call_next, "Please come to counter 1")):
        if act is not None:
            act(hall)
        now = phone.get(f"/sanh/ve/{ticket.token}/hien-tai/?lang=en").text
        assert words in now
        assert left_over(now) == []
    actions.skip(ticket, by=hall.clerk)
    assert "You were called and did not come" in phone.get(f"/sanh/ve/{ticket.token}/hien-tai/?lang=en").text
    phone.cookies[COOKIE] = "en"
    assert '<html lang="en">' in phone.get(f"/sanh/ve/{ticket.token}/").text
    assert '<html lang="vi">' in phone.get(f"/sanh/ve/{ticket.token}/?lang=vi").text


@pytest.mark.parametrize(
    ("at", "english"),
    [
        ("2026-03-02T05:00+07:00", "It is too early. Numbers are given from 06:30"),
        ("2026-03-02T20:00+07:00", "No more numbers are given today. It opens next at 07:00 on 03/03/2026."),
        ("2026-03-08T10:00+07:00", "The office is closed today."),
    ],
)
def test_why_no_number_is_given_is_told_in_english_too(hall, kiosk, set_clock, at, english):
    set_clock(at)
    page = kiosk.get(f"{KIOSK}?lang=en").text
    assert english in page
    assert left_over(page) == []


def test_refusals_of_the_kiosk_are_told_in_english_too(hall, kiosk):
    for sent in ({"scan": "khong-co"}, {"line": "999999"}, {"line": ""}):
        page = kiosk.get(f"{KIOSK}?lang=en")
        answer = kiosk.post(f"{KIOSK}?lang=en", sent | {"sent": page.context["sent"]})
        assert answer.status_code == 422
        assert left_over(answer.text) == []
    actions.close_day(hall.hall, by=hall.clerk)
    answer = kiosk.post(f"{KIOSK}?lang=en", {"line": hall.lines["A"].pk, "sent": page.context["sent"]})
    assert "No more numbers are given here today" in answer.text
    assert clock.now() is not None


def test_the_display_has_english_beneath_and_the_paper_too(hall, take):
    ticket = take("A", is_priority=True)
    take("B")
    call_next(hall)
    display = Client()
    display.get(f"/sanh/thiet-bi/{hall.secrets['display']}/")
    page = display.get("/sanh/bang-so/").text
    assert '<html lang="vi">' in page
    for english in ("Counter 1", "Please come", "Waiting", "Just called", "Received today", "Handed back today"):
        assert f'<small lang="en">{english}</small>' in page or f'<span lang="en">{english}</span>' in page
    paper = Client().get(f"/sanh/ve/{ticket.token}/phieu.pdf").content
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    for words in ("SỐ THỨ TỰ", "Queue number", "Priority", "Taken at", "Scan the code"):
        assert words in text
