"""What the buttons beside the steps do to a route on its way: the page comes back rearranged, nothing is saved yet."""

from typing import Any, NamedTuple

from django.http import QueryDict

from motcua.administration.catalogue.route_form import KINDS, MOST_STEPS, StepRow, new_step
from motcua.procedures.routes import Step

FIELDS = tuple(StepRow.base_fields)
UP, DOWN, REMOVE, ADD = "up", "down", "remove", "add"
Rows = list[dict[str, list[str]]]


class Rearranged(NamedTuple):
    """The page as sent, rearranged; what to say of it; the place of the step to go on with (None: none)."""

    data: QueryDict
    said: str
    place: int | None


def rearranged(data: QueryDict) -> Rearranged:
    """Do what the button named `do` asks: up:2, down:2, remove:2 (places from 0), add; anything else only looks."""
    rows = _rows(data)
    verb, _, at = data.get("do", "").partition(":")
    place = int(at) if at.isdecimal() and len(at) < 4 else -1
    if verb == ADD:
        said, focus = _add(rows, data)
    elif verb in (UP, DOWN, REMOVE) and place < len(rows) and place >= 0:
        said, focus = _move(rows, verb, place)
    else:
        return Rearranged(data, "", None)
    return Rearranged(_written(rows, data), said, focus)


def _rows(data: QueryDict) -> Rows:
    total = data.get("rows-TOTAL_FORMS", "")
    count = int(total) if total.isdecimal() and len(total) < 4 else 0
    return [{name: data.getlist(f"rows-{n}-{name}") for name in FIELDS} for n in range(min(count, 10 * MOST_STEPS))]


def _move(rows: Rows, verb: str, place: int) -> tuple[str, int | None]:
    row = rows.pop(place)
    name = " ".join(row["name"])[:80]
    if verb == REMOVE:
        return f"Đã bỏ bước “{name}”. Chưa lưu.", min(place, len(rows) - 1) if rows else None
    to = min(max(place + (1 if verb == DOWN else -1), 0), len(rows))
    rows.insert(to, row)
    return f"Bước “{name}” nay là bước {to + 1}. Chưa lưu.", to


def _add(rows: Rows, data: QueryDict) -> tuple[str, int | None]:
    if len(rows) >= MOST_STEPS:
        return f"Quy trình đã có {MOST_STEPS} bước, không thêm được nữa.", None
    kind, after = data.get("new-kind", ""), data.get("new-after", "")
    taken = {key for row in rows for key in row["key"]}
    step = new_step(kind if kind in KINDS else "", taken)
    place = min(int(after), len(rows)) if after.isdecimal() and len(after) < 4 else len(rows)
    rows.insert(place, _row_of(step))
    return f"Đã thêm bước “{step.name}” làm bước {place + 1}. Chưa lưu.", place


def _row_of(step: Step) -> dict[str, list[str]]:
    values: dict[str, Any] = vars(step) | {"amount": "", "actions": list(step.actions)}
    return {name: values[name] if isinstance(values[name], list) else [values[name]] for name in FIELDS}


def _written(rows: Rows, data: QueryDict) -> QueryDict:
    kept = data.copy()
    for name in [name for name in kept if name.startswith("rows-")]:
        del kept[name]
    for n, row in enumerate(rows):
        for name, values in row.items():
            kept.setlist(f"rows-{n}-{name}", values)
    for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
        kept[f"rows-{name}"] = str(len(rows))
    kept._mutable = False
    return kept
