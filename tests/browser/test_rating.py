"""Rating a settled dossier in a real browser: by the link of the slip, on a small phone, without script."""

import pytest
from playwright.sync_api import expect

from motcua.dossiers.models import Rating
from tests import dossier_factories as make
from tests.figures.test_evaluation import said

pytestmark = pytest.mark.django_db(transaction=True)


def test_somebody_rates_by_the_link_without_script(house, page_at):
    dossier = make.returned(house)
    page = page_at(320, script=False)
    page.goto(f"/t/{dossier.tracking_token}")
    page.get_by_role("link", name="Đánh giá việc giải quyết").click()
    page.get_by_role("button", name="Gửi đánh giá").click()
    expect(page.get_by_role("alert")).to_contain_text("Chưa gửi được đánh giá")
    for label in (
        "Không hài lòng",
        "Đúng quy định",
        "Đủ và đúng",
        "Chưa đúng mực, gây phiền hà",
        "Tôi không có phản ánh",
    ):
        page.get_by_role("radio", name=label, exact=True).check()
    page.get_by_label("Ý kiến của bạn").fill("Chờ lâu")
    page.get_by_role("button", name="Gửi đánh giá").click()
    expect(page.get_by_text("Đã ghi nhận đánh giá của bạn")).to_be_visible()
    rating = Rating.objects.get()
    assert (rating.satisfied, rating.scores) == ("dissatisfied", {"reception": 2, "publicity": 2, "attitude": 0})


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_the_offices_pages_are_usable(house, page_at, login, set_clock, axe, unlabelled, overflowing, width, dark):
    set_clock("2026-03-02T09:00")
    make.returned(house), said(make.returned(house), "dissatisfied", 0, "Chờ lâu")
    page, wrong = page_at(width, dark=dark), {}
    login(page, house.leader.person.username)
    march = "?first=01/03/2026&last=31/03/2026"
    for path in (f"danh-gia/{march}", f"danh-gia/tieu-chi/1/{march}", "danh-gia/?first=x", "y-kien/"):
        page.goto(f"/so-lieu/{path}")
        if found := [*axe(page), *unlabelled(page), *overflowing(page)]:
            wrong[path] = found
    assert wrong == {}
    page.goto(f"/so-lieu/danh-gia/{march}")
    page.get_by_role("link", name="Tất cả, thái độ của cán bộ: 0,00 điểm, 1 hồ sơ").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("(7) Thái độ của cán bộ")
