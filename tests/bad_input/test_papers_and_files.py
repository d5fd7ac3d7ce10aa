"""Files that are no paper: said why, nothing kept, the rest of the page still there."""

import base64
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from motcua.dossiers.models import Dossier
from motcua.files.models import StoredFile
from tests.counter.pages import URL, send, sheet
from tests.files.samples import pdf, png_bomb

pytestmark = pytest.mark.django_db


def white(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("L", (width, height), 255).save(out, "PNG")
    return out.getvalue()


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200
REFUSED = {
    "0 byte": ("rong.pdf", b"", "rỗng"),
    "more than 50 megapixels": ("anh.png", png_bomb(), "50 triệu điểm ảnh"),
    "HEIC": ("IMG_0001.HEIC", HEIC, "hãy đổi sang JPG"),
    "cut off": ("don.pdf", pdf(pages=3)[:-400], ""),
    "a programme": ("don.pdf", b"MZ\x90\x00" + b"\0" * 500, ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_paper_is_refused_in_words(desk, house, name):
    file_name, content, words = REFUSED[name]
    page = sheet(house, a_name="Hồ Thị Giữ Lại") | {"p0-file": SimpleUploadedFile(file_name, content)}
    response = send(desk, page)
    assert response.status_code == 422
    assert 'href="#id_p0-file"' in response.text
    assert words in response.text
    assert "Hồ Thị Giữ Lại" in response.text
    assert (Dossier.objects.count(), StoredFile.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("file_name", "content", "pages"),
    [("scan.pdf", pdf(pages=300), 300), ("anh.png", white(7_000, 7_000), 1)],
    ids=["300 pages", "49 megapixels"],
)
def test_what_is_only_large_is_taken(desk, house, file_name, content, pages):
    page = sheet(house) | {"p0-file": SimpleUploadedFile(file_name, content)}
    assert send(desk, page).status_code == 303
    kept = StoredFile.objects.get()
    assert (kept.name, kept.pages) == (file_name, pages)


def test_a_body_cut_before_its_end_receives_nothing(desk, house):
    """The proxy gave the whole length, the content ended in the middle of a file: the rest of the form is missing."""
    boundary = "vach-ngan"
    fields = {name: value for name, value in sheet(house).items() if isinstance(value, str)}
    body = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in list(fields.items())[:6]
    ).encode()
    body += f'--{boundary}\r\nContent-Disposition: form-data; name="p0-file"; filename="a.pdf"\r\n\r\n'.encode()
    body += pdf(pages=2)[:300]
    response = desk.generic("POST", URL, body, content_type=f"multipart/form-data; boundary={boundary}")
    assert response.status_code in (200, 400, 409, 422)  # 200: the page again, with what arrived
    assert Dossier.objects.count() == 0


def test_what_is_no_form_at_all_is_answered(desk):
    for kind in ("multipart/form-data", "multipart/form-data; boundary=" + "x" * 500):
        response = desk.generic("POST", URL, base64.b64encode(b"khong phai bieu mau"), content_type=kind)
        assert response.status_code in (400, 409, 422)
    assert Dossier.objects.count() == 0
