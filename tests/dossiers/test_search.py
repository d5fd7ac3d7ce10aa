"""The one search box: what finds a dossier, who may find it, what the database keeps for it, and what that costs."""

import pytest
from django.db import connection

from motcua.citizens.finding import address_token, looks_like_number
from motcua.core.fields import blind
from motcua.dossiers.actions.indexing import fill_terms
from motcua.dossiers.actions.intake import edit_draft
from motcua.dossiers.models import Dossier
from motcua.dossiers.search import OLDER
from tests import dossier_factories as make


def found(post, text):
    return set(Dossier.objects.visible_to(post).search(text))


@pytest.fixture
def three(house):
    clerk = house.clerk
    people = [
        {"name": "Trần Thị Đậu", "number": "046190000318", "phone": "0912345274", "address": "12 Lý Nhân, tổ 5"},
        {"name": "Trần Văn Mận", "number": "046190000319", "phone": "0912345275", "address": "Thôn La Chữ"},
        {"name": "Hợp tác xã Lý Nhân", "number": "046190000320", "phone": "0912345276", "address": "Đường Cách mạng"},
    ]  # fmt: skip
    return [make.received(house, applicant=make.applicant_of(clerk, **person)) for person in people]


@pytest.mark.parametrize(
    ("typed", "whose"),
    [
        ("tran", {0, 1}), ("Trần", {0, 1}), ("TRAN dau", {0}), ("đậu", {0}), ("dau tran", {0}), ("mậ", {1}),
        ("ly nhan", {0, 2}), ("Lý Nhân 5", {0}), ("trần la chữ", {1}), ("chu", {1}), ("xyz", set()),
        ("", set()), ("'); drop", set()), ("a & b | !c", set()), ("\\", set()), ("dậ\u200bu", {0}),
    ],
)  # fmt: skip
def test_all_words_are_found_in_names_and_addresses_with_marks_or_without(house, three, typed, whose):
    assert found(house.clerk, typed) == {three[place] for place in whose}


def test_a_word_of_an_address_is_found_whole_one_of_a_name_by_its_beginning(house, three):
    assert found(house.clerk, "ma") == {three[1]}  # Mận; not "mạng" of an address
    assert found(house.clerk, "mang") == {three[2]}


def test_a_code_is_found_by_its_beginning_and_its_end(house, three):
    code = three[1].code
    assert found(house.clerk, code) == found(house.clerk, code.lower()) == {three[1]}
    assert found(house.clerk, code[:-4]) == set(three)
    assert found(house.clerk, code[-4:]) == found(house.clerk, code[-11:]) == {three[1]}


def test_numbers_find_those_who_asked_and_those_who_came_for_them(house, three):
    mother = make.applicant_of(house.clerk, number="046190000555", name="Lê Thị Mẹ", phone="0987654321")
    child = make.received(house, applicant=three[1].applicant, submitter=mother, submitter_role="mẹ")
    seen = Dossier.objects.visible_to(house.clerk)
    assert set(seen.of_numbers([blind("phone", "0987654321")])) == {child}
    assert set(seen.of_numbers([blind("identity", "046190000319")])) == {three[1], child}
    assert found(house.clerk, "lê thị mẹ") == {child}


def test_nobody_finds_what_they_may_not_read(house, three):
    for stranger in (house.specialist, house.inspector, house.administrator, house.police):
        assert found(stranger, "trần") == set()
        assert found(stranger, three[0].code) == set()
    assert found(house.leader, "trần") == {three[0], three[1]}


def test_a_draft_written_anew_is_found_by_its_new_name_only(house):
    draft = make.drafted(house, applicant=make.applicant_of(house.clerk, name="Trần Cũ", number="046190000411"))
    other = make.applicant_of(house.clerk, name="Phạm Mới", number="046190000412")
    edit_draft(draft, by=house.clerk, intake=make.intake_of(house, applicant=other))
    assert found(house.clerk, "phạm mới") == {draft}
    assert found(house.clerk, "cũ") == set()


def test_the_table_holds_no_word_of_an_address_and_no_number(house, three):
    with connection.cursor() as cursor:
        cursor.execute("SELECT terms::text FROM dossiers_dossier WHERE id = %s", [three[0].pk])
        kept = cursor.fetchone()[0]
    assert "'dau'" in kept
    assert address_token("nhan") in kept
    assert not any(word in kept for word in ("nhan'", "'ly'", "046190000318", "0912345274", "lynhan"))


def test_what_an_older_version_wrote_is_found_after_the_next_filling(house, three):
    Dossier.objects.update(terms=None)
    assert found(house.clerk, "trần") == set()
    assert fill_terms() == 3
    assert found(house.clerk, "trần la chữ") == {three[1]}
    assert fill_terms() == 0


@pytest.mark.parametrize(
    ("typed", "whose"),
    [("tr", {0, 1}), ("tra", {0, 1}), ("tran", {0, 1}), ("trang", set()), ("t", set()), ("hop ta", {2}), ("op", set())],
)
def test_a_word_of_a_name_is_found_by_each_of_its_beginnings_from_two_letters_on(house, three, typed, whose):
    assert found(house.clerk, typed) == {three[place] for place in whose}


def test_terms_of_an_older_form_are_found_by_whole_words_and_made_again(house, three):
    with connection.cursor() as cursor:  # as the version before wrote them
        cursor.execute("UPDATE dossiers_dossier SET terms = $$'tran' 'dau'$$::tsvector WHERE id = %s", [three[0].pk])
    assert found(house.clerk, "trần đậu") == {three[0]}
    assert found(house.clerk, "tr đậ") == set()
    assert fill_terms() == 1
    assert found(house.clerk, "tr đậ") == {three[0]}
    assert fill_terms() == 0


def test_what_was_erased_is_not_filled_again(house, three):
    Dossier.objects.filter(pk=three[0].pk).update(
        state="withdrawn", closed_at="2026-03-03T00:00Z", folded="", subject="", terms="",
        erased_at="2026-03-03T00:00Z",
    )  # fmt: skip
    assert fill_terms() == 0
    assert found(house.clerk, "đậu") == set()


def test_older_terms_are_looked_for_by_an_index_of_their_own(house, three):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    assert "dossier_terms_older" in Dossier.objects.filter(OLDER).order_by("pk")[:5].explain()


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("046190000318", True), ("0912 345 274", True), ("+84912345274", True), ("C1234567", True), ("0125", False),
     ("H57.30-261122-0001", False), ("tổ 5", False), ("Nguyễn Văn An", False), ("260303-0001", False)],
)  # fmt: skip
def test_what_may_be_a_persons_number(text, is_one):
    assert looks_like_number(text) is is_one


@pytest.mark.parametrize(
    ("typed", "index"),
    [("tran dau", "dossier_terms"), ("0125", "dossier_code_end"), ("T1.2-260303", "dossiers_dossier_code")],
)
def test_each_way_has_its_index(house, three, typed, index):
    rows = Dossier.objects.visible_to(house.clerk).search(typed).order_by()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for other in ("dossier_desk", "dossier_drafts", "dossier_to_return", "dossiers_dossier_desk_id"):
            cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname LIKE %s", [f"{other}%"])
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP INDEX "{name}"')  # in this test's transaction only
    assert index in rows.explain()
