"""Passkeys of accounts: added, named, taken away, and enough to come in without a code."""

import logging
from typing import Any

from django.db.models.functions import Now

from motcua.agencies import passkeys
from motcua.agencies.actions.attempts import let_through
from motcua.agencies.models import Post
from motcua.agencies.throttle import network_of
from motcua.citizens import permissions
from motcua.citizens.choices import AccountState, Action
from motcua.citizens.lifecycle import ACCOUNT
from motcua.citizens.models import Account, AccountPasskey
from motcua.core.actions import action
from motcua.core.errors import BadInput, Refused
from motcua.core.text import clean

log = logging.getLogger("motcua.security")
MOST_KEYS, NAME_LIMIT = 10, 60
TRIES_PER_NETWORK = 60  # in ten minutes
TRIED = "Thử khóa truy cập quá nhiều lần."


class WrongKey(Refused):
    """The browser's answer is by no key of an account here, or does not prove what it should."""

    code = "wrong_key"
    message = "Khóa truy cập không được nhận. Hãy thử lại, hoặc đăng nhập bằng cách khác."


@action(Action.ADD_ACCOUNT_KEY, lifecycle=ACCOUNT, permit=permissions.may_change_account)
def add_account_key(account: Account, *, by: Post, name: str, key: passkeys.NewKey) -> dict[str, Any]:
    """Keep the public half of a key pair of the holder's device.

    Raises BadInput (`name_needed`, `known_passkey`, `too_many_passkeys`).
    """
    name = clean(name)
    if not 0 < len(name) <= NAME_LIMIT:
        raise BadInput("name_needed", "Đặt tên để nhận ra khóa, không quá 60 ký tự.", field="name")
    if AccountPasskey.objects.filter(credential=key.credential).exists():
        raise BadInput("known_passkey", "Khóa này đã được thêm rồi.")
    if account.passkeys.count() >= MOST_KEYS:
        raise BadInput("too_many_passkeys", "Mỗi tài khoản có nhiều nhất 10 khóa.")
    kept = AccountPasskey.objects.create(
        account=account, name=name, credential=key.credential, public_key=key.public_key, sign_count=key.sign_count
    )
    return {"key": str(kept.pk)}


@action(Action.REMOVE_ACCOUNT_KEY, lifecycle=ACCOUNT, permit=permissions.may_change_account)
def remove_account_key(account: Account, *, by: Post, passkey: AccountPasskey) -> dict[str, Any]:
    """Take a key away. Raises BadInput (`unknown_passkey`) for one that is not of the account."""
    if not account.passkeys.filter(pk=passkey.pk).delete()[0]:
        raise BadInput("unknown_passkey", "Không có khóa này.")
    return {"key": str(passkey.pk)}


def enter_by_key(*, site: passkeys.Site, answer: str, challenge: bytes, address: str) -> Account:
    """Return the account whose key answered; `challenge` is what was asked, good for one answer.

    Raises WrongKey, also for a key whose count of signatures went back, and TooMany.
    """
    let_through("key-try", network_of(address), most=TRIES_PER_NETWORK, minutes=10, message=TRIED)
    try:
        rows = AccountPasskey.objects.filter(account__state=AccountState.OPEN).select_related("account")
        kept = rows.filter(credential=passkeys.credential_of(answer)).first()
        if kept is None or not challenge:
            raise passkeys.Unproven("unknown key or no question")
        count = passkeys.accept_proof(
            site, answer, challenge=challenge, public_key=bytes(kept.public_key), sign_count=kept.sign_count, alone=True
        )
    except passkeys.Unproven as error:
        log.warning("log-in on the portal failed: passkey from %s", network_of(address))
        raise WrongKey() from error
    AccountPasskey.objects.filter(pk=kept.pk).update(sign_count=count, last_used=Now())
    found: Account = kept.account
    return found
