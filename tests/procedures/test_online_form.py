"""The online form of an edition: worked on in the draft, checked and frozen when it is published."""

import json
from copy import deepcopy
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import house
import pytest

from demo.offices import HT, make
from demo.online import FORMS, add_missing
from demo.procedures import setting_of, told
from motcua.core.errors import BadInput, NotPermitted, StaleVersion
from motcua.procedures.actions.adopt import change_draft
from motcua.procedures.actions.proposals import approve, submit
from motcua.procedures.actions.publish import publish
from motcua.procedures.comparing import compare
from motcua.procedures.editions import content_from, content_json
from motcua.procedures.facts import content_of_fact
from motcua.procedures.importers.office import adopt_all
from motcua.procedures.models import (
    Adoption,
    Edition,
    content_of,
    forget_contents,
    form_of_edition,
    runner_of_edition,
)
from motcua.procedures.online_form import form_notices, form_problems
from motcua.procedures.passing import _moved as moved
from motcua.procedures.wording import FORM_PART, content_parts
from motcua.questions.interchange import written
from tests.procedures.conftest import draft
from tests.questions.forms_for_tests import TODAY, ask, form

FORM = form(
    ask("name", label="Họ tên", required=True, limits={"max_length": 100}),
    ask("proof", "file", label="Đơn đề nghị", paper="Đơn đề nghị"),
    fees=[{"code": "f", "label": "Lệ phí", "basis": "Biểu phí", "base": 8000}],
)
SOON, LATER = date(2026, 5, 1), date(2027, 3, 2)


@pytest.fixture
def with_form(adoption, system):
    return change_draft(adoption, by=system, draft=adoption.draft | {"form": FORM, "online_level": "full"})


def content(**changes):
    whole = {"code": "1", "name": "N", "field_code": "F", "field_name": "F", "office": "O", "division": "D"}
    return content_from(whole | draft(**changes))


def test_an_edition_without_a_form_is_written_as_before_there_were_forms(published):
    data = published.edition.content
    assert "form" not in data
    assert json.dumps(content_json(content_from(data))) == json.dumps(data)
    assert form_of_edition(published.edition.pk) is None
    assert runner_of_edition(published.edition.pk) is None


def test_publishing_freezes_the_form(with_form, system):
    edition = publish(with_form, by=system).edition
    change_draft(with_form, by=system, draft=with_form.draft | {"form": form(ask("other"))})

    forget_contents()
    assert [question.code for _, question in form_of_edition(edition.pk).questions()] == ["name", "proof"]
    assert runner_of_edition(edition.pk).run({}, today=TODAY).errors == {"name": "required"}
    assert runner_of_edition(edition.pk) is runner_of_edition(edition.pk)
    assert written(Edition.objects.get(pk=edition.pk).content["form"]) == written(FORM)


def test_the_draft_of_a_form_may_be_unfinished_but_is_not_published(with_form, system):
    bad = deepcopy(FORM)
    bad["sections"][0]["questions"][0]["show_if"] = {"question": "nobody", "is": "x"}
    found = change_draft(with_form, by=system, draft=with_form.draft | {"form": bad})

    with pytest.raises(BadInput) as refused:
        publish(found, by=system)
    assert refused.value.code == "form_invalid"
    assert "Biểu mẫu điện tử, câu “name”: Nhắc câu hỏi “nobody”" in refused.value.message
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("given", "code"),
    [([], "draft_shape"), ("x", "draft_shape"), ({"a": "\x00"}, "form_unreadable"), ({"a": 1e300}, "form_unreadable"),
     ({"a": "x" * 1_000_001}, "form_unreadable")],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused(adoption, system, given, code):
    with pytest.raises(BadInput) as refused:
        change_draft(adoption, by=system, draft=adoption.draft | {"form": given})
    assert refused.value.code == code
    assert "form" not in Adoption.objects.get().draft


def test_a_form_is_taken_out_of_the_draft(with_form, system):
    found = change_draft(with_form, by=system, draft=with_form.draft | {"form": None})
    assert "form" not in found.draft


def test_who_saw_an_older_draft_does_not_overwrite_the_form(with_form, system):
    seen = with_form.version
    change_draft(with_form, by=system, version=seen, draft=with_form.draft | {"form": form(ask("first"))})
    with pytest.raises(StaleVersion):
        change_draft(with_form, by=system, version=seen, draft=with_form.draft | {"form": form(ask("second"))})
    kept = Adoption.objects.get().draft["form"]["sections"][0]["questions"]
    assert [question["code"] for question in kept] == ["first"]


def test_only_those_who_keep_the_catalogue_change_the_form(with_form, office, post):
    with pytest.raises(NotPermitted):
        change_draft(with_form, by=post(office.ward, "leader"), draft=with_form.draft | {"form": None})


def test_papers_are_named_by_code_or_name_and_an_unknown_one_is_a_problem_at_its_place():
    papers = [{"name": "Đơn đề nghị", "code": "D1", "originals": 1}]
    for name in ("D1", "Đơn đề nghị"):
        assert form_problems(content(papers=papers, form=form(ask("f", "file", paper=name), paper=name))) == []
    asked = form(
        ask("f", "file", paper="Bằng"), ask("g", "group", questions=[ask("h", "file", paper="Thẻ")]), paper="?"
    )
    found = form_problems(content(papers=papers, form=asked))
    assert [(each.question, each.code) for each in found] == [(at, "unknown_paper") for at in (None, "f", "h")]
    assert "Bằng" in found[1].message


def test_what_a_person_should_look_at_before_publishing():
    def told_of(**changes):
        return form_notices(content(**changes))

    plain = form(ask("name"))
    papers = [{"name": "Đơn", "originals": 1}, {"name": "Ảnh", "copies": 1}, {"name": "Thẻ", "required": False}]
    fees = [{"name": "Lệ phí", "amount": 16_000}]
    council = [{"name": "Lệ phí", "amount": 16_000, "set_by_council": True}]
    free = [{"name": "Lệ phí", "amount": 0}, {"name": "Phí quầy", "amount": 5, "channel": "counter"}]
    asking = {"code": "f", "label": "Phí", "basis": "B"}
    assert told_of(papers=papers) == []
    assert "chưa có biểu mẫu điện tử" in told_of(online_level="partial")[0]
    assert "Không cung cấp" in told_of(papers=[], form=plain)[0]
    online = {"online_level": "full", "papers": []}
    assert told_of(**online, form=plain) == []
    assert told_of(online_level="full", papers=papers, form=form(ask("f", "file", paper="Ảnh"), paper="Đơn")) == []
    missing = told_of(online_level="full", papers=papers, form=form(ask("f", "file", paper="Thẻ"), paper="Đơn"))
    assert [("“Ảnh”" in text, "“Thẻ”" in text) for text in missing] == [(True, False)]
    assert "16.000 đồng: biểu mẫu không tính" in told_of(**online, form=plain, fees=fees)[0]
    assert told_of(**online, form=plain, fees=council) == []
    assert told_of(**online, form=plain, fees=free) == []
    half = asking | {"base": 32_000, "online_discount": {"percent": 50, "basis": "B"}}
    assert told_of(**online, form=form(ask("n"), fees=[half]), fees=fees) == []
    copies = asking | {"per_copy": {"count": "n", "amount": 16_000}}
    assert told_of(**online, form=form(ask("n", "number"), fees=[copies]), fees=fees) == []
    assert len(told_of(**online, form=form(ask("n"), fees=[asking | {"base": 9}]), fees=fees)) == 2
    assert told_of(**online, form={"format": "x"}) == []  # the problems say it all


def test_two_editions_tell_how_their_forms_differ():
    before = form(ask("name", label="Họ tên"), ask("old", label="Nghề"))
    after = form(ask("name", label="Họ tên", required=True), ask("new", label="Điện thoại"))
    parts = compare(content_parts(content(form=before)), content_parts(content(form=after)), only_changes=True)
    (part,) = parts
    assert part.title == FORM_PART
    assert {(line.label, line.words) for line in part.lines} == {
        ("Phần: Họ tên", "Đổi"), ("Phần: Nghề", "Bỏ"), ("Phần: Điện thoại", "Thêm"),
    }  # fmt: skip
    gone = compare(content_parts(content(form=before)), content_parts(content()), only_changes=True)
    assert {line.words for line in gone[0].lines} == {"Bỏ"}


def test_a_broken_form_is_told_as_such():
    assert "1 chỗ phải sửa" in content_parts(content(form={"format": "x"}))[FORM_PART]["Biểu mẫu"]


def test_the_twelve_procedures_of_the_sample_wards_have_their_forms_in_order():
    facts, setting = told(), setting_of(HT)
    assert {path.stem for path in (house.ROOT / "demo" / "forms").glob("*.json") if "." not in path.stem} == {
        name for name, _ in FORMS.values()
    }
    made = [
        content_of_fact(fact, fields=facts["fields"], setting=setting, decision="1/QĐ")
        for fact in facts["procedures"]
        if fact["code"] in FORMS
    ]
    assert len(made) == len(FORMS) == 12
    assert {each.code: (form_problems(each), form_notices(each)) for each in made} == {
        each.code: ([], []) for each in made
    }
    assert all(each.online_level for each in made)


def test_a_ward_from_before_there_were_forms_gets_them_in_a_new_edition(system):
    agencies, facts = make(by=system), told()
    births = [fact for fact in facts["procedures"] if fact["code"] == "1.001193"]
    old = [{name: value for name, value in births[0].items() if name not in ("form", "online_level")}]
    ward, setting = agencies[HT], setting_of(HT)
    adopt_all(facts | {"procedures": old}, office=ward, setting=setting, valid_from=SOON, by=system)
    first = Edition.objects.get()

    assert add_missing(facts, setting, office=ward, by=system) == 1
    assert add_missing(facts, setting, office=ward, by=system) == 0
    newest = Edition.objects.get(number=2)
    assert form_of_edition(newest.pk).code == "birth"
    assert content_of(newest.pk).online_level == "full"
    assert form_of_edition(first.pk) is None


def test_a_shorter_limit_and_a_new_office_keep_the_form(with_form, office, post, system):
    published = publish(with_form, by=system)
    plan = SimpleNamespace(units={}, place=lambda key, near: None)
    assert moved(published.edition.content, plan, near=office.ward)["form"] == FORM

    by = post(office.division, "specialist")
    proposal = submit(by=by, adoption=published, after=Decimal("3"), reason="Đủ người làm")
    approve(proposal, by=post(office.ward, "leader"), decision="15/QĐ-UBND ngày 10/02/2026", valid_from=LATER)
    assert form_of_edition(Edition.objects.get(number=2).pk) == form_of_edition(published.edition.pk)
