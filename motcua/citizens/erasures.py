"""Whom look-ups were about is forgotten again after a restore. Declarations: in `dossiers`, who need them."""

from datetime import datetime
from typing import Any

from motcua.agencies.models import Post
from motcua.citizens.actions.erasing import forget_those
from motcua.core.erasures import again


@again("citizens.lookup")
def forget_again(keys: list[str], *, cause: str, until: datetime, **more: Any) -> str:
    """Forget whom they were about; a later look-up that was given an old number stays."""
    forget_those(keys, until=until, by=Post.objects.system())
    return ""
