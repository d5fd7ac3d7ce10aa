"""What is no layout is told in words that name the column; what is one can be counted."""

import copy
from decimal import Decimal

import pytest

from motcua.dossiers import counted
from motcua.dossiers.late_reasons import known
from motcua.indicators.standing import Ends
from motcua.reports.checking import Fault, faults
from motcua.reports.importers import shipped
from motcua.reports.layouts import layout_from, rate
from motcua.reports.vocabulary import UNITS, name_of, words
from tests.nonempty import some

PLAIN = {
    "code": "DP.01", "name": "Hồ sơ quá hạn", "form": "Biểu DP.01", "group": "field", "counted_when": "3",
    "columns": [
        {"key": "3", "name": "Tiếp nhận", "in_period": {"received": 1}},
        {"key": "4", "name": "Xong", "in_period": {"finished": 1}},
        {"key": "5", "name": "Xong muộn", "in_period": {"finished.late": 1}},
        {"key": "6", "name": "Xong kịp", "sum": ["4"], "less": ["5"]},
        {"key": "7", "name": "Tỷ lệ", "rate": {"of": ["6"], "per": ["4"]}, "unit": "percent"},
        {"key": "8", "name": "Đang quá hạn", "at_end": {"open.overdue": 1}, "channels": ["online"]},
    ],
    "identities": [{"whole": "4", "parts": ["5", "6"]}],
}  # fmt: skip


def changed(**more):
    return copy.deepcopy(PLAIN) | more


def with_column(_key: str, **more):
    """The layout with one column replaced; `_key` names it."""
    data = copy.deepcopy(PLAIN)
    data["columns"] = [
        {"key": _key, "name": "Cột thử"} | more if each["key"] == _key else each for each in data["columns"]
    ]
    return data


def said(data) -> str:
    return " | ".join(fault.text for fault in faults(data))


def test_every_shipped_layout_is_sound_and_called_as_its_file():
    for code, data in some(shipped().items()):
        assert faults(data) == [], code
        assert data["code"] == code


def test_a_sound_layout_has_no_fault():
    assert faults(PLAIN) == []


@pytest.mark.parametrize(
    ("data", "words_said", "column"),
    [
        (with_column("3", in_period={"receivd": 1}), "Cột (3): không có số đếm “receivd”.", "3"),
        (with_column("3", in_period={"open.overdue": 1}), "“Đang giải quyết đã quá hạn” là một trạng thái", "3"),
        (with_column("3", at_start={"open.supplement": 1}), "“Chờ bổ sung” là một trạng thái", "3"),
        (with_column("3", in_period={"paid.amount": 1}), "tính bằng đồng, khác đơn vị tính của cột", "3"),
        (with_column("3", in_period={"received": 0}), "hệ số của “Tiếp nhận” là số nguyên từ 1 đến 99", "3"),
        (with_column("3", in_period={"received": True}), "hệ số của “Tiếp nhận”", "3"),
        (with_column("3", in_period={"received": 100}), "hệ số của “Tiếp nhận”", "3"),
        (with_column("3", in_period={}), "Cột (3): chọn ít nhất một số đếm", "3"),
        (with_column("3", in_period={"received": 1}, channels=["fax"]), "hình thức nộp là", "3"),
        (with_column("3", in_period={"received": 1}, less=["4"]), "mới có phần trừ", "3"),
        (with_column("3"), "Cột (3): phải có đúng một cách tính", "3"),
        (with_column("3", in_period={"received": 1}, sum=["4"]), "phải có đúng một cách tính", "3"),
        (with_column("3", in_period={"received": 1}, color="red"), "Cột (3): không có mục “color”.", "3"),
        (with_column("3", in_period={"received": 1}, unit="kg"), "đơn vị tính là hồ sơ, đồng, phần trăm", "3"),
        (with_column("3", name=" ", in_period={"received": 1}), "Cột (3), tên cột: chưa ghi.", "3"),
        (with_column("3", name="x" * 201, in_period={"received": 1}), "dài quá 200 ký tự", "3"),
        (with_column("4", sum=["4"]), "Cột (4): tính từ chính nó", "4"),
        (with_column("4", sum=["6"]), "Cột (6): tính từ chính nó", "6"),
        (with_column("4", sum=["99"]), "Cột (4): phần cộng nhắc đến cột (99), không có trong biểu.", "4"),
        (with_column("4", sum=["7"]), "cột (7), là một tỷ lệ nên không cộng được", "4"),
        (with_column("4", sum=["3", "3"]), "phần cộng nhắc hai lần đến một cột", "4"),
        (with_column("4", sum=[]), "phần cộng: chọn ít nhất một cột", "4"),
        (with_column("4", sum=["3"], unit="dong"), "Cột (4): khác đơn vị tính với cột (3).", "4"),
        (with_column("4", sum=["3"], channels=["online"]), "hình thức nộp chỉ chọn ở cột đếm hồ sơ", "4"),
        (with_column("7", rate={"of": ["6"]}, unit="percent"), "tỷ lệ gồm tử số (of) và mẫu số (per)", "7"),
        (with_column("7", rate={"of": ["6"], "per": []}, unit="percent"), "mẫu số: chọn ít nhất một cột", "7"),
        (with_column("7", rate={"of": ["6"], "per": ["4"]}), "đơn vị tính của một tỷ lệ là phần trăm", "7"),
        (with_column("7", rate={"of": ["7"], "per": ["4"]}, unit="percent"), "là một tỷ lệ nên không cộng được", "7"),
        (changed(columns=[*PLAIN["columns"], PLAIN["columns"][0]]), "Cột (3): có hai cột cùng số hiệu.", "3"),
        (changed(columns=[{"key": "a b", "name": "x", "in_period": {"received": 1}}]), "số hiệu cột gồm", "a b"),
        (changed(identities=[{"whole": "9", "parts": ["3"]}]), "Đẳng thức (9) = (3): không có cột (9).", ""),
        (changed(identities=[{"whole": "3", "parts": ["7"]}]), "một tỷ lệ không cộng được", ""),
        (changed(identities=[{"whole": "3", "parts": ["3"]}]), "nhắc hai lần đến một cột", ""),
        (changed(identities=[{"whole": "3"}]), "Đẳng thức là một cột bằng tổng các cột", ""),
        (changed(counted_when="x"), "Chọn cột mà dòng có số khác 0", ""),
        (changed(counted_when="7"), "không thể là một tỷ lệ", "7"),
        (changed(group="street"), "Dòng của biểu là lĩnh vực", ""),
        (changed(cut_off="weekly"), "Kỳ báo cáo là theo lịch", ""),
        (changed(code="../x"), "Mã biểu gồm", ""),
        (changed(code="abc"), "có ít nhất một chữ số", ""),
        (changed(code="II.06a\n"), "Mã biểu gồm", ""),
        (changed(name=""), "Tên báo cáo: chưa ghi.", ""),
        (changed(signature={"middle": []}), "Khối ký gồm bên trái", ""),
        (changed(signature={"right": [""]}), "Khối ký bên phải: là danh sách các dòng chữ", ""),
        (changed(notes=["x" * 501]), "Ghi chú dưới bảng: nhiều nhất 12 dòng", ""),
        (changed(formula="1+1"), "Không có mục “formula”.", ""),
        (changed(columns={}), "“columns” phải là danh sách các cột.", ""),
        (changed(columns=[]), "Biểu chưa có cột nào.", ""),
        ([], "Nội dung phải là một đối tượng JSON.", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_column(data, words_said, column):
    assert [fault for fault in faults(data) if words_said in fault.text and fault.column == column], said(data)


def test_more_than_forty_columns_are_refused():
    columns = [{"key": str(n), "name": "x", "in_period": {"received": 1}} for n in range(41)]
    assert "Biểu có 41 cột; nhiều nhất 40 cột." in said(changed(columns=columns))
    assert "nhiều nhất 40" not in said(changed(columns=columns[:40]))


def test_no_shape_at_all_breaks_the_check():
    odd = [None, 3, "x", [], {}, {"a": 1}, [None], [{"key": []}], True]
    for name in some(PLAIN):
        for value in odd:
            assert all(isinstance(fault, Fault) for fault in faults(changed(**{name: value}))), (name, value)
    for name in ("key", "name", "above", "unit", "in_period", "at_end", "sum", "less", "rate", "channels"):
        for value in odd:
            assert isinstance(faults(with_column("3", **{name: value})), list), (name, value)


def test_a_rate_is_of_the_sums_and_nothing_where_there_is_nothing():
    assert (rate(1, 3), rate(2, 3), rate(1, 200), rate(0, 5)) == (
        Decimal("33.33"), Decimal("66.67"), Decimal("0.50"), Decimal(0),
    )  # fmt: skip
    assert rate(0, 0) is None
    layout = layout_from(PLAIN)
    first, second = Ends(), Ends()
    first.end |= {("finished", "online"): 3, ("finished.late", "online"): 1}
    second.end |= {("received", "counter"): 1}
    rows = [layout.cells(first), layout.cells(second)]
    assert (rows[0]["6"], rows[0]["7"], rows[1]["7"]) == (2, Decimal("66.67"), None)
    second.end |= {("finished", "post"): 7}
    assert layout.total([rows[0], layout.cells(second)])["7"] == Decimal("90.00")
    assert layout.violated(rows[0]) == []


def test_every_measure_that_is_written_has_a_name_and_a_unit():
    written = {value for name, value in vars(counted).items() if name.isupper() and isinstance(value, str)}
    written |= {*counted.FINISHED_BY.values(), *counted.AT_RECEIPT.values()} - {counted.NET, counted.GROSS}
    written = {each for each in written if "{}" not in each} - {counted.CAUSE}
    written |= {row.format(each.code) for row in (counted.LATE_CAUSE, counted.OPEN_CAUSE) for each in some(known())}
    written |= {row.format(n) for row in (counted.NET, counted.GROSS) for n in range(counted.LONGEST + 1)}
    assert sorted(written - words().keys()) == []
    assert all(word.unit in UNITS and word.name for word in some(words().values()))
    assert {code for code, word in words().items() if word.lasts} >= {"open.overdue", "late.open.law"}
    assert name_of("took.net.61") == "Xong sau hơn 60 ngày làm việc, đã trừ chờ"
    assert name_of("nothing") == "nothing"
