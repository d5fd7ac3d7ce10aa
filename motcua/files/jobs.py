"""Housekeeping of the storage."""

from procrastinate.contrib.django import app

from motcua.files.actions import remove_abandoned, remove_orphans, scan_waiting


@app.periodic(cron="41 2 * * *")
@app.task(name="files.remove_orphans", queueing_lock="files.remove_orphans")
def remove_forgotten(timestamp: int) -> None:
    """Remove bytes whose transaction was rolled back a week ago or earlier."""
    remove_orphans()


@app.periodic(cron="11 4 * * *")
@app.task(name="files.remove_abandoned", queueing_lock="files.remove_abandoned")
def remove_what_was_abandoned(timestamp: int) -> None:
    """Remove the content of files that nobody attached to anything for so many days."""
    remove_abandoned()


@app.periodic(cron="*/5 * * * *")
@app.task(name="files.scan_waiting", queueing_lock="files.scan_waiting")
def scan_what_waits(timestamp: int) -> None:
    """Ask the scanner again about files that came while it did not answer."""
    scan_waiting()
