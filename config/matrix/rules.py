"""Who may open what: declared by hand, address by address, apart from the code that decides it.

Words: a *relation* is what a post has to a dossier; a *situation* is a state with the step the dossier lies at. The
tests bring a dossier into every situation, let every relation try every address, and compare.
"""

from motcua.agencies.choices import MACHINES, Role
from motcua.dossiers.choices import State

BUSY = tuple(role for role in Role if role not in MACHINES)
RELATIONS: dict[str, Role] = {
    "desk": Role.RECEPTIONIST,  # received it
    "desk_colleague": Role.RECEPTIONIST,
    "desk_cashier": Role.CASHIER,
    "other_desk": Role.RECEPTIONIST,
    "holder": Role.SPECIALIST,  # the step was assigned to them
    "division": Role.SPECIALIST,  # a colleague of the holder
    "former": Role.SPECIALIST,  # had the step before and gave it back
    "consulted": Role.SPECIALIST,  # of another division, asked for an opinion by name
    "consulted_head": Role.HEAD_OF_DIVISION,  # leads the division of the one who was asked
    "other_division": Role.SPECIALIST,
    "head": Role.HEAD_OF_DIVISION,
    "other_head": Role.HEAD_OF_DIVISION,
    "leader": Role.LEADER,
    "leader_elsewhere": Role.LEADER,
    "registry": Role.REGISTRY_CLERK,
    "inspector": Role.INSPECTOR,
    "reform_officer": Role.REFORM_OFFICER,
    "administrator": Role.ADMINISTRATOR,  # of the unit that operates the installation
    "administrator_elsewhere": Role.ADMINISTRATOR,  # of another unit with none above it
}
# Posts at other agencies than the one that settles, one of each role at each, named "place:role". `leg` and `sister`
# have a leg of the dossier that runs, `ended` had one that came to its join, `apart` has nothing to do with it,
# `above` is the parent of the ward that received it. They try the situation in which the legs run.
PLACES = ("leg", "sister", "ended", "apart", "above")
ACROSS: dict[str, Role] = {f"{place}:{role}": role for place in PLACES for role in BUSY}
BY_ROLE = {  # one relation for each role, for addresses that know no dossier
    Role.RECEPTIONIST: "desk", Role.SPECIALIST: "holder", Role.HEAD_OF_DIVISION: "head", Role.LEADER: "leader",
    Role.REGISTRY_CLERK: "registry", Role.CASHIER: "desk_cashier", Role.REFORM_OFFICER: "reform_officer",
    Role.INSPECTOR: "inspector", Role.ADMINISTRATOR: "administrator",
}  # fmt: skip

SITUATIONS: dict[str, State] = {
    "submitted": State.SUBMITTED,
    "received": State.RECEIVED,
    "unassigned": State.IN_PROGRESS,  # waits in the division for anyone of the role
    "in_progress": State.IN_PROGRESS,  # assigned; an opinion is asked for
    "in_legs": State.IN_PROGRESS,  # with two agencies at once, a third is done with its leg
    "to_approve": State.IN_PROGRESS,
    "to_sign": State.IN_PROGRESS,
    "waiting_supplement": State.WAITING_SUPPLEMENT,
    "waiting_payment": State.WAITING_PAYMENT,
    "suspended": State.SUSPENDED,
    "decided": State.DECIDED,  # at the registry
    "to_return": State.DECIDED,  # the result lies at the desk
    "returned": State.RETURNED,
    "refused": State.REFUSED,
    "withdrawn": State.WITHDRAWN,
    "stopped": State.STOPPED,
    "inherited": State.RETURNED,  # closed by a unit that ended; desk and leader are of the one that keeps its records
}
IN_DIVISION = ("unassigned", "in_progress", "to_approve", "waiting_supplement", "suspended")
NEVER_ASSIGNED = (
    "submitted",
    "received",
    "unassigned",
    "in_legs",
    "refused",
    "inherited",
)  # the last: not to anybody of here
AFTER_ASSIGNMENT = tuple(name for name in SITUATIONS if name not in NEVER_ASSIGNED)
CLOSED = ("returned", "refused", "withdrawn", "stopped", "inherited")
WORKING = ("received", "unassigned", "in_progress", "in_legs", "to_approve", "to_sign")
PAUSED = ("waiting_supplement", "waiting_payment", "suspended")

DESK = {"desk", "desk_colleague"}
POOL = {"holder", "division", "former"}
LEG_HOLDERS = {"leg:specialist", "sister:specialist"}
LEG_HEADS = {f"{place}:{role}" for place in ("leg", "sister") for role in (Role.HEAD_OF_DIVISION, Role.LEADER)}
ENDED = {f"ended:{role}" for role in (Role.SPECIALIST, Role.HEAD_OF_DIVISION, Role.LEADER)}
HOLDERS: dict[str, set[str]] = {  # who has the open step
    "submitted": DESK, "received": DESK, "unassigned": POOL, "in_progress": {"holder"}, "in_legs": LEG_HOLDERS,
    "to_approve": {"head"},
    "to_sign": {"leader"}, "waiting_supplement": {"holder"}, "waiting_payment": {"desk_cashier"},
    "suspended": {"holder"}, "decided": {"registry"}, "to_return": DESK,
}  # fmt: skip


def relations_in(situation: str) -> dict[str, Role]:
    """Who tries an address in a situation: other agencies' posts where the dossier is with several at once."""
    return RELATIONS | ACROSS if situation == "in_legs" else RELATIONS


def heads(situation: str) -> set[str]:
    """Who leads the unit in which the open step lies; the office's leader always does."""
    if situation in CLOSED:
        return set()
    if situation == "in_legs":
        return LEG_HEADS
    return {"leader"} | ({"head"} if situation in IN_DIVISION else set())


def sees(situation: str) -> set[str]:
    """Who reads the content: desk and leader, the division once it had it, whoever had a step or was asked.

    Of what an ended unit closed only the heir's desk and leader (decision 0026); a stranger unit's have it never.
    """
    seen = {*DESK, "desk_cashier", "leader"}
    if situation == "unassigned":
        seen |= {*POOL, "head"}
    if situation == "in_legs":  # who split it, and whoever has or had a leg, with their heads: not who is above them
        seen |= {"holder", "head", *LEG_HOLDERS, *LEG_HEADS, *ENDED}
    if situation in AFTER_ASSIGNMENT:
        seen |= {"holder", "former", "head", "consulted", "consulted_head"}
    if situation in ("decided", "to_return", "returned"):
        seen |= {"registry"}
    return seen


def _each(situations: tuple[str, ...], *groups: set[str]) -> dict[str, set[str]]:
    return {name: set().union(*groups) for name in situations}


def _heads(situations: tuple[str, ...], *others: set[str]) -> dict[str, set[str]]:
    return {name: heads(name).union(*others) for name in situations}


def _answering(situations: tuple[str, ...], *others: set[str]) -> dict[str, set[str]]:
    """Who answers for the whole dossier: while all of its open work lies with other agencies, none of these."""
    own = {"in_legs": {"leader", "head"}}
    return {name: own.get(name, heads(name)).union(*others) for name in situations}


def _holders(*situations: str) -> dict[str, set[str]]:
    return {name: HOLDERS[name] for name in situations}


BEFORE_RESULT = (*WORKING, *PAUSED)
OPEN = ("submitted", *BEFORE_RESULT)
GIVEN = ("decided", "to_return", "returned", "inherited")  # the result is out
ASKED = ("in_progress", "to_approve", "to_sign", *PAUSED)
# action → situation in which its state allows it → who may; nobody else, and in no other situation.
ACTS: dict[str, dict[str, set[str]]] = {
    "receive": _each(("submitted",), DESK),
    "refuse": _each(("submitted", "waiting_supplement"), DESK),
    "assign": _heads(WORKING),
    "hand_over": _holders("received", "unassigned", "in_progress", "in_legs", "to_approve", "to_sign", "decided")
    | {"to_return": set()},
    # elsewhere nothing came from another office, and every step is the office's own
    "take_over": _each((*BEFORE_RESULT, "decided", "to_return")) | {"in_legs": LEG_HOLDERS | LEG_HEADS},
    "redirect": _each(WORKING) | _holders("in_legs"),
    "propose": _each(WORKING) | _holders("unassigned", "in_progress"),
    "approve": _each(WORKING) | _holders("to_approve"),
    "sign": _each(WORKING) | _holders("to_sign"),
    "settle_at_once": {"received": set()},
    "return_result": {"decided": set(), "to_return": DESK},
    "request_supplement": _holders("submitted", "received", "unassigned", "in_progress", "in_legs", "to_approve")
    | {"to_sign": set()},
    "resume": {name: heads(name) | DESK | HOLDERS[name] for name in PAUSED},
    "suspend": _answering(WORKING),
    "consult": _each(WORKING) | _holders("unassigned", "in_progress", "in_legs", "to_approve", "to_sign"),
    "answer": _each(BEFORE_RESULT) | _each(ASKED, {"consulted"}),
    # one opinion was asked by the holder, of "consulted" by name, who belongs to another division of the same office
    "forward_opinion": _each(BEFORE_RESULT) | _each(ASKED, {"consulted", "consulted_head", "leader"}),
    "decline_opinion": _each(BEFORE_RESULT) | _each(ASKED, {"consulted"}),
    "remind_opinion": _each(BEFORE_RESULT) | _each(ASKED, {"holder", "head", "leader"}),
    "revoke_opinion": _each(BEFORE_RESULT) | _each(ASKED, {"holder", "head", "leader"}),
    "waive_opinion": _each(BEFORE_RESULT),  # it is not a mandatory one
    "extend": _answering(WORKING),
    "draft_apology": {name: who | heads(name) | HOLDERS[name] for name, who in _answering(BEFORE_RESULT).items()},
    "apologise": _answering(BEFORE_RESULT) | _each(GIVEN, {"leader"}),
    "collect_fee": _each((*OPEN, "decided", "to_return", "returned", "inherited"), DESK, {"desk_cashier"}),
    "waive_fee": _each((*OPEN, "decided", "to_return", "returned", "inherited"), {"leader"}),
    "withdraw": _each(OPEN, DESK),
    "stop": _answering(BEFORE_RESULT, DESK),
    "correct_result": _each(GIVEN, {"leader"}),
    "deliver_correction": _each(("returned", "inherited"), DESK),
}
NOTHING_OWED = tuple(name for name in SITUATIONS if name != "waiting_payment")
# No page is offered for what would be refused whatever is given, though one may: not late, not owed, received already.
POINTLESS: dict[str, tuple[str, ...]] = {
    "refuse": ("waiting_supplement",),
    "resume": ("waiting_payment",),
    "draft_apology": BEFORE_RESULT,
    "apologise": (*BEFORE_RESULT, *GIVEN),
    "collect_fee": NOTHING_OWED,
    "waive_fee": NOTHING_OWED,
    "deliver_correction": ("returned", "inherited"),  # nothing was corrected
}
