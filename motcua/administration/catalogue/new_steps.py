"""What a route can be given on its page: steps of a known kind, others, steps that open legs, legs. Pure."""

from collections.abc import Iterable

from motcua.procedures.routes import DIVISION, LEGS, PAYMENT, STEP, Leg, Step
from motcua.procedures.shapes import KINDS

MOST_STEPS, MOST_LEGS = 40, 20
OWN, OPENS, BRANCH = "s", "legs", "n"  # keys made here: steps s1, steps that open legs legs1, legs n1
NEW = [("", "Bước khác"), *((key, kind.name) for key, kind in KINDS.items()), (OPENS, "Các nhánh chạy song song")]


def next_key(prefix: str, taken: Iterable[str]) -> str:
    """Return the first key of a kind that is not taken: s1, s2."""
    known = set(taken)
    return next(key for key in (f"{prefix}{number}" for number in range(1, 1_000)) if key not in known)


def is_made(key: str, prefix: str) -> bool:
    """Tell whether a key may have been made by `next_key`."""
    rest = key.removeprefix(prefix)
    return rest != key and rest.isdecimal() and len(rest) < 4


def new_step(kind: str, taken: Iterable[str]) -> Step:
    """Return a step to begin with: of a known kind, one that opens legs, or one that a specialist hands on.

    `kind` may also be a key that was made here: the step is then of its kind.
    """
    keys = set(taken)
    known = KINDS.get(kind)
    if known and kind not in keys:
        made = PAYMENT if kind == PAYMENT else STEP
        return Step(kind, known.name, known.role, known.at, None, "none", known.actions, made)
    if kind == OPENS or is_made(kind, OPENS):
        actions = ("hand_over", "request_supplement", "consult")
        return Step(next_key(OPENS, keys), "Lấy ý kiến các nơi", "specialist", DIVISION, None, "none", actions, LEGS)
    key, name = next_key(OWN, keys), known.name if known else "Bước mới"
    if known:
        return Step(key, name, known.role, known.at, None, "none", known.actions)
    return Step(key, name, "specialist", DIVISION, None, "none", ("hand_over",))


def new_leg(taken: Iterable[str]) -> Leg:
    """Return a leg to begin with: whose it is must be chosen, and its one step gives an answer."""
    answer = Step("answer", "Cho ý kiến", "specialist", "", None, "none", ("hand_over",))
    return Leg(next_key(BRANCH, taken), "Nhánh mới", "", (answer,))
