"""Rows of a file under codes that are none: kept aside, settled by a person, followed by the next import."""

import pytest

from motcua.agencies.choices import Role
from motcua.core.errors import BadInput, NotPermitted, StaleVersion
from motcua.core.events import rebuild
from motcua.procedures.actions.settling import settle_code, settle_code_again
from motcua.procedures.choices import NationalAction
from motcua.procedures.importers.catalogue import import_file
from motcua.procedures.models import CodeAnswer, ImportRow, NationalChange, NationalProcedure, damaged
from tests.procedures.conftest import national

LINES = ["2.00161,Đăng ký thử", "1.00E+06,Cấp giấy phép thử", "1.000777*,Xác nhận thử", "9.000001,Cấp giấy thử nghiệm"]


@pytest.fixture
def file(tmp_path, imported, system):
    """The list of a province as a spreadsheet left it, and a catalogue that knows the procedures meant."""
    imported(
        national(), national(code="2.001610", name="Đăng ký thử"), national(code="1.000777", name="Xác nhận thử"),
        national(code="1.000000", name="Cấp giấy phép thử"),
    )  # fmt: skip
    path = tmp_path / "tinh.csv"
    path.write_text("\n".join(["TTHC_MA,NAME", *LINES]), encoding="utf-8-sig")
    return path


def outcomes(report):
    return [(row.code, row.outcome) for row in report.rows]


def waiting():
    return [row.code for row in damaged().filter(is_answered=False).order_by("pk")]


def row_of(code):
    return damaged().get(code=code)


def test_damaged_codes_wait_once_however_often_the_file_comes(file, system):
    for _ in range(2):
        report = import_file(file, by=system)
        assert outcomes(report) == [
            ("2.00161", "doubtful"), ("1.00E+06", "doubtful"), ("1.000777*", "doubtful"), ("9.000001", "unchanged"),
        ]  # fmt: skip
    assert waiting() == ["2.00161", "1.00E+06", "1.000777*"]
    assert NationalProcedure.objects.count() == 4


def test_the_next_import_follows_the_answer_and_changes_nothing_twice(file, system):
    import_file(file, by=system)
    settle_code(by=system, row=row_of("2.00161"), code="2.001610", reason="Mất số 0")
    settle_code(by=system, row=row_of("1.00E+06"), reason="Không phải thủ tục của tỉnh")
    assert waiting() == ["1.000777*"]

    runs = [import_file(file, by=system) for _ in range(2)]
    assert outcomes(runs[0]) == outcomes(runs[1]) == [
        ("2.001610", "unchanged"), ("1.00E+06", "rejected"), ("1.000777*", "doubtful"), ("9.000001", "unchanged"),
    ]  # fmt: skip
    assert "Mã 2.00161 được người xem xác định là 2.001610" in runs[1].rows[0].reasons
    assert runs[1].rows[1].reasons == ("Người xem không nhận: Không phải thủ tục của tỉnh",)
    assert ImportRow.objects.filter(run=runs[1].run, procedure__code="2.001610").exists()
    assert waiting() == ["1.000777*"]
    assert NationalProcedure.objects.get(code="2.001610").number == 1  # fuller than a list: nothing is overwritten


def test_a_full_record_under_a_damaged_code_updates_the_procedure_meant(file, system, imported, tmp_path):
    import_file(file, by=system)
    settle_code(by=system, row=row_of("2.00161"), code="2.001610")
    NationalProcedure.objects.filter(code="2.001610").update(partial=True, standing="0/0000-00-00/0", digest="x")
    report = import_file(file, by=system)
    assert outcomes(report)[0] == ("2.001610", "updated")
    assert outcomes(import_file(file, by=system))[0] == ("2.001610", "unchanged")
    row = NationalProcedure.objects.get(code="2.001610")
    assert (row.number, row.scope) == (2, "national")


def test_to_be_looked_at_first_an_answered_row_becomes_a_difference_like_any_other(file, system):
    import_file(file, by=system)
    settle_code(by=system, row=row_of("2.00161"), code="2.001610")
    NationalProcedure.objects.filter(code="2.001610").update(partial=True, standing="0/0000-00-00/0", digest="x")
    import_file(file, by=system, review=True)
    assert list(NationalChange.objects.values_list("code", flat=True)) == ["2.001610"]


def test_the_same_damaged_code_beside_another_name_is_another_question(file, system, tmp_path):
    import_file(file, by=system)
    settle_code(by=system, row=row_of("2.00161"), code="2.001610")
    file.write_text("TTHC_MA,NAME\n2.00161,Tên hoàn toàn khác\n", encoding="utf-8-sig")
    assert outcomes(import_file(file, by=system)) == [("2.00161", "doubtful")]


def test_an_answer_is_changed_with_its_story_and_stale_pages_are_refused(file, system):
    import_file(file, by=system)
    answer = settle_code(by=system, row=row_of("2.00161"), code="1.000777")
    done = settle_code_again(answer, by=system, version=1, code="2.001610", reason="Nhầm")
    assert (done.procedure.code, done.reason) == ("2.001610", "Nhầm")
    assert (done.last_event.action, done.last_event.by) == (NationalAction.SETTLE_CODE_AGAIN, system)
    assert rebuild(done)["procedure"] == done.procedure_id
    with pytest.raises(StaleVersion):
        settle_code_again(answer, by=system, version=1, code="1.000777")
    assert outcomes(import_file(file, by=system))[0] == ("2.001610", "unchanged")


@pytest.mark.parametrize(
    ("given", "code"),
    [({}, "reason_needed"), ({"reason": " "}, "reason_needed"), ({"code": "7.777777"}, "code_unknown")],
)
def test_bad_answers_are_refused(file, system, given, code):
    import_file(file, by=system)
    with pytest.raises(BadInput) as refused:
        settle_code(by=system, row=row_of("2.00161"), **given)
    assert refused.value.code == code
    answer = settle_code(by=system, row=row_of("2.00161"), reason="Không rõ")
    with pytest.raises(BadInput) as refused:
        settle_code_again(answer, by=system, **given)
    assert refused.value.code == code


def test_a_code_is_settled_once_and_a_sound_one_never(file, system):
    report = import_file(file, by=system)
    settle_code(by=system, row=row_of("2.00161"), code="2.001610")
    with pytest.raises(BadInput) as refused:
        settle_code(by=system, row=row_of("2.00161"), code="1.000777")
    assert refused.value.code == "already_settled"
    with pytest.raises(BadInput) as refused:
        settle_code(by=system, row=ImportRow(run_id=report.run, code="9.000001", name="x"), code="1.000777")
    assert refused.value.code == "code_sound"
    assert CodeAnswer.objects.count() == 1


@pytest.mark.parametrize("role", [Role.REFORM_OFFICER, Role.LEADER, Role.RECEPTIONIST])
def test_only_administrators_settle_codes(file, system, office, post, role):
    import_file(file, by=system)
    by = post(office.division, role)
    with pytest.raises(NotPermitted):
        settle_code(by=by, row=row_of("2.00161"), code="2.001610")
    answer = settle_code(by=system, row=row_of("2.00161"), code="2.001610")
    with pytest.raises(NotPermitted):
        settle_code_again(answer, by=by, code="1.000777")
