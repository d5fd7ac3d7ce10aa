"""var/demo-accounts.json: who can log in to the demo, and an API token for each post."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from demo.people import PASSWORD
from motcua.agencies import actions, one_time
from motcua.agencies.access import post_of_token
from motcua.agencies.choices import PROVEN_ROLES
from motcua.agencies.models import Authenticator, Post

TOKEN_NAME = "Bản dùng thử"  # noqa: S105 not a token


def path() -> Path:
    """Where the file lies."""
    return Path(settings.VAR) / "demo-accounts.json"


def write(posts: list[Post], *, by: Post) -> list[dict[str, Any]]:
    """Write one account per post; a token of the file that still works is kept, else a new one is issued."""
    kept = _tokens_kept()
    accounts = [
        {
            "username": post.person.username, "password": PASSWORD, "name": post.person.name, "role": str(post.role),
            "post": f"{post.title}, {post.agency.short_name}", "agency": post.agency.code,
            "token": kept.get(post.pk) or _issue(post, by=by),
            **({"totp_secret": _app_of(post)} if post.role in PROVEN_ROLES else {}),
        }
        for post in posts
    ]  # fmt: skip
    path().parent.mkdir(parents=True, exist_ok=True)
    part = path().with_suffix(".part")
    part.write_text(json.dumps(accounts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(path())
    return accounts


def _app_of(post: Post) -> str:
    """Return the secret of the holder's app, in base32; one is set up, and confirmed, where there is none."""
    if not actions.has_second_factor(post.person):
        actions.add_authenticator(post.person, by=post)
        made = Authenticator.objects.get(person=post.person)
        code = one_time.code_of(made.secret, one_time.step_at(timezone.now().timestamp()) - one_time.DRIFT)
        actions.confirm_authenticator(post.person, by=post, code=code)  # by an old code: the present one is still good
    kept = Authenticator.objects.filter(person=post.person).first()
    return str(kept.secret) if kept else ""  # a visitor may have put a passkey in its place


def _tokens_kept() -> dict[int, str]:
    """Return post key → token of the file, for tokens that work in this database."""
    try:
        listed = json.loads(path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    found = ((post_of_token(account["token"]), account["token"]) for account in listed)
    return {post.pk: token for post, token in found if post is not None}


def _issue(post: Post, *, by: Post) -> str:
    """Issue a new token and make earlier ones of the demo useless, whose text nobody has any more."""
    for token in post.tokens.filter(name=TOKEN_NAME, revoked_at=None):
        actions.revoke_token(post, by=by, token=token)
    text: str = actions.issue_token(post, by=by, name=TOKEN_NAME).issued_token
    return text
