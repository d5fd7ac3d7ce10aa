"""What an administrator does to the machine: on record at the administrator's own unit."""

from typing import Any

from motcua.agencies import permissions
from motcua.agencies.choices import Action
from motcua.agencies.models import Agency, Post
from motcua.core import queue
from motcua.core.actions import action


@action(Action.RETRY_JOB, permit=permissions.may_run_machine)
def retry_job(agency: Agency, *, by: Post, job: int) -> dict[str, Any]:
    """Give a failed job back to the workers. Raises BadInput `not_failed`, `twin_waits`."""
    return {"job": job, "task": queue.give_back(job)}


@action(Action.EXPORT_JOURNAL, permit=permissions.may_export_journal)
def export_journal(
    agency: Agency, *, by: Post, journal: str, kind: str, form: str, rows: int, narrowed: dict[str, str]
) -> dict[str, Any]:
    """Put on record that a journal leaves as a file: which, how many rows, narrowed by which days and codes."""
    return {"journal": journal, "kind": kind, "form": form, "rows": rows, "narrowed": narrowed}
