"""The sample office, made through the actions like any real one. Running it again adds only what is missing."""

from typing import Any

from django.db import transaction

from demo import (
    accounts,
    dossiers,
    figures,
    filings,
    hall,
    keeping,
    ladder,
    layouts,
    offices,
    opening,
    past,
    people,
    procedures,
    ratings,
    registers,
    rerouting,
)
from motcua.agencies.models import Post
from motcua.core import clock


def load() -> list[dict[str, Any]]:
    """Make the sample office and its accounts file; returns the accounts. Raises RuntimeError outside the demo."""
    if not clock.may_be_set():
        raise RuntimeError("the sample office belongs into a demo database")
    with transaction.atomic():  # all or nothing, and one wait for the disk instead of a thousand
        by = Post.objects.system()
        agencies = offices.make(by=by)
        posts = people.make(agencies, by=by)
        procedures.make(agencies, by=by)
        ladder.make(agencies)
        dossiers.make(agencies, by=by)
        keeping.make(agencies)
        filings.make(agencies[keeping.DESK], posts, on=clock.today())
        registers.make(agencies, posts)
        past.make(agencies, by=by)
        opening.make(agencies[keeping.WARD])
        layouts.make(by=by)
        rerouting.make(agencies[keeping.WARD])
        ratings.make(by=by)
        ladder.tell()
        figures.make(agencies)
        hall.make(agencies[keeping.DESK], by=by, on=clock.today())
        return accounts.write(posts, by=by)
