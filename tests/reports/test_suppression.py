"""No small number is published, and none that is hidden can be computed from all that is."""

from datetime import date

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
    hidden_of_parts,
    rule_on,
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


@settings(max_examples=150, deadline=None)
@given(histories())
def test_whoever_knows_all_that_is_published_can_compute_nothing_that_is_hidden(months):
    hidden = hidden_of_months(months, [RULE] * len(months))
    attacker = Attacker(months, hidden)
    for place, names in enumerate(hidden):
        for name in names:
            assert attacker.could_be((name, place), 1) or attacker.could_be((name, place), -1), (place, name, hidden)


def test_the_attacker_would_find_what_only_hiding_small_numbers_leaves_open():
    """Two late of a hundred: settled less on time; a small stock between two known ones; three received."""
    months = [month(20, 100, 90, 2), month(30, 100, 127, 30), month(3, 100, 60, 30), month(43, 3, 6, 0)]
    small = [{name: True for name, value in each.items() if RULE.is_small(value)} for each in months]
    attacker = Attacker(months, small)
    for cell in (("late", 0), ("open", 1), ("received", 3)):
        assert not attacker.could_be(cell, 1), cell
        assert not attacker.could_be(cell, -1), cell


@settings(max_examples=100, deadline=None)
@given(histories())
def test_no_small_number_is_shown_and_a_month_is_judged_without_what_comes_after(months):
    hidden = hidden_of_months(months, [RULE] * len(months))
    for place, numbers in enumerate(months):
        assert not [name for name, value in numbers.items() if RULE.is_small(value) and name not in hidden[place]]
        assert hidden_of_months(months[: place + 1], [RULE] * (place + 1)) == hidden[: place + 1]


def test_a_town_with_few_late_ones_hides_these_and_nothing_of_what_it_does():
    months = [month(100, 500, 480, 3), month(120, 500, 520, 2), month(100, 600, 590, 40)]
    hidden = hidden_of_months(months, [RULE] * 3)
    assert [sorted(each) for each in hidden] == [["late", "on_time"], ["late", "on_time"], []]
    assert hidden[0] == {"late": True, "on_time": False}


def test_an_office_that_settles_on_the_same_day_still_shows_what_it_received():
    """Two or three are open at the end of every month: the stock is hidden, the flow is not."""
    months, standing = [], 40
    for left in (3, 2, 7, 0, 4, 6):
        months.append(month(standing, 500, 500 + standing - left, 20))
        standing = left
    hidden = hidden_of_months(months, [RULE] * 6)
    assert [sorted(each) for each in hidden] == [["open"]] * 6


@settings(max_examples=200, deadline=None)
@given(some_of.dictionaries(some_of.sampled_from("abcdefgh"), some_of.integers(0, 30), min_size=1), some_of.booleans())
def test_no_part_can_be_computed_from_the_others_and_their_sum(values, has_whole):
    parts = values | ({"sum": sum(values.values())} if has_whole else {})
    hidden = hidden_of_parts(parts, RULE, whole="sum" if has_whole else "")
    assert not [name for name, value in parts.items() if RULE.is_small(value) and name not in hidden]
    if not hidden or sum(values.values()) < RULE.cell:
        return  # nothing is hidden, or all of it is
    ranges = {name: (1, RULE.cell - 1) if small else (0, LIMIT) for name, small in hidden.items()}

    def moves(name, change):
        return name in ranges and ranges[name][0] <= parts[name] + change <= ranges[name][1]

    for name in hidden:
        others = [each for each in hidden if each != name]
        for change in (1, -1):
            with_it = [each for each in others if each == "sum" or name == "sum"]
            against = [each for each in others if each not in with_it]
            if moves(name, change) and (any(moves(each, change) for each in with_it)
                                        or any(moves(each, -change) for each in against)):  # fmt: skip
                break
        else:
            assert set(hidden) == set(parts), (name, hidden)  # nothing helped: all is hidden


def test_thresholds_are_data_with_dates(monkeypatch):
    assert rule_on(date(2026, 1, 1)) == Rule(cell=5, share=10, days=10)
    stricter = [(date(2000, 1, 1), RULE), (date(2026, 3, 1), Rule(cell=10, share=20, days=20))]
    monkeypatch.setattr(suppression, "_rules", lambda: stricter)
    months = [month(100, 50, 50, 7), month(100, 50, 50, 7)]
    hidden = hidden_of_months(months, [rule_on(date(2026, 2, 1)), rule_on(date(2026, 3, 1))])
    assert [sorted(each) for each in hidden] == [[], ["late", "on_time"]]
    assert rule_on(date(1999, 1, 1)) == RULE
