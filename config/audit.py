"""`make audit`: dangerous calls in our code, secrets in the tree, licences of what we run on. Works without a network.

What it cannot do offline: tell which pinned library has a published weakness. Whoever keeps an installation asks a
scanner that knows (osv-scanner, pip-audit) about requirements/base.txt, which is pinned with hashes.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

from config.places import CHECKOUT

CODE = ("motcua", "config", "demo")
# Left to ruff's S rules, which `make check` runs and which want a reason on the line: asserts, fixed programs started,
# SQL put together from names of our own tables, words that look like passwords.
LEFT_TO_RUFF = ("B101", "B105", "B106", "B107", "B404", "B603", "B606", "B607", "B608")
ACCEPTED = {  # (file, test) → why
    ("config/postgres.py", "B108"): "the socket of the embedded server; its folder belongs to us alone (0700)",
    ("motcua/files/pdfs.py", "B112"): "an object of a PDF that cannot be read is looked for in what is read next",
    ("motcua/ui/bits.py", "B308"): "two fixed attributes, written out in the source; nothing from outside",
    ("motcua/administration/routing/page.py", "B308"): "a drawing made of elements by lxml, which escapes every text",
    ("motcua/administration/routing/page.py", "B703"): "the same",
    ("motcua/agencies/one_time.py", "B303"): "RFC 6238 as every authenticator app has it: SHA-1 inside HMAC",
}

SECRETS = {
    "a private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"),
    "a cloud key": re.compile(r"\bAKIA[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}\b"),
    "a forge's token": re.compile(r"\bgh[pousr]_[0-9A-Za-z]{36,}\b|\bglpat-[0-9A-Za-z_-]{20,}\b"),
    "a signed token": re.compile(r"\beyJ[0-9A-Za-z_-]{15,}\.eyJ[0-9A-Za-z_-]{15,}\.[0-9A-Za-z_-]{15,}"),
    "an API token of ours": re.compile(r"\bmc_[0-9A-Za-z_-]{43}\b"),
    "an address with a password": re.compile(r"\b[a-z]+://[^/\s:@{}$<]+:[^/\s:@{}$<]{6,}@(?!127\.|localhost)"),
    "a value that looks like a key": re.compile(
        r"(?i)(?:secret|token|passwo?r?d|api_?key|field_?key|blind_?key)\w*[\"']?\s*[:=]\s*[\"'][0-9A-Za-z+/_=-]{32,}[\"']"
    ),
}
INVENTED = {"tests/config/test_database.py": "an address with a password"}  # file → what it only seems to be
NO_TEXT = {".png", ".jpg", ".ico", ".woff2", ".pdf", ".gz", ".svg"}

# What may be part of a work under EUPL-1.2: permissive licences, and those of its appendix.
ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "EUPL-1.2", "HPND", "ISC", "LGPL-2.1-only",
    "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0",
    "PostgreSQL", "Unlicense", "Zlib",
}  # fmt: skip
SPOKEN = {  # how packages say it that do not write SPDX
    "MIT License": "MIT", "BSD License": "BSD-3-Clause", "BSD": "BSD-3-Clause", "Apache Software License": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0", "Python Software Foundation License": "PSF-2.0",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
}  # fmt: skip
PIN = re.compile(r"(?m)^([\w.-]+)==([\w.!+]+)( ; .*)?")


def dangerous_calls(places: Iterable[str | Path], *, root: Path = CHECKOUT) -> Iterator[str]:
    """Yield what bandit finds that nobody has accepted with a reason."""
    skipped = ",".join(LEFT_TO_RUFF)
    command = [sys.executable, "-m", "bandit", "-q", "-r", "-f", "json", "-s", skipped, *map(str, places)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    for error in found["errors"]:
        yield f"{error['filename']}: {error['reason']}"
    for each in found["results"]:
        place = each["filename"].removeprefix("./")
        if (place, each["test_id"]) not in ACCEPTED:
            yield f"{place}:{each['line_number']}: {each['test_id']} {each['issue_text']}"


def tracked(root: Path = CHECKOUT) -> list[Path]:
    """Return the files of the tree that git knows."""
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    return [root / name for name in listed.split("\0") if name]


def secrets(files: Iterable[Path], *, root: Path = CHECKOUT) -> Iterator[str]:
    """Yield where a secret seems to stand; the line itself is not repeated."""
    for file in files:
        if file.suffix in NO_TEXT or not file.is_file():
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        for what, pattern in SECRETS.items():
            place = str(file.relative_to(root))
            for match in pattern.finditer(text):
                if INVENTED.get(place) != what:
                    yield f"{place}:{text.count(chr(10), 0, match.start()) + 1}: {what}"


def licence_of(package: str) -> str:
    """Return an installed package's licence as SPDX, as well as it says it."""
    said = metadata.metadata(package)
    if "License-Expression" in said:
        return str(said["License-Expression"])
    short = str(said["License"]).strip() if "License" in said else ""
    if short in ALLOWED or short in SPOKEN:
        return SPOKEN.get(short, short)
    classes = [line for line in said.get_all("Classifier") or [] if line.startswith("License")]
    named = [line.rpartition("::")[2].strip() for line in classes]
    return " AND ".join(SPOKEN.get(name, name) for name in named) or short[:60]


def is_allowed(expression: str) -> bool:
    """Tell whether one of the choices (OR) is allowed in all its parts (AND)."""
    choices = re.split(r"\s+OR\s+", expression.strip("() "))
    return any(all(part.strip("() ") in ALLOWED for part in re.split(r"\s+AND\s+", choice)) for choice in choices)


def licences(pins: str) -> Iterator[str]:
    """Yield what is wrong with the packages of a pinned list: not allowed, not said, another version than pinned."""
    for name, version, marker in PIN.findall(pins):
        try:
            installed = metadata.version(name)
        except metadata.PackageNotFoundError:
            if not marker:
                yield f"{name}: pinned, but not installed here"
            continue
        if installed != version:
            yield f"{name}: {installed} is installed, {version} is pinned"
        if not is_allowed(licence := licence_of(name)):
            yield f"{name}: licence {licence or 'not said'} is not on the list"


def main() -> int:
    """Print what is wrong, part by part; 1 when anything is."""
    pins = (CHECKOUT / "requirements" / "base.txt").read_text(encoding="utf-8")
    parts = {
        "dangerous calls": dangerous_calls(CODE),
        "secrets": secrets(tracked()),
        "licences": licences(pins),
    }
    wrong = 0
    for name, complaints in parts.items():
        found = list(complaints)
        wrong += len(found)
        print(f"{name}: {len(found) or 'nothing'}", *found, sep="\n  ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
