"""Every page of the portal at 320 points, in both languages, light and dark: usable by everybody, nothing to be
scrolled sideways, no input without a name."""

import pytest

from motcua.portal.languages import COOKIE
from tests.browser.test_my_page import known
from tests.portal.everything import Everything, unseen

pytestmark = pytest.mark.django_db(transaction=True)
COLOURS = """async () => (await axe.run(document, {runOnly: {type: 'rule', values: ['color-contrast']},
  resultTypes: ['violations']})).violations
  .flatMap(rule => rule.nodes.map(node => `dark ${rule.id}: ${node.target}`))"""


@pytest.fixture
def everything(transactional_db, monkeypatch):
    return Everything(monkeypatch, rows=2)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_usable_by_everybody(
    everything, page_at, axe, unlabelled, overflowing, client, live_server, language
):
    """What depends on colours is looked at in the dark once more; the rest is the same there."""
    assert unseen(everything) == set()
    wrong = []

    def look(page, path: str) -> None:
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == language, path
        found = [*axe(page), *unlabelled(page), *overflowing(page)]
        page.emulate_media(color_scheme="dark")
        found += page.evaluate(COLOURS)
        page.emulate_media(color_scheme="light")
        wrong.extend(f"{path}: {each}" for each in found)

    stranger = page_at(320)
    stranger.context.add_cookies([{"name": COOKIE, "value": language, "url": live_server.url}])
    mine = page_at(320)
    known(mine, live_server, client, everything.account, language)
    for page, pages in ((stranger, everything.pages_of_strangers()), (mine, everything.pages())):
        for path in (path for found in pages.values() for path in found):
            look(page, path)
    assert not wrong, "\n".join(sorted(set(wrong)))
