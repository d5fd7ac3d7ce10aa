"""Makes the office of the proofs in the database of the environment: two wards, and an API token for each post.

Prints JSON: {"A.clerk": {"token", "username", "agency", "desk"}, …}. Run once; the proofs copy the database.
"""

import json
import sys

import django

django.setup()

from motcua.agencies import actions  # noqa: E402 after setup
from tests.dossier_factories import make_house  # noqa: E402
from tests.dossiers.drawn import LINKED_STEP, fact_of, to_police  # noqa: E402
from tests.factories import system  # noqa: E402

POSTS = ("police", "clerk", "specialist", "head", "leader", "registry", "cashier", "inspector", "administrator")

accounts = {}
for ward in ("A", "B"):
    house = make_house(more=[fact_of(LINKED_STEP, to_police())])
    for name in POSTS:
        post = actions.issue_token(getattr(house, name), by=system(), name="proof")
        accounts[f"{ward}.{name}"] = {
            "token": post.issued_token,
            "username": post.person.username,
            "agency": house.centre.code,
            "desk": house.centre.pk,
            "division": house.division.code,
            "unit": post.agency.code,
        }
json.dump(accounts, sys.stdout)
