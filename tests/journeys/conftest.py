"""The ward of the journeys, the worker's turn, and the proof that follows every story."""

import io
import json
import unicodedata
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from pypdf import PdfReader

from motcua.core import seal
from motcua.core.events import rebuild, tracked
from motcua.core.models import ReactionDone
from motcua.core.reactions import react
from motcua.core.rebuilding import differences
from motcua.correspondence.models import OutgoingDocument
from motcua.dossiers.actions.printing import rendered
from motcua.dossiers.models import Dossier, DossierEvent, PrintedPaper
from motcua.files.blobs import contents
from motcua.payments.models import Bill
from motcua.tasks.models import Task
from tests.dossier_factories import make_house


@pytest.fixture
def house(db: None, settings: Any, tmp_path: Any) -> SimpleNamespace:
    """A ward with its people; seals and files lie in a folder of the test."""
    settings.SEAL_FILE = tmp_path / "seals.jsonl"
    return make_house()


def jobs() -> list[dict[str, Any]]:
    """Return the arguments of the reactions' jobs that wait, in order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'core.react' ORDER BY id")
        return [json.loads(args) if isinstance(args, str) else args for (args,) in cursor.fetchall()]


@pytest.fixture
def worker_runs() -> Callable[[], None]:
    """Let the worker carry out what follows from the events so far; twice, as after a crash: nothing is done again."""

    def run() -> None:
        for _ in range(2):
            for job in jobs():
                react(**job)

    return run


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).replace("\u200b", "").split())


def text_of(paper: PrintedPaper) -> str:
    """Return what a kept paper says, without spaces."""
    paper.refresh_from_db()
    assert paper.file is not None, f"{paper.form} was not printed"
    pages = PdfReader(io.BytesIO(contents(paper.file))).pages
    return squeezed("".join(page.extract_text() for page in pages))


def says(paper: PrintedPaper, *texts: str) -> None:
    """The paper says each of these (titles are in capitals)."""
    found = text_of(paper)
    for text in texts:
        assert squeezed(text) in found or squeezed(text.upper()) in found, f"{paper.form}: {text}\n{found}"


SECRETS = ("Mẫu", "0912345274", "046190000318", "Tổ dân phố Mẫu")


def prove(dossier: Dossier) -> None:
    """After every story: the row is what its events tell, numbers run 1..n, papers are kept once, nothing leaks."""
    stored = Dossier.objects.get(pk=dossier.pk)
    assert rebuild(stored) == tracked(stored)
    assert list(differences()) == []
    assert [event.version for event in stored.events.order_by("pk")] == list(range(1, stored.version + 1))
    for event in stored.events.order_by("pk"):
        assert rebuild(stored, known_at=event.recorded_at)["state"] == event.state
    seal.seal_now()
    assert seal.verify(against=seal.outside()) == []
    _prove_numbers()
    _prove_papers(stored)
    _prove_nothing_leaks()


def _prove_numbers() -> None:
    for numbers in (
        [int(code.rsplit("-", 1)[1]) for code in Dossier.objects.exclude(code=None).values_list("code", flat=True)],
        list(OutgoingDocument.objects.values_list("number", flat=True)),
        list(Bill.objects.exclude(receipt_number=None).values_list("receipt_number", flat=True)),
    ):
        assert sorted(numbers) == list(range(1, len(numbers) + 1))


def _prove_papers(dossier: Dossier) -> None:
    papers = list(dossier.printed_papers.all())
    assert papers
    for paper in papers:
        assert paper.file is not None
        assert rendered(paper) == contents(paper.file)  # printing again gives the same paper
    assert len({paper.file_id for paper in papers}) == len(papers)
    done = ReactionDone.objects.filter(table=DossierEvent._meta.db_table)
    assert done.count() == len(set(done.values_list("event", "reaction")))


def _prove_nothing_leaks() -> None:
    told = [json.dumps(data, ensure_ascii=False) for data in DossierEvent.objects.values_list("data", flat=True)]
    told += [str(row) for row in Task.objects.values_list("title", "about", "url_key")]
    told += [json.dumps(job, ensure_ascii=False) for job in jobs()]
    for text in told:
        assert not [secret for secret in SECRETS if secret in text], text
