"""The documents keep what they promise: links lead somewhere, pictures are light, what can be computed is computed."""

import json
import re
from datetime import datetime

import house

from docs import lifecycle
from motcua.dossiers.offers import VERBS
from motcua.exchange.api import api
from motcua.worktime.cli import main as deadlines

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
WEIGHT = 150_000  # bytes of a picture
HEAD = re.compile(r"^#+ (.+)$", re.MULTILINE)


def pages():
    return [path for path in house.tracked() if path.suffix == ".md"]


def anchors(path):
    titles = HEAD.findall(path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def broken(page):
    """Every link of a page that leads nowhere in the project."""
    found = []
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        if not path.exists() or (anchor and path.suffix == ".md" and anchor not in anchors(path)):
            found.append(f"{page.relative_to(house.ROOT)}: {target}")
    return found


def test_every_link_and_picture_is_there():
    assert [link for page in pages() for link in broken(page)] == []


def test_a_broken_link_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(house, "ROOT", tmp_path)
    page = tmp_path / "a.md"
    page.write_text("# Một\n[có](a.md#một) [không](b.md) ![ảnh](c.png) [xa](https://example.org/) [neo](#hai)")
    assert broken(page) == ["a.md: b.md", "a.md: c.png", "a.md: #hai"]


def test_pictures_are_light_and_shown_somewhere():
    pictures = sorted((house.ROOT / "docs" / "images").glob("*"))
    shown = "".join(page.read_text(encoding="utf-8") for page in pages())
    assert pictures
    assert [path.name for path in pictures if path.stat().st_size > WEIGHT or path.name not in shown] == []


def test_decisions_are_numbered_once_and_listed():
    names = sorted(path.name for path in (house.ROOT / "docs" / "decisions").glob("0*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    listed = (house.ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    assert [name for name in names if f"({name})" not in listed] == []


def test_the_stack_is_drawn_as_it_is():
    block = (house.ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split("```")[1]
    drawn = [word for line in block.splitlines() for word in re.split(r" {2,}", line)[0].split(" · ") if word]
    order = house.rows()
    assert set(drawn) == set(order)
    assert sorted(drawn, key=lambda app: order[app]) == drawn


def test_the_life_of_a_dossier_is_drawn_as_it_is():
    assert lifecycle.PAGE.read_text(encoding="utf-8") == lifecycle.page(), "run make docs"


def test_the_clocks_example_says_what_the_clock_says(tmp_path, capsys):
    weekly = {day: ["07:00-11:30", "13:30-17:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    off = [{"date": f"2026-02-{day}", "off": True, "reason": "Tết"} for day in range(16, 21)]
    calendar = tmp_path / "calendar.json"
    calendar.write_text(json.dumps({"weekly": weekly, "exceptions": off}))
    asked = ["--received", "2026-02-12T15:30", "--limit", "15 ngày làm việc", "--cutoff", "15:00", "--json"]
    deadlines(["deadlines", "explain", "--calendar", str(calendar), *asked])
    answer = json.loads(capsys.readouterr().out)
    assert datetime.fromisoformat(answer["due"]).date().isoformat() == "2026-03-13"
    assert "\n".join(answer["lines"]) in (house.ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_the_api_page_names_every_operation_and_action_and_no_other():
    text = (house.ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\| `([A-Z]+ /[^`]*)` \|", text))
    described = api.get_openapi_schema()["paths"]
    offered = {
        f"{method.upper()} {path.removeprefix('/api/v1')}" for path, methods in described.items() for method in methods
    }
    assert named == offered
    listed = next(line for line in text.splitlines() if line.startswith("Các việc:"))
    assert set(re.findall(r"`(\w+)`", listed)) == {str(code).removeprefix("dossier.") for code in VERBS}


def problem_codes():
    errors = (house.ROOT / "docs" / "api.md").read_text(encoding="utf-8").split("## Lỗi")[1]
    return re.findall(r"`([a-z]+_[a-z_]+)`", errors)


def test_each_problem_code_of_the_api_page_exists():
    sources = "".join(path.read_text(encoding="utf-8") for path in house.python_files("motcua"))
    assert [code for code in problem_codes() if f'"{code}"' not in sources] == []
    assert len(problem_codes()) > 20
