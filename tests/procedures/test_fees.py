"""Null, 0 and "the council sets it" are three things, and a number that its text contradicts is never sure."""

import pytest

from motcua.procedures.fees import amounts_in, read_fee


@pytest.mark.parametrize(
    ("value", "text", "standing", "amount"),
    [
        (0, "Miễn phí", "free", 0),
        (0, "- Không có", "free", 0),
        (0, "0", "free", 0),
        (0, "Không quy định.", "not_prescribed", None),
        (0, "Chưa có quy định", "not_prescribed", None),
        (0, "Theo quy định của Hội đồng nhân dân cấp tỉnh", "set_by_council", None),
        (None, "Do Hội đồng nhân dân tỉnh quy định", "set_by_council", None),
        (0, "Nghị quyết số 1/2025/NQ-HĐND của tỉnh", "set_by_council", None),
        (0, "heo quy định của Bộ Tài chính", "set_elsewhere", None),
        (None, "Chi tiết tại biểu phí kèm theo", "set_elsewhere", None),
        (70000, "70.000 đồng/Giấy chứng nhận", "amount", 70000),
        (4500000, "Lệ phí: 4,500,000 đồng", "amount", 4500000),
        (5000000, "+ Dưới 50 tỷ: 05 triệu đồng/ Giấy chứng nhận", "amount", 5000000),
        ("8000", None, "amount", 8000),
    ],
)
def test_a_clear_entry_has_no_doubt(value, text, standing, amount):
    line = read_fee("phí", value, "Việt Nam Đồng", text)

    assert (line.standing, line.amount, line.doubt) == (standing, amount, None)


def test_silence_is_not_free_of_charge():
    zero, null = read_fee("phí", 0, None, None), read_fee("phí", None, None, None)

    assert zero.standing == null.standing == "unstated"
    assert zero.amount is None
    assert null.amount is None
    assert zero.doubt
    assert null.doubt
    assert zero.doubt != null.doubt


def test_free_for_some_is_not_free_for_all():
    line = read_fee("lệ phí", 0, None, "Miễn lệ phí cho người thuộc hộ nghèo, người khuyết tật")

    assert (line.standing, line.amount) == ("unstated", None)
    assert "một số" in line.doubt


def test_thousands_written_without_their_zeros_are_doubtful():
    told = read_fee("lệ phí", 20, None, "20.000 đ/tờ khai")
    untold = read_fee("lệ phí", 25, None, None)

    assert told.amount == 20000
    assert told.doubt
    assert untold.amount is None
    assert untold.doubt


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (50000, "áp dụng mức phí 25.000 đồng/hồ sơ đến hết ngày 31/12/2026"),
        (50000, "50.000đ một tem; 25.000đ một tem đến hết ngày 31/12/2026"),
        (0, "150.000 đồng một giấy"),
        (None, "Cấp mới 10.000 đồng, cấp lại 5.000 đồng"),
        (0, "Miễn lệ phí. Phí công bố: 100.000 đồng/lần"),
    ],
)
def test_number_against_text_is_doubtful(value, text):
    assert read_fee("phí", value, None, text).doubt


def test_dollars_are_not_thousands():
    line = read_fee("phí", 145, None, "Thẻ có thời hạn không quá 02 năm: 145 USD/thẻ")

    assert (line.amount, line.currency, line.doubt) == (145, "USD", None)


def test_prose_or_a_negative_number_is_not_money():
    assert read_fee("phí", "theo biểu", None, None).amount is None
    assert read_fee("phí", -5, None, None).doubt


def test_thresholds_weights_and_document_numbers_are_not_sums_of_money():
    text = "Theo Thông tư số 64/2025/TT-BTC ngày 30/6/2025, tàu bay từ 5.700 kg, vốn dưới 50 tỷ: 17,5 triệu đồng"

    assert amounts_in(text) == [17_500_000]
