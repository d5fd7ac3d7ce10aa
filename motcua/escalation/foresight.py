"""Who would be told what by a moment, shown beforehand: the same questions that the job asks, nothing is written."""

from collections import Counter
from datetime import datetime, time
from itertools import islice
from typing import Any

from motcua.agencies.models import Agency, Post
from motcua.core.clock import LOCAL, local
from motcua.dossiers.actions.steps import about
from motcua.escalation.actions.telling import Readers, readers_of
from motcua.escalation.ladder import Inboxes, Ladders, reached, weekly_due
from motcua.escalation.models import Rung

SHOWN, LOOKED_AT = 200, 2_000


def end_of(day: datetime) -> datetime:
    """Return the end of a moment's day in Vietnam."""
    return datetime.combine(local(day).date(), time.max, tzinfo=LOCAL)


def foreseen(by: Post, *, until: datetime) -> dict[str, Any]:
    """Return `lines` (the first SHOWN: rung, about, when, who), `sums` by rung, and whether there is `more` than was
    looked at: of the administrator's own tree."""
    found = list(islice(reached(until, within=by.agency.path), LOOKED_AT + 1))
    on = local(until).date()
    inboxes, readers = Inboxes(on), dict[Any, Readers]()
    lines = []
    for each in found[:SHOWN]:
        inbox = inboxes.of(each)
        key = (inbox[0].pk, inbox[1], inbox[2] and inbox[2].pk) if inbox else None
        if inbox is not None and key not in readers:
            readers[key] = readers_of(inbox, on=on)
        posts = readers[key].of(each.dossier, each.rung) if inbox else []
        who = [f"{post.person.name}, {post.title}" for post in posts]
        lines.append({"rung": each.rung, "about": about(each.dossier), "at": each.at, "due": each.due, "who": who})
    weekly = [row for row in weekly_due(until) if row[1].is_within(by.agency)]
    return {
        "lines": lines,
        "sums": Counter(each.rung for each in found[:LOOKED_AT]).most_common(),
        "total": min(len(found), LOOKED_AT),
        "more": len(found) > LOOKED_AT,
        "weekly": [(rung, agency) for rung, agency, _ in weekly],
    }


def ladder_of(agency: Agency, *, now: datetime) -> dict[str, Any]:
    """Return the rungs that hold for a unit today, and whose they are (None: everybody's)."""
    rungs: list[Rung] = sorted(
        Ladders().of(agency, local(now).date()), key=lambda rung: (rung.at == "weekly", rung.percent or 100)
    )
    return {"rungs": rungs, "owner": rungs[0].agency if rungs else None}
