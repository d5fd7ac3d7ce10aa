"""National records as they were imported, and what an office made of them."""

from motcua.procedures.models.adopted import (
    Adoption,
    AdoptionEvent,
    AdoptionQuerySet,
    Edition,
    EditionQuerySet,
    content_of,
    contents_of,
    edition_across,
    edition_for,
    forget_contents,
    form_of_edition,
    runner_of_edition,
)
from motcua.procedures.models.changes import NationalChange, NationalChangeEvent
from motcua.procedures.models.damage import CodeAnswer, CodeAnswerEvent, damaged
from motcua.procedures.models.form_steps import FormStep
from motcua.procedures.models.national import (
    Alias,
    AliasEvent,
    ImportRow,
    ImportRun,
    NationalEvent,
    NationalProcedure,
    NationalVersion,
)
from motcua.procedures.models.posting import Posting, PostingEvent, held_against
from motcua.procedures.models.proposals import Proposal, ProposalEvent
from motcua.procedures.models.route_steps import RouteStep

__all__ = [
    "Adoption",
    "AdoptionEvent",
    "AdoptionQuerySet",
    "Alias",
    "AliasEvent",
    "CodeAnswer",
    "CodeAnswerEvent",
    "Edition",
    "EditionQuerySet",
    "FormStep",
    "ImportRow",
    "ImportRun",
    "NationalChange",
    "NationalChangeEvent",
    "NationalEvent",
    "NationalProcedure",
    "NationalVersion",
    "Posting",
    "PostingEvent",
    "Proposal",
    "ProposalEvent",
    "RouteStep",
    "content_of",
    "contents_of",
    "damaged",
    "edition_across",
    "edition_for",
    "forget_contents",
    "form_of_edition",
    "held_against",
    "runner_of_edition",
]
