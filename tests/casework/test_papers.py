"""Papers of a dossier: seen page by page and on record, attached with refusals in words, closed to others."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.dossiers.actions.papers import attach
from motcua.files.actions import store
from motcua.files.models import AccessLog
from tests import dossier_factories as make


@pytest.fixture
def kept(house, pdf):
    """A dossier at the specialist's whose first paper has a file."""
    dossier = make.in_progress(house)
    file = store(by=house.specialist, name="Tờ khai.pdf", content=pdf)
    return attach(dossier, by=house.specialist, paper=dossier.papers.first(), file=file), file


def address(dossier, file, more=""):
    return f"/xu-ly/ho-so/{dossier.code}/tep/{file.pk}/{more}"


def test_the_viewer_shows_each_page_as_a_picture(house, screen_of, kept):
    dossier, file = kept
    client = screen_of(house.specialist)
    page = client.get(address(dossier, file)).text
    assert page.count('class="page-picture"') == 2
    picture = client.get(address(dossier, file, "trang/2.png"))
    assert picture.headers["Content-Type"] == "image/png"
    assert client.get(address(dossier, file, "trang/3.png")).status_code == 404


def test_a_look_is_on_record_once_while_pages_are_turned(house, screen_of, kept):
    dossier, file = kept
    client = screen_of(house.specialist)
    for number in (1, 2):
        assert client.get(address(dossier, file, f"trang/{number}.png")).status_code == 200
    look = AccessLog.objects.get(file=file)
    assert look.by_id == house.specialist.pk
    assert dossier.code in look.why


def test_a_download_is_on_record_each_time(house, screen_of, kept, pdf):
    dossier, file = kept
    client = screen_of(house.specialist)
    for _ in range(2):
        answer = client.get(address(dossier, file, "tai-ve/"))
    assert answer.content == pdf
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert AccessLog.objects.filter(file=file).count() == 2


def test_the_frame_may_stand_in_our_pages_only_and_runs_nothing(house, screen_of, kept):
    dossier, file = kept
    answer = screen_of(house.specialist).get(address(dossier, file, "khung/"))
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert "<script" not in answer.text


def test_the_papers_lie_beside_the_form_of_who_decides(house, screen_of, kept):
    dossier, file = kept
    page = screen_of(house.specialist).get(f"/xu-ly/ho-so/{dossier.code}/viec/propose/").text
    assert f'src="{address(dossier, file, "khung/")}"' in page
    assert 'sandbox="allow-same-origin"' in page


@pytest.mark.parametrize("more", ["", "khung/", "trang/1.png", "tai-ve/"])
def test_no_file_opens_to_others(house, screen_of, kept, more):
    dossier, file = kept
    assert screen_of(house.registry).get(address(dossier, file, more)).status_code == 404
    assert not AccessLog.objects.filter(file=file).exists()


def test_a_file_opens_only_under_its_own_dossier(house, screen_of, kept):
    _, file = kept
    assert screen_of(house.specialist).get(address(make.in_progress(house), file)).status_code == 404


def test_a_printed_paper_is_opened_and_the_look_recorded(house, screen_of):
    dossier = make.in_progress(house)
    paper = dossier.printed_papers.get(form="receipt")
    answer = screen_of(house.clerk).get(f"/xu-ly/ho-so/{dossier.code}/phieu/{paper.pk}.pdf")
    assert answer.content[:5] == b"%PDF-"
    assert AccessLog.objects.filter(file__printed_paper=paper, by=house.clerk).exists()


def attach_address(dossier, paper):
    return f"/xu-ly/ho-so/{dossier.code}/giay-to/{paper.pk}/tep/"


def test_a_file_is_laid_beside_its_paper(house, screen_of, pdf):
    dossier = make.in_progress(house)
    paper = dossier.papers.first()
    client = screen_of(house.specialist)
    assert paper.name in client.get(attach_address(dossier, paper)).text
    given = {"version": dossier.version, "file": SimpleUploadedFile("Bản quét.pdf", pdf)}
    answer = client.post(attach_address(dossier, paper), given)
    assert answer.status_code == 303
    assert dossier.papers.first().file.name == "Bản quét.pdf"
    assert "Bản quét.pdf" in client.get(answer.url).text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anh.jpg", b"MZ" + b"\0" * 500),
        ("trang.html", b"<html><script>alert(1)</script>"),
        ("rong.pdf", b"%PDF-1.4 nope"),
    ],
)
def test_what_is_no_paper_is_refused_in_words(house, screen_of, name, content):
    dossier = make.in_progress(house)
    given = {"version": dossier.version, "file": SimpleUploadedFile(name, content)}
    answer = screen_of(house.specialist).post(attach_address(dossier, dossier.papers.first()), given)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert dossier.papers.first().file is None


def test_nothing_chosen_is_asked_for(house, screen_of):
    dossier = make.in_progress(house)
    answer = screen_of(house.specialist).post(
        attach_address(dossier, dossier.papers.first()), {"version": dossier.version}
    )
    assert answer.status_code == 422
    assert "Đính kèm tệp giấy tờ" in answer.text


def test_who_does_not_hold_the_step_attaches_nothing(house, screen_of):
    dossier = make.in_progress(house)
    assert screen_of(house.head).get(attach_address(dossier, dossier.papers.first())).status_code == 404


def test_a_closed_dossier_takes_no_more_files(house, screen_of):
    dossier = make.returned(house)
    assert screen_of(house.clerk).get(attach_address(dossier, dossier.papers.first())).status_code == 404
