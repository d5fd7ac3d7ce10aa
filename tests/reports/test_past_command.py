"""`motcua figures import`: the same as on the page, for whoever keeps the machine."""

import json

import pytest
from django.core.management import call_command

from motcua.reports.models import PastFigure, PastFinding, PastImport
from tests.reports.past import SEEDS, make_province, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def land(set_clock):
    set_clock("2026-11-23T09:00")
    return make_province()


def told(capsys, tmp_path, rows, *words: str, code: int):
    path = tmp_path / "cu.xlsx"
    path.write_bytes(sheet(rows))
    with pytest.raises(SystemExit) as ended:
        call_command("figures", "import", str(path), *words)
    out = capsys.readouterr()
    assert ended.value.code == code, out
    return out


def test_a_file_is_entered_and_what_does_not_add_up_is_told(land, capsys, tmp_path):
    out = told(capsys, tmp_path, SEEDS, "--agency", "PV", "--json", code=1)
    data = json.loads(out.out)
    assert (data["entered"], data["rows"], data["figures"]) == (True, 8, 19)
    assert sorted(each["difference"] for each in data["findings"]) == ["198", "534", "677", "803", "−598"]
    assert PastFigure.objects.counting().count() == 19


def test_a_dry_run_tells_the_same_and_keeps_nothing(land, capsys, tmp_path):
    out = told(capsys, tmp_path, SEEDS, "--agency", "PV", "--dry-run", code=1).out
    assert "Xem thử 8 dòng, 19 số liệu; 5 chỗ không khớp." in out
    assert "chênh 534 (chưa giải thích được, báo cáo không ghi quá hạn" in out
    assert "198 so với 796, chênh −598 (không khớp" in out
    assert [model.objects.count() for model in (PastImport, PastFigure, PastFinding)] == [0, 0, 0]


def test_what_adds_up_ends_with_nothing_to_say(land, capsys, tmp_path):
    rows = [{"unit": "CM", "first": "2019", "received": "5", "settled": "4", "open": "1"}]
    assert "0 chỗ không khớp" in told(capsys, tmp_path, rows, "--agency", "PV", code=0).out


def test_what_cannot_be_entered_is_told_by_line_and_column_and_nothing_is_kept(land, capsys, tmp_path):
    rows = [{"unit": "CM", "first": "2019", "received": "nhiều"}]
    out = told(capsys, tmp_path, rows, "--agency", "PV", "--json", code=2)
    assert json.loads(out.out)["problems"][0]["column"] == "Tiếp nhận"
    assert "cột Tiếp nhận" in out.err
    assert not PastImport.objects.exists()
    assert "Không có đơn vị" in told(capsys, tmp_path, rows, "--agency", "?", code=2).err
    for path, words in ((tmp_path / "none", "Không đọc được"), (__file__, "Không thấy hàng tên cột")):
        with pytest.raises(SystemExit) as ended:
            call_command("figures", "import", str(path), "--agency", "PV")
        assert ended.value.code == 2
        assert words in capsys.readouterr().err
