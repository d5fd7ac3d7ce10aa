"""What somebody who handed in for another person is told of it when they ask for their own data."""

import json
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from motcua.dossiers.models import DossierPaper
from motcua.files.actions import store
from motcua.privacy.models import RightsRequest
from tests import dossier_factories as make
from tests.files import samples
from tests.privacy.conftest import NUMBER, OTHER

pytestmark = pytest.mark.django_db


def test_who_carried_the_papers_is_not_told_what_they_say(
    ward: SimpleNamespace, granted: Callable[..., RightsRequest]
) -> None:
    """The package of somebody who handed in for a neighbour: that they did, and nothing of the neighbour's."""
    neighbour = make.applicant_of(ward.clerk, number=OTHER, name="Lê Văn Khác")
    dossier = make.in_progress(
        ward,
        applicant=neighbour,
        submitter=make.applicant_of(ward.clerk, number=NUMBER, name="Trần Thị Mẫu"),
        submitter_role="con",
        subject="Việc kín của bác Khác",
    )
    file = store(by=ward.clerk, name="giay-cua-bac.pdf", content=samples.pdf())
    DossierPaper.objects.filter(dossier=dossier, order=1).update(file=file)
    package = granted(right="export").package
    assert package["files"] == []
    told = json.dumps(package, ensure_ascii=False)
    assert dossier.code in told
    assert "người nộp (con)" in told
    assert [words for words in ("Việc kín", "Lê Văn Khác", "giay-cua-bac", OTHER) if words in told] == []
    own = granted(right="export", identity_number=OTHER, name="Lê Văn Khác").package
    assert own["files"] == [str(file.pk), *own["files"][1:]]
    assert "Việc kín" in json.dumps(own, ensure_ascii=False)
