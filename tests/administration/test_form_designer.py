"""The designer of online forms: cards and buttons without script, what is refused, and what stays as it was."""

import json

import house as house_rules
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.agencies.choices import Role
from motcua.core.errors import BadInput
from motcua.procedures.actions.design import change_form
from motcua.procedures.models import Adoption
from motcua.questions.choices import Kind
from motcua.questions.designing import asking, sections
from motcua.questions.designing.newborn import new_form
from motcua.questions.designing.outline import found_at
from tests.administration.catalogues import MORNING, give, make_house, record
from tests.administration.designers import address, form_of, press, save, sent_back, with_form
from tests.questions.forms_for_tests import ask, form

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


def test_a_form_is_begun_and_every_kind_of_question_is_added_and_opened(officer, found):
    empty = officer.get(address(found))
    assert "Bản thảo chưa có biểu mẫu" in empty.content.decode()
    assert press(officer, found, "start").url.startswith(address(found, "whole"))
    assert "Biểu mẫu chưa có phần nào" in officer.get(address(found)).content.decode()
    added = press(officer, found, "add-section", title="Người khai")
    assert added.url == address(found, "section", "nguoi_khai")
    for kind in Kind:
        added = press(officer, found, "add-question", label=f"Câu {kind}", kind=kind, home="nguoi_khai")
        page = officer.get(added.url)
        assert (page.status_code, page.context["form"].kind) == (200, kind)
        assert "autofocus" in str(page.context["form"]["label"])
        assert officer.post(added.url, sent_back(page)).status_code == 303
    save(officer, found, "end", "", text="Xong.")
    press(officer, found, "add-fee", fee="Lệ phí")
    page = officer.get(address(found))
    assert page.context["outline"].found == []
    assert found.events.filter(action="adoption.change_form").count() > 30


def test_a_question_is_moved_copied_placed_and_taken_back(officer, drafted):
    data, other = sections.add_section(form(ask("a"), ask("b"), ask("c")), "Khác")
    found = drafted(data)
    moved = press(officer, found, "down", code="a", card="question")
    page = officer.get(moved.url)
    assert "Câu hỏi “Câu a” nay là câu 2 trong 3 của phần “Phần”." in page.content.decode()
    assert 'value="down"' in page.content.decode().split("autofocus")[0].rpartition("<button")[2]
    press(officer, found, "up", code="a")
    assert form_of(found) == data
    assert press(officer, found, "copy", code="a").url == address(found, "question", "a_chep")
    press(officer, found, "place", code="a_chep", home=other)
    assert [len(each["questions"]) for each in form_of(found)["sections"]] == [3, 1]
    for _ in range(4):
        undone = press(officer, found, "undo")
        assert undone.status_code == 303
    assert form_of(found) == data
    assert "autofocus" in officer.get(undone.url).content.decode() or officer.get(undone.url).context["undo"] is None


def test_what_others_lean_on_is_taken_out_only_when_one_is_sure(officer, drafted):
    found = drafted(form(ask("a"), ask("b", show_if={"question": "a", "answered": True}), ask("c")))
    asked = press(officer, found, "remove", code="a", card="question")
    assert asked.status_code == 422
    assert "Câu “Câu b”" in asked.content.decode()
    assert found_at(form_of(found), "a")
    gone = press(officer, found, "remove", code="a", card="question", sure="1")
    page = officer.get(gone.url)
    assert [each["first"] for each in page.context["outline"].sections[0]["questions"]] == [
        True,
        False,
    ]  # the neighbour
    [problem] = page.context["outline"].problems
    assert problem["url"] == f"{address(found, 'question', 'b')}?truong=show_if"
    mended = officer.get(problem["url"])
    assert "autofocus" in str(mended.context["form"].show["q0"])
    assert mended.context["form"].show.is_open
    assert press(officer, found, "remove", code="c").status_code == 303  # nobody leans on it


def test_sections_and_fees_are_moved_and_taken_out(officer, drafted):
    data, other = sections.add_section(form(ask("a")), "Khác")
    data, first = sections.add_fee(data, "Một")
    data, second = sections.add_fee(data, "Hai")
    found = drafted(data)
    press(officer, found, "section-up", code=other)
    press(officer, found, "fee-down", code=first)
    assert [each["code"] for each in form_of(found)["sections"]] == [other, "first"]
    assert [each["code"] for each in form_of(found)["fees"]] == [second, first]
    press(officer, found, "section-down", code=other)
    press(officer, found, "fee-up", code=first)
    assert form_of(found) == data
    assert (
        press(officer, found, "section-remove", code="first", card="section").status_code == 422
    )  # it holds questions
    assert press(officer, found, "section-remove", code="first", sure="1").status_code == 303
    assert press(officer, found, "fee-remove", code=second).status_code == 303
    assert press(officer, found, "fee-remove", code=first).status_code == 303
    assert "fees" not in form_of(found)


def test_two_who_design_at_once_the_later_is_told_what_the_other_did_and_keeps_what_was_typed(house, officer, drafted):
    found = drafted(form(ask("a"), ask("b")))
    at = address(found, "question", "a")
    mine = sent_back(officer.get(at)) | {"label": "Điều tôi viết"}
    other = change_form(found, by=house.administrator, form=form(ask("a"), ask("b"), ask("c")), note="Thêm câu hỏi “c”")
    page = officer.post(at, mine)
    text = page.content.decode()
    assert page.status_code == 409
    assert "Thêm câu hỏi “c”" in text
    assert page.context["form"]["label"].value() == "Điều tôi viết"
    assert officer.post(at, sent_back(page)).status_code == 303
    assert found_at(form_of(found), "a").question["label"] == "Điều tôi viết"
    assert found_at(form_of(found), "c")  # what the other did stays

    late = officer.post(
        address(found), {"do": "add-question", "version": other.version, "label": "Mới", "kind": "date"}
    )
    assert late.status_code == 409
    assert 'value="Mới"' in late.content.decode()
    assert "Sửa câu hỏi “Điều tôi viết”" in late.content.decode()


@pytest.mark.parametrize(("card", "code"), [("question", "a"), ("section", "first"), ("fee", "f")])
def test_what_somebody_took_out_meanwhile_can_be_put_back(house, officer, drafted, card, code):
    fee = {"code": "f", "label": "Phí", "basis": "Biểu", "base": 1}
    data = form(ask("a", "number"), ask("b"), fees=[fee])
    data["sections"].append({"code": "second", "title": "Hai", "questions": [ask("z")]})
    found = drafted(data)
    at = address(found, card, code)
    mine = sent_back(officer.get(at))
    without = {"question": asking.remove_question, "section": sections.remove_section, "fee": sections.remove_fee}[card]
    change_form(found, by=house.administrator, form=without(data, code), note="Đã bỏ thẻ")
    page = officer.post(at, mine)
    assert page.status_code == 409
    assert "Đã bỏ thẻ" in page.content.decode()
    assert "Người khác đã bỏ thẻ này" in page.content.decode()
    assert officer.post(at, sent_back(page)).status_code == 303
    assert code in json.dumps(form_of(found))
    if card == "question":
        assert found_at(form_of(found), "a").question["kind"] == "number"
    assert officer.get(address(found, card, "khong_co")).url == address(found)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"do": "nổ"}, 422), ({}, 422), ({"do": "up", "code": "zz"}, 422), ({"do": "remove", "code": "zz"}, 422),
        ({"do": "add-question", "label": "", "kind": "text", "home": "first"}, 422),
        ({"do": "add-question", "label": "x" * 501, "kind": "text", "home": "first"}, 422),
        ({"do": "add-question", "label": "x", "kind": "màu", "home": "first"}, 422),
        ({"do": "add-question", "label": "x", "kind": "text", "home": "zz"}, 422),
        ({"do": "add-question", "label": "x", "kind": "text", "home": "a"}, 422),
        ({"do": "add-section", "title": " "}, 422), ({"do": "add-fee", "fee": ""}, 422), ({"do": "start"}, 422),
        ({"do": "place", "code": "a", "home": "zz"}, 422), ({"do": "section-up", "code": "zz"}, 422),
        ({"do": "fee-remove", "code": "zz"}, 422), ({"do": "undo"}, 422), ({"do": "up", "version": "x"}, 409),
    ],
)  # fmt: skip
def test_strange_presses_are_refused_and_change_nothing(officer, drafted, sent, status):
    found = drafted(form(ask("a")))
    before = form_of(found)
    answer = press(officer, found, "", **sent)
    assert answer.status_code == status
    assert form_of(found) == before


def test_a_form_is_tried_with_answers_made_for_it(officer, drafted):
    data = json.loads((FOLDER / "birth.json").read_text(encoding="utf-8"))
    found = drafted(data)
    at = address(found, "samples")
    page = officer.get(at)
    answers = page.context["form"]["answers"].value()
    assert json.loads(answers)["child_name"] == "Nguyễn Thị Mẫu"
    checked = officer.post(at, {"answers": answers})
    assert "Kiểm tra trước khi nộp" in checked.content.decode()
    assert "Nguyễn Thị Mẫu" in checked.content.decode()
    stopped = officer.post(at, {"answers": json.dumps({"registered": True})})
    assert "Không nộp được hồ sơ này" in stopped.content.decode()
    assert officer.post(at, {"answers": "{"}).status_code == 422
    found = drafted(form())
    assert "Chưa thử được" in officer.get(at).content.decode()
    assert officer.post(at, {"answers": "{}"}).status_code == 422
    assert officer.post(at, {"answers": '{"a": 1}'}).status_code == 404


@pytest.mark.parametrize("data", [{"sections": [1]}, {"sections": [{"code": "a", "questions": [{"kind": "text"}]}]}])
def test_what_is_no_form_is_not_worked_on_but_told(officer, drafted, data):
    found = drafted(data)
    page = officer.get(address(found))
    assert "không sửa từng câu được" in page.content.decode()
    assert officer.get(address(found, "question", "a")).url == address(found)
    assert officer.get(address(found, "end")).url == address(found)
    page = officer.get(address(found))
    assert officer.post(address(found, "end"), {"version": page.context["version"], "text": "x"}).status_code == 422
    assert form_of(found) == data


def test_a_form_of_a_thousand_questions_is_still_shown(officer, drafted, found):
    data = new_form("lon", "Lớn")
    data["sections"] = [
        {"code": f"s{n}", "title": f"Phần {n}", "questions": [ask(f"q{n}_{m}") for m in range(250)]} for n in range(4)
    ]
    with pytest.raises(BadInput, match="600 câu hỏi"):
        drafted(data)
    Adoption.objects.filter(pk=found.pk).update(draft=found.draft | {"form": data})  # as if it had come in before
    page = officer.get(address(found))
    assert (page.status_code, page.context["outline"].count) == (200, 1_000)
    assert officer.get(address(found, "question", "q3_249")).status_code == 200
    full = press(officer, found, "add-question", label="Nữa", kind="text", home="s0")
    assert "Biểu mẫu đã đầy" in full.content.decode()


def test_as_many_queries_for_two_questions_as_for_sixty(officer, drafted):
    counted = []
    for many in (2, 60):
        found = drafted(form(*(ask(f"q{n}") for n in range(many))))
        for at in (address(found), address(found, "question", "q1")):
            officer.get(at)
            with CaptureQueriesContext(connection) as asked:
                assert officer.get(at).status_code == 200
            counted.append(sum("worktime_calendarstamp" not in query["sql"] for query in asked.captured_queries))
    assert counted[:2] == counted[2:]
    assert max(counted) <= 12


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.LEADER, Role.INSPECTOR])
def test_only_those_who_keep_the_catalogue_design(house, found, role):
    client = house.browser(role)
    assert client.get(address(found)).status_code == 403
    assert client.post(address(found), {"do": "start", "version": found.version}).status_code == 403
    assert form_of(found) is None
