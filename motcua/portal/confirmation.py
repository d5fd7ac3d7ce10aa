"""What somebody has in hand after sending: the code, until when the answer comes, whom to call; also as PDF."""

from typing import Any

from motcua.core.clock import local
from motcua.dossiers.models import Dossier
from motcua.dossiers.values import tracking_url
from motcua.filing.models import Filing
from motcua.procedures.models import content_of
from motcua.ui.printing import print_paper


def confirmation_of(filing: Filing) -> dict[str, Any]:
    """Return what the page shows of a filing that was sent."""
    dossier = _dossier(filing)
    return {
        "filing": filing, "dossier": dossier, "procedure": content_of(filing.edition_id).name,
        "phone": dossier.desk.phone or dossier.agency.phone, "track": tracking_url(dossier),
    }  # fmt: skip


def sheet_of(filing: Filing) -> bytes:
    """Return the confirmation as PDF, A5."""
    dossier = _dossier(filing)
    assert dossier.registered_at is not None  # it has a code
    desk, content = dossier.desk, content_of(filing.edition_id)
    values = {
        "agency": {"name": dossier.agency.name, "parent": ""}, "date": local(dossier.registered_at).date(),
        "code": dossier.code, "qr": tracking_url(dossier), "desk": desk.name,
        "procedure": {"name": content.name, "code": content.code}, "applicant": {"name": dossier.applicant.name},
        "received": dossier.registered_at, "answer_due": dossier.answer_due_at,
        "phone": desk.phone or dossier.agency.phone,
        "papers": [{"name": paper.name} for paper in dossier.papers.all()],
    }  # fmt: skip
    if dossier.submitter is not None:
        values["submitter"] = {"name": dossier.submitter.name, "role": dossier.submitter_role}
    return print_paper("filing-receipt", values)


def _dossier(filing: Filing) -> Dossier:
    assert filing.dossier is not None  # it was sent
    return filing.dossier
