"""Files that machines bring: kept under the same checks as those chosen on a screen."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from motcua.core.errors import BadInput
from motcua.exchange import answers
from motcua.exchange.operations.asked import post_of
from motcua.exchange.problems import told
from motcua.files.actions import store
from motcua.files.choices import Purpose

router = Router(tags=["files"])
NOT_TAKEN = {
    "executable", "active_content", "polyglot", "archive_not_accepted", "nested_archive", "macros", "old_office_file",
    "heic_not_accepted", "type_not_accepted", "double_extension", "external_link", "embedded_file",
}  # fmt: skip


class FileRefused(BadInput):
    """A file that is too large (413), of a kind that is not taken (415), or bad in itself (422)."""

    def __init__(self, why: BadInput) -> None:
        super().__init__(why.code, why.message, field="file")
        self.status = 413 if why.code == "too_large" else 415 if why.code in NOT_TAKEN else 422


@router.post(
    "/files",
    response={201: answers.FileKept},
    operation_id="upload_file",
    openapi_extra=told(400, 401, 403, 413, 415, 422),
)
def upload_file(
    request: HttpRequest, file: File[UploadedFile], purpose: Form[Literal["submitted", "result"]] = "submitted"
) -> Any:
    """Keep a file; its id is then named in papers or in sign."""
    try:
        kept = store(by=post_of(request), name=file.name or "tệp", content=file, purpose=Purpose(purpose))
    except BadInput as error:
        raise FileRefused(error) from error
    return Status(201, {"id": str(kept.pk), "name": kept.name, "media_type": kept.media_type, "size": kept.size})
