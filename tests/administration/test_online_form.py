"""The online form of an adoption on the screen: brought in, given out, tried, published, taken out."""

import json

import house
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.agencies.choices import Role
from motcua.procedures.models import Adoption, Edition
from tests.administration.catalogues import FIRST, MORNING, give, make_house, record
from tests.questions.forms_for_tests import ask, form

pytestmark = pytest.mark.django_db
HOUSE_AT, HOUSE_BY = MORNING, make_house
FORMS = house.ROOT / "demo" / "forms"
CERTIFIED = (FORMS / "certified_copies.json").read_bytes()
SMALL = form(ask("name", label="Họ tên người nộp", required=True), ask("proof", "file", paper="Đơn đề nghị"))


@pytest.fixture
def officer(house):
    return house.browser(Role.REFORM_OFFICER)


@pytest.fixture
def adoption(house):
    return give(house, record(1))


def address(name, adoption):
    return reverse(f"administration:{name}", args=[adoption.pk])


def bring_in(client, adoption, raw, version=None):
    raw = raw if isinstance(raw, bytes) else json.dumps(raw).encode()
    version = Adoption.objects.get(pk=adoption.pk).version if version is None else version
    given = {"form": SimpleUploadedFile("form.json", raw), "version": version}
    return client.post(address("catalogue_form_import", adoption), given, follow=True)


def test_a_form_comes_in_and_goes_out_with_the_same_bytes(officer, adoption):
    page = bring_in(officer, adoption, CERTIFIED)
    assert page.redirect_chain
    assert "Đã nhập biểu mẫu." in page.content.decode()

    given = officer.get(address("catalogue_form_file", adoption))
    assert given.content == CERTIFIED
    assert 'attachment; filename="certified_copies.json"' in given["Content-Disposition"]
    assert "3 phần, 23 câu hỏi" in officer.get(address("catalogue_adoption", adoption)).content.decode()


def test_the_problems_stand_on_the_page_and_keep_it_from_being_published(house, officer, adoption):
    wrong = form(
        ask("name", show_if={"question": "later_on", "is": "x"}), ask("later_on"), ask("f", "file", paper="Thẻ lạ")
    )
    page = bring_in(officer, adoption, wrong)
    text = page.content.decode()
    assert "Còn 1 chỗ phải sửa." in text
    assert "condition_on_later" in text
    assert officer.get(address("catalogue_form_try", adoption)).status_code == 404

    shown = officer.get(address("catalogue_publish", adoption))
    assert "Biểu mẫu điện tử, câu “name”" in shown.content.decode()
    refused = officer.post(
        address("catalogue_publish", adoption), {"version": Adoption.objects.get().version, "valid_from": "01/05/2026"}
    )
    assert refused.status_code == 422
    assert Edition.objects.count() == 1

    wrong["sections"][0]["questions"][0].pop("show_if")
    assert "unknown_paper" in bring_in(officer, adoption, wrong).content.decode()


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"\xff", b'{"a": 1, "a": 2}'])
def test_what_is_no_form_is_refused_in_words(officer, adoption, raw):
    page = bring_in(officer, adoption, raw)
    assert page.status_code == 422
    assert "Lỗi:" in page.content.decode()
    assert "form" not in Adoption.objects.get().draft


def test_publishing_freezes_it_and_the_edition_gives_it_out(house, officer, adoption):
    bring_in(officer, adoption, SMALL)
    text = officer.get(address("catalogue_publish", adoption)).content.decode()
    assert "Phần: Họ tên người nộp" in text
    assert "người dân không nộp được" in text  # the service level says that nothing is offered online
    data = {"version": Adoption.objects.get().version, "valid_from": "01/05/2026"}
    assert officer.post(address("catalogue_publish", adoption), data).status_code == 303
    bring_in(officer, adoption, form(ask("other")))

    frozen = officer.get(address("catalogue_form_file", adoption) + "?ban=2").json()
    assert frozen == SMALL
    assert officer.get(address("catalogue_form_file", adoption) + "?ban=1").status_code == 404
    assert officer.get(address("catalogue_form_file", adoption) + "?ban=99").status_code == 404
    edition = officer.get(reverse("administration:catalogue_edition", args=[adoption.pk, 2])).content.decode()
    assert "1 phần, 2 câu hỏi" in edition
    assert "Họ tên người nộp" not in edition  # its questions are a click away
    tried = officer.get(address("catalogue_form_try", adoption) + "?ban=2").content.decode()
    assert "Họ tên người nộp" in tried


def test_the_page_of_comparing_tells_questions_added_changed_and_taken_out(officer, adoption):
    bring_in(officer, adoption, SMALL)
    data = {"version": Adoption.objects.get().version, "valid_from": "01/05/2026"}
    officer.post(address("catalogue_publish", adoption), data)
    other = form(ask("name", label="Họ tên người nộp"), ask("phone", "phone", label="Số gọi lại"))
    bring_in(officer, adoption, other)

    page = officer.get(address("catalogue_compare", adoption), {"trai": "2", "phai": "nhap"})
    (part,) = page.context["parts"]
    told = {line.label: line.words for line in part.lines}
    assert told.pop("Biểu mẫu", "Đổi") == "Đổi"  # how many questions there are
    assert told == {
        "Phần: Họ tên người nộp": "Đổi", "Phần: Số gọi lại": "Thêm", "Phần: Câu proof": "Bỏ",
    }  # fmt: skip
    assert "Biểu mẫu điện tử" in page.content.decode()


def test_two_at_once_the_second_is_told(house, officer, adoption):
    seen = adoption.version
    assert bring_in(officer, adoption, SMALL, version=seen).status_code == 200
    late = bring_in(house.browser(Role.ADMINISTRATOR), adoption, form(ask("mine")), version=seen)
    assert late.status_code == 409
    assert Adoption.objects.get().draft["form"] == SMALL
    gone = officer.post(address("catalogue_form_out", adoption), {"version": seen})
    assert gone.status_code == 409


def test_it_is_taken_out(officer, adoption):
    bring_in(officer, adoption, SMALL)
    page = officer.get(address("catalogue_form_out", adoption))
    assert "không còn biểu mẫu" in page.content.decode()
    officer.post(address("catalogue_form_out", adoption), {"version": page.context["version"]})
    assert "form" not in Adoption.objects.get().draft
    assert "chưa có biểu mẫu" in officer.get(address("catalogue_form", adoption)).content.decode()
    for name in ("catalogue_form_file", "catalogue_form_try"):
        assert officer.get(address(name, adoption)).status_code == 404


def test_it_is_walked_through_and_tried_with_sample_answers(officer, adoption):
    bring_in(officer, adoption, CERTIFIED)
    place = address("catalogue_form_try", adoption)
    assert "trang 1 / " in officer.get(place).content.decode()
    answers = SimpleUploadedFile("answers.json", (FORMS / "certified_copies.answers.json").read_bytes())
    text = officer.post(place, {"sample": answers}).content.decode()
    assert "Kiểm tra trước khi nộp" in text
    assert "Tổng:" in text
    assert address("catalogue_form", adoption) in text

    bad = officer.post(place, {"sample": SimpleUploadedFile("answers.json", b"[1]")})
    assert bad.status_code == 422
    assert "một đối tượng JSON" in bad.content.decode()


@pytest.mark.parametrize("role", [Role.LEADER, Role.INSPECTOR])
def test_others_look_but_do_not_touch(house, officer, adoption, role):
    bring_in(officer, adoption, SMALL)
    client = house.browser(role)
    page = client.get(address("catalogue_form", adoption))
    for name in ("catalogue_form_import", "catalogue_form_out"):
        assert address(name, adoption) not in page.content.decode()
        assert client.get(address(name, adoption)).status_code == 403
        assert client.post(address(name, adoption), {"version": 1}).status_code == 403


def test_the_form_of_another_office_is_not_there(house, officer):
    other = give(make_house(), record(7))
    for name in ("catalogue_form", "catalogue_form_file", "catalogue_form_import", "catalogue_form_out"):
        assert officer.get(address(name, other)).status_code == 404


def test_the_page_of_an_adoption_links_to_it(officer, adoption):
    assert address("catalogue_form", adoption) in officer.get(address("catalogue_adoption", adoption)).content.decode()
    assert adoption.edition.valid_from == FIRST
