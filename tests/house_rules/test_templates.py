import re
from pathlib import PurePath

import house
import pytest
import template_rules

PLACE = "motcua/worktime/templates/worktime/page.html"
BAD = [
    ("inline", PLACE, '<p class="a" style="color: red">'),
    ("inline", PLACE, "<style>p {}</style>"),
    ("inline", PLACE, "<script>alert(1)</script>"),
    ("inline", PLACE, '<button onclick="go()">'),
    ("inline", PLACE, '<button hx-on:click="go()">'),
    ("inline", PLACE, '<a href="javascript:go()">'),
    ("inline", PLACE, """<div hx-vals='js:{a: 1}'>"""),
    ("inline", PLACE, "{{ name|safe }}"),
    ("inline", PLACE, "{% autoescape off %}"),
    ("arrows", "motcua/agencies/templates/agencies/page.html", '{% include "worktime/calendar.html" %}'),
    ("arrows", "motcua/agencies/templates/agencies/page.html", '{% extends "worktime/calendar.html" %}'),
    ("arrows", "motcua/agencies/templates/agencies/page.html", "{% url 'worktime:calendar' code=1 %}"),
    ("untold_keys", PLACE, '<a href="/x" data-key="Z">'),
    ("untold_keys", PLACE, '<a href="/x" aria-keyshortcuts="Z">'),
    ("untold_keys", PLACE, '<a href="/x" accesskey="z">'),
    ("untold_keys", PLACE, '{% button "Lưu" kind="primary" key="F9" %}'),
    ("untold_keys", PLACE, '{% step_head 1 "Thủ tục" key="nowhere.told" %}'),
    ("untold_keys", PLACE, '<a{% shortcut "nowhere.told" %}>'),
    ("homeless", "motcua/worktime/templates/page.html", ""),
    ("homeless", "motcua/worktime/templates/agencies/page.html", ""),
]
GOOD = [
    ("inline", PLACE, "<script src=\"{% static 'ui/x.js' %}\" defer></script>"),
    ("inline", PLACE, "<button class='once' data-style='x'>"),
    ("arrows", PLACE, '{% include "ui/button.html" %}{% include "worktime/x.html" %}{% url "agencies:login" %}'),
    (
        "untold_keys",
        PLACE,
        '{% button "Lưu" kind="primary" key="form.save" %}<a{% shortcut "search" %}>{% caps "keys" %}',
    ),
    ("homeless", "motcua/ui/templates/404.html", ""),
]


LISTENERS = re.compile(r"[\"']key(?:down|up|press)[\"']")
OF_THE_SCRIPT = 3  # the registered keys, the walks, the barcode reader


def test_no_script_listens_to_keys_past_the_map():
    """A script says `walk({keys, told, …})`: whoever listens by himself has a key that the map does not tell."""
    scripts = [path for path in house.MOTCUA.rglob("static/**/*.js") if "vendor" not in path.parts]
    heard = {path.name: len(LISTENERS.findall(path.read_text(encoding="utf-8"))) for path in scripts}
    assert {name: count for name, count in heard.items() if count} == {"ui.js": OF_THE_SCRIPT}


def complaints(rule: str, place: str, text: str) -> list[str]:
    return list(getattr(template_rules, rule)(PurePath(place), text))


@pytest.mark.parametrize("rule", template_rules.RULES, ids=lambda rule: rule.__name__)
def test_our_templates_keep(rule):
    found = []
    for path in house.templates():
        place = path.relative_to(house.ROOT)
        found += [f"{place} {complaint}" for complaint in rule(place, path.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize(("rule", "place", "text"), BAD)
def test_a_rule_catches(rule, place, text):
    assert len(complaints(rule, place, text)) == 1


@pytest.mark.parametrize(("rule", "place", "text"), GOOD)
def test_a_rule_lets_pass(rule, place, text):
    assert complaints(rule, place, text) == []
