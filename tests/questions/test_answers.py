"""One answer of each kind: what is taken, in which form it is kept, and why another is not."""

import pytest

from motcua.questions import wording
from motcua.questions.definition import question_of
from motcua.questions.units import FACTS, names_of, units
from tests.questions.forms_for_tests import ask, form, outcome

WARD = {"province": "01", "commune": "00004"}
OLD = {"era": "before_2025_07", "province": "01", "district": "001", "commune": "00001"}
FILE = {"file": "k1", "name": "giấy.pdf", "size": 10, "type": "application/pdf"}
SIZED = {"max_files": 2, "max_size": 10, "types": ["pdf"]}
ERAS = {"eras": ["current", "before_2025_07", "abroad"]}

TAKEN = [
    ("text", {}, "  Nguye\u0302\u0303n\u200b   A ", "Nguyễn A"),
    ("text", {}, "=1+1<b>'--", "=1+1<b>'--"),
    ("text", {"pattern": "[0-9]+", "pattern_words": "số"}, "12", "12"),
    ("long_text", {}, "a \r\n\x07b", "a\nb"),
    ("number", {}, 5, 5),
    ("number", {}, "1.234", 1234),
    ("number", {}, "-7", -7),
    ("number", {"decimals": 2}, "1.234,5", 1234.5),
    ("number", {"decimals": 1}, 0.1, 0.1),
    ("number", {"decimals": 1}, "0.5", 0.5),
    ("number", {"min": 0}, 0, 0),
    ("money", {}, "16.000 đồng", 16000),
    ("money", {}, 0, 0),
    ("money", {}, 1e6, 1_000_000),
    ("date", {}, "29/2/2024", "2024-02-29"),
    ("date", {"latest": "today"}, "22112026", "2026-11-22"),
    ("yes_no", {}, False, False),
    ("yes_no", {}, "Không", False),
    ("yes_no", {}, "on", True),
    ("choice", {}, "b", "b"),
    ("choices", {}, ["c", "a", "c"], ["a", "c"]),
    ("choices", {}, "a", ["a"]),
    ("identity", {}, "c1234567", "C1234567"),
    ("identity", {"of": "citizen"}, "046.099.012345", "046099012345"),
    ("identity", {"of": "organisation"}, "0100109106", "0100109106"),
    ("phone", {}, "(+84) 912 345 678", "0912345678"),
    ("email", {}, " an@EXAMPLE.vn", "an@example.vn"),
    ("address", {}, {**WARD, "line": " 12  phố Mẫu "}, {"era": "current", **WARD, "line": "12 phố Mẫu"}),
    ("address", {"line": "optional"}, {**WARD, "line": ""}, {"era": "current", **WARD}),
    ("address", {"line": "none"}, {**WARD, "line": "bỏ", "more": "bỏ"}, {"era": "current", **WARD}),
    ("address", {**ERAS, "line": "none"}, OLD, OLD),
    (
        "address",
        {**ERAS, "line": "none"},
        {"era": "before_2025_07", "province": "48", "district": "498"},
        {"era": "before_2025_07", "province": "48", "district": "498"},
    ),
    ("address", ERAS, {"era": "abroad", "country": "Lào", "line": "Viêng Chăn"}, None),
    ("address", {"line": "none"}, {"province": "hà nội", "commune": "P. Ba Dinh"}, {"era": "current", **WARD}),
    ("address", {"line": "none"}, {"province": "01", "commune": "phường Ba Đình"}, {"era": "current", **WARD}),
    (
        "address",
        {**ERAS, "line": "none"},
        {"era": "before_2025_07", "province": "Hà Nội", "district": "Quận Ba Đình", "commune": "Phúc Xá"},
        OLD,
    ),
    ("file", SIZED, FILE, [FILE]),
    ("file", {}, [{**FILE, "more": 1}], [FILE]),
    ("declaration", {}, True, True),
]
NOT_TAKEN = [
    ("text", {}, 5, "wrong_shape"),
    ("text", {}, ["a"], "wrong_shape"),
    ("text", {"min_length": 2}, "a", "too_short"),
    ("text", {}, "a" * 201, "too_long"),
    ("text", {"max_length": 3}, "abcd", "too_long"),
    ("text", {"pattern": "[0-9]+", "pattern_words": "số"}, "12a", "wrong_pattern"),
    ("text", {"pattern": "a|b", "pattern_words": "a hoặc b"}, "ab", "wrong_pattern"),
    ("text", {"pattern": "(a+)+", "pattern_words": "a"}, "a" * 190 + "b", "wrong_pattern"),
    ("long_text", {}, "a" * 4_001, "too_long"),
    ("long_text", {}, "a" * 300_000, "too_long"),
    ("number", {}, True, "wrong_shape"),
    ("number", {}, [1], "wrong_shape"),
    ("number", {}, "nhiều", "bad_number"),
    ("number", {}, "1e5", "bad_number"),
    ("number", {}, "--1", "bad_number"),
    ("number", {}, float("nan"), "bad_number"),
    ("number", {}, float("inf"), "bad_number"),
    ("number", {}, 10**3_000, "bad_number"),
    ("number", {}, "9" * 40, "bad_number"),
    ("number", {}, 1.5, "too_many_decimals"),
    ("number", {"decimals": 1}, "1,25", "too_many_decimals"),
    ("number", {"min": 1}, 0, "too_small"),
    ("number", {"max": 1}, 2, "too_great"),
    ("money", {}, -1, "bad_money"),
    ("money", {}, 0.5, "bad_money"),
    ("money", {}, "16,5 đồng", "bad_money"),
    ("money", {}, "hai nghìn", "bad_money"),
    ("money", {"min": 1000}, 999, "too_small"),
    ("money", {"max": 1000}, 1001, "too_great"),
    ("date", {}, "30/2/2024", "bad_date"),
    ("date", {}, "hôm qua", "bad_date"),
    ("date", {}, "0001-01-01", "bad_date"),
    ("date", {}, 20240101, "wrong_shape"),
    ("date", {"latest": "today"}, "23/11/2026", "too_late"),
    ("date", {"earliest": "today-60d"}, "1/9/2026", "too_early"),
    ("yes_no", {}, 1, "wrong_shape"),
    ("yes_no", {}, "có lẽ", "wrong_shape"),
    ("choice", {}, "x", "unknown_choice"),
    ("choice", {}, ["a"], "wrong_shape"),
    ("choices", {}, ["a", "x"], "unknown_choice"),
    ("choices", {}, ["a", ["b"]], "wrong_shape"),
    ("choices", {}, {"a": True}, "wrong_shape"),
    ("choices", {"min_choices": 2}, ["a"], "too_few"),
    ("choices", {"max_choices": 1}, ["a", "b"], "too_many"),
    ("identity", {}, "12345", "bad_identity_number"),
    ("identity", {"of": "citizen"}, "C1234567", "bad_identity_number"),
    ("identity", {"of": "organisation"}, "0100109107", "bad_tax_code"),
    ("phone", {}, "12", "bad_phone"),
    ("phone", {}, 912345678, "wrong_shape"),
    ("email", {}, "an@", "bad_email"),
    ("address", {}, "Hà Nội", "wrong_shape"),
    ("address", {}, {"province": 1}, "wrong_shape"),
    ("address", {}, WARD, "no_line"),
    ("address", {}, {**WARD, "line": "x" * 301}, "too_long"),
    ("address", {}, {**WARD, "era": "abroad", "line": "x"}, "wrong_era"),
    ("address", {}, {"province": "01", "commune": "19774", "line": "x"}, "unknown_unit"),
    ("address", {}, {"province": "01", "line": "x"}, "unknown_unit"),
    ("address", {}, {"province": "01", "commune": "Ba", "line": "x"}, "unknown_unit"),
    ("address", {}, {"commune": "00004", "line": "x"}, "unknown_unit"),
    (
        "address",
        {**ERAS, "line": "none"},
        {"era": "before_2025_07", "province": "Tiền Giang", "district": "Cai Lậy", "commune": "Phường 1"},
        "unknown_unit",  # a town and a district
    ),
    ("address", {**ERAS, "line": "none"}, {**OLD, "district": "002"}, "unknown_unit"),
    ("address", {**ERAS, "line": "none"}, {**OLD, "commune": ""}, "unknown_unit"),
    ("address", ERAS, {"era": "abroad", "line": "x"}, "no_country"),
    ("file", {}, "k1", "wrong_shape"),
    ("file", {}, [{"file": "k1"}], "wrong_shape"),
    ("file", {}, [{**FILE, "size": 0}], "wrong_shape"),
    ("file", {}, [{**FILE, "size": True}], "wrong_shape"),
    ("file", {}, [{**FILE, "file": "k" * 65}], "wrong_shape"),
    ("file", {}, [{**FILE, "file": " "}], "wrong_shape"),
    ("file", {}, [{**FILE, "name": ""}], "wrong_shape"),
    ("file", {}, [{**FILE, "name": "n" * 256}], "wrong_shape"),
    ("file", {}, [{**FILE, "type": ""}], "wrong_shape"),
    ("file", {}, [{**FILE, "size": 10**16}], "wrong_shape"),
    ("file", SIZED, [FILE] * 3, "too_many"),
    ("file", {"min_files": 2}, [FILE], "too_few"),
    ("file", SIZED, [{**FILE, "type": "image/png"}], "wrong_file_type"),
    ("file", SIZED, [{**FILE, "size": 11}], "file_too_large"),
    ("declaration", {}, "tôi cam đoan", "wrong_shape"),
]
BLANK = {
    "text": ["", "  \u200b", None],
    "number": ["", " "],
    "choices": [[]],
    "identity": [" - . "],
    "phone": ["()"],
    "address": [{}, {"province": "", "line": " "}],
    "file": [[]],
    "group": [[], None, [{}], [{"a_name": ""}, None]],
    "declaration": [False, "không"],
}


def asked(kind, limits, **more):
    return form(ask("a", kind, **({"limits": limits} if limits else {}), **more))


@pytest.mark.parametrize(("kind", "limits", "answer", "value"), TAKEN)
def test_it_is_taken_in_its_one_form(kind, limits, answer, value):
    found = outcome(asked(kind, limits), {"a": answer})
    assert found.errors == {}
    assert found.values["a"] == (answer if value is None else value)
    assert type(found.values["a"]) is type(answer if value is None else value)


@pytest.mark.parametrize(("kind", "limits", "answer", "value"), TAKEN)
def test_what_was_taken_is_taken_again_unchanged(kind, limits, answer, value):
    data = asked(kind, limits)
    once = outcome(data, {"a": answer}).values
    assert outcome(data, once).values == once


@pytest.mark.parametrize(("kind", "limits", "answer", "code"), NOT_TAKEN)
def test_it_is_refused_with_its_reason_in_words(kind, limits, answer, code):
    data = asked(kind, limits)
    found = outcome(data, {"a": answer})
    assert (found.errors, found.values) == ({"a": code}, {})
    assert wording.answer_message(code, None)


@pytest.mark.parametrize(("kind", "answer"), [(kind, answer) for kind, answers in BLANK.items() for answer in answers])
def test_nothing_is_no_answer_and_missing_where_one_is_required(kind, answer):
    assert outcome(asked(kind, {}), {"a": answer}).data()["values"] == {}
    assert outcome(asked(kind, {}, required=True), {"a": answer}).errors == {"a": "required"}


def test_every_error_of_an_answer_is_tried_here_or_told_elsewhere():
    tried = {code for *_, code in NOT_TAKEN}
    for language, texts in wording.ANSWERS.items():
        assert set(texts) - tried == {"required", "against_schema"}, language


@pytest.mark.parametrize(
    ("kind", "limits", "code", "message"),
    [
        ("text", {"pattern": "[0-9]+", "pattern_words": "chỉ chữ số"}, "wrong_pattern", "Không đúng mẫu: chỉ chữ số."),
        ("text", {"max_length": 1000}, "too_long", "Dài quá; nhiều nhất 1.000 ký tự."),
        ("number", {"decimals": 2}, "too_many_decimals", "Có quá nhiều chữ số sau dấu phẩy; nhiều nhất 2."),
        ("number", {}, "too_many_decimals", "Có quá nhiều chữ số sau dấu phẩy; nhiều nhất 0."),
        ("money", {"min": 1000}, "too_small", "Nhỏ quá; ít nhất là 1.000."),
        ("choices", {"max_choices": 2}, "too_many", "Nhiều quá; nhiều nhất 2."),
        ("file", SIZED, "wrong_file_type", "Loại tệp này không được nhận; hãy dùng pdf."),
        ("file", {"max_size": 5_242_880}, "file_too_large", "Tệp lớn quá; nhiều nhất 5,0 MB."),
    ],
)
def test_a_message_names_the_limits_of_the_question(kind, limits, code, message):
    question = question_of(ask("a", kind, limits=limits))
    assert wording.answer_message(code, question) == message


def test_the_lists_of_units_are_whole():
    now, before = units("current"), units("before_2025_07")
    assert (len(now), sum(len(province.below) for province in now.values())) == (34, 3321)
    districts = [district for province in before.values() for district in province.below.values()]
    assert (len(before), len(districts), sum(len(each.below) for each in districts)) == (63, 696, 10_035)
    assert sorted(each.name for each in districts if not each.below) == [
        "Huyện Bạch Long Vĩ", "Huyện Côn Đảo", "Huyện Cồn Cỏ", "Huyện Hoàng Sa", "Huyện Lý Sơn",
    ]  # fmt: skip
    assert names_of("current", ("01", "00004")) == ["Thành phố Hà Nội", "Phường Ba Đình"]
    assert names_of("current", ("01",)) is None
    assert "MIT" in (FACTS / "units-current.txt").read_text(encoding="utf-8")[:400]
