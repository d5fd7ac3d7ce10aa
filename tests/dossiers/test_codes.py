"""Codes: the pattern is data with validity, the nearest office's wins, and no two dossiers share one."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from motcua.agencies.actions import set_code_pattern
from motcua.agencies.choices import Action, Kind, Role
from motcua.agencies.models import CodePattern
from motcua.core.errors import NotPermitted
from motcua.dossiers.actions.intake import register
from motcua.dossiers.models import Dossier
from tests import dossier_factories as make
from tests.dossiers.conftest import refused
from tests.factories import make_agency, make_post


def test_the_ten_thousandth_of_a_day_has_five_digits_and_the_next_is_another(house, set_clock):
    set_clock("2026-03-03T09:00")
    make.received(house)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_counter SET last = 9998 WHERE scope = %s", [f"dossier:{house.centre.pk}"])
    codes = [make.received(house).code[-12:] for _ in range(3)]
    assert codes == ["-260303-9999", "260303-10000", "260303-10001"]


def test_a_pattern_holds_from_its_day_and_the_one_before_until_the_day_before(house, set_clock):
    set_clock("2026-03-03T09:00")
    set_code_pattern(
        house.ward, by=house.administrator, pattern="{agency}.{yyyymmdd}.{seq:06}", valid_from=date(2026, 3, 4)
    )
    assert make.received(house).code == f"{house.centre.code}-260303-0001"
    set_clock("2026-03-04T09:00")
    assert make.received(house).code == f"{house.centre.code}.20260304.000001"
    set_code_pattern(house.ward, by=house.administrator, pattern="{seq}-{agency}-{yymmdd}", valid_from=date(2026, 3, 5))
    assert make.received(house).code == f"{house.centre.code}.20260304.000002"
    set_clock("2026-03-05T09:00")
    assert make.received(house).code == f"1-{house.centre.code}-260305"
    assert list(CodePattern.objects.values_list("valid_from__day", "valid_to__day")) == [(4, 4), (5, None)]
    assert house.ward.events.filter(action=Action.SET_CODE_PATTERN).count() == 2


def test_the_nearest_offices_pattern_wins(house, set_clock):
    set_clock("2026-03-03T09:00")
    today = date(2026, 3, 3)
    second = make_post(Role.RECEPTIONIST, agency=make_agency(parent=house.ward, kind=Kind.ONE_STOP))
    set_code_pattern(house.ward, by=house.administrator, pattern="{agency}_{yymmdd}_{seq}", valid_from=today)
    set_code_pattern(house.centre, by=house.administrator, pattern="{agency}.{yymmdd}.{seq}", valid_from=today)
    assert make.received(house).code == f"{house.centre.code}.260303.1"
    assert register(by=second, intake=make.intake_of(house)).code == f"{second.agency.code}_260303_1"


def test_bad_patterns_past_days_and_strangers_are_refused(house, set_clock):
    set_clock("2026-03-03T09:00")
    given = {"pattern": "{agency}-{yymmdd}-{seq:04}", "valid_from": date(2026, 3, 5)}
    for pattern in ("", "{yymmdd}-{seq}", "{agency}{yymmdd}{seq}", "{agency}-{yymmdd}-{seq}-{name}"):
        with refused("bad_pattern"):
            set_code_pattern(house.ward, by=house.administrator, **given | {"pattern": pattern})
    with refused("in_the_past"):
        set_code_pattern(house.ward, by=house.administrator, **given | {"valid_from": date(2026, 3, 2)})
    for by in (house.clerk, house.leader, make_post(Role.ADMINISTRATOR)):
        with pytest.raises(NotPermitted):
            set_code_pattern(house.ward, by=by, **given)
    set_code_pattern(house.ward, by=house.administrator, **given)
    with refused("pattern_already_set"):
        set_code_pattern(house.ward, by=house.administrator, **given)
    assert CodePattern.objects.count() == 1


def test_two_desks_with_one_code_and_two_dossiers_with_one_code_are_impossible(house):
    with refused("invalid"):
        make_agency(code=house.centre.code)
    first, second = make.received(house), make.received(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dossier.objects.filter(pk=second.pk).update(code=first.code)
