"""Verifying a result, as whoever holds the paper does it."""

import pytest
from playwright.sync_api import expect

from motcua.agencies.models import Post
from motcua.dossiers.actions.deciding import correct_result, sign
from motcua.dossiers.actions.printing import keep_pdf
from motcua.dossiers.models.columns import spaced
from motcua.files import blobs
from tests import dossier_factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("width", "dark"), [(320, False), (390, True), (1440, False)])
def test_the_pages_can_be_used_by_everybody(
    transactional_db, page_at, axe, unlabelled, overflowing, width, dark, tmp_path
):
    house, wrong = make.make_house(), {}
    dossier = sign(make.to_sign(house), by=house.leader, template="result")
    result = dossier.results.get()
    (tmp_path / "result.pdf").write_bytes(blobs.raw(keep_pdf(result.printed, by=Post.objects.system()).file))

    def look(name):
        if found := axe(page) + unlabelled(page) + overflowing(page):
            wrong[name] = found

    page = page_at(width, dark=dark, path="/tra-cuu/")
    page.get_by_role("link", name="Xác minh một văn bản kết quả").click()
    look("begin")
    page.get_by_label("Mã xác minh").fill("sai mã")
    page.get_by_role("button", name="Xác minh").click()
    look("error")
    page.get_by_label("Mã xác minh").fill(spaced(result.verification_code).lower())
    page.get_by_role("button", name="Xác minh").click()
    look("genuine")
    page.get_by_label("Tệp bạn nhận được").set_input_files(tmp_path / "result.pdf")
    page.get_by_role("button", name="So tệp").click()
    expect(page.get_by_text("Tệp này giống hệt bản lưu")).to_be_visible()  # the script sends it and shows the answer
    look("compared")
    correct_result(dossier, by=house.leader, reason="Sai năm sinh", template="result")
    page.goto(f"/xac-minh/{spaced(result.verification_code)}/")
    look("replaced")
    assert wrong == {}
