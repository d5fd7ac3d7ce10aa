"""Scheduled work on dossiers: counted public attempts are swept when they no longer count."""

from procrastinate.contrib.django import app

from motcua.dossiers.actions.tracking import sweep_attempts


@app.periodic(cron="7 * * * *")
@app.task(name="dossiers.sweep_attempts", queueing_lock="dossiers.sweep_attempts")
def sweep(timestamp: int) -> None:
    """Forget attempts of more than an hour ago."""
    sweep_attempts()
