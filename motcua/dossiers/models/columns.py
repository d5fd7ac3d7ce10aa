"""Columns and defaults shared by the tables of the dossier."""

import secrets
from typing import Any

from django.db import models
from django.db.models.lookups import Lookup


def tracking_token() -> str:
    """Return the unguessable part of the tracking address (128 bits)."""
    return secrets.token_urlsafe(16)


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
