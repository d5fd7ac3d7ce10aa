"""The files of the house, and the order of its apps as .importlinter tells it."""

import configparser
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOTCUA = ROOT / "motcua"
OURS = ("motcua", "config", "demo", "bench")
BARE = {"core", "ui"}  # not shaped like the other apps: no screens or no models


def python_files(*folders: str) -> list[Path]:
    """Every Python file in the folders (default: all our code), without migrations."""
    found = (path for folder in folders or OURS for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted(path for path in MOTCUA.rglob("*.html") if "templates" in path.parts)


def tracked() -> list[Path]:
    """Every file git keeps or would keep."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def apps() -> list[str]:
    return sorted(path.parent.name for path in MOTCUA.glob("*/__init__.py"))


def app_of(path: Path) -> str:
    return path.relative_to(MOTCUA).parts[0]


def contract(name: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter", encoding="utf-8")
    return parser[f"importlinter:contract:{name}"]


def rows() -> dict[str, int]:
    """App → row of the stack, counted from the top."""
    lines = contract("apps")["layers"].strip().splitlines()
    return {name: row for row, line in enumerate(lines) for name in re.findall(r"\w+", line)}


def may_lean(upper: str, lower: str) -> bool:
    """Whether one app may know the other: itself, or one that stands below it."""
    order = rows()
    return upper == lower or (upper in order and lower in order and order[upper] < order[lower])
