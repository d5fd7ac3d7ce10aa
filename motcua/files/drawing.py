"""The child that draws: order {media_type, number} for a page, {emblem} for a small picture, answer {} and a PNG.

{leaf}: a picture as a page, answer a JPEG; {sizes}: several of these one behind the other, answer a PDF.
"""

from collections.abc import Iterator
from typing import Any

from motcua.files.child import Answer, serve
from motcua.files.emblems import drawn_anew
from motcua.files.leaves import bound, leaf_of
from motcua.files.pages import picture_of


def _parts(sizes: list[int], content: bytes) -> Iterator[bytes]:
    start = 0
    for size in sizes:
        yield content[start : start + size]
        start += size


def draw(order: dict[str, Any], content: bytes) -> Answer:
    """Answer with the picture of a page, or with the emblem drawn anew."""
    if "leaf" in order:
        return {}, leaf_of(content)
    if "sizes" in order:
        return {}, bound(list(_parts(order["sizes"], content)))
    if "emblem" in order:
        return {}, drawn_anew(content)
    try:
        return {}, picture_of(content, media_type=order["media_type"], number=order["number"])
    except IndexError:
        return {"missing": order["number"]}, b""


if __name__ == "__main__":
    serve(draw)
