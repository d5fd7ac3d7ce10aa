"""On the page of a section: which papers may be used again at its questions, and what a page ticked."""

import re
from datetime import date, timedelta
from typing import Any

from django.http import Http404
from django.utils.translation import gettext, gettext_lazy

from motcua.agencies.access import Request
from motcua.agencies.models import Post
from motcua.core.errors import Refused
from motcua.filing.actions.reusing import reuse
from motcua.filing.models import Filing
from motcua.filing.offers import has_room, offers_at, papers_of_person
from motcua.filing.own_papers import held
from motcua.filing.validity import Validity
from motcua.filing.walk import Place, Walk
from motcua.questions.choices import Kind
from motcua.ui.formats import day as day_words

NAME = "dung-lai"
MOST_OFFERED = 8  # at one question
_TICKED = re.compile(r"(?P<input>q-[a-z0-9_-]{1,200}):(?P<paper>[pk]\d{1,18})")


SOON = timedelta(days=30)
OVER, UNTIL, AT_MOST = (
    gettext_lazy("Hết hiệu lực sau ngày {day}"),
    gettext_lazy("Còn hiệu lực đến hết ngày {day}"),
    gettext_lazy("Còn hiệu lực chậm nhất đến hết ngày {day}"),
)


def lasting(validity: Validity, on: date) -> tuple[str, str]:
    """Return how long a paper holds, as tone and words; ("", "") where nobody knows."""
    if validity.until is None:
        return "", ""
    last = day_words(validity.until)
    if validity.is_over(on):
        return "late", str(OVER.format(day=last))
    tone = "soon" if validity.until - on <= SOON else "ontime"
    return tone, str(AT_MOST.format(day=last) if validity.at_most else UNTIL.format(day=last))


def asks_for_files(walk: Walk) -> bool:
    """Whether the section shown has a question for files."""
    questions = walk.form.sections[walk.page].questions
    return any(each.kind == Kind.FILE for outer in questions for each in (outer, *outer.questions))


def store_for(filing: Filing, walk: Walk, *, by: Post) -> list[Any]:
    """Return what the holder's store has for this filing; nothing is asked for a section without files, or of an
    official who helps: what citizens gave before is theirs alone to use again."""
    return papers_of_person(filing, by=by) if by.account is not None and asks_for_files(walk) else []


def offered(filing: Filing, walk: Walk, question: Any, place: Place, store: list[Any]) -> list[dict[str, Any]]:
    """Return the boxes to tick at a question: value, held, over (in words, "" while it holds), lasts."""
    given = walk.files.get(place, [])
    if not store or not has_room(question, len(given)):
        return []
    there = [bytes(each.file.sha256) for each in given]
    code, group, row = place
    name = f"q-{group}-{row}-{code}" if group else f"q-{code}"
    return [
        {"value": f"{name}:{offer.held.key}", "held": offer.held, "is_over": offer.is_over,
         "lasts": lasting(offer.validity, walk.today)[1]}
        for offer in offers_at(filing, question, store, there=there, on=walk.today)[:MOST_OFFERED]
    ]  # fmt: skip


def take_ticked(request: Request, filing: Filing, *, by: Post, place_of: Any) -> list[tuple[str, str]]:
    """Lay in what a page ticked; returns (input, message) of what was refused.

    `place_of` reads the place from the name of an input. Raises Http404 for what is none of the account's papers.
    """
    refused = []
    for ticked in dict.fromkeys(request.POST.getlist(NAME)):
        found = _TICKED.fullmatch(ticked)
        if found is None or held(by, found["paper"]) is None:
            raise Http404
        try:
            reuse(filing, by=by, paper=found["paper"], **place_of(found["input"]))
        except Refused as error:
            refused.append((found["input"], gettext(error.message)))
    return refused
