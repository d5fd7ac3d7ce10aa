"""What goes wrong with phones: the line is cut in mid-upload, two tabs are open, the session or the battery ends."""

import re
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from playwright.sync_api import expect

from motcua.citizens.models import AccountSession
from motcua.dossiers.models import Dossier
from motcua.filing.models import Filing, UploadPiece
from tests.browser.test_my_page import known
from tests.filing import conftest as sample
from tests.filing.filled import fill, png

pytestmark = pytest.mark.django_db(transaction=True)
house, edition, mother, filing = sample.house, sample.edition, sample.mother, sample.filing
LARGE = {"name": "lon.png", "mimeType": "image/png", "buffer": png(7) + b"\0" * 900_000}  # four pieces
SAVED = re.compile("Đã lưu lúc")


@pytest.fixture
def tab(page_at, mother, live_server, client):
    """`tab(path)`: the mother's phone on a page; `of` another of her tabs: one more in the same browser."""

    def opened(path: str, *, of=None):
        page = of.context.new_page() if of else page_at(320)
        if of is None:
            known(page, live_server, client, mother)
        page.goto(path)
        return page

    return opened


def come_in_again(page, client, mother, live_server) -> None:
    """Log in anew in this browser, without the pages of it."""
    known(page, live_server, client, mother)


def run_out() -> None:
    AccountSession.objects.update(last_seen=Now() - timedelta(days=1))


def test_cut_in_mid_upload_it_goes_on_where_it_stood_and_no_byte_is_sent_twice(tab, filing):
    page, taken, refused = tab(f"/nop/{filing.pk}/phan/3/"), [], []

    def pieces(route) -> None:
        request = route.request
        if request.method != "PATCH":
            return route.continue_()
        if len(taken) == 2 and not refused:
            refused.append(request.headers["upload-offset"])
            page.context.set_offline(True)
            return route.abort("internetdisconnected")
        taken.append((int(request.headers["upload-offset"]), len(request.post_data_buffer or b"")))
        return route.continue_()

    page.route("**/tai-len/**", pieces)
    page.get_by_label("Ảnh giấy chứng minh").set_input_files([LARGE])
    expect(page.get_by_text("Mất kết nối; phần đã tải vẫn còn")).to_be_visible(timeout=30_000)
    assert UploadPiece.objects.count() == 2
    page.context.set_offline(False)
    expect(page.get_by_role("link", name="lon.png")).to_be_visible(timeout=30_000)
    ends = [0, *(offset + size for offset, size in taken)]
    assert [offset for offset, _ in taken] == ends[:-1]  # each begins where the one before ended
    assert ends[-1] == len(LARGE["buffer"])
    assert refused == [str(taken[2][0])]
    given = filing.files.get()
    assert (given.file.name, given.file.size) == ("lon.png", len(LARGE["buffer"]))


def test_two_tabs_quarrel_over_one_section_and_agree_over_two(tab, filing):
    one = tab(f"/nop/{filing.pk}/phan/2/")
    two = tab(f"/nop/{filing.pk}/phan/2/", of=one)
    three = tab(f"/nop/{filing.pk}/phan/1/", of=one)
    one.get_by_label("Lý do").fill("Bản ở tab một")
    expect(one.get_by_text(SAVED)).to_be_visible()
    three.get_by_label("Họ và tên").fill("Trần Thị Tab Ba")  # another section: no quarrel
    expect(three.get_by_text(SAVED)).to_be_visible()
    two.get_by_label("Lý do").fill("Bản ở tab hai")
    expect(two.get_by_text("vừa được sửa ở một cửa sổ hoặc máy khác")).to_be_visible()
    answers = Filing.objects.get().answers
    assert (answers["reason"], answers["name"]) == ("Bản ở tab một", "Trần Thị Tab Ba")
    two.get_by_role("button", name="Tiếp tục").click()
    expect(two.get_by_role("cell", name="Bản ở tab một")).to_be_visible()
    expect(two.get_by_role("cell", name="Bản ở tab hai")).to_be_visible()
    two.get_by_role("button", name="Tiếp tục").click()
    two.wait_for_url("**/phan/3/")
    assert Filing.objects.get().answers["reason"] == "Bản ở tab hai"
    assert Filing.objects.get().answers["name"] == "Trần Thị Tab Ba"


def test_the_session_ends_on_the_last_page_and_it_is_sent_once(tab, filing, mother, client, live_server):
    fill(filing, by=mother.acting())
    page = tab(f"/nop/{filing.pk}/nop-ho-so/")
    page.get_by_label("Nhận qua bưu chính").check()
    page.get_by_label(re.compile("Tôi cam đoan")).check()
    run_out()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.wait_for_url("**/dang-nhap-cong-dan/**")
    assert not Dossier.objects.exists()
    address = page.url
    come_in_again(page, client, mother, live_server)
    page.goto(address)  # who is in goes on from the door
    page.wait_for_url("**/nop-ho-so/")
    expect(page.get_by_text("Chưa gửi được gì")).to_be_visible()
    expect(page.get_by_label("Nhận qua bưu chính")).to_be_checked()
    expect(page.get_by_label(re.compile("Tôi cam đoan"))).to_be_checked()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()
    assert Dossier.objects.get().delivery == "by_post"


def test_whoever_logs_in_anew_in_another_window_goes_on_in_this_one(tab, filing, mother):
    page = tab(f"/nop/{filing.pk}/phan/2/")
    run_out()
    page.get_by_label("Lý do").fill("Mở quán nước")
    expect(page.get_by_text("Đăng nhập lại ở cửa sổ mới")).to_be_visible()
    other = tab("/dang-nhap-cong-dan/", of=page)
    other.get_by_label(re.compile("Số điện thoại")).fill(mother.phone)
    other.get_by_role("button", name="Gửi mã").click()
    other.wait_for_url("**/ma/**")
    box = tab(f"/hop-thu-dung-thu/?to={mother.phone}", of=page)
    other.get_by_label(re.compile("Mã")).fill(re.search(r"\b\d{6}\b", box.inner_text("main section >> nth=0"))[0])
    other.keyboard.press("Enter")
    other.wait_for_url("**/cua-toi/")
    page.get_by_label("Số bản").fill("3")  # the page is the old one, its token is not
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert Filing.objects.get().answers["reason"] == "Mở quán nước"
    page.get_by_role("button", name="Tiếp tục").click()
    page.wait_for_url("**/phan/3/")
    assert Filing.objects.get().answers["copies"] == "3"


def test_the_battery_dies_while_one_types_and_everything_is_there_on_another_phone(tab, filing):
    page = tab(f"/nop/{filing.pk}/phan/3/")
    page.get_by_label("Ảnh giấy chứng minh").set_input_files([LARGE])
    expect(page.get_by_role("link", name="lon.png")).to_be_visible(timeout=30_000)
    page.goto(f"/nop/{filing.pk}/phan/2/")
    page.get_by_label("Lý do").press_sequentially("Mở quán nước")
    expect(page.get_by_text(SAVED)).to_be_visible()
    page.get_by_label("Lý do").press_sequentially(", bán cà phê")
    page.context.close()  # no button was pressed
    again = tab(f"/nop/{filing.pk}/phan/2/")
    expect(again.get_by_label("Lý do")).to_have_value(re.compile("^Mở quán nước"))
    again.goto(f"/nop/{filing.pk}/phan/3/")
    expect(again.get_by_role("link", name="lon.png")).to_be_visible()
