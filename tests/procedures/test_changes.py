"""A crawl's differences wait for a person: approved, not taken or superseded; what is gone is a question."""

import json
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from motcua.agencies.choices import Role
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.core.events import rebuild
from motcua.procedures.actions.changes import approve_change, propose_change, reject_change, supersede_change
from motcua.procedures.actions.publish import publish
from motcua.procedures.choices import ChangeKind, ChangeState, NationalAction
from motcua.procedures.importers.catalogue import bring_in, import_file
from motcua.procedures.models import Edition, ImportRun, NationalChange, NationalProcedure, NationalVersion
from motcua.procedures.records import ChannelTerms, Limit, NationalRecord, Reading
from tests.procedures.conftest import national
from tests.procedures.test_readers import entry

RENAMED = national(name="Cấp giấy tên mới", updated="2026-02-01")


def bring(system, *records: NationalRecord, **options):
    readings = [Reading(f"mục {n}", r.code, r.name, r, reasons=r.doubts) for n, r in enumerate(records, start=1)]
    return bring_in(
        readings, kind="portal_api", by=system, file_name="moi.json", sha256="1" * 64, **{"review": True} | options
    )


@pytest.fixture
def change(published, system):
    bring(system, RENAMED)
    return NationalChange.objects.get()


def test_under_review_nothing_changes_and_the_difference_waits(procedure, system):
    report = bring(system, RENAMED, national(code="9.000002"))

    assert (report.counts["updated"], report.counts["created"], report.waiting) == (1, 1, 2)
    assert NationalProcedure.objects.get().name == "Cấp giấy thử nghiệm"
    assert NationalVersion.objects.count() == 1
    kinds = {change.code: (change.kind, change.aspects, change.base) for change in NationalChange.objects.waiting()}
    assert kinds == {"9.000001": ("changed", ["tên"], 1), "9.000002": ("new", [], 0)}


def test_the_same_file_again_adds_nothing(procedure, system):
    bring(system, RENAMED, national(code="9.000002"))
    again = bring(system, RENAMED, national(code="9.000002"))

    assert (again.counts["unchanged"], again.waiting) == (2, 0)
    assert NationalChange.objects.count() == 2
    assert again.rows[0].reasons == ("Đã có trong hàng chờ duyệt",)


def test_approving_changes_the_record_and_marks_what_was_adopted(change, system, set_clock):
    done = approve_change(change, by=system, finding="Đúng theo quyết định mới")

    row = NationalProcedure.objects.get()
    assert (row.name, row.number, row.standing[:12]) == ("Cấp giấy tên mới", 2, "1/2026-02-01")
    assert row.versions.get(number=2).changes == ["tên"]
    assert Edition.objects.get().review == "Bản quốc gia mới (số 2) khác ở: tên"
    assert (done.state, done.last_event.action) == (ChangeState.APPROVED, NationalAction.APPROVE)
    assert done.last_event.data["editions"] == 1
    assert rebuild(done)["state"] == ChangeState.APPROVED


def test_after_approval_the_same_file_finds_nothing(change, system):
    approve_change(change, by=system)

    assert bring(system, RENAMED).counts["unchanged"] == 1
    assert bring(system, RENAMED, review=False).counts["unchanged"] == 1
    assert not NationalChange.objects.waiting().exists()


def test_a_new_record_is_made_by_approval(system, db):
    bring(system, national())
    approve_change(NationalChange.objects.get(), by=system)

    assert NationalProcedure.objects.get().record().channels[0].limit.amount == 5


def test_what_is_not_taken_is_not_asked_again(change, system):
    done = reject_change(change, by=system, finding="Lỗi gõ của nguồn")

    assert (done.state, done.finding) == (ChangeState.REJECTED, "Lỗi gõ của nguồn")
    assert bring(system, RENAMED).rows[0].reasons == ("Đã xem và không lấy",)
    assert NationalProcedure.objects.get().number == 1
    assert bring(system, replace(RENAMED, name="Tên khác nữa")).waiting == 1


def test_a_newer_difference_takes_the_place_of_the_one_that_waits(change, system):
    bring(system, replace(RENAMED, name="Tên khác nữa"))

    change.refresh_from_db()
    assert change.state == ChangeState.SUPERSEDED
    assert NationalChange.objects.waiting().get().name == "Tên khác nữa"


@pytest.mark.parametrize("act", [approve_change, reject_change, supersede_change])
def test_what_is_decided_is_not_decided_again(change, system, act):
    approve_change(change, by=system)
    inputs = {"finding": "x"} if act is not supersede_change else {}
    with pytest.raises(StepRefused):
        act(change, by=system, **inputs)


@pytest.mark.parametrize("role", [Role.REFORM_OFFICER, Role.LEADER, Role.INSPECTOR, Role.RECEPTIONIST])
@pytest.mark.parametrize("act", [approve_change, reject_change, supersede_change])
def test_only_who_may_import_decides(change, office, post, act, role):
    inputs = {"finding": "x"} if act is not supersede_change else {}
    with pytest.raises(NotPermitted):
        act(change, by=post(office.ward, role), **inputs)


def test_bad_input_is_refused(change, system):
    with pytest.raises(BadInput) as refused:
        reject_change(change, by=system, finding="  ")
    assert refused.value.code == "finding_needed"
    bring(system, national(name="Đổi thẳng", updated="2026-03-01"), review=False)
    with pytest.raises(BadInput) as refused:
        approve_change(change, by=system)
    assert refused.value.code == "base_moved"
    assert NationalProcedure.objects.get().name == "Đổi thẳng"


def test_proposing_is_for_importers_and_needs_a_content(system, office, post, db):
    run = ImportRun.objects.create(file_name="x", kind="cleaned", sha256="0" * 64, by=system)
    given = {
        "kind": ChangeKind.NEW,
        "code": "9.9",
        "scope": "national",
        "name": "x",
        "run": run,
        "source_kind": "cleaned",
    }
    made = propose_change(by=system, **given, content={"code": "9.9"})
    assert made.events.get().action == NationalAction.PROPOSE
    with pytest.raises(BadInput) as refused:
        propose_change(by=system, **given | {"code": "9.8"})
    assert refused.value.code == "content_missing"
    with pytest.raises(NotPermitted):
        propose_change(by=post(office.ward, Role.SPECIALIST), **given | {"code": "9.8"}, content={"code": "9.8"})


def test_a_record_missing_from_a_whole_crawl_is_a_question_never_a_deletion(published, system):
    report = bring(system, national(code="9.000002"), whole=True, review=False)

    assert (report.missing, report.counts["created"]) == (1, 1)
    question = NationalChange.objects.get()
    assert (question.kind, question.code) == (ChangeKind.MISSING, "9.000001")
    assert NationalProcedure.objects.count() == 2
    assert bring(system, national(code="9.000002"), whole=True, review=False).missing == 0

    approve_change(question, by=system, finding="Quyết định 5/QĐ-BTP bãi bỏ")
    gone = NationalProcedure.objects.get(code="9.000001")
    assert gone.abolished_on is not None
    assert "không còn trong danh mục quốc gia" in Edition.objects.get().review


def test_a_file_that_is_not_the_whole_catalogue_asks_about_nothing(procedure, system):
    assert bring(system, national(code="9.000002")).missing == 0
    assert not NationalChange.objects.filter(kind=ChangeKind.MISSING).exists()


def pairs(tmp_path, **more):
    data = {
        "note": "hai lần thu thập", "only_in_A": ["9.000008"],
        "changed": [
            {"code": "9.000001", "name": ["Tên A", "Cấp giấy thử nghiệm"], "levels": [["xã"], ["xã", "tỉnh"]],
             "decision": ["1/QĐ", "2/QĐ"], "time": {"trực tiếp": [[7.0, "ngày làm việc"], [5.0, "ngày làm việc"]]}},
            {"code": "9.000009", "name": ["x", "y"]},
        ],
    } | more  # fmt: skip
    path = tmp_path / "khac-biet.json"
    path.write_text(json.dumps(data, ensure_ascii=False))
    return path


def test_pairs_of_two_crawls_become_questions_about_what_stands(procedure, system, tmp_path):
    report = import_file(pairs(tmp_path), by=system)

    assert [str(row.outcome) for row in report.rows] == ["updated", "doubtful", "doubtful"]
    assert "chưa có thủ tục này" in report.rows[1].reasons[0]
    changed, missing = NationalChange.objects.order_by("code")
    record = changed.record()
    assert (record.name, record.channels[0].limit.amount) == ("Tên A", 7)
    assert set(changed.aspects) == {"tên", "cấp thực hiện", "quyết định công bố", "thời hạn"}
    assert any("không giống lần thu thập nào" in doubt for doubt in changed.doubts)
    assert (missing.kind, missing.code) == (ChangeKind.MISSING, "9.000008")
    assert NationalProcedure.objects.get().number == 1
    assert import_file(pairs(tmp_path), by=system).waiting == 0


def swapped(tmp_path):
    """The same two crawls, named the other way round."""
    data = json.loads(pairs(tmp_path).read_text())
    first = data["changed"][0]
    changed = {name: value[::-1] for name, value in first.items() if name not in ("code", "time")}
    changed |= {"code": first["code"], "time": {name: value[::-1] for name, value in first["time"].items()}}
    path = tmp_path / "nguoc.json"
    path.write_text(json.dumps({"note": "ngược", "changed": [changed]}, ensure_ascii=False))
    return path


def test_a_pair_that_was_answered_is_not_asked_again_the_other_way_round(procedure, system, tmp_path):
    """Taken once, the other side is what the record does not have now: asked again it would go back, for ever."""
    import_file(pairs(tmp_path), by=system)
    change = approve_change(NationalChange.objects.get(code="9.000001"), by=system)
    assert import_file(pairs(tmp_path), by=system).waiting == 0
    report = import_file(swapped(tmp_path), by=system)
    assert (report.waiting, report.rows[0].reasons) == (0, ("Đã xem và lấy bên kia",))

    other = [{"code": "9.000001", "name": ["Tên A", "Tên C"]}]  # another pair is another question
    assert import_file(pairs(tmp_path, changed=other, only_in_A=[]), by=system).waiting == 1
    assert NationalChange.objects.waiting().get(code="9.000001").record().name == "Tên C"
    change.refresh_from_db()
    assert change.state == ChangeState.APPROVED


def test_after_the_record_moved_on_a_pair_asks_anew(procedure, system, tmp_path):
    import_file(pairs(tmp_path), by=system)
    approve_change(NationalChange.objects.get(code="9.000001"), by=system)
    bring(system, national(name="Bản mới hơn", updated="2027-01-01"), review=False)
    assert NationalProcedure.objects.get().number == 3
    assert import_file(pairs(tmp_path), by=system).waiting == 1


def test_a_broken_list_of_pairs_changes_nothing(procedure, system, tmp_path):
    path = pairs(tmp_path, changed=[{"code": "9.000001", "time": {"trực tiếp": [[7.0]]}}])
    with pytest.raises(ValueError):
        import_file(path, by=system)
    assert not NationalChange.objects.exists()


def test_the_command_queues_with_review_and_applies_without(tmp_path, db):
    path = tmp_path / "danh-muc.json"
    path.write_text(json.dumps([entry()], ensure_ascii=False))

    def run(*options):
        out = StringIO()
        call_command("procedures", "import", str(path), "--json", *options, stdout=out, stderr=StringIO())
        return json.loads(out.getvalue())

    told = run("--review")
    assert (told["created"], told["files"][0]["waiting"]) == (1, 1)
    assert not NationalProcedure.objects.exists()
    assert run("--review")["unchanged"] == 1
    assert run()["created"] == 1
    assert run()["unchanged"] == 1


def test_scheduled_editions_are_to_be_reviewed_too(published, system, set_clock):
    set_clock("2026-03-02T09:00")
    published = publish_later(published, system)
    bring(system, RENAMED, review=False)

    assert [edition.number for edition in Edition.objects.all().to_review().order_by("number")] == [1, 2]


def publish_later(adoption, system):
    from_day = date(2026, 5, 1)
    return publish(adoption, by=system, valid_from=from_day)


def test_a_time_limit_with_a_doubt_is_told(procedure, system):
    doubtful = ChannelTerms("counter", Limit("1 khác", None, "unknown", "Nguồn ghi “1 khác”"))
    bring(system, national(channels=(doubtful,), updated="2026-02-01", doubts=("Thời hạn: Nguồn ghi “1 khác”",)))

    assert NationalChange.objects.get().doubts == ["Thời hạn: Nguồn ghi “1 khác”"]


@pytest.mark.shared
def test_what_changes_in_reality(shared, system):
    folder = shared / "data" / "procedures"
    import_file(folder / "catalogue.json.gz", by=system)
    report = import_file(folder / "catalogue-changes.json", by=system)

    assert len(report.rows) == 365 + 69
    waiting = NationalChange.objects.waiting()
    assert waiting.filter(kind=ChangeKind.CHANGED).count() == 105
    assert waiting.filter(kind=ChangeKind.MISSING).count() == 69
    assert (report.counts["updated"], report.counts["doubtful"], report.waiting) == (105, 260 + 69, 174)
    assert not NationalProcedure.objects.filter(number__gt=1).exists()
    assert import_file(folder / "catalogue-changes.json", by=system).waiting == 0
    for change in waiting.filter(kind=ChangeKind.CHANGED)[:10]:
        approve_change(change, by=system)
    assert NationalProcedure.objects.filter(number=2).count() == 10
