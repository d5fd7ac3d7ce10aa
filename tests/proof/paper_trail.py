"""Makes a small house with dossiers and files in the database of the environment, through the actions."""

import django

django.setup()

from motcua.dossiers.actions.printing import keep_pdf  # noqa: E402 after setup
from motcua.dossiers.models import PrintedPaper  # noqa: E402
from motcua.files.actions import store  # noqa: E402
from tests import dossier_factories as dossiers  # noqa: E402
from tests.factories import system  # noqa: E402
from tests.files import samples  # noqa: E402

house = dossiers.make_house()
dossiers.returned(house)
dossiers.waiting(house)
dossiers.refused_one(house)
for number in range(3):
    store(by=system(), name=f"giay-{number}.pdf", content=samples.pdf(pages=number + 1))
for paper in PrintedPaper.objects.order_by("pk"):
    keep_pdf(paper, by=system())
