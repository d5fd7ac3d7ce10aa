"""Scheduled work on dossiers: counted public attempts are swept, missing search terms filled in, late answers told."""

from datetime import date

from procrastinate.contrib.django import app

from motcua.agencies.models import Post
from motcua.dossiers.actions.chasing import count_silence, remind_of_opinions
from motcua.dossiers.actions.escalating import escalate_replies
from motcua.dossiers.actions.indexing import fill_terms
from motcua.dossiers.actions.linking import pass_silent_steps
from motcua.dossiers.actions.opening import sweep_opened
from motcua.dossiers.actions.reassigning import release_ended
from motcua.dossiers.actions.recounting import follow_calendar
from motcua.dossiers.actions.tracking import sweep_attempts


@app.periodic(cron="7 * * * *")
@app.task(name="dossiers.sweep_attempts", queueing_lock="dossiers.sweep_attempts")
def sweep(timestamp: int) -> None:
    """Forget attempts of more than an hour ago, and what was opened more than a month ago."""
    sweep_attempts()
    sweep_opened()


@app.periodic(cron="*/5 * * * *")
@app.task(name="dossiers.fill_terms", queueing_lock="dossiers.fill_terms")
def fill(timestamp: int) -> None:
    """Make findable what an older version wrote; nothing to do but after an upgrade or a bulk import."""
    fill_terms()


@app.periodic(cron="*/5 * * * *")
@app.task(name="dossiers.escalate_replies", queueing_lock="dossiers.escalate_replies")
def escalate(timestamp: int) -> None:
    """Tell upwards of online dossiers whose answer is late."""
    escalate_replies()


@app.periodic(cron="*/10 * * * *")
@app.task(name="dossiers.pass_silent_steps", queueing_lock="dossiers.pass_silent_steps")
def pass_silent(timestamp: int) -> None:
    """Go on where nobody gave an opinion in time and the route says what that means."""
    pass_silent_steps()


@app.periodic(cron="*/10 * * * *")
@app.task(name="dossiers.chase_opinions", queueing_lock="dossiers.chase_opinions")
def chase(timestamp: int) -> None:
    """Remind of opinions whose deadline comes near; count silence where the route says what it means."""
    remind_of_opinions()
    count_silence()


@app.periodic(cron="11 * * * *")
@app.task(name="dossiers.release_ended", queueing_lock="dossiers.release_ended")
def release(timestamp: int) -> None:
    """Let the work of posts that have ended fall to their units: also of those whose last day went by."""
    release_ended()


@app.task(name="dossiers.follow_calendar")
def move_dues(*, agency_path: str, first: str, last: str | None, cause: str, note: str) -> None:
    """Move what a change of calendar moves; run twice it moves nothing twice."""
    end = date.fromisoformat(last) if last else None
    days = date.fromisoformat(first)
    follow_calendar(agency_path, by=Post.objects.system(), first=days, last=end, cause=cause, note=note)
