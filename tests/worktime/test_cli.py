"""The commands `limits parse`, `deadlines explain` and `deadlines batch`, without a database."""

import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from motcua.worktime.calendars import CalendarError
from motcua.worktime.cases import Desk
from motcua.worktime.cli import main, needs_database
from tests.worktime.calendars_for_tests import TET, WEEKDAYS, office

CALENDAR = {"weekly": WEEKDAYS, "exceptions": TET}
QUESTION = ["--received", "2026-02-12T15:30", "--limit", "15 ngày làm việc", "--cutoff", "15:00"]


@pytest.fixture
def calendar_file(tmp_path):
    path = tmp_path / "calendar.json"
    path.write_text(json.dumps(CALENDAR), "utf-8")
    return path


def test_explain_answers_the_rules_example(calendar_file, capsys):
    assert main(["deadlines", "explain", "--calendar", str(calendar_file), *QUESTION, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["due"] == "2026-03-13T17:00:00+07:00"
    assert answer["undetermined"] is False
    assert answer["lines"][-1] == "Hẹn trả: 17:00 thứ sáu 13/03/2026."


def test_explain_takes_several_pauses_and_a_policy(calendar_file, capsys):
    pauses = ["--pause", "2026-02-23T08:00/2026-02-25T08:00", "--pause", "2026-03-02T08:00/2026-03-03T08:00"]
    for policy, due in (("pause", "2026-03-18"), ("restart", "2026-03-24"), ("continue", "2026-03-13")):
        assert (
            main(
                [
                    "deadlines",
                    "explain",
                    "--calendar",
                    str(calendar_file),
                    *QUESTION,
                    *pauses,
                    "--policy",
                    policy,
                    "--json",
                ]
            )
            == 0
        )
        assert json.loads(capsys.readouterr().out)["due"][:10] == due


def test_explain_without_json_prints_the_lines(calendar_file, capsys):
    assert main(["deadlines", "explain", "--calendar", str(calendar_file), *QUESTION]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "Tiếp nhận lúc 15:30 thứ năm 12/02/2026."


@pytest.mark.parametrize("limit", ["176 giờ", "Theo mô tả", "1 khác", "1.5 tháng"])
def test_a_doubtful_or_unknown_limit_is_null_and_undetermined(calendar_file, capsys, limit):
    assert (
        main(
            [
                "deadlines",
                "explain",
                "--calendar",
                str(calendar_file),
                "--received",
                "2026-02-12T15:30",
                "--limit",
                limit,
                "--json",
            ]
        )
        == 0
    )
    answer = json.loads(capsys.readouterr().out)
    assert (answer["due"], answer["undetermined"]) == (None, True)


def test_no_limit_is_null_and_determined(calendar_file, capsys):
    assert (
        main(
            [
                "deadlines",
                "explain",
                "--calendar",
                str(calendar_file),
                "--received",
                "2026-02-12T15:30",
                "--limit",
                "Không quy định",
                "--json",
            ]
        )
        == 0
    )
    answer = json.loads(capsys.readouterr().out)
    assert (answer["due"], answer["undetermined"]) == (None, False)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--calendar", "nowhere.json", *QUESTION], "Không đọc được tệp lịch"),
        (["--calendar", "{file}", "--received", "hôm qua", "--limit", "1 ngày"], "không hợp lệ"),
        (["--calendar", "{file}", "--received", "2026-02-30T08:00", "--limit", "1 ngày"], "không hợp lệ"),
        (["--calendar", "{file}", *QUESTION, "--cutoff", "25:00"], "Giờ không hợp lệ"),
        (["--calendar", "{file}", *QUESTION, "--pause", "2026-02-20T08:00"], "tạm dừng không hợp lệ"),
        (["--calendar", "{file}", *QUESTION, "--pause", "2026-02-21T08:00/2026-02-20T08:00"], "trước khi bắt đầu"),
        (["--agency", "H57.1", *QUESTION], "cơ sở dữ liệu"),
    ],
)
def test_what_cannot_be_answered_exits_2_with_vietnamese_words(calendar_file, capsys, words, told):
    words = [word.replace("{file}", str(calendar_file)) for word in words]
    assert main(["deadlines", "explain", *words]) == 2
    heard = capsys.readouterr()
    assert told in heard.err
    assert "Traceback" not in heard.err


@pytest.mark.parametrize(
    "words",
    [[], ["deadlines"], ["deadlines", "explain"], ["deadlines", "explain", "--policy", "stop"], ["limits", "guess"]],
)
def test_wrong_options_exit_2(capsys, words):
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2
    assert "Tham số không đúng" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["{", "[]", '{"weekly": {}}', "\xff"])
def test_a_broken_calendar_file_exits_2(tmp_path, capsys, content):
    path = tmp_path / "calendar.json"
    path.write_bytes(content.encode("latin-1"))
    assert main(["deadlines", "explain", "--calendar", str(path), *QUESTION]) == 2
    assert capsys.readouterr().err.strip()


def test_limits_parse_answers_each_line(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("3,5 ngày làm việc\n176 giờ\n\nTrong ngày làm việc\n"))
    assert main(["limits", "parse", "--json"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [tuple(answer) for answer in answers] == [("text", "amount", "unit", "doubt")] * 4
    assert answers[0] == {"text": "3,5 ngày làm việc", "amount": 3.5, "unit": "working_day", "doubt": None}
    assert [answer["unit"] for answer in answers] == ["working_day", "hour", "unknown", "same_day"]
    assert answers[1]["doubt"]


def test_batch_answers_line_by_line_and_goes_on_after_errors(tmp_path, calendar_file, capsys):
    cases = [
        {"calendar": CALENDAR, "received": "2026-02-12T15:30", "limit": "15 ngày làm việc", "cutoff": "15:00"},
        {
            "calendar": "calendar.json",
            "received": "2026-02-12T15:30",
            "limit": {"amount": 15, "unit": "working_day"},
            "cutoff": "15:00",
        },
        {"calendar": "calendar.json", "received": "x", "limit": "1 ngày"},
        {"calendar": {"weekly": {}}, "received": "2026-02-12T15:30", "limit": "1 ngày"},
        {
            "calendar": CALENDAR,
            "received": "2026-02-12T15:30",
            "limit": "30 ngày",
            "pauses": [["2026-02-13T08:00", "2026-02-23T08:00"]],
            "policy": "pause",
        },
        {"calendar": CALENDAR, "received": "2026-02-12T15:30", "limit": "Theo mô tả"},
    ]
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join([*(json.dumps(case) for case in cases), "{broken", ""]), "utf-8")
    assert main(["deadlines", "batch", str(path)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert answers[0] == answers[1] == {"due": "2026-03-13T17:00:00+07:00", "undetermined": False}
    assert [list(answer) for answer in answers[2:4]] == [["error"], ["error"]]
    assert answers[4]["due"] == "2026-03-24T17:00:00+07:00"
    assert answers[5] == {"due": None, "undetermined": True}
    assert list(answers[6]) == ["error"]
    assert len(answers) == 7


def test_batch_of_a_missing_file_exits_2(capsys):
    assert main(["deadlines", "batch", "nowhere.jsonl"]) == 2
    assert "Không đọc được tệp" in capsys.readouterr().err


def test_an_agency_uses_the_stored_calendar_it_is_given(capsys):
    def stored(code, on):
        if code != "H57.1":
            raise CalendarError("Không có đơn vị này.")
        assert on == date(2026, 2, 12)
        return office(*TET)

    assert main(["deadlines", "explain", "--agency", "H57.1", *QUESTION, "--json"], stored=stored) == 0
    assert json.loads(capsys.readouterr().out)["due"] == "2026-03-13T17:00:00+07:00"
    assert main(["deadlines", "explain", "--agency", "H00", *QUESTION], stored=stored) == 2
    assert needs_database(["deadlines", "explain", "--agency", "H57.1"])
    assert not needs_database(["deadlines", "batch", "x"])


def test_the_calculations_and_their_command_import_no_django():
    script = "import sys, motcua.worktime.cli; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    root = Path(__file__).resolve().parents[2]
    assert (
        subprocess.run(
            [sys.executable, "-c", script], cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, check=False
        ).returncode
        == 0
    )


json_values = some.recursive(
    some.none()
    | some.booleans()
    | some.integers()
    | some.floats()
    | some.text(max_size=8)
    | some.sampled_from(["2026-02-12T15:30", "1 ngày", "0001-01-01T00:00+14:00", "9999-12-31T23:59"]),
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(
            some.sampled_from(["weekly", "date", "mon", "amount", "unit", "exceptions", "off"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)
cases = some.fixed_dictionaries(
    {
        "calendar": some.just(CALENDAR) | json_values,
        "received": some.just("2026-02-12T15:30") | json_values,
        "limit": some.just("2 ngày") | json_values,
    },
    optional={"cutoff": json_values, "pauses": json_values, "policy": json_values},
)


@settings(max_examples=300, deadline=None)
@given(cases)
def test_any_nonsense_is_answered_or_refused_in_words(case):
    try:
        answer = Desk().answer(case, lines=True)
    except ValueError as error:
        answer = {"refused": str(error)}
    assert answer.get("refused") or set(answer) == {"due", "undetermined", "lines"}
