"""A re-organisation's plan as a person writes it: a line per old unit; the same plan as JSON. Pure.

H57.480.19996 -> H57.54
H57.480 -> H57.54 *; H57.56 [địa bàn: Hương Xuân, Hương Chữ | thủ tục: 1.001193]
@vanthu.huongtra -> H57.54.01 : Công chức văn thư
@giamsat.huongtra -> thôi
"""

import re
from typing import Any

from motcua.core.text import clean, fold

ARROW = re.compile(r"\s*(?:->|→)\s*")
SHARE = re.compile(r"(?P<unit>[A-Za-z0-9][A-Za-z0-9.-]*)\s*(?P<records>\*)?\s*(?:\[(?P<rules>[^\]]*)\])?")
NAMES = {"dia ban": "words", "thu tuc": "procedures", "linh vuc": "fields", "ho so": "codes", "can bo": "people"}
LABELS = {"words": "địa bàn", "procedures": "thủ tục", "fields": "lĩnh vực", "codes": "hồ sơ", "people": "cán bộ"}
NOBODY = "thôi"


def parse(text: str) -> dict[str, Any]:
    """Return the plan's JSON. Raises ValueError naming the line that cannot be read."""
    moves, people = [], {}
    for number, raw in enumerate(text.splitlines(), start=1):
        line = clean(raw)
        if not line or line.startswith("#"):
            continue
        sides = ARROW.split(line)
        if len(sides) != 2 or not all(sides):
            raise ValueError(f"Dòng {number}: viết theo mẫu “mã cũ -> mã mới”.")
        if sides[0].startswith("@"):
            people[sides[0][1:].lower()] = _seat(sides[1])
        else:
            moves.append({"before": sides[0], "after": [_share(each, number) for each in _split(sides[1])]})
    return {"moves": moves, "people": people}


def _split(text: str) -> list[str]:
    """Cut at semicolons; none stands inside brackets."""
    return [part.strip() for part in text.split(";") if part.strip()]


def _share(text: str, number: int) -> dict[str, Any]:
    found = SHARE.fullmatch(text)
    if found is None:
        raise ValueError(f"Dòng {number}: không đọc được “{text}”.")
    share: dict[str, Any] = {"unit": found["unit"]}
    if found["records"]:
        share["records"] = True
    for rule in filter(None, map(str.strip, (found["rules"] or "").split("|"))):
        name, colon, values = rule.partition(":")
        key = NAMES.get(fold(name.strip()))
        if not colon or key is None:
            raise ValueError(f"Dòng {number}: điều kiện gồm {', '.join(LABELS.values())}, sau đó dấu hai chấm.")
        share[key] = [value.strip() for value in values.split(",") if value.strip()]
    return share


def _seat(text: str) -> dict[str, Any]:
    unit, _, title = text.partition(":")
    unit = unit.strip()
    return {"unit": None if fold(unit) == fold(NOBODY) else unit, "title": title.strip()}


def write(plan: dict[str, Any]) -> str:
    """Return the plan as text; `parse` reads it back."""
    lines = [f"{move['before']} -> {'; '.join(map(_share_text, move['after']))}" for move in plan["moves"]]
    for username, seat in plan.get("people", {}).items():
        title = f" : {seat['title']}" if seat.get("title") else ""
        lines.append(f"@{username} -> {seat['unit'] or NOBODY}{title}")
    return "\n".join(lines)


def _share_text(share: dict[str, Any]) -> str:
    rules = " | ".join(f"{LABELS[key]}: {', '.join(share[key])}" for key in LABELS if share.get(key))
    return share["unit"] + (" *" if share.get("records") else "") + (f" [{rules}]" if rules else "")
