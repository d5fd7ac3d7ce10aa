"""What the buttons beside the steps do to a route on its way: the page comes back rearranged, nothing is saved yet.

A step stands in a flat list with the leg it belongs to (none: the main line), a leg in another with the step that opens
it: their order among those of the same leg or step is what counts.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import QueryDict

from motcua.administration.catalogue.new_steps import MOST_LEGS, MOST_STEPS, OPENS, new_leg, new_step
from motcua.administration.catalogue.rows import AT_LEG, LegRow, StepRow
from motcua.procedures.routes import LEGS, Leg, Step
from motcua.procedures.shapes import KINDS

FIELDS = {"rows": tuple(StepRow.base_fields), "legs": tuple(LegRow.base_fields)}
Row = dict[str, list[str]]
Rows = list[Row]
Focus = tuple[str, int] | None
UNSAVED = "Chưa lưu."


class Rearranged(NamedTuple):
    """The page as sent, rearranged; what to say of it; the row ("rows" or "legs", place) to go on with (None: none)."""

    data: QueryDict
    said: str
    place: Focus


class Page:
    """The steps and legs of a page as sent, to be rearranged."""

    def __init__(self, data: QueryDict) -> None:
        self.data = data
        self.rows, self.legs = (_read(data, prefix) for prefix in ("rows", "legs"))

    def step(self, verb: str, place: int) -> tuple[str, Focus]:
        """Move a step among those of its line, or take it out with its legs."""
        row = self.rows[place]
        mates = [n for n, other in enumerate(self.rows) if _one(other, "leg") == _one(row, "leg")]
        if verb == "remove":
            del self.rows[place]
            if not _one(row, "leg"):
                self._drop_legs([leg for leg in self.legs if _one(leg, "step") == _one(row, "key")])
            return f"Đã bỏ bước “{_name(row)}”. {UNSAVED}", self._near(place)
        order, to = _swap(self.rows, mates, place, verb)
        return f"Bước “{_name(row)}” nay là bước {order}. {UNSAVED}", ("rows", to)

    def _near(self, place: int) -> Focus:
        return ("rows", min(place, len(self.rows) - 1)) if self.rows else None

    def leg(self, verb: str, place: int) -> tuple[str, Focus]:
        """Move a leg among those of its step, or take it out with its steps."""
        row = self.legs[place]
        mates = [n for n, other in enumerate(self.legs) if _one(other, "step") == _one(row, "step")]
        if verb == "remove":
            self._drop_legs([row])
            return f"Đã bỏ nhánh “{_name(row)}”. {UNSAVED}", (
                "legs",
                min(place, len(self.legs) - 1),
            ) if self.legs else None
        order, to = _swap(self.legs, mates, place, verb)
        return f"Nhánh “{_name(row)}” nay là nhánh thứ {order}. {UNSAVED}", ("legs", to)

    def _drop_legs(self, gone: Rows) -> None:
        paths = {_path(leg) for leg in gone}
        self.legs = [leg for leg in self.legs if leg not in gone]
        self.rows = [row for row in self.rows if _one(row, "leg") not in paths]

    def add(self) -> tuple[str, Focus]:
        """Add the step asked for to the main line; one that opens legs comes with its first leg."""
        kind, after = self.data.get("new-kind", ""), self.data.get("new-after", "")
        main = [n for n, row in enumerate(self.rows) if not _one(row, "leg")]
        order = min(int(after), len(main)) if _is_place(after) else len(main)
        step = new_step(kind if kind in KINDS or kind == OPENS else "", {_one(self.rows[n], "key") for n in main})
        room = self._full(steps=2) if step.kind == LEGS else self._full()
        if room:
            return room, None
        place = main[order] if order < len(main) else len(self.rows)
        self.rows.insert(place, _row_of(step, leg=""))
        if step.kind == LEGS:
            self._open(step.key)
        return f"Đã thêm bước “{step.name}” làm bước {order + 1}. {UNSAVED}", ("rows", place)

    def add_leg(self, place: int) -> tuple[str, Focus]:
        """Open one more leg beside those of a step."""
        key = _one(self.rows[place], "key")
        full = (
            f"Quy trình đã có {MOST_LEGS} nhánh, không thêm được nữa." if len(self.legs) >= MOST_LEGS else self._full()
        )
        if full or _one(self.rows[place], "leg"):
            return full, None
        leg = self._open(key)
        return f"Đã thêm nhánh “{leg.name}”: hãy chọn cơ quan. {UNSAVED}", ("legs", len(self.legs) - 1)

    def _open(self, step: str) -> Leg:
        leg = new_leg(_one(each, "key") for each in self.legs if _one(each, "step") == step)
        self.legs.append({"step": [step], "key": [leg.key], "name": [leg.name], "agency": [leg.agency]})
        self.rows += [_row_of(each, leg=f"{step}/{leg.key}") for each in leg.steps]
        return leg

    def add_inside(self, place: int) -> tuple[str, Focus]:
        """Add a step at the end of a leg."""
        if full := self._full():
            return full, None
        leg = self.legs[place]
        taken = {_one(row, "key") for row in self.rows if _one(row, "leg") == _path(leg)}
        self.rows.append(_row_of(new_step("", taken), leg=_path(leg)))
        return f"Đã thêm một bước vào nhánh “{_name(leg)}”. {UNSAVED}", ("rows", len(self.rows) - 1)

    def _full(self, steps: int = 1) -> str:
        if len(self.rows) + steps > MOST_STEPS:
            return f"Quy trình đã có {len(self.rows)} bước, nhiều nhất {MOST_STEPS}: không thêm được nữa."
        return ""

    def written(self) -> QueryDict:
        """Return the page's data with the rows as they now stand."""
        kept = self.data.copy()
        for name in [name for name in kept if name.startswith(("rows-", "legs-"))]:
            del kept[name]
        for prefix, rows in (("rows", self.rows), ("legs", self.legs)):
            for n, row in enumerate(rows):
                for name, values in row.items():
                    kept.setlist(f"{prefix}-{n}-{name}", values)
            for name in ("TOTAL_FORMS", "INITIAL_FORMS"):
                kept[f"{prefix}-{name}"] = str(len(rows))
        kept._mutable = False
        return kept


def rearranged(data: QueryDict) -> Rearranged:
    """Do what the button named `do` asks; anything else only looks.

    up:2, down:2, remove:2 (a step by its place from 0), add (a step), leg-up:0, leg-down:0, leg-remove:0 (a leg),
    leg-add:2 (a leg of that step), in-add:0 (a step of that leg).
    """
    page = Page(data)
    verb, _, at = data.get("do", "").partition(":")
    place = int(at) if _is_place(at) else -1
    deeds: dict[str, tuple[Rows, Callable[[], tuple[str, Focus]]]] = {
        "leg-add": (page.rows, lambda: page.add_leg(place)),
        "in-add": (page.legs, lambda: page.add_inside(place)),
        **{act: (page.rows, lambda: page.step(verb, place)) for act in ("up", "down", "remove")},
        **{f"leg-{act}": (page.legs, lambda: page.leg(verb[4:], place)) for act in ("up", "down", "remove")},
    }
    among, deed = ([{}], page.add) if verb == "add" else deeds.get(verb, ([], page.add))
    if not 0 <= (0 if verb == "add" else place) < len(among):
        return Rearranged(data, "", None)
    said, focus = deed()
    return Rearranged(page.written(), said, focus)


def _is_place(text: str) -> bool:
    return text.isdecimal() and len(text) < 4


def _read(data: QueryDict, prefix: str) -> Rows:
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    count = int(total) if _is_place(total) else 0
    names = FIELDS[prefix]
    return [{name: data.getlist(f"{prefix}-{n}-{name}") for name in names} for n in range(min(count, 10 * MOST_STEPS))]


def _swap(rows: Rows, mates: list[int], place: int, verb: str) -> tuple[int, int]:
    """Change places with the neighbour among the mates; return the order from 1 and the place it then has."""
    order = mates.index(place)
    other = min(max(order + (1 if verb == "down" else -1), 0), len(mates) - 1)
    to = mates[other]
    rows[place], rows[to] = rows[to], rows[place]
    return other + 1, to


def _one(row: Row, name: str) -> str:
    return (row.get(name) or [""])[0]


def _name(row: Row) -> str:
    return _one(row, "name")[:80]


def _path(leg: Row) -> str:
    return f"{_one(leg, 'step')}/{_one(leg, 'key')}"


def _row_of(step: Step, *, leg: str) -> Row:
    given: dict[str, Any] = vars(step) | {"amount": "", "actions": list(step.actions), "leg": leg}
    if leg:
        given["at"] = AT_LEG
    return {name: given[name] if isinstance(given[name], list) else [given[name]] for name in FIELDS["rows"]}
