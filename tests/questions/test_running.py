"""What comes of a form with answers: what is asked, dropped, stopped, charged, suggested."""

from datetime import date

import pytest

from motcua.questions.choices import Channel
from motcua.questions.prefilling import prefilled
from motcua.questions.problems import read_form
from motcua.questions.running import Runner
from tests.questions.forms_for_tests import TODAY, ask, form, outcome, ran

A = {"question": "a", "is": True}
UNDER_AGE = [
    {"if": {"question": "born", "more_than": "today-18y"}, "reason": "Chưa đủ tuổi.", "basis": "Luật minh họa"}
]
FEE = {"code": "f", "label": "Phí", "basis": "Biểu phí minh họa"}


def test_what_is_not_asked_is_dropped_and_so_is_what_nobody_asked():
    questions = [ask("a", "yes_no"), ask("b", show_if=A), ask("i", "information"), ask("c", required=True)]
    found = ran(*questions, answers={"a": False, "b": 7, "c": "x", "i": "y", "zzz": "w"})
    assert found == {
        "visible": ["a", "i", "c"], "errors": {}, "stop": None, "fees": 0, "values": {"a": False, "c": "x"},
    }  # fmt: skip


def test_required_always_sometimes_and_never():
    questions = [ask("a", "yes_no"), ask("b", required=A), ask("c", required=True), ask("d")]
    assert ran(*questions, answers={"a": True})["errors"] == {"b": "required", "c": "required"}
    assert ran(*questions, answers={"a": False, "c": "x"})["errors"] == {}


def test_answers_that_are_no_object_are_one_error():
    for answers in (None, [], "x", 7):
        assert ran(ask("a"), answers=answers)["errors"] == {"": "wrong_shape"}


def test_the_first_stop_ends_it_and_nothing_behind_it_is_asked_or_charged():
    data = form(
        ask("name", required=True),
        ask("born", "date", stop_if=UNDER_AGE),
        ask("a", "yes_no", required=True, stop_if=[{"if": A, "reason": "Không thuộc diện."}]),
        fees=[FEE | {"base": 5000}],
    )
    found = outcome(data, {"name": "Thử", "born": "22/11/2010", "a": True})
    assert found.data() == {
        "visible": ["name", "born"], "errors": {}, "stop": "Chưa đủ tuổi.", "fees": 0,
        "values": {"name": "Thử", "born": "2010-11-22"},
    }  # fmt: skip
    assert (found.stopped_by, found.stop.basis["vi"]) == ("born", "Luật minh họa")
    assert outcome(data, {"name": "Thử", "born": "22/11/2008", "a": True}).data()["stop"] == "Không thuộc diện."
    of_age = outcome(data, {"born": "22/11/2008", "a": False}).data()
    assert (of_age["stop"], of_age["fees"], of_age["errors"]) == (None, 5000, {"name": "required"})
    assert outcome(data, {}).data()["stop"] is None


def test_a_stop_inside_rows_names_its_row():
    group = ask("g", "group", questions=[ask("born", "date", stop_if=UNDER_AGE)])
    found = outcome(form(group, ask("z")), {"g": [{"born": "1990-01-01"}, {"born": "2020-01-01"}]})
    assert (found.stopped_by, found.stop.reason["vi"]) == ("g.1.born", "Chưa đủ tuổi.")
    assert found.visible == ("g", "g.0.born", "g.1.born")


def test_a_stop_of_a_group_looks_at_all_its_rows():
    stop = [{"if": {"not": {"any_row": "g", "where": {"question": "r", "is": True}}}, "reason": "Cần một người."}]
    data = form(ask("g", "group", questions=[ask("r", "yes_no")], stop_if=stop))
    assert outcome(data, {"g": [{"r": False}, {"r": True}]}).stop is None
    assert outcome(data, {"g": [{"r": False}]}).stop.reason["vi"] == "Cần một người."


def test_rows():
    inner = [ask("r", required=True), ask("n", "number")]
    group = ask("g", "group", questions=inner, required=True, limits={"min_rows": 2, "max_rows": 3})
    data = form(group, ask("sum_n", "number", computed="sum(n)"))
    found = outcome(data, {"g": [{"r": " x ", "n": 1, "junk": 2}, {}, {"n": "2"}]})
    assert found.errors == {"g.2.r": "required"}
    assert found.values == {"g": [{"r": "x", "n": 1}, {"n": 2}], "sum_n": 3}
    assert outcome(data, {}).errors == {"g": "required"}
    assert outcome(data, {"g": [{"r": "x"}]}).errors == {"g": "too_few"}
    assert outcome(data, {"g": [{"r": "x"}] * 4}).errors == {"g": "too_many"}
    assert outcome(data, {"g": "x"}).errors == {"g": "wrong_shape"}
    assert outcome(data, {"g": [{"r": "x"}, "y", {"r": 5}]}).errors == {"g.1": "wrong_shape", "g.2.r": "wrong_shape"}


def test_what_is_computed_in_a_row_stays_in_it():
    inner = [ask("n", "number"), ask("double", "number", computed="n * 2")]
    found = outcome(form(ask("g", "group", questions=inner)), {"g": [{"n": 1}, {"n": 5}]})
    assert [row["double"] for row in found.values["g"]] == [2, 10]


def fee(answers, *, channel=Channel.ONLINE, **more):
    questions = [ask("copies", "number"), ask("poor", "yes_no"), ask("old", "yes_no")]
    return outcome(form(*questions, fees=[FEE | more]), answers, channel=channel)


POOR, OLD = {"question": "poor", "is": True}, {"question": "old", "is": True}
HALF = {"percent": 50, "basis": "Giảm trực tuyến"}


@pytest.mark.parametrize(
    ("more", "answers", "sum_"),
    [
        ({"base": 5000}, {}, 5000),
        ({"base": 5000, "if": POOR}, {}, 0),
        ({"base": 5000, "if": POOR}, {"poor": True}, 5000),
        ({"per_copy": {"count": "copies", "amount": 2000}}, {"copies": 3}, 6000),
        ({"per_copy": {"count": "copies", "amount": 2000}}, {}, 0),
        ({"per_copy": {"count": "copies", "amount": 2000}}, {"copies": -3}, 0),
        ({"base": 1000, "per_copy": {"count": "copies", "amount": 2000, "free": 2}}, {"copies": 3}, 3000),
        ({"base": 1000, "per_copy": {"count": "copies", "amount": 2000, "free": 2}}, {"copies": 1}, 1000),
        ({"base": 1000, "per_copy": {"count": "copies / 2", "amount": 100}}, {"copies": 3}, 1100),
        ({"base": 1000, "exemptions": [{"if": POOR, "basis": "B"}]}, {"poor": True}, 0),
        ({"base": 1000, "exemptions": [{"if": POOR, "basis": "B"}]}, {"poor": False}, 1000),
        (
            {
                "base": 1000,
                "exemptions": [{"if": POOR, "percent": 30, "basis": "B"}, {"if": OLD, "percent": 80, "basis": "C"}],
            },
            {"poor": True, "old": True},
            200,
        ),
        ({"base": 1001, "online_discount": HALF}, {}, 501),
        (
            {"base": 1000, "online_discount": HALF, "exemptions": [{"if": POOR, "percent": 30, "basis": "B"}]},
            {"poor": True},
            350,
        ),
        ({"base": 10**15, "per_copy": {"count": "copies", "amount": 10**15}}, {"copies": 9}, 10**15),
    ],
)
def test_fees(more, answers, sum_):
    assert fee(answers, **more).fees == sum_


def test_the_online_discount_is_for_who_applies_online():
    more = {"base": 1000, "online_discount": HALF}
    assert [fee({}, channel=each, **more).fees for each in Channel] == [500, 1000, 1000]


def test_a_line_tells_why_it_is_less():
    more = {"base": 1000, "online_discount": HALF, "exemptions": [{"if": POOR, "percent": 30, "basis": "Hộ nghèo"}]}
    (line,) = fee({"poor": True}, **more).fee_lines
    assert (line.full, line.amount) == (1000, 350)
    assert [(percent, words["vi"]) for percent, words in line.reductions] == [(30, "Hộ nghèo"), (50, "Giảm trực tuyến")]


ACCOUNT = {
    "name": "Nguyễn Thị Mẫu", "identity_number": "046099012345", "birth_date": "1999-01-02", "phone": "0912345678",
    "email": "mau@example.vn", "address": {"province": "01", "commune": "00004", "line": "1 phố Mẫu"},
}  # fmt: skip


def test_everything_an_account_knows_is_suggested():
    kinds = {"name": "text", "identity_number": "identity", "birth_date": "date", "phone": "phone", "email": "email"}
    kinds["address"] = "address"
    questions = [ask(f"my_{datum}", kind, prefill={"account": datum}) for datum, kind in kinds.items()]
    data = form(*questions)
    filled = prefilled(read_form(data), {}, account=ACCOUNT, today=TODAY)
    assert filled == {f"my_{datum}": ACCOUNT[datum] for datum in kinds}
    assert outcome(data, filled).errors == {}


def test_a_suggestion_gives_way_and_must_be_acceptable_and_asked():
    data = form(
        ask("a", "yes_no"),
        ask("name", prefill={"account": "name"}),
        ask("short", prefill={"question": "name"}, limits={"max_length": 5}),
        ask("again", prefill={"question": "name"}, show_if=A),
        ask("g", "group", questions=[ask("r", prefill={"question": "name"}), ask("s")]),
    )
    made = read_form(data)
    assert prefilled(made, {}, account=ACCOUNT, today=TODAY) == {"name": "Nguyễn Thị Mẫu"}
    assert prefilled(made, {"name": ""}, account=ACCOUNT, today=TODAY) == {"name": ""}
    filled = prefilled(made, {"a": True, "name": "An", "g": [{"s": "x"}, 7]}, account={}, today=TODAY)
    assert filled == {"a": True, "name": "An", "short": "An", "again": "An", "g": [{"r": "An", "s": "x"}, 7]}


def test_a_form_made_ready_once_runs_many_times_alike():
    runner = Runner(read_form(form(ask("d", "date", limits={"latest": "today"}))))
    answers = {"d": "2026-11-22"}
    assert runner.run(answers, today=TODAY).errors == {}
    assert runner.run(answers, today=date(2026, 11, 21)).errors == {"d": "too_late"}
    assert runner.run(answers, today=TODAY).errors == {}
    assert answers == {"d": "2026-11-22"}
