"""Who may take down what people declare, look them up by number and read their full data."""

from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.agencies.permissions import administers, operates
from motcua.citizens.models import RECORDERS, Account, Applicant, Consent, FailureDigest, LookAlert, LookLimit

DECLARERS = (
    Role.RECEPTIONIST, Role.SPECIALIST, Role.HEAD_OF_DIVISION, Role.LEADER, Role.REGISTRY_CLERK, Role.CITIZEN,
    Role.SYSTEM,
)  # fmt: skip
SEARCHERS = (Role.RECEPTIONIST, Role.SPECIALIST, Role.HEAD_OF_DIVISION, Role.SYSTEM)
WATCHERS = (
    Role.INSPECTOR,
    Role.ADMINISTRATOR,
)  # answer for how personal data is used; they see who looked, not at what
BLIND_TO_PEOPLE = (Role.INSPECTOR, Role.REFORM_OFFICER, Role.ADMINISTRATOR)


def may_declare(by: Post, inputs: dict[str, Any]) -> bool:
    """Posts that receive and settle dossiers; citizens for themselves on the portal."""
    return by.role in DECLARERS


def may_open_account(by: Post, inputs: dict[str, Any]) -> bool:
    """The portal, for who has just proved a phone, an address or an identity; nobody who works here."""
    return by.role == Role.CITIZEN and by.account is None


def may_change_account(by: Post, account: Account) -> bool:
    """The holder alone, and the machine, which closes again after a restore what was closed."""
    return by.role == Role.SYSTEM or (by.account is not None and by.account.pk == account.pk)


def may_agree(by: Post, account: Account) -> bool:
    """The holder alone: nobody agrees for somebody else."""
    return by.account is not None and by.account.pk == account.pk


def may_give_consent(by: Post, inputs: dict[str, Any]) -> bool:
    """The holder of the account it is given for."""
    return may_agree(by, inputs["account"])


def may_record_consent(by: Post, inputs: dict[str, Any]) -> bool:
    """One-stop desks, of whoever stands before them."""
    return by.role in RECORDERS


def may_withdraw_consent(by: Post, consent: Consent) -> bool:
    """Its giver; the desk that took it down, to which its giver may come; the machine, which closes accounts again."""
    return by.role == Role.SYSTEM or Consent.objects.visible_to(by).filter(pk=consent.pk).exists()


def may_merge(by: Post) -> bool:
    """The head of a one-stop desk, and administrators; over what, the app above says."""
    heads = by.role == Role.RECEPTIONIST and by.title.lower().startswith(("trưởng", "phó"))
    return heads or by.role == Role.ADMINISTRATOR


def may_move_consent(by: Post, consent: Consent) -> bool:
    """Whoever may merge what two people declared; only in that deed."""
    return may_merge(by)


def may_choose_notices(by: Post, account: Account) -> bool:
    """Only the holder."""
    return by.account is not None and by.account.pk == account.pk


def may_raise_digest(by: Post, inputs: dict[str, Any]) -> bool:
    """Only the machine counts what failed."""
    return by.role == Role.SYSTEM


def may_close_digest(by: Post, digest: FailureDigest) -> bool:
    """Administrators over the unit."""
    return by.role == Role.ADMINISTRATOR and administers(by, digest.agency)


def may_look_up(by: Post) -> bool:
    """The desk and the people who settle dossiers: nobody else starts from a number."""
    return by.role in SEARCHERS


def may_reveal(by: Post, applicant: Applicant) -> bool:
    """Never those who only see figures and masked lists; for the others the app above decides by its own thing."""
    return by.role not in BLIND_TO_PEOPLE


def may_watch(by: Post) -> bool:
    """Inspectors and administrators: who looked at whose data, under their own unit."""
    return by.role in WATCHERS


def may_raise_alert(by: Post, inputs: dict[str, Any]) -> bool:
    """Only the machine counts."""
    return by.role == Role.SYSTEM


def may_close_alert(by: Post, alert: LookAlert) -> bool:
    """Whoever watches over the unit, never over themselves."""
    return may_watch(by) and alert.of_id != by.pk and alert.of.agency.path.startswith(by.agency.path)


def may_change_limit(by: Post, limit: LookLimit) -> bool:
    """The limits are the whole installation's: the inspector of the unit that operates it decides."""
    return operates(by, Role.INSPECTOR)
