"""The example of the page on routes is in order, and shows everything that a route file can say."""

import json
import re

import house

from motcua import cli
from motcua.procedures.faults import Code
from motcua.procedures.route_files import (
    AGENCIES,
    KEYS_OF_ROUTE,
    KEYS_OF_STEP,
    KINDS_OF_FILE,
    POSTS,
    read_route,
    write_route,
)
from motcua.procedures.routes import DEEDS, SILENCES

PAGE = (house.ROOT / "docs" / "quy-trinh.md").read_text(encoding="utf-8")
EXAMPLE = json.loads(re.search(r"^```json\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[1])
STEPS = EXAMPLE["steps"]


def test_the_command_line_finds_the_example_in_order(tmp_path, capsys):
    path = tmp_path / "route.json"
    path.write_text(json.dumps(EXAMPLE))

    assert cli.main(["routes", "check", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "problems": []}


def test_the_example_shows_every_key_and_every_choice():
    assert set(EXAMPLE) == KEYS_OF_ROUTE
    assert {key for step in STEPS for key in step} == KEYS_OF_STEP - {"asks"}  # of editions of before only
    assert {step.get("kind", "work") for step in STEPS} == set(KINDS_OF_FILE) - {"legs"}
    assert {step.get("silence", "") for step in STEPS} == set(SILENCES)
    assert {way["do"] for step in STEPS for way in step["actions"]} == set(DEEDS)
    assert {step["agency"].partition(":")[0] for step in STEPS} == {*AGENCIES, "named", "answer"}


def test_the_example_comes_back_as_it_was_read():
    read = read_route(EXAMPLE)
    assert read_route(write_route(read.route, read.limit)) == read


def test_every_post_and_every_fault_is_told():
    assert all(f"`{name}`" in PAGE for name in (*POSTS, *Code))
