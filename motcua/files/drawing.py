"""The child that draws a page: order {media_type, number}, answer {} and a PNG, or {missing}."""

from typing import Any

from motcua.files.child import Answer, serve
from motcua.files.pages import picture_of


def draw(order: dict[str, Any], content: bytes) -> Answer:
    """Answer with the picture of a page."""
    try:
        return {}, picture_of(content, media_type=order["media_type"], number=order["number"])
    except IndexError:
        return {"missing": order["number"]}, b""


if __name__ == "__main__":
    serve(draw)
