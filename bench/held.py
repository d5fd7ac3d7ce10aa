"""What an installation holds, read through its keys: `python -m bench.held` prints it as JSON, for two to be compared.

The hashes of a backup prove tables and files equal as they lie, encrypted. This proves what people would notice: each
file opens and is what it was, each closed field is readable, each number and address is found, each seal is there.
"""

import hashlib
import json
import sys
from typing import Any

import django

django.setup()

from django.apps import apps  # noqa: E402 after setup
from django.db import connection, models  # noqa: E402

from motcua.core import rotation  # noqa: E402
from motcua.core.fields import BlindIndex, blinds  # noqa: E402
from motcua.core.models import Seal  # noqa: E402
from motcua.dossiers.models import Dossier  # noqa: E402
from motcua.files.blobs import contents  # noqa: E402
from motcua.files.models import StoredFile  # noqa: E402


def held() -> dict[str, Any]:
    """Return the files by purpose, digests of all that opens, what the blind indexes find, and the seals."""
    return {
        "files": _files(),
        "closed_fields": _closed(),
        "blind": {model._meta.db_table: _blind(model) for model in apps.get_models() if _indexes(model)},
        "addresses": _addresses(),
        "seals": [[seal.number, bytes(seal.digest).hex()] for seal in Seal.objects.order_by("number")],
    }


def _files() -> dict[str, Any]:
    total, counts = hashlib.sha256(), {}
    for file in StoredFile.objects.filter(removed_at=None).order_by("pk"):
        content = contents(file)
        assert hashlib.sha256(content).digest() == bytes(file.sha256), f"{file.pk} is not what was put in"
        total.update(file.pk.bytes + content)
        counts[file.purpose] = counts.get(file.purpose, 0) + 1
    return {"count": counts, "contents": total.hexdigest()}


def _closed() -> dict[str, Any]:
    total, count = hashlib.sha256(), 0
    for model, fields in rotation.tables():
        for row in model._default_manager.order_by("pk"):
            values = [getattr(row, field.attname) for field in fields]
            total.update(json.dumps([str(row.pk), values], sort_keys=True, default=str).encode())
            count += sum(1 for value in values if value)
    return {"count": count, "contents": total.hexdigest()}


def _indexes(model: type[models.Model]) -> list[BlindIndex]:
    return [field for field in model._meta.local_concrete_fields if isinstance(field, BlindIndex)]


def _blind(model: type[models.Model]) -> dict[str, int]:
    """How many numbers can be looked for, and how many of them lead to another index than the one that is kept."""
    kept = wrong = 0
    for row in model._default_manager.order_by("pk"):
        for field in _indexes(model):
            text, index = getattr(row, field.of), getattr(row, field.attname)
            if text and index is not None:
                kept, wrong = kept + 1, wrong + (bytes(index) not in blinds(field.kind, text))
    return {"kept": kept, "wrong": wrong}


def _addresses() -> dict[str, int]:
    """How many dossiers there are with an address, and how many their own address does not find."""
    rows = Dossier.objects.exclude(code=None).select_related("applicant").order_by("pk")
    there = [row for row in rows if row.applicant.address]
    lost = [row for row in there if not Dossier.objects.search(row.applicant.address).filter(pk=row.pk).exists()]
    return {"kept": len(there), "lost": len(lost)}


if __name__ == "__main__":
    json.dump(held(), sys.stdout)
    connection.close()
