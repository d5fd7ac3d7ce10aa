"""No test of ours passes because there was nothing to look at, or because it expects nothing."""

import ast

import honest_rules
import house
import pytest

BAD = [
    ("said_of_nothing", "for row in Thing.objects.all():\n    assert row.ok"),
    ("said_of_nothing", "for row in thing.events.all():\n    with pytest.raises(Refused): change(row)"),
    ("said_of_nothing", "for path in folder.glob('*.css'):\n    assert path.read_text()"),
    ("said_of_nothing", "assert all(row.ok for row in Thing.objects.filter(x=1))"),
    ("says_nothing", "def test_it_works():\n    do(1)"),
    ("always_true", "assert (a == b, 'message')"),
    ("always_true", "assert found or True"),
    ("always_true", "with pytest.raises(Exception):\n    do()"),
    ("always_true", "try:\n    do()\nexcept ValueError:\n    pass"),
    ("seen_at_once", "assert page.locator('h1').is_visible()"),
    ("arrived_too_soon", "with page.expect_navigation():\n    page.keyboard.press('Enter')"),
]
GOOD = [
    ("said_of_nothing", "for row in some(Thing.objects.all()):\n    assert row.ok"),
    ("said_of_nothing", "for row in Thing.objects.all():\n    row.refresh_from_db()"),
    ("said_of_nothing", "for one in ('a', 'b'):\n    assert one"),
    ("says_nothing", "def holds(x):\n    assert x\ndef test_it():\n    holds(1)"),
    ("says_nothing", "def test_it():\n    subprocess.run(['true'], check=True)"),
    ("seen_at_once", "expect(page.locator('h1')).to_be_visible()"),
    ("arrived_too_soon", "with page.expect_event('load'):\n    page.keyboard.press('Enter')"),
    ("always_true", "assert (a, b) == (1, 2)"),
    ("always_true", "with pytest.raises(ValueError):\n    do()"),
]


def complaints(rule, code):
    return list(getattr(honest_rules, rule)(ast.parse(code)))


def test_every_test_can_fail():
    found = []
    for path in house.python_files("tests"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = [complaint for rule in honest_rules.RULES for complaint in rule(tree)]
        found += [f"{path.relative_to(house.ROOT)} {complaint}" for complaint in told]
    assert found == []


def test_every_rule_has_a_bad_example():
    assert {rule for rule, _ in BAD} == {rule.__name__ for rule in honest_rules.RULES}


@pytest.mark.parametrize(("rule", "code"), BAD)
def test_a_rule_catches(rule, code):
    assert len(complaints(rule, code)) == 1


@pytest.mark.parametrize(("rule", "code"), GOOD)
def test_a_rule_lets_pass(rule, code):
    assert complaints(rule, code) == []
