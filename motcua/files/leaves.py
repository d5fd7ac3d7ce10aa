"""Pictures taken of a paper become leaves of one PDF: upright, on A4, small and still readable. Pure; runs apart."""

import io
from collections.abc import Sequence

from PIL import Image, ImageOps

DOTS = 170  # to the inch: print of 8 points stays readable, a page weighs some 200 kB
SHORT, LONG = round(210 / 25.4 * DOTS), round(297 / 25.4 * DOTS)
MARGIN = 20  # dots of white around the picture
QUALITY = 78


def leaf_of(content: bytes) -> bytes:
    """Return a picture as a JPEG of an A4 page, turned as the camera was held, never enlarged beyond twice its size."""
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
        picture.draft("RGB", (LONG, LONG))  # a JPEG is read at the size that is needed
        upright = ImageOps.exif_transpose(picture)
        drawn = Image.new("RGB", upright.size, "white")
        clear = upright.convert("RGBA")
        drawn.paste(clear, mask=clear.getchannel("A"))
    page = (LONG, SHORT) if drawn.width > drawn.height else (SHORT, LONG)
    room = (page[0] - 2 * MARGIN, page[1] - 2 * MARGIN)
    scale = min(room[0] / drawn.width, room[1] / drawn.height, 2)
    size = (max(round(drawn.width * scale), 1), max(round(drawn.height * scale), 1))
    leaf = Image.new("RGB", page, "white")
    leaf.paste(drawn.resize(size, Image.Resampling.LANCZOS), ((page[0] - size[0]) // 2, (page[1] - size[1]) // 2))
    out = io.BytesIO()
    leaf.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def bound(leaves: Sequence[bytes]) -> bytes:
    """Return leaves as one PDF, a page each, in their order."""
    first, *others = (Image.open(io.BytesIO(leaf), formats=("JPEG",)) for leaf in leaves)
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=DOTS, quality=QUALITY)
    return out.getvalue()
