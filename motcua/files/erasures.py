"""What was removed is removed again when an older copy brought it back."""

from typing import Any

from motcua.agencies.models import Post
from motcua.core.erasures import again
from motcua.files.actions import remove
from motcua.files.models import StoredFile


@again("files.content")
def remove_again(keys: list[str], *, cause: str, **more: Any) -> str:
    """Remove the bytes and the name."""
    by = Post.objects.system()
    for file in StoredFile.objects.kept().filter(pk__in=keys).order_by("pk"):
        remove(file, by=by, cause=cause)
    return ""
