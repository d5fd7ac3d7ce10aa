"""What is taken and what is refused, by content. The bombs are made here."""

import re

import pytest

from motcua.core.errors import BadInput
from motcua.files import apart, archives, pictures
from motcua.files.checks import check
from motcua.files.signatures import DOCX, ENDINGS, JPEG, ODS, ODT, PDF, PNG, TEXT, TIFF, WEBP, XLSX, XML
from tests.files import samples

GOOD = {
    PDF: lambda: samples.pdf(pages=3),
    PNG: lambda: samples.picture("PNG"),
    JPEG: lambda: samples.picture("JPEG"),
    WEBP: lambda: samples.picture("WEBP"),
    TIFF: lambda: samples.picture("TIFF"),
    DOCX: samples.docx,
    XLSX: samples.xlsx,
    ODT: samples.odt,
    ODS: lambda: samples.packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    TEXT: "Kính gửi: Ủy ban nhân dân\r\n\tTôi tên là Thử, 3 < 4 > 2".encode,
    XML: '<?xml version="1.0" encoding="UTF-8"?><đơn xmlns="urn:thu"><tên>Thử</tên></đơn>'.encode,
}
RELATION = '<Relationships><Relationship TargetMode="External" Type="x/oleObject" Target="file:///x"/></Relationships>'


def code_of(content, name="don.pdf", **more):
    with pytest.raises(BadInput) as refused:
        check(content, name=name, **more)
    assert re.search(r"[ạ-ỹà-ýđ]", refused.value.message), "refused in words"
    assert refused.value.field == "file"
    return refused.value.code


@pytest.mark.parametrize("media_type", GOOD)
def test_good_files_are_taken_for_what_they_are(media_type):
    found = check(GOOD[media_type](), name="đơn đề nghị.zip")
    assert found.media_type == media_type
    assert found.name == f"đơn đề nghị.zip.{ENDINGS[media_type][0]}"


def test_every_accepted_type_is_tried():
    assert set(GOOD) == set(ENDINGS)


def test_pages_are_counted():
    assert check(samples.pdf(pages=7), name="a").pages == 7
    assert check(samples.picture("TIFF", frames=3), name="a").pages == 3
    assert check(samples.picture("JPEG"), name="a").pages == 1
    assert check(samples.docx(), name="a").pages is None


@pytest.mark.parametrize("change", [samples.with_link, samples.with_form])
def test_links_and_forms_in_a_pdf_are_fine(change):
    assert check(samples.pdf(change=change), name="a").media_type == PDF


def test_a_charts_own_workbook_is_fine():
    assert check(samples.office({"word/embeddings/Sheet1.xlsx": samples.xlsx()}), name="a").media_type == DOCX


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"MZ\x90\x00" + b"\0" * 100, "executable"),
        (b"\x7fELF\x02\x01\x01", "executable"),
        (b"#!/bin/sh\necho", "executable"),
        (b"\xca\xfe\xba\xbe\0\0", "executable"),
        (b"L\x00\x00\x00\x01\x14\x02\x00abc", "executable"),
        (b"<!DOCTYPE html><p>", "active_content"),
        (b"\xef\xbb\xbf <html>", "active_content"),
        (b"xin chao <script src=x></script>", "active_content"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "active_content"),
        (b"a <ScRiPt\n>alert(1)", "active_content"),
        (b"<a href='javascript:alert(1)'>", "active_content"),
        (b"<?php echo 1;", "active_content"),
        (b"Rar!\x1a\x07\x00", "archive_not_accepted"),
        (b"7z\xbc\xaf\x27\x1c\x00", "archive_not_accepted"),
        (b"\x1f\x8b\x08\x00", "archive_not_accepted"),
        (b"\0" * 257 + b"ustar" + b"\0" * 20, "archive_not_accepted"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic_not_accepted"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0", "heic_not_accepted"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "type_not_accepted"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "old_office_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted_file"),
        (b"\x00\x01\x02 binary", "type_not_accepted"),
        ("Xin chào".encode("utf-16"), "type_not_accepted"),
        (b"GIF89a" + b"\0" * 20, "type_not_accepted"),
    ],
)
def test_what_is_no_paper_is_refused_whatever_its_name(content, code):
    assert code_of(content) == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (samples.with_javascript, "active_content"),
        (samples.with_launch, "active_content"),
        (samples.that_sends_itself, "active_content"),
        (samples.with_attachment, "embedded_file"),
        (samples.encrypted, "encrypted_file"),
        (samples.locked_for_editing, "encrypted_file"),
    ],
)
def test_a_pdf_that_does_more_than_show_is_refused(change, code):
    assert code_of(samples.pdf(change=change)) == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (samples.with_javascript, "active_content"),
        (samples.with_launch, "active_content"),
        (samples.that_sends_itself, "active_content"),
        (samples.with_attachment, "embedded_file"),
    ],
)
def test_packing_its_objects_hides_nothing(change, code):
    content = samples.compressed_pdf(change)
    assert b"/JavaScript" not in content
    assert b"/Launch" not in content
    assert code_of(content) == code


def test_names_written_with_escapes_hide_nothing():
    content = samples.pdf(change=samples.with_javascript).replace(b"/JavaScript", b"/J#61vaScript")
    assert code_of(content.replace(b"/JS ", b"/#4aS ")) == "active_content"


@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_pdf_cut_off_is_refused(part):
    content = samples.pdf(pages=40)
    assert code_of(content[: int(len(content) * part)]) == "truncated_file"


def test_a_pdf_that_is_only_a_shell_is_refused():
    assert code_of(b"%PDF-1.7\n" + b"x" * 3000 + b"\n%%EOF") == "damaged_file"


def test_a_pdf_with_two_faces_is_refused():
    good = samples.pdf()
    assert code_of(good.replace(b"\n", b"\n<script>alert(1)</script>\n", 1)) == "polyglot"
    assert code_of(good + samples.packed({"a.txt": "a"}) + b"\n%%EOF") == "polyglot"


def test_a_pdf_of_too_many_pages_is_refused():
    assert code_of(samples.pdf(pages=2_001)) == "too_many_pages"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_a_picture_cut_off_is_refused(kind):
    content = samples.picture(kind, size=(300, 300))
    assert code_of(content[: len(content) * 2 // 3], name="anh.jpg") == "damaged_file"


def test_a_picture_bomb_is_refused_by_its_header():
    bomb = samples.png_bomb()
    assert len(bomb) < 1_000
    assert code_of(bomb) == "too_many_pixels"
    assert code_of(samples.png_bomb(50_001, 1_000)) == "too_many_pixels"


def test_a_tiff_of_too_many_pages_is_refused(monkeypatch):
    monkeypatch.setattr(pictures, "FRAMES", 3)
    assert check(samples.picture("TIFF", frames=3), name="a").pages == 3
    assert code_of(samples.picture("TIFF", frames=4)) == "too_many_pixels"


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"<html><body>", samples.packed({"a.txt": "a"})])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_with_two_faces_is_refused(kind, tail):
    assert code_of(samples.picture(kind) + tail) == "polyglot"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (samples.packed({"a.txt": "a"}), "archive_not_accepted"),
        (samples.packed({"[Content_Types].xml": "<x/>", "ppt/presentation.xml": "<x/>"}), "archive_not_accepted"),
        (samples.office({"word/vbaProject.bin": b"x"}), "macros"),
        (samples.office({"word/activeX/activeX1.xml": b"x"}), "macros"),
        (samples.xlsx({"xl/macrosheets/sheet1.xml": "<x/>"}), "macros"),
        (samples.odt({"Basic/Standard/Module1.xml": "<x/>"}), "macros"),
        (samples.office({"word/media/a.zip": samples.docx()}), "nested_archive"),
        (samples.office({"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}), "nested_archive"),
        (samples.office({"word/media/image1.png": b"MZ\x90\x00"}), "nested_archive"),
        (samples.office({"word/embeddings/a.xlsx": samples.xlsx({"xl/vbaProject.bin": "x"})}), "macros"),
        (samples.office({"../../etc/passwd": "x"}), "damaged_file"),
        (samples.with_template(), "external_link"),
        (samples.office({"word/_rels/document.xml.rels": RELATION}), "external_link"),
        (samples.encrypted_zip(), "encrypted_file"),
        (samples.docx()[:-30], "damaged_file"),
        (samples.office({"word/a.xml": b"0" * 60_000_000}), "archive_bomb"),
        (samples.office({f"word/{number}.xml": "" for number in range(archives.ENTRIES)}), "archive_bomb"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_office_file_that_hides_something_is_refused(content, code):
    assert code_of(content, name="don.docx") == code


def test_macros_are_found_by_the_content_types_too():
    kinds = "<Types><Override ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/></Types>"
    assert code_of(samples.packed({"[Content_Types].xml": kinds, "word/document.xml": "<x/>"})) == "macros"


def test_an_office_file_within_an_office_file_within_one_is_refused():
    inner = samples.xlsx({"xl/embeddings/b.xlsx": samples.xlsx()})
    assert code_of(samples.office({"word/embeddings/a.xlsx": inner})) == "nested_archive"


def test_a_zip_that_lies_about_its_size_is_refused():
    assert code_of(samples.lying_zip()) in ("damaged_file", "archive_bomb")


def test_bombs_within_bombs_share_one_budget(monkeypatch):
    monkeypatch.setattr(archives, "UNPACKED", 3_000_000)
    book = samples.xlsx({"xl/a.bin": bytes(range(256)) * 8_000})
    assert check(samples.office({"word/embeddings/a.xlsx": book}), name="a").media_type == DOCX
    assert code_of(samples.office({f"word/embeddings/{each}.xlsx": book for each in "abc"})) == "archive_bomb"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<?xml version='1.0'?><a>", "damaged_file"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "active_content"),
        (b"<?xml version='1.0'?><!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "active_content"),
        (b"<?xml version='1.0'?><?xml-stylesheet href='x.xsl'?><a/>", "active_content"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "active_content"),
        (b"<?xml version='1.0'?><a><x:script xmlns:x='http://www.w3.org/1999/xhtml'/></a>", "active_content"),
        (b"<?xml version='1.0'?><html/>", "active_content"),
    ],
)
def test_xml_that_a_browser_would_run_is_refused(content, code):
    assert code_of(content, name="a.xml") == code


def test_a_billion_laughs_end_quickly():
    entities = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    bomb = f"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY a0 'ha'>{entities}]><a>&a9;</a>".encode()
    assert code_of(bomb) in ("active_content", "damaged_file")


def test_too_large_is_refused():
    assert code_of(b"a" * 1_001, limit=1_000) == "too_large"
    assert check(b"a" * 1_000, name="a", limit=1_000).media_type == TEXT


@pytest.mark.parametrize("name", ["phiếu.pdf.exe", "ảnh.js.png", "a.html.pdf", "a.exe", "a.SCR", "a.docm", "x.pdf.lnk"])
def test_a_name_that_hides_what_would_run_is_refused(name):
    assert code_of(samples.pdf(), name=name) == "double_extension"


def test_apart_says_the_same():
    assert apart.checked(samples.pdf(pages=2), name="đơn.pdf") == check(samples.pdf(pages=2), name="đơn.pdf")
    with pytest.raises(BadInput) as refused:
        apart.checked(samples.compressed_pdf(samples.with_javascript), name="đơn.pdf")
    assert refused.value.code == "active_content"
    assert "PDF" in refused.value.message


def test_a_file_that_kills_its_reader_is_refused(monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 0.001)
    with pytest.raises(BadInput) as refused:
        apart.checked(samples.pdf(), name="a.pdf")
    assert refused.value.code == "damaged_file"


def test_who_draws_has_little_memory_and_no_keys(monkeypatch):
    probe = "import os;from motcua.files.child import confine;confine();print(sorted(os.environ));bytearray(2*1024**3)"
    seen = {}

    def run(command, **options):
        seen.update(options)
        raise OSError

    monkeypatch.setattr(apart.subprocess, "run", run)
    with pytest.raises(apart.Unreadable):
        apart.page(samples.pdf(), media_type=PDF, number=1)
    monkeypatch.undo()
    assert set(seen["env"]) <= {"LANG", "OMP_NUM_THREADS"}
    done = apart.subprocess.run(
        [apart.sys.executable, "-c", probe], cwd=apart.ROOT, env=seen["env"], capture_output=True
    )
    assert b"MemoryError" in done.stderr
    assert b"MOTCUA" not in done.stdout


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(samples.pdf(pages=2), PDF), (samples.picture("TIFF", frames=2), TIFF)],
    ids=["pdf", "tiff"],
)
def test_a_page_is_drawn(content, media_type):
    assert apart.page(content, media_type=media_type, number=2).startswith(b"\x89PNG")
    for number in (0, 3):
        with pytest.raises(IndexError):
            apart.page(content, media_type=media_type, number=number)


def test_a_page_that_cannot_be_drawn_says_so():
    with pytest.raises(apart.Unreadable):
        apart.page(b"%PDF-nothing", media_type=PDF, number=1)
