"""What the demo shows of its outbox: the last messages to an address. Reads only; nothing elsewhere."""

from contextlib import suppress

from motcua.core import clock
from motcua.core.errors import BadInput
from motcua.core.identity import email_of, phone_of
from motcua.notify.models import Outgoing

SHOWN = 50


def last_messages(to: str) -> list[Outgoing]:
    """Return the newest messages to an e-mail address or a phone number, to everybody for "".

    Raises BadInput for what is neither; LookupError where there is no demo.
    """
    if not clock.may_be_set():
        raise LookupError("an outbox is open in the demo only")
    rows = Outgoing.objects.filter(emptied_at=None).order_by("-created_at", "-pk")
    if to.strip():
        rows = rows.sent_to(_recipient(to))
    return list(rows[:SHOWN])


def _recipient(to: str) -> str:
    with suppress(BadInput):
        if known := email_of(to) if "@" in to else phone_of(to):
            return known
    raise BadInput("bad_recipient", "Nhập một địa chỉ thư hoặc số điện thoại.", field="to")
