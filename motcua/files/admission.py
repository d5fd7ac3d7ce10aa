"""How many files a post may bring: each is examined in a process of its own, and that is work for the machine."""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings

from motcua.agencies.actions import let_through
from motcua.agencies.models import Post
from motcua.files.choices import Purpose

TOO_MANY = "Bạn tải lên quá nhiều tệp trong mười phút."


def counted(run: Callable[..., Any]) -> Callable[..., Any]:
    """Count what a post or a citizen's account brings before it is looked at, refused files too.

    Papers that the house prints do not count. The verb then also raises TooMany.
    """

    @functools.wraps(run)
    def counting(*, by: Post, purpose: str = Purpose.SUBMITTED, **inputs: Any) -> Any:
        if purpose != Purpose.PRINTED:
            most = settings.UPLOADS_PER_TEN_MINUTES
            who = f"account:{by.account.pk}" if by.account is not None else str(by.pk)  # citizens share one post
            let_through("upload", who, most=most, minutes=10, message=TOO_MANY)
        return run(by=by, purpose=purpose, **inputs)

    return counting
