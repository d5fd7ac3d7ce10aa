"""The files of a dossier: which there are, who may see them is said by the dossier, every look is on record."""

from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, Q, prefetch_related_objects
from django.urls import reverse

from motcua.agencies.models import Post
from motcua.dossiers.actions.papers import attach
from motcua.dossiers.models import Dossier, DossierPaper, MessageFile
from motcua.files.actions import store
from motcua.files.choices import Purpose
from motcua.files.models import StoredFile
from motcua.files.viewing import pages_of

FRAMED = "frame-ancestors 'self'; default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'none'"


def file_of(dossier: Dossier, key: UUID) -> StoredFile | None:
    """Return a file that belongs to this dossier as paper, printed paper or result, or came with a message."""
    held = (
        Q(pk__in=dossier.papers.values("file"))
        | Q(pk__in=dossier.results.values("file"))
        | Q(pk__in=dossier.printed_papers.values("file"))
        | Q(pk__in=MessageFile.objects.filter(message__dossier=dossier).values("file"))
    )
    return StoredFile.objects.filter(held, pk=key).first()


def page_urls(dossier: Dossier, file: StoredFile) -> list[str]:
    """Return the addresses of a file's pages as pictures; [] for what can only be downloaded."""
    return [reverse("casework:paper_page", args=[dossier.code, file.pk, number]) for number in pages_of(file)]


def papers_of(dossier: Dossier) -> list[DossierPaper]:
    """Return the papers with their files, read once for a dossier in hand."""
    rows = DossierPaper.objects.select_related("file").annotate(reused_code=F("reused_from__code"))
    prefetch_related_objects([dossier], Prefetch("papers", rows))
    return list(dossier.papers.all())


def shelf(dossier: Dossier, *, current: UUID | None = None) -> list[dict[str, Any]]:
    """Return the dossier's files as a list to choose from: label, file, whether it is the one being looked at."""
    rows = [(paper.name, paper.file) for paper in papers_of(dossier)]
    if dossier.decided_at is not None:
        results = dossier.results.select_related("document", "file")
        rows += [(f"Kết quả {result.document.notation}", result.file) for result in results]
    kept = [(label, file) for label, file in rows if file is not None and file.removed_at is None]
    return [{"label": label, "file": file, "current": file.pk == current} for label, file in kept]


def sources_of(papers: list[DossierPaper], *, by: Post) -> set[str]:
    """Return the codes of the dossiers from which papers were reused, and which the post may read; most have none."""
    keys = {paper.reused_from_id for paper in papers if paper.reused_from_id}
    rows = Dossier.objects.visible_to(by, named=True).filter(pk__in=keys) if keys else Dossier.objects.none()
    return {code for code in rows.order_by().values_list("code", flat=True) if code}


def attach_upload(dossier: Dossier, *, by: Post, paper: DossierPaper, file: Any, version: int) -> Dossier:
    """Keep an uploaded file, checked, and lay it beside its paper. Raises BadInput, NotPermitted, StaleVersion."""
    stored = store(by=by, name=file.name or "tệp", content=file, purpose=Purpose.SUBMITTED)
    done: Dossier = attach(dossier, by=by, paper=paper, file=stored, version=version)
    return done
