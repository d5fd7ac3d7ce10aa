"""How long a procedure usually takes: within how many working days 9 of 10 were finished. Pure.

Working days net of what the applicant was waited for, counted by the measures `took.net.0` … `took.net.60` and `61` for
all that took longer.
"""

from motcua.dossiers.counted import LONGEST, NET
from motcua.indicators.standing import END, START, Ends

MOST = LONGEST  # so many or more
MEASURES = tuple(NET.format(days) for days in range(MOST + 1))


def days_of(ends: Ends, *, least: int) -> int | None:
    """Return the working days within which 9 of 10 were finished, MOST for more than is counted by day.

    None where fewer than `least` were finished: a number of days would be that of a single dossier.
    """
    finished = [ends.at(END, each) - ends.at(START, each) for each in MEASURES]
    whole, reached = sum(finished), 0
    if whole < least:
        return None
    for days, number in enumerate(finished):
        reached += number
        if reached * 10 >= whole * 9:
            return days
    raise AssertionError("9 of 10 are among all")
