"""One thing for many dossiers: from the list, asked once more, done one by one, told one by one."""

import pytest
from django.db import connection

from motcua.dossiers.actions import moving
from motcua.dossiers.choices import State
from motcua.dossiers.models import Dossier
from motcua.tasks.models import Batch
from tests import dossier_factories as make

MANY = "/xu-ly/nhieu/"


def picks(*dossiers):
    return [f"{row.code}:{row.version}" for row in dossiers]


def go(client, action, *dossiers, **more):
    sent = {"action": action, "query": "?tab=", "pick": picks(*dossiers), "go": "1"} | more
    return client.post(MANY, sent, follow=True)


def test_what_is_ticked_is_shown_once_more_before_anything_is_done(house, screen_of):
    one, two = make.received(house), make.in_progress(house)
    page = screen_of(house.clerk).post(MANY, {"action": "hand-over", "query": "?tab=", "pick": picks(one, two)}).text
    assert "Chuyển bước kế tiếp 1 hồ sơ" in page
    assert f'value="{one.code}:{one.version}"' in page
    assert "Bước hiện tại của hồ sơ không phải việc này của bạn" in page
    assert not Batch.objects.exists()


def test_many_are_handed_over_each_with_its_result(house, screen_of):
    one, two, late = make.received(house), make.received(house), make.received(house)
    seen = picks(one, two, late)
    moving.hand_over(late, by=house.clerk)
    page = go(screen_of(house.clerk), "hand-over", pick=seen, note="Cả chồng").text
    assert "3 / 3, 1 không làm được" in page
    assert "1 hồ sơ không làm được" in page
    for row in (one, two):
        row.refresh_from_db()
        assert row.state == State.IN_PROGRESS
        assert row.events.order_by("-pk").first().note_key


def test_a_stale_row_is_told_and_left_alone(house, screen_of):
    fresh, stale = make.received(house), make.received(house)
    page = go(screen_of(house.clerk), "hand-over", pick=[*picks(fresh), f"{stale.code}:{stale.version - 1}"]).text
    assert "Nội dung đã thay đổi" in page
    stale.refresh_from_db()
    assert stale.state == State.RECEIVED


def test_the_head_gives_many_to_one_person(house, screen_of):
    rows = [make.in_progress(house) for _ in range(3)]
    client = screen_of(house.head)
    asked = client.post(MANY, {"action": "assign", "query": "?ds=1", "pick": picks(*rows)}).text
    assert f'value="{house.specialist.person.username}"' in asked
    assert "Chọn người được giao." in go(client, "assign", *rows).text
    go(client, "assign", *rows, person=house.specialist.person.username)
    assert {step.owner_id for row in rows for step in row.steps.filter(state="open")} == {house.specialist.pk}


def test_results_are_handed_back_to_their_submitters_but_not_where_money_is_owed(house, screen_of):
    paid, owing = make.at_the_desk(house), make.at_the_desk(house)
    Dossier.objects.filter(pk=owing.pk).update(money="due")
    page = go(screen_of(house.clerk), "return-result", paid, owing, means="by_post").text
    assert "Chưa thu phí, lệ phí" in page
    paid.refresh_from_db(), owing.refresh_from_db()
    assert (paid.state, paid.returned_to, paid.returned_by_means) == (State.RETURNED, "Trần Thị Mẫu", "by_post")
    assert owing.state == State.DECIDED


def test_a_leader_signs_many_each_under_its_own_number(house, screen_of):
    rows = [make.to_sign(house) for _ in range(3)]
    go(screen_of(house.leader), "sign", *rows)
    numbers = {row.results.get().document.number for row in rows}
    assert len(numbers) == 3
    assert {Dossier.objects.get(pk=row.pk).state for row in rows} == {State.DECIDED}


def test_a_head_approves_many(house, screen_of):
    rows = [moving.propose(make.in_progress(house), by=house.specialist, note="Đủ") for _ in range(2)]
    go(screen_of(house.head), "approve", *rows)
    assert {Dossier.objects.get(pk=row.pk).step for row in rows} == {make.to_sign(house).step}


def test_the_whole_filtered_list_may_be_meant(house, screen_of):
    wanted = [make.received(house) for _ in range(3)]
    other = make.received(house, make.CASES, case="a")
    sent = {"action": "hand-over", "query": "?tab=&q=cap+giay+phep", "every": "1"}
    page = screen_of(house.clerk).post(MANY, sent).text
    assert all(row.code in page for row in wanted)
    assert other.code not in page
    listed = screen_of(house.clerk).post(MANY, sent | {"query": "?ds=1&q=cap+giay+phep&procedure=9.000005"}).text
    assert "Chưa chọn" not in listed or other.code not in listed


@pytest.mark.parametrize("action", ["sign", "stop", "", "hand-over"])
def test_without_a_choice_or_a_button_of_the_post_nothing_happens(house, screen_of, action):
    row = make.received(house)
    client = screen_of(house.clerk)
    sent = {"action": action, "pick": [] if action == "hand-over" else picks(row), "go": "1"}
    assert "Chưa chọn hồ sơ nào" in client.post(MANY, sent, follow=True).text
    row.refresh_from_db()
    assert row.state == State.RECEIVED


def test_what_one_may_not_read_is_not_touched_and_counted(house, screen_of):
    row, mine = make.in_progress(house), make.in_progress(house)
    moving.assign(row, by=house.head, person=house.specialist.person.username)
    row.refresh_from_db()
    from_elsewhere = go(screen_of(house.registry), "hand-over", row, mine)
    assert "Chưa chọn hồ sơ nào" in from_elsewhere.text


def test_a_batch_of_somebody_else_has_no_page(house, screen_of):
    go(screen_of(house.clerk), "hand-over", make.received(house))
    address = f"{MANY}{Batch.objects.get().pk}/"
    assert screen_of(house.clerk).get(address).status_code == 200
    assert screen_of(house.head).get(address).status_code == 404


def test_many_go_on_in_the_background_and_the_page_tells_how_far(house, screen_of, monkeypatch):
    monkeypatch.setattr("motcua.tasks.actions.AT_ONCE", 1)
    monkeypatch.setattr("motcua.casework.views.many.AT_ONCE", 1)
    rows = [make.received(house) for _ in range(3)]
    client = screen_of(house.clerk)
    page = go(client, "hand-over", *rows)
    address = page.redirect_chain[-1][0]
    assert 'hx-trigger="every 1s"' in page.text
    assert "0 / 3" in page.text
    assert "Bộ xử lý nền đang dừng" in page.text
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert "Bộ xử lý nền đang dừng" not in client.get(address).text
    assert "1 / 3" in client.post(address, follow=True).text
    client.post(address), client.post(address)
    done = client.get(address).text
    assert "3 / 3" in done
    assert "Bộ xử lý nền" not in done
    assert "hx-trigger" not in done


@pytest.mark.parametrize(
    ("who", "state", "label"),
    [("clerk", "received", "Chuyển bước kế tiếp"), ("head", "in_progress", ""), ("leader", "to_sign", "Ký kết quả")],
)
def test_lists_offer_what_the_post_may_do_to_many(house, screen_of, who, state, label):
    row = getattr(make, state)(house)
    client = screen_of(getattr(house, who))
    if label:
        page = client.get("/xu-ly/").text
        assert f'name="pick" value="{row.code}:{row.version}"' in page
        assert f">{label}</button>" in page
    assert "Phân công</button>" in client.get("/xu-ly/ho-so/").text or who == "clerk"
    assert 'name="pick"' not in screen_of(house.inspector).get("/xu-ly/ho-so/").text


def test_asking_about_twenty_costs_what_two_cost(house, screen_of, django_assert_max_num_queries):
    client = screen_of(house.clerk)
    rows = [make.received(house) for _ in range(12)]
    client.post(MANY, {"action": "hand-over", "pick": picks(*rows[:2])})
    with django_assert_max_num_queries(12):
        client.post(MANY, {"action": "hand-over", "pick": picks(*rows)})
