"""What the office writes to who filed the dossier."""

from functools import partial
from typing import Any

from django.http import HttpResponse

from motcua.agencies.access import Request, post_required
from motcua.agencies.models import Post
from motcua.casework.acting import url_of
from motcua.casework.views.dossier import dossier_or_404
from motcua.dossiers.actions.messages import MOST_FILES, need_no_answer, write_message
from motcua.dossiers.models import Dossier, Message
from motcua.files.actions import store
from motcua.ui.pages import one_click, run


@one_click
@post_required()
def message(request: Request, code: str) -> HttpResponse:
    """Write to the citizen, with files, or say that what was written needs no answer."""
    found = dossier_or_404(request, code)
    done = f"{url_of(found)}#tin"
    if request.POST.get("do") == "none":
        return run(
            request, partial(need_no_answer, found, by=request.post), done=done, said="Đã ghi: không cần trả lời."
        )
    act = partial(
        _write, found, by=request.post, text=request.POST.get("text", ""), files=request.FILES.getlist("files")
    )
    return run(request, act, done=done, said="Đã gửi cho người nộp.")


def _write(dossier: Dossier, *, by: Post, text: str, files: list[Any]) -> Message:
    """Files are checked and kept before the lock; refused afterwards, they are swept like all that belong nowhere."""
    kept = [store(by=by, name=each.name or "tệp", content=each) for each in files[: MOST_FILES + 1]]
    return write_message(dossier, by=by, text=text, files=kept)
