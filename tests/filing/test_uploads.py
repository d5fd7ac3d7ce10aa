"""A file comes piece by piece; what has come stays when the line is cut, and nobody else reaches it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from motcua.core.clock import now
from motcua.core.errors import BadInput, NotPermitted
from motcua.filing.actions import receiving
from motcua.filing.actions.filling import abandon
from motcua.filing.actions.receiving import announce, append, forget_uploads
from motcua.filing.models import FilingFile, Upload, UploadPiece
from tests.factories import at_home
from tests.filing.filled import png

pytestmark = pytest.mark.django_db
CONTENT = png(7, size=(300, 400))
HALF = len(CONTENT) // 2


@pytest.fixture
def home(mother):
    return at_home(Client(), mother)


def told(home, filing, **more):
    given = {"input": "q-proof", "name": "giay.png", "size": len(CONTENT)} | more
    return home.post(f"/nop/{filing.pk}/tai-len/", given)


def piece(home, address, offset, content):
    headers = {"Upload-Offset": str(offset)}
    return home.patch(address, content, content_type="application/offset+octet-stream", headers=headers)


def test_a_file_comes_in_two_pieces_and_is_laid_in_whole(filing, home):
    begun = told(home, filing)
    address = begun.headers["Location"]
    assert (begun.status_code, begun.headers["Upload-Offset"]) == (201, "0")
    first = piece(home, address, 0, CONTENT[:HALF])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, str(HALF))
    assert not FilingFile.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM filing_uploadpiece")
        assert CONTENT[:40] not in bytes(cursor.fetchone()[0])
    assert home.head(address).headers["Upload-Offset"] == str(HALF)
    assert piece(home, address, HALF, CONTENT[HALF:]).status_code == 204
    given = FilingFile.objects.get()
    assert home.get(f"/nop/{filing.pk}/tep/{given.file_id}/").content == CONTENT
    assert not Upload.objects.exists()
    assert not UploadPiece.objects.exists()
    assert home.head(address).status_code == 404


def test_after_a_cut_the_same_file_goes_on_where_it_ended(filing, home):
    address = told(home, filing).headers["Location"]
    piece(home, address, 0, CONTENT[:HALF])
    again = told(home, filing)
    assert (again.headers["Location"], again.headers["Upload-Offset"]) == (address, str(HALF))
    twice = piece(home, address, 0, CONTENT[:HALF])  # its answer was lost
    assert (twice.status_code, twice.headers["Upload-Offset"]) == (409, str(HALF))
    assert told(home, filing, name="khac.png").headers["Location"] != address


def test_what_is_refused_is_told_in_words_and_nothing_of_it_stays(filing, home):
    bad = b"MZ" + b"0" * 100
    address = told(home, filing, name="a.png", size=len(bad)).headers["Location"]
    answer = piece(home, address, 0, bad)
    assert (answer.status_code, answer.json()["code"]) == (422, "executable")
    assert not Upload.objects.exists()
    assert not FilingFile.objects.exists()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"input": "q-reason"}, "unknown_question"),
        ({"input": "x"}, "unknown_question"),
        ({"size": "0"}, "empty_file"),
        ({"size": "-5"}, "empty_file"),
        ({"size": "999999999"}, "too_large"),
    ],
)
def test_nonsense_is_refused_before_anything_comes(filing, home, given, code):
    answer = told(home, filing, **given)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_more_than_was_told_does_not_come(filing, home, monkeypatch):
    address = told(home, filing, size=10).headers["Location"]
    assert piece(home, address, 0, b"0" * 11).json()["code"] == "too_large"
    monkeypatch.setattr(receiving, "PIECE", 5)
    assert piece(home, address, 0, b"0" * 6).json()["code"] == "piece_too_large"
    assert piece(home, address, 0, b"").json()["code"] == "piece_too_large"
    assert piece(home, address, "x" * 20, b"0").status_code == 204  # no number begins at nothing


def test_one_account_has_no_more_than_so_many_on_their_way(filing, home):
    for number in range(receiving.MOST_OPEN):
        assert told(home, filing, name=f"{number}.png").status_code == 201
    assert told(home, filing, name="x.png").json()["code"] == "too_many_files"


def test_another_citizen_neither_sees_nor_feeds_it(filing, home, mother, stranger):
    upload = announce(filing, by=mother.acting(), question="proof", group="", row=0, name="a.png", size=9)
    other = at_home(Client(), stranger)
    address = f"/nop/{filing.pk}/tai-len/{upload.pk}/"
    assert other.head(address).status_code == 404
    assert piece(other, address, 0, b"1").status_code == 404
    assert told(other, filing).status_code == 404
    with pytest.raises(NotPermitted):
        append(upload, by=stranger.acting(), offset=0, piece=b"1")
    assert home.head(address).headers["Upload-Offset"] == "0"


def test_what_never_came_whole_is_forgotten_and_goes_with_its_filing(filing, mother):
    by = mother.acting()
    old, young = (announce(filing, by=by, question="proof", group="", row=0, name=f"{n}.png", size=9) for n in range(2))
    append(old, by=by, offset=0, piece=b"1")
    Upload.objects.filter(pk=old.pk).update(touched_at=now() - timedelta(days=1, minutes=1))
    assert forget_uploads() == 1
    assert list(Upload.objects.all()) == [young]
    abandon(filing, by=by)
    assert not Upload.objects.exists()
    with pytest.raises(BadInput):
        announce(filing, by=by, question="nothing", group="", row=0, name="a", size=1)
