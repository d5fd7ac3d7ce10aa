"""Numbers, phones and addresses in their normal form; what is none is refused in words."""

from dataclasses import dataclass

import pytest

from motcua.core import identity
from motcua.core.errors import BadInput


def code_of(call, text):
    with pytest.raises(BadInput) as refused:
        call(text)
    assert refused.value.message
    return refused.value.code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("  ", ""),
        ("001099012345", "001099012345"),
        ("001 099 012 345", "001099012345"),
        ("001.099.012.345", "001099012345"),
        ("191234567", "191234567"),
        ("c1234567", "C1234567"),
        ("AB 123456", "AB123456"),
    ],
)
def test_a_persons_number_is_normalised(text, expected):
    assert identity.identity_of_person(text) == expected


@pytest.mark.parametrize(
    "text",
    ["12345", "0010990123456", "00109901234", "000000000000", "abcdefgh", "AB12!", "٠٠١٠٩٩٠١٢٣٤٥", "C1" + "2" * 20],
)
def test_what_is_no_number_of_a_person_is_refused(text):
    assert code_of(identity.identity_of_person, text) == "bad_identity_number"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0100109106", "0100109106"), ("0100109106-001", "0100109106-001"), ("0100109106001", "0100109106-001"), ("", "")],
)
def test_a_tax_code_is_normalised(text, expected):
    assert identity.identity_of_organisation(text) == expected


def test_a_household_business_has_its_owners_number():
    assert identity.identity_of_organisation("001099012345") == "001099012345"


@pytest.mark.parametrize("text", ["0100109107", "0100109105-001", "12345", "C1234567", "01001091060", "000000000000"])
def test_a_false_tax_code_is_refused(text):
    assert code_of(identity.identity_of_organisation, text) == "bad_tax_code"


def test_one_wrong_digit_is_always_found():
    good = "0100109106"
    for place in range(10):
        for digit in "0123456789":
            wrong = good[:place] + digit + good[place + 1 :]
            if wrong != good:
                assert code_of(identity.identity_of_organisation, wrong) == "bad_tax_code"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("0912345678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("+84(0)912.345.678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0084912345678", "0912345678"),
        ("0912-345-678", "0912345678"),
        ("0234 3822 123", "02343822123"),
        ("19001075", "19001075"),
        ("+1 202 555 0147", "+12025550147"),
    ],
)
def test_a_phone_is_normalised(text, expected):
    assert identity.phone_of(text) == expected


@pytest.mark.parametrize(
    "text", ["091234567", "09123456789", "0112345678", "12", "số nhà", "0912345678x", "+84", "+84 12"]
)
def test_what_is_no_phone_is_refused(text):
    assert code_of(identity.phone_of, text) == "bad_phone"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", ""), (" An.Nguyen@Example.VN ", "An.Nguyen@example.vn"), ("a+b@x-y.example", "a+b@x-y.example")],
)
def test_an_address_is_normalised(text, expected):
    assert identity.email_of(text) == expected


@pytest.mark.parametrize(
    "text", ["a", "a@", "@b.vn", "a@b", "a b@c.vn", "a@b..vn", ".a@b.vn", "a..b@c.vn", "<a@b.vn>", "a@b.vn\nx@y.vn"]
)
def test_what_is_no_address_is_refused(text):
    assert code_of(identity.email_of, text) == "bad_email"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("001099012345", "•••••••••345"),
        ("0912345678", "•••••••678"),
        ("12345", "•••••"),
        ("an@example.vn", "a•••@example.vn"),
    ],
)
def test_lists_show_the_end_only(text, expected):
    assert identity.mask(text) == expected


@dataclass
class Somebody:
    phone: str = ""
    identity_number: str = ""


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ("5678", True),
        ("2345", True),
        ("6789", False),
        ("", False),
        ("567", False),
        ("05678", False),
        ("٥٦٧٨", False),
        ("****", False),
        ("----", False),
    ],
)
def test_the_last_four_digits_open_the_tracking(check, expected):
    somebody = Somebody(phone="0912345678", identity_number="001099012345")
    assert identity.tail_matches(somebody, check) is expected


@pytest.mark.parametrize("check", ["", "****", "----", "0000"])
def test_who_left_no_number_is_opened_by_nothing(check):
    assert identity.tail_matches(Somebody(), check) is False


def test_a_passport_is_matched_by_its_digits():
    assert identity.tail_matches(Somebody(identity_number="C1234567"), "4567") is True
