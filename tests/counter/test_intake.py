"""From the empty page to the receipt."""

import re
import uuid

import pytest
from django.test import Client

from motcua.agencies.choices import MACHINES, Role
from motcua.citizens.models import Applicant, IdentityLookup
from motcua.dossiers.choices import Form, Money, State
from motcua.dossiers.models import Dossier
from motcua.procedures.models import Edition
from tests.counter.pages import URL, send, sheet
from tests.dossier_factories import ASKING, AT_ONCE, AT_ONCE_PAID, CASES, PAYING, STANDARD, received
from tests.factories import make_post, signed_in

BEHIND = ["", "thu-tuc/?q=thu", "giay-to/", "ban-nhap/", "tra-ket-qua/", "tra-ket-qua/X/", "da-nhan/X/"]


@pytest.mark.parametrize("path", BEHIND)
@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.RECEPTIONIST, *MACHINES)])
def test_only_receptionists_enter(client, db, role, path):
    assert signed_in(client, make_post(role)).get(URL + path).status_code == 403


def test_strangers_log_in_first(client, db):
    response = client.get(URL)
    assert response.status_code == 302
    assert response["Location"].startswith("/dang-nhap/")


def test_the_empty_page_asks_for_the_procedure(desk):
    page = desk.get(URL)
    assert page.status_code == 200
    assert re.search(r'name="q"[^>]*autofocus', page.text)


def test_a_received_dossier_has_code_day_and_receipt(desk, house):
    response = send(desk, sheet(house))
    dossier = Dossier.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"{URL}da-nhan/{dossier.code}/"
    assert (dossier.state, dossier.desk, dossier.received_by) == (State.RECEIVED, house.centre, house.clerk)
    page = desk.get(response["Location"])
    paper = dossier.printed_papers.get(form=Form.RECEIPT)
    assert f"{URL}da-nhan/{dossier.code}/phieu/{paper.pk}.pdf" in page.text
    assert f"/xu-ly/ho-so/{dossier.code}/" in page.text
    assert "Hẹn trả" in page.text


def test_the_receipt_opens_as_pdf(desk, house):
    send(desk, sheet(house))
    dossier = Dossier.objects.get()
    response = desk.get(f"{URL}da-nhan/{dossier.code}/phieu/{dossier.printed_papers.get().pk}.pdf")
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert content.startswith(b"%PDF")


def test_another_desk_finds_neither_page_nor_paper(desk, house, client):
    send(desk, sheet(house))
    dossier = Dossier.objects.get()
    other = signed_in(Client(), make_post(Role.RECEPTIONIST))
    assert other.get(f"{URL}da-nhan/{dossier.code}/").status_code == 404
    assert other.get(f"{URL}da-nhan/{dossier.code}/phieu/{dossier.printed_papers.get().pk}.pdf").status_code == 404


def test_two_clicks_make_one_dossier(desk, house):
    page = sheet(house)
    first, second = send(desk, page), send(desk, page)
    assert first["Location"] == second["Location"]
    assert Dossier.objects.count() == 1


def test_a_page_sent_again_with_another_content_is_refused_once(desk, house):
    page = sheet(house)
    send(desk, page)
    changed = send(desk, page | {"a-name": "Lê Văn Khác", "a-identity_number": ""})
    assert changed.status_code == 422
    assert "đã lập hồ sơ" in changed.text
    key = re.search(r'name="key" value="([^"]+)"', changed.text)[1]
    assert key != page["key"]
    assert send(desk, page | {"a-name": "Lê Văn Khác", "a-identity_number": "", "key": key}).status_code == 303
    assert Dossier.objects.count() == 2


def test_the_key_of_another_post_is_of_no_use(desk, house):
    page = sheet(house)
    send(desk, page)
    colleague = signed_in(Client(), make_post(Role.RECEPTIONIST, agency=house.centre))
    assert send(colleague, page).status_code == 422
    assert Dossier.objects.count() == 1


def test_a_missing_paper_warns_and_the_second_press_receives(desk, house):
    page = sheet(house, p1_taken=None)
    first = send(desk, page)
    assert first.status_code == 409
    assert "Chưa có: Giấy tờ chứng minh" in first.text
    assert Dossier.objects.count() == 0
    assert Applicant.objects.count() == 0
    seen = re.search(r'name="confirmed" value="([^"]+)"', first.text)[1]
    assert send(desk, page | {"confirmed": seen}).status_code == 303
    assert [paper.name for paper in Dossier.objects.get().papers.all()] == ["Tờ khai"]


def test_the_same_request_still_open_warns(desk, house):
    earlier = received(house)
    response = send(desk, sheet(house))
    assert response.status_code == 409
    assert earlier.code in response.text


def test_warnings_seen_for_one_thing_do_not_confirm_another(desk, house):
    page = sheet(house, p1_taken=None)
    seen = re.search(r'name="confirmed" value="([^"]+)"', send(desk, page).text)[1]
    received(house)
    assert send(desk, page | {"confirmed": seen}).status_code == 409


def test_the_case_decides_papers_and_day(desk, house):
    short, long = (desk.post(URL, sheet(house, CASES, case=case, deed="change")).text for case in "ab")
    assert "3 ngày làm việc" in short
    assert "30 ngày" in long


def test_without_a_case_nothing_is_received(desk, house):
    response = send(desk, sheet(house, CASES))
    assert response.status_code == 422
    assert "Chọn trường hợp" in response.text


def test_a_table_of_papers_of_another_case_is_looked_at_again(desk, house):
    response = send(desk, sheet(house, CASES, case="a") | {"case": "b"})
    assert response.status_code == 422
    assert "Danh sách giấy tờ đã đổi" in response.text


def test_the_limit_is_asked_only_where_the_edition_asks(desk, house):
    assert 'name="limit"' not in desk.post(URL, sheet(house, deed="change")).text
    assert 'name="limit"' in desk.post(URL, sheet(house, ASKING, deed="change")).text
    missing = send(desk, sheet(house, ASKING))
    assert missing.status_code == 422
    assert "hãy nhập thời hạn" in missing.text
    assert send(desk, sheet(house, ASKING, limit="chừng vài hôm")).status_code == 422
    assert send(desk, sheet(house, ASKING, limit="5 ngày làm việc")).status_code == 303
    assert Dossier.objects.get().limit_amount == 5


def test_by_post_the_date_of_the_envelope_is_kept(desk, house, set_clock):
    set_clock("2026-03-12T08:00+07:00")
    send(desk, sheet(house, channel="post", posted_on="9/3/26"))
    dossier = Dossier.objects.get()
    assert (dossier.channel, str(dossier.posted_on)) == ("post", "2026-03-09")
    assert str(dossier.received_at.date()) == "2026-03-12"


@pytest.mark.parametrize("day", ["31/2/2026", "hôm qua", "1/1/2099", "٣١/١/٢٠٢٦"])
def test_impossible_and_future_dates_of_the_envelope_are_refused(desk, house, day):
    response = send(desk, sheet(house, channel="post", posted_on=day))
    assert response.status_code == 422
    assert Dossier.objects.count() == 0


def test_somebody_else_hands_in(desk, house):
    page = sheet(
        house, differs="on", s_kind="person", s_name="Lê Văn Con", s_identity_number="", s_phone="0905 318 274"
    )
    send(desk, page | {"s-role": "con"})
    dossier = Dossier.objects.get()
    assert (dossier.submitter.name, dossier.submitter_role) == ("Lê Văn Con", "con")
    assert dossier.submitter.phone == "0905318274"


def test_what_is_wrong_with_a_submitter_nobody_asked_for_does_not_matter(desk, house):
    assert send(desk, sheet(house, s_phone="abc")).status_code == 303


def test_refusal_gives_form_03_with_the_reason(desk, house):
    response = send(desk, sheet(house, deed="refuse", refusal_reason="Không thuộc thẩm quyền của phường."))
    dossier = Dossier.objects.get()
    assert dossier.state == State.REFUSED
    assert dossier.printed_papers.get().form == Form.REFUSAL
    assert "mẫu 03" in desk.get(response["Location"]).text


def test_refusal_without_a_reason_is_refused(desk, house):
    response = send(desk, sheet(house, deed="refuse", refusal_reason=" "))
    assert response.status_code == 422
    assert 'id="refusal" aria-labelledby="refusal-title" class="wide" data-open' in response.text
    assert Dossier.objects.count() == 0


def test_what_is_missing_is_asked_for_with_form_02(desk, house):
    page = sheet(house, deed="supplement", p1_taken=None, supplement_reason="Chưa có giấy tờ chứng minh.")
    response = send(desk, page)
    dossier = Dossier.objects.get()
    assert dossier.state == State.WAITING_SUPPLEMENT
    assert dossier.received_at is None
    assert dossier.supplement_requests.get().papers == ["Giấy tờ chứng minh"]
    assert "mẫu 02" in desk.get(response["Location"]).text


def test_a_supplement_of_nothing_is_refused(desk, house):
    response = send(desk, sheet(house, deed="supplement", supplement_reason="Thiếu"))
    assert response.status_code == 422
    assert Dossier.objects.count() == 0


def test_an_immediate_procedure_goes_out_with_its_result(desk, house):
    signer = house.leader.person.username
    response = send(desk, sheet(house, AT_ONCE, deed="settle", signer=signer))
    dossier = Dossier.objects.get()
    assert (dossier.state, dossier.returned_to) == (State.RETURNED, "Trần Thị Mẫu")
    assert dossier.results.get().signed_by == house.leader
    assert "Văn bản kết quả" in desk.get(response["Location"]).text


def test_settling_at_once_needs_a_signer_and_an_immediate_procedure(desk, house):
    assert send(desk, sheet(house, AT_ONCE, deed="settle")).status_code == 422
    assert send(desk, sheet(house, deed="settle", signer=house.leader.person.username)).status_code == 422
    assert Dossier.objects.count() == 0


def test_settling_at_once_without_the_fee_warns_first(desk, house):
    page = sheet(house, AT_ONCE_PAID, deed="settle", signer=house.leader.person.username)
    answer = send(desk, page)
    assert answer.status_code == 409
    assert "Trả kết quả khi chưa thu phí, lệ phí" in answer.text
    assert Dossier.objects.count() == 0
    seen = re.search(r'name="confirmed" value="(\w+)"', answer.text)[1]
    assert send(desk, page | {"confirmed": seen}).status_code == 303
    assert Dossier.objects.get().money == Money.DUE
    paid = sheet(house, AT_ONCE_PAID, deed="settle", signer=house.leader.person.username, paid_by="cash")
    assert "Trả kết quả khi chưa thu" not in send(desk, paid | {"a-identity_number": "", "a-name": "Lê Văn Hai"}).text


def test_the_fee_is_taken_at_the_desk(desk, house):
    assert "50.000 đồng" in desk.post(URL, sheet(house, PAYING, deed="change")).text
    send(desk, sheet(house, PAYING, paid_by="cash"))
    assert Dossier.objects.get().money == Money.PAID


def test_a_fee_not_taken_is_said_after_receipt(desk, house):
    response = send(desk, sheet(house, PAYING))
    assert Dossier.objects.get().money == Money.DUE
    assert "Chưa thu phí" in desk.get(response["Location"]).text


def test_words_find_with_and_without_marks_and_by_code(desk, house):
    for words in ("giấy phép", "GIAY PHEP", "9.000001"):
        assert "Cấp giấy phép thử" in desk.get(f"{URL}thu-tuc/", {"q": words}).text
    assert "Không có thủ tục nào khớp" in desk.get(f"{URL}thu-tuc/", {"q": "khai tử"}).text


def test_enter_chooses_the_first_and_keeps_what_was_typed(desk, house):
    page = desk.post(URL, {"deed": "refresh", "q": "giay phep", "a-name": "Lê Văn Gõ", "a-phone": "0905"})
    assert "Cấp giấy phép thử" in page.text
    assert "Lê Văn Gõ" in page.text
    assert page.text.count('name="row"') == 2
    assert "Chưa gửi được" not in page.text


def test_htmx_gets_the_parts_that_changed(desk, house):
    page = desk.post(URL, {"deed": "refresh", "q": "giay phep"}, headers={"HX-Request": "true"})
    assert "<html" not in page.text
    for part in ("procedure", "case", "papers", "slip"):
        assert re.search(rf'id="part-{part}"[^>]* hx-swap-oob="true"', page.text)
    assert 'id="part-person"' not in page.text


def test_a_button_search_lists_without_choosing(desk, house):
    page = desk.post(URL, {"deed": "search", "q": "hai truong hop"})
    assert page.text.count('name="choose"') == 1
    assert "Chọn thủ tục để hiện giấy tờ" in page.text


def test_words_left_in_the_search_box_stop_the_receipt(desk, house):
    response = send(desk, sheet(house, q="khai sinh"))
    assert response.status_code == 422
    assert "chưa chọn thủ tục" in response.text


def test_the_last_declaration_is_proposed_and_on_record(desk, house):
    received(house)
    page = desk.post(URL, {"deed": "refresh", "a-identity_number": "046 190 000 318", "a-phone": "0905318274"})
    assert "Trần Thị Mẫu" in page.text
    assert "0905318274" in page.text, "what was typed stays"
    assert IdentityLookup.objects.get().by == house.clerk


def test_looking_up_is_limited(desk, house, settings):
    settings.IDENTITY_LOOKUPS = 1
    texts = [desk.post(URL, {"deed": "look_up", "a-identity_number": "046190000318"}).text for _ in range(2)]
    assert "quá nhiều lần" in texts[1]


def test_an_edition_that_ended_is_not_received(desk, house):
    page = sheet(house)
    edition = Edition.objects.get(pk=page["edition"])
    Edition.objects.filter(pk=edition.pk).update(valid_to=edition.valid_from)
    response = send(desk, page)
    assert response.status_code == 422
    assert "không còn được tiếp nhận" in response.text


@pytest.mark.parametrize("edition", ["999999999", "x", "-1", "9" * 40, ""])
def test_an_unknown_edition_is_not_received(desk, house, edition):
    assert send(desk, sheet(house) | {"edition": edition}).status_code == 422


def test_recently_used_procedures_are_one_press_away(desk, house):
    received(house, STANDARD)
    assert re.search(r'<button class="btn sm" name="choose" value="9.000001"', desk.get(URL).text)


def test_without_a_key_the_page_is_sent_again(desk, house):
    response = send(desk, sheet(house, key=None))
    assert response.status_code in (303, 422)
    assert send(desk, sheet(house, key="rác")).status_code == 422
    assert send(desk, sheet(house, key=str(uuid.uuid4()))).status_code in (303, 409)
