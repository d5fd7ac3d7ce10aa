"""What follows for filings from the end of an account."""

from uuid import UUID

from motcua.citizens.choices import Action
from motcua.citizens.models import AccountEvent, ConsentEvent
from motcua.core.reactions import reaction
from motcua.filing.actions.following import give_up_all, give_up_helped, go_over


@reaction(Action.JOIN_ACCOUNT)
def go_with_the_holder(event: AccountEvent) -> None:
    """Let filings go over into the account in which their holder proved who they are."""
    go_over(event.subject_id, UUID(event.data["into"]))


@reaction(Action.CLOSE_ACCOUNT)
def end_with_the_account(event: AccountEvent) -> None:
    """Remove what was said and brought, and never sent."""
    give_up_all(event.subject_id)


@reaction(Action.WITHDRAW_CONSENT)
def end_with_the_consent(event: ConsentEvent) -> None:
    """Remove what an official was filling in for somebody who no longer wants it."""
    give_up_helped(event.subject_id)
