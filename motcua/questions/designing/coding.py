"""A code for something new, made from its name: "Họ, chữ đệm, tên" becomes ho_chu_dem_ten. Pure."""

import re
from collections.abc import Collection
from itertools import count

from motcua.core.text import fold
from motcua.questions.form_schema import CODE
from motcua.questions.meaning import RESERVED

LONGEST = 40  # of a code made here, its number not counted; typed ones may be longer
_CODE = re.compile(CODE, re.ASCII)


def is_code(text: str) -> bool:
    """Tell whether a text can be a code."""
    return bool(_CODE.search(text)) and "\n" not in text


def fresh_code(label: str, taken: Collection[str], *, otherwise: str = "cau") -> str:
    """Return a code made from a label that nothing has yet; `otherwise` when the label has no letter to make it of."""
    bare = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_0123456789")
    base = bare[:LONGEST].rstrip("_") or otherwise
    tried = (base if number == 1 else f"{base}_{number}" for number in count(1))
    return next(code for code in tried if code not in taken and code not in RESERVED)
