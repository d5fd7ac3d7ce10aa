"""A mother registers a birth from a phone on a slow line; the ward asks for one more paper, and settles it."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from motcua.agencies.models import Agency
from motcua.core import clock
from motcua.core.text import fold
from motcua.dossiers.actions import deciding, moving
from motcua.dossiers.actions.billing import collect_fee
from motcua.dossiers.actions.intake import receive
from motcua.dossiers.choices import State
from motcua.dossiers.models import Dossier
from motcua.files.blobs import contents
from motcua.filing.models import Filing
from tests.browser.online import BIRTH, PHONE_AGENT, SLOW, answers_of, fill_in, form_of, real_house
from tests.filing.test_pictures import A4, LYING, UPRIGHT, is_red, pages_of, photo
from tests.journeys import conftest as journeys

pytestmark = pytest.mark.django_db(transaction=True)
worker_runs = journeys.worker_runs  # a fixture
MOBILE = "0912345678"
PATIENCE = 60_000  # ms; a busy machine is no bug
FORM = form_of("birth")
SHOT = (1200, 1600)  # a cheap camera's; as (width, height) of the page that is photographed
PAPERS = {  # question → the paper that it brings, and its pictures: name, how the camera was held
    "birth_proof_file": ("Giấy chứng sinh hoặc văn bản thay thế", [("chung-sinh-1", UPRIGHT), ("chung-sinh-2", LYING)]),
    "asker_card_file": ("Giấy tờ tùy thân của người yêu cầu", [("the-truoc", LYING), ("the-sau", UPRIGHT)]),
    "marriage_file": ("Giấy chứng nhận kết hôn của cha, mẹ", [("ket-hon", LYING)]),
}


def taken(name: str, turned: int) -> dict:
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": photo(name, turned=turned, size=SHOT)}


def words(pdf: bytes) -> str:
    return journeys.squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages))


@pytest.fixture
def house(transactional_db, monkeypatch, set_clock):
    set_clock("2026-11-16T09:00")
    house = real_house(monkeypatch, BIRTH)
    Agency.objects.filter(pk=house.ward.pk).update(phone="0236 3000 111")
    house.ward.refresh_from_db()
    return house


def keep_what_never_changes(page) -> None:
    """Static files come once, as in service, where they are kept for ever; the tests' server sends them each time."""
    kept: dict[str, tuple[str, bytes]] = {}

    def keep(answer) -> None:
        if "/static/" in answer.url and answer.url not in kept:
            kept[answer.url] = (answer.headers.get("content-type", ""), answer.body())

    def serve(route) -> None:
        if (found := kept.get(route.request.url)) is None:
            return route.continue_()
        return route.fulfill(content_type=found[0], body=found[1])

    page.on("response", keep)
    page.route("**/static/**", serve)


@pytest.fixture
def phone(page_at, house):
    """Her phone: 320 points wide, touched, on a line of 400 kbit a second with 300 ms there and back."""
    page = page_at(320, user_agent=PHONE_AGENT, is_mobile=True)
    page.set_default_timeout(PATIENCE)
    keep_what_never_changes(page)
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    return page


@pytest.fixture
def told(phone):
    """`told()`: the last message to her phone, as the demo's outbox shows it."""
    box = phone.context.new_page()

    def last() -> str:
        box.goto(f"/hop-thu-dung-thu/?to={MOBILE}")
        return box.locator("main section").first.inner_text()

    return last


def come_in(phone, told) -> None:
    phone.get_by_label(re.compile("Số điện thoại")).fill(MOBILE)
    phone.get_by_role("button", name="Gửi mã").tap()
    phone.wait_for_url("**/ma/**")
    phone.get_by_label(re.compile("Mã")).fill(re.search(r"\b\d{6}\b", told())[0])
    phone.keyboard.press("Enter")
    phone.get_by_role("button", name="Tôi đồng ý").tap()
    phone.wait_for_url("**/nop/**")


class Story:
    """Her phone, and what the others do."""

    def __init__(self, phone, told, house) -> None:
        self.phone, self.told, self.house = phone, told, house
        self.kept: list[str] = []

    def begin(self) -> None:
        """She finds the procedure, and is asked who she is only when she begins."""
        phone = self.phone
        phone.goto(f"/thu-tuc/{BIRTH}/{self.house.ward.code}/")
        phone.get_by_role("link", name=re.compile("Nộp trực tuyến")).first.tap()
        phone.get_by_role("link", name="Bắt đầu").tap()
        come_in(phone, self.told)
        phone.get_by_label("Đăng ký đúng hạn").check()
        phone.get_by_role("button", name="Bắt đầu khai").tap()
        phone.get_by_role("link", name="Trước khi khai").tap()
        phone.wait_for_url("**/phan/0/")

    def look(self, number: int) -> None:
        """What is typed is kept as it is typed."""
        if FORM.sections[number].code == "child" and not self.kept:
            expect(self.phone.locator("[data-autosave-told]")).to_contain_text("Đã lưu lúc", timeout=PATIENCE)
            self.kept.append(Filing.objects.get().answers["child_name"])

    def bring(self, code: str) -> None:
        """Each paper is photographed, also from the side."""
        pictures = PAPERS[code][1]
        self.phone.locator(f"[name=q-{code}]").set_input_files([taken(*one) for one in pictures])
        for name, _ in pictures:
            expect(self.phone.get_by_role("link", name=f"{name}.jpg")).to_be_visible(timeout=PATIENCE)
        self.phone.wait_for_load_state()

    def send(self) -> Dossier:
        """She checks, declares and sends."""
        phone = self.phone
        expect(phone.get_by_text("24.000")).to_have_count(2)  # three copies; the line, and the sum
        phone.get_by_role("link", name="Tiếp tục để nộp").tap()
        phone.get_by_label("Nhận bản điện tử").check()
        phone.get_by_label(re.compile("Tôi cam đoan")).check()
        phone.get_by_role("button", name="Nộp hồ sơ").tap()
        expect(phone.get_by_role("heading", name="Đã nộp hồ sơ")).to_be_visible(timeout=PATIENCE)
        return Dossier.objects.get()

    def bring_one_more(self, code: str) -> None:
        """She is told, and brings it where she is."""
        phone = self.phone
        assert fold("Giấy cam đoan về việc sinh") in fold(self.told())  # an SMS goes out without marks
        phone.goto("/cua-toi/")
        phone.locator(f"a[href$='/ho-so/{code}/']").first.tap()
        phone.get_by_role("link", name="Nộp giấy tờ được yêu cầu").tap()
        phone.get_by_label("Giấy cam đoan về việc sinh").set_input_files([taken("cam-doan", UPRIGHT)])
        phone.get_by_role("button", name="Nộp bổ sung").tap()
        phone.wait_for_url(f"**/ho-so/{code}/")
        assert Dossier.objects.get().state == State.SUBMITTED

    def fetch(self) -> tuple[str, Path]:
        """She is told again, and downloads the certificate; returns its verification code and the file."""
        assert fold("kết quả") in fold(self.told())
        self.phone.reload()
        with self.phone.expect_download() as fetched:
            self.phone.get_by_role("link", name=re.compile("Tải về")).tap()
        code = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", self.phone.inner_text("main"))[0]
        return code, fetched.value.path()


def say_the_same(story: Story, dossier: Dossier) -> None:
    """In hand: the code, until when she hears, whom to call; and the same on paper."""
    phone = story.phone
    sent, answer = clock.local(dossier.registered_at), clock.local(dossier.answer_due_at)
    assert timedelta(0) <= answer - sent - timedelta(days=1) < timedelta(minutes=1)  # the ward works eight hours a day
    said = journeys.squeezed(phone.inner_text("main"))
    for each in (dossier.code, f"{answer:%d/%m/%Y %H:%M}", story.house.centre.name, story.house.ward.phone):
        assert journeys.squeezed(each) in said, each
    paper = phone.request.get(phone.get_by_role("link", name="Giấy xác nhận (PDF)").get_attribute("href"))
    for each in (dossier.code, "Lê Thị Thử", *(name for name, _ in PAPERS.values())):
        assert journeys.squeezed(each) in words(paper.body()), each
    form = phone.request.get(phone.get_by_role("link", name="Tờ khai đã nộp (PDF)").get_attribute("href"))
    for each in ("Trần Minh Thử", "046195000123", "046093000456"):
        assert journeys.squeezed(each) in words(form.body()), each


def are_upright(dossier: Dossier) -> None:
    """The three papers are three PDFs, every page upright however the phone was held."""
    brought = {each.name: each.file for each in dossier.papers.exclude(file=None).select_related("file")}
    assert set(brought) == {name for name, _ in PAPERS.values()}
    for name, pictures in PAPERS.values():
        pages = pages_of(contents(brought[name]))
        assert [page.size for page in pages] == [A4] * len(pictures), name
        for page in pages:
            assert is_red(page.getpixel((297, 45))), name
            assert not is_red(page.getpixel((297, 800))), name


def ask_for_one_more(desk, login, house, code: str) -> None:
    """The clerk, in a browser of her own."""
    login(desk, house.clerk.person.username)
    desk.goto("/xu-ly/")
    desk.locator(f"a[href*='/ho-so/{code}/']").first.click()
    desk.goto(f"/xu-ly/ho-so/{code}/viec/request_supplement/")
    desk.get_by_label(re.compile("Giấy tờ hoặc nội dung khác")).fill("Giấy cam đoan về việc sinh")
    desk.get_by_label("Lý do").fill("Giấy chứng sinh mờ phần ngày sinh")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_url(lambda url: "/viec/" not in url)


def settle(house) -> Dossier:
    """The ward receives it, with the fee for the copies, and signs the certificate."""
    dossier = collect_fee(receive(Dossier.objects.get(), by=house.clerk), by=house.clerk, method="transfer")
    dossier = moving.hand_over(dossier, by=house.clerk)
    dossier = moving.propose(dossier, by=house.specialist, note="Đủ")
    return moving.hand_over(deciding.sign(dossier, by=house.leader, template="result"), by=house.registry)


def verify(page, code: str, file: Path, notation: str) -> None:
    """Anybody may ask whether it is genuine, and learns no name."""
    page.get_by_label("Mã xác minh").fill(code)
    page.get_by_role("button", name="Xác minh").click()
    expect(page.locator("main")).to_contain_text(notation)
    expect(page.get_by_text("Lê Thị Thử")).to_have_count(0)
    page.get_by_label("Tệp bạn nhận được").set_input_files(file)
    page.get_by_role("button", name="So tệp").click()
    expect(page.get_by_text("Tệp này giống hệt bản lưu")).to_be_visible()


def test_a_mother_registers_a_birth_from_her_phone(phone, told, house, page_at, login, worker_runs):
    story = Story(phone, told, house)
    story.begin()
    fill_in(phone, FORM, answers_of("birth"), bring=story.bring, look=story.look)
    assert story.kept == ["Trần Minh Thử"]
    dossier = story.send()
    say_the_same(story, dossier)
    are_upright(dossier)
    worker_runs()
    assert dossier.code in told()
    ask_for_one_more(page_at(1440), login, house, dossier.code)
    worker_runs()
    story.bring_one_more(dossier.code)
    dossier = settle(house)
    worker_runs()
    code, certificate = story.fetch()
    assert journeys.squeezed(dossier.code) in words(certificate.read_bytes())
    verify(page_at(390, path="/xac-minh/"), code, certificate, dossier.results.get().document.notation)
