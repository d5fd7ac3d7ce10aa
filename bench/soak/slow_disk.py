"""A disk that takes its time: every commit waits, every file written and read waits; the office goes on working.

The database's part is PostgreSQL's own `commit_delay`, before each flush of the log; the files' part is a storage that
sleeps. Neither pretends that something was written.
"""

import time
from typing import Any

from django.core.files.storage import FileSystemStorage

WAIT = 0.3  # seconds for a file


class SlowStorage(FileSystemStorage):
    """The files of the product on a slow disk."""

    def _save(self, name: str, content: Any) -> str:
        time.sleep(WAIT)
        return super()._save(name, content)

    def _open(self, name: str, mode: str = "rb") -> Any:
        time.sleep(WAIT)
        return super()._open(name, mode)
