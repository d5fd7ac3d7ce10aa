"""The table of bad input names only tests that there are."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_line_of_the_table_names_a_test_that_exists():
    lines = [line for line in (ROOT / "docs" / "dau-vao-xau.md").read_text(encoding="utf-8").splitlines()
             if line.startswith("| ")][1:]  # fmt: skip
    assert len(lines) > 30
    for line in lines:
        found = NAMED.search(line)
        assert found, line
        path, name = found.groups()
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), line
