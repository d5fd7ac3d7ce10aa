"""What a desk did today, in three numbers for its public screen: nothing of anybody, an index for each."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from motcua.core.clock import LOCAL
from motcua.dossiers.choices import HELD
from motcua.dossiers.models import Dossier


class DeskDay(NamedTuple):
    """Dossiers of a desk on one day: received, handed back, and promised for that day but not handed back yet."""

    received: int
    returned: int
    due: int


def desk_day(desk: int, day: date) -> DeskDay:
    """Return the numbers of a desk (its key) on a day; three queries."""
    start = datetime.combine(day, time(0), tzinfo=LOCAL)
    span = (start, start + timedelta(days=1))
    rows = Dossier.objects.filter(desk=desk).order_by()
    return DeskDay(
        received=rows.filter(received_at__gte=span[0], received_at__lt=span[1]).count(),
        returned=rows.filter(returned_at__gte=span[0], returned_at__lt=span[1]).count(),
        due=rows.filter(state__in=HELD, appointed_due__gte=span[0], appointed_due__lt=span[1]).count(),
    )
