"""Pictures of one paper become one PDF, upright, reduced and readable: the desk reads one file a paper."""

from collections.abc import Sequence

from motcua.agencies.models import Post
from motcua.files import apart
from motcua.files.actions import store
from motcua.files.blobs import contents
from motcua.files.models import StoredFile
from motcua.files.signatures import JPEG, PNG, WEBP

CAMERA = (JPEG, PNG, WEBP)
HEAVY = 1024 * 1024  # bytes from which a single picture that no camera took is reduced, too


def are_to_bind(files: Sequence[StoredFile]) -> bool:
    """Tell whether these are pictures alone: several, or one that is heavy or of a camera."""
    if not files or any(each.media_type not in CAMERA for each in files):
        return False
    return len(files) > 1 or files[0].media_type == JPEG or files[0].size > HEAVY


def bind(files: Sequence[StoredFile], *, by: Post) -> StoredFile:
    """Return one PDF of them, a page each, in their order; it takes a second a picture, so under no lock.

    Raises BadInput (`damaged_file`), and as `files.blobs.contents`.
    """
    name = f"{files[0].name.rpartition('.')[0] or 'giay-to'}.pdf"
    return store(by=by, name=name, content=apart.bound(contents(each) for each in files))
