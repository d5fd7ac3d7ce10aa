"""What the database really holds: every table as it lies there, every closed value opened, every file's bytes."""

from django.core.files.storage import default_storage
from django.db import connection

from motcua.core import rotation
from motcua.core.fields import open_bytes
from motcua.files.blobs import raw
from motcua.files.models import StoredFile


def opened() -> str:
    """Return all that can be read with the keys in hand: clear columns, encrypted ones opened, files."""
    parts = [*_tables(), *_closed(), *_files()]
    return "\n".join(parts).lower()


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        names = [name for (name,) in cursor.fetchall()]
        found = []
        for name in names:
            cursor.execute(f'SELECT row_to_json(x)::text FROM "{name}" x')
            found += [text for (text,) in cursor.fetchall()]
    return found


def _closed() -> list[str]:
    """Open every encrypted value with the place it is bound to."""
    found = []
    for model, fields in rotation.tables():
        for row in model._default_manager.all():
            for field in fields:
                value = row.__dict__.get(field.attname)
                if isinstance(value, bytes) and value:
                    found.append(open_bytes(value, bound_to=field.place(row)).decode())
    return found


def _files() -> list[str]:
    return [raw(file).decode("latin-1") for file in StoredFile.objects.kept() if default_storage.exists(file.place)]
