"""Where the files lie, told by one address: a folder of this machine, or a bucket of an S3-compatible server."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FOLDER, BUCKET = "django.core.files.storage.FileSystemStorage", "motcua.files.buckets.Bucket"
ADDRESS = re.compile(
    r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?P<prefix>[A-Za-z0-9._/-]*[A-Za-z0-9]))?/?"
)


class BadAddress(ValueError):
    """The address of the storage is neither empty nor s3://bucket/prefix."""


def described(address: str, *, folder: Path, given: Mapping[str, str]) -> dict[str, Any]:
    """Return Django's description of the storage at an address; "" is the folder. Raises BadAddress.

    `given` is the environment: MOTCUA_S3_ENDPOINT, MOTCUA_S3_REGION, MOTCUA_S3_KEY, MOTCUA_S3_SECRET.
    """
    if not address.startswith("s3:"):
        options: dict[str, Any] = {"location": Path(address) if address else folder}
        return {"BACKEND": FOLDER, "OPTIONS": options | {"file_permissions_mode": 0o600}}
    found = ADDRESS.fullmatch(address)
    if found is None or ".." in address:
        raise BadAddress(f"{address}: s3://bucket or s3://bucket/prefix is expected")
    options = {
        "bucket_name": found["bucket"],
        "location": found["prefix"] or "",
        "endpoint_url": given.get("MOTCUA_S3_ENDPOINT") or None,
        "region_name": given.get("MOTCUA_S3_REGION") or "us-east-1",
        "access_key": given.get("MOTCUA_S3_KEY") or "",
        "secret_key": given.get("MOTCUA_S3_SECRET") or "",
    }
    return {"BACKEND": BUCKET, "OPTIONS": options}


def troubles(storage: Mapping[str, Any]) -> list[str]:
    """Return what a described storage may not lack before it serves, in words; a folder lacks nothing."""
    if storage["BACKEND"] != BUCKET:
        return []
    options, found = storage["OPTIONS"], []
    if not options["access_key"] or not options["secret_key"]:
        found.append("MOTCUA_FILES names a bucket: MOTCUA_S3_KEY and MOTCUA_S3_SECRET are needed.")
    if not re.match(r"https://|http://(127\.|localhost[:/]|\[::1\])", options["endpoint_url"] or "https://"):
        found.append("MOTCUA_S3_ENDPOINT must be https: on the way everybody could read the secret's signatures.")
    return found
