"""What search engines are told: the whole public catalogue, and nothing else."""

from urllib.robotparser import RobotFileParser

import pytest
from django.test import Client
from lxml import etree

from motcua.portal.views import machines
from tests import dossier_factories as make

PLACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture
def house(db):
    return make.make_house()


def read(address: str) -> etree._Element:
    response = Client().get(address)
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(response.content)


def locations(root: etree._Element) -> list[str]:
    return root.xpath("//s:loc/text()", namespaces=PLACES)


def test_every_procedure_in_force_stands_in_the_map_and_opens(house, settings):
    settings.PUBLIC_ADDRESS = "https://dichvu.example"
    (file,) = locations(read("/sitemap.xml"))
    assert file == "https://dichvu.example/sitemap.xml?p=1"
    places = locations(read("/sitemap.xml?p=1"))
    assert "https://dichvu.example/thu-tuc/" in places
    assert f"https://dichvu.example/thu-tuc/{make.STANDARD}/{house.ward.code}/" in places
    assert len([place for place in places if place.endswith(f"/{house.ward.code}/")]) == len(make.FACTS["procedures"])
    assert len(places) == len(set(places))
    for place in (places[0], places[1], places[-1]):
        assert Client().get(place.removeprefix("https://dichvu.example")).status_code == 200


def test_a_map_says_since_when_a_page_is_as_it_is(house):
    root = read("/sitemap.xml?p=1")
    assert set(root.xpath("//s:lastmod/text()", namespaces=PLACES)) == {"2025-07-01"}


def test_a_large_catalogue_is_told_in_several_files_each_page_once(house, monkeypatch):
    monkeypatch.setattr(machines, "MOST", 4)
    files = locations(read("/sitemap.xml"))
    assert len(files) == 3
    told = [place for number in (1, 2, 3) for place in locations(read(f"/sitemap.xml?p={number}"))]
    assert len(told) == len(set(told))
    assert sum(f"/{house.ward.code}/" in place for place in told) == len(make.FACTS["procedures"])


@pytest.mark.parametrize("page", ["0", "2", "x", "-1", "9" * 30, ""])
def test_a_file_that_is_not_there_is_not_found(house, page):
    assert Client().get("/sitemap.xml", {"p": page}).status_code == 404


def test_what_is_not_public_is_closed_to_search_engines(db, settings):
    settings.PUBLIC_ADDRESS = "https://dichvu.example"
    response = Client().get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert "Sitemap: https://dichvu.example/sitemap.xml" in response.text
    robots = RobotFileParser()
    robots.parse(response.text.splitlines())
    assert robots.can_fetch("any", "/thu-tuc/1.000001/H57/")
    for closed in ("/xu-ly/", "/t/abc", "/quan-tri/", "/api/v1/tasks", "/dang-nhap/", "/tra-cuu/"):
        assert not robots.can_fetch("any", closed)


def test_maps_cost_the_same_for_few_and_many(house, django_assert_num_queries):
    read("/sitemap.xml?p=1")
    with django_assert_num_queries(3):  # which day, how many, and the page
        read("/sitemap.xml?p=1")
