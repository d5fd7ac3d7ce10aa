"""A large file while it comes in: on the disk, yet nothing there has its name, so that a killed web leaves nothing."""

import io
import os

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.test import RequestFactory

from motcua.files.incoming import UnnamedFileUploadHandler

LARGE = b"%PDF-1.4 " + b"0" * 3_000_000  # more than Django keeps in memory


class Watching(UnnamedFileUploadHandler):
    """Looks into the folder at each piece that arrives."""

    seen: list[list[str]] = []

    def receive_data_chunk(self, raw_data, start):
        super().receive_data_chunk(raw_data, start)
        self.seen.append(os.listdir(self.folder))


def posted(content):
    return RequestFactory().post("/", {"file": io.BytesIO(content)})


def test_its_bytes_have_no_name_while_they_come_and_are_read_afterwards(tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    request = posted(LARGE)
    Watching.folder, Watching.seen = tmp_path, []
    request.upload_handlers = [Watching(request)]
    found = request.FILES["file"]
    assert len(Watching.seen) > 10
    assert not any(Watching.seen)
    assert found.size == len(LARGE)
    assert found.read() == LARGE
    found.seek(0)
    assert b"".join(found.chunks()) == LARGE
    assert os.fstat(found.file.fileno()).st_nlink == 0
    request.close()
    assert found.closed


def test_the_settings_use_it_for_what_is_too_large_for_memory(tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    small, large = posted(b"xin").FILES["file"], posted(LARGE).FILES["file"]
    assert isinstance(small, InMemoryUploadedFile)
    assert os.fstat(large.file.fileno()).st_nlink == 0
    assert not hasattr(large, "temporary_file_path")
    large.close()


def test_what_was_broken_off_is_closed():
    handler = UnnamedFileUploadHandler(RequestFactory().get("/"))
    handler.upload_interrupted()  # before anything came
    handler.new_file("file", "a.pdf", "application/pdf", None)
    handler.receive_data_chunk(b"x", 0)
    handler.upload_interrupted()
    assert handler.file.closed
