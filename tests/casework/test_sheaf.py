"""The slips of many dossiers as one PDF."""

import pypdfium2
import pytest

from motcua.citizens.models import Unmasking
from motcua.files.models import AccessLog
from tests import dossier_factories as make

PRINT = "/xu-ly/nhieu/in/"


def send(client, form, *dossiers):
    return client.post(PRINT, {"print": form, "pick": [f"{row.code}:{row.version}" for row in dossiers]})


def pages(response):
    assert response.headers["Content-Type"] == "application/pdf"
    return len(pypdfium2.PdfDocument(response.content))


@pytest.mark.parametrize("form", ["receipt", "control"])
def test_each_slip_is_in_the_one_pdf_and_on_record(house, screen_of, form):
    rows = [make.received(house), make.received(house)]
    client = screen_of(house.clerk)
    one, both = pages(send(client, form, rows[0])), pages(send(client, form, *rows))
    assert both == 2 * one
    looks = AccessLog.objects.filter(by=house.clerk) if form == "receipt" else Unmasking.objects.filter(by=house.clerk)
    assert looks.count() == 3


def test_the_days_receipts_are_found_for_it(house, screen_of, set_clock):
    set_clock("2026-03-02T09:00")
    old = make.received(house)
    set_clock("2026-03-03T09:00")
    new = make.received(house)
    page = screen_of(house.clerk).get("/xu-ly/ho-so/", {"work": "today"}).text
    assert new.code in page
    assert old.code not in page
    assert 'formtarget="_blank" name="print" value="receipt"' in page


def test_what_was_not_received_or_may_not_be_read_is_not_printed(house, screen_of):
    assert send(screen_of(house.clerk), "receipt", make.submitted(house)).status_code == 422
    assert send(screen_of(house.inspector), "receipt", make.received(house)).status_code == 422
    assert send(screen_of(house.clerk), "khác", make.received(house)).status_code == 422
    assert (
        screen_of(house.clerk).post(PRINT, {"print": "receipt", "pick": [f"X{n}:1" for n in range(51)]}).status_code
        == 422
    )
