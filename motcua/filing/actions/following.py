"""What becomes of filings when their account ends: they go over into the account it was joined to, or are given up."""

from uuid import UUID

from motcua.agencies.models import Post
from motcua.filing.actions.filling import abandon
from motcua.filing.models import Filing


def go_over(before: UUID, after: UUID) -> int:
    """Let the filings of one account be another's of the same holder; returns how many. Done again it does nothing."""
    return Filing.objects.filter(account=before).update(account=after)


def give_up_all(account: UUID) -> int:
    """Give up what a closed account had not sent: nobody can go on with it; returns how many."""
    found = list(Filing.objects.being_filled_in().filter(account=account).order_by("saved_at"))
    for filing in found:
        abandon(filing, by=Post.objects.system())
    return len(found)
