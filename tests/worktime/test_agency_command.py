"""`motcua deadlines explain --agency CODE`: the stored calendar on the command line."""

import json
from datetime import date

import pytest

from motcua.agencies.actions import create_agency
from motcua.agencies.models import Post
from motcua.worktime.management.commands.deadlines import Command

QUESTION = ["--received", "2026-02-12T15:30", "--limit", "15 ngày làm việc", "--cutoff", "15:00"]


def run(*words):
    with pytest.raises(SystemExit) as stopped:
        Command().run_from_argv(["motcua", "deadlines", *words])
    return stopped.value.code


@pytest.mark.django_db
def test_the_stored_calendar_of_a_unit_answers(capsys):
    create_agency(
        by=Post.objects.system(), parent=None, code="H99", name="Tỉnh Thử", kind="committee", level="province",
        valid_from=date(2020, 1, 1),
    )  # fmt: skip
    assert run("explain", "--agency", "H99", *QUESTION, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["due"] == "2026-03-13T17:00:00+07:00"
    assert any("Tết Nguyên đán Bính Ngọ" in line for line in answer["lines"])


@pytest.mark.django_db
def test_an_unknown_unit_exits_2_in_words(capsys):
    assert run("explain", "--agency", "nowhere", *QUESTION) == 2
    assert "Không có đơn vị" in capsys.readouterr().err


@pytest.mark.django_db
def test_batch_answers_cases_of_stored_calendars(tmp_path, capsys):
    cases = tmp_path / "cases.jsonl"
    case = {"agency": "nowhere", "received": "2026-02-12T15:30", "limit": "1 ngày"}
    cases.write_text(json.dumps(case), "utf-8")
    assert run("batch", str(cases)) == 0
    assert "Không có đơn vị" in json.loads(capsys.readouterr().out)["error"]
