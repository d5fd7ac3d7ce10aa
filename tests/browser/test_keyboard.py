"""Every key that the map under `?` tells does what it says, page by page; typing triggers none."""

import os

import pytest

from motcua.ui.keyboard import SHORTCUTS
from tests import dossier_factories as make

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("SHOTS", "")
ALIKE = {"↑", "↓", "↵", "Esc"}  # keys that walk: tried one by one below

TOLD = """() => [...document.querySelectorAll('#keys dt')].map(term => [
  [...term.querySelectorAll('kbd')].map(cap => cap.textContent).join('+'), term.nextElementSibling.textContent])"""
KEYED = """() => [...document.querySelectorAll('body [data-key]')]
  .filter(element => element.checkVisibility() && !element.disabled)
  .map(element => [element.dataset.key, element.dataset.keyLabel])"""
MARK = """(key) => { const found = [...document.querySelectorAll('[data-key]')]
  .find(element => element.dataset.key === key && element.checkVisibility());
  const focusing = !found.matches('a, button, summary, [type=checkbox]');
  found.dataset.tried = '';
  found.addEventListener('click', event => { found.dataset.clicked = ''; event.preventDefault(); });
  return focusing ? 'focus' : 'click'; }"""
IN_ITS_PART = """() => { const found = document.querySelector('[data-tried]');
  return (found.closest('section, fieldset, form') ?? found).contains(document.activeElement); }"""


@pytest.fixture
def house(transactional_db):
    return make.make_house()


def told_by(page) -> dict[str, str]:
    """The map's rows, key → words; the map is closed again. Each key stands in it once."""
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(160)  # a key that follows faster on another is a barcode reader's
    page.keyboard.press("?")
    page.wait_for_selector("dialog#keys[open]")
    rows = page.evaluate(TOLD)
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog#keys", state="hidden")
    keys = [key for key, _ in rows if not set(key.split("+")) & ALIKE]
    assert sorted(set(keys)) == sorted(keys)
    return dict(rows)


def pages_of(house) -> dict[object, dict[str, str]]:
    """Who opens → page family → its address."""
    taken, worked, ready = make.received(house), make.in_progress(house), make.at_the_desk(house)
    return {
        house.clerk: {
            "inbox": "/xu-ly/", "intake": "/tiep-nhan/", "received": f"/tiep-nhan/da-nhan/{taken.code}/",
            "returns": "/tiep-nhan/tra-ket-qua/", "hand back": f"/tiep-nhan/tra-ket-qua/{ready.code}/",
        },
        house.specialist: {
            "list": "/xu-ly/ho-so/", "dossier": f"/xu-ly/ho-so/{worked.code}/",
            "action": f"/xu-ly/ho-so/{worked.code}/viec/propose/",
        },
        house.leader: {"overview": "/xu-ly/toan-don-vi/", "register": "/xu-ly/so-theo-doi/"},
        house.administrator: {"administration": "/quan-tri/", "journal": "/quan-tri/nhat-ky/"},
    }  # fmt: skip


def plain(told: dict[str, str]) -> dict[str, str]:
    return {key: words for key, words in told.items() if not set(key.split("+")) & ALIKE}


def use(page, key: str) -> None:
    """Press a key of the map, with nothing in focus, and see that its element is clicked or its part entered."""
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(160)  # keys that follow faster are a barcode reader's
    how = page.evaluate(MARK, key)
    page.keyboard.press(key.replace("Ctrl", "Control"))
    if how == "click":
        page.wait_for_selector("[data-tried][data-clicked]", state="attached")
    else:
        assert page.evaluate(IN_ITS_PART), key
    page.evaluate("document.querySelector('[data-tried]').removeAttribute('data-tried')")


@pytest.mark.parametrize("person", ["clerk", "specialist", "leader", "administrator"])
def test_each_listed_key_acts_on_what_it_names(house, page_at, login, axe, person):
    who = getattr(house, person)
    page = page_at(1440)
    login(page, who.person.username)
    for family, address in pages_of(house)[who].items():
        page.goto(address)
        assert page.locator("h1").count() == 1, family
        told = told_by(page)
        assert plain(told) == dict(reversed(page.evaluate(KEYED)))
        assert {"/", "?", "F1", "H"} <= set(told)
        if SHOTS:
            page.keyboard.press("?")
            page.wait_for_selector("dialog#keys[open]")
            page.screenshot(path=f"{SHOTS}/keys-{family.replace(' ', '-')}.png")
            page.keyboard.press("Escape")
        for key in sorted(set(plain(told)) - {"?", "F1"}):
            use(page, key)
    page.evaluate("document.activeElement.blur()")  # the last key may have led into a field
    page.wait_for_timeout(160)
    page.keyboard.press("?")
    page.wait_for_selector("dialog#keys[open]")
    assert axe(page) == []


WHERE = [
    ("H", "Hộp việc", "/xu-ly/"),
    ("D", "Hồ sơ", "/xu-ly/ho-so/"),
    ("N", "Tiếp nhận hồ sơ", "/tiep-nhan/"),
    ("R", "Trả kết quả", "/tiep-nhan/tra-ket-qua/"),
    ("S", "Sổ theo dõi", "/xu-ly/so-theo-doi/"),
    ("Y", "Niêm yết", "/quan-tri/niem-yet/*/"),
]


def test_the_menu_s_letters_lead_where_they_say(house, page_at, login):
    page = page_at(1440)
    login(page, house.clerk.person.username)
    page.goto("/xu-ly/cach-xem/")
    told = told_by(page)
    for key, words, address in WHERE:
        assert told[key] == words
        page.keyboard.press(key.lower())
        page.wait_for_url(f"**{address}")
        page.evaluate("document.activeElement.blur()")


def test_typing_in_a_field_triggers_no_letter(house, page_at, login):
    page = page_at(1440)
    login(page, house.clerk.person.username)
    page.goto("/xu-ly/ho-so/")
    letters = "".join(sorted({one.key for one in SHORTCUTS.values() if len(one.key) == 1}))
    page.focus("form.filters input >> nth=0")
    page.keyboard.type(letters, delay=120)  # slower than a barcode reader
    assert page.input_value("form.filters input >> nth=0") == letters
    assert page.url.endswith("/xu-ly/ho-so/")
    assert page.locator("dialog[open]").count() == 0


def test_numbers_open_the_tabs_and_f_goes_to_the_filter(house, page_at, login):
    page = page_at(1440)
    login(page, house.clerk.person.username)
    page.goto("/xu-ly/")
    second = page.get_attribute("nav.tabs a >> nth=1", "href")
    page.keyboard.press("2")
    page.wait_for_url(f"**{second}")
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.form.matches('form.filters')")


def test_the_keys_that_walk_are_told_where_they_walk_and_only_there(house, page_at, login):
    make.received(house), make.received(house)
    page = page_at(1440)
    login(page, house.clerk.person.username)
    page.goto("/xu-ly/")
    told = told_by(page)
    assert told["↑+↓"].startswith("Từ ô chọn này lên, xuống dòng khác")
    page.focus("tbody input[name=pick] >> nth=0")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("[...document.querySelectorAll('tbody [name=pick]')].indexOf(document.activeElement)") == 1
    page.goto("/tiep-nhan/")
    assert told_by(page)["↵"] == "Sang ô kế tiếp; giữ Shift để về ô trước"
    page.goto("/xu-ly/so-theo-doi/")
    assert "↑+↓" not in told_by(page)
