"""The front page of the administration desk."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from motcua.administration import sections
from motcua.administration.sections import Entry, Section
from motcua.agencies.choices import Role
from tests.factories import make_agency, make_post, signed_in

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


@pytest.mark.parametrize("role", sections.KEEPERS)
@pytest.mark.parametrize("below", [False, True], ids=["top", "below"])
def test_whatever_it_offers_opens(role, below):
    unit = make_agency(parent=make_agency() if below else None)
    desk = signed_in(Client(), make_post(role, agency=unit))
    offered = re.findall(r"<main.*</main>", desk.get(reverse("administration:home")).content.decode(), re.DOTALL)[0]
    links = re.findall(r'href="(/quan-tri/[^"#?]+)"', offered)
    assert links
    opened = {link: desk.get(link, follow=True).status_code for link in links}
    assert {link: status for link, status in opened.items() if status != 200} == {}
    machine = reverse("administration:health") in links
    assert machine == (role == Role.ADMINISTRATOR and not below)
