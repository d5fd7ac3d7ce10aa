"""Whose turn it is: priority first, without letting the others starve. Pure.

A window calls priority numbers before ordinary ones, but after `most` of them in a row it calls one ordinary number if
any waits. Within each kind the earlier number goes first. So an ordinary number never waits for more than `most`
priority numbers between itself and the ordinary one before it, however many people of priority come.
"""


def order_of_kinds(run: int, *, most: int) -> tuple[bool, bool]:
    """Return which kind to look for first and second, True for priority; `run`: priority calls in a row so far."""
    return (False, True) if run >= most else (True, False)


def run_after(run: int, *, priority: bool) -> int:
    """Return how many priority numbers were called in a row once this one is."""
    return run + 1 if priority else 0
