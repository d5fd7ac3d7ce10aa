"""The dossiers of an account: what is asked of the holder first, each with what a citizen reads of it."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, QuerySet, Value, When

from motcua.citizens.models import Account
from motcua.core.clock import now
from motcua.dossiers.choices import State
from motcua.dossiers.models import Dossier
from motcua.dossiers.tracking import Tracking, in_brief
from motcua.portal.words import Told, tell
from motcua.procedures.models import contents_of
from motcua.ui.paging import Page, keyset_page

ASKING = (State.WAITING_SUPPLEMENT, State.WAITING_PAYMENT)
SIZE = 20


@dataclass(frozen=True)
class Line:
    """A dossier in the list."""

    found: Tracking
    told: Told
    represented: str = ""  # for whom the holder submitted it


def mine(account: Account) -> "QuerySet[Dossier]":
    """Return the dossiers that the holder applied for or submitted, with the offices they lie at."""
    rows = Dossier.objects.visible_to(account.acting())
    return rows.select_related("desk", "agency", "applicant", "submitter")


def represented_in(dossier: Dossier, account: Account) -> str:
    """Return for whom the holder submitted a dossier, "" where it is their own matter."""
    submitter = dossier.submitter
    return dossier.shown_name if submitter is not None and submitter.account_id == account.pk else ""


def page_of(account: Account, *, cursor: str) -> tuple[list[Line], Page]:
    """Return one page of an account's dossiers; two queries, one more for editions not yet known. Raises BadCursor."""
    asks = Case(When(state__in=ASKING, then=Value(0)), default=Value(1), output_field=IntegerField())
    page = keyset_page(mine(account).annotate(asks=asks), order=("asks", "-pk"), cursor=cursor, size=SIZE)
    names = {key: content.name for key, content in contents_of({each.edition_id for each in page.items}).items()}
    present = now()
    found = [in_brief(each, procedure=names[each.edition_id], present=present) for each in page.items]
    rows = zip(found, page.items, strict=True)
    return [Line(each, tell(each), represented_in(row, account)) for each, row in rows], page
