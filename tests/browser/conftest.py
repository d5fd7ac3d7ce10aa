"""A real Chromium for the pages: screen sizes, light and dark, axe, labels, the keyboard.

BROWSER=0 takes these tests out and says NOT TESTED; without it a missing Chromium is a failure, not a skip.
"""

import functools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from motcua.agencies.actions import has_second_factor
from motcua.agencies.choices import PROVEN_ROLES
from motcua.agencies.models import Post
from tests import absent
from tests.factories import PASSWORD, code_now, give_authenticator

HERE = Path(__file__).parent
WANTED = os.environ.get("BROWSER", "1") != "0"
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
]
PHONE, DESK = 390, 1440
HEIGHTS = {PHONE: 844, DESK: 900, 320: 640}


def _then_loaded(act: Callable[..., Any]) -> Callable[..., Any]:
    """A click waits until its answer begins to come, not until it is there: what is looked at next must be there."""

    @functools.wraps(act)
    def done(self: Any, *args: Any, **options: Any) -> Any:
        found = act(self, *args, **options)
        (self.page if isinstance(self, Locator) else self).wait_for_load_state()
        return found

    return done


for _kind in (Locator, Page):
    for _verb in ("click", "press"):
        setattr(_kind, _verb, _then_loaded(getattr(_kind, _verb)))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not WANTED:
        absent.take_out(config, items, lambda item: "BROWSER=0" if item.path.is_relative_to(HERE) else "")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, one a module: while it is open, a loop runs in this thread and no other test may begin one."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "chromium is missing: apt-get install chromium, or BROWSER=0 to leave the browser tests out"
    # Playwright keeps a loop running in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page_at(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """`page_at(390, dark=True, path="/ui/")`: a fresh page of that width; errors in its console fail the test."""
    contexts, problems = [], []

    def open_page(width: int = DESK, *, dark: bool = False, path: str = "", script: bool = True, **more: Any) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            color_scheme="dark" if dark else "light",
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            has_touch=width < 600,
            java_script_enabled=script,
            **more,
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if _is_problem(message) else None)
        if path:
            page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


def _is_problem(message: Any) -> bool:
    """A refused answer (403, 404 …), a line that was cut and a sending that was stopped are written to the console by
    the browser and htmx themselves: that is not the page's error."""
    told = ("Failed to load resource", "htmx:sendError", "htmx:sendAbort", "htmx:afterRequest")
    return message.type == "error" and not any(words in message.text for words in told)


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """`axe(page)`: what breaks WCAG 2.2 A/AA on the page, one line per element; [] is the wish."""

    def violations(page: Page) -> list[str]:
        page.evaluate(AXE)
        found = page.evaluate(
            "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", RULES
        )
        return [
            f"{rule['id']}: {node['target']} {node['failureSummary'].splitlines()[-1].strip()}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    return violations


UNLABELLED = """() => [...document.querySelectorAll('input:not([type=hidden], [type=submit]), select, textarea')]
  .filter(input => input.checkVisibility())
  .filter(input => !(input.labels?.length && [...input.labels].some(label => label.textContent.trim()))
    && !input.getAttribute('aria-label')?.trim()
    && !(input.getAttribute('aria-labelledby') || '').split(' ')
      .some(id => document.getElementById(id)?.textContent.trim()))
  .map(input => input.outerHTML.slice(0, 160))"""


@pytest.fixture
def unlabelled() -> Callable[[Page], list[str]]:
    """`unlabelled(page)`: inputs whose only name is a placeholder or nothing (axe lets a placeholder pass)."""
    return lambda page: page.evaluate(UNLABELLED)


@pytest.fixture
def overflowing() -> Callable[[Page], list[str]]:
    """`overflowing(page)`: what sticks out sideways, if the page can be scrolled sideways at all."""
    script = """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
      [...document.querySelectorAll('html, body *')]
      .filter(e => e.getBoundingClientRect().right > innerWidth + 1 || e.scrollWidth > innerWidth + 1)
      .map(e => e.tagName + '.' + (e.getAttribute('class') || '')).slice(0, 12)"""
    return lambda page: page.evaluate(script)


@pytest.fixture
def login() -> Callable[..., None]:
    """`login(page, username)`: through the login page; the factories' password unless another is given.

    Administrators are given an app for their second proof.
    """

    def log_in(page: Page, username: str, password: str = PASSWORD) -> None:
        post = Post.objects.filter(person__username=username, role__in=PROVEN_ROLES).first()
        secret = give_authenticator(post) if post and not has_second_factor(post.person) else ""
        page.goto("/dang-nhap/")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", password)
        page.keyboard.press("Enter")
        if secret:
            page.wait_for_url("**/buoc-hai/**")
            page.fill("input[name=code]", code_now(secret, later=1))  # the present one was used to confirm the app
            page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/dang-nhap" not in url)

    return log_in
