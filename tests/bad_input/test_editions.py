"""An edition that nobody knows, that begins later or that is over: refused in words, with what was typed."""

from datetime import timedelta

import pytest

from motcua.core.clock import today
from motcua.dossiers.models import Dossier
from motcua.procedures.actions.publish import end, publish
from motcua.procedures.models import Adoption, Edition
from tests.counter.pages import send, sheet
from tests.dossier_factories import STANDARD
from tests.factories import system

pytestmark = pytest.mark.django_db


def next_month(house) -> Edition:
    adoption = Adoption.objects.get(office=house.ward, procedure__code=STANDARD)
    return publish(adoption, by=system(), valid_from=today() + timedelta(days=30)).edition


def unknown(house) -> str:
    return "999999"


def over(house) -> str:
    adoption = Adoption.objects.get(office=house.ward, procedure__code=STANDARD)
    edition = adoption.editions.get()
    end(adoption, by=system(), last_day=today() - timedelta(days=1), reason="Bãi bỏ", document="1/QĐ-UBND")
    return str(edition.pk)


def future(house) -> str:
    return str(next_month(house).pk)


def no_number(house) -> str:
    return "1; DROP TABLE"


@pytest.mark.parametrize("which", [unknown, future, over, no_number], ids=lambda each: each.__name__)
def test_it_is_refused_in_words_and_nothing_is_written(desk, house, which):
    page = sheet(house, a_name="Hồ Thị Giữ Lại")
    given = which(house)
    response = send(desk, page | {"edition": given, "rows_of": f"{given}:"})
    assert response.status_code in (409, 422)
    assert "Hồ Thị Giữ Lại" in response.text
    assert "thủ tục" in response.text
    assert Dossier.objects.count() == 0


def test_what_begins_later_changes_nothing_today(desk, house):
    page = sheet(house)
    next_month(house)
    assert send(desk, page).status_code == 303
    assert Dossier.objects.get().edition.number == 1
