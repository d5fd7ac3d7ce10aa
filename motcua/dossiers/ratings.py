"""Whether a dossier may be rated now, under which terms, and what was said. Reads only."""

import re
from datetime import datetime

from motcua.core.clock import local
from motcua.core.identity import mask
from motcua.dossiers.choices import Action
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier, Rating
from motcua.dossiers.rating_terms import RatingTerms, known, terms_on

NUMBERS = re.compile(r"(?<!\d)\+?\d(?:[\s.\-]?\d){6,}(?!\d)|[^\s@]+@[^\s@]+")  # phones, identity numbers, mail


def ended_at(dossier: Dossier) -> datetime | None:
    """Return when a dossier that was received was settled: its result was there, it was withdrawn or stopped."""
    return (dossier.decided_at or dossier.closed_at) if dossier.received_at is not None else None


def terms_of(dossier: Dossier, rating: Rating | None = None) -> RatingTerms:
    """Return the terms under which a dossier is rated: those of the day it ended; what was rated keeps its own."""
    if rating is not None:
        return next((each for each in known() if each.valid_from == rating.terms), terms_on(rating.terms))
    ended = ended_at(dossier)
    assert ended is not None, "only a settled dossier is rated"
    return terms_on(local(ended).date())


def may_be_rated(dossier: Dossier, rating: Rating | None, *, now: datetime) -> bool:
    """Tell whether its people may rate it now, or still change what they said."""
    ended = ended_at(dossier)
    if ended is None or Action.RATE not in LIFECYCLE.allowed_from(dossier.state) or dossier.erased_at is not None:
        return False
    return terms_of(dossier, rating).is_open(ended=ended, rated=rating.given_at if rating else None, now=now)


def rating_of(dossier: Dossier) -> Rating | None:
    """Return what was said of a dossier, None while nothing was."""
    return Rating.objects.filter(dossier=dossier).first()


def masked_words(words: str) -> str:
    """Return what somebody wrote with its long numbers and e-mail addresses masked."""
    return NUMBERS.sub(lambda found: mask(found[0]), words)
