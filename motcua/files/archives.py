"""Office files are packed folders: what is in them is counted as it is unpacked, and nothing in them may run. Pure."""

import io
import re
import zipfile
import zlib

from motcua.files.signatures import DOCX, ODS, ODT, XLSX, refuse

ENTRIES = 5_000
UNPACKED = 200 * 1024 * 1024
RATIO, RATIO_FROM = 200, 5 * 1024 * 1024  # packed letters shrink a lot; only what is also big is a bomb
NESTING = 1  # a chart's own workbook
PART = 64 * 1024

_KINDS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_ODF = {b"application/vnd.oasis.opendocument.text": ODT, b"application/vnd.oasis.opendocument.spreadsheet": ODS}
_MACROS = re.compile(r"(?i)(^|/)(vbaproject\.bin|vbadata\.xml|macrosheets/.*|activex/.*)$|^(basic|scripts)/")
_CHART_BOOK = re.compile(r"(?i)^(word|xl)/embeddings/[^/]+\.(xlsx|docx)$")
_NESTED = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"MSCF")
_TEMPLATE = re.compile(rb"(?i)(attachedTemplate|oleObject|/frame|subDocument)\"[^>]*TargetMode=\"External\"")
_TEMPLATE_TURNED = re.compile(rb"(?i)TargetMode=\"External\"[^>]*(attachedTemplate|oleObject|/frame|subDocument)\"")
# What zipfile and zlib raise for a damaged or strange archive; NotImplementedError is an unknown compression.
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, KeyError)


def office_type(content: bytes) -> str:
    """Return the media type of an office file after looking into every part of it. Raises BadInput.

    Codes: `encrypted_file`, `archive_bomb`, `nested_archive`, `macros`, `external_link`, `archive_not_accepted`,
    `damaged_file`.
    """
    return _look(content, budget=[UNPACKED], depth=0)


def _look(content: bytes, *, budget: list[int], depth: int) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            _check_entries(entries)
            kind = _kind(packed, {entry.filename for entry in entries})
            for entry in entries:
                _look_into(packed, entry, budget=budget, depth=depth)
            return kind
    except _DAMAGED as error:
        raise refuse("damaged_file", "Tệp hỏng hoặc thiếu phần cuối; hãy lưu lại rồi gửi.") from error


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise refuse("encrypted_file", "Tệp nén đặt mật khẩu, không mở được; hãy bỏ mật khẩu rồi gửi lại.")
    if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED:
        raise _bomb()
    if any(_MACROS.search(entry.filename) for entry in entries):
        raise refuse("macros", "Tệp có macro hoặc điều khiển ActiveX; hãy lưu thành docx, xlsx không có macro.")
    if any(entry.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", entry.filename) for entry in entries):
        raise refuse("damaged_file", "Tệp có đường dẫn bất thường bên trong.")


def _bomb() -> Exception:
    return refuse("archive_bomb", "Tệp nén bất thường: khi mở ra lớn hơn mức cho phép.")


def _kind(packed: zipfile.ZipFile, names: set[str]) -> str:
    if "[Content_Types].xml" in names:
        for name, kind in _KINDS.items():
            if name in names:
                return kind
    if "mimetype" in names and packed.getinfo("mimetype").file_size < 100:
        found = _ODF.get(packed.read("mimetype").strip())
        if found:
            return found
    raise refuse("archive_not_accepted", "Không nhận tệp nén; hãy giải nén và gửi từng giấy tờ.")


def _look_into(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, *, budget: list[int], depth: int) -> None:
    """Unpack one part within the budget, whatever size it claims, and judge what it is."""
    data, size = bytearray(), 0
    keep = entry.filename.lower().endswith((".rels", "[content_types].xml", ".xlsx", ".docx"))
    with packed.open(entry) as part:
        while piece := part.read(PART):
            if not size and piece.startswith(_NESTED) and not (keep and _CHART_BOOK.match(entry.filename)):
                raise refuse("nested_archive", "Tệp có tệp khác nhúng bên trong; hãy gửi riêng từng tệp.")
            size += len(piece)
            budget[0] -= len(piece)
            if budget[0] < 0 or (size > RATIO_FROM and size > RATIO * max(entry.compress_size, 1)):
                raise _bomb()
            if keep:
                data += piece
    if keep:
        _judge(entry.filename, bytes(data), budget=budget, depth=depth)


def _judge(name: str, data: bytes, *, budget: list[int], depth: int) -> None:
    if _CHART_BOOK.match(name):
        if depth >= NESTING:
            raise refuse("nested_archive", "Tệp có quá nhiều lớp tệp nhúng bên trong.")
        _look(data, budget=budget, depth=depth + 1)
    elif name.lower().endswith(".xml") and b"macroEnabled" in data:
        raise refuse("macros", "Tệp có macro; hãy lưu thành docx, xlsx không có macro.")
    elif _TEMPLATE.search(data) or _TEMPLATE_TURNED.search(data):
        raise refuse(
            "external_link", "Tệp tải nội dung từ nơi khác khi mở (mẫu hoặc đối tượng liên kết); hãy lưu thành PDF."
        )
