"""Lets a sample office adopt the procedures of a file of facts, all at once, each with its first edition."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from motcua.agencies.models import Agency, Post
from motcua.core.clock import now
from motcua.core.errors import BadInput
from motcua.core.events import tracked
from motcua.procedures.choices import Action
from motcua.procedures.editions import Content, content_json
from motcua.procedures.facts import Setting, content_of_fact, record_of
from motcua.procedures.importers.catalogue import bring_in
from motcua.procedures.models import Adoption, AdoptionEvent, Edition, NationalProcedure
from motcua.procedures.models.adopted import edition_from
from motcua.procedures.readiness import problems
from motcua.procedures.records import NATIONAL, Reading
from motcua.procedures.validation import validate
from motcua.worktime.stored import calendar_of


def load_national(facts: Mapping[str, Any], *, by: Post) -> None:
    """Bring the codes and names of the facts into the national catalogue, where fuller records are not disturbed."""
    readings = []
    for number, fact in enumerate(facts["procedures"], start=1):
        record = record_of(fact, facts["fields"])
        readings.append(Reading(f"mục {number}", record.code, record.name, record))
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
    bring_in(readings, kind="facts", by=by, file_name="demo/facts/procedures.json", sha256=digest)


def contents(
    facts: Mapping[str, Any], setting: Setting, *, office: Agency, valid_from: date
) -> list[tuple[str, Content]]:
    """Return (scope, content) of every procedure. Raises BadInput naming the first that may not be published."""
    told = facts["decision"]
    decision = f"{told['number']} ngày {date.fromisoformat(told['date']):%d/%m/%Y}"
    calendar = calendar_of(office, valid_from)
    found = []
    for fact in facts["procedures"]:
        content = content_of_fact(fact, fields=facts["fields"], setting=setting, decision=decision)
        wrong = [message for _, message in problems(content)]
        wrong += validate(content.route, calendar, content.limits, terms=content.terms, after=valid_from)
        if wrong:
            raise BadInput("facts_unsound", f"{content.code}: {' '.join(wrong)}")
        found.append((fact.get("scope", NATIONAL), content))
    return found


@transaction.atomic
def adopt_all(facts: Mapping[str, Any], *, office: Agency, setting: Setting, valid_from: date, by: Post) -> int:
    """Adopt and publish every procedure that the office has not adopted yet; returns how many.

    The same checks as `publish` makes; the events are written as the actions would write them.
    """
    taken = Adoption.objects.of_office(office).standing().values_list("procedure__code", "procedure__scope")
    kept = set(taken)
    missing = [fact for fact in facts["procedures"] if (fact["code"], fact.get("scope", NATIONAL)) not in kept]
    if not missing:
        return 0
    facts = {**facts, "procedures": missing}
    load_national(facts, by=by)
    known = {(row.code, row.scope): row for row in NationalProcedure.objects.all()}
    divisions = {row.code: row for row in Agency.objects.below(office)}
    made = []
    for scope, content in contents(facts, setting, office=office, valid_from=valid_from):
        adoption = Adoption(
            office=office, procedure=known[content.code, scope], division=divisions[content.division],
            decision=content.decision, draft=content_json(content), published=1, version=2,
        )  # fmt: skip
        made.append((adoption, content))
    _write(made, valid_from=valid_from, by=by)
    return len(made)


def _write(made: list[tuple[Adoption, Content]], *, valid_from: date, by: Post) -> None:
    Adoption.objects.bulk_create([adoption for adoption, _ in made], batch_size=200)
    Edition.objects.bulk_create(
        [
            edition_from(
                adoption, content, adoption.draft, number=1, valid_from=valid_from, published_by=by,
                national_number=adoption.procedure.number,
            )
            for adoption, content in made
        ],
        batch_size=200,
    )  # fmt: skip
    at = now()
    events = [event for adoption, _ in made for event in _events(adoption, at=at, valid_from=valid_from, by=by)]
    AdoptionEvent.objects.bulk_create(events, batch_size=500)


def _events(adoption: Adoption, *, at: datetime, valid_from: date, by: Post) -> list[AdoptionEvent]:
    """Return what `adopt` and `publish` would have recorded."""
    adopted = {"changed": tracked(adoption) | {"published": 0}}
    published = {"number": 1, "valid_from": valid_from.isoformat(), "changed": {"published": 1}}
    return [
        AdoptionEvent(subject=adoption, action=action, by=by, version=version, happened_at=at, data=data)
        for version, (action, data) in enumerate(((Action.ADOPT, adopted), (Action.PUBLISH, published)), start=1)
    ]
