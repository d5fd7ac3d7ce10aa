"""Number and notation of a paper as NĐ 30/2020 writes it (phụ lục I, mục II.3): 05/QĐ-UBND. Pure."""

import re
from typing import Any

from motcua.core.errors import BadInput

TYPED = "{number}/{type}-{agency}"
UNTYPED = "{number}/{agency}-{unit}"  # công văn: the agency, then the division that drafted it
_FIELD = re.compile(r"\{(number|type|agency|unit)\}")
LENGTH = 60


def written(template: str, *, number: int, abbreviation: str, agency: str, unit: str = "") -> str:
    """Return the notation; numbers below 10 begin with 0, and what is empty leaves no dash behind."""
    values = {"number": f"{number:02}", "type": abbreviation, "agency": agency, "unit": unit}
    text = _FIELD.sub(lambda match: values[match.group(1)], template)
    return re.sub(r"-{2,}", "-", text).replace("/-", "/").rstrip("-/")


def check_template(template: Any) -> None:
    """Raise BadInput (`bad_notation`) unless the template begins with the number and uses known fields only."""
    known = isinstance(template, str) and template.startswith("{number}/") and len(template) <= LENGTH
    if not known or re.search(r"[{}]|[^\w/.-]", _FIELD.sub("", template)):
        raise BadInput(
            "bad_notation",
            "Mẫu ký hiệu bắt đầu bằng {number}/ và chỉ gồm {number}, {type}, {agency}, {unit}.",
            field="notations",
        )
