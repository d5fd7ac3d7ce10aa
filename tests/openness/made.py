"""A unit's figures made for tests: facts as events would write them, in any number."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from motcua.indicators.actions import Of, facts
from motcua.indicators.models import Fact

STANDARD = "9.100001"


def count(
    agency: Any, day: date, amounts: Mapping[str, int], *, known_on: date | None = None, procedure: str = STANDARD
) -> None:
    """So many more of each measure on a day."""
    of = Of(agency.pk, procedure, "M01", "counter")
    changes = {(measure, day): amount for measure, amount in amounts.items()}
    Fact.objects.bulk_create(facts(of, changes, known_on=known_on or day))


def month(agency: Any, first: date, *, received: int, late: int = 0, early: int | None = None, **more: Any) -> None:
    """A month in which so many came in and, where nothing else is said, all but the late ones ended early."""
    early = received - late if early is None else early
    amounts = {"received": received, "ended.early": early, "ended.late": late, "finished": early + late}
    count(agency, first.replace(day=10), amounts, **more)
