"""One registry of keys: what an element answers to and what the map tells come from it."""

import pytest
from django.template import Context, Template
from django.test import override_settings

from config.menu import ENTRIES
from motcua.ui import keyboard


def drawn(text: str) -> str:
    return Template("{% load ui %}" + text).render(Context())


def test_a_button_answers_to_the_key_of_its_name_and_shows_it():
    out = drawn('{% button "Lưu" key="form.save" %}')
    assert 'data-key="Ctrl+Enter"' in out
    assert 'data-key-label="Lưu"' in out
    assert "<kbd>Ctrl</kbd> <kbd>Enter</kbd>" in out


def test_the_words_of_the_registry_go_before_those_of_the_button():
    assert 'data-key-label="Trang sau"' in drawn('{% button "Sau" key="list.next" %}')


@pytest.mark.parametrize("text", ['{% button "Lưu" key="F9" %}', '<a{% shortcut "nothing" %}>'])
def test_an_unknown_name_fails_where_it_is_tried(text):
    with pytest.raises(ValueError, match="no shortcut is called"):
        drawn(text)


@override_settings(TEST=False, DEBUG=False)
def test_an_unknown_name_only_lacks_its_key_in_an_office():
    assert "data-key" not in drawn('{% button "Lưu" key="F9" %}')


@pytest.mark.parametrize(
    ("place", "key"),
    [(keyboard.LIST, "J"), (keyboard.LIST, "/"), (keyboard.EVERYWHERE, "J")],
    ids=["twice on a page", "one of every page", "of every page, and of one"],
)
def test_one_key_means_one_thing_on_a_page(place, key):
    with pytest.raises(ValueError, match="is already"):
        keyboard.register(place, {"other.thing": (key, "Việc khác")})
    assert "other.thing" not in keyboard.SHORTCUTS


def test_every_entry_of_the_menu_has_its_key():
    assert [name for _, name, *_ in ENTRIES if name not in keyboard.SHORTCUTS] == []
