"""The threat model and the checklist name evidence; here it is looked for."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("docs/threat-model.md", "docs/asvs.md", "SECURITY.md")
NAMED = re.compile(r"`((?:tests|motcua|config|docs|requirements|bench|demo)/[\w./-]+)(?:::(\w+))?`")
LINKED = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")


def read(page):
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_file_and_test_that_is_named_exists(page):
    wrong = []
    for name, function in NAMED.findall(read(page)):
        place = ROOT / name
        if not place.exists():
            wrong.append(name)
        elif function and not re.search(rf"(?m)^\s*(?:async )?def {function}\b|^class {function}\b", place.read_text()):
            wrong.append(f"{name}::{function}")
    assert wrong == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    here = (ROOT / page).parent
    assert [link for link in LINKED.findall(read(page)) if not (here / link).exists()] == []


def rows(page, pattern):
    return [line for line in read(page).splitlines() if re.match(pattern, line)]


def test_every_threat_has_a_number_of_its_own_and_a_test():
    threats = rows("docs/threat-model.md", r"\| T\d+ ")
    assert [int(re.match(r"\| T(\d+) ", line)[1]) for line in threats] == list(range(1, len(threats) + 1))
    assert [line[:8] for line in threats if "`tests/" not in line] == []


def test_every_line_of_the_checklist_is_answered_and_what_is_met_has_evidence():
    lines = rows("docs/asvs.md", r"\| \d+\.\d+\.\d+ ")
    assert len(lines) > 150
    numbers = [line.split("|")[1].strip() for line in lines]
    assert len(set(numbers)) == len(numbers)
    for line in lines:
        _, number, _, answer, evidence, _ = (part.strip() for part in line.split("|"))
        assert answer in ("met", "partly", "not met", "n/a"), number
        assert evidence, number
        if answer == "met":
            assert "`" in evidence, f"{number} is met by what?"


def test_the_checklists_own_count_is_right():
    lines = rows("docs/asvs.md", r"\| \d+\.\d+\.\d+ ")
    for answer in ("met", "partly", "not met", "n/a"):
        count = sum(line.split("|")[3].strip() == answer for line in lines)
        assert f"| {answer} | {count} |" in read("docs/asvs.md"), f"{answer}: {count}"
