"""The whole unit: figures that open to exactly their rows, names shortened, content only where one may read it."""

import re

import pytest

from motcua.casework.overview import masked_name
from motcua.citizens.models import Applicant
from tests import dossier_factories as make

UNIT = "/xu-ly/toan-don-vi/"


def figures(html: str) -> dict[str, tuple[str, int]]:
    """Label → (address, number)."""
    found = re.findall(r'class="stat-label"[^>]*>([^<]+)</span><a href="([^"]+)"[^>]*>([\d.]+)', html)
    return {label: (address.replace("&amp;", "&"), int(value.replace(".", ""))) for label, address, value in found}


def rows(html: str) -> list[str]:
    return re.findall(r'<th scope="row">.*?<b>([^<]+)</b>', html)


@pytest.mark.parametrize("who", ["clerk", "specialist", "head", "registry", "cashier", "administrator"])
def test_only_those_who_oversee_see_the_unit(house, screen_of, who):
    assert screen_of(getattr(house, who)).get(UNIT).status_code == 403


@pytest.mark.parametrize("who", ["leader", "inspector", "reform"])
def test_every_figure_opens_to_exactly_its_rows(house, screen_of, set_clock, who):
    set_clock("2026-02-02T08:00+07:00")
    make.in_progress(house)
    set_clock("2026-03-09T08:00+07:00")
    for state in ("received", "in_progress", "waiting", "decided", "submitted", "returned"):
        getattr(make, state)(house)
    client = screen_of(getattr(house, who))
    shown = figures(client.get(UNIT).text)
    assert shown["Đang quá hạn"][1] == 1
    assert shown["Đang giải quyết"][1] == 2
    assert shown["Đang dừng đồng hồ"][1] == 1
    for address, number in shown.values():
        assert len(rows(client.get(UNIT + address).text)) == number


def test_names_are_shortened_and_rows_of_an_inspector_do_not_open(house, screen_of):
    dossier = make.in_progress(house)
    page = screen_of(house.inspector).get(UNIT).text
    assert "Trần T. M." in page
    assert "Trần Thị Mẫu" not in page
    assert f"/ho-so/{dossier.code}/" not in page


def test_a_leader_opens_the_dossiers_of_the_own_office(house, screen_of):
    dossier = make.in_progress(house)
    assert f'href="/xu-ly/ho-so/{dossier.code}/"' in screen_of(house.leader).get(UNIT).text


def test_nobody_is_found_by_name_in_a_masked_list(house, screen_of):
    dossier = make.in_progress(house)
    client = screen_of(house.inspector)
    assert rows(client.get(UNIT, {"q": "Mẫu"}).text) == []
    assert rows(client.get(UNIT, {"q": dossier.code}).text) == [dossier.code.split("-", 1)[1]]


def test_twenty_rows_cost_what_two_do(house, screen_of, queries):
    for _ in range(2):
        make.in_progress(house)
    client = screen_of(house.leader)
    few = queries(client, UNIT)
    for _ in range(18):
        make.received(house)
    assert queries(client, UNIT) == few <= 9  # two of them read which units these are, so that an index serves the rest


def test_the_plain_list_costs_the_same_too(house, screen_of, queries):
    for _ in range(2):
        make.in_progress(house)
    client = screen_of(house.specialist)
    few = queries(client, "/xu-ly/ho-so/")
    for _ in range(18):
        make.in_progress(house)
    assert queries(client, "/xu-ly/ho-so/") == few <= 6


def test_one_walks_through_the_list_as_it_was_filtered(house, screen_of):
    first, other, last = make.in_progress(house), make.in_progress(house, make.CASES, case="a"), make.in_progress(house)
    client = screen_of(house.specialist)
    query = f"?ds=1&amp;procedure={make.STANDARD}"
    assert f"/{last.code}/{query}" in client.get("/xu-ly/ho-so/", {"procedure": make.STANDARD}).text
    page = client.get(f"/xu-ly/ho-so/{last.code}/", {"ds": "1", "procedure": make.STANDARD}).text
    assert f'href="/xu-ly/ho-so/{first.code}/{query}"' in page
    assert f'href="/xu-ly/ho-so/{query}"' in page  # the way back
    assert f"/{other.code}/" not in page
    answer = client.post(f"/xu-ly/ho-so/{last.code}/viec/propose/?ds=1", {"version": last.version, "text": "Đủ"})
    assert answer.url == f"/xu-ly/ho-so/{last.code}/?ds=1"


@pytest.mark.parametrize(("words", "found"), [("mau", 1), ("khac", 0), ("0001", 1)])
def test_one_finds_the_dossiers_one_may_read(house, screen_of, words, found):
    make.in_progress(house)
    make.received(house, applicant=make.applicant_of(house.clerk, name="Lê Khắc", number=""))
    assert len(rows(screen_of(house.specialist).get("/xu-ly/ho-so/", {"q": words}).text)) == found


@pytest.mark.parametrize(
    ("kind", "name", "shown"),
    [
        ("person", "Trần Thị Mẫu", "Trần T. M."),
        ("person", "Y Thút", "Y T."),
        ("person", "Mẫu", "Mẫu"),
        ("organisation", "Công ty TNHH Thử", "Công ty TNHH Thử"),
    ],
)
def test_a_name_is_shortened_to_family_name_and_initials(kind, name, shown):
    assert masked_name(Applicant(kind=kind, name=name)) == shown
