"""Begun today, finished tomorrow."""

import re

from django.test import Client

from motcua.agencies.choices import Role
from motcua.citizens.models import Unmasking
from motcua.dossiers.choices import State
from motcua.dossiers.models import Dossier
from tests.counter.pages import URL, send, sheet
from tests.factories import make_post, signed_in


def hidden(text, name):
    return re.search(rf'name="{name}" value="([^"]*)"', text)[1]


def drafted(desk, house, **more):
    assert send(desk, sheet(house, deed="draft", **more))["Location"] == f"{URL}ban-nhap/"
    return Dossier.objects.get()


def opened(desk, draft):
    return desk.post(URL, {"deed": "open", "draft": draft.pk})


def test_a_draft_is_kept_without_a_code_and_listed(desk, house):
    draft = drafted(desk, house)
    assert (draft.state, draft.code) == (State.DRAFT, None)
    assert "Trần Thị Mẫu" in desk.get(f"{URL}ban-nhap/").text


def test_a_draft_may_lack_papers_phone_and_limit(desk, house):
    drafted(desk, house, a_phone="", p0_taken=None, p1_taken=None)


def test_a_draft_needs_a_procedure_and_a_name(desk, house):
    assert send(desk, sheet(house, deed="draft", edition="")).status_code == 422
    assert send(desk, sheet(house, deed="draft", a_name="")).status_code == 422


def test_an_opened_draft_shows_what_was_typed_and_the_look_is_on_record(desk, house):
    draft = drafted(desk, house, p1_taken=None, subject="Giấy phép cho nhà kho")
    page = opened(desk, draft).text
    for text in ("Trần Thị Mẫu", "046190000318", "Giấy phép cho nhà kho", "Cấp giấy phép thử"):
        assert text in page
    ticked = [bool(re.search(rf'<input[^>]* name="p{row}-taken"[^>]* checked', page)) for row in (0, 1)]
    assert ticked == [True, False]
    assert Unmasking.objects.get().by == house.clerk


def test_a_draft_is_received_as_it_then_is(desk, house):
    draft = drafted(desk, house, p1_taken=None)
    page = opened(desk, draft).text
    finished = sheet(house, a_name="Trần Thị Mẫu Mực", draft=draft.pk, draft_version=hidden(page, "draft_version"))
    assert send(desk, finished).status_code == 303
    dossier = Dossier.objects.get()
    assert (dossier.state, dossier.applicant.name, dossier.papers.count()) == (State.RECEIVED, "Trần Thị Mẫu Mực", 2)
    assert dossier.code


def test_a_draft_with_missing_papers_warns_too(desk, house):
    draft = drafted(desk, house)
    response = send(desk, sheet(house, p1_taken=None, draft=draft.pk, draft_version=draft.version))
    assert response.status_code == 409
    assert Dossier.objects.get().state == State.DRAFT


def test_a_draft_is_refused_or_sent_back_for_papers_with_its_code(desk, house):
    for deed, state in (("refuse", State.REFUSED), ("supplement", State.WAITING_SUPPLEMENT)):
        send(desk, sheet(house, deed="draft"))
        draft = Dossier.objects.get(state=State.DRAFT)
        page = sheet(house, deed=deed, draft=draft.pk, draft_version=draft.version, refusal_reason="Sai nơi nhận.")
        assert send(desk, page | {"supplement_reason": "Thiếu.", "missing": "Bản vẽ\nẢnh"}).status_code == 303
        draft.refresh_from_db()
        assert draft.state == state
        assert draft.code


def test_a_draft_that_a_colleague_changed_meanwhile_is_not_overwritten(desk, house):
    draft = drafted(desk, house)
    newer = sheet(house, deed="draft", draft=draft.pk, draft_version=draft.version, a_name="Lê Văn Mới")
    assert send(desk, newer).status_code == 303
    stale = send(desk, sheet(house, draft=draft.pk, draft_version=draft.version))
    assert stale.status_code == 422
    assert "đã thay đổi" in stale.text
    assert Dossier.objects.get().applicant.name == "Lê Văn Mới"


def test_a_draft_already_received_makes_no_second_dossier(desk, house):
    draft = drafted(desk, house)
    page = sheet(house, draft=draft.pk, draft_version=draft.version)
    send(desk, page)
    again = send(desk, sheet(house, draft=draft.pk, draft_version=draft.version))
    assert again.status_code == 422
    assert "đã được gửi" in again.text
    assert Dossier.objects.count() == 1


def test_a_draft_is_given_up(desk, house):
    draft = drafted(desk, house)
    desk.post(f"{URL}ban-nhap/{draft.pk}/bo/", {"version": draft.version})
    draft.refresh_from_db()
    assert draft.state == State.WITHDRAWN
    assert "Không có bản nháp nào" in desk.get(f"{URL}ban-nhap/").text


def test_another_desk_sees_and_opens_no_draft(desk, house):
    draft = drafted(desk, house)
    other = signed_in(Client(), make_post(Role.RECEPTIONIST))
    assert "Trần Thị Mẫu" not in other.get(f"{URL}ban-nhap/").text
    assert "Trần Thị Mẫu" not in opened(other, draft).text
    assert other.post(f"{URL}ban-nhap/{draft.pk}/bo/", {"version": 1}).status_code == 404
