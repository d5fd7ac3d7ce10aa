"""What is done once a request was granted: everything given out once, the truth put right, what may go gone."""

import io
import json
import uuid
import zipfile
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from motcua.agencies.actions import issue_token
from motcua.agencies.actions.holding import hold
from motcua.agencies.models import HeldForm
from motcua.citizens.actions import erase_declarations, look_up, reveal
from motcua.citizens.models import ERASED, Applicant, IdentityLookup
from motcua.core import seal
from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from motcua.core.reactions import carry_out
from motcua.core.rebuilding import differences
from motcua.counter.actions import keep_unsent
from motcua.counter.models import Unsent
from motcua.dossiers.actions.correcting import correct_applicant
from motcua.dossiers.actions.erasing import erase
from motcua.dossiers.actions.memos import write_memo
from motcua.dossiers.choices import State as DossierState
from motcua.dossiers.models import Dossier, DossierPaper, PrintedPaper
from motcua.files.actions import store
from motcua.files.blobs import RemovedFile, contents
from motcua.files.models import AccessLog
from motcua.payments.actions import erase_payer
from motcua.privacy import actions
from motcua.privacy.choices import Fate, State
from motcua.privacy.models import RightsRequest
from motcua.privacy.packing import package_of, packed
from motcua.privacy.people import known_of
from motcua.privacy.registry import Holding, all_holdings, register
from tests import dossier_factories as make
from tests.factories import signed_in, system
from tests.files import samples
from tests.nonempty import some
from tests.privacy.conftest import ASKED, NUMBER, OTHER
from tests.privacy.everything import opened

pytestmark = pytest.mark.django_db
Granted = Callable[..., RightsRequest]


def fates(found: RightsRequest) -> dict[str, tuple[str, int]]:
    return {line["what"]: (line["fate"], line["count"]) for line in found.results}


def receive(house: SimpleNamespace, **more: Any) -> RightsRequest:
    return actions.receive(by=house.clerk, **ASKED | more)


def person(house: SimpleNamespace, number: str = NUMBER, **more: Any) -> Applicant:
    return make.applicant_of(house.clerk, number=number, **more)


# ---- export


def test_everything_the_office_holds_is_told(ward: SimpleNamespace, granted: Granted) -> None:
    dossier = make.waiting(ward)
    make.received(ward, applicant=person(ward, phone="0987654321"))
    make.received(ward, applicant=person(ward, number=OTHER, name="Lê Văn Khác"))
    look_up(ward.specialist, NUMBER)
    keep_unsent(uuid.uuid4(), {"a-identity_number": ["0461 9000 0318"], "a-name": ["Trần Thị Nháp"]}, by=ward.clerk)
    found = granted()
    told = json.dumps(found.package, ensure_ascii=False)
    titles = [section["title"] for section in found.package["sections"]]
    assert titles == [
        "Thông tin đã khai", "Trang tiếp nhận chưa gửi", "Hồ sơ", "Giấy tờ", "Lý do đã thông báo", "Ai đã xem",
        "Yêu cầu về dữ liệu cá nhân",
    ]  # fmt: skip
    for text in (dossier.code, "0912345274", "0987654321", "Còn thiếu", "Trần Thị Nháp", found.code):
        assert text in told
    assert "Lê Văn Khác" not in told
    assert ward.specialist.person.name not in json.dumps(found.package["sections"][5], ensure_ascii=False)
    assert found.state == State.READY


def test_one_person_is_found_under_the_old_number_too(ward: SimpleNamespace, granted: Granted) -> None:
    person(ward, number=OTHER)
    person(ward)
    assert len(granted().package["sections"][0]["rows"]) == 1
    both = granted(other_number=OTHER)
    assert {row["Số giấy tờ"] for row in both.package["sections"][0]["rows"]} == {NUMBER, OTHER}


def test_what_another_office_holds_is_not_told(ward: SimpleNamespace, granted: Granted) -> None:
    elsewhere = make.make_house()
    theirs = make.received(elsewhere, applicant=person(elsewhere, name="Trần Thị Nơi Khác"))
    told = json.dumps(granted().package, ensure_ascii=False)
    assert theirs.code not in told
    assert "Nơi Khác" not in told


def with_file(house: SimpleNamespace) -> Dossier:
    dossier = make.received(house)
    file = store(by=house.clerk, name="can-cuoc.pdf", content=samples.pdf())
    DossierPaper.objects.filter(dossier=dossier, order=1).update(file=file)
    return dossier


def test_the_package_is_a_file_with_json_a_sheet_and_the_papers(ward: SimpleNamespace, granted: Granted) -> None:
    with_file(ward)
    found = granted()
    content, files = packed(found.package)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {"du-lieu.json", "du-lieu.xlsx", "tep/001-can-cuoc.pdf"} <= set(archive.namelist())
        assert archive.read("tep/001-can-cuoc.pdf") == samples.pdf()
        assert json.loads(archive.read("du-lieu.json"))["request"] == found.code
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(archive.read("du-lieu.xlsx"))).get_sheet_by_index(0)
    cells = [str(cell) for row in sheet.to_python() for cell in row]
    assert "Trần Thị Mẫu" in cells
    assert NUMBER in cells
    assert len(files) == 1


def test_it_is_handed_over_once_and_on_record(ward: SimpleNamespace, granted: Granted) -> None:
    with_file(ward)
    found = granted()
    browser, url = signed_in(Client(), ward.clerk), f"/quyen-du-lieu/{found.code}/giao/"
    assert "Tệp chỉ giao một lần" in browser.get(url).content.decode()
    assert browser.post(url, {"version": found.version}).status_code == 422  # the card was not looked at
    given = browser.post(url, {"version": found.version, "seen": "on"})
    assert given.headers["Content-Type"] == "application/zip"
    assert "no-store" in given.headers["Cache-Control"]
    assert zipfile.is_zipfile(io.BytesIO(given.content))
    assert AccessLog.objects.get().why == f"Giao theo yêu cầu {found.code}"
    again = browser.post(url, {"version": found.version + 1, "seen": "on"})
    assert again.status_code == 409
    found.refresh_from_db()
    assert (found.state, found.package) == (State.CLOSED, None)
    assert found.events.order_by("pk").last().data["sections"] > 2


def test_a_page_that_is_stale_hands_nothing_over(ward: SimpleNamespace, granted: Granted) -> None:
    found = granted()
    browser = signed_in(Client(), ward.clerk)
    stale = browser.post(f"/quyen-du-lieu/{found.code}/giao/", {"version": 1, "seen": "on"})
    assert stale.status_code == 409
    assert "application/zip" not in stale.headers["Content-Type"]
    found.refresh_from_db()
    assert found.package is not None


def test_telling_costs_the_same_for_two_dossiers_and_for_ten(ward: SimpleNamespace) -> None:
    found, counts = receive(ward), []
    for more in (2, 8):
        for _ in range(more):
            make.received(ward)
        with CaptureQueriesContext(connection) as asked:
            package_of(found, known_of(found))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 24


# ---- correction


def test_open_dossiers_name_what_is_right_and_printed_papers_stay(ward: SimpleNamespace, granted: Granted) -> None:
    closed, running = make.returned(ward), make.in_progress(ward)
    before = running.applicant
    printed = running.printed_papers.first().values
    found = granted(right="correction", wanted={"name": "Trần Thị Mẫn", "phone": "0987 654 321"})
    running.refresh_from_db()
    closed.refresh_from_db()
    assert (running.applicant.name, running.applicant.phone) == ("Trần Thị Mẫn", "0987654321")
    assert running.applicant.address == before.address
    assert closed.applicant_id == before.pk
    assert running.printed_papers.first().values == printed
    event = running.events.order_by("pk").last()
    assert event.action == "dossier.correct_applicant"
    assert event.data["cause"] == found.code
    assert fates(found) == {
        "Thông tin người nộp, dùng từ nay": ("corrected", 1), "Hồ sơ chưa xong": ("corrected", 1),
        "Hồ sơ đã xong": ("kept", 1),
    }  # fmt: skip
    assert running in Dossier.objects.visible_to(ward.specialist).search("tran thi man")
    assert Applicant.objects.found_by_identity(NUMBER)[0].name == "Trần Thị Mẫn"
    assert list(differences()) == []


def test_nothing_known_is_nothing_corrected(ward: SimpleNamespace, granted: Granted) -> None:
    found = granted(right="correction", wanted={"phone": "0987654321"})
    assert found.results[0]["rule"].startswith("Không tìm thấy")
    assert Applicant.objects.count() == 0


def test_a_number_that_does_not_fit_is_told_not_forced(ward: SimpleNamespace, granted: Granted) -> None:
    person(ward)
    found = granted(right="correction", wanted={"identity_number": "abc"})
    assert found.results[0]["fate"] == Fate.KEPT
    assert Applicant.objects.count() == 1


def test_a_dossier_is_corrected_by_the_machine_only_and_only_where_it_names_the_person(ward: SimpleNamespace) -> None:
    dossier, other = make.received(ward), person(ward, number=OTHER)
    given = {"before": [dossier.applicant], "after": other, "cause": "x"}
    with pytest.raises(NotPermitted):
        correct_applicant(dossier, by=ward.clerk, **given)
    with pytest.raises(BadInput):
        correct_applicant(dossier, by=system(), **given | {"before": [other]})


# ---- erasure

SECRETS = {
    "name": "Trịnh Quỳnh Xóa", "phone": "0933777111", "address": "Ngõ Bí Mật số 99", "email": "xoa-toi@example.vn",
}  # fmt: skip


def test_of_somebody_who_never_handed_anything_in_nothing_is_left(ward: SimpleNamespace, granted: Granted) -> None:
    """The whole database, opened with the keys, and the storage: not one value stays."""
    applicant = person(ward, **SECRETS)
    draft = make.drafted(ward, applicant=applicant, subject="Xin phép việc riêng tư")
    file = store(by=ward.clerk, name="quynh-xoa.pdf", content=samples.pdf())
    DossierPaper.objects.filter(dossier=draft, order=1).update(file=file)
    place = file.place
    write_memo(draft, by=ward.clerk, text="Chị Quỳnh Xóa hẹn thứ Ba")
    reveal(applicant, by=ward.clerk, why="Gọi điện")
    look_up(ward.clerk, NUMBER)
    keep_unsent(uuid.uuid4(), {"a-identity_number": [NUMBER], "a-name": ["Trịnh Quỳnh Xóa"]}, by=ward.clerk)
    hold(ward.clerk.person_id, path="/tiep-nhan/", fields=[("a-identity_number", [NUMBER])], files=[])
    earlier = actions.withdraw(receive(ward, name="Trịnh Quỳnh Xóa"), by=ward.clerk, note="Chị Quỳnh Xóa đổi ý")
    wanted = [*(text.lower() for text in SECRETS.values()), NUMBER, "quỳnh xóa", "quynh-xoa", "việc riêng tư"]
    assert all(text in opened() for text in wanted)

    found = granted(right="erasure", name="Trịnh Quỳnh Xóa", contact=SECRETS["phone"], asked="Xóa hết của tôi")
    assert fates(found) == {
        "Trang tiếp nhận chưa gửi": ("erased", 1), "Hồ sơ đang soạn, chưa nộp": ("erased", 1),
        "Họ tên, số giấy tờ trong các yêu cầu trước": ("erased", 1),
        "Trang gửi dở khi hết phiên làm việc": ("erased", 1),
        "Nhật ký tra cứu: đã bỏ phần cho biết tra ai": ("erased", 1),
        "Thông tin người nộp không còn hồ sơ nào dùng": ("erased", 1),
    }  # fmt: skip
    found = actions.hand_over(found, by=ward.clerk)

    left = opened()
    assert [text for text in wanted if text in left] == []
    with transaction.atomic():
        draft.refresh_from_db()
    assert (draft.state, draft.applicant.name, draft.subject) == (DossierState.WITHDRAWN, ERASED, "")
    assert (Unsent.objects.count(), HeldForm.objects.count()) == (0, 0)
    assert IdentityLookup.objects.get().by == ward.clerk  # who looked, and when, stays
    earlier.refresh_from_db()
    assert earlier.forgotten_at is not None
    file.refresh_from_db()
    assert file.place != place
    with pytest.raises(RemovedFile):
        contents(file)
    assert list(differences()) == []
    assert seal.verify() == []
    assert list(seal.changed_notes()) == []


def test_the_bytes_go_when_the_transaction_ends(ward: SimpleNamespace, django_capture_on_commit_callbacks: Any) -> None:
    draft = make.drafted(ward)
    file = store(by=ward.clerk, name="a.pdf", content=samples.pdf())
    DossierPaper.objects.filter(dossier=draft, order=1).update(file=file)
    with django_capture_on_commit_callbacks(execute=True):
        erase(draft, by=system(), cause="x")
        assert default_storage.exists(file.place)
    assert not default_storage.exists(file.place)


def test_what_the_law_keeps_is_told_with_its_rule(ward: SimpleNamespace, granted: Granted) -> None:
    closed, running = make.returned(ward), make.in_progress(ward)
    write_memo(closed, by=ward.clerk, text="Trao đổi bí mật thứ nhất")
    write_memo(running, by=ward.clerk, text="Trao đổi còn cần")
    look_up(ward.clerk, NUMBER)
    found = granted(right="erasure")
    rules = {line["what"]: line["rule"] for line in found.results if line["fate"] == "kept"}
    kept = [line["rule"] for line in found.results if line["what"] == "Hồ sơ thủ tục hành chính"]
    assert any("Luật Lưu trữ 33/2024/QH15" in rule for rule in kept)
    assert any("đang giải quyết" in rule for rule in kept)
    assert "chỉ được thêm" in rules["Nhật ký tra cứu"]
    assert fates(found)["Trao đổi nội bộ về hồ sơ đã xong"] == ("erased", 1)
    closed.refresh_from_db()
    assert (closed.erased_at, closed.applicant.name) == (None, "Trần Thị Mẫu")
    assert "trao đổi bí mật" not in opened()
    assert "trao đổi còn cần" in opened()
    page = signed_in(Client(), ward.clerk).get(f"/quyen-du-lieu/{found.code}/").content.decode()
    assert "Luật Lưu trữ 33/2024/QH15" in page


def test_what_they_began_for_somebody_else_stays_that_persons(ward: SimpleNamespace, granted: Granted) -> None:
    other = person(ward, number=OTHER, name="Lê Văn Khác")
    draft = make.drafted(ward, applicant=other, submitter=person(ward), submitter_role="con")
    granted(right="erasure")
    draft.refresh_from_db()
    assert (draft.state, draft.applicant.name) == (DossierState.DRAFT, "Lê Văn Khác")


def test_a_declaration_another_office_needs_stays(ward: SimpleNamespace, granted: Granted) -> None:
    elsewhere = make.make_house()
    shared = person(ward)
    make.received(elsewhere, applicant=shared)
    found = granted(right="erasure")
    assert fates(found) == {"Thông tin người nộp ghi trong hồ sơ phải giữ": ("kept", 1)}
    shared.refresh_from_db()
    assert shared.name == "Trần Thị Mẫu"


def test_erasing_twice_repeats_nothing(ward: SimpleNamespace, granted: Granted) -> None:
    make.drafted(ward)
    found = granted(right="erasure")
    events = found.events.count()
    grant = found.events.get(action="rights.grant")
    assert carry_out(grant) == []
    assert found.events.count() == events
    assert granted(right="erasure").results == []


def test_a_declaration_is_erased_as_a_whole_or_not_at_all(ward: SimpleNamespace) -> None:
    applicant = person(ward)
    for change in ({"address": None}, {"name": "x"}, {"erased_at": "2026-03-02T00:00Z", "name": ERASED}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Applicant.objects.filter(pk=applicant.pk).update(**change)
    look_up(ward.clerk, NUMBER)
    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityLookup.objects.update(digest=b"", why="", found=9)


def test_only_the_machine_erases(ward: SimpleNamespace) -> None:
    with pytest.raises(NotPermitted):
        erase(make.drafted(ward), by=ward.leader, cause="x")
    with pytest.raises(NotPermitted):
        erase_payer(make.received(ward, make.AT_ONCE_PAID).bill, by=ward.cashier, cause="x")
    with pytest.raises(NotPermitted):
        erase_declarations([person(ward).pk], by=ward.clerk)


def test_an_open_dossier_is_never_erased_and_a_closed_one_never_corrected(ward: SimpleNamespace) -> None:
    for dossier in (make.received(ward), make.decided(ward)):
        with pytest.raises(StepRefused):
            erase(dossier, by=system(), cause="x")
    closed = make.returned(ward)
    with pytest.raises(StepRefused):
        correct_applicant(closed, by=system(), before=[closed.applicant], after=person(ward, number=OTHER), cause="x")
    with pytest.raises(StaleVersion):
        erase(closed, by=system(), cause="x", version=1)


def test_an_erased_dossier_keeps_its_trail_and_loses_its_people(ward: SimpleNamespace) -> None:
    closed = make.returned(ward)
    before = closed.events.count()
    erased = erase(closed, by=system(), cause="DH26-0001")
    assert (erased.state, erased.code, erased.returned_to) == (DossierState.RETURNED, closed.code, ERASED)
    assert erased.events.count() == before + 1
    assert erased.last_event.data["cause"] == "DH26-0001"
    assert [paper.values for paper in erased.printed_papers.all()] == [None] * erased.printed_papers.count()
    assert [event.note() for event in erased.events.all()] == [""] * (before + 1)
    assert list(differences()) == []


def test_the_page_of_an_erased_dossier_says_so_and_its_files_are_gone_in_words(ward: SimpleNamespace) -> None:
    closed = make.returned(ward)
    file = store(by=ward.clerk, name="a.pdf", content=samples.pdf())
    DossierPaper.objects.filter(dossier=closed, order=1).update(file=file)
    for event in some(closed.events.all()):
        assert carry_out(event) == []
    printed = closed.printed_papers.order_by("made_at").first()
    unmade = PrintedPaper.objects.create(
        dossier=closed, form="apology", number=9, form_set="2025", made_at=closed.closed_at, values={"x": 1}
    )
    erase(closed, by=system(), cause="DH26-0001")
    browser, url = signed_in(Client(), ward.clerk), f"/xu-ly/ho-so/{closed.code}/"
    page = browser.get(url).content.decode()
    assert "Nội dung hồ sơ đã hủy" in page
    assert "Đã hủy nội dung" in page
    for place in (f"tep/{file.pk}/", f"tep/{file.pk}/khung/", f"tep/{file.pk}/tai-ve/", f"phieu/{printed.pk}.pdf",
                  f"phieu/{unmade.pk}.pdf"):  # fmt: skip
        gone = browser.get(f"{url}{place}")
        assert (gone.status_code, "đã được hủy theo quyết định" in gone.content.decode()) == (410, True)
    token = issue_token(ward.clerk, by=system(), name="thử").issued_token
    machine = Client(headers={"Authorization": f"Bearer {token}"})
    told = machine.get(f"/api/v1/dossiers/{closed.code}/documents/receipt.pdf")
    assert (told.status_code, told.json()["code"]) == (410, "file_removed")


def test_two_holdings_cannot_have_one_name() -> None:
    with pytest.raises(ValueError, match=r"dossiers\.dossiers"):
        register(Holding("dossiers.dossiers", "", 1))
    assert [each.order for each in all_holdings()] == sorted(each.order for each in all_holdings())
