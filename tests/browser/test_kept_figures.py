"""What people keep of figures, in a real browser: every page is usable; a file is asked for and taken by keyboard."""

import os
from datetime import date

import pytest
from playwright.sync_api import expect

from motcua.bulletins.actions.keeping import save
from motcua.bulletins.actions.remarking import write
from motcua.bulletins.actions.scheduling import schedule
from tests import dossier_factories as make
from tests.made_files import work

pytestmark = pytest.mark.django_db(transaction=True)
REPORT = "/so-lieu/bao-cao/II.06a/?first=01/03/2026&last=31/03/2026"
SHOTS = os.environ.get("SHOTS")


def test_files_saved_pages_mails_and_remarks(house, page_at, login, set_clock, axe, unlabelled, overflowing):
    set_clock("2026-03-02T09:00")
    make.returned(house), make.in_progress(house), make.waiting(house)
    leader = house.leader
    leader.person.email = "lanh-dao@thu.example.vn"
    leader.person.save()
    view = save(by=leader, name="Cả phường, tháng này", address=REPORT, shared=True)
    mailed = schedule(by=leader, view=view, rhythm="quarterly", hour=7, form="pdf", recipients=[leader])
    days = {"first": date(2026, 3, 10), "last": date(2026, 3, 12)}
    remark = write(by=leader, agency=house.ward, note="Văn phòng nghỉ vì lụt.", **days)
    set_clock("2026-03-20T09:00")
    page, wrong = page_at(1440), {}
    login(page, leader.person.username)
    page.goto(REPORT)
    page.get_by_role("button", name="XLSX").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("II.06a, 01/03/2026 – 31/03/2026 (XLSX)")
    waiting = page.url
    expect(page.get_by_text("Chờ lập")).to_be_visible()
    work()
    taking = page.get_by_role("link", name="Tải về")
    expect(taking).to_be_visible()  # the page renewed itself
    with page.expect_download() as taken:
        taking.press("Enter")
    assert taken.value.suggested_filename == "II.06a-20260301-20260331.xlsx"
    page.goto(REPORT)
    page.get_by_role("button", name="CSV").press("Enter")
    paths = {
        "report": REPORT, "done": waiting, "waiting": page.url, "files": "/tep-da-lap/", "views": "/so-lieu/da-luu/",
        "save": f"/so-lieu/da-luu/luu/?trang={REPORT}", "send": f"/so-lieu/da-luu/{view.pk}/gui/",
        "mails": "/so-lieu/dinh-ky/", "change": f"/so-lieu/dinh-ky/{mailed.pk}/sua/", "remarks": "/so-lieu/ghi-chu/",
        "write": "/so-lieu/ghi-chu/moi/", "rewrite": f"/so-lieu/ghi-chu/{remark.pk}/sua/",
    }  # fmt: skip
    for width, names in ((1440, paths), (390, ("report", "files", "views", "mails", "remarks"))):
        page.set_viewport_size({"width": width, "height": 900})
        for name in names:
            page.goto(paths[name])
            if SHOTS:
                page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
            if found := [*axe(page), *unlabelled(page), *overflowing(page)]:
                wrong[name, width] = found
    assert wrong == {}
