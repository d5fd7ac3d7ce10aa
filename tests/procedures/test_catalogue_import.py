"""Importing tells of every record what became of it, twice changes nothing, a broken file nothing at all."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command

from motcua.agencies.choices import Role
from motcua.core.errors import NotPermitted
from motcua.procedures import aliases
from motcua.procedures.choices import AliasKind
from motcua.procedures.importers.catalogue import bring_in, import_file
from motcua.procedures.models import Alias, ImportRow, ImportRun, NationalProcedure, NationalVersion
from motcua.procedures.records import ChannelTerms, Limit, Reading
from tests.procedures.conftest import national
from tests.procedures.test_readers import entry

OUTCOMES = ("created", "updated", "unchanged", "doubtful", "rejected")


def outcomes(report):
    return [str(row.outcome) for row in report.rows]


def test_a_new_record_is_created_with_its_first_version(imported):
    assert outcomes(imported(national())) == ["created"]

    procedure = NationalProcedure.objects.get()
    assert (procedure.scope, procedure.number, procedure.partial) == ("national", 1, False)
    assert procedure.record().channels[0].limit.amount == 5


def test_the_same_again_changes_nothing(imported):
    imported(national())
    report = imported(national())

    assert outcomes(report) == ["unchanged"]
    assert NationalVersion.objects.count() == 1
    assert ImportRow.objects.count() == 1


def test_a_changed_record_is_a_new_version_that_tells_what_changed(imported):
    imported(national())
    terms = (ChannelTerms("counter", Limit("3 ngày làm việc", 3.0, "working_day")),)
    report = imported(national(channels=terms, updated="2026-03-01"))

    assert outcomes(report) == ["updated"]
    assert "thời hạn" in report.rows[0].reasons[0]
    procedure = NationalProcedure.objects.get()
    assert procedure.number == 2
    assert procedure.record(1).channels[0].limit.amount == 5
    assert procedure.versions.get(number=2).changes == ["thời hạn"]


def test_an_older_crawl_does_not_overwrite_a_newer_one(imported):
    imported(national())
    report = imported(national(name="Tên cũ", updated="2025-01-01"))

    assert outcomes(report) == ["unchanged"]
    assert any("mới hơn" in reason for reason in report.rows[0].reasons)
    assert any("Tên trong danh sách khác" in reason for reason in report.rows[0].reasons)


def test_a_list_with_a_few_columns_does_not_overwrite_a_full_record(imported):
    imported(national())
    report = imported(national(partial=True, channels=(), updated="2027-01-01"), kind="portal_xlsx")

    assert outcomes(report) == ["unchanged"]
    assert NationalProcedure.objects.get().partial is False


def test_a_full_record_replaces_one_with_a_few_columns(imported):
    imported(national(partial=True, channels=(), updated=""), kind="facts")

    report = imported(national())

    assert outcomes(report) == ["updated"]
    assert report.rows[0].reasons == ("Thay bản chỉ có vài cột bằng bản đầy đủ",)
    assert NationalProcedure.objects.get().partial is False


def test_one_code_in_two_scopes_is_two_procedures(imported):
    assert outcomes(imported(national(), national(scope="H57"))) == ["created", "created"]


def test_a_list_of_unknown_scope_finds_the_one_procedure_of_that_code(imported):
    imported(national())
    report = imported(national(scope="unknown", partial=True, channels=()), kind="province_csv")

    assert outcomes(report) == ["unchanged"]
    assert NationalProcedure.objects.count() == 1


def test_repeats_within_a_file_are_told_and_contradictions_wait_for_a_person(imported):
    report = imported(national(), national(), national(name="Tên khác"))

    assert outcomes(report) == ["created", "unchanged", "doubtful"]
    assert report.rows[1].reasons == ("Lặp lại mục 1",)
    assert NationalProcedure.objects.get().name == "Cấp giấy thử nghiệm"


def test_a_decision_dated_in_the_future_is_told(imported, set_clock):
    set_clock("2026-03-01T09:00+07:00")
    record = national()
    report = imported(replace(record, decision=replace(record.decision, number="1/QĐ", date="2026-12-30")))

    assert outcomes(report) == ["created"]
    assert any("2026-12-30" in reason for reason in report.rows[0].reasons)


def test_aliases_give_agencies_and_fields_one_name(imported, db):
    Alias.objects.create(kind=AliasKind.AGENCY, alias=aliases.agency_key("UBND P. Thử"), canonical="UBND phường Thử")
    names = (
        "Ủy ban Nhân dân xã, phường, thị trấn.",
        "Uỷ ban nhân dân cấp xã",
        "UBND cấp xã - Tỉnh Lâm Đồng",
        "UBND P. Thử",
    )
    imported(
        national(agencies=names, field="Kinh tế hợp tác và Phát triển nông thôn", field_code="782290570"),
        national(code="9.000002", field="Kinh tế hợp tác và Phát triển nông thôn", field_code="G10-NN06"),
    )
    first, second = NationalProcedure.objects.order_by("code")

    assert first.agencies == ["Ủy ban nhân dân cấp xã", "UBND phường Thử"]
    assert first.field_key == second.field_key == "G10-NN06"


def test_only_the_system_and_administrators_of_the_operating_unit_import(office, post):
    readings = [Reading("mục 1", "9.000001", "x", national())]
    assert office.province.operates
    assert bring_in(
        readings, kind="cleaned", by=post(office.province, Role.ADMINISTRATOR), file_name="x", sha256="0"
    ).rows
    for agency, role in (
        (office.ward, Role.ADMINISTRATOR),
        (office.province, Role.REFORM_OFFICER),
        (office.province, Role.RECEPTIONIST),
    ):
        with pytest.raises(NotPermitted):
            bring_in(readings, kind="cleaned", by=post(agency, role), file_name="x", sha256="0")


def run(*files):
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("procedures", "import", *map(str, files), "--json", stdout=out, stderr=err)
    except SystemExit as ended:
        code = ended.code
    return code, json.loads(out.getvalue()), err.getvalue()


def test_the_command_tells_of_every_record_and_shows_its_progress(tmp_path, db):
    path = tmp_path / "danh-muc.json"
    path.write_text(json.dumps([entry(), entry(code="9.000002-Xoa"), entry(code="9.00000333")], ensure_ascii=False))
    code, told, bar = run(path)

    assert code == 0
    assert [told[outcome] for outcome in OUTCOMES] == [1, 0, 0, 1, 1]
    assert [record["outcome"] for record in told["files"][0]["records"]] == ["created", "rejected", "doubtful"]
    assert all(record["reasons"] for record in told["files"][0]["records"][1:])
    assert "3/3" in bar
    _, again, _ = run(path)
    assert [again[outcome] for outcome in OUTCOMES] == [0, 0, 1, 1, 1]


def test_a_broken_file_changes_nothing_and_the_others_are_imported(tmp_path, db):
    broken, sound = tmp_path / "hong.json", tmp_path / "tot.json"
    broken.write_text(json.dumps([entry(code="9.000007")])[:-1])
    sound.write_text(json.dumps([entry()]))
    code, told, _ = run(broken, sound, tmp_path / "khong-co.json")

    assert code == 1
    assert [bool(file.get("error")) for file in told["files"]] == [True, False, True]
    assert list(NationalProcedure.objects.values_list("code", flat=True)) == ["9.000001"]
    assert ImportRun.objects.count() == 1


def test_a_file_that_fails_half_way_leaves_nothing(system):
    seen = []

    def stop(done, whole):
        seen.append(done)
        if done == 2:
            raise RuntimeError("power cut")

    readings = [Reading(f"mục {n}", f"9.00000{n}", "x", national(code=f"9.00000{n}")) for n in (1, 2, 3)]
    with pytest.raises(RuntimeError):
        bring_in(readings, kind="cleaned", by=system, file_name="x", sha256="0", progress=stop)
    assert seen == [1, 2]
    assert not NationalProcedure.objects.exists()
    assert not ImportRun.objects.exists()


@pytest.mark.shared
def test_the_whole_catalogue_comes_in_and_twice_changes_nothing(shared, system):
    path = shared / "data" / "procedures" / "catalogue.json.gz"
    first, second = import_file(path, by=system), import_file(path, by=system)

    assert (len(first.rows), first.counts["created"], first.counts["doubtful"]) == (2004, 2003, 1)
    assert (second.counts["unchanged"], second.counts["doubtful"]) == (2003, 1)
    assert NationalVersion.objects.count() == 2003


@pytest.mark.shared
def test_unmodified_answers_agree_with_the_cleaned_list(shared, system):
    folder = shared / "data" / "procedures"
    import_file(folder / "commune-core.json", by=system)
    answers = sorted((folder / "raw" / "api_get-formality-by-citizen").glob("[!_]*.json"))
    told = {path.name: import_file(path, by=system).rows[0] for path in answers}

    assert told["1.001193.json"].reasons[0] == "Khác bản trước ở: thời điểm công khai"  # which only the portal states
    assert told["1.014955-Xoa.json"].outcome == "rejected"
    assert {row.outcome for row in told.values()} <= {"created", "updated", "unchanged", "rejected"}


@pytest.mark.shared
def test_the_portal_s_excel_and_the_province_s_lists(shared, system):
    raw = shared / "data" / "procedures" / "raw"
    lists = [import_file(path, by=system) for path in sorted((raw / "xlsx_portal_export").glob("*.xlsx"))]
    assert [len(report.rows) for report in lists] == [339, 706, 271, 261, 537]
    assert all(report.counts["created"] for report in lists)

    services = import_file(raw / "csv_province" / "thanhhoa_DS_DVC_TrucTuyen.csv", by=system)
    assert (len(services.rows), services.counts["doubtful"]) == (1500, 150)
    assert all("2.001610" in row.reasons[0] for row in services.rows if row.outcome == "doubtful")
    police = import_file(raw / "csv_province" / "thanhhoa_congan_DS_DichVuCong.csv", by=system)
    assert police.counts["rejected"] == 159
