"""`motcua forms`: what it prints, for scripts and for people, and how it ends."""

import json
import subprocess
import sys

import house
import pytest

from motcua import cli
from motcua.questions.interchange import written
from tests.questions.forms_for_tests import ask, form

GOOD = form(
    ask("name", required=True, prefill={"account": "name"}),
    ask("born", "date", stop_if=[{"if": {"question": "born", "more_than": "today-18y"}, "reason": "Chưa đủ tuổi."}]),
    fees=[
        {
            "code": "f",
            "label": "Phí",
            "basis": "Minh họa",
            "base": 1000,
            "online_discount": {"percent": 50, "basis": "Giảm"},
        }
    ],
)


@pytest.fixture
def file(tmp_path):
    def write(name, data):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode())
        return str(path)

    return write


def told(capsys, *words):
    """(exit code, what was printed, what was complained of)."""
    try:
        code = cli.main(["forms", *words])
    except SystemExit as ended:
        code = ended.code
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_a_form_in_order(capsys, file):
    path = file("form.json", GOOD)
    assert told(capsys, "check", path, "--json") == (0, '{"ok": true, "problems": []}\n', "")
    assert told(capsys, "check", path) == (0, "Biểu mẫu dùng được.\n", "")


def test_a_form_with_problems(capsys, file):
    path = file("form.json", form(ask("a", "colour")))
    code, out, _ = told(capsys, "check", path, "--json")
    problem = {"question": "a", "code": "unknown_kind", "message": "Không có loại câu hỏi này."}
    assert (code, json.loads(out)) == (1, {"ok": False, "problems": [problem]})
    assert told(capsys, "check", path)[:2] == (
        1, "Biểu mẫu có 1 lỗi:\n- a: Không có loại câu hỏi này. (unknown_kind)\n",
    )  # fmt: skip


NO_WAY = {"all": [{"question": "a", "is": True}, {"question": "a", "is": False}]}
DEFECTS = {
    "unreachable": (form(ask("a", "yes_no"), ask("z", show_if=NO_WAY)), "z"),
    "condition_on_later": (form(ask("z", show_if={"question": "a", "is": True}), ask("a", "yes_no")), "z"),
    "missing_end": ({name: part for name, part in form(ask("a")).items() if name != "end"}, None),
    "cycle": (form(ask("a", "number", computed="b + 1"), ask("b", "number", computed="a + 1")), "a"),
}


@pytest.mark.parametrize("code", DEFECTS)
def test_what_the_issue_names_is_found_from_the_command_line(capsys, file, code):
    data, question = DEFECTS[code]
    ended, out, _ = told(capsys, "check", file("form.json", data), "--json")
    answer = json.loads(out)
    assert (ended, list(answer), answer["ok"]) == (1, ["ok", "problems"], False)
    (problem,) = answer["problems"]
    assert list(problem) == ["question", "code", "message"]
    assert (problem["question"], problem["code"]) == (question, code)
    assert problem["message"]


def test_an_end_that_nobody_comes_to_is_missing_too(capsys, file):
    stop = [{"if": {"question": "a", "answered": True}, "reason": "Dừng."}]
    path = file("form.json", form(ask("a", "yes_no", required=True, stop_if=stop)))
    found = json.loads(told(capsys, "check", path, "--json")[1])["problems"]
    assert [problem["code"] for problem in found] == ["missing_end"]


def test_a_file_that_is_no_form(capsys, file):
    for raw, expected in ((b"{", "not_json"), (b'{"a":1,"a":2}', "duplicate_key"), (b"[1]", "not_a_form")):
        code, out, _ = told(capsys, "check", file("form.json", raw), "--json")
        assert (code, [problem["code"] for problem in json.loads(out)["problems"]]) == (1, [expected])


def test_a_run(capsys, file):
    paths = file("form.json", GOOD), file("answers.json", {"name": " An ", "born": "1/2/1990"})
    code, out, _ = told(capsys, "run", *paths, "--json", "--today", "2026-11-22")
    assert code == 0
    assert json.loads(out) == {
        "visible": ["name", "born"], "errors": {}, "stop": None, "fees": 500,
        "values": {"name": "An", "born": "1990-02-01"},
    }  # fmt: skip
    code, out, _ = told(capsys, "run", *paths, "--channel", "counter")
    assert (code, "Phí: 1.000 đồng (Minh họa)" in out, "Tổng phí, lệ phí: 1.000 đồng." in out) == (0, True, True)
    assert "giảm 50 %: Giảm" in told(capsys, "run", *paths)[1]


def test_a_run_with_errors_and_a_run_that_stops(capsys, file):
    path = file("form.json", GOOD)
    code, out, _ = told(capsys, "run", path, file("answers.json", {"born": "31/2/1990"}))
    assert code == 1
    assert "- name “Câu name”: Chưa trả lời. (required)" in out
    assert "- born “Câu born”: Ngày chưa đúng." in out
    code, out, _ = told(capsys, "run", path, file("young.json", {"name": "An", "born": "2020-01-01"}))
    assert (code, "Dừng ở “born”: Chưa đủ tuổi.\n" in out) == (1, True)


def test_a_run_with_an_account(capsys, file):
    paths = file("form.json", GOOD), file("answers.json", {}), "--account", file("account.json", {"name": "Mẫu"})
    assert json.loads(told(capsys, "run", *paths, "--json")[1])["values"] == {"name": "Mẫu"}


def test_what_cannot_be_worked_on_is_told_in_words(capsys, file, tmp_path):
    good, answers, bad = file("f.json", GOOD), file("a.json", {}), file("bad.json", form(ask("a", "colour")))
    for words, complaint in (
        (["check", str(tmp_path / "none.json")], "không có tệp này"),
        (["check", str(tmp_path)], "đây là thư mục"),
        (["run", good, str(tmp_path / "none.json")], "không có tệp này"),
        (["run", good, file("x.json", b"{")], "không phải JSON"),
        (["run", bad, answers], "Biểu mẫu có 1 lỗi"),
        (["run", good, answers, "--today", "mai"], "không phải là ngày"),
        (["run", good, answers, "--channel", "pigeon"], "Tham số không đúng"),
        (["schema", bad], "Biểu mẫu có 1 lỗi"),
        (["run", good], "Tham số không đúng"),
        ([], "Tham số không đúng"),
    ):
        code, out, err = told(capsys, *words)
        assert (code, out, complaint in err) == (2, "", True), words


def test_tidy_prints_the_one_spelling_and_refuses_what_has_problems(capsys, file):
    code, out, _ = told(capsys, "tidy", file("form.json", GOOD))
    assert (code, out) == (0, written(GOOD))
    assert told(capsys, "tidy", file("form.json", out.encode()))[1] == out
    assert told(capsys, "tidy", file("bad.json", form(ask("a", "colour"))))[0] == 1


def test_the_schemas(capsys, file):
    assert json.loads(told(capsys, "schema", file("form.json", GOOD))[1])["required"] == ["name"]
    assert "$defs" in json.loads(told(capsys, "schema")[1])


def test_it_needs_neither_settings_nor_a_database(file):
    lines = "import sys; from motcua.questions.cli import main; main(sys.argv[1:]); print('django.db' in sys.modules)"
    command = [sys.executable, "-c", lines, "forms", "check", file("form.json", GOOD)]
    done = subprocess.run(command, cwd=house.ROOT, capture_output=True, text=True, check=True, env={"LANG": "C"})
    assert done.stdout.splitlines() == ["Biểu mẫu dùng được.", "False"]
