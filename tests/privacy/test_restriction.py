"""Restriction of processing and objection: what is held serves the dossiers that run, and nothing else."""

from collections.abc import Callable
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from motcua.agencies.actions import issue_token
from motcua.casework.books import book
from motcua.citizens.actions import look_up, reveal
from motcua.citizens.models import HELD_BACK, Applicant, IdentityLookup, Unmasking
from motcua.core import fields
from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from motcua.core.fields import blinds
from motcua.core.rebuilding import differences
from motcua.dossiers.actions import closing
from motcua.dossiers.actions.indexing import make_terms_again
from motcua.dossiers.models import Dossier
from motcua.dossiers.search import terms_of
from motcua.privacy import actions
from motcua.privacy.models import RightsRequest, RightsTerm
from tests import dossier_factories as make
from tests.factories import make_ward, signed_in, system
from tests.privacy.conftest import NUMBER, OTHER

pytestmark = pytest.mark.django_db
Granted = Callable[..., RightsRequest]
NAME, ADDRESS, PHONE = "Trần Thị Mẫu", "12 Lý Nhân, tổ 5", "0912345274"


@pytest.fixture
def person(ward: SimpleNamespace) -> Applicant:
    return make.applicant_of(ward.clerk, number=NUMBER, name=NAME, address=ADDRESS, phone=PHONE)


def ended(ward: SimpleNamespace, person: Applicant) -> Dossier:
    done: Dossier = closing.withdraw(make.in_progress(ward, applicant=person), by=ward.clerk, reason="Đổi ý")
    return done


@pytest.fixture
def two(ward: SimpleNamespace, person: Applicant) -> tuple[Dossier, Dossier]:
    """One that runs and one that is closed, both of the same person."""
    return make.received(ward, applicant=person), ended(ward, person)


def found(ward: SimpleNamespace, text: str) -> set[Any]:
    return set(Dossier.objects.visible_to(ward.clerk).search(text).values_list("pk", flat=True))


def by_number(ward: SimpleNamespace) -> set[Any]:
    indexes = [*blinds("identity", NUMBER), *blinds("phone", PHONE)]
    return set(Dossier.objects.visible_to(ward.clerk).of_numbers(indexes).values_list("pk", flat=True))


def register_names(ward: SimpleNamespace) -> dict[str, tuple[str, str, str]]:
    day = Dossier.objects.latest("received_at").received_at.date()
    rows = book(ward.clerk, first=day, last=day)["rows"]
    return {row["code"]: (row["applicant"], row["address"], row["phone"]) for row in rows}


@pytest.mark.parametrize("right", ["restriction", "objection"])
def test_closed_dossiers_are_found_by_nobody_and_running_ones_still(
    ward: SimpleNamespace, two: tuple[Dossier, Dossier], granted: Granted, right: str
) -> None:
    running, closed = two
    for words in ("tran mau", "Lý Nhân"):
        assert found(ward, words) == {running.pk, closed.pk}
    assert by_number(ward) == {running.pk, closed.pk}
    request = granted(right=right)
    for words in ("tran mau", "Lý Nhân"):
        assert found(ward, words) == {running.pk}
    assert by_number(ward) == {running.pk}
    assert found(ward, closed.code) == {closed.pk}  # whoever brings the slip is served
    assert {line["what"]: (line["fate"], line["count"]) for line in request.results} == {
        request.results[0]["what"]: ("restricted", 1),
        "Hồ sơ đã xong": ("restricted", 1),
        "Hồ sơ đang giải quyết": ("kept", 1),
    }


def test_lists_sheets_and_machines_do_not_name_who_is_held_back(
    ward: SimpleNamespace, two: tuple[Dossier, Dossier], granted: Granted
) -> None:
    running, closed = two
    granted(right="restriction")
    names = register_names(ward)
    assert names[running.code][0] == NAME
    assert names[closed.code] == (HELD_BACK, "", "")
    browser = signed_in(Client(), ward.clerk)
    assert NAME not in browser.get(f"/xu-ly/ho-so/{closed.code}/").text
    assert NAME in browser.get(f"/xu-ly/ho-so/{running.code}/").text
    listed = browser.get("/xu-ly/ho-so/", {"q": closed.code}).text
    assert HELD_BACK in listed
    assert NAME not in listed
    token = issue_token(ward.clerk, by=system(), name="máy").issued_token
    headers = {"Authorization": f"Bearer {token}"}
    told = Client().get(f"/api/v1/dossiers/{closed.code}", headers=headers).json()
    assert told["applicant"]["name"] == HELD_BACK
    reveal(closed.applicant, by=ward.clerk, why="Khiếu nại số 3")  # who must see it says why, and is on record
    assert Unmasking.objects.filter(applicant=closed.applicant).count() == 1


def test_the_intake_page_fills_nothing_in_and_the_look_is_on_record(
    ward: SimpleNamespace, person: Applicant, granted: Granted
) -> None:
    asked = {"a-identity_number": NUMBER, "deed": "look_up"}
    browser = signed_in(Client(), ward.clerk)
    before = browser.post("/tiep-nhan/", asked)
    assert ADDRESS in before.text
    granted(right="restriction")
    after = browser.post("/tiep-nhan/", asked)
    assert ADDRESS not in after.text
    assert NAME not in after.text
    assert "hạn chế xử lý dữ liệu" in after.text
    assert IdentityLookup.objects.filter(by=ward.clerk).count() == 2


def test_what_is_closed_later_is_held_back_in_that_moment(
    ward: SimpleNamespace, person: Applicant, granted: Granted
) -> None:
    granted(right="restriction")
    moved = make.applicant_of(ward.clerk, number=NUMBER, name=NAME, address="9 Đường Khác")
    assert moved.restricted_by == ward.ward  # said at the same office: held back at once
    running = make.in_progress(ward, applicant=moved)
    assert found(ward, "đường khác") == {running.pk}
    running = closing.withdraw(running, by=ward.clerk, reason="Đổi ý")
    stopped = closing.stop(make.in_progress(ward, applicant=moved), by=ward.head, reason="Chủ hồ sơ không còn")
    assert (stopped.is_closed, running.is_closed) == (True, True)
    assert found(ward, "đường khác") == found(ward, "tran mau") == by_number(ward) == set()
    assert actions.keep_held_back(by=system()) == 0
    other = make.applicant_of(ward.clerk, number=OTHER, name="Lê Văn Khác")
    carried = make.in_progress(ward, applicant=other, submitter=moved, submitter_role="con")
    closing.withdraw(carried, by=ward.clerk, reason="Đổi ý")
    assert found(ward, "le van khac") == {carried.pk}  # who came for them is held back, whose dossier it is is not
    assert found(ward, "tran mau") == set()


def test_what_an_older_version_closed_is_held_back_by_the_job(
    ward: SimpleNamespace, person: Applicant, granted: Granted
) -> None:
    granted(right="restriction")
    closed = ended(ward, person)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE dossiers_dossier SET terms = %s::tsvector WHERE id = %s", ["'mau' 'tran'", closed.pk])
    assert found(ward, "tran mau") == {closed.pk}
    assert actions.keep_held_back(by=system()) == 1
    assert found(ward, "tran mau") == set()


def test_what_another_desk_declared_is_held_back_by_the_job(
    ward: SimpleNamespace, person: Applicant, granted: Granted
) -> None:
    granted(right="restriction")
    Applicant.objects.filter(pk=person.pk).update(restricted_by=None)  # as said where nobody knew of it
    person.refresh_from_db()
    closed = ended(ward, person)
    assert found(ward, "tran mau") == {closed.pk}
    assert actions.keep_held_back(by=system()) == 2
    assert found(ward, "tran mau") == set()
    assert actions.keep_held_back(by=system()) == 0


def test_keeping_many_held_back_costs_as_many_queries_as_one(ward: SimpleNamespace, granted: Granted) -> None:
    def hold_somebody(number: str) -> None:
        person = make.applicant_of(ward.clerk, number=number, name=f"Lê Thị {number[-1]}")
        ended(ward, person)
        granted(right="restriction", identity_number=number)

    hold_somebody("046190000310")
    with CaptureQueriesContext(connection) as one:
        assert actions.keep_held_back(by=system()) == 0
    for digit in range(1, 7):
        hold_somebody(f"04619000031{digit}")
    with CaptureQueriesContext(connection) as many:
        assert actions.keep_held_back(by=system()) == 0
    assert RightsRequest.objects.holding_back().count() == 7
    assert len(many) == len(one) <= 6


def test_what_is_held_back_already_is_not_opened_again_every_five_minutes(
    ward: SimpleNamespace, person: Applicant, granted: Granted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their own dossiers, and those in which somebody else stands beside them: 2 or 20, nothing is decrypted for it."""
    granted(right="restriction")
    opened: list[str] = []
    real = fields.open_bytes
    monkeypatch.setattr(fields, "open_bytes", lambda *given, **more: opened.append("") or real(*given, **more))
    costs = []
    for more in (1, 9):
        for _ in range(more):
            ended(ward, make.applicant_of(ward.clerk, number=NUMBER, name=NAME, address=ADDRESS))
            other = make.applicant_of(ward.clerk, number=OTHER, name="Trần Thị Khác", address="9 Đường Khác")
            carried = make.in_progress(ward, applicant=other, submitter=person, submitter_role="con")
            closing.withdraw(carried, by=ward.clerk, reason="Đổi ý")
        opened.clear()
        with CaptureQueriesContext(connection) as asked:
            assert actions.keep_held_back(by=system()) == 0
        costs.append((len(asked), len(opened)))
        assert not [each for each in asked if '"dossiers_dossier"."tracking_token"' in each["sql"]]  # no whole dossier
    assert costs[0] == costs[1]
    with connection.cursor() as cursor:  # as an older version closed it, with everybody's words
        old = terms_of([carried.applicant, carried.submitter])
        cursor.execute("UPDATE dossiers_dossier SET terms = %s::tsvector WHERE id = %s", [old, carried.pk])
    assert carried.pk in found(ward, "tran mau")
    assert actions.keep_held_back(by=system()) == 1
    assert found(ward, "tran mau") == set()
    assert carried.pk in found(ward, "duong khac")
    assert actions.keep_held_back(by=system()) == 0


def test_two_of_the_same_name_are_told_apart(ward: SimpleNamespace, person: Applicant, granted: Granted) -> None:
    """The words of the name stay, being the other's as well; the address held back goes."""
    granted(right="restriction")
    other = make.applicant_of(ward.clerk, number=OTHER, name=NAME, address="9 Đường Khác")
    carried = make.in_progress(ward, applicant=other, submitter=person, submitter_role="con")
    closing.withdraw(carried, by=ward.clerk, reason="Đổi ý")
    assert actions.keep_held_back(by=system()) == 0
    with connection.cursor() as cursor:
        old = terms_of([carried.applicant, carried.submitter])
        cursor.execute("UPDATE dossiers_dossier SET terms = %s::tsvector WHERE id = %s", [old, carried.pk])
    assert actions.keep_held_back(by=system()) == 1
    assert carried.pk in found(ward, "duong khac")
    assert carried.pk not in found(ward, ADDRESS)


def test_a_new_blind_key_does_not_bring_them_back(
    ward: SimpleNamespace, two: tuple[Dossier, Dossier], granted: Granted
) -> None:
    granted(right="restriction")
    sum(make_terms_again())
    assert found(ward, "tran mau") == {two[0].pk}


def test_another_office_is_not_bound_by_it(ward: SimpleNamespace, person: Applicant, granted: Granted) -> None:
    granted(right="restriction")
    elsewhere = make_ward()["receptionist"]
    again = make.applicant_of(elsewhere, number=NUMBER, name=NAME, address=ADDRESS, phone=PHONE)
    assert again.pk != person.pk
    assert again.restricted_by is None
    assert not look_up(elsewhere, NUMBER).held_back_from(elsewhere).exists()
    assert look_up(ward.clerk, NUMBER).held_back_from(ward.clerk).exists()


def test_lifted_everything_is_as_before_unless_another_request_stands(
    ward: SimpleNamespace, two: tuple[Dossier, Dossier], granted: Granted
) -> None:
    first, second = granted(right="restriction"), granted(right="objection")
    first = actions.lift(first, by=ward.clerk, note="Người yêu cầu đề nghị")
    assert first.lifted_at is not None
    assert found(ward, "tran mau") == {two[0].pk}
    actions.lift(second, by=ward.answerer, note="Người yêu cầu đề nghị")
    assert found(ward, "tran mau") == {two[0].pk, two[1].pk}
    assert register_names(ward)[two[1].code][0] == NAME
    assert Applicant.objects.exclude(restricted_by=None).count() == 0
    assert list(differences()) == []


def test_who_may_not_lift_what_holds_nothing_back_and_stale_pages(ward: SimpleNamespace, granted: Granted) -> None:
    held, export = granted(right="restriction"), granted(right="export")
    for by in (ward.specialist, ward.inspector):
        with pytest.raises(NotPermitted):
            actions.lift(held, by=by, note="Thôi")
    with pytest.raises(StepRefused):
        actions.lift(export, by=ward.answerer, note="Thôi")
    with pytest.raises(BadInput):
        actions.lift(held, by=ward.answerer, note="")
    with pytest.raises(StaleVersion):
        actions.lift(held, by=ward.answerer, note="Thôi", version=held.version - 1)
    actions.lift(held, by=ward.answerer, note="Thôi")
    with pytest.raises(StepRefused):
        actions.lift(held, by=ward.answerer, note="Thôi")


def test_refused_nothing_is_held_back(ward: SimpleNamespace, two: tuple[Dossier, Dossier], ask: Any) -> None:
    actions.refuse(ask(right="objection"), by=ward.answerer, reason="Phải xử lý theo luật")
    assert Applicant.objects.exclude(restricted_by=None).count() == 0
    assert found(ward, "tran mau") == {two[0].pk, two[1].pk}


def test_the_terms_are_data_marked_as_own_reading(ward: SimpleNamespace, ask: Any) -> None:
    for right in ("restriction", "objection"):
        term = ask(right=right).term
        assert (term.answer_amount, term.answer_unit, term.amount, term.unit, term.extension) == (
            2, "working_day", 15, "day", 15,
        )  # fmt: skip
        assert "chưa đối chiếu nguyên văn" in term.source
        assert RightsTerm.objects.filter(right=right).count() == 2


def test_it_is_lifted_on_its_page(ward: SimpleNamespace, granted: Granted) -> None:
    held = granted(right="restriction")
    browser = signed_in(Client(), ward.answerer)
    url = f"/quyen-du-lieu/{held.code}/"
    assert "Thôi hạn chế xử lý" in browser.get(url).text
    sent = browser.post(f"{url}viec/thoi-han-che/", {"note": "Bà Mẫu đề nghị", "version": held.version})
    assert sent.status_code == 303
    page = browser.get(url).text
    assert f"{url}viec/thoi-han-che/" not in page
    assert browser.get(f"{url}viec/thoi-han-che/").status_code == 404


def test_the_receipt_is_a_paper_for_whoever_asked(ward: SimpleNamespace, ask: Any) -> None:
    request = ask(right="restriction", asked="Thôi dùng #số $điện_thoại cũ của tôi", contact="0912 345 678")
    url = f"/quyen-du-lieu/{request.code}/giay-nhan.pdf"
    sent = signed_in(Client(), ward.clerk).get(url)
    assert (sent.status_code, sent.headers["Content-Type"]) == (200, "application/pdf")
    pages = PdfReader(BytesIO(sent.content)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for words in (
        request.code,
        "Hạn chế xử lý dữ liệu",
        NAME,
        "Thôi dùng #số $điện_thoại cũ",
        "ngày 04 tháng 3 năm 2026",
        "ngày 17 tháng 3 năm 2026",
    ):
        assert words in text, words
    assert NUMBER not in text  # the number stays masked
    assert len(pages) == 1
    assert signed_in(Client(), make_ward()["receptionist"]).get(url).status_code == 404
    assert signed_in(Client(), ward.specialist).get(url).status_code == 404


def test_a_request_that_forgot_its_person_has_no_receipt(ward: SimpleNamespace, granted: Granted) -> None:
    gone = actions.hand_over(granted(right="erasure"), by=ward.clerk)
    assert signed_in(Client(), ward.clerk).get(f"/quyen-du-lieu/{gone.code}/giay-nhan.pdf").status_code == 404
