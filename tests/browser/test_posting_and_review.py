"""Niêm yết and Rà soát thủ tục in a real browser: phone and desk, light and dark; ticking a page and its results."""

import pytest

from motcua.procedures.actions.posting import put_up
from motcua.procedures.actions.proposals import submit
from motcua.procedures.models import Adoption, Edition
from tests.dossier_factories import STANDARD, make_house

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(live_server):
    house = make_house()
    put_up(by=house.clerk, desk=house.centre, edition=Edition.objects.get(code=STANDARD))
    submit(by=house.specialist, adoption=Adoption.objects.get(procedure__code=STANDARD), after=7, reason="Rà soát")
    return house


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1440, True)])
def test_the_pages_are_accessible_and_fit(house, page_at, login, axe, unlabelled, overflowing, width, dark):
    adoption = Adoption.objects.get(procedure__code="9.000003")
    desk = f"/quan-tri/niem-yet/{house.centre.pk}/"
    shown = {
        house.clerk: [desk],
        house.specialist: ["/quan-tri/ra-soat/", f"/quan-tri/ra-soat/moi/{adoption.pk}/"],
        house.leader: [
            "/quan-tri/ra-soat/1/",
            "/quan-tri/ra-soat/so-lieu/?state=submitted",
        ],
    }
    for post, paths in shown.items():
        page = page_at(width, dark=dark)
        login(page, post.person.username)
        for path in paths:
            page.goto(path.replace("/1/", f"/{house_proposal()}/"))
            assert axe(page) == [], path
            assert unlabelled(page) == [], path
            assert overflowing(page) == [], path


def house_proposal():
    return Adoption.objects.get(procedure__code=STANDARD).proposals.get().pk


def test_a_clerk_ticks_a_page_and_sees_a_result_each(house, page_at, login):
    page = page_at(1440)
    login(page, house.clerk.person.username)
    page.goto(f"/quan-tri/niem-yet/{house.centre.pk}/?tab=missing")
    page.get_by_label("Chọn cả trang").check()
    page.get_by_role("button", name="Ghi đã niêm yết").click()
    assert page.get_by_text("Đã làm").count() == 10
    page.get_by_role("link", name="Về danh sách niêm yết").click()
    assert "11" in page.get_by_role("link", name="Đúng bản").inner_text()
