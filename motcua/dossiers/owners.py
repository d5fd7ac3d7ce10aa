"""What the people of a dossier may have of it: what they brought, what was printed for them, what came of it."""

from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from motcua.dossiers.choices import Action, Form, Money, State
from motcua.dossiers.models import Dossier, MessageFile, PrintedPaper, Result
from motcua.dossiers.models.columns import ON_ROUTE
from motcua.files.models import StoredFile
from motcua.procedures.editions import Content
from motcua.procedures.models import contents_of

FOR_THEM = (Form.RECEIPT, Form.SUPPLEMENT, Form.REFUSAL, Form.APOLOGY, Form.STOP, Form.FEE)
RETURNS = Action.RETURN_RESULT.removeprefix("dossier.")


def may_fetch_result(dossier: Dossier) -> bool:
    """Whether the result is theirs to take: given back, or at the step where it is given back; and nothing is owed."""
    if dossier.money == Money.DUE:
        return False
    if dossier.state != State.DECIDED:
        return dossier.state == State.RETURNED
    return _hands_back(dossier.content, dossier.step)


def _hands_back(content: Content, key: str) -> bool:
    return any(step.key == key and RETURNS in step.actions for step in content.route.steps)


def fetchable(dossiers: "QuerySet[Dossier]") -> "QuerySet[Dossier]":
    """Of dossiers, those whose result is theirs to take (`may_fetch_result` of many); one query, two for editions not
    yet known."""
    paid = dossiers.exclude(money=Money.DUE)
    waiting = paid.filter(state=State.DECIDED).annotate(on_route=ON_ROUTE)
    places = set(waiting.order_by().values_list("on_route", "step").distinct())
    contents = contents_of({edition for edition, _ in places})
    ways = [Q(on_route=edition, step=step) for edition, step in places if _hands_back(contents[edition], step)]
    at_the_desk = Q(state=State.DECIDED) & reduce(or_, ways) if ways else Q(pk__in=[])
    return paid.annotate(on_route=ON_ROUTE).filter(Q(state=State.RETURNED) | at_the_desk)


def results_of(dossier: Dossier) -> "QuerySet[Result]":
    """Return the results they may fetch, with the papers, the newest first; none before it is time."""
    rows = dossier.results.select_related("document", "file", "printed__file", "replaced_by")
    return rows.order_by("-signed_at", "-pk") if may_fetch_result(dossier) else rows.none()


def printed_for(dossier: Dossier) -> "QuerySet[PrintedPaper]":
    """Return what was printed for them, in the order of time."""
    rows = dossier.printed_papers.filter(form__in=FOR_THEM).exclude(values=None)
    return rows.select_related("file").defer("values").order_by("made_at", "pk")


def file_of(dossier: Dossier, key: UUID) -> StoredFile | None:
    """Return a file that they brought or that was sent to them; results and printed papers are fetched as such."""
    held: Any = Q(pk__in=dossier.papers.values("file"))
    held |= Q(pk__in=MessageFile.objects.filter(message__dossier=dossier).values("file"))
    return StoredFile.objects.kept().filter(held, pk=key).first()
