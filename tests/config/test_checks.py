import dataclasses

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import checks


def test_a_complete_installation_is_served(settings):
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
