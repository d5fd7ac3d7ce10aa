"""An S3 server in a process of its own, on a free port of this machine, with buckets that are gone with it."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from typing import Any

import boto3
from botocore.config import Config

from bench.product import free_port

KEY, SECRET = "khoa-thu", "bi-mat-thu"  # of a server that only the tests have


class Server:
    """`endpoint` is its address; `bucket()` makes one; `stop` and `start` let it go away and come back, empty."""

    def __init__(self) -> None:
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        words = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(words, env={"PATH": os.environ["PATH"]}, **quiet)
        until = time.monotonic() + 60
        while not self._answers():
            assert self.process.poll() is None, "the S3 server ended by itself"
            assert time.monotonic() < until, "the S3 server does not answer"
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.endpoint}/moto-api/", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(timeout=30)

    @property
    def client(self) -> Any:
        config = Config(s3={"addressing_style": "path"})
        return boto3.client(
            "s3", endpoint_url=self.endpoint, region_name="us-east-1", aws_access_key_id=KEY,
            aws_secret_access_key=SECRET, config=config,
        )  # fmt: skip

    def bucket(self, *, versions: bool = False) -> str:
        name = f"motcua-{uuid.uuid4().hex[:12]}"
        self.client.create_bucket(Bucket=name)
        if versions:
            self.client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        return name

    def environment(self, bucket: str, prefix: str = "phuong") -> dict[str, str]:
        """What an installation is told about its storage."""
        return {
            "MOTCUA_FILES": f"s3://{bucket}/{prefix}", "MOTCUA_S3_ENDPOINT": self.endpoint,
            "MOTCUA_S3_KEY": KEY, "MOTCUA_S3_SECRET": SECRET,
        }  # fmt: skip

    def kept(self, bucket: str) -> dict[str, bytes]:
        """Every object of a bucket, as somebody sees it who has the server."""
        listed = self.client.list_objects_v2(Bucket=bucket).get("Contents", [])
        return {each["Key"]: self.client.get_object(Bucket=bucket, Key=each["Key"])["Body"].read() for each in listed}

    def versions(self, bucket: str) -> int:
        """How many versions and marks of removal the bucket keeps."""
        told = self.client.list_object_versions(Bucket=bucket)
        return len(told.get("Versions", [])) + len(told.get("DeleteMarkers", []))
