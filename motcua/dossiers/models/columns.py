"""Columns and defaults shared by the tables of the dossier."""

import secrets
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import Lookup

from motcua.agencies.models import Agency
from motcua.dossiers.choices import CLOSED, HELD, PAUSED, STEP_WORK, WORK_OF, State
from motcua.procedures.editions import Content
from motcua.procedures.models import content_of

CLOCK = ["appointed_due", "decided_at", "clock_stopped_at"]  # what `late_at` looks at beside the state
ON_ROUTE = Coalesce("route_edition", "edition")  # the edition by whose route a dossier goes
FINISHED_LATE = Q(decided_at__gt=F("appointed_due"))  # of the index of what came too late


def tracking_token() -> str:
    """Return the unguessable part of the tracking address (128 bits)."""
    return secrets.token_urlsafe(16)


ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U, which are read as something else
VERIFICATION_LENGTH = 12


def verification_code() -> str:
    """Return the code by which anybody may ask whether a result is genuine (60 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(VERIFICATION_LENGTH))


def spaced(code: str) -> str:
    """Return a verification code as people read it: K7QF-2MXD-9HTA."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


class Terms(models.TextField):
    """Words by which a row is found, in PostgreSQL's own form for them; `terms__match` takes a query of the same form.

    Nothing is parsed: terms and queries are written by `dossiers.search`, word by word.
    """

    def db_type(self, connection: Any) -> str:
        return "tsvector"


@Terms.register_lookup
class Match(Lookup):
    lookup_name = "match"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} @@ {right}::tsquery", (*left_params, *right_params)


# What a desk received and handed back on a day is counted in these (`dossiers/desk_day.py`).
DESK_DAY = [
    models.Index(
        fields=["desk", f"{act}_at"], name=f"dossier_desk_{act}", condition=models.Q((f"{act}_at__isnull", False))
    )
    for act in ("received", "returned")
]

GOING_ON = [  # what was going on in a period: closed in it or later, or not yet; and what a paper register told later
    models.Index(fields=["agency", "closed_at"], name="dossier_closed"),
    models.Index(fields=["agency"], name="dossier_told_later", condition=Q(received_at__lt=F("registered_at"))),
]

# What was filed online in a period is asked for its electronic results (`reports/plain/index.online.sql`).
FILED_ONLINE = models.Index(
    fields=["agency", "received_at"], name="dossier_online_received",
    condition=Q(channel="online", received_at__isnull=False),
)  # fmt: skip

# What an office holds, since when, and what of it is late is counted in these alone (`unit_figures.held_by`).
HELD_BY = [
    models.Index(
        fields=["agency", "state"],
        include=[*CLOCK, "received_at"],
        name="dossier_held_since",
        condition=Q(state__in=HELD),
    ),
    models.Index(
        fields=["desk", "state"], include=["agency", *CLOCK], name="dossier_held_received", condition=Q(state__in=HELD)
    ),
]


# What the database itself holds a dossier to.
CONSTRAINTS: list[models.BaseConstraint] = [
    models.CheckConstraint(
        name="dossier_registered_has_code",
        condition=Q(state=State.DRAFT)
        | Q(state=State.WITHDRAWN, closed_at__isnull=False, received_at=None)  # an abandoned draft
        | Q(code__isnull=False, registered_at__isnull=False),
    ),
    models.CheckConstraint(
        name="dossier_clock_stands_only_in_a_pause",
        condition=Q(clock_stopped_at=None) | Q(state__in=PAUSED),
    ),
    models.CheckConstraint(
        name="dossier_closed_has_moment",
        condition=Q(state__in=CLOSED, closed_at__isnull=False) | (~Q(state__in=CLOSED) & Q(closed_at=None)),
    ),
    models.CheckConstraint(
        name="dossier_returned_after_decision",
        condition=Q(returned_at=None) | Q(returned_at__gte=F("decided_at")),
    ),
    models.CheckConstraint(
        name="dossier_received_has_moment",
        condition=Q(state__in=[State.DRAFT, State.SUBMITTED, State.WAITING_SUPPLEMENT, State.REFUSED, State.WITHDRAWN])
        | Q(received_at__isnull=False, received_by__isnull=False),
    ),
    models.CheckConstraint(
        name="dossier_decided_has_outcome",
        condition=~Q(state__in=[State.DECIDED, State.RETURNED]) | (Q(decided_at__isnull=False) & ~Q(outcome="")),
    ),
    models.CheckConstraint(
        name="dossier_returned_has_moment",
        condition=~Q(state=State.RETURNED) | (Q(returned_at__isnull=False) & ~Q(returned_to="")),
    ),
    models.CheckConstraint(
        name="dossier_erased_is_closed",
        condition=Q(erased_at=None) | Q(state__in=CLOSED, folded="", subject=""),
    ),
    models.CheckConstraint(
        name="dossier_promise_kept",
        condition=Q(first_promised=None) | Q(appointed_due__gte=F("first_promised")),
    ),
]


class Shared:
    """What holds for a dossier, how its work is told apart where it is shared out, whose its places are."""

    edition_id: Any
    route_edition_id: Any
    agency: Any
    desk: Any
    return_desk: Any
    opinions_read: list[Any]  # the opinions that were asked for, once somebody looked at them

    @property
    def content(self) -> Content:
        """What the edition says by which it was received; but who does what, in which order and how long, as the one
        says to whose route it was moved. The one place where a dossier finds its route (docs/decisions/0055)."""
        return content_of(self.edition_id, self.route_edition_id)

    def work_of(self, code: str) -> str:
        """Return the kind of task that an action belongs to."""
        return WORK_OF.get(code, STEP_WORK)

    @property
    def keeper(self) -> Agency:
        """The unit that answers for the dossier today: its own, or the one that keeps the records of one that ended."""
        return self.agency.heir or self.agency

    @property
    def hands_back(self) -> Agency:
        """The desk at which the result is handed back: where it was received, unless the citizen chose another."""
        return self.return_desk or self.desk

    @property
    def crosses(self) -> bool:
        """It was received at a desk that is no part of the agency which settles it."""
        if self.agency.pk in (self.desk.pk, self.desk.parent_id):  # as nearly always: its own desk
            return False
        return not self.desk.is_within(self.agency)
