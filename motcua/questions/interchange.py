"""Form files written and read: one spelling of each form, the same bytes after every round trip. Pure."""

import json
from collections.abc import Mapping
from typing import Any

from motcua.questions.reading import read_json

FIRST = (
    "format", "version", "code", "kind", "label", "title", "languages", "sources", "paper", "paper_layout", "help",
    "text", "show_if", "if", "question", "any_row", "every_row", "required", "prefill", "computed", "shown", "options",
    "limits", "row_label", "stop_if", "questions", "sections", "fees", "end", "vi", "en",
)  # fmt: skip
_PLACE = {name: place for place, name in enumerate(FIRST)}


def written(data: Any) -> str:
    """Return the text of a form file: keys in one order, two spaces a level, Vietnamese as it is, a line's end."""
    return json.dumps(ordered(data), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def ordered(data: Any) -> Any:
    """Return the same data with its keys in the order of FIRST, all others behind by the alphabet."""
    if isinstance(data, Mapping):
        names = sorted(data, key=lambda name: (_PLACE.get(name, len(FIRST)), name))
        return {name: ordered(data[name]) for name in names}
    return [ordered(each) for each in data] if isinstance(data, list) else data


def taken(raw: bytes) -> Any:
    """Return the data of a form file in its one order. Raises Unreadable."""
    return ordered(read_json(raw))
