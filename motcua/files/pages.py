"""One page of a paper as a picture. Runs apart from the web process: what it reads was made by strangers."""

import io

import pypdfium2
from PIL import Image, ImageOps, ImageSequence

from motcua.files.signatures import PDF

WIDTH = 1_240  # dots; an A4 page at 150 to the inch
PIXELS = 12_000_000


def picture_of(content: bytes, *, media_type: str, number: int, width: int = WIDTH) -> bytes:
    """Return page `number` (from 1) of a PDF or picture as PNG. Raises IndexError when there is no such page."""
    drawn = _of_pdf(content, number, width) if media_type == PDF else _of_picture(content, number, width)
    out = io.BytesIO()
    drawn.save(out, "PNG", compress_level=4)
    return out.getvalue()


def _of_pdf(content: bytes, number: int, width: int) -> Image.Image:
    document = pypdfium2.PdfDocument(content)
    try:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        page = document[number - 1]
        across, down = page.get_size()
        scale = min(width / across, (PIXELS / (across * down)) ** 0.5)
        drawn: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
        return drawn.convert("RGB")
    finally:
        document.close()


def _of_picture(content: bytes, number: int, width: int) -> Image.Image:
    with Image.open(io.BytesIO(content)) as picture:
        for place, frame in enumerate(ImageSequence.Iterator(picture), start=1):
            if place == number:
                drawn = ImageOps.exif_transpose(frame).convert("RGB")
                drawn.thumbnail((width * 2, width * 3))
                return drawn
    raise IndexError(number)
