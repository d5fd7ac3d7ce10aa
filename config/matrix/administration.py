"""The addresses of the administration desk."""

from typing import Any

from config.matrix.expectations import Posts
from motcua.administration.sections import KEEPER, KEEPERS

MINE = Posts(frozenset(KEEPER))
LOOK, DEED = {"GET": MINE}, {"GET": MINE, "POST": MINE}
ROUTES: dict[str, dict[str, Any]] = {
    "/quan-tri/": {"GET": Posts(frozenset(KEEPERS))},
    # units, people, posts
    "/quan-tri/don-vi/": LOOK,
    "/quan-tri/don-vi/<int:unit>/": LOOK,
    "/quan-tri/don-vi/<int:unit>/viec/<slug:unit_deed>/": DEED,
    "/quan-tri/can-bo/": LOOK,
    "/quan-tri/can-bo/moi/": DEED,
    "/quan-tri/can-bo/<int:person>/": LOOK,
    "/quan-tri/can-bo/<int:person>/viec/<slug:person_deed>/": DEED,
    "/quan-tri/vi-tri/<int:post>/": LOOK,
    "/quan-tri/vi-tri/<int:post>/viec/<slug:post_deed>/": DEED,
    "/quan-tri/vi-tri/<int:post>/khoa-api/": DEED,
    "/quan-tri/vi-tri/<int:post>/khoa-api/<int:token>/": DEED,
}
