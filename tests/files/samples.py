"""Files as people bring them, good and hostile, made here."""

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

CONTENT_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(*, pages: int = 1, change=None, text: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if text:
        writer.add_metadata({"/Title": text})
    if change:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def compressed_pdf(change) -> bytes:
    """A PDF whose objects lie packed in object streams: nothing hostile stands plainly in the bytes."""
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    change(writer)
    plain = io.BytesIO()
    writer.write(plain)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(plain.getvalue())) as packed:
        packed.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def with_javascript(writer: PdfWriter) -> None:
    _opens_with(writer, {"/S": "/JavaScript", "/JS": "app.alert('chao');"})


def with_attachment(writer: PdfWriter) -> None:
    writer.add_attachment("ẩn.txt", b"bi mat")


def encrypted(writer: PdfWriter) -> None:
    writer.encrypt("mat-khau", algorithm="AES-256")


def locked_for_editing(writer: PdfWriter) -> None:
    writer.encrypt("", owner_password="chu", algorithm="AES-256")


def with_launch(writer: PdfWriter) -> None:
    _opens_with(writer, {"/S": "/Launch", "/F": "cmd.exe"})


def that_sends_itself(writer: PdfWriter) -> None:
    _opens_with(writer, {"/S": "/SubmitForm", "/F": "https://example.test"})


def _opens_with(writer: PdfWriter, action: dict) -> None:
    made = DictionaryObject(
        {NameObject(k): NameObject(v) if v.startswith("/") else TextStringObject(v) for k, v in action.items()}
    )
    writer.root_object[NameObject("/OpenAction")] = made


def with_link(writer: PdfWriter) -> None:
    writer.add_blank_page(width=595, height=842)
    writer.add_annotation(0, Link(rect=(0, 0, 100, 100), url="https://example.test/"))


def with_form(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject()})


def picture(kind: str = "PNG", *, size: tuple[int, int] = (60, 40), frames: int = 1) -> bytes:
    out = io.BytesIO()
    drawn = [Image.effect_noise(size, 90).convert("RGB") for _ in range(frames)]
    more = {"save_all": True, "append_images": drawn[1:]} if frames > 1 else {}
    drawn[0].save(out, kind, **more)
    return out.getvalue()


def png_bomb(width: int = 20_000, height: int = 20_000) -> bytes:
    """A PNG of a few hundred bytes whose header promises 400 million dots."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def packed(parts: dict[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as folder:
        for name, data in parts.items():
            folder.writestr(name, data)
    return out.getvalue()


def docx(**parts: bytes | str) -> bytes:
    more = {name.replace("__", "/"): data for name, data in parts.items()}
    return packed({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "<w:document/>", **more})


def office(parts: dict[str, bytes | str]) -> bytes:
    return packed({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "<w:document/>", **parts})


def xlsx(parts: dict[str, bytes | str] | None = None) -> bytes:
    return packed({"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.xml": "<workbook/>", **(parts or {})})


def odt(parts: dict[str, bytes | str] | None = None) -> bytes:
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<c/>", **(parts or {})})


def encrypted_zip() -> bytes:
    """A DOCX whose first entry says it is encrypted."""
    content = bytearray(docx())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark) + place
        content[at] |= 1
    return bytes(content)


def lying_zip(size: int = 30 * 1024 * 1024) -> bytes:
    """A DOCX with a part that unpacks to far more than its packed size; its headers tell a small size."""
    content = bytearray(office({"word/media/a.txt": b"0" * size}))
    true = struct.pack("<I", size)
    return bytes(content.replace(true, struct.pack("<I", 1_000)))


def with_template(target: str = "https://example.test/a.dotm") -> bytes:
    relations = (
        f'<Relationships><Relationship Id="r" Type="{RELATIONS}/attachedTemplate" Target="{target}"'
        ' TargetMode="External"/></Relationships>'
    )
    return office({"word/_rels/settings.xml.rels": relations})
