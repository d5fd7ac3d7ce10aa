"""Applicants as they declared themselves, the record of who looked whom up, and the accounts of the portal."""

from motcua.citizens.models.accounts import Account, AccountEvent, AccountSession
from motcua.citizens.models.applicants import ERASED, HELD_BACK, Applicant, ApplicantQuerySet
from motcua.citizens.models.codes import OneTimeCode
from motcua.citizens.models.consents import RECORDERS, Consent, ConsentEvent
from motcua.citizens.models.looks import (
    IdentityLookup,
    IdentityLookupQuerySet,
    LookAlert,
    LookAlertEvent,
    LookLimit,
    LookLimitEvent,
    Unmasking,
)
from motcua.citizens.models.notices import FailureDigest, FailureDigestEvent, NoticeChoice
from motcua.citizens.models.passkeys import AccountPasskey

__all__ = [
    "ERASED",
    "HELD_BACK",
    "RECORDERS",
    "Account",
    "AccountEvent",
    "AccountPasskey",
    "AccountSession",
    "Applicant",
    "ApplicantQuerySet",
    "Consent",
    "ConsentEvent",
    "FailureDigest",
    "FailureDigestEvent",
    "IdentityLookup",
    "IdentityLookupQuerySet",
    "LookAlert",
    "LookAlertEvent",
    "LookLimit",
    "LookLimitEvent",
    "NoticeChoice",
    "OneTimeCode",
    "Unmasking",
]
