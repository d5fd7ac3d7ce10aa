"""A clerk files online for an old man without phone or e-mail: with the keyboard alone, from his consent to the receipt
in his hand, and later the result."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from motcua.citizens.models import Consent
from motcua.dossiers.actions import deciding, moving
from motcua.dossiers.choices import Form, State
from motcua.dossiers.models import Dossier
from motcua.filing.actions.helping import help_at_counter
from motcua.filing.models import Filing
from motcua.notify.models import Outgoing
from tests.browser.hands import MOST, Hands
from tests.dossier_factories import STANDARD
from tests.factories import make_post
from tests.filing import conftest as sample
from tests.filing.filled import fill
from tests.filing.test_helping import OLD_MAN, SAME
from tests.filing.test_pictures import photo

pytestmark = pytest.mark.django_db(transaction=True)
house, edition = sample.house, sample.edition
URL = "/tiep-nhan/khai-giup/"


class Clerk(Hands):
    def follow(self, words: str) -> None:
        """Go on by Tab to a link or button by the beginning of its text, and press it."""
        for _ in range(MOST):
            if self.here()["text"].startswith(words):
                with self.page.expect_event("load"):
                    self.keys.press("Enter")
                return
            self.keys.press("Tab")
        raise AssertionError(f"Tab never reached {words}")

    def heading(self, words: str) -> None:
        expect(self.page.get_by_role("heading", name=words, exact=True)).to_be_visible()


def test_a_clerk_files_for_an_old_man_with_the_keyboard_alone(page_at, login, house):
    page: Page = page_at()
    login(page, house.clerk.person.username)
    page.goto("/tiep-nhan/")
    clerk = Clerk(page)
    with page.expect_event("load"):
        page.keyboard.press("Alt+k")
    clerk.heading("Khai hồ sơ trực tuyến giúp người dân")
    clerk.write("q", "cap giay phep")  # the cursor is there already
    clerk.send("Enter")
    clerk.follow("Khai giúp")
    _agree(clerk)
    clerk.heading("Các phần phải khai")
    expect(page.get_by_role("region", name="Người được khai giúp")).to_contain_text(OLD_MAN["name"])
    clerk.follow("Ai được nộp")
    _fill_in(clerk)
    clerk.heading("Kiểm tra trước khi nộp")
    clerk.follow("Tiếp tục để nộp")
    clerk.heading("Cam đoan và nộp")
    clerk.to("declared")
    page.keyboard.press("Space")
    clerk.send("Enter")
    clerk.heading("Đã nộp hồ sơ trực tuyến")
    dossier = Dossier.objects.get()
    assert (dossier.applicant.name, dossier.helped_at, dossier.channel) == (OLD_MAN["name"], house.centre, "online")
    assert dossier.events.order_by("pk")[0].by == house.clerk
    _receive(clerk, dossier)
    _result_later(clerk, Dossier.objects.get(), house)
    assert not Outgoing.objects.exists()  # he has neither phone nor e-mail


def _agree(clerk: Clerk) -> None:
    clerk.write("identity_number", OLD_MAN["identity_number"])
    clerk.write("name", OLD_MAN["name"])
    clerk.write("birth_date", "03/02/1940")
    clerk.write("address", OLD_MAN["address"])
    clerk.to("means", "signed")
    clerk.keys.press("Space")
    clerk.to("agreed")
    clerk.keys.press("Space")
    clerk.send("Enter")
    assert Consent.objects.get().applicant.name == OLD_MAN["name"]


def _fill_in(clerk: Clerk) -> None:
    page = clerk.page
    clerk.to("q-adult", "true")
    page.keyboard.press("Space")
    clerk.send("Enter")
    clerk.to("q-name")
    assert clerk.here()["value"] == OLD_MAN["name"]
    clerk.send("Enter")
    clerk.write("q-reason", "Mở quán nước")
    clerk.write("q-copies", "2")
    clerk.send("Enter")
    scan = {"name": "quet.jpg", "mimeType": "image/jpeg", "buffer": photo("quet", size=(600, 800))}
    page.get_by_label("Ảnh giấy chứng minh").set_input_files(scan)  # the window of the system is not ours
    expect(page.get_by_role("link", name="quet.jpg")).to_be_visible(timeout=30_000)
    clerk.to("go", "next")
    clerk.send("Enter")


def _receive(clerk: Clerk, dossier: Dossier) -> None:
    page = clerk.page
    clerk.follow("Mở hồ sơ để tiếp nhận")  # the cursor is there already
    expect(page.get_by_text("Trực tuyến, có cán bộ hỗ trợ")).to_be_visible()
    page.keyboard.press("t")
    expect(page.get_by_label("Thời hạn giải quyết")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("link", name="Xem phiếu để in")).to_be_visible()
    dossier.refresh_from_db()
    assert dossier.state == State.RECEIVED
    assert dossier.printed_papers.get(form=Form.RECEIPT).values is not None


def _result_later(clerk: Clerk, dossier: Dossier, house: Any) -> None:
    dossier = moving.hand_over(dossier, by=house.clerk)
    dossier = moving.approve(moving.propose(dossier, by=house.specialist, note="Đủ"), by=house.head)
    moving.hand_over(deciding.sign(dossier, by=house.leader, template="result"), by=house.registry)
    clerk.page.goto(f"/tiep-nhan/tra-ket-qua/{dossier.code}/")
    clerk.page.keyboard.press("F9")
    expect(clerk.page.get_by_text(f"Đã trả kết quả hồ sơ {dossier.code}")).to_be_visible()
    dossier.refresh_from_db()
    assert (dossier.state, dossier.returned_to) == (State.RETURNED, OLD_MAN["name"])


def _helped(house: Any, edition: Any, **more: Any) -> Filing:
    filing: Filing = help_at_counter(
        **{"by": house.clerk, "edition": edition, "person": OLD_MAN, "text": 1, "means": "signed"} | more
    )
    return filing


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_every_page_is_usable(page_at, login, axe, unlabelled, overflowing, house, edition, width, dark):
    filing = fill(_helped(house, edition), by=house.clerk, but=SAME)
    _helped(house, edition, by=make_post("receptionist", agency=house.centre))
    page = page_at(width, dark=dark)
    login(page, house.clerk.person.username)
    base = f"{URL}{filing.pk}/"
    for path in (URL, f"{URL}thu-tuc/{STANDARD}/", f"{URL}giay-dong-y/", base, f"{base}phan/2/", f"{base}phan/3/",
                 f"{base}kiem-tra/", f"{base}nop/", f"{base}bo/", "/tiep-nhan/ban-nhap/"):  # fmt: skip
        page.goto(path)
        assert axe(page) == [], path
        assert unlabelled(page) == [], path
        assert overflowing(page) == [], path
