"""A file that comes piece by piece over a line that is cut: what has come stays, the rest is sent again.

The pieces lie sealed in the database until the file is whole; then it is checked and laid in like any other.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from motcua.agencies.models import Post
from motcua.core.clock import now
from motcua.core.errors import BadInput, NotPermitted, Refused
from motcua.core.fields import open_bytes, seal_bytes
from motcua.core.text import clean
from motcua.filing import permissions
from motcua.filing.actions.holding import MOST_FILES, asked_at, hold, lay_in
from motcua.filing.models import Filing, FilingFile, Upload, UploadPiece

PIECE = 1024 * 1024  # bytes at once, at most
NAME_LIMIT = 255
MOST_OPEN = 20  # of one account at once
FORGOTTEN_AFTER = timedelta(days=1)


class WrongOffset(Refused):
    """The piece does not begin where the file ends so far; `offset` tells where."""

    status = 409
    code = "wrong_offset"
    message = "Phần tệp gửi không khớp với phần đã nhận."

    def __init__(self, offset: int) -> None:
        super().__init__()
        self.offset = offset


def announce(filing: Filing, *, by: Post, question: str, group: str, row: int, name: str, size: int) -> Upload:
    """Say what will come; the same file begun before, and cut, goes on where it ended.

    Raises BadInput (`unknown_question`, `empty_file`, `too_large`, `too_many_files`), NotPermitted, StepRefused.
    """
    asked_at(filing, question, group)
    if size < 1:
        raise BadInput("empty_file", "Tệp rỗng.", field=question)
    if size > settings.FILE_SIZE_LIMIT:
        raise BadInput("too_large", f"Tệp lớn quá {settings.FILE_SIZE_LIMIT // (1024 * 1024)} MB.", field=question)
    name = clean(name)[:NAME_LIMIT] or "tep"
    with transaction.atomic():
        filing = hold(filing, by=by)
        same = filing.uploads.filter(question=question, group=group, row=row, size=size)
        for upload in same:
            if upload.name == name:
                return upload
        open_now = Upload.objects.filter(filing__account=filing.account_id).count()
        if open_now >= MOST_OPEN or not 0 <= row < MOST_FILES:
            raise BadInput("too_many_files", "Bạn đang tải lên quá nhiều tệp cùng lúc.", field=question)
        upload = Upload(filing=filing, question=question, group=group, row=row, name=name, size=size, touched_at=now())
        upload.save(force_insert=True)
    return upload


def upload_of(filing: Filing, key: UUID, *, by: Post) -> Upload:
    """Return an upload of a filing of the account's own. Raises NotPermitted, Upload.DoesNotExist."""
    if not permissions.may_fill(by, filing):
        raise NotPermitted()
    return filing.uploads.get(pk=key)


def append(upload: Upload, *, by: Post, offset: int, piece: bytes) -> Upload:
    """Add what came; twice the same piece is once. Returns the upload as it now is.

    Raises WrongOffset, BadInput (`piece_too_large`, `too_large`), NotPermitted, StepRefused.
    """
    if not 0 < len(piece) <= PIECE:
        raise BadInput("piece_too_large", "Phần tệp gửi lớn quá mức.", field="file")
    with transaction.atomic():
        hold(upload.filing, by=by)
        upload = Upload.objects.select_for_update().select_related("filing").get(pk=upload.pk)
        if offset != upload.offset:
            raise WrongOffset(upload.offset)
        if offset + len(piece) > upload.size:
            raise BadInput("too_large", "Tệp gửi lên dài hơn đã báo.", field="file")
        sealed = seal_bytes(piece, bound_to=_place(upload, offset))
        UploadPiece(upload=upload, offset=offset, sealed=sealed).save(force_insert=True)
        upload.offset, upload.touched_at = offset + len(piece), now()
        upload.save(update_fields=["offset", "touched_at"])
    return upload


def finish(upload: Upload, *, by: Post) -> FilingFile:
    """Lay in the file once it is whole; its pieces go, whatever the checks say. Raises WrongOffset, and as `lay_in`."""
    if upload.offset != upload.size:
        raise WrongOffset(upload.offset)
    content = b"".join(
        open_bytes(bytes(piece.sealed), bound_to=_place(upload, piece.offset)) for piece in upload.pieces.all()
    )
    where: dict[str, Any] = {"question": upload.question, "group": upload.group, "row": upload.row}
    name = upload.name
    if not Upload.objects.filter(pk=upload.pk).delete()[0]:  # somebody else just laid it in
        raise WrongOffset(upload.size)
    return lay_in(upload.filing, by=by, name=name, content=content, **where)


def forget_uploads() -> int:
    """Remove uploads that nobody went on with for a day; returns how many."""
    found = Upload.objects.filter(touched_at__lt=now() - FORGOTTEN_AFTER)
    count = found.count()
    found.delete()
    return count


def _place(upload: Upload, offset: int) -> str:
    return f"filing.upload.{upload.pk}.{offset}"
