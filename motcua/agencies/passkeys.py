"""Passkeys (WebAuthn): what is asked of a browser, and whether its answer is right. Pure."""

import ipaddress
import json
from dataclasses import dataclass
from typing import Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

LONGEST = 20_000  # characters of an answer


class Unproven(Exception):
    """The browser's answer does not prove what it should."""


ALONE = AuthenticatorSelectionCriteria(
    resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
)


@dataclass(frozen=True)
class Site:
    """Where the keys are good: the host without its port, and the origin the browser must name."""

    host: str
    origin: str


@dataclass(frozen=True)
class NewKey:
    """What is kept of a new key pair."""

    credential: bytes
    public_key: bytes
    sign_count: int


def site_of(*, scheme: str, host: str) -> Site:
    """Return the site of a request; `host` may carry a port."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return Site(name, f"{scheme}://{host}")


def _known(credentials: list[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=each) for each in credentials]


def works_at(site: Site) -> bool:
    """Tell whether browsers offer passkeys at this address: it needs a name, not a number."""
    try:
        ipaddress.ip_address(site.host.strip("[]"))
    except ValueError:
        return True
    return False


def asks_for_new(
    site: Site, *, person: bytes, username: str, name: str, known: list[bytes], alone: bool = False
) -> tuple[str, bytes]:
    """Return (what the browser is asked, as JSON; the challenge to be kept) for a new key.

    One that is to be enough `alone` is kept in the device with its holder's name, and asks for a finger or a PIN.
    """
    options = generate_registration_options(
        rp_id=site.host,
        rp_name="Một Cửa",
        user_id=person,
        user_name=username,
        user_display_name=name,
        exclude_credentials=_known(known),
        authenticator_selection=ALONE if alone else None,
    )
    return options_to_json(options), options.challenge


def accept_new(site: Site, answer: str, *, challenge: bytes, alone: bool = False) -> NewKey:
    """Return the new key of an answer; one that is enough `alone` was shown a finger or a PIN. Raises Unproven."""
    try:
        found = verify_registration_response(
            credential=_parsed(answer),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=alone,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise Unproven(str(error)) from error
    return NewKey(found.credential_id, found.credential_public_key, found.sign_count)


def asks_for_proof(site: Site, *, known: list[bytes], alone: bool = False) -> tuple[str, bytes]:
    """Return (what the browser is asked, as JSON; the challenge to be kept) for a proof by one of the known keys.

    With `alone` by any key of the site, whose holder shows a finger or a PIN.
    """
    wanted = UserVerificationRequirement.REQUIRED if alone else UserVerificationRequirement.PREFERRED
    options = generate_authentication_options(
        rp_id=site.host, allow_credentials=_known(known), user_verification=wanted
    )
    return options_to_json(options), options.challenge


def credential_of(answer: str) -> bytes:
    """Return which key an answer says it is by. Raises Unproven."""
    try:
        return bytes(base64url_to_bytes(_parsed(answer)["id"]))
    except (ValueError, KeyError, TypeError) as error:
        raise Unproven(str(error)) from error


def accept_proof(
    site: Site, answer: str, *, challenge: bytes, public_key: bytes, sign_count: int, alone: bool = False
) -> int:
    """Return the key's new count of signatures. Raises Unproven, also for a count that went back: a copied key."""
    try:
        found = verify_authentication_response(
            credential=_parsed(answer),
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=alone,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise Unproven(str(error)) from error
    return int(found.new_sign_count)


def _parsed(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST:
        raise ValueError("too long")
    found = json.loads(answer)
    if not isinstance(found, dict):
        raise TypeError("no object")
    return found
