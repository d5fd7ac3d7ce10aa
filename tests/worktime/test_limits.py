"""Reading limits as the national portal's clerks wrote them."""

import gzip
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from motcua.worktime.deadlines import Unit
from motcua.worktime.limits import limit_from

STRINGS = Path(__file__).resolve().parents[3] / "shared" / "data" / "procedures" / "time-strings.json.gz"


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("5 ngày làm việc", "5", Unit.WORKING_DAY),
        ("28 Ngày làm việc", "28", Unit.WORKING_DAY),
        ("30 ngày", "30", Unit.DAY),
        ("198 ngày làm việc", "198", Unit.WORKING_DAY),
        ("8 giờ", "8", Unit.HOUR),
        ("trong 24 giờ làm việc", "24", Unit.HOUR),
        ("30 phút", "30", Unit.MINUTE),
        ("18 tháng", "18", Unit.MONTH),
        ("3 năm", "3", Unit.YEAR),
        ("3.5 ngày làm việc", "3.5", Unit.WORKING_DAY),
        ("4,75 ngày làm việc", "4.75", Unit.WORKING_DAY),
        ("Không quá 15 ngày.", "15", Unit.DAY),
        ("Không quá 01 tháng", "1", Unit.MONTH),
        ("06 ngày làm việc, kể từ ngày nhận đủ hồ sơ theo quy định", "6", Unit.WORKING_DAY),
        ("05 (năm) ngày làm việc kể từ ngày nhận hồ sơ hợp lệ.", "5", Unit.WORKING_DAY),
        ("Trong thời hạn năm (05) ngày làm việc, kể từ ngày nhận đủ hồ sơ theo quy định", "5", Unit.WORKING_DAY),
        ("12 (mười hai) ngày kể từ ngày nhận được hồ sơ hợp lệ.", "12", Unit.DAY),
        ("22 (hai mươi hai) ngày", "22", Unit.DAY),
        ("bốn mươi lăm ngày làm việc", "45", Unit.WORKING_DAY),
        ("07 (bẩy) ngày làm việc", "7", Unit.WORKING_DAY),
        ("trong 08 (tám) giờ làm việc kể từ ngày nhận được bộ hồ sơ đầy đủ", "8", Unit.HOUR),
        ("07 ngày làm việc ngày kể từ ngày nhận đủ hồ sơ hợp lệ.", "7", Unit.WORKING_DAY),
        ("Không quá 20 ngày, kề từ ngày nhận được đầy đủ hồ sơ hợp lệ.", "20", Unit.DAY),
        ("Tối đa 75 ngày (kể từ ngày nhận đủ hồ sơ hợp lệ)", "75", Unit.DAY),
        ("07ngày làm việc kể từ ngày nhận được hồ sơ đầy đủ, hợp lệ.", "7", Unit.WORKING_DAY),
        ("15 ngày kể từ ngày nhận đủ hồ sơ", "15", Unit.DAY),  # decomposed letters
        ("  10\u00a0ngày làm việc\u200b ", "10", Unit.WORKING_DAY),
    ],
)
def test_a_plain_limit_is_understood(text, amount, unit):
    limit = limit_from(text)
    assert (limit.amount, limit.unit, limit.doubt) == (Decimal(amount), unit, None)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Không quy định", Unit.NONE),
        ("Trong ngày làm việc", Unit.SAME_DAY),
        ("Trong ngày", Unit.SAME_DAY),
        ("Thực hiện trong ngày làm việc nhận được hồ sơ đầy đủ, chính xác", Unit.SAME_DAY),
        ("Giải quyết ngay", Unit.NONE),
    ],
)
def test_a_limit_without_amount_is_understood(text, unit):
    limit = limit_from(text)
    assert (limit.amount, limit.unit, limit.doubt) == (None, unit, None)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("176 giờ", "giờ đồng hồ"),
        ("90 giờ", "giờ đồng hồ"),
        ("15 giờ", "mốc 15 giờ"),
        ("1.5 tháng", "phần lẻ"),
        ("0 ngày làm việc", "số 0"),
        ("1.000 ngày", "hàng nghìn"),
        ("07 (tám) ngày làm việc", "không khớp"),
        ("28 ngày làm việc và 30 ngày kể từ ngày nhận đủ hồ sơ hợp lệ", "nhiều thời hạn"),
        (
            "- Hồ sơ không đầy đủ theo quy định: 03 ngày làm việc. - Hồ sơ đầy đủ và hợp lệ: 07 ngày làm việc.",
            "nhiều thời hạn",
        ),
        (
            "Không quá 10 ngày làm việc. Đối với các xã miền núi thì được tăng thêm không quá 10 ngày làm việc",
            "nhiều thời hạn",
        ),
        ("Đối với các xã, phường thông thường: Không quá 10 ngày làm việc.", "điều kiện"),
        ("Trường hợp xử lý sự cố cấp nước: 04 giờ.", "điều kiện"),
        ("20 ngày kể từ ngày nhận đủ hồ sơ hợp lệ đối với trường hợp 2", "điều kiện"),
        ("10 ngày (hoặc 7 ngày đối với nhà ở riêng lẻ)", "nhiều"),
        ("Trong thời hạn 20 ngày, không bao gồm ngày nghỉ lễ, tết, kể từ ngày nhận đủ hồ sơ", "không tính"),
        ("12.5 ngày làm việc + thời gian thực hiện cấp lại Giấy chứng nhận theo quy định", "cộng thêm"),
        ("25 ngày kể từ ngày tổ chức thẩm định.", "mốc"),
        ("45 ngày làm việc kể từ ngày hết hạn nộp hồ sơ", "mốc"),
        (
            "Ngay trong ngày tiếp nhận, trường hợp nhận hồ sơ sau 15 giờ thì trả trong ngày làm việc tiếp theo.",
            "",
        ),
        ("Thẩm định hồ sơ: 03 ngày làm việc", ""),
        ("ít nhất 10 ngày làm việc", ""),
        ("Không", ""),
        ("Không phải trả kết quả cho người nộp thuế", ""),
    ],
)
def test_a_limit_that_a_person_must_see_is_doubtful_with_the_reason(text, why):
    limit = limit_from(text)
    assert limit.doubt
    assert why in limit.doubt
    assert not limit.is_determined


@pytest.mark.parametrize(
    "text",
    [
        "1 khác",
        "0 khác",
        "1 OTHER",
        "1 khác(OTHER)",
        "-",
        "",
        "01",
        "48",
        "Theo mô tả",
        "1/12 hàng năm",
        "15/12",
        "Tùy theo từng trường hợp",
        "Kể từ ngày nhận đủ hồ sơ",
        "Kể từ ngày tiếp nhận chính thức hồ sơ.",
    ],
)
def test_what_names_no_limit_is_unknown_and_zero_is_never_zero_days(text):
    limit = limit_from(text)
    assert (limit.amount, limit.unit) == (None, Unit.UNKNOWN)
    assert limit.doubt


@pytest.fixture(scope="module")
def read():
    rows = json.loads(gzip.decompress(STRINGS.read_bytes()))
    return [(row["kind"], row["count"], row["text"], limit_from(row["text"])) for row in rows]


def share(rows, good):
    return sum(count for _, count, _, limit in rows if good(limit)) / sum(count for _, count, _, _ in rows)


@pytest.mark.shared
def test_nine_tenths_of_the_machine_limits_of_the_catalogue_are_understood_without_doubt(read):
    fields = [row for row in read if row[0] != "description"]
    assert share(fields, lambda limit: limit.doubt is None and limit.unit != Unit.UNKNOWN) >= 0.89


@pytest.mark.shared
def test_an_amount_and_a_unit_are_found_in_85_percent_of_all_strings_prose_included(read):
    assert share(read, lambda limit: limit.unit != Unit.UNKNOWN) >= 0.91
    assert share(read, lambda limit: limit.doubt is None and limit.unit != Unit.UNKNOWN) >= 0.68


@pytest.mark.shared
def test_nothing_is_understood_that_a_simple_reading_contradicts(read):
    """A second, independent look: one number, one unit, no word of condition, in every understood text."""
    for _, _, text, limit in read:
        if limit.doubt or limit.amount is None:
            continue
        lowered = text.lower().replace("https://dichvucong.gov.vn", "")
        numbers = {Decimal(number.replace(",", ".")) for number in re.findall(r"\d+(?:[.,]\d+)?", lowered)}
        assert numbers == {limit.amount}, text
        assert not any(
            word in lowered
            for word in ("trường hợp", "đối với", "miền núi", "không tính", "gia hạn", "hết hạn", "từng", "+")
        ), text
        assert ("làm việc" in lowered) == (limit.unit == Unit.WORKING_DAY) or limit.unit == Unit.HOUR, text
