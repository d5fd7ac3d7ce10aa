"""The online forms of the sample wards: which belongs to which procedure, and how far it can be done online."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from motcua.agencies.models import Agency, Post
from motcua.procedures.actions.adopt import change_draft
from motcua.procedures.actions.publish import publish
from motcua.procedures.editions import content_json
from motcua.procedures.facts import Setting, content_of_fact
from motcua.procedures.models import Adoption

FOLDER = Path(__file__).parent / "forms"
FULL, PARTIAL = "full", "partial"
FORMS = {  # code of the procedure → (form, level); partial: people still have to come with originals or in person
    "1.001193": ("birth", FULL),
    "1.000656": ("death", FULL),
    "1.000894": ("marriage", PARTIAL),
    "1.004873": ("marital_status", FULL),
    "2.000815": ("certified_copies", PARTIAL),
    "1.001612": ("household_business", FULL),
    "1.013225": ("building_permit", PARTIAL),
    "1.013833": ("land_change", PARTIAL),
    "1.001776": ("social_allowance", FULL),
    "1.004222": ("permanent_residence", FULL),
    "2.002409": ("complaint", FULL),
    "1.011607": ("poor_household", FULL),
}
OF_THE_FORM = ("form", "online_level", "papers", "fees")  # what the facts tell anew together with a form


def form_of(code: str) -> dict[str, Any]:
    """Return the form of a procedure. Raises KeyError for one that has none."""
    found: dict[str, Any] = json.loads((FOLDER / f"{FORMS[code][0]}.json").read_text(encoding="utf-8"))
    return found


def offered(fact: Mapping[str, Any]) -> dict[str, Any]:
    """Return a fact with its online form and level where it has any."""
    code = fact["code"]
    return dict(fact) | ({"form": form_of(code), "online_level": FORMS[code][1]} if code in FORMS else {})


def add_missing(facts: Mapping[str, Any], setting: Setting, *, office: Agency, by: Post) -> int:
    """Publish anew, with its form, what a ward adopted before there were forms; returns how many editions were made."""
    adoptions = Adoption.objects.of_office(office).standing().filter(procedure__code__in=FORMS)
    without = [each for each in adoptions.select_related("procedure") if "form" not in each.draft and each.published]
    told = {fact["code"]: fact for fact in facts["procedures"]}
    for adoption in without:
        fact = told[adoption.procedure.code]
        content = content_of_fact(fact, fields=facts["fields"], setting=setting, decision=adoption.decision)
        given = {name: value for name, value in content_json(content).items() if name in OF_THE_FORM}
        publish(change_draft(adoption, by=by, draft=adoption.draft | given), by=by)
    return len(without)
