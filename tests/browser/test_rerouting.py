"""Moving open dossiers to a new route in the browser: one looks, ticks, gives the reason, and is told how it went."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from motcua.dossiers.actions import moving
from motcua.dossiers.models import Dossier
from tests import dossier_factories as make
from tests.dossiers.rerouted import PLAIN, REASON, adoption_of, new_route, plain_house, renamed

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_officer_sees_what_would_become_of_each_and_moves_those_that_were_ticked(
    page_at, login, axe, unlabelled, overflowing, set_clock
):
    set_clock("2026-03-02T08:00")
    house = plain_house()
    dossiers = [make.received(house, PLAIN) for _ in range(3)]
    moving.approve(moving.hand_over(dossiers[2], by=house.specialist), by=house.head)
    set_clock("2026-03-17T09:00")
    new_route(house, renamed())
    page = page_at()
    login(page, house.reform.person.username)
    page.goto(reverse("administration:catalogue_adoption", args=[adoption_of(house).pk]))
    page.get_by_role("link", name="Chuyển 3 hồ sơ đang giải quyết sang quy trình mới").click()
    expect(page.get_by_text("Giữ quy trình cũ")).to_have_count(3)
    page.get_by_label("“Bước xem” (bản số 1), 2 hồ sơ").select_option(label="Bước tham_dinh")
    page.get_by_role("button", name="Xem lại danh sách").click()
    expect(page.get_by_text("Giữ quy trình cũ")).to_have_count(1)
    assert (axe(page), unlabelled(page), overflowing(page)) == ([], [], [])
    page.get_by_label("Chọn cả trang").check()
    page.get_by_label("Lý do chuyển").fill(REASON)
    page.get_by_role("button", name="Chuyển sang quy trình mới").click()
    expect(page.get_by_text("2 / 2, 0 không chuyển được")).to_be_visible()
    assert axe(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(reverse("administration:route_move", args=[adoption_of(house).pk]))
    assert (axe(page), unlabelled(page), overflowing(page)) == ([], [], [])
    assert {Dossier.objects.get(pk=each.pk).step for each in dossiers} == {"tham_dinh", "ky"}
