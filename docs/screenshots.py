"""Takes the pictures of the documents, in docs/images: `python -m docs.screenshots` (`make docs`).

Starts a demo of its own (database motcua_docs on the tests' embedded server, a folder of its own, a free port), or
looks at the one under `--base` with `--accounts FILE`. Its clock is set to a working morning: the lists have a today.
"""

import argparse
import contextlib
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

from config import browser, postgres
from motcua.worktime.calendars import calendar_from
from motcua.worktime.national import national_facts

IMAGES = Path(__file__).parent / "images"
DATABASE = "motcua_docs"
DESK, TALL, WHOLE, PHONE = (1440, 820), (1440, 1180), (1440, 1480), (390, 844)
WEIGHT = 150_000  # bytes of a picture
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-sync",
]
STARTED_IN = 240  # seconds


class Office:
    """The demo as a visitor meets it: an address, and accounts with passwords and tokens."""

    def __init__(self, base: str, accounts: Path) -> None:
        self.base = base
        self.accounts = {each["username"]: each for each in json.loads(accounts.read_text(encoding="utf-8"))}

    def ask(self, username: str, path: str, *, method: str = "GET", body: dict[str, Any] | None = None) -> bytes:
        """Call the API in the name of a post."""
        headers = {"Authorization": f"Bearer {self.accounts[username]['token']}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.base}/api/v1{path}", data=data, headers=headers, method=method)  # noqa: S310 our own server
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return bytes(answer.read())

    def one_time_code(self, contact: str) -> str:
        """Return the newest code that was sent to a citizen, as soon as it has gone out."""
        for _ in range(60):
            items = json.loads(self.ask("tiepnhan1.huongtra", f"/demo/outbox?to={contact}"))["items"]
            for item in items:
                if found := re.search(r"\b\d{6}\b", item["body"]):
                    return found[0]
            time.sleep(0.5)
        sys.exit(f"no code came to {contact}")

    def code(self, username: str, **wanted: str) -> str:
        """Return the code of the oldest dossier that the filters find."""
        query = "&".join(f"{name}={value}" for name, value in wanted.items())
        found = json.loads(self.ask(username, f"/dossiers?limit=100&{query}"))["items"]
        return str(found[-1]["code"])

    def procedures(self, username: str) -> list[str]:
        """Return the codes of the procedures of the dossiers somebody sees, the most frequent first."""
        items = json.loads(self.ask(username, "/dossiers?limit=100"))["items"]
        return [code for code, _ in Counter(item["procedure"] for item in items).most_common()]


@contextmanager
def own_demo() -> Iterator[Office]:
    """A fresh demo beside whatever else runs on this machine; gone afterwards."""
    postgres.start("test")
    place = postgres.environment("test")
    server = {"host": place["PGHOST"], "port": place["PGPORT"], "user": place["PGUSER"], "dbname": "postgres"}
    with psycopg.connect(**server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        url = f"postgresql://{place['PGUSER']}@:{place['PGPORT']}/{DATABASE}?host={place['PGHOST']}"
        environment = {**os.environ, **place, "DATABASE_URL": url, "MOTCUA_VAR": folder}
        demo = subprocess.Popen([sys.executable, "-m", "config.demo", "--port", str(port)], env=environment)
        try:
            base = f"http://127.0.0.1:{port}"
            _wait(base, demo)
            yield Office(base, Path(folder) / "demo-accounts.json")
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.wait(30)
    with psycopg.connect(**server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


def _wait(base: str, demo: "subprocess.Popen[bytes]") -> None:
    """Wait until the demo answers and has printed what its dossiers promised."""
    until = time.monotonic() + STARTED_IN
    while time.monotonic() < until and demo.poll() is None:
        try:
            with urllib.request.urlopen(f"{base}/healthz", timeout=5) as answer:  # noqa: S310 our own server
                if json.load(answer)["oldest_waiting_job_seconds"] is None:
                    return
        except OSError:
            pass
        time.sleep(0.5)
    sys.exit("the demo did not become ready")


def set_the_clock(office: Office) -> None:
    """Make it half past eight on the coming day on which the nation works."""
    facts = national_facts()
    calendar = calendar_from({"weekly": facts["week"]["weekly"], "exceptions": [
        {key: day[key] for key in ("date", "off", "works_as", "reason") if key in day} for day in facts["days"]
    ]})  # fmt: skip
    day = datetime.now() + timedelta(days=1)  # noqa: DTZ005 the office's own day
    while not calendar.is_working(day.toordinal()):
        day += timedelta(days=1)
    office.ask("tiepnhan1.huongtra", "/demo/clock", method="PUT", body={"now": f"{day:%Y-%m-%d}T08:30+07:00"})


def keep(picture: bytes, name: str) -> None:
    """Write a picture with as few colours as keep it under its weight."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in (256, 128, 64, 32):
        kept = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
        if kept.tell() <= WEIGHT:
            break
    else:
        sys.exit(f"{name} is too heavy: {kept.tell()} bytes")
    (IMAGES / f"{name}.png").write_bytes(kept.getvalue())
    sys.stdout.write(f"{name}.png {kept.tell() // 1000} kB, {colours} colours\n")


@contextmanager
def page_of(chromium: Browser, office: Office, username: str, size: tuple[int, int] = DESK) -> Iterator[Page]:
    """A page in which somebody has logged in; nobody for ""."""
    context = chromium.new_context(
        base_url=office.base, viewport={"width": size[0], "height": size[1]}, locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh", has_touch=size == PHONE,
    )  # fmt: skip
    page = context.new_page()
    if username:
        page.goto("/dang-nhap/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", office.accounts[username]["password"])
        page.keyboard.press("Enter")
        if "totp_secret" in office.accounts[username]:
            page.wait_for_url("**/buoc-hai/**")
            _prove(page)
        page.wait_for_url(lambda url: "dang-nhap" not in url)
    yield page
    context.close()


def _prove(page: Page) -> None:
    """Type the code that the demo reads aloud; after several log-ins within a minute the next one is good a little
    later."""
    for _ in range(5):
        page.fill("[name=code]", page.inner_text(".banner strong"))
        page.keyboard.press("Enter")
        with contextlib.suppress(TimeoutError):
            page.wait_for_url(lambda url: "dang-nhap" not in url, timeout=5000)
            return
        page.wait_for_timeout(20_000)
        page.goto(page.url)


def intake(chromium: Browser, office: Office) -> None:
    """The counter: a building permit, typed up to the last press."""
    with page_of(chromium, office, "tiepnhan1.huongtra", WHOLE) as page:
        page.goto("/tiep-nhan/")
        page.fill("#id_q", "1.013225")
        page.wait_for_selector("#found button")
        page.press("#id_q", "Enter")
        page.wait_for_selector("#id_case_0")
        page.check("input[name=case][value=nha_o]")
        page.wait_for_selector("#paper-rows tr")
        page.fill("#id_a-identity_number", "000290000417")
        page.fill("#id_a-name", "Nguyễn Thị Lan Chi")
        page.fill("#id_a-phone", "0900 000 417")
        page.fill("#id_a-address", "Tổ dân phố 6, phường Hương Trà")
        page.wait_for_selector("#part-slip .leaf")
        page.locator("#id_a-address").blur()
        page.wait_for_timeout(400)
        page.evaluate("scrollTo(0, 0)")
        keep(page.screenshot(), "tiep-nhan")


def pictures(chromium: Browser, office: Office) -> None:
    """Take them all."""
    intake(chromium, office)
    for size, name in ((DESK, "hop-viec"), (PHONE, "hop-viec-dien-thoai")):
        with page_of(chromium, office, "xaydung.huongtra", size) as page:
            page.goto("/xu-ly/")
            keep(page.screenshot(), name)
    building = office.code("tiepnhan1.huongtra", procedure="1.013225", state="returned")
    with page_of(chromium, office, "tiepnhan1.huongtra", TALL) as page:
        page.goto(f"/xu-ly/ho-so/{building}/")
        keep(page.screenshot(), "ho-so")
    with page_of(chromium, office, "chutich.huongtra") as page:
        page.goto("/xu-ly/toan-don-vi/")
        keep(page.screenshot(), "toan-don-vi")
        page.goto("/so-lieu/bao-cao/II.06a/")
        keep(page.screenshot(), "bao-cao")
    follow(chromium, office)
    found_by_citizens(chromium, office)
    kept_in_order(chromium, office)
    designed(chromium, office)
    routed(chromium, office)
    in_the_hall(chromium, office)
    filed(chromium, office)


def filed(chromium: Browser, office: Office) -> None:
    """A citizen's side: what is asked of her, and how far the form is that somebody began; the desk's help."""
    with citizen(chromium, office, "dam.thi.minh.thu@vi-du.vn") as page:
        page.goto("/cua-toi/")
        page.locator("a[href*='/cua-toi/ho-so/']").first.click()
        page.wait_for_url("**/cua-toi/ho-so/**")
        keep(page.screenshot(), "ho-so-cua-toi-dien-thoai")
    with citizen(chromium, office, "duong.thi.lai@vi-du.vn") as page:
        page.goto("/nop/")
        page.get_by_role("link", name="tình trạng hôn nhân").click()
        page.wait_for_url("**/nop/*/")
        keep(page.screenshot(), "nop-truc-tuyen-dien-thoai")
    with page_of(chromium, office, "tiepnhan1.huongtra") as page:
        page.goto("/tiep-nhan/khai-giup/thu-tuc/1.001776/")
        keep(page.screenshot(), "khai-giup")


@contextmanager
def citizen(chromium: Browser, office: Office, contact: str) -> Iterator[Page]:
    """A telephone on which a citizen has come in by a code from the demo's outbox."""
    with page_of(chromium, office, "", PHONE) as page:
        page.goto("/dang-nhap-cong-dan/")
        page.fill("[name=contact]", contact)
        page.get_by_role("button", name="Gửi mã").click()
        page.wait_for_selector("[name=code]")
        page.fill("[name=code]", office.one_time_code(contact))
        page.keyboard.press("Enter")
        page.wait_for_url("**/cua-toi/**")
        yield page


def found_by_citizens(chromium: Browser, office: Office) -> None:
    """The public catalogue: what somebody finds who types as they speak, on a phone."""
    with page_of(chromium, office, "", PHONE) as page:
        page.goto("/thu-tuc/tim/?q=giấy khai sinh")
        keep(page.screenshot(), "tim-thu-tuc-dien-thoai")


def kept_in_order(chromium: Browser, office: Office) -> None:
    """The desk of those who keep the house in order."""
    for username, address, name in (
        ("quantri.huongtra", "/quan-tri/", "quan-tri"),
        ("quantri.huongtra", "/quan-tri/can-bo/", "can-bo"),
        ("caicach.huongtra", "/quan-tri/thu-tuc/", "thu-tuc-don-vi"),
        ("caicach.huongtra", "/quan-tri/niem-yet/", "niem-yet"),
        ("quantri.huongtra", "/quan-tri/uy-quyen/", "uy-quyen"),
        ("vanthu.huongtra", "/quyen-du-lieu/", "quyen-du-lieu"),
    ):
        with page_of(chromium, office, username) as page:
            page.goto(address)
            keep(page.screenshot(), name)


def designed(chromium: Browser, office: Office) -> None:
    """The designer of online forms, with a question of the birth form open."""
    with page_of(chromium, office, "caicach.huongtra", TALL) as page:
        adoption(page, "1.001193")
        page.goto(f"{page.url}bieu-mau/thiet-ke/cau/asker_number/")
        keep(page.screenshot(), "thiet-ke-bieu-mau")


def routed(chromium: Browser, office: Office) -> None:
    """The designer of routes on a route of three legs, and the dossiers that may be moved to a new route."""
    with page_of(chromium, office, "caicach.huongtra", WHOLE) as page:
        adoption(page, "1.012753")
        page.goto(f"{page.url}sua/quy-trinh/")
        keep(page.screenshot(), "thiet-ke-quy-trinh")
        for code in office.procedures("chutich.huongtra"):
            adoption(page, code)
            link = page.get_by_role("link", name="sang quy trình mới")
            if link.count():
                page.set_viewport_size({"width": DESK[0], "height": DESK[1]})
                link.click()
                page.wait_for_url("**/chuyen-ho-so/**")
                page.get_by_role("checkbox").nth(1).check()  # what is ticked asks for a reason
                keep(page.screenshot(), "chuyen-quy-trinh")
                return
        sys.exit("the demo has no dossiers to move to a new route")


def adoption(page: Page, code: str) -> None:
    """Open the page of a procedure as the office has adopted it; the list leads on by the code."""
    page.goto(f"/quan-tri/thu-tuc/?q={code}")
    page.get_by_role("link", name=code).first.click()
    page.wait_for_url(re.compile(r"/quan-tri/thu-tuc/\d+/"))


def in_the_hall(chromium: Browser, office: Office) -> None:
    """Numbers taken at the kiosk, the first one called, and what the display shows then."""
    with page_of(chromium, office, "") as kiosk, page_of(chromium, office, "tiepnhan1.huongtra") as window:
        for line in (0, 1, 0, 3, 1, 4, 0):
            kiosk.goto("/sanh/thiet-bi/lay-so/")
            kiosk.locator("main button[name=line]").nth(line).click()
            kiosk.wait_for_selector(".bignumber")
        window.goto("/sanh/quay/")
        window.keyboard.press("F9")
        window.wait_for_selector(".bignumber")
        keep(window.screenshot(), "quay-goi-so")
    with page_of(chromium, office, "") as display:
        display.goto("/sanh/thiet-bi/bang-so/")
        display.wait_for_selector(".calledat")
        keep(display.screenshot(), "bang-goi-so")


def follow(chromium: Browser, office: Office) -> None:
    """What the citizen holds: the page of the QR code, and the slip it stands on."""
    waiting = office.code("tiepnhan1.huongtra", procedure="1.001653", state="waiting_supplement")
    link = json.loads(office.ask("tiepnhan1.huongtra", f"/dossiers/{waiting}"))["tracking_url"]
    with page_of(chromium, office, "", PHONE) as page:
        page.goto("/t/" + link.rpartition("/")[2])
        keep(page.screenshot(full_page=True), "theo-doi-dien-thoai")
    slip = office.code("tiepnhan1.huongtra", procedure="1.013225", state="received")
    paper = office.ask("tiepnhan1.huongtra", f"/dossiers/{slip}/documents/receipt.pdf")
    drawn = io.BytesIO()
    pypdfium2.PdfDocument(paper)[0].render(scale=1.7).to_pil().save(drawn, "PNG")
    keep(drawn.getvalue(), "giay-hen")


def main() -> int:
    """Take the pictures of a demo that runs, or of one started for it."""
    parser = argparse.ArgumentParser("python -m docs.screenshots", description=__doc__)
    parser.add_argument("--base", help="a demo that runs already, e.g. http://127.0.0.1:8000")
    parser.add_argument("--accounts", type=Path, default=Path("var/demo-accounts.json"))
    options = parser.parse_args()
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser.program(), args=FLAGS, env={**os.environ, "LANGUAGE": "vi"}
        )
        if options.base:
            pictures(chromium, Office(options.base, options.accounts))
        else:
            with own_demo() as office:
                set_the_clock(office)
                pictures(chromium, office)
        chromium.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
