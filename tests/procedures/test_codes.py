"""A code arrives with spaces, marks of deletion and lost zeros; each is told apart."""

import pytest

from motcua.procedures.codes import read_code


@pytest.mark.parametrize(
    ("raw", "state", "code"),
    [
        ("1.001193", "sound", "1.001193"),
        (" 1.014325", "sound", "1.014325"),
        ("1.000288.000.00.00.H56", "sound", "1.000288.000.00.00.H56"),
        ("1.014955-Xoa", "deleted", "1.014955"),
        ("2.009182739", "odd", "2.009182739"),
        ("1.0133611", "odd", "1.0133611"),
        (None, "missing", ""),
        ("  ", "missing", ""),
        (2.00161, "damaged", "2.00161"),
    ],
)
def test_states_of_a_code(raw, state, code):
    reading = read_code(raw)

    assert (reading.state, reading.code) == (state, code)


def test_a_trimmed_space_is_told():
    assert "khoảng trắng" in read_code(" 1.014325").reason
    assert read_code("1.014325").reason == ""


def test_a_lost_zero_is_suggested_and_never_assumed():
    assert read_code("2.00161").suggestion == "2.001610"
    assert read_code("2.00161", hint="https://vidu.vn/tthc?ma=2.001611&tinh=1").suggestion == "2.001611"
    assert read_code("2.00161").code == "2.00161"
