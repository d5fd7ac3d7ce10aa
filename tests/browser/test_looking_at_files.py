"""What strangers brought is really shown, in the browser's own sandbox, and does not run."""

import io

import pytest
import typst
from PIL import Image

from motcua.files.actions import store
from motcua.files.choices import Purpose
from motcua.files.models import AccessLog
from tests.factories import system

pytestmark = [pytest.mark.urls("tests.files.doors"), pytest.mark.django_db(transaction=True)]
RED = b'#set page(width: 10cm, height: 10cm, fill: rgb("#ff0000"))\n= Xin ch\xc3\xa0o'


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": backend}


@pytest.fixture(scope="module")
def paper():
    return typst.compile(RED)


def redness(page):
    """How much of the screen is red, from 0 to 1."""
    seen = Image.open(io.BytesIO(page.screenshot())).convert("RGB").resize((64, 64))
    dots = [seen.getpixel((x, y)) for x in range(64) for y in range(64)]
    return sum(red > 200 and green < 60 for red, green, _ in dots) / len(dots)


def wait_for_red(page):
    for _ in range(40):
        if redness(page) > 0.05:
            return True
        page.wait_for_timeout(250)
    return False


@pytest.mark.parametrize("purpose", [Purpose.SUBMITTED, Purpose.PRINTED])
def test_a_pdf_is_shown(page_at, paper, purpose):
    file = store(by=system(), name="đơn.pdf", content=paper, purpose=purpose)
    assert wait_for_red(page_at(path=f"/{file.pk}"))


def test_a_page_of_a_pdf_is_shown_as_a_picture_within_our_page(page_at, paper):
    file = store(by=system(), name="đơn.pdf", content=paper)
    page = page_at(path=f"/{file.pk}/xem")
    assert page.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 1240
    assert wait_for_red(page)
    assert AccessLog.objects.count() == 1


def test_a_text_is_shown_as_text(page_at):
    file = store(by=system(), name="đơn.txt", content="Kính gửi <b>Ủy ban</b> & các phòng".encode())
    page = page_at(path=f"/{file.pk}")
    assert page.locator("b").count() == 0
    assert "Kính gửi <b>Ủy ban</b>" in page.locator("body").inner_text()
    assert page.evaluate("origin") == "null"
