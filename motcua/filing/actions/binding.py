"""Pictures of one paper become one PDF, before the filing is sent: the desk reads one file a paper."""

from typing import Any

from django.db import transaction

from motcua.agencies.models import Post
from motcua.core.errors import BadInput
from motcua.files.actions import remove
from motcua.files.binding import are_to_bind, bind
from motcua.filing.actions.holding import asked_at, forget_files, hold
from motcua.filing.models import Filing, FilingFile
from motcua.filing.walk import Place, by_place


def bind_pictures(filing: Filing, *, by: Post) -> int:
    """Bind what was photographed, paper by paper, in the order chosen; returns how many PDFs were made.

    Outside of the filing's lock: it takes a second a picture. A paper changed meanwhile on another page is left as it
    is. Raises BadInput (`damaged_file`), and as `files.blobs.contents`.
    """
    found = by_place(filing.files.select_related("file"))
    return sum(
        _bound(filing, place, given, by=by) for place, given in found.items() if _is_to_bind(filing, place, given)
    )


def _is_to_bind(filing: Filing, place: Place, given: list[FilingFile]) -> bool:
    """Whether these are pictures alone, several or heavy or of a camera, of a paper that may also be a PDF, and of one
    source: what is reused is not mixed with what is new."""
    question, group, _ = place
    try:
        types = asked_at(filing, question, group).limits.get("types", ["pdf"])
    except BadInput:  # the form asks for it no more
        return False
    one_source = len({(each.reused_from_id, each.reused_on) for each in given}) == 1
    return one_source and "pdf" in types and are_to_bind([each.file for each in given])


def _bound(filing: Filing, place: Place, given: list[FilingFile], *, by: Post) -> bool:
    stored = bind([each.file for each in given], by=by)
    with transaction.atomic():
        locked = hold(filing, by=by)
        now = _keys(locked.files.filter(question=place[0], group=place[1], row=place[2]))
        same = now == _keys(given)
        if same:
            forget_files(locked.files.filter(pk__in=[each.pk for each in given]), cause="filing.bound")
            row = FilingFile(
                filing=locked, question=place[0], group=place[1], row=place[2], file=stored,
                reused_from_id=given[0].reused_from_id, reused_on=given[0].reused_on,
            )  # fmt: skip
            row.save(force_insert=True)
    if not same:
        remove(stored, by=Post.objects.system(), cause="filing.bound")
    return same


def _keys(rows: Any) -> list[Any]:
    return [each.file_id for each in rows]
