"""The pages of the actions: what they ask, what they do, and that nothing typed is lost."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.dossiers.actions import moving, opinions, pausing
from motcua.dossiers.models import Dossier
from tests import dossier_factories as make


def address(dossier: Dossier, action: str) -> str:
    return f"/xu-ly/ho-so/{dossier.code}/viec/{action}/"


def send(client, dossier: Dossier, action: str, query: str = "", **given):
    given.setdefault("version", dossier.version)
    return client.post(address(dossier, action) + query, given)


def fresh(dossier: Dossier) -> Dossier:
    return Dossier.objects.get(pk=dossier.pk)


def test_an_action_that_may_not_be_done_now_has_no_page(house, screen_of):
    dossier = make.in_progress(house)
    assert screen_of(house.specialist).get(address(dossier, "sign")).status_code == 404
    assert screen_of(house.specialist).get(address(dossier, "fly")).status_code == 404


def test_a_page_that_is_no_longer_offered_says_where_the_dossier_is(house, screen_of):
    """After Back, or on a second tab: not the words for an address that was mistyped."""
    dossier = moving.propose(make.in_progress(house), by=house.specialist, note="Đủ điều kiện")
    page = screen_of(house.specialist).get(address(dossier, "propose") + "?tab=today")
    assert page.status_code == 404
    for words in ("Việc này không còn làm được", "Đề xuất", f"Đề xuất: {house.specialist.person.name}"):
        assert words in page.text
    assert f'href="/xu-ly/ho-so/{dossier.code}/?tab=today"' in page.text
    assert "gõ nhầm" not in page.text
    stranger = screen_of(house.police).get(address(dossier, "propose"))
    assert (stranger.status_code, dossier.code in stranger.text.replace(address(dossier, "propose"), "")) == (
        404,
        False,
    )


def test_a_second_tab_of_ones_own_is_told_that_the_work_is_done_and_keeps_its_text(house, screen_of):
    """The step went on to somebody else: the old page is to blame, not the person's rights."""
    dossier = make.in_progress(house)
    specialist = screen_of(house.specialist)
    assert send(specialist, dossier, "propose", text="Từ thẻ thứ nhất").status_code == 303
    answer = send(specialist, dossier, "propose", text="Từ thẻ thứ hai, viết dài")
    assert answer.status_code == 409
    for words in (
        "Việc này không còn làm được",
        "Từ thẻ thứ hai, viết dài",
        f"Đề xuất: {house.specialist.person.name}",
    ):
        assert words in answer.text
    assert "Việc đã xong hoặc đã sang người khác" in answer.text
    assert "không có quyền" not in answer.text
    assert "Trình duyệt" not in answer.text  # no button that can only be refused
    assert fresh(dossier).events.filter(action="dossier.propose").count() == 1


def test_sending_what_may_not_be_done_says_why_and_does_nothing(house, screen_of):
    dossier = make.in_progress(house)
    answer = send(screen_of(house.specialist), dossier, "approve")
    assert answer.status_code == 403
    assert "không có quyền" in answer.text
    assert fresh(dossier).version == dossier.version


def test_a_proposal_goes_up_and_stays_in_the_list_one_came_from(house, screen_of):
    dossier = make.in_progress(house)
    answer = send(screen_of(house.specialist), dossier, "propose", "?tab=today&q=x", text="Đủ điều kiện")
    assert answer.status_code == 303
    assert answer.url == f"/xu-ly/ho-so/{dossier.code}/?tab=today&q=x"
    assert fresh(dossier).step == "head"


def test_after_the_last_look_one_comes_back_to_the_inbox(house, screen_of):
    dossier = make.decided(house)
    answer = send(screen_of(house.registry), dossier, "hand-over")
    assert answer.status_code == 303
    assert answer.url in ("/xu-ly/", f"/xu-ly/ho-so/{dossier.code}/")


def test_a_stale_page_keeps_what_was_typed_and_says_what_to_do(house, screen_of):
    dossier = make.in_progress(house)
    moving.assign(dossier, by=house.head, person=house.specialist.person.username)
    answer = send(screen_of(house.specialist), dossier, "propose", text="Tôi đã viết rất nhiều")
    assert answer.status_code == 409
    assert "vừa được người khác thay đổi" in answer.text
    assert "Tôi đã viết rất nhiều" in answer.text
    assert fresh(dossier).step == "specialist"


def test_a_stale_page_tells_what_was_done_meanwhile_and_by_whom(house, screen_of):
    dossier = make.in_progress(house)
    moving.assign(dossier, by=house.head, person=house.specialist.person.username)
    sent = {"version": dossier.version, "text": "Đủ điều kiện"}
    answer = screen_of(house.specialist).post(f"/xu-ly/ho-so/{dossier.code}/viec/propose/", sent)
    assert answer.status_code == 409
    assert "Từ khi bạn mở trang:" in answer.text
    assert f"Phân công: {house.head.person.name}" in answer.text
    assert "Đủ điều kiện" in answer.text


def test_sent_twice_it_happens_once(house, screen_of):
    dossier = make.in_progress(house)
    client = screen_of(house.specialist)
    assert send(client, dossier, "propose", text="Đủ").status_code == 303
    assert send(client, dossier, "propose", text="Đủ").status_code in (403, 409)
    assert dossier.events.filter(action="dossier.propose").count() == 1


def test_a_supplement_is_asked_by_ticking_and_in_words(house, screen_of):
    dossier = make.in_progress(house)
    client = screen_of(house.specialist)
    page = client.get(address(dossier, "request-supplement")).text
    assert re.findall(r'type="checkbox" name="ticked" value="([^"]+)"', page) == ["Tờ khai", "Giấy tờ chứng minh"]
    answer = send(
        client, dossier, "request-supplement", ticked=["Tờ khai"], papers="Bản vẽ\n\nẢnh thẻ", reason="Thiếu chữ ký"
    )
    assert answer.status_code == 303
    assert dossier.supplement_requests.get().papers == ["Tờ khai", "Bản vẽ", "Ảnh thẻ"]
    assert "Xem phiếu để in" in client.get(answer.url).text


def test_a_supplement_without_papers_is_refused_with_everything_kept(house, screen_of):
    dossier = make.in_progress(house)
    answer = send(screen_of(house.specialist), dossier, "request-supplement", reason="Thiếu chữ ký")
    assert answer.status_code == 422
    assert "Hãy nêu tên giấy tờ" in answer.text
    assert "Thiếu chữ ký" in answer.text


def test_what_is_ticked_stays_ticked_after_an_error(house, screen_of):
    dossier = make.in_progress(house)
    answer = send(screen_of(house.specialist), dossier, "request-supplement", ticked=["Tờ khai"], papers="Bản vẽ")
    assert answer.status_code == 422
    assert re.search(r'value="Tờ khai"[^>]*checked', answer.text)
    assert "Bản vẽ" in answer.text


def test_the_papers_asked_for_are_taken_in_row_by_row(house, screen_of):
    dossier = make.waiting(house)
    client = screen_of(house.clerk)
    page = client.get(address(dossier, "resume")).text
    assert "Bản vẽ" in page
    assert re.search(r'name="originals_0" value="1"', page)
    answer = send(client, dossier, "resume", originals_0="2", copies_0="0", more="Ảnh thẻ; 0; 3")
    assert answer.status_code == 303
    added = dossier.papers.exclude(supplement=None).order_by("order")
    assert [(paper.name, paper.originals, paper.copies) for paper in added] == [("Bản vẽ", 2, 0), ("Ảnh thẻ", 0, 3)]


def test_nothing_handed_in_is_no_supplement(house, screen_of):
    dossier = make.waiting(house)
    answer = send(screen_of(house.clerk), dossier, "resume", originals_0="0", copies_0="0")
    assert answer.status_code == 422
    assert fresh(dossier).state == "waiting_supplement"


def test_after_a_suspension_no_papers_are_asked(house, screen_of):
    dossier = pausing.suspend(make.in_progress(house), by=house.head, basis="Điều 1")
    client = screen_of(house.head)
    assert "originals_0" not in client.get(address(dossier, "resume")).text
    assert send(client, dossier, "resume").status_code == 303


def test_a_dossier_is_passed_on_to_a_named_person(house, screen_of):
    dossier = make.received(house)
    client = screen_of(house.clerk)
    page = client.get(address(dossier, "hand-over")).text
    assert "Bước kế tiếp: Thẩm định, đề xuất kết quả" in page
    assert f'value="{house.specialist.person.username}"' in page
    assert send(client, dossier, "hand-over", to=house.specialist.person.username, note="Hồ sơ gấp").status_code == 303
    assert dossier.steps.get(key="specialist").owner_id == house.specialist.pk
    assert "Hồ sơ gấp" in client.get(f"/xu-ly/ho-so/{dossier.code}/").text


def test_a_dossier_is_sent_back_to_an_earlier_step(house, screen_of):
    dossier = make.in_progress(house)
    client = screen_of(house.specialist)
    assert "Trả lại bước trước" in client.get(address(dossier, "hand-over")).text
    assert send(client, dossier, "hand-over", to="hand_over").status_code == 303
    assert fresh(dossier).step == "hand_over"


def test_a_leader_only_sends_back_what_is_to_be_signed(house, screen_of):
    dossier = make.to_sign(house)
    client = screen_of(house.leader)
    page = client.get(address(dossier, "hand-over")).text
    assert "<h1>Trả lại bước trước</h1>" in page
    assert "Bước kế tiếp" not in page
    assert send(client, dossier, "hand-over").status_code == 422
    assert send(client, dossier, "hand-over", to="head", note="Xem lại căn cứ").status_code == 303
    assert fresh(dossier).step == "head"
    assert "trả lại bước “Kiểm tra, trình ký”" in client.get(f"/xu-ly/ho-so/{dossier.code}/").text


def test_somewhere_else_cannot_be_typed_into_the_address(house, screen_of):
    dossier = make.in_progress(house)
    assert send(screen_of(house.specialist), dossier, "hand-over", to="leader").status_code == 422


def test_a_unit_is_asked_by_its_name(house, screen_of):
    dossier = make.in_progress(house)
    client = screen_of(house.specialist)
    page = client.get(address(dossier, "consult")).text
    assert f'<option value="{house.division.name}">' in page
    answer = send(client, dossier, "consult", whom=house.division.name, question="Ý kiến?", due="20/3/2099 17:00")
    assert answer.status_code == 303
    assert dossier.consultations.get().agency_id == house.division.pk


def test_the_question_stands_over_the_answer(house, screen_of):
    dossier = make.in_progress(house)
    dossier = opinions.consult(
        dossier, by=house.specialist, agency=house.division.code, question="Ranh giới đúng không?"
    )
    client = screen_of(house.head)
    assert "Ranh giới đúng không?" in client.get(address(dossier, "answer")).text
    assert send(client, dossier, "answer", verdict="yes", text="Đúng").status_code == 303
    assert dossier.consultations.get().answer == "Đúng"


@pytest.mark.parametrize(
    ("action", "who", "said"),
    [
        ("extend", "head", "được gia hạn 1 lần, chậm nhất 1 ngày trước khi hết hạn; đã gia hạn 0 lần"),
        ("request-supplement", "specialist", "được yêu cầu bổ sung 1 lần; đã yêu cầu 0 lần"),
    ],
)
def test_what_the_edition_allows_is_said_beforehand(house, screen_of, action, who, said):
    assert said in screen_of(getattr(house, who)).get(address(make.in_progress(house), action)).text


def test_a_person_is_asked_by_name_and_nobody_by_a_name_nobody_bears(house, screen_of):
    dossier = make.in_progress(house)
    client = screen_of(house.specialist)
    head = f"{house.head.person.name}, {house.head.title}, {house.division.short_name}"
    assert send(client, dossier, "consult", whom="Ông Không Có", question="Ý kiến?").status_code == 422
    assert send(client, dossier, "consult", whom=head, question="Ý kiến?").status_code == 303
    assert dossier.consultations.get().asked_of_id == house.head.pk


def test_a_leader_signs_by_the_template_with_the_proposal_in_sight(house, screen_of):
    dossier = make.to_sign(house)
    client = screen_of(house.leader)
    assert "Đủ điều kiện" in client.get(address(dossier, "sign")).text
    answer = send(
        client, dossier, "sign", outcome="negative", way="result", doc_type="notice", abstract="Không cấp phép"
    )
    assert answer.status_code == 303
    signed = fresh(dossier)
    assert (signed.state, signed.outcome) == ("decided", "negative")
    assert signed.results.get().document.abstract == "Không cấp phép"


def test_a_leader_signs_with_a_file(house, screen_of, pdf):
    dossier = make.to_sign(house)
    file = SimpleUploadedFile("Giấy phép.pdf", pdf)
    answer = send(
        screen_of(house.leader), dossier, "sign", outcome="positive", way="file", doc_type="decision", file=file
    )
    assert answer.status_code == 303
    assert dossier.results.get().file.name == "Giấy phép.pdf"


@pytest.mark.parametrize(
    ("name", "content"), [("ket-qua.pdf", b"MZ" + b"\0" * 200), ("trang.html", b"<html><script>1</script>")]
)
def test_a_result_that_is_no_paper_is_refused_in_words(house, screen_of, name, content):
    dossier = make.to_sign(house)
    file = SimpleUploadedFile(name, content)
    answer = send(
        screen_of(house.leader),
        dossier,
        "sign",
        outcome="positive",
        way="file",
        doc_type="decision",
        file=file,
        abstract="Cấp phép",
    )
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert 'value="Cấp phép"' in answer.text
    assert fresh(dossier).state == "in_progress"


def test_a_file_that_was_promised_must_be_there(house, screen_of):
    dossier = make.to_sign(house)
    answer = send(screen_of(house.leader), dossier, "sign", outcome="positive", way="file", doc_type="decision")
    assert answer.status_code == 422
    assert "đính kèm tệp kết quả" in answer.text


def test_the_day_is_moved_with_an_apology(house, screen_of, set_clock):
    set_clock("2026-03-09T09:00+07:00")
    dossier = make.in_progress(house)
    client = screen_of(house.head)
    assert "Thời hạn 10 ngày làm việc" in client.get(address(dossier, "extend")).text
    assert send(client, dossier, "extend", due="22/3/2026", reason="Nhiều hồ sơ").status_code == 422  # a Sunday
    assert send(client, dossier, "extend", due="30/3/2026", reason="Nhiều hồ sơ").status_code == 303
    assert fresh(dossier).appointed_due.date() == date(2026, 3, 30)


def test_the_result_is_handed_to_whoever_came(house, screen_of):
    dossier = make.at_the_desk(house)
    client = screen_of(house.clerk)
    page = client.get(address(dossier, "return-result")).text
    assert 'value="Trần Thị Mẫu"' in page
    assert dossier.results.get().document.notation in page
    assert send(client, dossier, "return-result", receiver="Trần Văn Con", means="at_desk").status_code == 303
    assert fresh(dossier).returned_to == "Trần Văn Con"


def test_a_result_nobody_replaced_is_not_called_replaced(house, screen_of):
    assert "Đã thay thế" not in screen_of(house.leader).get(f"/xu-ly/ho-so/{make.returned(house).code}/").text


def test_a_wrong_result_is_replaced_with_the_reason_kept(house, screen_of):
    dossier = make.returned(house)
    answer = send(
        screen_of(house.leader), dossier, "correct-result", reason="Sai năm sinh", way="result", doc_type="decision"
    )
    assert answer.status_code == 303
    assert dossier.results.count() == 2
    page = screen_of(house.leader).get(f"/xu-ly/ho-so/{dossier.code}/").text
    assert page.count("Đã thay thế") == 1
    assert "Sai năm sinh" in page


def test_the_fee_is_taken_and_its_receipt_offered(house, screen_of):
    dossier = make.received(house, make.PAYING)
    client = screen_of(house.cashier)
    assert "50.000 đồng" in client.get(address(dossier, "collect-fee")).text
    answer = send(client, dossier, "collect-fee", method="cash")
    assert answer.status_code == 303
    assert fresh(dossier).money == "paid"
    assert "Xem phiếu để in" in client.get(answer.url).text


def test_an_unknown_limit_is_asked_at_receipt(house, screen_of):
    dossier = make.submitted(house, make.ASKING)
    client = screen_of(house.clerk)
    assert send(client, dossier, "receive").status_code == 422
    assert send(client, dossier, "receive", limit="5 ngày làm việc").status_code == 303
    assert fresh(dossier).state == "received"


@pytest.mark.parametrize(
    ("state", "who", "action"),
    [("submitted", "clerk", "refuse"), ("in_progress", "clerk", "withdraw"), ("in_progress", "head", "stop")],
)
def test_endings_need_a_reason(house, screen_of, state, who, action):
    dossier = getattr(make, state)(house)
    client = screen_of(getattr(house, who))
    assert send(client, dossier, action, reason="").status_code == 422
    assert send(client, dossier, action, reason="Có lý do").status_code == 303
    assert fresh(dossier).closed_at is not None


def test_an_action_page_costs_ten_queries_at_most(house, screen_of, queries):
    dossier = make.in_progress(house)
    assert queries(screen_of(house.specialist), address(dossier, "propose")) <= 10


def test_whoever_is_exempt_pays_nothing(house, screen_of):
    dossier = make.received(house, make.PAYING)
    assert screen_of(house.clerk).get(address(dossier, "waive-fee")).status_code == 404
    client = screen_of(house.leader)
    assert send(client, dossier, "waive-fee", reason="Hộ nghèo").status_code == 303
    assert fresh(dossier).money == "waived"
