"""No small number is published, and none that is hidden can be computed from all that is."""

from hypothesis import given, settings
from hypothesis import strategies as some_of

from motcua.reports import suppression
from motcua.reports.suppression import (
    LATE,
    ON_TIME,
    OPEN,
    RECEIVED,
    SETTLED,
    TOLD_RECEIVED,
    TOLD_SETTLED,
    Rule,
    hidden_of_months,
)

RULE = Rule(cell=5, share=10, days=10)
LIMIT = 400


def month(before, received, settled, late, told_received=0, told_settled=0):
    return {
        RECEIVED: received, SETTLED: settled, ON_TIME: settled - late, LATE: late, TOLD_RECEIVED: told_received,
        TOLD_SETTLED: told_settled, OPEN: before + received + told_received - settled - told_settled,
    }  # fmt: skip


@some_of.composite
def histories(draw, most=400, longest=14):
    """Months of an office, as they follow from one another; sizes from a village's to a town's."""
    size = draw(some_of.sampled_from([3, 6, 12, 40, most]))
    standing, found = draw(some_of.integers(0, size)), []
    for _ in range(draw(some_of.integers(1, longest))):
        received, told = draw(some_of.integers(0, size)), draw(some_of.sampled_from([0, 0, 0, 1, 7]))
        settled = draw(some_of.integers(0, standing + received + told))
        late = draw(some_of.integers(0, settled) if draw(some_of.booleans()) else some_of.integers(0, min(settled, 4)))
        found.append(month(standing, received, settled, late, told_received=told))
        standing = found[-1][OPEN]
    return found


class Attacker:
    """Whoever knows all published numbers, what adds up to what, and which were hidden for being small.

    Looks for another history that would be told alike, by search; shares no code with what hides.
    """

    def __init__(self, months, hidden):
        self.values, self.ranges, self.sums = {}, {}, []
        self.values["open", -1] = months[0][OPEN] - sum(self._in(months[0])) + sum(self._out(months[0]))
        self.ranges["open", -1] = (0, LIMIT * 99)
        for place, numbers in enumerate(months):
            for name, value in numbers.items():
                self.values[name, place] = value
                if name in hidden[place]:
                    least, most = (1, RULE.cell - 1) if hidden[place][name] else (0, LIMIT * 99)
                    if name in suppression.SIGNED:
                        least = -most
                    self.ranges[name, place] = (least, most)
            self.sums.append({("open", place - 1): 1, (RECEIVED, place): 1, (TOLD_RECEIVED, place): 1,
                              (SETTLED, place): -1, (TOLD_SETTLED, place): -1, (OPEN, place): -1})  # fmt: skip
            self.sums.append({(SETTLED, place): 1, (ON_TIME, place): -1, (LATE, place): -1})

    @staticmethod
    def _in(numbers):
        return numbers[RECEIVED], numbers[TOLD_RECEIVED]

    @staticmethod
    def _out(numbers):
        return numbers[SETTLED], numbers[TOLD_SETTLED]

    def could_be(self, cell, change):
        """Whether a number could be `change` more, all the others that are hidden changing by one at most."""
        return self._spread({cell: change})

    def _spread(self, changes):
        if not all(self._within(cell, change) for cell, change in changes.items()):
            return False
        broken = next((each for each in self.sums if sum(f * changes.get(c, 0) for c, f in each.items())), None)
        if broken is None:
            return True
        wrong = sum(factor * changes.get(cell, 0) for cell, factor in broken.items())
        for cell, factor in broken.items():
            if cell in self.ranges and cell not in changes and self._spread(changes | {cell: -wrong * factor}):
                return True
        return False

    def _within(self, cell, change):
        least, most = self.ranges[cell]
        return least <= self.values[cell] + change <= most


@settings(max_examples=250, deadline=None)
@given(histories())
def test_whoever_knows_all_that_is_published_can_compute_nothing_that_is_hidden(months):
    hidden = hidden_of_months(months, [RULE] * len(months))
    attacker = Attacker(months, hidden)
    for place, names in enumerate(hidden):
        for name in names:
            assert attacker.could_be((name, place), 1) or attacker.could_be((name, place), -1), (place, name, hidden)
