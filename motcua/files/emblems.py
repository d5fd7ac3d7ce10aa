"""An office's emblem: a small picture drawn anew, so that nothing of the uploaded file is kept. Pure; runs apart."""

import io

from PIL import Image, ImageOps

from motcua.files.signatures import JPEG, PNG

LIMIT = 1024 * 1024  # bytes as uploaded
SIDE = 320  # dots; printed 15 mm high that is about 500 to the inch
TYPES = (PNG, JPEG)


def drawn_anew(content: bytes) -> bytes:
    """Return the picture as a small PNG on white, in 256 colours: a few ten kilobytes at most."""
    with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "MPO")) as picture:
        upright = ImageOps.exif_transpose(picture).convert("RGBA")
    white = Image.new("RGBA", upright.size, "white")
    white.alpha_composite(upright)
    flat = white.convert("RGB")
    flat.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    flat.quantize(256).save(out, "PNG", optimize=True)
    return out.getvalue()
