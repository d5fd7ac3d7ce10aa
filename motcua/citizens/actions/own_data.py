"""What holders say of themselves in their account, and everything an account keeps, told to them."""

from typing import Any

from motcua.agencies.models import Post
from motcua.citizens import permissions
from motcua.citizens.actions.accounts import LANGUAGES, named
from motcua.citizens.choices import Action
from motcua.citizens.lifecycle import ACCOUNT
from motcua.citizens.models import Account
from motcua.core.actions import action
from motcua.core.errors import BadInput
from motcua.core.text import clean

ADDRESS_LIMIT = 500


@action(Action.CORRECT_ACCOUNT, lifecycle=ACCOUNT, permit=permissions.may_change_account)
def correct_account(
    account: Account, *, by: Post, name: str = "", address: str = "", language: str = "vi"
) -> dict[str, Any]:
    """Correct what the holder says of themselves; a name that the state has proven stays as the state says it.

    The event tells which fields changed, never what they say. Raises BadInput (`name_too_long`, `address_too_long`,
    `unknown_language`).
    """
    if language not in LANGUAGES:
        raise BadInput("unknown_language", "Ngôn ngữ này không có.", field="language")
    said = {"address": clean(address), "language": language}
    if not account.is_proven:
        said["name"] = named(name)
    if len(said["address"]) > ADDRESS_LIMIT:
        raise BadInput("address_too_long", f"Địa chỉ dài quá {ADDRESS_LIMIT} ký tự.", field="address")
    changed = [field for field, value in said.items() if getattr(account, field) != value]
    for field in changed:
        setattr(account, field, said[field])
    return {"fields": changed}
