"""Absences, standing in and delegations in a real browser: everybody can use the pages, on a phone and on a desk."""

import os
from pathlib import Path

import pytest

from motcua.agencies.choices import Role
from motcua.dossiers.actions import moving, opinions
from tests import dossier_factories as make
from tests.factories import make_person, make_post
from tests.standing import away, delegated

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = os.environ.get("PICTURES", "")  # a folder: keep what the pages look like


@pytest.fixture
def house(transactional_db):
    return make.make_house()


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, False), (390, True)])
def test_the_pages_can_be_used_by_everybody(house, page_at, login, axe, unlabelled, overflowing, width, dark):
    wrong = {}

    def look(page, name, place):
        page.goto(place)
        if found := axe(page) + unlabelled(page) + overflowing(page):
            wrong[place] = found
        if PICTURES and not dark:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)

    colleague = make_post(Role.SPECIALIST, agency=house.division, person=make_person(name="Hoàng Thị Lan Thay"))
    absence, paper = away(house.specialist, colleague), delegated(house.leader, house.head)
    dossier = moving.assign(make.in_progress(house), by=house.head, person=house.specialist.person.username)
    make.in_progress(house)
    asked = {"agency": house.police.agency.code, "question": "Thửa đất có tranh chấp không?", "mandatory": True}
    dossier = opinions.consult(dossier, by=house.specialist, confidential=True, **asked)
    make.to_sign(house)
    page = page_at(width, dark=dark)
    login(page, colleague.person.username)
    look(page, "inbox", "/xu-ly/")
    look(page, "own-substitute", "/vang-mat/")
    page = page_at(width, dark=dark)
    login(page, house.head.person.username)
    look(page, "inbox-signing", "/xu-ly/")
    look(page, "dossier", f"/xu-ly/ho-so/{dossier.code}/")
    look(page, "own-signing", "/vang-mat/")
    look(page, "own-new", "/vang-mat/moi/")
    look(page, "people", "/xu-ly/nguoi/")
    look(page, "person", f"/xu-ly/nguoi/{house.specialist.pk}/")
    page.locator("input[name=pick]").first.check()
    page.get_by_role("button", name="Giao lại").click()
    if found := axe(page) + unlabelled(page) + overflowing(page):
        wrong["giao-lai"] = found
    if PICTURES and not dark:
        page.screenshot(path=Path(PICTURES) / f"reassign-{width}.png", full_page=True)
    look(page, "for-somebody", f"/vang-mat/cho/{house.specialist.pk}/")
    look(page, "waive", f"/xu-ly/ho-so/{dossier.code}/viec/waive-opinion/")
    page = page_at(width, dark=dark)
    login(page, house.specialist.person.username)
    look(page, "own", "/vang-mat/")
    look(page, "own-back", f"/vang-mat/{absence.pk}/di-lam-lai/")
    page = page_at(width, dark=dark)
    login(page, house.administrator.person.username)
    for place in (
        "vang-mat/", "vang-mat/moi/", f"vang-mat/{absence.pk}/", f"vang-mat/{absence.pk}/viec/di-lam-lai/",
        "uy-quyen/", "uy-quyen/moi/", f"uy-quyen/{paper.pk}/", f"uy-quyen/{paper.pk}/viec/cham-dut/",
    ):  # fmt: skip
        look(page, place.strip("/").replace("/", "-"), f"/quan-tri/{place}")
    assert wrong == {}
