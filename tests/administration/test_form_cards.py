"""The cards of the form designer: every property of every kind, written, taken away, refused, or left as it was."""

import json

import house as house_rules
import pytest

from motcua.agencies.choices import Role
from motcua.questions.designing import sections
from motcua.questions.designing.outline import found_at, questions_of, sections_of
from tests.administration.catalogues import MORNING, give, make_house, record
from tests.administration.designers import address, form_of, save, sent_back, with_form
from tests.questions.forms_for_tests import ask, form
from tests.questions.test_demo_forms import NAMES

pytestmark = pytest.mark.django_db
HOUSE_AT, HOUSE_BY = MORNING, make_house
FOLDER = house_rules.ROOT / "demo" / "forms"


@pytest.fixture
def officer(house):
    return house.browser(Role.REFORM_OFFICER)


@pytest.fixture
def found(house):
    return give(house, record(1))


@pytest.fixture
def drafted(house, found):
    """`drafted(form)`: the draft with a form in it."""
    return lambda data: with_form(found, data, by=house.administrator)


def every_sort():
    """Of each kind of question one of the demo's forms, and some with every property that a question has."""
    seen = {}
    for name in NAMES:
        data = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
        for each in questions_of(data):
            traits = (each.question["kind"], *(trait for trait in TRAITS if trait in each.question), bool(each.group))
            seen.setdefault(traits, (name, each.question["code"]))
    return sorted(set(seen.values()))


TRAITS = ("computed", "stop_if", "prefill", "row_label")


@pytest.mark.parametrize(("name", "code"), every_sort())
def test_a_card_sent_back_untouched_changes_nothing(officer, drafted, name, code):
    data = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    found = drafted(data)
    assert save(officer, found, "question", code).status_code == 303
    assert form_of(found) == data


@pytest.mark.parametrize("name", ["birth", "certified_copies", "household_business"])
def test_sections_fees_and_all_else_sent_back_untouched_change_nothing(officer, drafted, name):
    data = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    found = drafted(data)
    cards = [("section", sections_of(data)[-1]["code"]), ("whole", ""), ("end", "")]
    for card, code in [*cards, *(("fee", fee["code"]) for fee in data.get("fees", []))]:
        assert save(officer, found, card, code).status_code == 303
        assert form_of(found) == data


def test_two_languages_are_asked_for_and_kept(officer, drafted):
    both = {"vi": "Câu một", "en": "First"}
    data = form(ask("a", label=both, help="Giúp"), languages=["vi", "en"], title={"vi": "T", "en": "E"})
    found = drafted(data)
    assert save(officer, found, "question", "a").status_code == 303
    assert form_of(found) == data
    save(officer, found, "question", "a", label_en="The first", help_en="Help")
    save(officer, found, "section", "first", title_en="Part")
    save(officer, found, "end", "", text_en="Done.")
    assert found_at(form_of(found), "a").question["label"] == {"vi": "Câu một", "en": "The first"}
    assert found_at(form_of(found), "a").question["help"] == {"vi": "Giúp", "en": "Help"}
    assert officer.get(address(found)).context["outline"].found == []
    data = sent_back(officer.get(address(found, "whole")))
    data.pop("also")
    officer.post(address(found, "whole"), data)
    assert form_of(found)["languages"] == ["vi"]
    assert found_at(form_of(found), "a").question["label"]["en"] == "The first"  # kept for when it is wanted again


@pytest.mark.parametrize(
    ("kind", "given", "limits"),
    [
        ("text", {"min_length": "2", "max_length": "9", "pattern": "[a-z]+", "pattern_words": "chữ"},
         {"min_length": 2, "max_length": 9, "pattern": "[a-z]+", "pattern_words": "chữ"}),
        ("long_text", {"max_length": "900"}, {"max_length": 900}),
        ("number", {"min": "0,5", "max": "1.000", "decimals": "1"}, {"min": 0.5, "max": 1000, "decimals": 1}),
        ("money", {"min": "1.000", "max": "5000000"}, {"min": 1000, "max": 5_000_000}),
        ("date", {"earliest": "1/7/2025", "latest": "hôm nay"}, {"earliest": "2025-07-01", "latest": "today"}),
        ("choices", {"min_choices": "1", "max_choices": "2"}, {"min_choices": 1, "max_choices": 2}),
        ("identity", {"of": "citizen"}, {"of": "citizen"}),
        ("address", {"eras": ["current", "abroad"], "line": "none"}, {"eras": ["current", "abroad"], "line": "none"}),
        ("file", {"max_files": "2", "max_size": "1,5", "types": ["pdf"]},
         {"max_files": 2, "max_size": 1_500_000, "types": ["pdf"]}),
        ("group", {"min_rows": "1", "max_rows": "3"}, {"min_rows": 1, "max_rows": 3}),
    ],
)  # fmt: skip
def test_the_limits_of_a_kind_are_written_and_taken_away(officer, drafted, kind, given, limits):
    found = drafted(form(ask("a", kind)))
    assert save(officer, found, "question", "a", **given).status_code == 303
    assert found_at(form_of(found), "a").question["limits"] == limits
    assert officer.get(address(found)).context["outline"].found == []
    at = address(found, "question", "a")
    data = sent_back(officer.get(at))
    assert officer.post(at, {name: each for name, each in data.items() if name not in limits}).status_code == 303
    assert "limits" not in found_at(form_of(found), "a").question


def test_everything_else_of_a_question_is_written(officer, drafted):
    found = drafted(
        form(ask("a", "number"), ask("b", "choice"), ask("n", "number"), ask("t"), ask("t2"), ask("f", "file"))
    )
    save(officer, found, "question", "n", computed="a * 2", hidden="on", help="Nhân đôi", code="twice")
    assert found_at(form_of(found), "twice").question == ask(
        "twice", "number", label="Câu n", computed="a * 2", shown=False, help="Nhân đôi"
    )
    save(officer, found, "question", "t", prefill="account:name", required="yes")
    assert found_at(form_of(found), "t").question == ask("t", prefill={"account": "name"}, required=True)
    save(
        officer,
        found,
        "question",
        "t2",
        prefill="question:t",
        **{"required": "when", "need-q0": "a", "need-c0": "at_least", "need-v0": "1,5"},
    )
    assert found_at(form_of(found), "t2").question == ask(
        "t2", prefill={"question": "t"}, required={"question": "a", "at_least": 1.5}
    )
    save(officer, found, "question", "f", paper="CT01")
    assert found_at(form_of(found), "f").question["paper"] == "CT01"
    stop = {
        "stop0-reason": "Không được.",
        "stop0-basis": "Luật",
        "stop0-when-q0": "b",
        "stop0-when-c0": "is",
        "stop0-when-v0": ["a"],
    }
    save(officer, found, "question", "b", **stop)
    assert found_at(form_of(found), "b").question["stop_if"] == [
        {"if": {"question": "b", "is": "a"}, "reason": "Không được.", "basis": "Luật"}
    ]
    save(officer, found, "question", "b", **{"stop0-drop": "on"})
    assert "stop_if" not in found_at(form_of(found), "b").question


def test_conditions_are_made_of_rows_without_script(officer, drafted):
    found = drafted(form(ask("a", "choice", options=OPTIONS), ask("y", "yes_no"), ask("b")))
    rows = {"show-q0": "a", "show-c0": "in", "show-v0": "Hộ chiếu; old_card"}  # typed: no list was there yet
    assert save(officer, found, "question", "b", **rows).status_code == 303
    assert found_at(form_of(found), "b").question["show_if"] == {"question": "a", "in": ["passport", "old_card"]}

    at = address(found, "question", "b")
    more = officer.post(at, sent_back(officer.get(at)) | {"do": "more:show"})
    assert len(more.context["form"].show.lines) == 5
    assert form_of(found) == found.draft["form"] or "show_if" in found_at(form_of(found), "b").question
    data = sent_back(more) | {"show-join": "any", "show-q3": "y", "show-c3": "is", "show-v3": "true"}
    assert officer.post(at, data).status_code == 303
    assert found_at(form_of(found), "b").question["show_if"] == {
        "any": [{"question": "a", "in": ["passport", "old_card"]}, {"question": "y", "is": True}]
    }
    page = officer.get(address(found)).content.decode()
    assert "Chỉ hỏi khi “Câu a” là một trong “Hộ chiếu”, “Chứng minh” hoặc “Câu y” là có." in page
    assert save(officer, found, "question", "b", **{"show-q0": "", "show-q1": ""}).status_code == 303
    assert "show_if" not in found_at(form_of(found), "b").question


OPTIONS = [{"code": "old_card", "label": "Chứng minh"}, {"code": "passport", "label": "Hộ chiếu"}]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ({"show-q0": "a", "show-c0": "is", "show-v0": "thẻ"}, "thẻ"),
        ({"show-q0": "a", "show-c0": "is", "show-v0": ["old_card", "passport"]}, "Chỉ chọn một"),
        ({"show-q0": "n", "show-c0": "is", "show-v0": "nhiều"}, "Ghi một số"),
        ({"show-q0": "zzz", "show-c0": "is", "show-v0": "1"}, "zzz"),
        ({"required": "when"}, "Chọn câu hỏi và giá trị"),
        ({"code": "Không Dấu"}, "chữ thường không dấu"),
        ({"code": "a"}, "Mã này đã có"),
        ({"code": "today"}, "từ của biểu thức"),
        ({"label": ""}, "Nhập câu hỏi"),
        ({"label": "x" * 501}, "500"),
        ({"stop0-reason": "Dừng."}, "Dừng khi"),
        ({"max_length": "chín"}, "chín"),
    ],
)
def test_what_is_wrong_on_a_card_is_told_and_kept(officer, drafted, rows, told):
    found = drafted(form(ask("a", "choice", options=OPTIONS), ask("n", "number"), ask("b")))
    before = form_of(found)
    page = save(officer, found, "question", "b", help="Giữ lại", **rows)
    assert page.status_code == 422
    assert told in page.content.decode()
    assert page.context["form"]["help"].value() == "Giữ lại"
    assert form_of(found) == before


def test_not_blocks_and_rows_of_groups_are_filled_in_without_script(officer, drafted):
    kids = ask("kids", "group", questions=[ask("kid"), ask("grown", "yes_no")])
    found = drafted(form(kids, ask("a"), ask("y", "yes_no"), ask("b")))
    one = {"show-q0": "grown", "show-c0": "is", "show-v0": "true"}  # in which rows was not asked yet: in any
    assert save(officer, found, "question", "b", **one).status_code == 303
    show = lambda: found_at(form_of(found), "b").question["show_if"]  # noqa: E731
    assert show() == {"any_row": "kids", "where": {"question": "grown", "is": True}}
    at = address(found, "question", "b")
    page = officer.get(at)
    assert "kids › grown · Câu grown" in page.content.decode()
    more = officer.post(at, sent_back(page) | {"do": "more:show"})
    data = sent_back(more) | {
        "show-s0": "no_row", "show-q1": "kid", "show-c1": "is", "show-v1": "An", "show-n1": "on",
        "show-q2": "kids", "show-c2": "count_at_least", "show-v2": "2", "show-b2": "A",
        "show-q3": "y", "show-c3": "is", "show-v3": "true", "show-b3": "A",
    }  # fmt: skip
    look = officer.post(at, data | {"do": "look", "show-v2": ""})
    assert "Nhập giá trị để so sánh" not in look.content.decode()  # nobody could have yet
    look = officer.post(at, data | {"do": "look"})
    assert officer.post(at, sent_back(look) | {"show-s1": "same"}).status_code == 303
    rows = {"all": [{"question": "grown", "is": True}, {"not": {"question": "kid", "is": "An"}}]}
    either = {"any": [{"count": "kids", "at_least": 2}, {"question": "y", "is": True}]}
    assert show() == {"all": [{"not": {"any_row": "kids", "where": rows}}, either]}
    assert officer.get(address(found)).context["outline"].found == []
    told = "không phải (có hàng của “Câu kids” mà (“Câu grown” là có và không phải (“Câu kid” là An)))"
    assert f"{told} và (“Câu kids” có số hàng ít nhất là 2 hoặc “Câu y” là có)" in officer.get(at).content.decode()
    assert officer.post(at, sent_back(officer.get(at)) | {"show-join": "not_any"}).status_code == 303
    assert show() == {"not": {"any": [{"not": {"any_row": "kids", "where": rows}}, {"all": either["any"]}]}}
    wrong = officer.post(at, sent_back(officer.get(at)) | {"show-v2": "nhiều"})
    assert (wrong.status_code, "Ghi số hàng, từ 0 đến 100" in wrong.content.decode()) == (422, True)


def test_a_condition_on_rows_is_checked_as_any_other(officer, drafted):
    late = {"any_row": "kids", "where": {"question": "kid", "is": "An"}}
    found = drafted(form(ask("b", show_if=late), ask("kids", "group", questions=[ask("kid")])))
    problem, spot = officer.get(address(found)).context["outline"].found[0]
    assert (problem.code, spot.code, spot.field) == ("condition_on_later", "b", "show_if")


def test_a_condition_of_many_layers_is_told_kept_and_taken_away(officer, drafted):
    deep = {"not": {"any_row": "g", "where": {"any": [{"question": "g_name", "is": "x"}] * 2}}}
    data = form(ask("g", "group"), ask("b", show_if=deep))
    found = drafted(data)
    page = officer.get(address(found, "question", "b")).content.decode()
    assert "không phải (có hàng của “Câu g” mà (“Câu g_name” là x hoặc “Câu g_name” là x))" in page
    save(officer, found, "question", "b", label="Khác")
    assert found_at(form_of(found), "b").question["show_if"] == deep
    save(officer, found, "question", "b", **{"show-drop": "on"})
    assert "show_if" not in found_at(form_of(found), "b").question


def test_options_are_named_added_put_in_order_and_taken_out(officer, drafted):
    found = drafted(form(ask("a", "choice", options=OPTIONS), ask("b", show_if={"question": "a", "is": "old_card"})))
    at = address(found, "question", "a")
    page = officer.get(at)
    data = sent_back(page) | {"option-label2": "Thẻ căn cước", "option-code0": "cmnd"}
    page = officer.post(at, data | {"do": "option-down:0"})
    assert [page.context["form"].options[f"label{n}"].value() for n in range(3)] == [
        "Hộ chiếu",
        "Chứng minh",
        "Thẻ căn cước",
    ]
    assert form_of(found) == found.draft["form"]  # nothing is saved yet
    page = officer.post(at, sent_back(page) | {"do": "option-remove:0"})
    assert officer.post(at, sent_back(page)).status_code == 303
    assert found_at(form_of(found), "a").question["options"] == [
        {"code": "cmnd", "label": "Chứng minh"}, {"code": "the_can_cuoc", "label": "Thẻ căn cước"},
    ]  # fmt: skip
    assert found_at(form_of(found), "b").question["show_if"] == {"question": "a", "is": "cmnd"}
    twice = save(officer, found, "question", "a", **{"option-code1": "cmnd"})
    assert "Mã này đã có ở lựa chọn khác" in twice.content.decode()
    for wild in ("option-up:99", "option-down:x", "option-remove:", "option-more", "look", "gì đó"):
        assert officer.post(at, sent_back(officer.get(at)) | {"do": wild}).status_code == 200


def test_a_fee_is_written_with_its_exemptions(officer, drafted):
    data, code = sections.add_fee(form(ask("n", "number"), ask("poor", "yes_no")), "Phí")
    found = drafted(data)
    saved = save(
        officer, found, "fee", code, base="", amount="8.000", count="n", free="1", basis="Biểu phí", online="50",
        online_basis="NQ", **{"show-q0": "n", "show-c0": "more_than", "show-v0": "1"},
        **{"less0-basis": "Hộ nghèo", "less0-when-q0": "poor", "less0-when-c0": "is", "less0-when-v0": "true"},
    )  # fmt: skip
    assert saved.status_code == 303
    assert form_of(found)["fees"] == [{
        "code": code, "label": "Phí", "basis": "Biểu phí", "per_copy": {"count": "n", "amount": 8000, "free": 1},
        "if": {"question": "n", "more_than": 1}, "online_discount": {"percent": 50, "basis": "NQ"},
        "exemptions": [{"if": {"question": "poor", "is": True}, "basis": "Hộ nghèo"}],
    }]  # fmt: skip
    assert officer.get(address(found)).context["outline"].found == []
    for wrong in ({"count": ""}, {"amount": "", "count": ""}, {"online_basis": ""}, {"less0-basis": ""}, {"basis": ""}):
        assert save(officer, found, "fee", code, **wrong).status_code == 422


def test_a_question_can_be_written_as_text(officer, drafted):
    found = drafted(form(ask("a"), ask("b", show_if={"question": "a", "is": "x"}), ask("g", "group")))
    at = address(found, "source", "a")
    page = officer.get(at)
    text = json.dumps(ask("first_name", "text", limits={"max_length": 9}), ensure_ascii=False)
    sent = {"version": page.context["version"], "text": text}
    assert officer.post(at, sent).status_code == 303
    assert found_at(form_of(found), "first_name").question["limits"] == {"max_length": 9}
    assert found_at(form_of(found), "b").question["show_if"]["question"] == "first_name"
    at = address(found, "source", "g_name")
    version = officer.get(at).context["version"]
    wrong = {
        "{": "không phải JSON", "[]": "đối tượng JSON", '{"code": "x"}': "Thiếu mục", '{"a": 1, "a": 2}': "hai lần",
        json.dumps(ask("x", "colour")): "Không có loại câu hỏi này", json.dumps(ask("b")): "Mã đã có",
        json.dumps(ask("x", "group")): "không đặt được trong nhóm lặp khác",
        json.dumps(ask("x") | {"later": 1}): "Có mục không dùng ở đây", json.dumps(ask("X")): "Mã chỉ gồm",
    }  # fmt: skip
    for text, told in wrong.items():
        answer = officer.post(at, {"version": version, "text": text})
        assert (answer.status_code, told in answer.content.decode()) == (422, True), told
        assert text.split(":")[0] in answer.context["form"]["text"].value()
    assert found_at(form_of(found), "g_name")
