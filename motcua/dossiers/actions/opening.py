"""What somebody opened lately: kept as a way back, one write a look, no event."""

from datetime import datetime, timedelta

from motcua.agencies.models import Post
from motcua.core.clock import now
from motcua.dossiers.models import Dossier, Opened

KEPT = timedelta(days=30)


def note_opened(dossier: Dossier, *, by: Post, at: datetime) -> None:
    """Put a dossier, read with `Dossier.objects.seen_by`, on top of what its reader opened lately; nothing is written
    when it lies there already."""
    if dossier.last_opened == dossier.pk:  # type: ignore[attr-defined]
        return
    row = Opened(person_id=by.person_id, dossier=dossier, at=at)
    Opened.objects.bulk_create([row], update_conflicts=True, unique_fields=["dossier", "person"], update_fields=["at"])


def sweep_opened() -> int:
    """Forget what was opened more than a month ago; return how many rows went."""
    return int(Opened.objects.filter(at__lt=now() - KEPT).delete()[0])
