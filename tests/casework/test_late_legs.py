"""The page of a dossier says which step was, or is, late: it may be one leg of several, in an agency of its own."""

import pytest

from motcua.dossiers.actions.moving import hand_over, propose
from motcua.dossiers.actions.pausing import request_supplement
from motcua.dossiers.models import Dossier
from tests.dossiers.drawn import drawn_house, split

pytestmark = pytest.mark.django_db
HOUSE_AT, HOUSE_BY = "2026-03-02T08:00", drawn_house  # a Monday


def lines(house, screen_of, dossier):
    page = screen_of(house.specialist).get(f"/xu-ly/ho-so/{dossier.code}/")
    return {row["name"]: row["late"] for row in page.context["route"] if row["state"]}, page.content.decode()


def test_one_leg_is_late_while_its_sisters_and_the_whole_are_not(house, screen_of, set_clock):
    dossier = propose(split(house), by=house.senior, note="Đồng ý")
    set_clock("2026-03-04T09:00+07:00")
    dossier = hand_over(dossier, by=house.land)  # their head has another day
    set_clock("2026-03-05T09:00+07:00")
    late, text = lines(house, screen_of, dossier)
    assert (late["Bước thue"], late["Bước dat2"], late["Bước hoi"]) == ("Quá hạn", "", "")
    assert '<span class="when is-late">Quá hạn</span>' in text
    assert not Dossier.objects.get(pk=dossier.pk).is_late(dossier.moment)
    dossier = hand_over(dossier, by=house.tax)
    assert lines(house, screen_of, dossier)[0]["Bước thue"] == "Xong trễ"


def test_while_a_dossier_waits_no_open_step_is_told_late(house, screen_of, set_clock):
    dossier = request_supplement(split(house), by=house.tax, papers=["Bản vẽ"], reason="Thiếu bản vẽ")
    set_clock("2026-03-20T09:00+07:00")
    assert set(lines(house, screen_of, dossier)[0].values()) == {""}
