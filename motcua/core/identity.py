"""Numbers, phones and addresses by which people are known: normal form, errors in words, masks. Pure.

Normal forms: identity numbers without spaces and dots, in capitals (a branch's tax code keeps its dash);
phones as 0xxxxxxxxx, foreign ones as +<country><number>.
"""

import hmac
import re
from typing import Any

from motcua.core.errors import BadInput
from motcua.core.text import clean

_SEPARATORS = re.compile(r"[\s.\-–—_]")
_TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_PASSPORT = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9]{6,9}")  # nine characters at most (ICAO 9303)
_MOBILE = re.compile(r"0[35789]\d{8}")
_LANDLINE = re.compile(r"02\d{8,9}")
_HOTLINE = re.compile(r"1[89]00\d{4,6}")
_FOREIGN = re.compile(r"\+[1-9]\d{7,14}")
_EMAIL = re.compile(r"[^\s@<>\"',;:()\[\]\\]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
TAIL = 4


def identity_of_person(text: str) -> str:
    """Return the number of a citizen's card (12 digits), an old one (9) or a passport; "" stays "". Raises BadInput."""
    number = _SEPARATORS.sub("", clean(text)).upper()
    if not number or _is_card(number) or _PASSPORT.fullmatch(number):
        return number
    raise BadInput(
        "bad_identity_number",
        "Số giấy tờ phải là số định danh 12 chữ số, số CMND 9 chữ số hoặc số hộ chiếu.",
        field="identity_number",
    )


def _is_card(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) in (9, 12) and len(set(number)) > 1


def identity_of_organisation(text: str) -> str:
    """Return the tax code: ten digits with a true check digit, a branch with -nnn; "" stays "". Raises BadInput.

    Household businesses have used their owner's 12-digit number as tax code since 1 July 2025.
    """
    number = _SEPARATORS.sub("", clean(text))
    if not number:
        return ""
    if number.isascii() and number.isdigit():
        if len(number) == 12 and _is_card(number):
            return number
        if len(number) in (10, 13) and _tax_code_is_true(number):
            return number if len(number) == 10 else f"{number[:10]}-{number[10:]}"
        if len(number) in (10, 13):
            raise BadInput("bad_tax_code", "Mã số thuế sai chữ số kiểm tra; hãy xem lại.", field="identity_number")
    raise BadInput("bad_tax_code", "Mã số thuế gồm 10 hoặc 13 chữ số.", field="identity_number")


def _tax_code_is_true(number: str) -> bool:
    """The tenth digit is 10 less the weighted sum of the first nine modulo 11 (Thông tư 86/2024/TT-BTC)."""
    total = sum(weight * int(digit) for weight, digit in zip(_TAX_WEIGHTS, number, strict=False))
    return 10 - total % 11 == int(number[9])


def phone_of(text: str) -> str:
    """Return a phone number in its normal form: +84 912.345.678 → 0912345678; "" stays "". Raises BadInput."""
    bare = re.sub(r"[\s.\-–—_()/]", "", clean(text))
    if not bare:
        return ""
    number = re.sub(r"^(?:\+84|0084|84(?=\d{9,10}$))0?", "0", bare)
    if not number.startswith("+") and number.isascii() and number.isdigit():
        if any(shape.fullmatch(number) for shape in (_MOBILE, _LANDLINE, _HOTLINE)):
            return number
    elif _FOREIGN.fullmatch(number):
        return number
    raise BadInput("bad_phone", "Số điện thoại không đúng; ví dụ: 0912345678.", field="phone")


def email_of(text: str) -> str:
    """Return an e-mail address with its domain in small letters; "" stays "". Raises BadInput."""
    address = clean(text)
    if not address:
        return ""
    name, _, domain = address.rpartition("@")
    address = f"{name}@{domain.lower()}"
    if len(address) > 254 or ".." in name or name[:1] == "." or name[-1:] == "." or not _EMAIL.fullmatch(address):
        raise BadInput("bad_email", "Địa chỉ thư điện tử không đúng; ví dụ: ten@example.vn.", field="email")
    return address


def mask(text: str) -> str:
    """Return a number or an e-mail as lists show it: the last three characters, of an e-mail first and domain."""
    if "@" in text:
        name, _, domain = text.rpartition("@")
        return f"{name[:1]}•••@{domain}"
    shown = text[-3:] if len(text) > 6 else ""
    return "•" * (len(text) - len(shown)) + shown


def tail_of(number: str) -> str:
    """Return the last four digits of a phone or an identity number, "" when it has fewer."""
    digits = re.sub(r"[^0-9]", "", number)
    return digits[-TAIL:] if len(digits) >= TAIL else ""


def tail_matches(applicant: Any, check: str) -> bool:
    """Tell whether `check` is the last four digits of the applicant's phone or identity number, in constant time.

    `applicant` has `phone` and `identity_number`. Both are always compared, also when the check is malformed.
    """
    well_formed = len(check) == TAIL and check.isascii() and check.isdigit()
    given = check.encode() if well_formed else b"----"
    known = [_equal(tail_of(number), given) for number in (applicant.phone, applicant.identity_number)]
    return any(known) and well_formed


def _equal(tail: str, given: bytes) -> bool:
    return hmac.compare_digest((tail or "****").encode(), given)
