"""Anybody may ask whether a result is genuine; nobody learns from it for whom it was made."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from motcua.agencies.models import Post
from motcua.dossiers import verifying
from motcua.dossiers.actions.deciding import correct_result, sign
from motcua.dossiers.actions.printing import keep_pdf
from motcua.dossiers.models import Result
from motcua.dossiers.models.columns import spaced
from motcua.files import blobs
from motcua.files.actions import remove, store
from motcua.portal.languages import COOKIE
from tests import dossier_factories as make
from tests.files.samples import pdf
from tests.portal.test_tracking import ADDRESS, IDENTITY, NAME, PHONE

PLACE = "/xac-minh/"


@pytest.fixture
def result(house):
    dossier = sign(make.to_sign(house), by=house.leader, template="result")
    return dossier.results.get()


def page(client, code, **more):
    return client.get(f"{PLACE}{code}/", **more)


def test_every_result_has_a_code_of_its_own_that_is_easily_read(result, house):
    other = sign(make.to_sign(house), by=house.leader, template="result").results.get()
    assert result.verification_code != other.verification_code
    for code in (result.verification_code, other.verification_code):
        assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{12}", code)


def test_the_paper_says_the_code_and_where_to_ask_and_not_the_citizens_own_link(result):
    kept = keep_pdf(result.printed, by=Post.objects.system())
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(blobs.raw(kept.file))).pages).replace(
        "\u200b", ""
    )
    assert spaced(result.verification_code) in text
    assert PLACE in text
    assert kept.values["qr"].endswith(f"{PLACE}{spaced(result.verification_code)}/")
    assert result.dossier.tracking_token not in str(kept.values)


@pytest.mark.parametrize("typed", ["{spaced}", "{plain}", " {lower} ", "{misread}"])
def test_the_code_opens_however_it_is_typed(client, result, typed):
    code = "10" + result.verification_code[2:]
    Result.objects.filter(pk=result.pk).update(verification_code=code)
    forms = {
        "spaced": spaced(code),
        "plain": code,
        "lower": spaced(code).lower(),
        "misread": "IO" + code[2:],
    }
    answer = client.post(PLACE, {"code": typed.format(**forms)}, follow=True)
    assert answer.redirect_chain == [(f"{PLACE}{spaced(code)}/", 302)]
    assert result.document.notation in answer.text


def test_what_the_register_says_is_told_and_never_for_whom(client, result):
    answer = page(client, result.verification_code)
    document = result.document
    for told in (document.notation, document.signer_name, document.signer_title, "Cấp giấy phép thử"):
        assert told in answer.text
    for secret in (
        NAME,
        IDENTITY,
        PHONE,
        ADDRESS,
        document.abstract,
        result.dossier.code,
        result.dossier.tracking_token,
    ):
        assert secret not in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("code", ["", "ABC", "0" * 12, "x" * 3000, "Đ" * 12, "'; --", "0000-0000-000%00"])
def test_what_is_no_code_is_told_alike(client, result, code):
    answer = client.post(PLACE, {"code": code}, follow=True)
    assert answer.status_code in (404, 422)
    assert result.document.notation not in answer.text
    if code:
        assert page(client, code.replace("/", "")).status_code == 404


def test_guessing_is_counted(client, result):
    for _ in range(30):
        page(client, "0" * 12, REMOTE_ADDR="203.0.113.9")
    assert page(client, result.verification_code, REMOTE_ADDR="203.0.113.9").status_code == 429
    assert page(client, result.verification_code, REMOTE_ADDR="198.51.100.9").status_code == 200


def test_a_corrected_result_leads_to_what_holds_instead(client, result, house):
    dossier = correct_result(result.dossier, by=house.leader, reason="Sai năm sinh", template="result")
    later = dossier.results.get(replaces=result)
    answer = page(client, result.verification_code)
    assert "Văn bản đã được thay thế" in answer.text
    assert later.document.notation in answer.text
    assert later.verification_code not in answer.text.replace("-", "")  # the other paper is asked for by its own holder
    assert "Văn bản do cơ quan ban hành" in page(client, later.verification_code).text


def compared(client, result, content):
    place = reverse("portal:verified", args=[spaced(result.verification_code)])
    return client.post(place, {"file": SimpleUploadedFile("ket-qua.pdf", content)})


def test_the_file_itself_is_compared_and_not_kept(client, result):
    assert "chưa so được" in page(client, result.verification_code).text  # not printed yet
    kept = keep_pdf(result.printed, by=Post.objects.system())
    files = type(kept.file).objects.count()
    true = blobs.raw(kept.file)
    assert "Tệp này giống hệt bản lưu" in compared(client, result, true).text
    assert "Tệp này không phải bản lưu" in compared(client, result, true + b"\n").text
    assert compared(client, result, b"").status_code == 422
    assert type(kept.file).objects.count() == files


def test_a_file_that_an_office_brought_is_compared_too_and_a_destroyed_one_cannot_be(client, house):
    scan = pdf()
    file = store(by=house.leader, name="ket-qua.pdf", content=scan)
    result = sign(make.to_sign(house), by=house.leader, file=file).results.get()
    assert "Tệp này giống hệt bản lưu" in compared(client, result, scan).text
    remove(file, by=Post.objects.system(), cause="QĐ-01")
    assert "Bản lưu đã hủy" in compared(client, result, scan).text
    assert result.document.notation in page(client, result.verification_code).text


def test_it_asks_a_fixed_number_of_questions(client, result):
    verifying.verified(result.verification_code)
    with CaptureQueriesContext(connection) as queries:
        verifying.verified(result.verification_code)
    assert len(queries) == 1


def test_a_stranger_verifies_in_english(client, result):
    client.cookies[COOKIE] = "en"
    answer = page(client, result.verification_code)
    assert "Issued by the office" in answer.text
    assert "Verify a document" in client.get(PLACE).text
    assert "No document has this verification code" in page(client, "0" * 12).text
