"""Brings one file of national procedures into the catalogue, whole or not at all, twice without a difference.

It is applied at once, or (`review`) every difference waits in the queue and changes nothing before a person approves.
"""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import transaction

from motcua.agencies.models import Post
from motcua.core.clock import today
from motcua.core.errors import NotPermitted
from motcua.procedures.actions.records import standing_of
from motcua.procedures.choices import Outcome
from motcua.procedures.importers.review import Queue
from motcua.procedures.importers.standing import Catalogue, Report, Row
from motcua.procedures.models import ImportRow, ImportRun, NationalProcedure
from motcua.procedures.permissions import may_import
from motcua.procedures.readers.files import CRAWL_PAIRS, FileReading, read_file
from motcua.procedures.records import Reading

Progress = Callable[[int, int], None]
__all__ = ["Report", "Row", "bring_in", "import_file", "standing_of"]


def bring_in(
    readings: Sequence[Reading],
    *,
    kind: str,
    by: Post,
    file_name: str,
    sha256: str,
    progress: Progress | None = None,
    review: bool = False,
    whole: bool = False,
) -> Report:
    """Write readings into the catalogue in one transaction and return what became of each.

    With `review` only differences are queued; `whole` says that the file is all of its source, so that what it lacks
    is asked about (which always waits for a person). Raises NotPermitted unless the post may import.
    """
    if not may_import(by):
        raise NotPermitted("Bạn không có quyền nhập danh mục quốc gia.")
    report = Report(file_name, kind)
    with transaction.atomic():
        run = ImportRun.objects.create(file_name=file_name[:300], kind=kind, sha256=sha256, by=by, read=len(readings))
        review = review or kind == CRAWL_PAIRS
        questions = Queue(run, kind, today(), by) if review or whole else None
        catalogue = questions if review and questions else Catalogue(run, kind, today())
        kept = []
        for number, reading in enumerate(readings, start=1):
            row, procedure = catalogue.take(reading)
            report.rows.append(row)
            if row.outcome != Outcome.UNCHANGED or row.reasons:
                kept.append((row, procedure))
            if progress:
                progress(number, len(readings))
        catalogue.write()
        if questions:
            report.missing = questions.ask_for_missing(set(catalogue.seen)) if whole else 0
            report.waiting = questions.waiting
        report.run = run.pk
        _keep(run, report, kept)
    return report


def _keep(run: ImportRun, report: Report, kept: Sequence[tuple[Row, NationalProcedure | None]]) -> None:
    ImportRow.objects.bulk_create(
        [
            ImportRow(
                run=run, place=row.place, code=row.code[:60], name=row.name[:1500], outcome=row.outcome,
                reasons=list(row.reasons), procedure=procedure,
            )
            for row, procedure in kept
        ],
        batch_size=500,
    )  # fmt: skip
    run.counts = report.counts
    run.save(update_fields=["counts"])


def import_file(
    path: Path, *, by: Post, progress: Progress | None = None, review: bool = False, whole: bool = False
) -> Report:
    """Read one file and bring it in. Raises UnreadableError or OSError, and then nothing has changed."""
    found: FileReading = read_file(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return bring_in(
        found.readings, kind=found.kind, by=by, file_name=path.name, sha256=digest, progress=progress, review=review,
        whole=whole,
    )  # fmt: skip
