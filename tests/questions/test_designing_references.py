"""A code that is changed is changed wherever it is named, and nowhere else; who leans on a question is told."""

from motcua.questions.designing import asking
from motcua.questions.designing.outline import found_at
from motcua.questions.designing.references import mentions, options_renamed, renamed
from motcua.questions.designing.spots import Spot, spot_of
from motcua.questions.problems import problems_of
from tests.questions.forms_for_tests import ask, codes, form

FEE = {
    "code": "f", "label": "Phí", "basis": "Biểu", "per_copy": {"count": "n", "amount": 1},
    "if": {"question": "n", "more_than": 1},
    "exemptions": [{"if": {"question": "c", "is": "a"}, "basis": "Miễn"}],
}  # fmt: skip


def whole():
    return form(
        ask("n", "number"),
        ask("c", "choice"),
        ask("d", "date", limits={"earliest": "today-1y"}),
        ask("e", "date", limits={"earliest": "d+3m", "latest": "today"}, show_if={"question": "d", "at_least": "d-1y"}),
        ask("t", required={"any": [{"question": "c", "in": ["a", "b"]}, {"not": {"question": "n", "is": 2}}]}),
        ask("p", prefill={"question": "t"}, show_if={"question": "t", "is": "n"}),
        ask("m", "money", computed="round(n * 2) + if(c == \"n\", n, count(g))"),
        ask("g", "group", questions=[ask("k", show_if={"question": "n", "is": {"question": "n"}}), ask("l")]),
        ask("s", stop_if=[{"if": {"any_row": "g", "where": {"question": "k", "is": "x"}}, "reason": "Dừng."}]),
        ask("u", show_if={"count": "g", "at_least": 2}),
        fees=[FEE],
    )  # fmt: skip


def test_a_new_code_is_followed_everywhere_it_is_named():
    data = whole()
    assert codes(data) == []
    for old in ("n", "c", "d", "t", "g", "k"):
        changed = asking.recode_question(data, old, "moi")
        assert codes(changed) == []
        assert mentions(changed, old) == []
        assert mentions(changed, "moi") == mentions_with(data, old, "moi")


def mentions_with(data, old, new):
    return [each._replace(code=new) if each.code == old else each for each in mentions(data, old)]


def test_texts_that_only_look_like_the_code_stay():
    changed = asking.recode_question(whole(), "n", "moi")
    assert found_at(changed, "p").question["show_if"] == {"question": "t", "is": "n"}
    assert found_at(changed, "m").question["computed"] == "round(moi * 2) + if(c == \"n\", moi, count(g))"  # fmt: skip
    assert renamed(form(ask("a", computed="sum + sum(b)")), "sum", "x")["sections"][0]["questions"][0]["computed"] == (
        "x + sum(b)"
    )


def test_who_leans_on_a_question_is_told_part_by_part():
    found = {(each.sort, each.code, each.part) for each in mentions(whole(), "n")}
    assert found == {
        ("question", "t", "required"), ("question", "m", "computed"), ("question", "k", "show_if"),
        ("fee", "f", "per_copy"), ("fee", "f", "if"),
    }  # fmt: skip
    assert [each.part for each in mentions(whole(), "c")] == ["required", "computed", "exemptions"]
    assert [each.label for each in mentions(whole(), "d")] == ["Câu e", "Câu e"]
    assert [each.code for each in mentions(whole(), "k")] == ["s"]
    assert mentions(whole(), "s") == []


def test_options_that_change_their_codes_are_followed_by_what_compares_with_them():
    data = asking.change_options(whole(), "c", [{"code": "x", "label": "A"}, {"code": "b", "label": "B"}], {"a": "x"})
    assert found_at(data, "t").question["required"]["any"][0] == {"question": "c", "in": ["x", "b"]}
    assert data["fees"][0]["exemptions"][0]["if"] == {"question": "c", "is": "x"}
    assert codes(data) == []
    assert options_renamed(whole(), "c", {}) == whole()


def spots(data):
    return [spot_of(data, problem) for problem in problems_of(data)]


def test_every_problem_leads_to_its_card_and_field():
    late = form(ask("a", show_if={"question": "b", "answered": True}), ask("b"))
    assert spots(late) == [Spot("question", "a", "show_if")]
    need = form(ask("b"), ask("a", show_if={"question": "b", "answered": True}, required={"question": "z", "is": "x"}))
    assert spots(need) == [Spot("question", "a", "required")]
    stop = form(ask("a", stop_if=[{"if": {"question": "z", "is": "x"}, "reason": "Dừng."}]))
    assert spots(stop) == [Spot("question", "a", "stop_if")]
    days = form(ask("a", "date", limits={"earliest": "z"}))
    assert spots(days) == [Spot("question", "a", "limits")]
    circle = form(ask("a", "number", computed="b + 1"), ask("b", "number", computed="a + 1"))
    assert {(spot.card, spot.field) for spot in spots(circle)} == {("question", "computed")}
    assert spots(form(ask("a", "choice", options=[]))) == [Spot("question", "a", "options")]
    never = {"question": "y", "is": True}
    gone = form(ask("y", "yes_no", stop_if=[{"if": never, "reason": "Dừng."}]), ask("a", show_if=never))
    assert spots(gone) == [Spot("question", "a", "show_if")]
    section = form(ask("a"))
    section["sections"][0]["show_if"] = {"question": "a", "is": "x"}
    assert spots(section) == [Spot("section", "first", "show_if")]
    fee = form(ask("a", "number"), fees=[FEE | {"if": {"question": "a", "is": 1}, "exemptions": [], "code": "x"}])
    del fee["fees"][0]["exemptions"]
    assert spots(fee) == [Spot("fee", "x", "cost")]
    ended = form(ask("a"))
    del ended["end"]
    assert spots(ended) == [Spot("end", "", "text")]
    twice = form(ask("a"), ask("a"))
    assert spots(twice) == [Spot("question", "a", "code")]
    assert spots(form(ask("i", "information"))) == [Spot("form", "", "title")]
