"""The page from which open dossiers are moved to a new route: what is shown before, what is done, who may."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.dossiers.actions import moving
from motcua.dossiers.choices import Action
from motcua.dossiers.models import Dossier
from motcua.tasks.actions import run_batch
from motcua.tasks.models import Batch
from tests import dossier_factories as make
from tests.dossiers.rerouted import PLAIN, REASON, adoption_of, moved, new_route, plain_house, renamed
from tests.factories import make_ward, signed_in

MONDAY, TUESDAY = "2026-03-02T08:00", "2026-03-03T09:00"


@pytest.fixture
def house(db, set_clock):
    set_clock(MONDAY)
    return plain_house()


@pytest.fixture
def late_news(house, set_clock):
    """Three dossiers at the specialist's, one of them waiting for a signature, when the new route comes into force."""
    house.dossiers = [make.received(house, PLAIN) for _ in range(3)]
    moving.approve(moving.hand_over(house.dossiers[2], by=house.specialist), by=house.head)
    set_clock(TUESDAY)
    house.edition = new_route(house, renamed())
    house.page = reverse("administration:route_move", args=[adoption_of(house).pk])
    return house


def mapped(house, to="tham_dinh"):
    return f"{house.page}?b.{house.dossiers[0].edition_id}.xem={to}"


def sent(house, *dossiers, **more):
    rows = Dossier.objects.in_bulk([each.pk for each in dossiers])
    picks = [f"{row.pk}:{row.version}" for row in rows.values()]
    return {"pick": picks, "note": REASON, "edition": house.edition.pk} | more


def test_the_page_of_the_procedure_says_how_many_wait_and_leads_there(client, late_news):
    page = signed_in(client, late_news.reform).get(
        reverse("administration:catalogue_adoption", args=[adoption_of(late_news).pk])
    )
    assert "Chuyển 3 hồ sơ đang giải quyết sang quy trình mới" in page.content.decode()
    assert late_news.page in page.content.decode()


def test_before_moving_one_sees_where_each_would_stand_and_why_one_stays(client, late_news):
    page = signed_in(client, late_news.reform).get(late_news.page)
    text = page.content.decode()
    assert text.count("Bước “Bước xem” không có trong quy trình mới: chọn bước tương ứng.") == 2
    assert "Hồ sơ đang chờ ký ở bước “Bước ky”." in text
    assert "“Bước xem” (bản số 1), 2 hồ sơ" in text
    text = client.get(mapped(late_news)).content.decode()
    assert text.count('name="pick"') == 2
    assert f"Chuyên viên, {late_news.division.short_name}" in text
    assert "06/03/2026" in text  # three working days of the new step
    assert "Trần Thị Mẫu" not in text  # a masked list: no applicant


def test_what_was_ticked_is_moved_and_told_one_by_one(client, late_news):
    first, second, _ = late_news.dossiers
    answer = signed_in(client, late_news.reform).post(mapped(late_news), sent(late_news, first, second))
    batch = Batch.objects.get()
    assert answer.status_code == 303
    assert answer["Location"] == reverse("administration:route_moved", args=[adoption_of(late_news).pk, batch.pk])
    assert set(batch.items.values_list("outcome", flat=True)) == {"done"}
    assert {Dossier.objects.get(pk=each.pk).step for each in (first, second)} == {"tham_dinh"}
    event = first.events.order_by("pk").last()
    assert (event.action, event.by) == (Action.MOVE_ROUTE, late_news.reform)
    assert "2 / 2, 0 không chuyển được" in client.get(answer["Location"]).content.decode()


def test_one_that_moved_meanwhile_is_skipped_and_told_so(client, late_news):
    first, second, _ = late_news.dossiers
    given = sent(late_news, first, second)
    moving.hand_over(first, by=late_news.specialist)
    answer = signed_in(client, late_news.reform).post(mapped(late_news), given, follow=True)
    outcomes = dict(Batch.objects.get().items.values_list("key", "outcome"))
    assert outcomes == {first.pk: "refused", second.pk: "done"}
    assert Dossier.objects.get(pk=first.pk).step == "duyet"
    assert "1 hồ sơ không chuyển được" in answer.content.decode()


def test_of_two_officers_the_second_is_told(client, late_news):
    first, second, _ = late_news.dossiers
    given = sent(late_news, first, second)
    signed_in(client, late_news.reform).post(mapped(late_news), given)
    again = signed_in(client, late_news.administrator).post(mapped(late_news), given)
    assert again.status_code == 422
    assert "Chưa chọn hồ sơ nào" in again.content.decode()  # none of them is in the list any more
    assert first.events.filter(action=Action.MOVE_ROUTE).count() == 1


def test_a_batch_that_is_run_again_moves_nothing_twice(client, late_news):
    first, second, _ = late_news.dossiers
    signed_in(client, late_news.reform).post(mapped(late_news), sent(late_news, first, second))
    run_batch(Batch.objects.get())
    assert first.events.filter(action=Action.MOVE_ROUTE).count() == 1


def test_the_whole_list_goes_without_ticking_and_what_must_stay_is_told(client, late_news):
    page = signed_in(client, late_news.reform).get(mapped(late_news))
    given = {"note": REASON, "edition": late_news.edition.pk, "every": "1",
             "listed": page.context["form"].initial["listed"]}  # fmt: skip
    client.post(mapped(late_news), given)
    assert dict(Batch.objects.get().items.values_list("key", "outcome")) == {
        late_news.dossiers[0].pk: "done", late_news.dossiers[1].pk: "done", late_news.dossiers[2].pk: "refused",
    }  # fmt: skip


def test_without_a_reason_nothing_happens_and_what_was_typed_stays(client, late_news):
    answer = signed_in(client, late_news.reform).post(
        mapped(late_news), sent(late_news, *late_news.dossiers[:2], note="  ")
    )
    assert answer.status_code == 422
    assert "Nhập lý do chuyển" in answer.content.decode()
    assert answer.content.decode().count(" checked aria-label") == 2
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [{"pick": ["x", "1", "1:x", ":", "99999999:1", "9" * 40 + ":1"]}, {"pick": []}, {"edition": "0"},
     {"edition": "x"}, {"every": "1", "listed": "1:2,;drop"}, {"every": "1", "listed": "9" * 30_000}],
)  # fmt: skip
def test_what_was_tampered_with_moves_nothing(client, late_news, changed):
    given = sent(late_news, *late_news.dossiers[:2]) | changed
    answer = signed_in(client, late_news.reform).post(mapped(late_news), given)
    assert answer.status_code in (409, 422)
    assert not Batch.objects.exists()


@pytest.mark.parametrize("to", ["khong_co", "nhan", "tra", "x" * 300])
def test_a_mapping_to_where_nobody_is_moved_is_refused_or_shown_as_a_reason(client, late_news, to):
    page = signed_in(client, late_news.reform).get(mapped(late_news, to))
    assert page.status_code == (200 if to in ("nhan", "tra") else 422)
    assert 'name="pick"' not in page.content.decode()
    client.post(mapped(late_news, to), sent(late_news, *late_news.dossiers[:2]))
    assert {Dossier.objects.get(pk=each.pk).step for each in late_news.dossiers[:2]} == {"xem"}


def test_officers_of_another_unit_see_and_move_nothing(client, late_news):
    elsewhere = make_ward()
    given = sent(late_news, *late_news.dossiers[:2])
    for role in ("reform_officer", "leader"):
        browser = signed_in(client, elsewhere[role])
        assert browser.get(late_news.page).status_code == 404
        assert browser.post(mapped(late_news), given).status_code == 404
    signed_in(client, late_news.reform).post(mapped(late_news), given)
    told = reverse("administration:route_moved", args=[adoption_of(late_news).pk, Batch.objects.get().pk])
    assert signed_in(client, late_news.administrator).get(told).status_code == 404  # somebody else's


def test_whoever_does_not_publish_routes_does_not_come_here(client, late_news):
    for post in (late_news.clerk, late_news.specialist, late_news.head, late_news.inspector):
        assert signed_in(client, post).get(late_news.page).status_code == 403
    assert signed_in(client, late_news.leader).get(late_news.page).status_code == 200


def test_with_nothing_to_move_the_page_says_so(client, house):
    page = signed_in(client, house.reform).get(reverse("administration:route_move", args=[adoption_of(house).pk]))
    assert "Không còn hồ sơ nào đi theo quy trình cũ" in page.content.decode()


def test_a_route_that_takes_longer_than_the_promise_leaves_is_told_and_the_promise_stays(client, house, set_clock):
    dossier = make.received(house, PLAIN)
    set_clock("2026-03-19T09:00")  # three working days before the promised day
    house.dossiers = [dossier]
    house.edition = new_route(house, renamed())
    house.page = reverse("administration:route_move", args=[adoption_of(house).pk])
    assert "Không kịp ngày hẹn" in signed_in(client, house.reform).get(mapped(house)).content.decode()
    client.post(mapped(house), sent(house, dossier))
    assert Dossier.objects.get(pk=dossier.pk).appointed_due == dossier.appointed_due


def test_twenty_cost_as_many_questions_as_two(client, house, set_clock):
    name = house.specialist.person.username
    found = [moving.assign(make.received(house, PLAIN), by=house.head, person=name) for _ in range(20)]
    set_clock(TUESDAY)
    edition = new_route(house, renamed())
    url = f"{reverse('administration:route_move', args=[adoption_of(house).pk])}?b.{found[0].edition_id}.xem=tham_dinh"
    browser = signed_in(client, house.reform)
    browser.get(url)
    of_twenty = asked(browser, url, rows=20)
    for dossier in found[2:]:
        moved(dossier, edition, house, xem="tham_dinh")
    assert asked(browser, url, rows=2) == of_twenty < 30


def asked(browser, url, *, rows):
    with CaptureQueriesContext(connection) as found:
        assert browser.get(url).content.decode().count('name="pick"') == rows
    return len(found)
