"""A filing without script, and one by the keyboard alone: from the first page to the confirmation, files included."""

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from motcua.dossiers.models import Dossier
from motcua.files.blobs import contents
from motcua.filing.models import Filing
from tests.browser.hands import Hands
from tests.browser.online import BIRTH, answers_of, fill_in, form_of, real_house
from tests.browser.test_my_page import known
from tests.factories import make_account
from tests.filing.test_pictures import photo

pytestmark = pytest.mark.django_db(transaction=True)
FORM = form_of("birth")


@pytest.fixture
def house(transactional_db, monkeypatch):
    return real_house(monkeypatch, BIRTH)


@pytest.fixture
def account(house):
    return make_account(name="Lê Thị Thử")


def taken(name: str) -> dict:
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": photo(name, size=(600, 800))}


def answers(**otherwise):
    return answers_of("birth") | {"wants_copies": False} | otherwise


def sent_whole(pages: int) -> None:
    """One dossier came of it, with what was answered and the paper that was brought."""
    dossier = Dossier.objects.get()
    said = dossier.filed_form.answers
    assert {code: said[code] for code in ("child_name", "asker_relation", "mother_number")} == {
        "child_name": "Trần Minh Thử", "asker_relation": "mother", "mother_number": "046195000123",
    }  # fmt: skip
    (paper,) = dossier.papers.exclude(file=None)
    assert len(PdfReader(io.BytesIO(contents(paper.file))).pages) == pages
    assert Filing.objects.get().dossier == dossier


def test_without_script(house, account, page_at, client, live_server):
    page = page_at(320, script=False)
    known(page, live_server, client, account)
    page.goto(f"/thu-tuc/{BIRTH}/{house.ward.code}/")
    page.get_by_role("link", name="Nộp trực tuyến").first.click()
    page.get_by_role("link", name="Bắt đầu").click()
    page.get_by_label("Đăng ký đúng hạn").check()
    page.get_by_role("button", name="Bắt đầu khai").click()
    page.get_by_role("link", name="Trước khi khai").click()

    def bring(code: str) -> None:
        if code == "birth_proof_file":
            page.locator(f"[name=q-{code}]").set_input_files([taken("mot"), taken("hai")])
            page.get_by_role("button", name="Tải lên Bản chụp giấy tờ về việc sinh").click()
            expect(page.get_by_role("link", name="hai.jpg")).to_be_visible()

    fill_in(page, FORM, answers(), bring=bring)
    page.get_by_role("link", name="Tiếp tục để nộp").click()
    page.get_by_role("button", name="Nộp hồ sơ").click()  # without the declaration: told, nothing sent
    expect(page.get_by_role("alert")).to_contain_text("cam đoan")
    page.get_by_label("Tôi cam đoan").check()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible()
    sent_whole(pages=2)


class Fingers(Hands):
    """Answers by keys: Tab to where it is asked, arrows or the space bar to choose."""

    def give(self, name: str, text: str) -> None:
        self.page.keyboard.press("Control+Home")
        self.to(name)
        kind = self.here()["type"]
        if kind == "radio":
            self.choose_one(name, text)
        elif kind == "checkbox":
            if self.here()["checked"] != (text == "true"):
                self.keys.press("Space")
        else:
            self.write(name, text)

    def choose_one(self, name: str, value: str) -> None:
        """Go through the choices with the arrows until this one is marked."""
        self.keys.press("Space")
        for _ in range(30):
            at = self.here()
            if at["value"] == value and at["checked"]:
                return
            self.keys.press("ArrowDown")
        raise AssertionError(f"{name} has no {value}")

    def press(self, button: str) -> None:
        self.to("go", button)
        self.send("Enter")


def test_by_the_keyboard_alone(house, account, page_at, client, live_server, tmp_path):
    page = page_at(1440)
    # heard from the first page on: asked for only as the key is pressed, a busy machine opens the chooser unheard
    page.on("filechooser", lambda chooser: None)
    known(page, live_server, client, account)
    page.goto(f"/nop/{BIRTH}/{house.ward.code}/bat-dau/")
    hands = Fingers(page)
    hands.give("case", "dung_han")
    hands.send("Enter")
    (filing,) = Filing.objects.all()
    page.goto(f"/nop/{filing.pk}/phan/0/")

    def bring(code: str) -> None:
        if code == "birth_proof_file":
            hands.to(f"q-{code}")
            with page.expect_file_chooser() as chosen:
                page.keyboard.press("Enter")
            chosen.value.set_files([taken("mot")])
            expect(page.get_by_role("link", name="mot.jpg")).to_be_visible(timeout=30_000)
            page.wait_for_load_state()

    fill_in(page, FORM, answers(), bring=bring, hand=hands)
    while "/kiem-tra/" in page.url:
        page.keyboard.press("Tab")
        if hands.here()["text"] == "Tiếp tục để nộp":
            hands.send("Enter")
    hands.give("delivery", "by_post")
    hands.give("declared", "true")
    hands.send("Enter")
    expect(page.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible(timeout=30_000)
    assert Dossier.objects.get().delivery == "by_post"
    sent_whole(pages=1)
