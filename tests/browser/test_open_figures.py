"""The card of a unit's figures inside a page of another site; no other page of ours can be shown there."""

import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from motcua.openness.actions import open_figures
from tests import dossier_factories as make
from tests.openness.made import count, month

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other_site():
    """A page of another site (another port is another origin); what it shows is put into `html`."""

    class Page(BaseHTTPRequestHandler):
        html = ""

        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html>{Page.html}".encode())

        def log_message(self, *args):
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    Page.address = f"http://127.0.0.1:{server.server_port}/"
    yield Page
    server.shutdown()
    thread.join()
    server.server_close()


def test_another_site_shows_the_card_and_nothing_else_of_ours(
    house, page_at, set_clock, live_server, other_site, chromium
):
    set_clock("2026-04-10T09:00")
    open_figures(by=house.leader, agency=house.ward, since=date(2026, 1, 1))
    for number, late in ((1, 20), (2, 7), (3, 12)):
        month(house.ward, date(2026, number, 1), received=200 + 30 * number, late=late, procedure=make.STANDARD)
    count(house.ward, date(2026, 3, 10), {"took.net.2": 220, "took.net.9": 20}, procedure=make.STANDARD)
    page = page_at(1440)
    place = f"{live_server.url}/cong-khai-so-lieu/{house.ward.code}/"
    other_site.html = f'<iframe name="the" src="{place}the/"></iframe>'
    page.goto(other_site.address)
    card = page.frame("the")
    expect(card.get_by_role("heading", name=house.ward.name)).to_be_visible()
    expect(card.get_by_text("95,0 %")).to_be_visible()
    assert page.context.cookies() == []
    other_site.html = f'<iframe name="trang" src="{place}"></iframe>'
    context = chromium.new_context()
    stranger, said = context.new_page(), []
    stranger.on("console", lambda message: said.append(message.text))
    stranger.goto(other_site.address)
    assert [text for text in said if "frame-ancestors 'none'" in text]
    refused = stranger.frame("trang")  # the browser's own words stand in its place
    assert refused is None or refused.get_by_role("heading", name=house.ward.name).count() == 0
    assert refused is None or not refused.url.startswith(place)
    context.close()
