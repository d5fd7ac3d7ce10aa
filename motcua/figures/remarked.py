"""What is remarked on the figures of a page: shown below them by figures/parts/remarks.html."""

from collections.abc import Sequence
from datetime import date

from motcua.agencies.models import Agency, Post
from motcua.bulletins.reading import Said, remarks_on
from motcua.dossiers.models.sight import overseen


def remarks_in(by: Post, unit: Agency | None, periods: Sequence[tuple[date, date]], *, report: str = "") -> list[Said]:
    """Return the remarks that touch any of the periods, of a unit or, without one, of all that the post looks through;
    each once."""
    unit = unit or Agency.objects.get(path=overseen(by))
    found = [
        each for first, last in periods for each in remarks_on(by, unit, first=first, last=last, report=report)
    ]  # fmt: skip
    return list({each.remark.pk: each for each in found}.values())
