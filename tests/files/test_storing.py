"""A file is checked, encrypted and kept; its bytes come back unchanged or not at all."""

import hashlib
import os
import time
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from motcua.agencies.choices import Role
from motcua.core.errors import BadInput, NotPermitted
from motcua.files import actions, jobs
from motcua.files.blobs import DamagedFile, contents
from motcua.files.choices import Purpose
from motcua.files.models import FileEvent, StoredFile
from tests.factories import make_post, system
from tests.files import samples

pytestmark = pytest.mark.django_db
SECRET = "Tôi tên là Nguyễn Thị Thử, số định danh 001099012345, điện thoại 0912345678"


@pytest.fixture
def clerk():
    return make_post()


def kept_bytes(storage):
    return [path for path in storage.rglob("*") if path.is_file()]


def test_a_file_is_kept_and_recorded(clerk):
    content = samples.pdf(pages=2)
    file = StoredFile.objects.get(pk=actions.store(by=clerk, name="đơn.pdf", content=content).pk)
    assert (file.name, file.media_type, file.size, file.pages) == ("đơn.pdf", "application/pdf", len(content), 2)
    assert bytes(file.sha256) == hashlib.sha256(content).digest()
    assert (file.by, file.purpose) == (clerk, Purpose.SUBMITTED)
    assert contents(file) == content
    event = file.events.get()
    assert (event.action, event.by) == ("file.store", clerk)
    told = {
        "media_type": "application/pdf",
        "size": len(content),
        "purpose": "submitted",
        "scan": "clean",
        "removed_at": None,
    }
    assert event.data["changed"] == told


@pytest.mark.parametrize("wrap", [bytes, ContentFile, BytesIO, lambda data: SimpleUploadedFile("x.txt", data)])
def test_bytes_and_uploads_are_taken_alike(clerk, wrap):
    file = actions.store(by=clerk, name="đơn.txt", content=wrap(SECRET.encode()), purpose=Purpose.EVIDENCE)
    assert contents(file) == SECRET.encode()


def test_an_uploads_own_size_is_not_believed(clerk, settings):
    settings.FILE_SIZE_LIMIT = 1_000
    upload = SimpleUploadedFile("x.txt", b"a" * 1_001)
    upload.size = 10
    with pytest.raises(BadInput) as refused:
        actions.store(by=clerk, name="x.txt", content=upload)
    assert refused.value.code == "too_large"


def test_storing_takes_few_queries(clerk, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):  # row, time, event and the test's savepoint
        actions.store(by=clerk, name="a.txt", content=b"a")


def test_a_refused_file_leaves_nothing(clerk, storage):
    for content, code in ((b"MZ", "executable"), (b"", "empty_file"), (samples.png_bomb(), "too_many_pixels")):
        with pytest.raises(BadInput) as refused:
            actions.store(by=clerk, name="a.pdf", content=content)
        assert refused.value.code == code
    assert kept_bytes(storage) == []
    assert not StoredFile.objects.exists()


def test_an_unknown_purpose_is_refused(clerk):
    with pytest.raises(BadInput) as refused:
        actions.store(by=clerk, name="a.txt", content=b"a", purpose="fun")
    assert refused.value.code == "unknown_purpose"


def test_inspectors_store_nothing(storage):
    with pytest.raises(NotPermitted):
        actions.store(by=make_post(Role.INSPECTOR), name="a.txt", content=b"a")
    assert kept_bytes(storage) == []


def test_papers_printed_by_the_house_are_checked_too(clerk):
    with pytest.raises(BadInput):
        actions.store(by=clerk, name="a.pdf", content=b"%PDF-", purpose=Purpose.PRINTED)
    assert actions.store(by=clerk, name="a.pdf", content=samples.pdf(), purpose=Purpose.PRINTED).pages == 1


def test_storage_and_rows_hold_no_personal_text(clerk, storage):
    actions.store(by=clerk, name="CCCD 001099012345.txt", content=SECRET.encode())
    for path in kept_bytes(storage):
        assert b"001099012345" not in path.read_bytes()
        assert "Thử".encode() not in path.read_bytes()
        assert "CCCD" not in str(path)
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM files_storedfile t UNION ALL SELECT t::text FROM files_fileevent t")
        rows = "".join(row[0] for row in cursor.fetchall())
    assert "001099012345" not in rows
    assert "0912345678" not in rows


def test_the_same_file_twice_has_two_places_and_two_ciphers(clerk, storage):
    for _ in range(2):
        actions.store(by=clerk, name="a.txt", content=b"a")
    first, second = kept_bytes(storage)
    assert first.read_bytes() != second.read_bytes()


def test_changed_moved_or_missing_bytes_are_noticed(clerk, storage):
    first, second = (actions.store(by=clerk, name="a.txt", content=text) for text in (b"mot", b"hai"))
    path = storage / first.place
    good = path.read_bytes()
    path.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    with pytest.raises(DamagedFile):
        contents(first)
    path.write_bytes((storage / second.place).read_bytes())
    with pytest.raises(DamagedFile):
        contents(first)
    path.write_bytes(b"")
    with pytest.raises(DamagedFile):
        contents(first)
    path.unlink()
    with pytest.raises(DamagedFile):
        contents(first)
    assert contents(second) == b"hai"


def test_the_digest_is_compared(clerk):
    file = actions.store(by=clerk, name="a.txt", content=b"mot")
    file.sha256 = hashlib.sha256(b"hai").digest()
    with pytest.raises(DamagedFile):
        contents(file)


def test_the_journal_and_the_table_keep_their_rules(clerk):
    file = actions.store(by=clerk, name="a.txt", content=b"a")
    for rows, change in ((FileEvent.objects.all(), {"state": "x"}), (StoredFile.objects.all(), {"size": 0})):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.filter(pk=file.pk).update(purpose="fun")


def test_a_post_sees_what_it_stored_itself(clerk):
    file = actions.store(by=clerk, name="a.txt", content=b"a")
    assert list(StoredFile.objects.visible_to(clerk)) == [file]
    assert not StoredFile.objects.visible_to(make_post()).exists()


def age(path, days):
    past = time.time() - days * 86_400
    os.utime(path, (past, past))


def test_a_rolled_back_file_leaves_bytes_that_are_removed_later(clerk, storage):
    good = actions.store(by=clerk, name="a.txt", content=b"a")
    with transaction.atomic():
        actions.store(by=clerk, name="b.txt", content=b"b")
        transaction.set_rollback(True)
    assert StoredFile.objects.count() == 1
    assert len(kept_bytes(storage)) == 2
    assert actions.remove_orphans() == 0  # perhaps its transaction still runs
    for path in kept_bytes(storage):
        age(path, 8)
    assert actions.remove_orphans() == 1
    assert contents(good) == b"a"
    assert [path.relative_to(storage) for path in kept_bytes(storage)] == [type(storage)(good.place)]


def test_the_nightly_job_removes_orphans(storage):
    place = default_storage.save("files/ab/cdef", ContentFile(b"x"))
    age(storage / place, 8)
    jobs.remove_forgotten(timestamp=0)
    assert kept_bytes(storage) == []
    assert actions.remove_orphans(older_than=timedelta(0)) == 0


def test_the_system_stores_too():
    assert actions.store(by=system(), name="a.txt", content=b"a", purpose=Purpose.TEMPLATE).pk
