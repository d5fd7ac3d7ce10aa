"""Pictures: their size is read from the header before anything is unpacked; then every pixel must be there. Pure."""

import io
import re
import struct
import warnings

from PIL import Image

from motcua.files.signatures import JPEG, MARKUP, PNG, TIFF, WEBP, refuse

PIXELS = 50_000_000
FRAMES = 200
PIXELS_OF_ALL_FRAMES = 200_000_000
FORMATS = {PNG: ("PNG",), JPEG: ("JPEG", "MPO"), WEBP: ("WEBP",), TIFF: ("TIFF",)}
_ARCHIVE_END = b"PK\x05\x06"
_TAIL = 65_557  # where the end of a packed folder would lie
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, TypeError, KeyError, IndexError, OverflowError)


def check(content: bytes, media_type: str) -> int:
    """Return how many pages the picture has. Raises BadInput (`too_many_pixels`, `damaged_file`, `polyglot`)."""
    _refuse_two_faces(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of sizes that we refuse ourselves
            with Image.open(io.BytesIO(content), formats=FORMATS[media_type]) as picture:
                _measure(picture)
                pages = _frames(picture) if media_type == TIFF else 1
                picture.seek(0)
                picture.load()
                return pages
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except MemoryError as error:
        raise _too_large() from error
    except _BROKEN as error:
        raise refuse("damaged_file", "Ảnh hỏng hoặc thiếu phần cuối; hãy chụp hoặc quét lại.") from error


def _refuse_two_faces(content: bytes) -> None:
    """A picture that is also a web page or a packed folder is made to deceive."""
    if MARKUP.search(content[:4096]) or MARKUP.search(content[-_TAIL:]) or re.search(rb"(?i)<script[\s>]", content):
        raise refuse("polyglot", "Ảnh có mã lệnh ẩn bên trong nên không nhận.")
    if _ARCHIVE_END in content[-_TAIL:]:
        raise refuse("polyglot", "Ảnh có tệp nén ẩn bên trong nên không nhận.")


def _measure(picture: Image.Image) -> None:
    if picture.width * picture.height > PIXELS:
        raise _too_large()


def _too_large() -> Exception:
    return refuse(
        "too_many_pixels", "Ảnh quá lớn (trên 50 triệu điểm ảnh); hãy chụp hoặc quét ở độ phân giải thấp hơn."
    )


def _frames(picture: Image.Image) -> int:
    """Count a TIFF's pages and look at each."""
    count, pixels = 0, 0
    while True:
        count += 1
        _measure(picture)
        pixels += picture.width * picture.height
        if count > FRAMES or pixels > PIXELS_OF_ALL_FRAMES:
            raise _too_large()
        picture.load()
        try:
            picture.seek(count)
        except EOFError:
            return count
