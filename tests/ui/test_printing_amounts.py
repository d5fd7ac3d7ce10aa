"""Amounts of money in words."""

import pytest

from motcua.ui.amounts import DIGITS, in_words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (1, "Một đồng"),
        (4, "Bốn đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (11, "Mười một đồng"),
        (14, "Mười bốn đồng"),
        (15, "Mười lăm đồng"),
        (20, "Hai mươi đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (25, "Hai mươi lăm đồng"),
        (55, "Năm mươi lăm đồng"),
        (100, "Một trăm đồng"),
        (101, "Một trăm linh một đồng"),
        (105, "Một trăm linh năm đồng"),
        (110, "Một trăm mười đồng"),
        (115, "Một trăm mười lăm đồng"),
        (121, "Một trăm hai mươi mốt đồng"),
        (1000, "Một nghìn đồng"),
        (1001, "Một nghìn không trăm linh một đồng"),
        (1010, "Một nghìn không trăm mười đồng"),
        (2500, "Hai nghìn năm trăm đồng"),
        (20000, "Hai mươi nghìn đồng"),
        (100000, "Một trăm nghìn đồng"),
        (1000000, "Một triệu đồng"),
        (1000005, "Một triệu không trăm linh năm đồng"),
        (1015000, "Một triệu không trăm mười lăm nghìn đồng"),
        (6172835, "Sáu triệu một trăm bảy mươi hai nghìn tám trăm ba mươi lăm đồng"),
        (1000000000, "Một tỷ đồng"),
        (1000000001, "Một tỷ không trăm linh một đồng"),
        (1002000000, "Một tỷ không trăm linh hai triệu đồng"),
        (5123000000000, "Năm nghìn một trăm hai mươi ba tỷ đồng"),
        (5000000000000, "Năm nghìn tỷ đồng"),
        (1000000000000000, "Một triệu tỷ đồng"),
    ],
)
def test_an_amount_is_said_as_an_office_says_it(amount, words):
    assert in_words(amount) == words


def said(words):
    """Read an amount below a million back from its words, by another way."""
    digits = dict(zip(DIGITS, range(10), strict=True))
    digits |= {"mốt": 1, "tư": 4, "lăm": 5}
    total = part = last = 0
    for word in words.lower().removesuffix(" đồng").split():
        if word == "nghìn":
            total, part, last = (part + last) * 1000, 0, 0
        elif word in ("trăm", "mươi"):
            part, last = part + last * (100 if word == "trăm" else 10), 0
        elif word == "mười":
            part += 10
        elif word != "linh":
            last = digits[word]
    return total + part + last


def test_every_amount_up_to_a_million_can_be_read_back():
    wrong = [amount for amount in range(0, 1_000_000, 7) if said(in_words(amount)) != amount]
    assert wrong == []


@pytest.mark.parametrize("amount", [-1, 10**18])
def test_what_has_no_words_is_refused(amount):
    with pytest.raises(ValueError, match="words"):
        in_words(amount)


@pytest.mark.parametrize("amount", ["5", 5.0, None, True])
def test_only_whole_numbers_are_amounts(amount):
    with pytest.raises(TypeError):
        in_words(amount)
