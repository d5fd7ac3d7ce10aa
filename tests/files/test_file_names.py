"""The name a file is kept under."""

import unicodedata

import pytest

from motcua.files.names import kept, parts


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Đơn đề nghị.pdf", "Đơn đề nghị.pdf"),
        ("ĐƠN.PDF", "ĐƠN.pdf"),
        ("C:\\Users\\thu\\don.pdf", "don.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("anh.png", "anh.pdf"),
        ("anh.jpeg", "anh.pdf"),
        ("Quyết định số 05.2026", "Quyết định số 05.2026.pdf"),
        ("", "tệp.pdf"),
        ("...", "tệp.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ("a\x00b\tc\n.pdf", "ab c .pdf".replace(" .", ".")),
        ('a<b>:"c|?*.pdf', "a_b___c___.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("CCCD 001099012345 Thử.pdf", "CCCD xxxxxx345 Thử.pdf"),
        ("0912345678.pdf", "xxxxxx678.pdf"),
        ("IMG_20261122.pdf", "IMG_20261122.pdf"),
    ],
)
def test_a_name_is_cleaned(given, expected):
    assert kept(given, endings=("pdf",)) == expected


def test_a_name_is_composed():
    assert kept(unicodedata.normalize("NFD", "Đơn đề nghị.pdf"), endings=("pdf",)) == "Đơn đề nghị.pdf"


def test_a_long_name_keeps_its_ending():
    name = kept("ă" * 300 + ".jpeg", endings=("jpg", "jpeg"))
    assert len(name) == 120
    assert name.endswith(".jpeg")


def test_endings_are_found():
    assert parts("a.b.pdf") == ("a", ["b", "pdf"])
    assert parts(".pdf") == (".pdf", [])
