"""What becomes of filings when their account ends: they go over into the account it was joined to, or are given up."""

from uuid import UUID

from motcua.agencies.models import Post
from motcua.filing.actions.filling import abandon
from motcua.filing.models import Filing, FilingQuerySet, PaperNote


def go_over(before: UUID, after: UUID) -> int:
    """Let the filings of one account, and what it said of papers, be another's of the same holder; returns how many
    filings. Done again it does nothing."""
    known = PaperNote.objects.filter(account=after).values("digest")
    PaperNote.objects.filter(account=before).exclude(digest__in=known).update(account=after)
    PaperNote.objects.filter(account=before).delete()
    return Filing.objects.filter(account=before).update(account=after)


def give_up_all(account: UUID) -> int:
    """Give up what a closed account had not sent, and forget what it said of papers; returns how many filings."""
    PaperNote.objects.filter(account=account).delete()
    return _give_up(Filing.objects.being_filled_in().filter(account=account))


def give_up_helped(consent: int) -> int:
    """Give up what hangs on a consent that was withdrawn and is not sent yet; returns how many."""
    return _give_up(Filing.objects.being_filled_in().filter(consent=consent))


def _give_up(rows: FilingQuerySet) -> int:
    found = list(rows.order_by("saved_at"))
    for filing in found:
        abandon(filing, by=Post.objects.system())
    return len(found)
