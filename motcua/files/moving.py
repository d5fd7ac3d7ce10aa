"""From one storage to another: what the rows name is copied as it lies there, encrypted, and compared."""

from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage

from motcua.files.models import StoredFile


class Other(Exception):
    """At a place of the new storage lies something else; nothing is written over."""


def bring(source: Storage) -> Iterator[tuple[str, bool | None]]:
    """Copy every file that is to be there from another storage into the one in use; yields (place, what was done).

    True: copied, False: it was there already, None: neither storage has it. Stopped anywhere it is begun again; the
    product may run meanwhile on either storage. Raises Other.
    """
    for place in StoredFile.objects.kept().order_by("pk").values_list("place", flat=True).iterator(chunk_size=500):
        yield place, _brought(place, source)


def _brought(place: str, source: Storage) -> bool | None:
    there = default_storage.exists(place)
    try:
        with source.open(place) as kept:
            content = kept.read()
    except FileNotFoundError:
        return False if there else None
    if not there and default_storage.save(place, ContentFile(content)) != place:
        raise Other(place)
    with default_storage.open(place) as copy:
        if copy.read() != content:
            raise Other(place)
    return not there
