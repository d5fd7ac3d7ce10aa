"""Files of a filing: laid in at a question, put in another order, taken out."""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from motcua.agencies.models import Post
from motcua.core.clock import now
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.files.actions import remove, store
from motcua.files.models import StoredFile
from motcua.filing import permissions
from motcua.filing.choices import State
from motcua.filing.models import Filing, FilingFile
from motcua.filing.representing import form_of_filing
from motcua.questions.answers import DEFAULT_FILES, TYPES
from motcua.questions.choices import Kind
from motcua.questions.definition import Question

MOST_FILES = 60  # of one filing
MOST_BYTES = 15  # times what one file may have


class Reused(NamedTuple):
    """Where a paper that is used again is from: the key of a dossier, the day it was handed in or issued there."""

    dossier: int
    on: date


def lay_in(
    filing: Filing,
    *,
    by: Post,
    question: str,
    group: str = "",
    row: int = 0,
    name: str,
    content: Any,
    reused: Reused | None = None,
) -> FilingFile:
    """Check a file, keep it, and lay it in at a question of the filing; what is used again lies there once.

    Raises BadInput (`unknown_question`, `too_many_files`, `too_much`, `wrong_file_type`, `file_too_large`, and as
    `files.actions.store`), TooMany, NotPermitted, StepRefused. It is stored before the filing is locked.
    """
    asked = asked_at(filing, question, group)
    _check_room(filing, asked, group=group, row=row)
    stored = store(by=by, name=name, content=content)
    try:
        _check_limits(asked, stored)
        with transaction.atomic():
            filing = hold(filing, by=by)
            there = filing.files.filter(question=question, group=group, row=row)
            same = there.filter(file__sha256=stored.sha256).first() if reused else None
            if same is not None:
                remove(stored, by=Post.objects.system(), cause="filing.reused_already")
                return same
            _check_room(filing, asked, group=group, row=row, more=stored.size)
            last = there.order_by("-order").values_list("order", flat=True).first()
            given = FilingFile(
                filing=filing, question=question, group=group, row=row, file=stored,
                order=0 if last is None else last + 1,
                reused_from_id=reused and reused.dossier, reused_on=reused and reused.on,
            )  # fmt: skip
            given.save(force_insert=True)
            _touch(filing)
    except (BadInput, NotPermitted, StepRefused):
        remove(stored, by=Post.objects.system(), cause="filing.refused")
        raise
    return given


def asked_at(filing: Filing, code: str, group: str = "") -> Question:
    """Return the question of the filing's form that asks for files there. Raises BadInput (`unknown_question`)."""
    form = form_of_filing(filing)
    for _, question, home in form.every_question() if form else ():
        if question.code == code and question.kind == Kind.FILE and (home.code if home else "") == group:
            return question
    raise BadInput("unknown_question", "Biểu mẫu không hỏi giấy tờ này.", field="question")


def _check_room(filing: Filing, asked: Question, *, group: str, row: int, more: int = 0) -> None:
    sizes = list(filing.files.values_list("file__size", flat=True))
    there = filing.files.filter(question=asked.code, group=group, row=row).count()
    most = asked.limits.get("max_files", DEFAULT_FILES)
    if there >= most or len(sizes) >= MOST_FILES or not 0 <= row < 1000:
        raise BadInput("too_many_files", f"Giấy tờ này nhận nhiều nhất {most} tệp.", field=asked.code)
    if sum(sizes) + more > MOST_BYTES * settings.FILE_SIZE_LIMIT:
        raise BadInput("too_much", "Các tệp của hồ sơ lớn quá mức hệ thống nhận.", field=asked.code)


def _check_limits(asked: Question, stored: StoredFile) -> None:
    limits = asked.limits
    if "types" in limits and stored.media_type not in {TYPES[ending] for ending in limits["types"]}:
        wanted = ", ".join(limits["types"])
        raise BadInput("wrong_file_type", f"Giấy tờ này nhận tệp loại: {wanted}.", field=asked.code)
    if stored.size > limits.get("max_size", stored.size):
        raise BadInput("file_too_large", "Tệp lớn quá mức giấy tờ này nhận.", field=asked.code)


def hold(filing: Filing, *, by: Post) -> Filing:
    """Return the filing locked until the transaction ends, still open and the account's own.

    Raises NotPermitted, StepRefused.
    """
    found = Filing.objects.select_for_update(of=("self",), no_key=True).get(pk=filing.pk)
    if not permissions.may_fill(by, found):
        raise NotPermitted()
    if found.state != State.OPEN:
        raise StepRefused("Hồ sơ này đã nộp hoặc đã bỏ, không sửa được nữa.")
    return found


def _touch(filing: Filing) -> None:
    filing.version, filing.saved_at = filing.version + 1, now()
    filing.save(update_fields=["version", "saved_at"])


def take_out(filing: Filing, *, by: Post, file: UUID) -> None:
    """Take a file out again; its content goes at once. One that is not there (any more) is nothing to do."""
    with transaction.atomic():
        filing = hold(filing, by=by)
        if forget_files(filing.files.filter(file=file), cause="filing.taken_out"):
            _touch(filing)


def move(filing: Filing, *, by: Post, file: UUID, by_places: int) -> None:
    """Put a file before (-1) or behind (1) its neighbour."""
    with transaction.atomic():
        filing = hold(filing, by=by)
        given = filing.files.filter(file=file).first()
        if given is None:
            return
        there = list(filing.files.filter(question=given.question, group=given.group, row=given.row))
        at = next(place for place, each in enumerate(there) if each.pk == given.pk)
        there.insert(min(max(at + by_places, 0), len(there) - 1), there.pop(at))
        for place, each in enumerate(there):
            each.order = place
        FilingFile.objects.bulk_update(there, ["order"])
        _touch(filing)


def drop_row(filing: Filing, *, by: Post, group: str, row: int) -> None:
    """Take out the files of a row that is dropped; the rows behind it come one forward."""
    with transaction.atomic():
        filing = hold(filing, by=by)
        forget_files(filing.files.filter(group=group, row=row), cause="filing.taken_out")
        for each in filing.files.filter(group=group, row__gt=row).order_by("row"):
            each.row -= 1
            each.save(update_fields=["row"])


def forget_files(rows: "QuerySet[FilingFile]", *, cause: str) -> int:
    """Take files out and remove their content; returns how many."""
    system, found = Post.objects.system(), list(rows.select_related("file"))
    for given in found:
        given.delete()
        if given.file.removed_at is None:
            remove(given.file, by=system, cause=cause)
    return len(found)
