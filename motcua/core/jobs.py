"""Housekeeping of the queue: what a killed worker left is run again, what is long done is removed."""

import logging

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from motcua.core import erasures, rebuilding, seal

log = logging.getLogger(__name__)

SILENT = 8  # seconds without a heartbeat (one comes every 2 s) after which a worker's jobs are taken over
ATTEMPTS = 5  # a job that kills its worker must not do so for ever
KEPT_HOURS = 72


@app.periodic(cron="* * * * * */5")
@app.task(queueing_lock="core.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Give the jobs of dead workers back to the queue, or fail those that were tried too often."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT):
        if job.attempts >= ATTEMPTS or not await _given_back(manager, job):
            await manager.finish_job_by_id_async(job.id or 0, Status.FAILED, delete_job=False)


async def _given_back(manager: JobManager, job: Job) -> bool:
    try:
        await manager.retry_job(job)
    except UniqueViolation:  # its twin with the same queueing lock already waits
        return False
    return True


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="core.purge_finished", pass_context=True)
async def purge_finished(context: JobContext, timestamp: int) -> None:
    """Remove jobs that succeeded three days ago; failed ones stay for people to see."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)


@app.periodic(cron="*/10 * * * *")
@app.task(name="core.take_seal", queueing_lock="core.take_seal")
def take_seal(timestamp: int) -> None:
    """Seal the events of the last minutes."""
    seal.seal_now()


@app.periodic(cron="* * * * *")
@app.task(name="core.tell_erasures", queueing_lock="core.tell_erasures")
def tell_erasures(timestamp: int) -> None:
    """Write outside what a crash or a full disk kept from it."""
    erasures.write_outside()


@app.periodic(cron="40 2 * * *")
@app.task(name="core.prove_journal", queueing_lock="core.prove_journal")
def prove_journal(timestamp: int) -> None:
    """Rebuild every root from its events and recompute every seal; fails, for all to see, when they disagree."""
    differences = list(rebuilding.differences())
    problems = seal.verify(against=seal.outside() if seal.outside().exists() else None)
    problems += seal.changed_notes()
    for each in [*differences, *problems]:
        log.error("journal: %s", each)
    if differences or problems:
        raise RuntimeError(f"journal: {len(differences)} differences, {len(problems)} problems of seals")
