"""PDFs of a dossier and files brought by machines: each look is on record, each refusal in words."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.dossiers.actions import closing, extending, intake
from motcua.files.models import AccessLog
from tests import dossier_factories as make
from tests.exchange.machines import Machine, body_of
from tests.factories import make_agency, make_post


def test_every_form_is_a_pdf_by_name_and_by_number(house, desk, set_clock):
    set_clock("2026-03-02T09:00+07:00")
    waiting, returned = make.waiting(house), make.returned(house)
    refused = intake.refuse(make.submitted(house), by=house.clerk, reason="Không thuộc thẩm quyền")
    stopped = closing.stop(make.received(house), by=house.clerk, reason="Trùng")
    late = extending.extend(make.in_progress(house), by=house.head, due=make.today().replace(day=31), reason="Mưa lũ")
    expected = [
        (waiting, "supplement", "02"), (waiting, "receipt", "01"), (refused, "refusal", "03"), (late, "apology", "04"),
        (stopped, "stop", "05"), (waiting, "control", "06"), (returned, "result", "result"),
    ]  # fmt: skip
    for dossier, name, number in expected:
        assert name in desk.get(f"/dossiers/{dossier.code}").json()["documents"]
        for form in {name, number}:
            answer = desk.get(f"/dossiers/{dossier.code}/documents/{form}.pdf")
            assert answer.status_code == 200, (name, form)
            assert answer.headers["Content-Type"] == "application/pdf"
            assert answer.content.startswith(b"%PDF")


def test_each_look_at_a_paper_is_on_record(house, desk):
    dossier = make.received(house)
    for _ in range(2):
        desk.get(f"/dossiers/{dossier.code}/documents/receipt.pdf")
    assert AccessLog.objects.filter(by=house.clerk).count() == 2


def test_a_form_the_dossier_has_not_is_not_found(house, desk):
    dossier = make.received(house)
    for form in ("supplement", "refusal", "02", "07", "none", "result", "fee"):
        assert desk.get(f"/dossiers/{dossier.code}/documents/{form}.pdf").status_code == 404
    online = make.submitted(house)
    assert desk.get(f"/dossiers/{online.code}/documents/control.pdf").status_code == 404


def test_papers_of_others_are_not_found(house):
    dossier = make.received(house)
    stranger = Machine(make_post("receptionist", agency=make_agency(name="Phường Khác")))
    assert stranger.get(f"/dossiers/{dossier.code}/documents/receipt.pdf").status_code == 404
    assert not AccessLog.objects.exists()


def named(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def archive(**members: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for name, content in members.items():
            file.writestr(name, content)
    return written.getvalue()


def test_a_file_is_kept_and_named_by_what_it_is(desk):
    answer = desk.upload(named("đơn xin.txt", "Kính gửi".encode()))
    assert answer.status_code == 201
    kept = answer.json()
    assert set(kept) == {"id", "name", "media_type", "size"}
    assert (kept["media_type"], kept["size"]) == ("text/plain", len("Kính gửi".encode()))


def test_files_that_are_not_taken_are_refused_in_words(desk, settings):
    settings.FILE_SIZE_LIMIT = 20_000
    refused = [
        ("trojan.pdf", b"MZ\x90\x00" + b"\0" * 100, 415, "executable"),
        ("trang.html", b"<!doctype html><script>alert(1)</script>", 415, "active_content"),
        ("nen.zip", archive(a=b"x"), 415, "archive_not_accepted"),
        ("rong.txt", b"", 422, "empty_file"),
        ("to.txt", b"x" * 20_001, 413, "too_large"),
    ]
    for name, content, status, code in refused:
        answer = desk.upload(named(name, content))
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.json()
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_an_upload_without_a_file_or_half_of_one_is_no_error_of_ours(desk):
    assert desk.post_json("/files", {}).status_code == 415
    assert desk.ask("POST", "/files", raw=b"x", content_type="multipart/form-data").status_code in (400, 422)
    for raw in (b"", b"--x", b"--x\r\n", b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nabc'):
        answer = desk.ask("POST", "/files", raw=raw, content_type="multipart/form-data; boundary=x")
        assert answer.status_code in (400, 422), raw
    assert desk.upload(named("a.txt", b"a"), purpose="evidence").status_code == 422


def test_who_only_reads_brings_no_files(house):
    answer = Machine(house.inspector).upload(named("a.txt", b"a"))
    assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted")


def test_the_receipts_address_of_a_new_dossier_leads_to_its_pdf(house, desk):
    made = desk.post_json("/dossiers", body_of(house)).json()
    assert desk.ask("GET", made["documents"]["receipt"]).content.startswith(b"%PDF")
