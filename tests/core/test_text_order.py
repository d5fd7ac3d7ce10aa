"""Vietnamese text: cleaned, searched without marks, sorted as the alphabet says."""

import random
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from motcua.core.text import ALPHABET, clean, fold, nfc, person_sort_key, sort_key

INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2066\u2069\u061c\ufeff\u00ad\u2060\u180e\u034f\u3164\ue000\ufe0f\ufffe"
    "\U000e0041\x00\x07\x1b\x7f\x9f\ud800"
)


@pytest.mark.parametrize("mark", INVISIBLE, ids=lambda mark: f"U+{ord(mark):04X}")
def test_what_cannot_be_seen_is_removed(mark: str) -> None:
    assert clean(f"{mark}Hương{mark} Tr{mark}à{mark}") == "Hương Trà"


def test_what_a_mark_kept_apart_is_composed_afterwards() -> None:
    assert clean("Tra\u200b\u0300") == "Trà"


@pytest.mark.parametrize(
    "space", ["\t", "\n", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u00a0", "\u2003", "\u2028", "\u2029", "\u3000"]
)
def test_white_space_of_every_kind_parts_words(space: str) -> None:
    assert clean(f" Hương{space}{space} Trà{space}") == "Hương Trà"


def test_lines_stay_where_they_are_wanted() -> None:
    assert clean(" một \r\n hai\u2028ba \n\n bốn\n", lines=True) == "một\nhai\nba\n\nbốn"
    assert clean("một\nhai") == "một hai"
    assert clean(None) == clean(" \u200b ") == fold(None) == ""


@given(st.text())
@example("\u1100\u1161\u11a8")
def test_cleaned_text_is_composed_storable_and_stays_as_it_is(text: str) -> None:
    for cleaned in (clean(text), clean(text, lines=True)):
        assert nfc(cleaned) == cleaned
        assert "\0" not in cleaned
        cleaned.encode()
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đặng Thị Hương", "dang thi huong"),
        ("ĐẶNG THỊ HƯƠNG", "dang thi huong"),
        (unicodedata.normalize("NFD", "Đặng Thị Hương"), "dang thi huong"),
        ("Ðặng", "dang"),  # the Icelandic letter of old fonts
        ("Ủy ban nhân dân phường Hương Trà", "uy ban nhan dan phuong huong tra"),
        ("hoà, hòa; (HOÀ)", "hoa hoa hoa"),
        ("H57.12-260212-0001", "h57.12-260212-0001"),
        ("12/QĐ-UBND", "12/qd-ubnd"),
        ("ư ơ ă â ê ô đ", "u o a a e o d"),
        ("１２３ ＡＢ ﬁ", "123 ab fi"),
        ("100% “đúng hạn”", "100 dung han"),
    ],
)
def test_search_sees_neither_marks_nor_capitals(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ "))
def test_every_vietnamese_letter_folds_to_a_plain_one(text: str) -> None:
    assert fold(text).isascii()
    assert fold(text.upper()) == fold(text)


def sort(words: list[str], key: object) -> list[str]:
    shuffled = random.Random(7).sample(words, len(words))
    return sorted(shuffled, key=lambda word: key(word).encode())  # type: ignore[operator]


def test_the_alphabet_has_its_order() -> None:
    letters = list(ALPHABET)
    assert len(letters) == 33  # the 29 letters, and f j w z where foreign names have them
    assert sort(letters, sort_key) == letters
    assert sort([letter.upper() for letter in letters], sort_key) == [letter.upper() for letter in letters]


def test_words_stand_as_in_a_dictionary() -> None:
    words = [
        "10 Lê Lợi", "2 Lê Lợi", "a", "à", "ả", "ã", "á", "ạ", "An", "An Bình", "An Cựu", "Ang", "ăn", "ấm", "Ba", "Bà",
        "Ba Đồn", "Bạch", "Cam", "Dương", "Đà Nẵng", "Đông", "Em", "Êm", "Hoa", "Hòa", "Hóa", "Hương Trà", "Hương Vân",
        "Kim Trà", "Ngọ", "Nguyệt", "Nhạn", "Oanh", "Ông", "Ơn", "Phú", "Quyền", "Thanh", "Tranh", "Tứ Hạ", "Uy", "Ưng",
        "Vân", "Ý",
    ]  # fmt: skip
    assert sort(words, sort_key) == words


def test_people_stand_by_given_name_then_family_name() -> None:
    people = [
        "Lê Thị An", "Nguyễn Văn An", "Nguyễn Văn Ân", "Trần Bình", "Trần Văn Bình", "Võ Bình", "Phan Thị Dung",
        "Lê Đại", "Nguyễn Thị Ha", "Trần Văn Ha", "Lê Hà", "Nguyễn Hà", "Nguyễn Văn Hà", "Đỗ Hạ", "Lê Hoà", "Phạm Hòa",
        "Lê Hương", "Lê Thị Hương", "Nguyễn Minh", "Hồ Ngọc", "Lê Ngọc", "Tôn Nữ Oanh", "Bùi Ý",
    ]  # fmt: skip
    assert sort(people, person_sort_key) == people


def test_old_and_new_places_of_the_tone_are_one_word() -> None:
    assert sort_key("Hoà") == sort_key("Hòa") == sort_key("HÒA") == sort_key(unicodedata.normalize("NFD", "Hòa"))
    assert sort_key("thuý") == sort_key("thúy")
    assert sort_key("hoa") != sort_key("hòa")


def test_punctuation_parts_words_and_does_not_shift_tones() -> None:
    assert sort_key("Sở Văn hóa - Thể thao") == sort_key("Sở  Văn hóa – Thể thao")
    assert sort(["An-Bà", "An Bá"], sort_key) == ["An-Bà", "An Bá"]


@pytest.mark.parametrize("name", ["", " ", "An", "\u200b", None, "-", "1"])
def test_strange_names_have_a_key_too(name: str | None) -> None:
    assert isinstance(person_sort_key(name), str)
    assert isinstance(sort_key(name), str)


@given(st.text(max_size=120))
@example("ạ " * 60)
@example("Nguyễn" * 20)
def test_a_name_of_a_hundred_and_twenty_letters_has_a_key_that_fits(name: str) -> None:
    assert len(person_sort_key(clean(name)[:120])) <= 200
    assert len(sort_key(clean(name)[:120])) <= 200
    assert sort_key(name).isascii()
