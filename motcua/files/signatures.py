"""What a file is, by its first bytes. Pure."""

import re

from motcua.core.errors import BadInput

PDF, PNG, JPEG, WEBP, TIFF = "application/pdf", "image/png", "image/jpeg", "image/webp", "image/tiff"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT, ODS = "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet"
TEXT, XML, ZIP = "text/plain", "application/xml", "application/zip"

ENDINGS = {
    PDF: ("pdf",), PNG: ("png",), JPEG: ("jpg", "jpeg"), WEBP: ("webp",), TIFF: ("tif", "tiff"), DOCX: ("docx",),
    XLSX: ("xlsx",), ODT: ("odt",), ODS: ("ods",), TEXT: ("txt", "csv"), XML: ("xml",),
}  # fmt: skip
PICTURES = (PNG, JPEG, WEBP, TIFF)
ACCEPTED = "PDF, ảnh (JPG, PNG, WEBP, TIFF), Word (docx), Excel (xlsx), ODT, ODS, văn bản thuần (txt) hoặc XML"

_ACCEPTED = (
    (b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG), (b"II*\x00", TIFF), (b"MM\x00*", TIFF),
    (b"PK\x03\x04", ZIP),
)  # fmt: skip
_PROGRAMS = (
    b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"\x00asm", b"#!", b"L\x00\x00\x00\x01\x14\x02\x00", b"dex\n", b"ITSF", b"FWS", b"CWS",
)  # fmt: skip
_ARCHIVES = (
    b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"MSCF", b"PK\x05\x06",
    b"PK\x07\x08", b"LZIP", b"\x1f\x9d", b"\x60\xea",
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
_HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
MARKUP = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|script|iframe|object|embed|svg|img|link|meta|style|form)[\s>/]"
    rb"|<\?php|javascript:|vbscript:|data:text/html",
    re.IGNORECASE,
)


def refuse(code: str, message: str) -> BadInput:
    """Make the refusal of a file."""
    return BadInput(code, message, field="file")


def type_of(content: bytes) -> str:
    """Return the media type the first bytes tell (application/zip for all that is packed so). Raises BadInput.

    Codes: `empty_file`, `executable`, `encrypted_file`, `old_office_file`, `archive_not_accepted`,
    `heic_not_accepted`, `active_content`, `type_not_accepted`.
    """
    if not content:
        raise refuse("empty_file", "Tệp rỗng, không có nội dung.")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    for start, media_type in _ACCEPTED:
        if content.startswith(start):
            return media_type
    _refuse_known(content)
    return _text_or_xml(content)


def _refuse_known(content: bytes) -> None:
    if content.startswith(_PROGRAMS):
        raise refuse("executable", "Đây là tệp chương trình, không phải giấy tờ.")
    if content.startswith(_ARCHIVES) or content[257:262] == b"ustar" or content[0x8001:0x8006] == b"CD001":
        raise refuse("archive_not_accepted", "Không nhận tệp nén; hãy giải nén và gửi từng giấy tờ.")
    if content.startswith(_OLE):
        _refuse_ole(content)
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise refuse(
            "heic_not_accepted", "Ảnh HEIC của iPhone chưa nhận được; hãy đổi sang JPG hoặc chụp lại dạng JPG."
        )


def _refuse_ole(content: bytes) -> None:
    if _ENCRYPTED_OFFICE in content:
        raise refuse("encrypted_file", "Tệp đặt mật khẩu, không mở được; hãy bỏ mật khẩu rồi gửi lại.")
    raise refuse(
        "old_office_file", "Tệp Office đời cũ (doc, xls) có thể chứa macro; hãy lưu thành docx, xlsx hoặc PDF."
    )


def _text_or_xml(content: bytes) -> str:
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    if start.startswith(b"<?xml"):
        return XML
    if MARKUP.search(content):
        raise refuse("active_content", "Tệp là trang web hoặc chứa mã lệnh (HTML, SVG, JavaScript) nên không nhận.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = "\x00"
    if any(character < " " and character not in "\t\r\n\f" for character in text):
        raise refuse("type_not_accepted", f"Không nhận loại tệp này. Nhận: {ACCEPTED}.")
    return TEXT
