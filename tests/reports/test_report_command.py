"""`motcua report` and `motcua figures`: the same numbers in every format, told where nothing can be done."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.management import call_command
from python_calamine import CalamineWorkbook

from motcua.core import clock
from motcua.indicators.actions import compact
from motcua.indicators.models import Total
from motcua.reports.jobs import prove_figures
from motcua.reports.layouts import Identity, layout_from, layout_of
from tests import dossier_factories as make
from tests.factories import make_agency
from tests.nonempty import some
from tests.ui.paper_samples import pages_of

pytestmark = pytest.mark.django_db
MARCH = ("--from", "2026-03-01", "--to", "2026-03-31")


@pytest.fixture
def busy(house, set_clock):
    """Three of March: one handed back, one overdue, one waiting for a paper; one of April."""
    set_clock("2026-03-02T09:00")
    make.returned(house), make.in_progress(house), make.waiting(house)
    set_clock("2026-04-01T09:00")
    make.received(house)
    return house


def told(capfdbinary, *words: str, code: int = 0):
    with pytest.raises(SystemExit) as ended:
        call_command(*words)
    out = capfdbinary.readouterr()
    assert ended.value.code == code, out.err.decode()
    return out.err.decode() if code == 2 else out.out


def test_the_same_numbers_as_json_csv_and_xlsx(busy, capfdbinary):
    words = ("report", "II.06a", "--agency", busy.ward.code, *MARCH)
    data = json.loads(told(capfdbinary, *words))
    (row,) = data["rows"]
    assert row["name"] == "Lĩnh vực thử"
    assert row["cells"] == data["total"] == {
        "3": 3, "4": 0, "5": 3, "6": 0, "7": 1, "8": 1, "9": 0, "10": 0, "11": 2, "12": 1, "13": 1,
    }  # fmt: skip
    lines = list(csv.reader(io.StringIO(told(capfdbinary, *words, "--format", "csv").decode("utf-8-sig"))))
    assert lines[0][2] == "(3) Số lượng hồ sơ tiếp nhận: Tổng số"
    assert lines[1] == ["1", "Lĩnh vực thử", *(str(n) for n in row["cells"].values())]
    assert lines[2][1] == "Tổng cộng"
    assert "Lĩnhvựcthử" in pages_of(told(capfdbinary, *words, "--format", "pdf"))[0]
    book = CalamineWorkbook.from_filelike(io.BytesIO(told(capfdbinary, *words, "--format", "xlsx")))
    cells = book.get_sheet_by_index(0).to_python()
    assert [row[1] for row in cells if row[1] == "Tổng cộng"]
    (shown,) = [row for row in cells if row[1] == "Lĩnh vực thử"]
    assert shown[2:] == [float(n) for n in row["cells"].values()]
    said = "Từ ngày 01/03/2026 đến hết ngày 31/03/2026"
    assert any(said in str(cell) for row in some(cells) for cell in row)


def test_with_those_below_or_without(busy, capfdbinary):
    """The ward's figures are the ward's; its divisions settle nothing in their own name."""
    above = make_agency(name="Tỉnh", code="T")
    assert json.loads(told(capfdbinary, "report", "II.06a", "--agency", above.code, *MARCH))["rows"] == []
    own = json.loads(told(capfdbinary, "report", "II.06a", "--agency", busy.ward.code, "--own", *MARCH))
    assert own["total"]["3"] == 3
    division = json.loads(told(capfdbinary, "report", "II.06a", "--agency", busy.division.code, *MARCH))
    assert division["rows"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("report", "II.06a", "--agency", "?", *MARCH), "Không có đơn vị"),
        (("report", "II.99", "--agency", "{ward}", *MARCH), "Không có báo cáo"),
        (("report", "II.06a", "--agency", "{ward}", "--from", "2026-03-02", "--to", "2026-03-01"), "Ngày cuối"),
        (("figures", "verify", "--report", "II.99", *MARCH), "Không có báo cáo"),
    ],
)
def test_what_cannot_be_reported_says_why(house, capfdbinary, words, said):
    assert said in told(capfdbinary, *(word.replace("{ward}", house.ward.code) for word in words), code=2)


def test_verify_tells_equal_and_where_not_and_the_nightly_job_fails_then(busy, capfdbinary, set_clock):
    assert json.loads(told(capfdbinary, "figures", "verify", "--json", *MARCH)) == {"ok": True, "differences": []}
    assert "Khớp từng ô" in told(capfdbinary, "figures", "verify", *MARCH).decode()
    set_clock("2026-04-02T09:00")
    assert compact() > 0
    prove_figures(0)
    for row in some(Total.objects.filter(day__lte=date(2026, 3, 31)).order_by("-day")[:1]):
        row.sums = [number + 5 for number in row.sums]
        row.save()
    found = json.loads(told(capfdbinary, "figures", "verify", "--json", *MARCH, code=1))
    assert not found["ok"]
    assert found["differences"][0]["agency"] == busy.ward.code
    assert {"received", "ended.early"} <= {each.get("measure") for each in found["differences"]}
    one = json.loads(told(capfdbinary, "figures", "verify", "--report", "07a", "--json", *MARCH, code=1))
    assert {each["measure"] for each in some(one["differences"])} <= {*layout_of("07a").measures}
    assert "cột (" in told(capfdbinary, "figures", "verify", *MARCH, code=1).decode()
    with pytest.raises(RuntimeError, match="numbers differ"):
        prove_figures(0)
    call_command("figures", "rebuild")
    prove_figures(0)
    assert "Khớp" in told(capfdbinary, "figures", "verify", *MARCH).decode()


def test_compact_says_how_many(busy, set_clock, capsys):
    set_clock("2026-04-05T09:00")
    call_command("figures", "compact")
    assert "Đã gộp" in capsys.readouterr().out
    assert Total.objects.filter(day__lte=clock.today()).exists()


def test_a_layout_that_cannot_be_counted_is_refused():
    column = {"key": "3", "name": "Tổng"}
    whole = {"code": "x", "name": "x", "form": "x", "group": "field", "counted_when": "3", "identities": []}
    with pytest.raises(ValueError, match="has to be one of"):
        layout_from(whole | {"columns": [column]})
    around = layout_from(whole | {"columns": [column | {"sum": ["4"]}, {"key": "4", "name": "b", "sum": ["3"]}]})
    with pytest.raises(ValueError, match="rest on one another"):
        around.cells(some_ends())
    with pytest.raises(KeyError):
        layout_of("../x")


def some_ends():
    from_nothing = {"start": {}, "end": {}}
    return type("Ends", (), {"at": lambda *_: 0, **from_nothing})()


def test_an_identity_that_does_not_hold_is_told():
    layout = layout_of("II.06a")
    cells = dict.fromkeys((column.key for column in layout.columns), 0)
    assert layout.violated(cells) == []
    assert layout.violated(cells | {"3": 1}) == [Identity("3", ["4", "5", "6"]), Identity("3", ["7", "11"])]
    assert layout.violated(cells | {"12": -1, "13": 1, "11": 0}) == [Identity("11", ["12", "13"])]


def test_a_period_in_the_order_of_names_has_each_field_once(house, set_clock, capfdbinary):
    set_clock("2026-03-02T09:00")
    for _ in range(3):
        make.received(house)
    data = json.loads(told(capfdbinary, "report", "II.06a", "--agency", house.ward.code, *MARCH))
    assert [(row["key"], row["cells"]["3"]) for row in data["rows"]] == [("F1", 3)]
    assert date.fromisoformat(data["from"]) < date.fromisoformat(data["to"])
