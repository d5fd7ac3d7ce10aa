"""A route drawn as SVG that stands alone: prints on A4 across, no style and no script. Pure.

Cards stand from left to right, legs beside one another; after SIX layers the drawing goes on below. Ways back are told
on the card, not drawn: every step may lead back to many.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from lxml import etree

from motcua.procedures.layout import Layout, Onward, Spot
from motcua.procedures.route_wording import (
    KIND_WORDS,
    join_words,
    place_words,
    role_words,
    time_words,
)
from motcua.procedures.routes import (
    AGENCY,
    ANSWER,
    COMMUNE,
    DESK,
    DIVISION,
    END,
    OFFICE,
    RETURN,
    SPLIT,
    STEP,
    Route,
    Step,
)

SIX = 6
CARD, GAP, ROW_GAP, BAND_GAP, MARGIN, HEAD = 176, 34, 26, 44, 24, 54
LINE, PAD = 15, 10
NAME_WIDTH, TEXT_WIDTH, MOST_LINES = 22, 27, 4
FONT = "Be Vietnam Pro, Segoe UI, Roboto, Noto Sans, DejaVu Sans, sans-serif"
INK, MUTED, PAPER, EDGE = "#15252b", "#44535a", "#ffffff", "#44535a"
COLOURS = {DESK: "#0f5563", DIVISION: "#2f8551", OFFICE: "#b1281b", COMMUNE: "#b47508", ANSWER: "#6c65b4"}
OTHERS = ("#6c65b4", "#8a5a2b", "#3a6ea5", "#9b3d78", "#5a676c")
NAMESPACE = "http://www.w3.org/2000/svg"
SPACES: Any = {None: NAMESPACE}


@dataclass(frozen=True)
class Box:
    """A card on the paper."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True)
class Text:
    """A line of a card: its words and how they are set."""

    words: str
    bold: bool = False
    muted: bool = False


@dataclass
class Sheet:
    """The paper: boxes of the steps and END, and the free channels between the bands."""

    layout: Layout
    cards: Mapping[str, list[Text]]
    boxes: dict[str, Box] = field(default_factory=dict)
    floors: list[int] = field(default_factory=list)  # below each band
    width: int = 0
    height: int = 0

    def __post_init__(self) -> None:
        tall = max((len(lines) for lines in self.cards.values()), default=1) * LINE + 2 * PAD
        spots = self.layout.spots
        top = MARGIN + HEAD
        for band in range(max(spot.layer for spot in spots.values()) // SIX + 1):
            here = {key: spot for key, spot in spots.items() if spot.layer // SIX == band}
            rows = sorted({spot.row for spot in here.values()})
            for key, spot in here.items():
                self.boxes[key] = _box(spot, rows.index(spot.row), top, tall, is_end=key == END)
            top += len(rows) * (tall + ROW_GAP) + BAND_GAP
            self.floors.append(top - BAND_GAP // 2 - ROW_GAP // 2)
        self.width = max(box.x + box.width for box in self.boxes.values()) + MARGIN + GAP
        self.height = top - BAND_GAP + 2 * LINE + MARGIN

    def band(self, key: str) -> int:
        return self.layout.spots[key].layer // SIX


def _box(spot: Spot, row: int, top: int, tall: int, *, is_end: bool) -> Box:
    x, y = MARGIN + GAP + (spot.layer % SIX) * (CARD + GAP), top + row * (tall + ROW_GAP)
    return Box(x, y + tall // 2 - 18, 84, 36) if is_end else Box(x, y, CARD, tall)


def wrapped(text: str, width: int, most: int = MOST_LINES) -> list[str]:
    """Break a text into lines of so many letters at most, longer words as well; what is too long ends with …"""
    lines, line = [], ""
    for word in (part for each in text.split() for part in _broken(each, width)):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    lines += [line] * bool(line)
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][: width - 1]}…"]


def _broken(word: str, width: int) -> list[str]:
    return [word[at : at + width] for at in range(0, len(word), width)]


def drawing_of(route: Route, *, title: str, names: Mapping[str, str] | None = None) -> str:
    """Return the drawing of a route; `names` gives the names of units by their codes."""
    drawn = route.drawn()
    layout = Layout(drawn)
    numbers = {key: number for number, key in enumerate(layout.order, start=1)}
    cards = {key: _lines(drawn, drawn.step(key), numbers, names or {}) for key in layout.order}
    sheet = Sheet(layout, cards)
    root = _root(sheet, title, len(cards))
    for line in layout.lines:
        _draw_line(root, sheet, line)
    known = _agencies(drawn)
    for key in layout.order:
        _draw_card(root, sheet.boxes[key], cards[key], colour_of(drawn.step(key).at, known))
    _draw_end(root, sheet.boxes[END])
    _draw_legend(root, sheet, drawn, names or {})
    return etree.tostring(root, encoding="unicode")


def _lines(route: Route, step: Step, numbers: Mapping[str, int], names: Mapping[str, str]) -> list[Text]:
    named = [Text(line, bold=True) for line in wrapped(f"{numbers[step.key]}. {step.name}", NAME_WIDTH)]
    told = [join_words(step.join).capitalize(), KIND_WORDS.get(step.kind, "") if step.kind != STEP else ""]
    who = f"{role_words(step.role)} · {place_words(step.at, names, short=True)}"
    back = sorted(numbers[to] for way in step.leading(RETURN) for to in way.to if to in numbers)
    returns = f"Trả về bước {', '.join(map(str, back))}" if back else ""
    marked = [Text(line, muted=True) for text in told if text for line in wrapped(text, TEXT_WIDTH)]
    said = [Text(line) for text in (who, time_words(step)) for line in wrapped(text, TEXT_WIDTH, 2)]
    return [*named, *marked, *said, *(Text(line, muted=True) for line in wrapped(returns, TEXT_WIDTH, 2))]


def _root(sheet: Sheet, title: str, steps: int) -> etree._Element:
    size = {"width": str(sheet.width), "height": str(sheet.height), "viewBox": f"0 0 {sheet.width} {sheet.height}"}
    more = {"role": "img", "aria-labelledby": "ten-hinh", "font-family": FONT, "font-size": "11"}
    root = etree.Element(f"{{{NAMESPACE}}}svg", attrib=size | more, nsmap=SPACES)
    etree.SubElement(root, f"{{{NAMESPACE}}}title", id="ten-hinh").text = _plain(f"Quy trình: {title} ({steps} bước)")
    _shape(root, "rect", width=sheet.width, height=sheet.height, fill=PAPER)
    arrow = etree.SubElement(_shape(root, "defs"), f"{{{NAMESPACE}}}marker", attrib={
        "id": "mui-ten", "viewBox": "0 0 8 8", "refX": "7", "refY": "4", "markerWidth": "8", "markerHeight": "8",
        "orient": "auto", "markerUnits": "userSpaceOnUse",
    })  # fmt: skip
    _shape(arrow, "path", d="M0 0 8 4 0 8Z", fill=EDGE)
    heading = wrapped(title, max(sheet.width // 8, 20), 2)
    for number, line in enumerate(heading):
        _write(root, MARGIN + GAP, MARGIN + 12 + number * 20, line, size=15, bold=True)
    return root


def _shape(parent: etree._Element, kind: str, **attributes: object) -> etree._Element:
    given = {name.replace("_", "-"): str(value) for name, value in attributes.items()}
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{kind}", attrib=given)


def _write(
    parent: etree._Element, x: int, y: int, words: str, *, size: int = 11, bold: bool = False, fill: str = INK
) -> None:
    weight = {"font_weight": "600"} if bold else {}
    _shape(parent, "text", x=x, y=y, fill=fill, font_size=size, **weight).text = _plain(words)


def _plain(text: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(letter for letter in text if letter.isprintable() or letter == " ")


def colour_of(at: str, known: list[str]) -> str:
    """Return the colour of a place; `known` are the agencies of the route."""
    if at.startswith(ANSWER):
        return COLOURS[ANSWER]
    return COLOURS.get(at) or OTHERS[known.index(at) % len(OTHERS) if at in known else -1]


def _agencies(route: Route) -> list[str]:
    return list(dict.fromkeys(step.at for step in route.steps if step.at.startswith(AGENCY)))


def _draw_card(root: etree._Element, box: Box, lines: list[Text], colour: str) -> None:
    group = _shape(root, "g")
    _shape(group, "rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=6, fill=PAPER, stroke=EDGE)
    _shape(group, "rect", x=box.x, y=box.y, width=6, height=box.height, rx=3, fill=colour)
    for number, line in enumerate(lines):
        size, fill = (12, INK) if line.bold else (11, MUTED if line.muted else INK)
        y = box.y + PAD + 11 + number * LINE
        _write(group, box.x + 14, y, line.words, size=size, bold=line.bold, fill=fill)


def _draw_end(root: etree._Element, box: Box) -> None:
    _shape(root, "rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=18, fill=INK)
    _write(root, box.x + 18, box.middle + 4, "Kết thúc", bold=True, fill=PAPER)


def _draw_legend(root: etree._Element, sheet: Sheet, route: Route, names: Mapping[str, str]) -> None:
    """Say below what each colour means."""
    known, x, y = _agencies(route), MARGIN + GAP, sheet.height - MARGIN
    for at in dict.fromkeys(step.at for step in route.steps):
        words = place_words(at, names, short=True)
        if x + len(words) * 6 > sheet.width - MARGIN:
            break  # every card says it too
        _shape(root, "rect", x=x, y=y - 9, width=10, height=10, fill=colour_of(at, known))
        _write(root, x + 15, y, words, fill=MUTED)
        x += 15 + len(words) * 6 + 20


def _draw_line(root: etree._Element, sheet: Sheet, line: Onward) -> None:
    points = corners_of(list(_points(sheet, line)))
    path = f"M{points[0][0]} {points[0][1]}" + "".join(f"L{x} {y}" for x, y in points[1:])
    thick = "2" if line.do == SPLIT else "1.2"
    _shape(root, "path", d=path, fill="none", stroke=EDGE, stroke_width=thick, marker_end="url(#mui-ten)")


def _points(sheet: Sheet, line: Onward) -> Iterator[tuple[int, int]]:
    """The corners of a line: straight on where nothing stands between, else around through the free channels."""
    source, target = sheet.boxes[line.source], sheet.boxes[line.target]
    out, into = (source.x + source.width, source.middle), (target.x, target.middle)
    yield out
    if _is_clear(sheet, line):
        yield (target.x - GAP // 2, out[1])
        yield (target.x - GAP // 2, into[1])
    elif sheet.band(line.source) < sheet.band(line.target):
        yield from _down(sheet, line, out, into)
    else:
        floor = sheet.floors[sheet.band(line.source)]
        level = min(source.y + source.height + ROW_GAP // 2, floor)
        yield from ((out[0] + GAP // 2, out[1]), (out[0] + GAP // 2, level))
        yield from ((into[0] - GAP // 2, level), (into[0] - GAP // 2, into[1]))
    yield into


def _down(sheet: Sheet, line: Onward, out: tuple[int, int], into: tuple[int, int]) -> Iterator[tuple[int, int]]:
    level = sheet.floors[sheet.band(line.target) - 1]
    yield from ((out[0] + GAP // 2, out[1]), (out[0] + GAP // 2, level))
    yield from ((into[0] - GAP // 2, level), (into[0] - GAP // 2, into[1]))


def _is_clear(sheet: Sheet, line: Onward) -> bool:
    spots = sheet.layout.spots
    here, there = spots[line.source], spots[line.target]
    if sheet.band(line.source) != sheet.band(line.target) or there.layer <= here.layer:
        return False
    taken = {(spot.layer, spot.row) for spot in spots.values()}
    return all((layer, here.row) not in taken for layer in range(here.layer + 1, there.layer))


def corners_of(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the points of a line without those it passes twice."""
    return [points[0], *(after for before, after in pairwise(points) if before != after)]
