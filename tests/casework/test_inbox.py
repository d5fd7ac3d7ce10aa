"""The inbox: who sees which rows, under which heading, with what to do, and the way from one to the next."""

import re
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.test import Client

from motcua.casework.inbox import InboxFilters
from motcua.dossiers.actions import moving, opinions, pausing
from motcua.dossiers.choices import State
from motcua.procedures.actions.proposals import submit
from motcua.procedures.models import Adoption
from motcua.tasks.models import Task
from tests import dossier_factories as make

INBOX = "/xu-ly/"


def rows(html: str) -> list[str]:
    """The codes in the order of the page."""
    return re.findall(r'<th scope="row"><a href="/xu-ly/ho-so/([^/]+)/', html)


def test_strangers_go_to_the_log_in_page(client):
    response = client.get(INBOX)
    assert response.status_code == 302
    assert response.url.startswith("/dang-nhap/")


def test_a_post_sees_its_own_work_and_no_one_elses(house, screen_of):
    at_the_specialist, at_the_head = (
        make.in_progress(house),
        moving.propose(make.in_progress(house), by=house.specialist, note="Đủ"),
    )
    assert rows(screen_of(house.specialist).get(INBOX).text) == [at_the_specialist.code]
    assert rows(screen_of(house.head).get(INBOX).text) == [at_the_head.code]
    assert rows(screen_of(house.inspector).get(INBOX).text) == []


def test_rows_stand_under_the_day_they_are_due_the_late_ones_first(house, screen_of, set_clock):
    set_clock("2026-03-02T08:00+07:00")
    late = make.in_progress(house)
    set_clock("2026-03-09T16:30+07:00")
    soon, later = make.in_progress(house, make.CASES, case="a"), make.in_progress(house)
    page = screen_of(house.specialist).get(INBOX).text
    assert rows(page) == [late.code, soon.code, later.code]
    headings = re.findall(r'scope="rowgroup" class="full">([^<]+?)\s*<', page)
    assert headings == ["Quá hạn", "Thứ\xa0Tư 11/03", "Sau đó"]
    assert 'Quá hạn <span class="count" data-tone="late">1' in page


def test_due_is_counted_in_working_days(house, screen_of, set_clock):
    set_clock("2026-03-05T08:00+07:00")  # a Thursday
    make.in_progress(house)
    page = screen_of(house.specialist).get(INBOX).text
    assert "11/03" in page
    assert "Còn 4 ngày" in page  # six by the calendar


@pytest.mark.parametrize(
    ("state", "who", "label", "action"),
    [
        ("submitted", "clerk", "Tiếp nhận", "receive"),
        ("received", "clerk", "Chuyển bước", "hand-over"),
        ("in_progress", "specialist", "Đề xuất", "propose"),
        ("to_sign", "leader", "Ký kết quả", "sign"),
        ("decided", "registry", "Chuyển bước", "hand-over"),
        ("at_the_desk", "clerk", "Trả kết quả", "return-result"),
    ],
)
def test_each_row_offers_what_finishes_its_step(house, screen_of, state, who, label, action):
    dossier = getattr(make, state)(house)
    client = screen_of(getattr(house, who))
    page = client.get(INBOX).text
    assert f'href="/xu-ly/ho-so/{dossier.code}/viec/{action}/?tab="' in page
    assert f'aria-label="{label}, hồ sơ {dossier.code}"' in page
    assert client.get(f"/xu-ly/ho-so/{dossier.code}/viec/{action}/").status_code == 200


def test_an_opinion_asked_is_answered_from_the_inbox(house, screen_of):
    dossier = make.in_progress(house)
    opinions.consult(dossier, by=house.specialist, person=house.head.person.username, question="Có ý kiến không?")
    assert f"/xu-ly/ho-so/{dossier.code}/viec/answer/" in screen_of(house.head).get(INBOX).text


def test_tabs_count_and_hold_their_rows(house, screen_of):
    waits, works = make.waiting(house), make.in_progress(house)
    done = make.to_sign(house)
    client = screen_of(house.specialist)
    page = client.get(INBOX).text
    assert rows(page) == [works.code]
    assert re.search(r'Chờ người khác <span class="count">1</span>', page)
    assert re.search(r'Việc phải làm <span class="count">1</span>', page)
    assert re.search(r'Đã xong <span class="count">1</span>', page)
    waiting = client.get(INBOX, {"tab": "waiting"}).text
    assert rows(waiting) == [waits.code]
    assert "Chờ bổ sung giấy tờ" in waiting
    assert rows(client.get(INBOX, {"tab": "done"}).text) == [done.code]
    assert "Không có việc nào quá hạn" in client.get(INBOX, {"tab": "late"}).text


@pytest.mark.parametrize("words", ["mau tran", "TRẦN", "0002", "cap giay phep"])
def test_rows_are_found_by_name_code_and_procedure_without_marks(house, screen_of, words):
    make.in_progress(
        house, make.CASES, case="a", applicant=make.applicant_of(house.clerk, name="Lê Văn Khác", number="")
    )
    wanted = make.in_progress(house)
    assert rows(screen_of(house.specialist).get(INBOX, {"q": words}).text) == [wanted.code]


def test_filters_stay_in_every_address_of_the_list(house, screen_of):
    dossier = make.in_progress(house)
    asked = {"q": "Trần", "step": "Thẩm định, đề xuất kết quả"}
    page = screen_of(house.specialist).get(INBOX, asked).text
    kept = f"?tab=&amp;{urlencode(asked).replace('&', '&amp;')}"
    assert f'href="/xu-ly/ho-so/{dossier.code}/{kept}"' in page
    assert "?tab=late&amp;q=Tr%E1%BA%A7n" in page


def test_a_step_that_does_not_exist_filters_nothing(house, screen_of):
    make.in_progress(house)
    assert screen_of(house.specialist).get(INBOX, {"kind": "lạ"}).status_code == 200


def test_the_dossier_leads_to_the_ones_before_and_after_it_in_the_filtered_list(house, screen_of):
    first, other, third = (
        make.in_progress(house),
        make.in_progress(house, make.CASES, case="a"),
        make.in_progress(house),
    )
    client = screen_of(house.specialist)
    query = "?tab=&q=cap+giay+phep"
    page = client.get(f"/xu-ly/ho-so/{first.code}/{query}").text
    assert f'href="/xu-ly/ho-so/{third.code}/?tab=&amp;q=cap+giay+phep"' in page
    assert other.code not in page
    assert "Trước" not in page
    assert f'href="/xu-ly/ho-so/{first.code}/' in client.get(f"/xu-ly/ho-so/{third.code}/{query}").text


def test_from_elsewhere_there_is_no_before_and_after(house, screen_of):
    make.in_progress(house)
    page = screen_of(house.specialist).get(f"/xu-ly/ho-so/{make.in_progress(house).code}/").text
    assert 'aria-label="Trong danh sách"' not in page


def test_what_is_finished_still_leads_on(house, screen_of):
    first, second = make.in_progress(house), make.in_progress(house)
    moving.propose(first, by=house.specialist, note="Đủ")
    page = screen_of(house.specialist).get(f"/xu-ly/ho-so/{first.code}/?tab=").text
    assert f'href="/xu-ly/ho-so/{second.code}/?tab="' in page


def test_twenty_rows_cost_what_two_do(house, screen_of, queries):
    for _ in range(2):
        make.in_progress(house)
    client = screen_of(house.specialist)
    few = queries(client, INBOX)
    for number in range(18):
        make.in_progress(house, make.CASES if number % 2 else make.STANDARD, **({"case": "a"} if number % 2 else {}))
    assert queries(client, INBOX) == few <= 9


@pytest.mark.parametrize("scanned", ["{code}", " {lower} ", "https://example.vn/t/{token}"])
def test_a_scanned_code_or_slip_opens_its_dossier(house, screen_of, scanned):
    dossier = make.in_progress(house)
    asked = scanned.format(code=dossier.code, lower=dossier.code.lower(), token=dossier.tracking_token)
    response = screen_of(house.specialist).get("/xu-ly/quet/", {"q": asked})
    assert response.url == f"/xu-ly/ho-so/{dossier.code}/"


def test_what_is_no_code_becomes_a_search_and_others_dossiers_stay_closed(house, screen_of):
    dossier = make.received(house)
    assert (
        screen_of(house.specialist).get("/xu-ly/quet/", {"q": "Trần & Lê"}).url
        == "/xu-ly/ho-so/?q=Tr%E1%BA%A7n+%26+L%C3%AA"
    )
    assert screen_of(house.specialist).get("/xu-ly/quet/", {"q": dossier.code}).url == f"/xu-ly/ho-so/?q={dossier.code}"


def test_a_filter_form_without_a_reader_asks_the_database_nothing(house, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert InboxFilters({"step": "Ký"}).is_valid()


def test_lists_may_only_be_read(house):
    client = Client()
    client.force_login(house.specialist.person)
    assert client.post(INBOX).status_code == 405


def test_paused_steps_leave_the_list_of_things_to_do(house, screen_of):
    dossier = make.in_progress(house)
    client = screen_of(house.specialist)
    assert rows(client.get(INBOX).text) == [dossier.code]
    pausing.request_supplement(dossier, by=house.specialist, papers=["Bản vẽ"], reason="Thiếu")
    assert rows(client.get(INBOX).text) == []


def test_what_was_done_over_years_is_counted_to_a_limit(house, screen_of):
    done = make.IN_STATE[State.DECIDED](house)
    client, task = screen_of(house.specialist), Task.objects.filter(owner=house.specialist, state="done").first()
    assert (task.url_key, shown_done(client)) == (done.code, "1")
    same = {field.attname: getattr(task, field.attname) for field in Task._meta.fields if field.name != "id"}
    Task.objects.bulk_create(Task(**same) for _ in range(998))
    assert shown_done(client) == "999"
    Task.objects.bulk_create([Task(**same)])
    assert shown_done(client) == "999+"


def shown_done(client):
    return re.search(r'Đã xong <span class="count">([^<]+)</span>', client.get(INBOX).text)[1]


def test_a_proposal_stands_in_the_leaders_inbox_and_opens(house, screen_of):
    """Its address has a number in it: a list that only knew texts broke the whole inbox."""
    adoption = Adoption.objects.filter(office=house.ward, division=house.division).order_by("pk")[0]
    proposal = submit(by=house.specialist, adoption=adoption, after=Decimal("7"), reason="Bớt bước trung gian")
    leader = screen_of(house.leader)
    page = leader.get(INBOX)
    assert page.status_code == 200
    assert f'href="/quan-tri/ra-soat/{proposal.pk}/' in page.text
    assert leader.get(f"/quan-tri/ra-soat/{proposal.pk}/").status_code == 200
