"""Is the database there, is a worker alive, does the queue move: what /healthz tells. No secrets, no names."""

from typing import Any

from django.db import DatabaseError, connection, transaction

from motcua import __version__

WORKER_SILENT = 10  # seconds without a heartbeat (one comes every 2 s) until a worker counts as dead
SLOW = 300  # seconds a job may wait before the queue counts as slow

QUESTION = """
SELECT
    (SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers),
    (SELECT extract(epoch FROM now() - min(coalesce(j.scheduled_at, e.at)))
       FROM procrastinate_jobs j
       LEFT JOIN LATERAL (SELECT min(at) AS at FROM procrastinate_events WHERE job_id = j.id) e ON true
      WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now())),
    (SELECT count(*) FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
      WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - make_interval(secs => %(silent)s))),
    (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed')
"""


def look() -> dict[str, Any]:
    """Return the state of this installation; times are seconds, null where there is nothing to tell."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '3s'")
            cursor.execute(QUESTION, {"silent": WORKER_SILENT})
            heartbeat, waiting, stalled, failed = cursor.fetchone()
    except DatabaseError:
        return {"status": "down", "version": __version__, "database": False, "worker": False}
    worker = heartbeat is not None and heartbeat < WORKER_SILENT
    moves = not stalled and (waiting is None or waiting < SLOW)
    return {
        "status": "down" if not worker else "ok" if moves else "slow",
        "version": __version__,
        "database": True,
        "worker": worker,
        "worker_heartbeat_seconds": _seconds(heartbeat),
        "oldest_waiting_job_seconds": _seconds(waiting),
        "stalled_jobs": stalled,
        "failed_jobs": failed,
    }


def _seconds(value: Any) -> float | None:
    return None if value is None else round(max(float(value), 0), 1)
