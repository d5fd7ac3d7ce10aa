"""The dossier's page: who may open it, what it tells, what it costs, and that it never shows a number unasked."""

import re

import pytest

from motcua.citizens.models import Unmasking
from motcua.dossiers.actions import extending, moving, opinions, pausing
from motcua.dossiers.models import Dossier
from tests import dossier_factories as make

IDENTITY, PHONE = "046190000318", "0912345274"


def page_of(dossier: Dossier, client, query: str = "") -> str:
    return client.get(f"/xu-ly/ho-so/{dossier.code}/{query}").text


def buttons(html: str) -> list[str]:
    """The actions offered, in the order of the page."""
    return re.findall(r'href="/xu-ly/ho-so/[^/]+/viec/([a-z-]+)/', html)


@pytest.mark.parametrize("who", ["registry", "cashier", "inspector", "reform", "administrator"])
def test_a_dossier_is_closed_to_those_who_have_nothing_to_do_with_it(house, screen_of, who):
    dossier = make.in_progress(house)
    if who == "cashier":  # the desk's own cashier reads what the desk received
        assert screen_of(house.cashier).get(f"/xu-ly/ho-so/{dossier.code}/").status_code == 200
    else:
        assert screen_of(getattr(house, who)).get(f"/xu-ly/ho-so/{dossier.code}/").status_code == 404


@pytest.mark.parametrize("address", ["", "viec/propose/", "phieu-kiem-soat.pdf", "dinh-danh/"])
def test_no_address_of_a_dossier_opens_to_others(house, screen_of, address):
    dossier = make.in_progress(house)
    client = screen_of(house.registry)
    send = client.post if address == "dinh-danh/" else client.get
    assert send(f"/xu-ly/ho-so/{dossier.code}/{address}").status_code == 404


def test_the_first_button_finishes_the_step(house, screen_of):
    dossier = make.in_progress(house)
    page = page_of(dossier, screen_of(house.specialist))
    assert buttons(page)[:2] == ["propose", "hand-over"]
    assert re.search(r'class="btn primary block"[^>]*data-key="T"[^>]*href="[^"]*/propose/', page)


def test_buttons_are_what_the_actions_allow(house, screen_of):
    dossier = make.in_progress(house)
    assert "propose" not in buttons(page_of(dossier, screen_of(house.head)))
    assert {"assign", "extend"} <= set(buttons(page_of(dossier, screen_of(house.head))))
    assert "withdraw" in buttons(page_of(dossier, screen_of(house.clerk)))


def test_a_closed_dossier_offers_nothing_to_its_specialist(house, screen_of):
    assert buttons(page_of(make.returned(house), screen_of(house.specialist))) == []


def test_numbers_are_masked_until_they_are_asked_for(house, screen_of):
    dossier = make.in_progress(house)
    client = screen_of(house.specialist)
    page = page_of(dossier, client)
    assert IDENTITY not in page
    assert PHONE not in page
    assert "•318" in page
    before = Unmasking.objects.count()
    shown = client.post(f"/xu-ly/ho-so/{dossier.code}/dinh-danh/")
    assert shown.status_code == 200
    assert IDENTITY in shown.text
    assert PHONE in shown.text
    look = Unmasking.objects.latest("pk")
    assert (Unmasking.objects.count() - before, look.by_id, look.applicant_id) == (
        1,
        house.specialist.pk,
        dossier.applicant_id,
    )
    assert dossier.code in look.why


def test_asking_for_numbers_takes_a_button_not_a_link(house, screen_of):
    dossier = make.in_progress(house)
    assert screen_of(house.specialist).get(f"/xu-ly/ho-so/{dossier.code}/dinh-danh/").status_code == 405


def test_what_happened_is_told_in_words_with_its_reasons(house, screen_of, set_clock):
    set_clock("2026-03-09T09:00+07:00")
    dossier = make.waiting(house)
    set_clock("2026-03-12T09:00+07:00")
    dossier = pausing.resume(dossier, by=house.specialist, papers=[{"name": "Bản vẽ", "originals": 2}])
    dossier = moving.propose(dossier, by=house.specialist, note="Đủ điều kiện cấp phép")
    page = page_of(dossier, screen_of(house.specialist))
    for told in (
        "tiếp nhận tại quầy, hẹn trả 17:00 23/03/2026",
        "chuyển đến bước “Thẩm định, đề xuất kết quả”",
        "yêu cầu bổ sung, 1 giấy tờ",
        "tiếp tục giải quyết, hẹn trả 17:00 26/03/2026",
        "đề xuất, chuyển đến bước “Kiểm tra, trình ký”",
        "Đủ điều kiện cấp phép",
    ):
        assert told in page
    assert page.index("đề xuất, chuyển") < page.index("tiếp nhận tại quầy")


def test_a_step_sent_back_is_told_as_such(house, screen_of):
    dossier = moving.hand_over(make.in_progress(house), by=house.specialist, to="hand_over")
    page = page_of(dossier, screen_of(house.specialist))
    assert "trả lại bước “Chuyển hồ sơ đến bộ phận giải quyết”" in page


def test_who_was_given_the_work_is_named(house, screen_of):
    dossier = make.in_progress(house)
    dossier = moving.assign(dossier, by=house.head, person=house.specialist.person.username)
    page = page_of(dossier, screen_of(house.specialist))
    assert f"phân công cho {house.specialist.person.name}" in page


def test_the_promised_day_is_explained_and_its_moves_are_said(house, screen_of, set_clock):
    set_clock("2026-03-09T09:00+07:00")
    dossier = extending.extend(
        make.in_progress(house), by=house.head, due=make.today().replace(day=30), reason="Nhiều hồ sơ"
    )
    page = page_of(dossier, screen_of(house.specialist))
    assert "Thời hạn 10 ngày làm việc" in page
    assert "Hẹn ban đầu 23/03" in page
    assert 'datetime="2026-03-30T17:00"' in page


def test_a_waiting_dossier_says_what_is_awaited(house, screen_of):
    page = page_of(make.waiting(house), screen_of(house.clerk))
    assert "Đang chờ công dân bổ sung" in page
    assert "<li>Bản vẽ</li>" in page
    assert "Đồng hồ đang dừng" in page


def test_opinions_stand_on_the_page_with_their_answers(house, screen_of):
    dossier = opinions.consult(
        make.in_progress(house), by=house.specialist, agency=house.division.code, question="Ranh giới?"
    )
    dossier = opinions.answer(dossier, by=house.head, text="Đúng ranh giới")
    page = page_of(dossier, screen_of(house.specialist))
    assert "Ranh giới?" in page
    assert f"xin ý kiến của {house.division.short_name}" in page
    assert "Đúng ranh giới" in page


def test_the_result_is_named_with_its_number_and_its_receiver(house, screen_of):
    dossier = make.returned(house)
    number = dossier.results.get().document.notation
    page = page_of(dossier, screen_of(house.clerk))
    assert number in page
    assert "cho Trần Thị Mẫu" in page
    assert "Văn bản (PDF)" in page


def test_one_that_was_withdrawn_shows_how_it_ended(house, screen_of):
    dossier, client = make.in_progress(house), screen_of(house.clerk)
    given = {"version": dossier.version, "reason": "Không còn nhu cầu"}
    assert client.post(f"/xu-ly/ho-so/{dossier.code}/viec/withdraw/", given).status_code == 303
    page = page_of(dossier, screen_of(house.clerk))
    assert "Công dân rút hồ sơ" in page
    assert "Không còn nhu cầu" in page


@pytest.mark.parametrize("state", ["submitted", "received", "in_progress", "waiting", "to_sign", "decided", "returned"])
def test_every_state_has_its_page(house, screen_of, state):
    assert screen_of(house.clerk).get(f"/xu-ly/ho-so/{getattr(make, state)(house).code}/").status_code == 200


@pytest.mark.parametrize(("state", "query"), [("in_progress", "?tab="), ("waiting", ""), ("returned", "?tab=done")])
def test_a_page_costs_twelve_queries_whatever_happened_to_the_dossier(house, screen_of, queries, state, query):
    dossier = getattr(make, state)(house)
    assert queries(screen_of(house.specialist), f"/xu-ly/ho-so/{dossier.code}/{query}") <= 12


def test_a_long_story_costs_no_more_than_a_short_one(house, screen_of, queries):
    dossier = make.in_progress(house)
    dossier = opinions.consult(dossier, by=house.specialist, agency=house.division.code, question="Câu hỏi đầu")
    client = screen_of(house.specialist)
    few = queries(client, f"/xu-ly/ho-so/{dossier.code}/")
    for number in range(6):
        dossier = opinions.consult(
            dossier, by=house.specialist, agency=house.division.code, question=f"Câu hỏi {number}"
        )
    assert queries(client, f"/xu-ly/ho-so/{dossier.code}/") == few


def test_an_unknown_code_has_no_page(house, screen_of):
    assert screen_of(house.clerk).get("/xu-ly/ho-so/KHONG-CO/").status_code == 404
