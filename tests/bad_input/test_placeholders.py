"""A template that asks for something unknown is refused when it is set, never when a paper must be printed."""

from datetime import date

import pytest

from motcua.agencies import actions
from motcua.core.clock import today
from motcua.core.errors import BadInput
from motcua.core.numbering import check_pattern
from motcua.correspondence.actions import open_register, set_notations
from motcua.correspondence.models import Register
from tests.factories import make_ward, system

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "pattern",
    [
        "{agency}-{ngay}-{seq}",
        "{agency}-{yymmdd}-{seq",
        "{{agency}}-{yymmdd}-{seq}",
        "{agency.__class__}-{yymmdd}-{seq}",
    ],
)
def test_a_code_pattern_with_an_unknown_place_is_refused(pattern):
    ward = make_ward()["ward"]
    with pytest.raises(BadInput) as caught:
        actions.set_code_pattern(ward, by=system(), pattern=pattern, valid_from=max(today(), date(2026, 1, 1)))
    assert (caught.value.code, caught.value.field) == ("bad_pattern", "pattern")
    assert "{agency}" in caught.value.message
    assert not ward.code_patterns.exists()
    with pytest.raises(ValueError, match="mẫu mã"):
        check_pattern(pattern)


@pytest.mark.parametrize(
    "template", ["{number}/{loai}-{agency}", "{number}/{type", "{type}-{agency}", "{number}/{0}", "{number}/<b>"]
)
def test_a_notation_with_an_unknown_place_is_refused(template):
    house = make_ward()
    register = open_register(by=house["registry_clerk"], agency=house["ward"], year=today().year)
    with pytest.raises(BadInput) as caught:
        set_notations(register, by=house["registry_clerk"], notations_by_type={"decision": template})
    assert (caught.value.code, caught.value.field) == ("bad_notation", "notations")
    assert "{number}" in caught.value.message
    assert Register.objects.get().notations == {}
