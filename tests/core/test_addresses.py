"""An address written the quick way is the one that Django writes."""

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, path, reverse, set_script_prefix
from django.views import View

from motcua.core.addresses import address

urlpatterns = [
    path("{}/mot/", View.as_view(), name="one"),
    path("{x}/<str:code>/<slug:verb>/", View.as_view(), name="two"),
]


@pytest.mark.parametrize("code", ["H57.1-261122-0001", "a_b~c", "ô mai", "%2F", "{}", "motcua-0", "x?y#z"])
def test_it_is_what_reverse_gives(code):
    assert address("casework:dossier", code) == reverse("casework:dossier", args=[code])
    assert address("casework:act", code, "hand-over") == reverse("casework:act", args=[code, "hand-over"])
    assert address("casework:inbox") == reverse("casework:inbox")


def test_numbers_and_keys_stand_in_their_places_and_nothing_else_does():
    """Rows of the inbox lead to things with a number or a key in their address (a proposal, a list that was kept)."""
    key = "5d1f0f0e-5c1a-4b57-9d53-2f3c6f0f7a11"
    for given in (7, "7"):
        assert address("administration:proposal", given) == reverse("administration:proposal", args=[given])
    assert address("casework:batch", key) == reverse("casework:batch", args=[key])
    for name, wrong in (("administration:proposal", "bay"), ("casework:batch", "7")):
        with pytest.raises(NoReverseMatch):
            address(name, wrong)


def test_what_reverse_refuses_is_refused():
    for name, args in (("casework:nowhere", ()), ("casework:dossier", ("a/b",)), ("casework:dossier", ())):
        with pytest.raises(NoReverseMatch):
            address(name, *args)


def test_braces_of_a_pattern_and_other_addresses_are_kept_apart():
    home = address("casework:inbox")
    with override_settings(ROOT_URLCONF=__name__):
        assert address("one") == reverse("one")
        assert address("two", "a", "b") == reverse("two", args=["a", "b"])
        with pytest.raises(NoReverseMatch):
            address("casework:inbox")
    set_script_prefix("/huyen/")
    try:
        assert address("casework:inbox") == reverse("casework:inbox") == f"/huyen{home}"
    finally:
        set_script_prefix("/")
    assert address("casework:inbox") == home
