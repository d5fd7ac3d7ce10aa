"""Somebody away, somebody delegated to, for tests: a few words where the actions ask for many."""

from datetime import timedelta
from typing import Any

from motcua.agencies import actions
from motcua.agencies.models import Absence, Delegation, Post
from motcua.core.clock import today


def away(post: Post, substitute: Post | None, *, days: int = 3, **more: Any) -> Absence:
    """The post is away from today."""
    span = {"valid_from": today(), "valid_to": today() + timedelta(days=days)}
    return actions.record_absence(
        **{"by": post, "post": post, "substitute": substitute, "reason": "trip"} | span | more
    )


def delegated(giver: Post, taker: Post, *, days: int = 30, **more: Any) -> Delegation:
    """The leader delegates signing, from today."""
    span = {"valid_from": today(), "valid_to": today() + timedelta(days=days)}
    document = {"number": "15/QĐ-UBND", "date": today()}
    return actions.delegate(**{"by": giver, "giver": giver, "taker": taker} | document | span | more)


def again(post: Post) -> Post:
    """The post as the next request reads it."""
    return Post.objects.with_names().get(pk=post.pk)
