"""Messages are sent by a job each; every minute what waited is taken up, asked about, and old content is emptied."""

from procrastinate.contrib.django import app

from motcua.notify import actions
from motcua.notify.actions.sending import DELIVER


@app.task(name=DELIVER)
def deliver(*, message: str) -> None:
    """Make one attempt; what fails is taken up again by `send_due`."""
    actions.deliver(message)


@app.periodic(cron="* * * * *")
@app.task(name="notify.send_due", queueing_lock="notify.send_due")
def send_due(timestamp: int) -> None:
    """Take up what waited: for the end of quiet hours, after a failure, or because its job was lost."""
    actions.send_due()


@app.periodic(cron="* * * * *")
@app.task(name="notify.ask_reports", queueing_lock="notify.ask_reports")
def ask_reports(timestamp: int) -> None:
    """Ask providers what arrived."""
    actions.ask_reports()


@app.periodic(cron="47 2 * * *")
@app.task(name="notify.forget", queueing_lock="notify.forget")
def forget(timestamp: int) -> None:
    """Empty what is older than its content is kept."""
    actions.forget()
