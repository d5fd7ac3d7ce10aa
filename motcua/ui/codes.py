"""QR and Code 128 as paths of unit squares, which a paper or a page draws as one SVG path.

A code is `{"n": modules along one side, "path": "M0 0h7v1h-7z…"}` and includes its quiet zone.
"""

from collections.abc import Sequence
from typing import TypedDict

import segno

QUIET_QR = 2  # the page's own white margin gives the other two modules of the four that ISO 18004 asks for
QUIET_BAR = 10
START_B, START_C, CODE_B, CODE_C = 104, 105, 100, 99
STOP = "2331112"
# Widths of bar, space, bar, space, bar, space for the values 0–105 (ISO/IEC 15417).
WIDTHS = (  # six digits and a space each
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232"
)


class CodePath(TypedDict):
    """A code ready to draw."""

    n: int
    path: str


def _path(rows: Sequence[Sequence[int]]) -> str:
    """Return the dark modules as rectangles one module high, one for each run in a row."""
    parts = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                parts.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            x += 1
    return "".join(parts)


def qr(text: str, *, quick: bool = False) -> CodePath:
    """Return the QR code of a text, error correction M (15 % may be soiled).

    `quick` takes one of the eight masks without weighing them: as readable, six times as fast, for sheets of hundreds.
    """
    matrix = segno.make(text, error="m", micro=False, boost_error=False, mask=3 if quick else None).matrix
    side = len(matrix) + 2 * QUIET_QR
    blank = [[0] * side] * QUIET_QR
    edge = [0] * QUIET_QR
    return {"n": side, "path": _path([*blank, *([*edge, *row, *edge] for row in matrix), *blank])}


def _digits_from(text: str, start: int) -> int:
    """Return how many of the characters from `start` on are digits."""
    end = start
    while end < len(text) and text[end] in "0123456789":
        end += 1
    return end - start


def _values(text: str) -> list[int]:
    """Return the symbol values: code C (two digits a symbol) for longer runs of digits, else code B."""
    values: list[int] = []
    in_c = False
    at = 0
    while at < len(text):
        run = _digits_from(text, at)
        if (run >= 2 and in_c) or (run >= 4 and run % 2 == 0):
            if not in_c:
                values.append(CODE_C if values else START_C)
                in_c = True
            values.append(int(text[at : at + 2]))
            at += 2
            continue
        if in_c or not values:
            values.append(CODE_B if values else START_B)
            in_c = False
        values.append(ord(text[at]) - 32)
        at += 1
    return values


def code128(text: str) -> CodePath:
    """Return the Code 128 of printable ASCII, for instance a dossier code. Raises ValueError for other characters."""
    if not text or any(not " " <= character <= "~" for character in text):
        raise ValueError(f"not printable ASCII: {text!r}")
    values = _values(text)
    check = (values[0] + sum(place * value for place, value in enumerate(values[1:], 1))) % 103
    widths = "".join(WIDTHS[7 * value : 7 * value + 6] for value in [*values, check]) + STOP
    bars = [1 - place % 2 for place, width in enumerate(widths) for _ in range(int(width))]
    quiet = [0] * QUIET_BAR
    row = [*quiet, *bars, *quiet]
    return {"n": len(row), "path": _path([row])}
