"""Number and notation as NĐ 30/2020 writes them."""

import pytest

from motcua.core.errors import BadInput
from motcua.correspondence.choices import ABBREVIATIONS, DocType
from motcua.correspondence.notations import TYPED, UNTYPED, check_template, written


@pytest.mark.parametrize(
    ("template", "number", "abbreviation", "unit", "expected"),
    [
        (TYPED, 5, "QĐ", "", "05/QĐ-UBND"),
        (TYPED, 15, "TB", "", "15/TB-UBND"),
        (TYPED, 1205, "TTr", "", "1205/TTr-UBND"),
        (UNTYPED, 7, "", "VP", "07/UBND-VP"),
        (UNTYPED, 7, "", "", "07/UBND"),
        ("{number}/GPXD-{agency}", 7, "", "", "07/GPXD-UBND"),
        ("{number}/{type}-{agency}", 7, "", "", "07/UBND"),
    ],
)
def test_a_notation_is_written(template, number, abbreviation, unit, expected):
    assert written(template, number=number, abbreviation=abbreviation, agency="UBND", unit=unit) == expected


@pytest.mark.parametrize("template", ["{number}/{type}-{agency}", "{number}/GP.XD-{agency}-{unit}"])
def test_good_templates_pass(template):
    check_template(template)
    assert written(template, number=7, abbreviation="QĐ", agency="UBND", unit="VH").startswith("07/")


@pytest.mark.parametrize(
    "template",
    [
        "",
        None,
        5,
        "{type}/{number}",
        "{number}",
        "{number}/{agency.__class__}",
        "{number}/{x}",
        "{number}/<b>",
        "{number}/" + "a" * 60,
    ],
)
def test_bad_templates_are_refused(template):
    with pytest.raises(BadInput) as refused:
        check_template(template)
    assert refused.value.code == "bad_notation"


def test_there_are_29_types_of_paper_and_27_have_an_abbreviation():
    types = [kind for kind in DocType if kind != DocType.SPECIALISED]
    assert len(types) == 29
    assert set(ABBREVIATIONS) == set(DocType)
    short = [ABBREVIATIONS[kind] for kind in types if ABBREVIATIONS[kind]]
    assert len(short) == len(set(short)) == 27
