"""People are told what happens to what they asked for: by which channels, at which addresses.

Who has an account is told as they chose, at addresses they have proven; everybody else at what they declared.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from motcua.agencies.models import Agency, Post
from motcua.citizens.actions.choosing import channels_of, reachable
from motcua.citizens.choices import AccountState
from motcua.citizens.models import Account, Applicant
from motcua.core.errors import BadInput
from motcua.notify.actions import address_of, send
from motcua.notify.choices import Channel, Language
from motcua.notify.gateways import offered
from motcua.notify.models import Outgoing
from motcua.notify.unreached import unreached


class Reach(NamedTuple):
    """Where somebody is told, and in which language."""

    channel: str
    address: str
    language: str


def tell(
    people: Mapping[str, Applicant | None],
    *,
    by: Post,
    kind: str,
    values: Mapping[str, Any],
    key: str,
    office: Agency | None,
) -> list[Outgoing]:
    """Write one message for each channel of each person, in the caller's transaction; returns them.

    `people` says in which role somebody is told; one address is told once. Told twice under one `key`, nothing is
    written twice. Nobody without an address is told anything.
    """
    written, seen = [], set()
    for role, person in people.items():
        for reach in reaches(person, kind) if person is not None else ():
            if (reach.channel, reach.address) in seen:
                continue
            seen.add((reach.channel, reach.address))
            written.append(
                send(
                    by=by, kind=kind, channel=reach.channel, to=reach.address, language=reach.language, values=values,
                    office=office, key=f"{key}:{kind}:{reach.channel}:{role}",
                )
            )  # fmt: skip
    return written


def reaches(person: Applicant, kind: str) -> Iterator[Reach]:
    """Yield where a person is told: through their account, else at what they declared."""
    if (account := person.reader) is not None:
        yield from reaches_of(account, kind)
        return
    declared = ((Channel.EMAIL, person.email), (Channel.SMS, person.phone))
    for channel, given in declared:
        if channel in offered() and (address := usable(channel, given)):
            yield Reach(channel, address, Language.VI)


def reaches_of(account: Account, kind: str) -> Iterator[Reach]:
    """Yield where the holder of an account is told of a kind of thing: as chosen, at proven addresses."""
    proven = reachable(account)
    for channel in channels_of(account, kind):
        if address := usable(channel, proven[channel]):
            yield Reach(channel, address, account.language)


def usable(channel: str, address: str) -> str:
    """Return an address in its normal form, "" for one to which the channel does not reach."""
    try:
        return address_of(channel, address) if address else ""
    except BadInput:
        return ""


def unreached_of_account(account: Account) -> list[str]:
    """Return the proven addresses of an account that messages do not reach any more; one query."""
    return unreached(list(reachable(account).values()))


def unreached_of(people: Iterable[Applicant]) -> list[str]:
    """Return the addresses of people of a dossier that messages do not reach any more; one query, one an account."""
    return unreached([address for person in people for address in _addresses(person)])


def _addresses(person: Applicant) -> list[str]:
    account = person.account if person.account_id else None
    if account is not None and account.state == AccountState.OPEN:
        return list(reachable(account).values())
    declared = ((Channel.EMAIL, person.email), (Channel.SMS, person.phone))
    return [address for channel, given in declared if (address := usable(channel, given))]
