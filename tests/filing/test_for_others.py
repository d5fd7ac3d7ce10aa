"""Filing for somebody represented and for an organisation: what is asked, with which proof, and whose it is then."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from motcua.citizens.models import Applicant
from motcua.core.clock import today
from motcua.core.errors import BadInput, NotPermitted
from motcua.dossiers.filed import filed_parts, form_of, who_filed
from motcua.dossiers.models import Dossier
from motcua.filing.actions.filling import abandon, begin, keep
from motcua.filing.actions.holding import lay_in
from motcua.filing.actions.sending import send, walk_of
from motcua.filing.applying import known_of
from motcua.filing.choices import ForWhom
from motcua.filing.models import Filing, FilingEvent
from motcua.procedures.models import edition_for
from motcua.questions.days import moved
from motcua.questions.prefilling import prefilled
from motcua.questions.problems import problems_of, read_form
from tests import dossier_factories
from tests.factories import make_account
from tests.files.samples import pdf
from tests.filing.conftest import FORM, online_facts
from tests.filing.filled import fill
from tests.questions.forms_for_tests import ask, form

pytestmark = pytest.mark.django_db
FACTS = Path("motcua/filing/facts/for_whom.json")
CHILD = "046215000777"
COMPANY = "0100109106"
WHOM = {"for_whom_capacity": "authorised", "for_whom_name": "Trần Văn Chú", "for_whom_identity_number": CHILD,
        "for_whom_phone": "0987654321"}  # fmt: skip
FIRM = {"for_whom_capacity": "legal", "for_whom_name": "Công ty TNHH Mẫu", "for_whom_identity_number": COMPANY,
        "for_whom_email": "vanphong@mau.vn"}  # fmt: skip


@pytest.fixture
def start(house, edition, mother):
    """Begin for somebody, say who it is, answer the rest."""

    def begun(for_whom=ForWhom.PERSON, account=mother, proof=True, **whom):
        by = account.acting()
        filing = begin(by=by, edition=edition, desk=house.centre, for_whom=for_whom)
        told = (FIRM if for_whom == ForWhom.ORGANISATION else WHOM) | whom
        filing = keep(filing, by=by, section="for_whom", answers=told, seen=filing.version, tab="t")
        if proof:
            lay_in(filing, by=by, question="authorisation", name="uy-quyen.pdf", content=pdf())
        return fill(filing, by=by, but={"who": {"name": told["for_whom_name"], "number": CHILD}})

    return begun


def sent(filing, by) -> Dossier:
    return send(filing, by=by, delivery="at_desk", declared=True)


def born(years: int, days: int = 0) -> str:
    day = moved(today(), -years, "y")
    assert day is not None
    return (day + timedelta(days=days)).strftime("%d/%m/%Y")


def test_the_questions_pass_the_checks_of_every_form_in_both_languages():
    for data in json.loads(FACTS.read_text("utf-8")).values():
        assert {each.code for each in problems_of(data)} == {"reserved_code"}  # they are what is reserved
        assert data["languages"] == ["vi", "en"]


@pytest.mark.parametrize("code", ["authorisation", "for_whom_name", "for_whom"])
def test_no_form_may_ask_with_their_codes(code):
    assert [each.code for each in problems_of(form(ask("name"), ask(code)))] == ["reserved_code"]


def test_the_represented_is_the_applicant_and_the_holder_submits_in_a_capacity(start, mother):
    dossier = sent(start(), mother.acting())
    assert (dossier.applicant.name, dossier.applicant.identity_number) == ("Trần Văn Chú", CHILD)
    assert (dossier.applicant.kind, dossier.applicant.account, dossier.applicant.phone) == (
        "person",
        None,
        "0987654321",
    )
    assert (dossier.submitter.name, dossier.submitter.account) == (mother.name, mother)
    assert dossier.submitter_role == "Người được ủy quyền"
    assert who_filed(dossier) == "Trần Thị Mẹ (Người được ủy quyền), nộp thay cho Trần Văn Chú"
    paper = dossier.papers.get(name="Giấy ủy quyền hoặc giấy chứng minh việc giám hộ")
    assert paper.file.name == "uy-quyen.pdf"
    filing = Filing.objects.get(dossier=dossier)
    assert (filing.other, filing.for_whom, filing.files.count()) == (None, ForWhom.PERSON, 0)


def test_what_is_said_of_the_represented_is_no_answer_of_the_form(start, mother):
    dossier = sent(start(), mother.acting())
    kept = form_of(dossier).answers
    assert not [code for code in kept if code.startswith("for_whom") or code == "authorisation"]
    assert kept["name"] == "Trần Văn Chú"
    assert [part["title"] for part in filed_parts(dossier)] == ["Ai được nộp", "Người nộp", "Việc xin phép", "Giấy tờ"]


def test_an_organisation_applies_under_its_checked_code(start, mother):
    dossier = sent(start(ForWhom.ORGANISATION, proof=False), mother.acting())
    said = dossier.applicant
    assert (said.kind, said.name, said.identity_number) == ("organisation", "Công ty TNHH Mẫu", COMPANY)
    assert (said.email, said.phone) == ("vanphong@mau.vn", "0912345678")  # the form asked for its phone
    assert (dossier.submitter.account, dossier.submitter_role) == (mother, "Người đại diện theo pháp luật")


@pytest.mark.parametrize("number", ["0100109107", "12345", "A1234567"])
def test_an_untrue_code_of_an_organisation_is_refused(start, mother, number):
    filing = start(ForWhom.ORGANISATION, proof=False, for_whom_identity_number=number)
    assert walk_of(filing, day=today()).run().errors == {"for_whom_identity_number": "bad_tax_code"}
    with pytest.raises(BadInput) as refused:
        sent(filing, mother.acting())
    assert refused.value.code == "not_whole"


@pytest.mark.parametrize(
    ("for_whom", "capacity", "age", "needed"),
    [
        (ForWhom.PERSON, "parent", (7, 0), False),
        (ForWhom.PERSON, "parent", (18, 1), False),
        (ForWhom.PERSON, "parent", (18, 0), True),
        (ForWhom.PERSON, "parent", (30, 0), True),
        (ForWhom.PERSON, "guardian", (7, 0), True),
        (ForWhom.PERSON, "authorised", (), True),
        (ForWhom.ORGANISATION, "legal", (), False),
        (ForWhom.ORGANISATION, "authorised", (), True),
    ],
)
def test_who_must_prove_that_they_may(start, mother, for_whom, capacity, age, needed):
    birth = {"for_whom_birth_date": born(*age)} if age else {}
    filing = start(for_whom, proof=False, for_whom_capacity=capacity, **birth)
    if not needed:
        assert sent(filing, mother.acting()).submitter.account == mother
        return
    with pytest.raises(BadInput) as refused:
        sent(filing, mother.acting())
    assert (refused.value.code, refused.value.field) == ("authorisation_needed", "authorisation")
    lay_in(filing, by=mother.acting(), question="authorisation", name="uy-quyen.pdf", content=pdf())
    assert sent(filing, mother.acting()).papers.filter(name__startswith="Giấy ủy quyền").count() == 1


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"for_whom_capacity": ""}, "not_whole"), ({"for_whom_capacity": "chief"}, "not_whole"),
     ({"for_whom_name": ""}, "not_whole"), ({"for_whom_name": "123"}, "not_whole"),
     ({"for_whom_capacity": "parent"}, "not_whole"), ({"for_whom_identity_number": "12"}, "not_whole"),
     ({"for_whom_birth_date": "01/01/2999"}, "not_whole"),
     ({"for_whom_identity_number": "046190000318"}, "own_matter")],
)  # fmt: skip
def test_what_cannot_be_sent_for_somebody(start, mother, wrong, code):
    filing = start(**wrong)
    with pytest.raises(BadInput) as refused:
        sent(filing, mother.acting())
    assert refused.value.code == code
    assert not Dossier.objects.exists()
    assert not Applicant.objects.exists()


def test_who_files_for_others_has_a_name(house, edition):
    nameless = make_account(name="")
    for for_whom, code in ((ForWhom.PERSON, "own_name_needed"), ("x", "unknown_for_whom"),
                           (ForWhom.HELPED, "unknown_for_whom")):  # fmt: skip
        with pytest.raises(BadInput) as refused:
            begin(by=nameless.acting(), edition=edition, desk=house.centre, for_whom=for_whom)
        assert refused.value.code == code


def test_the_form_is_prefilled_with_the_right_persons_data(house, edition, mother):
    by = mother.acting()
    filing = begin(by=by, edition=edition, desk=house.centre, for_whom=ForWhom.PERSON)
    assert filing.answers == {}  # nothing of the mother's
    assert FilingEvent.objects.get(subject=filing).data["for_whom"] == "person"
    filing = keep(filing, by=by, section="for_whom", answers=WHOM, seen=filing.version, tab="t")
    assert known_of(filing) == {"name": "Trần Văn Chú", "identity_number": CHILD, "phone": "0987654321"}
    assert known_of(begin(by=by, edition=edition, desk=house.centre))["name"] == mother.name


def test_an_address_that_was_only_suggested_goes_with_its_person(monkeypatch, db, mother):
    made = json.loads(json.dumps(FORM))
    home = ask("home", "address", label="Nơi ở", limits={"line": "optional"}, prefill={"account": "address"})
    made["sections"][1]["questions"].append(home)
    monkeypatch.setattr(dossier_factories, "FACTS", online_facts(form=made))
    house, by = dossier_factories.make_house(), mother.acting()
    edition = edition_for(dossier_factories.STANDARD, house.centre, today())
    filing = begin(by=by, edition=edition, desk=house.centre, for_whom=ForWhom.PERSON)
    first = WHOM | {"for_whom_address": "12 phố Mẫu, Phường Ba Đình, Hà Nội"}
    filing = keep(filing, by=by, section="for_whom", answers=first, seen=filing.version, tab="t")
    suggested = prefilled(read_form(made), {}, account=known_of(filing), today=today())["home"]
    assert suggested == {"province": "01", "commune": "00004", "line": "12 phố Mẫu"}
    filing = keep(filing, by=by, section="who", answers={"home": suggested}, seen=filing.version, tab="t")
    unclear = first | {"for_whom_address": "đâu đó"}
    other = first | {"for_whom_address": "5 phố Khác, Phường Ngọc Hà, Hà Nội"}
    filing = keep(filing, by=by, section="for_whom", answers=other, seen=filing.version, tab="t")
    assert "home" not in filing.answers
    for each in (unclear, first):  # what suggests nothing has nothing to take back
        filing = keep(filing, by=by, section="for_whom", answers=each, seen=filing.version, tab="t")
        assert "home" not in filing.answers


@pytest.mark.parametrize("for_organisations", [False, True])
def test_an_organisations_name_goes_into_no_persons_answers(monkeypatch, db, mother, for_organisations):
    made = json.loads(json.dumps(FORM))
    if for_organisations:
        tax = ask("tax", "identity", label="Mã số thuế", limits={"of": "organisation"}, prefill={"account": "tax_code"})
        made["sections"][1]["questions"].append(tax)
    monkeypatch.setattr(dossier_factories, "FACTS", online_facts(form=made))
    house = dossier_factories.make_house()
    edition = edition_for(dossier_factories.STANDARD, house.centre, today())
    filing = begin(by=mother.acting(), edition=edition, desk=house.centre, for_whom=ForWhom.ORGANISATION)
    said = {"kind": "organisation", "name": "Công ty Thử", "identity_number": "0100109106", "phone": "02363000111"}
    filing.other = said
    found = prefilled(read_form(made), {}, account=known_of(filing), today=today())
    wanted = {"name": "Công ty Thử", "phone": "02363000111", "tax": "0100109106"}
    assert found == (wanted if for_organisations else {})  # and never the tax code as a person's number


def test_a_suggestion_goes_when_the_person_turns_out_to_be_another_and_what_was_typed_stays(start, mother):
    by = mother.acting()
    filing = start(for_whom_phone="0900000009")
    filing = keep(filing, by=by, section="who", answers={"phone": "0900000009"}, seen=filing.version, tab="t")
    answers = WHOM | {"for_whom_name": "Trần Văn Bác", "for_whom_phone": "0900000008"}
    filing = keep(filing, by=by, section="for_whom", answers=answers, seen=filing.version, tab="t")
    assert "name" not in filing.answers
    assert "phone" not in filing.answers
    assert filing.answers["number"] == CHILD
    assert filing.answers["reason"] == "Mở quán nước"


def test_the_represented_sees_it_in_an_account_of_their_own_and_nobody_else_does(start, mother, stranger):
    dossier = sent(start(), mother.acting())
    chu = make_account(proven=True, name="Trần Văn Chú", identity_number=CHILD)
    namesake = make_account(proven=True, name="Trần Văn Chú")
    said_so = make_account(name="Trần Văn Chú")
    for account, seen in ((mother, True), (chu, True), (namesake, False), (said_so, False), (stranger, False)):
        assert Dossier.objects.visible_to(account.acting()).filter(pk=dossier.pk).exists() is seen, account
    assert not Filing.objects.visible_to(chu.acting()).exists()  # what was filled in is the mother's


def test_nobody_fills_in_anothers(start, stranger):
    filing = start()
    with pytest.raises(NotPermitted):
        keep(filing, by=stranger.acting(), section="for_whom", answers=WHOM, seen=filing.version, tab="x")
    with pytest.raises(NotPermitted):
        lay_in(filing, by=stranger.acting(), question="authorisation", name="x.pdf", content=pdf())


def test_a_filing_for_oneself_asks_for_no_authorisation(filing, mother):
    with pytest.raises(BadInput) as refused:
        lay_in(filing, by=mother.acting(), question="authorisation", name="x.pdf", content=pdf())
    assert refused.value.code == "unknown_question"


def test_giving_up_leaves_nothing_of_the_represented(start, mother):
    filing = abandon(start(), by=mother.acting())
    filing.refresh_from_db()
    assert (filing.other, filing.answers, filing.files.count()) == (None, {}, 0)
