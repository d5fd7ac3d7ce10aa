"""What follows when a thing is closed; one of the reactions fails as long as it is told to."""

import os
import signal
from pathlib import Path
from typing import Any

from motcua.core.reactions import reaction
from tests.core.things.models import Mark


@reaction("thing.close")
def tell(event: Any) -> None:
    Mark.objects.create(reaction="tell", event=event.pk)


@reaction("thing.close")
def count(event: Any) -> None:
    """Fails after its write, or takes the whole process with it, while a file says so."""
    Mark.objects.create(reaction="count", event=event.pk)
    order = Path(os.environ.get("THINGS_ORDER", "/nonexistent"))
    if order.exists():
        word = order.read_text()
        if word == "die":
            order.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError("told to fail")


@reaction("thing.close")
def archive(event: Any) -> None:
    Mark.objects.create(reaction="archive", event=event.pk)
