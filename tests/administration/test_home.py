"""The front page of the administration desk."""

import pytest
from django.test import Client
from django.urls import reverse

from motcua.administration import sections
from motcua.administration.sections import Entry, Section
from motcua.agencies.choices import Role
from tests.factories import make_post, signed_in

pytestmark = pytest.mark.django_db


def test_it_offers_only_what_the_post_may_open(monkeypatch):
    own = Entry("Của quản trị", "casework:inbox", (Role.ADMINISTRATOR,), "…")
    others = Entry("Của thanh tra", "casework:inbox", (Role.INSPECTOR,), "…")
    monkeypatch.setattr(sections, "SECTIONS", (Section("Một", (own, others)), Section("Hai", (others,))))
    page = signed_in(Client(), make_post(Role.ADMINISTRATOR)).get(reverse("administration:home")).content.decode()
    assert "Của quản trị" in page
    assert "Của thanh tra" not in page
    assert "Hai" not in page


def test_who_keeps_nothing_is_told_so_in_words():
    response = signed_in(Client(), make_post(Role.RECEPTIONIST)).get(reverse("administration:home"))
    assert response.status_code == 403
