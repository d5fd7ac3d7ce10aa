"""PDF: complete, open to everybody, and nothing in it that runs or hides another file. Pure."""

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from motcua.files.signatures import MARKUP, refuse

PAGES = 2_000
OBJECTS = 300_000
_RUNS = {"/JS", "/JavaScript", "/XFA"}
_HIDES = {"/EmbeddedFiles", "/EmbeddedFile", "/EF", "/RichMedia", "/FileAttachment", "/Rendition", "/Movie", "/Sound"}
_ACTIONS = {"/Launch", "/JavaScript", "/ImportData", "/SubmitForm", "/GoToE", "/Rendition", "/Movie", "/Sound"}
_RAW = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia)(?![A-Za-z0-9])")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_END = 2_048


def check(content: bytes) -> int:
    """Return how many pages the PDF has. Raises BadInput.

    Codes: `truncated_file`, `encrypted_file`, `active_content`, `embedded_file`, `polyglot`, `too_many_pages`,
    `damaged_file`.
    """
    if b"%%EOF" not in content[-_END:]:
        raise refuse("truncated_file", "Tệp PDF thiếu phần cuối (tải lên dở dang); hãy gửi lại.")
    if MARKUP.search(content[:1024]) or b"PK\x05\x06" in content[-65_557:]:
        raise refuse("polyglot", "Tệp PDF có trang web hoặc tệp nén ẩn bên trong nên không nhận.")
    _refuse_names(content)
    reader = _opened(content)
    for thing in _everything(reader):
        _judge(thing)
    return _pages(reader)


def _refuse_names(content: bytes) -> None:
    """What stands plainly in the bytes counts, also where our reader does not follow and another one would."""
    found = _RAW.search(_ESCAPE.sub(lambda match: bytes([int(match.group(1), 16)]), content))
    if found:
        raise _active() if found.group(1) in (b"JavaScript", b"Launch") else _embedded()


def _active() -> Exception:
    return refuse(
        "active_content", "Tệp PDF có mã lệnh (JavaScript, tự chạy hoặc tự gửi); hãy in lại thành PDF thường."
    )


def _embedded() -> Exception:
    return refuse("embedded_file", "Tệp PDF có tệp khác nhúng bên trong; hãy gửi riêng từng tệp.")


def _opened(content: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        locked = reader.is_encrypted
    except Exception as error:  # a hostile file makes the reader fail in any way
        raise _damaged() from error
    if locked:
        raise refuse("encrypted_file", "Tệp PDF bị khóa hoặc đặt mật khẩu; hãy bỏ khóa rồi gửi lại.")
    return reader


def _damaged() -> Exception:
    return refuse("damaged_file", "Tệp PDF hỏng, không đọc được; hãy xuất hoặc quét lại.")


def _pages(reader: PdfReader) -> int:
    try:
        count = len(reader.pages)
        if count:
            reader.pages[0].mediabox  # noqa: B018 a page tree that leads nowhere shows here
    except Exception as error:
        raise _damaged() from error
    if count > PAGES:
        raise refuse("too_many_pages", f"Tệp PDF quá {PAGES:,} trang; hãy tách ra.".replace(",", "."))
    if not count:
        raise _damaged()
    return count


def _everything(reader: PdfReader) -> Iterator[Any]:
    """Yield every object of the file, each once, and what lies directly in it."""
    numbers = {(number, generation) for generation, found in reader.xref.items() for number in found}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > OBJECTS:
        raise refuse("too_many_pages", "Tệp PDF có quá nhiều thành phần; hãy in lại thành PDF thường.")
    yield from _within(reader.trailer)
    for number, generation in sorted(numbers):
        try:
            thing = reader.get_object(IndirectObject(number, generation, reader))
        except Exception:  # noqa: S112 an entry that leads nowhere; if the page tree needs it, that shows
            continue
        yield from _within(thing)


def _within(thing: Any) -> Iterator[Any]:
    waiting = [thing]
    while waiting:
        found = waiting.pop()
        if isinstance(found, DictionaryObject):
            yield found
            waiting += [value for value in dict.values(found) if isinstance(value, DictionaryObject | ArrayObject)]
        elif isinstance(found, ArrayObject):
            waiting += [value for value in list.__iter__(found) if isinstance(value, DictionaryObject | ArrayObject)]


def _judge(thing: DictionaryObject) -> None:
    names = set(thing)
    if names & _RUNS or _name(thing, "/S") in _ACTIONS:
        raise _active()
    if names & _HIDES or _name(thing, "/Type") in _HIDES or _name(thing, "/Subtype") in _HIDES:
        raise _embedded()


def _name(thing: DictionaryObject, key: str) -> str:
    value = dict.get(thing, key)
    return str(value) if isinstance(value, str) else ""
