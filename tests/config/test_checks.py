import dataclasses
import subprocess
import sys
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import override_settings

from config import checks
from config.places import CHECKOUT


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


@pytest.mark.django_db
def test_all_of_it_is_told_by_check_deploy(set_clock, settings, erased_file):
    """The real command finds the checks by itself: nobody imports them for it."""
    set_clock("2026-02-12T15:30+07:00")
    settings.KEYS = dataclasses.replace(settings.KEYS, complete=False)
    settings.FIELD_KEYS = {1: bytes(32), 2: bytes(32)}
    erased_file.write_text("")
    told = StringIO()
    with override_settings(MOTCUA_DEMO=False, MOTCUA_TEST=False), pytest.raises(SystemCheckError) as failed:
        call_command("check", "--deploy", stdout=told, stderr=told)
    for known in ("motcua.E001", "motcua.W001", "motcua.W002"):
        assert known in str(failed.value)


def test_the_checks_are_known_to_a_process_that_serves_nothing():
    """As `motcua check --deploy` starts: settings and apps, no web."""
    words = (
        "import django; django.setup(); from django.core.checks.registry import registry;"
        " print([check.__name__ for check in registry.deployment_checks if check.__module__ == 'config.checks'])"
    )
    done = subprocess.run([sys.executable, "-c", words], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['check_serving']"
