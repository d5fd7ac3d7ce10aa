"""`motcua index766`: the index as data, another version by a file, refusals in words."""

import json

import pytest
from django.core.management import call_command

from motcua.reports.models import IndexVersion
from tests import dossier_factories as make

pytestmark = pytest.mark.django_db
MARCH = ("--from", "2026-03-01", "--to", "2026-03-31")


@pytest.fixture
def busy(house, set_clock):
    set_clock("2026-03-02T09:00")
    make.returned(house), make.in_progress(house)
    set_clock("2026-04-01T09:00")
    return house


def test_every_indicator_with_numerator_denominator_and_points(busy, capsys):
    call_command("index766", "--agency", busy.ward.code, *MARCH, "--json")
    told = json.loads(capsys.readouterr().out)
    rows = {row["id"]: row for row in told["indicators"]}
    wanted = {
        "numerator": 1, "denominator": 2, "rate": 50.0, "points": 10.0, "max_points": 20.0, "state": "ok",
        "threshold": 100.0,
    }  # fmt: skip
    assert {name: rows["2.1"][name] for name in wanted} == wanted
    assert (rows["1.4"]["numerator"], rows["1.4"]["points"], rows["1.4"]["state"]) == (None, None, "no_data")
    assert rows["1.1"]["state"] == "not_applicable"
    assert "Chưa nhân" in rows["3.3"]["note"]
    assert (told["definition"]["version"], told["total"]["max"], told["total"]["band"]) == (0, 100.0, None)
    assert told["total"]["points"] == round(sum(row["points"] or 0 for row in rows.values()), 2)
    call_command("index766", "--agency", busy.ward.code, *MARCH)
    out = capsys.readouterr().out
    assert "2.1 Hồ sơ giải quyết đúng hạn: 1/2 = 10,00 trên 20,00 điểm" in out
    assert "5.2 Phản ánh, kiến nghị xử lý đúng hạn: – (chưa có số liệu)" in out


def test_another_version_is_published_from_a_file(busy, capsys, tmp_path):
    call_command("index766", "--definition")
    stated = json.loads(capsys.readouterr().out)
    stated |= {"valid_from": "2026-01-01", "source": "Công văn 1/VPCP"}
    stated["thresholds"]["2.1"] = "50"
    file = tmp_path / "766.json"
    file.write_text(json.dumps(stated), "utf-8")
    call_command("index766", "--publish", str(file))
    assert "bản 1" in capsys.readouterr().out
    assert IndexVersion.objects.get().source == "Công văn 1/VPCP"
    call_command("index766", "--agency", busy.ward.code, *MARCH, "--json")
    told = json.loads(capsys.readouterr().out)
    assert {row["id"]: row["points"] for row in told["indicators"]}["2.1"] == 20.0
    assert told["definition"]["version"] == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--agency", "?", *MARCH), "Không có đơn vị"),
        (("--agency", "{ward}", "--from", "2026-03-02", "--to", "2026-03-01"), "Ngày cuối đứng trước"),
        ((*MARCH,), "Cần --agency"),
        (("--publish", "/khong-co.json"), "Không đọc được tệp"),
        (("--publish", "{list}"), "không đúng dạng"),
        (("--publish", "{empty}"), "không đúng dạng"),
        (("--publish", "{wrong}"), "Thiếu phần"),
    ],
)
def test_what_cannot_be_done_ends_with_two_and_says_why(busy, capsys, tmp_path, words, said):
    files = {"list": "[]", "empty": "{}", "wrong": '{"valid_from": "2026-01-01", "source": "x"}'}
    paths = {name: tmp_path / f"{name}.json" for name in files}
    for name, text in files.items():
        paths[name].write_text(text, "utf-8")
    given = [word.format(ward=busy.ward.code, **paths) for word in words]
    with pytest.raises(SystemExit) as ended:
        call_command("index766", *given)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
    assert not IndexVersion.objects.exists()
