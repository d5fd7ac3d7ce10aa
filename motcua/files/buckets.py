"""Files in a bucket of an S3-compatible server.

The library speaks S3; what it leaves open is closed here, so that a bucket keeps what a folder keeps: nothing is
written over, an object is whole or not there, what is removed is gone with all its versions, and a server that does
not answer is told apart from a file that is not there.
"""

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any, ParamSpec, TypeVar

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from storages.backends.s3 import S3Storage

P = ParamSpec("P")
R = TypeVar("R")
ONE_PIECE = 5 * 1024**3  # bytes: an object is sent whole, no pieces stay when the sender is killed
MISSING, NO_VERSIONS = (404,), (501,)


class StorageDown(OSError):
    """The server of the bucket does not answer, or refuses us."""


def _told(act: Callable[P, R]) -> Callable[P, R]:
    """Say StorageDown for whatever the library says when the server fails or refuses."""

    @wraps(act)
    def done(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return act(*args, **kwargs)
        except ClientError as error:
            if _status(error) in MISSING and error.response["Error"].get("Code") != "NoSuchBucket":
                raise FileNotFoundError(str(error)) from error
            raise StorageDown(str(error)) from error
        except BotoCoreError as error:
            raise StorageDown(str(error)) from error

    return done


def _status(error: ClientError) -> int:
    return int(error.response["ResponseMetadata"]["HTTPStatusCode"])


class Bucket(S3Storage):
    """Files as objects, for the product alone: no address of theirs is ever given away."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**self._settled(options))

    @staticmethod
    def _settled(options: dict[str, Any]) -> dict[str, Any]:
        named = {"addressing_style": "path"} if options.get("endpoint_url") else {}
        config = Config(
            s3=named, signature_version="s3v4", connect_timeout=5, read_timeout=30,
            retries={"mode": "standard", "max_attempts": 3},
            # our own SHA-256 proves every file; many servers refuse the newer checksums
            request_checksum_calculation="when_required", response_checksum_validation="when_required",
        )  # fmt: skip
        transfer = TransferConfig(multipart_threshold=ONE_PIECE, use_threads=False)
        return options | {"file_overwrite": False, "client_config": config, "transfer_config": transfer}

    @_told
    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        """Read the whole object in one request: between asking and reading it could be gone."""
        if mode != "rb":
            raise ValueError("objects are read, and written as a whole")
        answer = self.connection.meta.client.get_object(Bucket=self.bucket_name, Key=self._key(name))
        return File(BytesIO(answer["Body"].read()), name=name)

    def _key(self, name: str) -> str:
        return str(self._normalize_name(name))

    @_told
    def _save(self, name: str, content: Any) -> str:
        return str(super()._save(name, content))

    @_told
    def exists(self, name: str) -> bool:
        return bool(super().exists(name))

    @_told
    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        folders, files = super().listdir(name)
        return folders, files

    @_told
    def get_modified_time(self, name: str) -> Any:
        return super().get_modified_time(name)

    @_told
    def delete(self, name: str) -> None:
        """Remove the object, and where the bucket keeps versions, every one of them: destroyed is destroyed."""
        super().delete(name)
        key = self._key(name)
        try:
            for version in list(self.bucket.object_versions.filter(Prefix=key)):
                if version.object_key == key:
                    self.connection.meta.client.delete_object(Bucket=self.bucket_name, Key=key, VersionId=version.id)
        except ClientError as error:
            if _status(error) not in NO_VERSIONS:
                raise
