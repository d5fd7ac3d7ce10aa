"""Six digits every half minute, against the numbers of RFC 6238; recovery codes. Pure."""

import base64

import pytest

from motcua.agencies import one_time

RFC = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "digits"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_codes_are_those_of_the_standard(seconds, digits):
    """RFC 6238, appendix B: SHA-1, eight digits; ours are the last six."""
    assert one_time.code_of(RFC, one_time.step_at(seconds)) == digits[2:]


@pytest.mark.parametrize(("drift", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phones_clock_may_be_half_a_minute_off(drift, taken):
    code = one_time.code_of(RFC, 1000 + drift)
    assert one_time.step_of(RFC, code, present=1000, after=0) == (1000 + drift if taken else None)


def test_a_code_is_good_once():
    code = one_time.code_of(RFC, 1000)
    assert one_time.step_of(RFC, code, present=1000, after=1000) is None
    assert one_time.step_of(RFC, code, present=1001, after=999) == 1000


def test_secrets_are_new_and_long():
    made = {one_time.new_secret() for _ in range(50)}
    assert len(made) == 50
    assert {len(base64.b32decode(secret)) for secret in made} == {20}


def test_the_qr_code_says_whose_and_which():
    said = one_time.address(RFC, username="quantri.hue", issuer="Một Cửa")
    assert said.startswith("otpauth://totp/")
    assert f"secret={RFC}" in said
    assert "quantri.hue" in said


def test_recovery_codes_can_be_read_and_typed():
    codes = one_time.new_recovery_codes()
    assert len(set(codes)) == 10
    assert all(len(code) == 14 and not set(code) & set("ilo01") for code in codes)
    assert one_time.tidy(f" {codes[0].upper()} ".replace("-", " ")) == codes[0].replace("-", "")


def test_a_secret_is_shown_in_fours():
    assert one_time.in_fours("ABCDEFGHIJ") == "ABCD EFGH IJ"
