"""Every example of the page on forms is in order and gives what the page says."""

import json
import re

import house
import pytest

from motcua import cli
from motcua.questions import wording, words
from motcua.questions.choices import Kind
from motcua.questions.form_schema import known_names
from motcua.questions.prefilling import prefilled
from motcua.questions.problems import read_form
from tests.nonempty import some
from tests.questions.forms_for_tests import TODAY, codes, form, outcome

PAGE = (house.ROOT / "docs" / "bieu-mau-dien-tu.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(text) for text in re.findall(r"^```json\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)]
WHOLE = [each for each in EXAMPLES if "format" in each]
PARTS = [each for each in EXAMPLES if "questions" in each]
FOLDER = house.MOTCUA / "questions"


def kinds_in(questions):
    return {kind for each in questions for kind in (each["kind"], *kinds_in(each.get("questions", [])))}


def test_there_is_an_example_of_every_kind():
    shown = {kind for each in PARTS for kind in kinds_in(each["questions"])}
    assert shown == set(Kind)
    assert len(WHOLE) == 1
    assert len(WHOLE) + len(PARTS) == len(EXAMPLES)


def names_in(data):
    """Every name of a property in a form's data."""
    if isinstance(data, dict):
        return {*data, *(name for each in data.values() for name in names_in(each))}
    return {name for each in data for name in names_in(each)} if isinstance(data, list) else set()


def test_there_is_an_example_of_every_property():
    said = {name for each in PARTS for part in ("questions", "fees") for name in names_in(each.get(part, []))}
    assert known_names() - said - names_in(WHOLE) == set()


@pytest.mark.parametrize("example", PARTS, ids=lambda example: example["questions"][0]["code"])
def test_an_example_runs_from_the_command_line_as_the_page_says(example, tmp_path, capsys):
    data = form(*example["questions"], **{name: example[name] for name in ("fees",) if name in example})
    files = {"form": data, "answers": example["answers"], "account": example.get("account", {})}
    paths = {name: tmp_path / f"{name}.json" for name in files}
    for name, path in paths.items():
        path.write_text(json.dumps(files[name]))
    assert cli.main(["forms", "check", str(paths["form"]), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "problems": []}
    words = [str(paths["form"]), str(paths["answers"]), "--account", str(paths["account"]), "--json"]
    code = cli.main(["forms", "run", *words, "--today", TODAY.isoformat()])
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["visible", "errors", "stop", "fees", "values"]
    assert told | {"visible": []} == {
        "visible": [], "errors": {}, "stop": example.get("stop"), "fees": example.get("sum", 0),
        "values": example["values"],
    }  # fmt: skip
    assert set(example["values"]) <= set(told["visible"]) | {q["code"] for q in example["questions"] if "computed" in q}
    assert code == (1 if "stop" in example else 0)


@pytest.mark.parametrize("example", PARTS, ids=lambda example: example["questions"][0]["code"])
def test_an_example_gives_what_the_page_says(example):
    data = form(*example["questions"], **{name: example[name] for name in ("fees",) if name in example})
    answers = prefilled(read_form(data), example["answers"], account=example.get("account", {}), today=TODAY)
    found = outcome(data, answers)
    assert found.data() == {
        "visible": list(found.visible),
        "errors": {},
        "stop": example.get("stop"),
        "fees": example.get("sum", 0),
        "values": example["values"],
    }


def test_the_whole_form_of_the_page_costs_what_it_says():
    assert codes(WHOLE[0]) == []
    assert outcome(WHOLE[0], {"copies": 4, "poor": False}).fees == 12_000  # three paid, half of it online
    assert outcome(WHOLE[0], {"copies": 4, "poor": True}).fees == 0


def test_the_page_names_every_code_of_a_form_and_of_an_answer():
    of_forms, of_answers = PAGE.split("## Lỗi của biểu mẫu")[1].split("## Lỗi của câu trả lời")
    assert set(named(of_forms)) == codes_of_problems()
    assert set(named(of_answers)) == set(words.ANSWERS["vi"])


def codes_of_problems():
    """Every code that our source gives to what is wrong in a form."""
    given = re.compile(r"(?:Problem\([^,]+, |ExpressionError\(|Unreadable\(|_TOO_DEEP = \()\"([a-z_]+)\"")
    files = [path.read_text(encoding="utf-8") for path in some(FOLDER.glob("*.py"), least=10)]
    return set(wording.SHAPES) | {code for text in files for code in given.findall(text)}


def named(text):
    return re.findall(
        r"`([a-z_]+)`", "".join(line.split("|")[1] for line in text.splitlines() if line.startswith("| `"))
    )
