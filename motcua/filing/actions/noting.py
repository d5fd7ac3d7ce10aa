"""What an account says of a paper of its store: a name, until when it holds, whether it stands in the list."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from motcua.agencies.models import Post
from motcua.core.clock import now, today
from motcua.core.errors import BadInput, NotPermitted
from motcua.core.text import clean
from motcua.files.models import StoredFile
from motcua.filing.models import PaperNote
from motcua.filing.own_papers import Held

NAME_LIMIT = 120
LONGEST = timedelta(days=366 * 100)


def note_paper(held: Held, *, by: Post, name: str, valid_until: date | None, hidden: bool) -> PaperNote | None:
    """Write down what the holder says of a paper; saying nothing takes the note away (None).

    Raises BadInput (`name_too_long`, `bad_day`, `not_opened`), NotPermitted.
    """
    if by.account is None:
        raise NotPermitted()
    name = clean(name)
    if len(name) > NAME_LIMIT:
        raise BadInput("name_too_long", "Tên dài quá 120 ký tự.", field="name")
    if valid_until is not None and not held.on <= valid_until <= today() + LONGEST:
        message = "Ngày hết hiệu lực không thể trước ngày nộp hoặc cấp giấy tờ này, hay xa quá."
        raise BadInput("bad_day", message, field="valid_until")
    if held.file is None:
        raise BadInput("not_opened", "Hãy tải văn bản này về một lần rồi ghi.")
    digest = bytes(held.file.sha256)
    if not (name or valid_until or hidden):
        PaperNote.objects.visible_to(by).filter(digest=digest).delete()
        return None
    note, _ = PaperNote.objects.get_or_create(account=by.account, digest=digest)
    note.name, note.valid_until, note.hidden, note.noted_at = name, valid_until, hidden, now()
    note.save(update_fields=["name", "valid_until", "hidden", "noted_at"])
    return note


def sweep_notes() -> int:
    """Forget what was said of papers whose content is not kept any more; returns how many notes went."""
    kept = StoredFile.objects.kept().filter(sha256=OuterRef("digest"))
    return PaperNote.objects.exclude(Exists(kept)).delete()[0]
