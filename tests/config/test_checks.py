import dataclasses

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from config import checks


@pytest.mark.django_db
def test_a_complete_installation_is_served(settings):
    assert checks.problems() == []
    checks.refuse_unsafe()


def test_nothing_is_served_without_keys(settings):
    settings.KEYS = dataclasses.replace(settings.KEYS, complete=False)
    with pytest.raises(ImproperlyConfigured, match="MOTCUA_KEYS_FILE"):
        checks.refuse_unsafe()


def test_the_keys_of_the_tests_protect_no_real_data(settings, monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", "motcua")
    with pytest.raises(ImproperlyConfigured, match="everybody knows"):
        checks.refuse_unsafe()


def test_debugging_is_not_for_strangers(settings):
    settings.DEBUG = settings.HTTPS = True
    with pytest.raises(ImproperlyConfigured, match="strangers"):
        checks.refuse_unsafe()


@pytest.mark.django_db
def test_a_set_clock_outside_the_demo_is_told(set_clock):
    set_clock("2026-02-12T15:30+07:00")
    assert checks.set_clock() == []  # the tests may
    with override_settings(MOTCUA_DEMO=False, MOTCUA_TEST=False):
        assert [found.id for found in checks.set_clock()] == ["motcua.W001"]
