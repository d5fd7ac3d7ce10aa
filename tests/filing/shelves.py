"""Dossiers with papers in them, for whoever is to find them again in their store."""

from types import SimpleNamespace
from typing import Any

from motcua.citizens.models import Applicant
from motcua.dossiers.actions.papers import attach
from motcua.dossiers.models import Dossier, DossierPaper
from motcua.files.actions import store
from tests.dossier_factories import STANDARD, applicant_of, received
from tests.filing.filled import png

PROOF = "Giấy tờ chứng minh"


def brought(house: SimpleNamespace, applicant: Applicant, *, content: bytes = b"", name: str = PROOF) -> DossierPaper:
    """A paper that somebody brought to the desk, digitised there."""
    papers = [{"name": name, "copies": 1}]
    dossier = received(house, STANDARD, applicant=applicant, papers=papers)
    return digitised(house, dossier, content=content)


def digitised(house: SimpleNamespace, dossier: Dossier, *, content: bytes = b"") -> DossierPaper:
    """The first paper of a dossier, with a file that the clerk laid beside it."""
    file = store(by=house.clerk, name="quet.png", content=content or png(31))
    attach(dossier, by=house.clerk, paper=dossier.papers.get(), file=file)
    return dossier.papers.select_related("file", "dossier").get()


def at_desk(house: SimpleNamespace, account: Any, **more: Any) -> Applicant:
    """What the desk took down of an account's holder."""
    return applicant_of(house.clerk, number=account.identity_number, name=account.name, **more)
