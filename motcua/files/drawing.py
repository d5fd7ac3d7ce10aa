"""The child that draws: order {media_type, number} for a page, {emblem} for a small picture; answer {} and a PNG."""

from typing import Any

from motcua.files.child import Answer, serve
from motcua.files.emblems import drawn_anew
from motcua.files.pages import picture_of


def draw(order: dict[str, Any], content: bytes) -> Answer:
    """Answer with the picture of a page, or with the emblem drawn anew."""
    if "emblem" in order:
        return {}, drawn_anew(content)
    try:
        return {}, picture_of(content, media_type=order["media_type"], number=order["number"])
    except IndexError:
        return {"missing": order["number"]}, b""


if __name__ == "__main__":
    serve(draw)
