"""Compile the English labels of the citizens' pages: `python -m docs.translations [--check]`; needs no gettext program.

The source is motcua/portal/locale/en/LC_MESSAGES/django.po, of which only `msgid "…"` and `msgstr "…"` on one line each
are used; the compiled catalogue beside it is checked in, so that neither a build nor an installation compiles anything.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "motcua/portal/locale/en/LC_MESSAGES/django.po"
COMPILED = SOURCE.with_suffix(".mo")
PLACES = (
    ROOT / "motcua/portal",
    ROOT / "motcua/filing",
    ROOT / "motcua/queue",
    ROOT / "motcua/ui/templates",
    ROOT / "motcua/questions/templates",
    ROOT / "motcua/notify/templates/notify",
    ROOT / "motcua/notify/forms.py",
)
TEMPLATE = re.compile(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")
CODE = re.compile(r"""\b(?:_|gettext|gettext_lazy)\(\s*"([^"]+)"\s*\)""")
MAGIC = 0x950412DE


def pairs(text: str) -> dict[str, str]:
    """Return msgid → msgstr of a .po file; raises ValueError for an entry that is not whole."""
    found: dict[str, str] = {}
    key = None
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        if word == "msgid":
            key = ast.literal_eval(rest)
        elif word == "msgstr":
            if key is None or key in found:
                raise ValueError(f"dòng lạ hoặc lặp: {line}")
            found[key], key = ast.literal_eval(rest), None
    return found


def compiled(found: dict[str, str]) -> bytes:
    """Return the catalogue in the binary form of GNU gettext, sorted as it asks."""
    entries = sorted((key.encode(), value.encode()) for key, value in found.items() if value)
    start = 28 + 16 * len(entries)
    head = struct.pack("<7I", MAGIC, 0, len(entries), 28, 28 + 8 * len(entries), 0, start)
    tables, body, at = b"", b"", start
    for column in (0, 1):
        for entry in entries:
            tables += struct.pack("<2I", len(entry[column]), at)
            body += entry[column] + b"\0"
            at += len(entry[column]) + 1
    return head + tables + body


def wanted() -> Iterator[str]:
    """Yield every text that the citizens' pages and their shell ask to be translated."""
    for place in PLACES:
        for path in [place] if place.is_file() else sorted((*place.rglob("*.html"), *place.rglob("*.py"))):
            text = path.read_text("utf-8")
            pattern = TEMPLATE if path.suffix == ".html" else CODE
            yield from (match[1] or match[match.lastindex or 1] for match in pattern.finditer(text))


def main(arguments: list[str]) -> int:
    """Compile; with --check only tell whether anything is missing or stale (1)."""
    found = pairs(SOURCE.read_text("utf-8"))
    missing = sorted(set(wanted()) - {key for key, value in found.items() if value})
    for text in missing:
        sys.stderr.write(f"chưa có tiếng Anh: {text}\n")
    fresh = compiled(found)
    if "--check" in arguments:
        return int(bool(missing) or not COMPILED.exists() or COMPILED.read_bytes() != fresh)
    COMPILED.write_bytes(fresh)
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
