"""Somebody at a keyboard: everything is reached by Tab, arrows and shortcuts; the page is only read, never touched."""

import contextlib
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Page, TimeoutError

HERE = """() => {
  const at = document.activeElement;
  return {tag: at.tagName, name: at.name || "", value: at.value || "", type: at.type || "",
    text: (at.tagName === "SUMMARY" || at.tagName === "BUTTON" || at.tagName === "A") ? at.textContent.trim() : "",
    open: at.parentElement?.open === true, checked: at.checked === true}
}"""
STEPS = "value => { const all = [...document.activeElement.options]; " \
    "return all.findIndex(o => o.value === value) - document.activeElement.selectedIndex }"  # fmt: skip
MOST = 400
FOCUSED = "() => location.hash || !document.querySelector('[autofocus]') || document.activeElement !== document.body"
# how many times Tab must be pressed to come to the next input of a name (and value), or summary that begins so
AWAY = """([name, value, words]) => {
  const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter(each => !each.disabled && each.checkVisibility({visibilityProperty: true}));
  const fits = each => words ? each.tagName === "SUMMARY" && each.textContent.trim().startsWith(words)
    : each.name === name && (value === null || each.value === value);
  if (fits(document.activeElement)) return 0;
  const here = all.indexOf(document.activeElement);
  return all.findIndex((each, at) => at > here && fits(each)) - here;
}"""


class Hands:
    """Types, and knows where the focus is."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, page.keyboard

    def here(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate(HERE)
        return found

    def _tab(self, target: list[Any]) -> None:
        """Press Tab as often as it takes by the order on the page; whoever asked looks where that led."""
        for _ in range(min(self.page.evaluate(AWAY, target), MOST)):
            self.keys.press("Tab")

    def to(self, name: str, value: str | None = None) -> None:
        """Go on by Tab to an input by its name, and of ticks by their value."""
        self._tab([name, value, ""])
        for _ in range(MOST):
            at = self.here()
            if at["name"] == name and value in (None, at["value"]):
                return
            self.keys.press("Tab")
        raise AssertionError(f"Tab never reached {name} {value or ''}")

    def unfold(self, words: str) -> None:
        """Go on by Tab to what is folded under these words, and open it."""
        self._tab(["", None, words])
        for _ in range(MOST):
            at = self.here()
            if at["tag"] == "SUMMARY" and at["text"].startswith(words):
                if not at["open"]:
                    self.keys.press("Enter")
                return
            self.keys.press("Tab")
        raise AssertionError(f"Tab never reached {words}")

    def write(self, name: str, text: str) -> None:
        """Put a text in the place of what stands in an input."""
        self.to(name)
        if self.here()["value"]:
            self.keys.press("Control+A")
            self.keys.press("Delete")
        self.keys.insert_text(text)  # at once, as from an input method: letter by letter doubles the time

    def choose(self, name: str, value: str) -> None:
        """Choose from a list with the arrows."""
        self.to(name)
        steps = self.page.evaluate(STEPS, value)
        for _ in range(abs(steps)):
            self.keys.press("ArrowDown" if steps > 0 else "ArrowUp")
        assert self.here()["value"] == value, f"{name} has no {value}"

    def tick(self, name: str, values: Iterable[str]) -> None:
        """Tick these of several boxes of one name, and untick the others."""
        wanted = list(values)
        self.to(name)
        while (at := self.here())["name"] == name:
            if at["checked"] != (at["value"] in wanted):
                self.keys.press("Space")
            wanted = [each for each in wanted if each != at["value"]]
            self.keys.press("Tab")
        assert wanted == [], f"{name} has no {wanted}"

    def send(self, key: str) -> None:
        """Press a key that leads to another page, and wait for the focus that it gives.

        A browser does so with the first picture that it draws, which on a busy machine comes after the load.
        """
        with self.page.expect_event("load"):
            self.keys.press(key)
        with contextlib.suppress(TimeoutError):  # whoever asked looks where the focus is
            self.page.wait_for_function(FOCUSED, timeout=3_000)
