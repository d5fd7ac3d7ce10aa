"""A form changed piece by piece: every deed is whole by itself, undoes with its opposite, and keeps what is strange."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.questions.choices import Kind
from motcua.questions.designing import asking, sections
from motcua.questions.designing.coding import fresh_code, is_code
from motcua.questions.designing.newborn import new_form
from motcua.questions.designing.outline import codes_in, found_at, is_workable, listed, questions_of
from motcua.questions.interchange import ordered, taken, written
from motcua.questions.problems import MOST_QUESTIONS, problems_of
from tests.questions.forms_for_tests import ask, codes, form
from tests.questions.random_forms import any_json, forms

CODES = ["first", "q0", "q1", "q2", "g0", "g1", "g0_0", "g1_1", "khong_co", ""]
LABELS = ["Họ, chữ đệm, tên", "  ", "12 & 34", "q0", "today", "Ngày sinh", "x" * 700]
code, label, step = st.sampled_from(CODES), st.sampled_from(LABELS), st.sampled_from([-1, 1, -7, 7])
DEEDS = st.one_of(
    st.tuples(st.just("add_question"), code, st.sampled_from(list(Kind)), label),
    st.tuples(st.just("copy_question"), code),
    st.tuples(st.just("remove_question"), code),
    st.tuples(st.just("move_question"), code, step),
    st.tuples(st.just("place_question"), code, code),
    st.tuples(st.just("recode_question"), code, st.sampled_from(["moi", "q9", "g0_9"])),
    st.tuples(
        st.just("change_question"), code, st.fixed_dictionaries({}, optional={"help": any_json, "limits": any_json})
    ),
    st.tuples(st.just("add_section"), label),
    st.tuples(st.just("move_section"), code, step),
    st.tuples(st.just("remove_section"), code),
    st.tuples(st.just("add_fee"), label),
    st.tuples(st.just("remove_fee"), code),
    st.tuples(st.just("change_end"), any_json),
)


def done(data, deed):
    name, *given_to = deed
    made = getattr(asking if hasattr(asking, name) else sections, name)(data, *given_to)
    return made[0] if isinstance(made, tuple) else made


@settings(max_examples=120)
@given(forms(), st.lists(DEEDS, max_size=8))
def test_any_chain_of_deeds_leaves_what_can_be_read_and_checked(data, deeds):
    before = copy.deepcopy(data)
    changed = data
    for deed in deeds:
        changed = done(changed, deed)
        assert is_workable(changed)
        assert isinstance(problems_of(changed), list)
    assert data == before  # nothing is changed in place
    if all(problem.code not in ("not_json", "bad_text", "bad_number", "too_deep") for problem in problems_of(changed)):
        assert taken(written(changed).encode()) == ordered(changed)


@settings(max_examples=40)
@given(forms(), st.sampled_from(list(Kind)), label)
def test_to_add_and_to_take_out_changes_nothing(data, kind, words):
    added, made = asking.add_question(data, "first", kind, words)
    assert made
    assert asking.remove_question(added, made) == data
    more, section = sections.add_section(data, words)
    assert sections.remove_section(more, section) == data
    paid, fee = sections.add_fee(data, words)
    assert sections.remove_fee(paid, fee) == data
    for code in codes_in(data):
        twice, copied = asking.copy_question(data, code)
        assert asking.remove_question(twice, copied) == data
        assert asking.recode_question(asking.recode_question(data, code, "zz"), "zz", code) == data
        if asking.move_question(data, code, 1) != data:
            assert asking.move_question(asking.move_question(data, code, 1), code, -1) == data


@pytest.mark.parametrize("kind", list(Kind))
def test_a_new_question_of_every_kind_is_in_order_by_itself(kind):
    data, section = sections.add_section(new_form("thu", "Thử"), "Người khai")
    data, made = asking.add_question(data, section, kind, "Điều thứ nhất")
    data, _ = asking.add_question(data, section, Kind.TEXT, "Điều thứ hai")
    data = sections.change_end(data, "Xong.")
    assert (section, made) == ("nguoi_khai", "dieu_thu_nhat")
    assert codes(data) == []


def test_a_new_form_says_what_it_still_needs():
    assert codes(new_form("thu", "Thử")) == [(None, "missing_end"), (None, "no_sections")]
    data, _ = sections.add_section(sections.change_end(new_form("thu", "Thử"), "Xong."), "Phần một")
    assert codes(data) == [(None, "no_questions")]


@pytest.mark.parametrize(
    ("words", "taken_codes", "made"),
    [
        ("Họ, chữ đệm, tên", (), "ho_chu_dem_ten"),
        ("Họ, chữ đệm, tên", {"ho_chu_dem_ten", "ho_chu_dem_ten_2"}, "ho_chu_dem_ten_3"),
        ("Điện thoại?", (), "dien_thoai"),
        ("12/2026", (), "cau"),
        ("Sum", (), "sum_2"),  # a word of expressions
        ("漢字", (), "cau"),
        ("Một câu hỏi dài đến mức không ai đọc hết được nó", (), "mot_cau_hoi_dai_den_muc_khong_ai_doc_het"),
    ],
)
def test_a_code_is_made_from_a_label(words, taken_codes, made):
    assert fresh_code(words, taken_codes) == made
    assert is_code(made)


@pytest.mark.parametrize("text", ["", "1a", "Aa", "a-b", "a\n", "a" * 64, "đ"])
def test_what_cannot_be_a_code(text):
    assert not is_code(text)


def test_a_question_goes_up_down_and_to_another_section():
    data = form(ask("a"), ask("b"), ask("c"))
    data, other = sections.add_section(data, "Khác")
    data = asking.move_question(data, "c", -1)
    data = asking.place_question(data, "a", other)
    assert [[q["code"] for q in s["questions"]] for s in data["sections"]] == [["c", "b"], ["a"]]
    data = sections.move_section(data, other, -1)
    assert [s["code"] for s in data["sections"]] == [other, "first"]
    assert asking.home_of(data, "a") == other
    assert asking.neighbour_of(data, "c") == "b"
    assert asking.neighbour_of(data, "b") == "c"
    assert asking.neighbour_of(data, "a") == ""


def test_a_group_takes_questions_into_its_rows_but_no_group():
    data = form(ask("g", "group"), ask("h", "group"), ask("a"))
    data, inner = asking.add_question(data, "g", Kind.MONEY, "Thu nhập")
    assert [each["code"] for each in found_at(data, "g").question["questions"]] == ["g_name", inner]
    assert asking.add_question(data, "g", Kind.GROUP, "Nhóm")[1] == ""
    assert asking.place_question(data, "h", "g") == data
    moved = asking.place_question(data, "a", "g")
    assert [each["code"] for each in found_at(moved, "g").question["questions"]] == ["g_name", inner, "a"]
    assert asking.place_question(moved, "a", "first") == data
    assert asking.add_question(data, "a", Kind.TEXT, "Trong câu chữ")[1] == ""


def test_a_copy_leans_on_itself_where_the_first_leaned_on_itself():
    stop = [{"if": {"all": [{"question": "a", "is": "x"}, {"question": "z", "is": "a"}]}, "reason": "Không."}]
    group = ask("g", "group", questions=[ask("n", "number"), ask("m", "number", show_if={"question": "n", "is": 1})])
    data = form(ask("z"), ask("a", stop_if=stop), group)
    data, made = asking.copy_question(data, "a")
    assert found_at(data, made).question["stop_if"][0]["if"] == {
        "all": [{"question": made, "is": "x"}, {"question": "z", "is": "a"}]
    }
    data, made = asking.copy_question(data, "g")
    first, second = found_at(data, made).question["questions"]
    assert second["show_if"] == {"question": first["code"], "is": 1}
    assert {first["code"], second["code"]}.isdisjoint({"n", "m"})
    assert codes(data) == []


def test_no_more_is_added_than_a_form_can_hold():
    data = form(*(ask(f"q{n}") for n in range(299)))
    data, made = asking.add_question(data, "first", Kind.TEXT, "Câu cuối")
    assert made
    assert asking.add_question(data, "first", Kind.TEXT, "Một câu nữa") == (data, "")
    assert asking.copy_question(data, "q0") == (data, "")
    data, other = sections.add_section(data, "Khác")
    for _ in range(MOST_QUESTIONS - 300):
        data, made = asking.add_question(data, other, Kind.TEXT, "Câu")
        assert made
    assert asking.add_question(data, other, Kind.TEXT, "Một câu nữa") == (data, "")
    assert sum(1 for _ in questions_of(data)) == MOST_QUESTIONS


def test_strange_properties_stay_where_they_are():
    data = form(ask("a", later={"x": 1}), ask("b")) | {"newer": [1]}
    data["sections"][0]["colour"] = "red"
    changed = asking.change_question(data, "a", {"help": "Giúp", "required": None, "label": "Khác"})
    changed = sections.change_section(asking.move_question(changed, "a", 1), "first", {"title": "Mới"})
    assert found_at(changed, "a").question == {
        "code": "a", "kind": "text", "label": "Khác", "later": {"x": 1}, "help": "Giúp",
    }  # fmt: skip
    assert (changed["newer"], changed["sections"][0]["colour"]) == ([1], "red")


@pytest.mark.parametrize(
    "data",
    [
        None, [], {"sections": {}}, {"sections": [1]}, {"sections": [{"code": 3, "questions": []}]},
        {"sections": [{"code": "a", "questions": {}}]}, {"sections": [{"code": "a", "questions": [{"kind": "text"}]}]},
        {"sections": [{"code": "a", "questions": [{"code": "b"}]}]}, {"sections": [], "fees": [{"base": 1}]},
        {"sections": [{"code": "a", "questions": [{"code": "g", "kind": "group", "questions": ["x"]}]}]},
    ],
)  # fmt: skip
def test_what_is_no_form_is_told_apart(data):
    assert not is_workable(data)


def test_an_unfinished_form_can_be_worked_on():
    assert is_workable({})
    assert is_workable(new_form("a", "A"))
    assert is_workable(json.loads(written(form(ask("g", "group", questions=[])))))
    assert listed(None, "sections") == []
