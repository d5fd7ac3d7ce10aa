"""Two states side by side, field by field, in words; and the first draft of a national record."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from motcua.procedures.comparing import ADDED, CHANGED, REMOVED, SAME, changed_parts, compare
from motcua.procedures.drafting import first_draft
from motcua.procedures.editions import (
    Case,
    Content,
    Fee,
    LegalEffect,
    LimitRule,
    Measured,
    Paper,
    Terms,
    content_from,
    content_json,
)
from motcua.procedures.fees import FeeLine
from motcua.procedures.record_wording import record_parts
from motcua.procedures.records import Case as Group
from motcua.procedures.records import ChannelTerms, Decision, Limit, Named
from motcua.procedures.records import Paper as Listed
from motcua.procedures.shapes import Shape, allot_again, build
from motcua.procedures.wording import content_parts, money
from tests.procedures.conftest import national

FIVE = LimitRule("working_day", Decimal(5))
CONTENT = Content(
    code="9.1", name="Cấp giấy", field_code="Z", field_name="Thử", office="P1", division="P1.1",
    route=build(Shape(), FIVE), limits=(FIVE,), papers=(Paper("Đơn", originals=1), Paper("Đơn", copies=2)),
    cases=(Case("c1", "Cấp mới"),), legal_bases=("15/2025/NĐ-CP",),
    measured=Measured(
        date(2026, 1, 5), datetime(2026, 1, 6, 1, 30, tzinfo=UTC), (LegalEffect("15/2025/NĐ-CP", date(2026, 1, 1)),),
        True, False,
    ),
)  # fmt: skip


def differing(new):
    parts = compare(content_parts(CONTENT), content_parts(new), only_changes=True)
    return {(part.title, line.label): (line.kind, line.before, line.after) for part in parts for line in part.lines}


def test_nothing_differs_from_itself():
    assert differing(CONTENT) == {}
    whole = compare(content_parts(CONTENT), content_parts(CONTENT))
    assert {line.kind for part in whole for line in part.lines} == {SAME}


@pytest.mark.parametrize(
    ("changes", "where", "told"),
    [
        ({"name": "Cấp lại"}, ("Thông tin chung", "Tên"), (CHANGED, "Cấp giấy", "Cấp lại")),
        (
            {"limits": (LimitRule("working_day", Decimal("3.5"), basis="9/QĐ"),)},
            ("Thời hạn giải quyết", "Mọi trường hợp, mọi cách nộp"),
            (CHANGED, "5 ngày làm việc", "3,5 ngày làm việc (9/QĐ)"),
        ),
        ({"papers": CONTENT.papers[:1]}, ("Thành phần hồ sơ", "Đơn (2)"), (REMOVED, "2 bản sao", "")),
        (
            {"papers": (replace(CONTENT.papers[0], valid_months=6, valid_basis="Luật Thử"), CONTENT.papers[1])},
            ("Thành phần hồ sơ", "Đơn"),
            (CHANGED, "1 bản chính", "1 bản chính; có giá trị 6 tháng từ ngày cấp (Luật Thử)"),
        ),
        (
            {"fees": (Fee("Lệ phí", amount=0, case="c1", channel="online"),)},
            ("Phí, lệ phí", "Lệ phí: Lệ phí – Cấp mới, trực tuyến"),
            (ADDED, "", "Miễn, không thu (0 đồng)"),
        ),
        ({"terms": Terms(cutoff=time(15))}, ("Quy tắc riêng", "Giờ chốt nhận trong ngày"), (CHANGED, "Không", "15:00")),
        ({"legal_bases": ()}, ("Căn cứ pháp lý", "15/2025/NĐ-CP"), (REMOVED, "có", "")),
        (
            {"measured": replace(CONTENT.measured, paper_result=None)},
            ("Số liệu cho bộ chỉ số phục vụ", "Kết quả là bản giấy"),
            (CHANGED, "Không", "Chưa ghi"),
        ),
    ],
)
def test_every_difference_is_told_in_words(changes, where, told):
    assert differing(replace(CONTENT, **changes)) == {where: told}


def test_what_is_gone_stands_where_it_stood():
    (part,) = compare({"P": {"a": "1", "b": "2", "c": "3"}}, {"P": {"a": "1", "c": "3", "d": "4"}})
    assert [line.label for line in part.lines] == ["a", "b", "c", "d"]
    assert changed_parts({"P": {"a": "1"}}, {"P": {"a": "2"}, "Q": {}}) == ["P"]


def test_null_free_and_set_by_the_council_are_three_things():
    fees = [Fee("x"), Fee("x", amount=0), Fee("x", set_by_council=True), Fee("x", amount=16_000)]
    assert [money(fee) for fee in fees] == [
        "Chưa xác định mức thu", "Miễn, không thu (0 đồng)", "HĐND cấp tỉnh quy định", "16.000 đồng",
    ]  # fmt: skip


def test_what_the_index_asks_survives_json_and_old_contents_have_none_of_it():
    data = content_json(CONTENT)
    assert content_from(data) == CONTENT
    del data["measured"]
    assert content_from(data).measured == Measured()


def test_a_longer_or_shorter_limit_is_shared_out_by_the_same_weights():
    route = build(Shape(extras=("ask:police",)), FIVE, agencies={"police": ("CA", "Công an")})
    assert allot_again(route, FIVE) == route
    shorter = allot_again(route, LimitRule("working_day", Decimal(2)))
    assert shorter == build(Shape(extras=("ask:police",)), LimitRule("working_day", Decimal(2)),
                            agencies={"police": ("CA", "Công an")})  # fmt: skip
    assert {step.unit for step in allot_again(route, None).steps} == {"none"}


def test_a_national_record_is_told_in_words_with_its_doubts():
    channels = (
        ChannelTerms("counter", Limit("5 ngày", 5.0, "working_day"), (FeeLine("charge", "amount", 16_000),)),
        ChannelTerms("online", Limit("1 khác", None, "unknown", "chưa rõ"), (FeeLine("fee", "set_by_council"),)),
    )
    parts = record_parts(national(channels=channels, made_public="2026-01-06T08:30:00+07:00", returned_as=("file",)))

    assert parts["Thời hạn"] == {"Trực tiếp": "5 ngày làm việc", "Trực tuyến": "1 khác (nghi vấn: chưa rõ)"}
    assert parts["Phí, lệ phí"] == {"Lệ phí, Trực tiếp": "16.000 đồng", "Phí, Trực tuyến": "HĐND cấp tỉnh quy định"}
    assert parts["Thông tin chung"]["Thời điểm công khai"] == "08:30 06/01/2026"


def test_a_first_draft_takes_only_what_is_sure():
    record = national(
        channels=(
            ChannelTerms("counter", Limit("5", 5.0, "working_day"), (FeeLine("charge", "amount", 20, doubt="nghìn?"),)),
            ChannelTerms("online", Limit("3", 3.0, "working_day"), (FeeLine("charge", "free"),)),
            ChannelTerms("post", Limit("?", None, "unknown", "chưa rõ")),
        ),
        cases=(
            Group("c1", "Cấp mới", (Listed("Đơn", originals=1), Listed(""))),
            Group("", "Lưu ý", (Listed("x"),), "note"),
        ),
        legal_bases=(Named("15/2025/NĐ-CP", "Nghị định"),), offline_only=True, returned_as=("paper",),
        decision=Decision("1/QĐ", "2026-01-05"), made_public="2026-01-06T08:30:00+07:00",
    )  # fmt: skip
    draft = first_draft(record)

    assert [(rule["channel"], rule["amount"]) for rule in draft["limits"]] == [("counter", "5.0"), ("online", "3.0")]
    assert [(fee["amount"], fee["set_by_council"]) for fee in draft["fees"]] == [(None, False), (0, False)]
    assert draft["papers"] == [{"name": "Đơn", "code": "", "originals": 1, "copies": 0, "case": "c1"}]
    assert draft["measured"] == {
        "decided_on": "2026-01-05", "made_public_at": "2026-01-06T08:30:00+07:00", "full_online_eligible": False,
        "paper_result": True,
    }  # fmt: skip
