"""Addresses that messages do not reach: the last ones to them all failed for good. Found by reading, never marked.

Whoever mends the address is at another one; a message that gets through ends it.
"""

from collections.abc import Collection

from motcua.core.fields import blinds
from motcua.notify.choices import State, Trouble
from motcua.notify.models import RECIPIENT, Outgoing, OutgoingQuerySet

IN_A_ROW = 3
SEEN_BACK = 50  # messages to an address
OVER = (State.SENT, State.DELIVERED, State.GIVEN_UP)
FOR_GOOD = (Trouble.REFUSED, Trouble.UNDELIVERED)


def unreached(addresses: Collection[str]) -> list[str]:
    """Return which of some addresses, in their normal form, are not reached any more; one query, none for none."""
    known = {index: address for address in addresses if address for index in blinds(RECIPIENT, address)}
    if not known:
        return []
    lost = {known[index] for index in _lost(known)}
    return [address for address in dict.fromkeys(addresses) if address in lost]


def count_unreached(failed: OutgoingQuerySet) -> int:
    """Return how many of the addresses of failed messages are not reached any more; two queries."""
    found = failed.filter(state=State.GIVEN_UP, trouble__in=FOR_GOOD).exclude(recipient_index=None).order_by()
    indexes = {bytes(each) for each in found.values_list("recipient_index", flat=True).distinct()}
    return len(_lost(indexes)) if indexes else 0


def _lost(indexes: Collection[bytes]) -> set[bytes]:
    """Return the indexes of the addresses at which the newest messages that are over all failed for good."""
    last: dict[bytes, list[bool]] = {index: [] for index in indexes}
    rows = Outgoing.objects.filter(recipient_index__in=indexes, state__in=OVER).order_by("-created_at", "-pk")
    for index, state, trouble in rows.values_list("recipient_index", "state", "trouble")[: SEEN_BACK * len(last)]:
        last[bytes(index)].append(state == State.GIVEN_UP and trouble in FOR_GOOD)
    return {index for index, failed in last.items() if len(failed) >= IN_A_ROW and all(failed[:IN_A_ROW])}
