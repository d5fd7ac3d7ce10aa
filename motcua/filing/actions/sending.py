"""Sending, once: the answers are judged, and a dossier comes of them that lies before the desk."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from motcua.agencies.models import Post
from motcua.citizens.actions import declare
from motcua.core.actions import action
from motcua.core.clock import local
from motcua.core.errors import BadInput, StepRefused
from motcua.dossiers.actions.intake import DELIVERIES, Intake, submit
from motcua.dossiers.choices import Channel
from motcua.dossiers.models import Dossier
from motcua.filing import permissions
from motcua.filing.actions.binding import bind_pictures
from motcua.filing.applying import applicant_of
from motcua.filing.choices import Action, State
from motcua.filing.lifecycle import LIFECYCLE
from motcua.filing.models import Filing, FilingFile
from motcua.filing.offering import is_in_force
from motcua.filing.walk import Walk, by_place
from motcua.procedures.editions import Content
from motcua.procedures.models import content_of, runner_of_edition


def send(filing: Filing, *, by: Post, delivery: str, declared: bool) -> Dossier:
    """Send a filing and return its dossier; sent before, or twice at once, there is still that one dossier.

    Raises BadInput (`not_declared`, `not_whole`, `stopped`, `edition_ended`, `unknown_delivery`), NotPermitted,
    StepRefused for one that was given up.
    """
    try:
        if declared and filing.state == State.OPEN and permissions.may_send(by, filing):
            bind_pictures(filing, by=by)
        done = _send(filing, by=by, delivery=delivery, declared=declared)
    except StepRefused:
        done = Filing.objects.visible_to(by).select_related("dossier").get(pk=filing.pk)
        if done.dossier is None:
            raise
    dossier: Dossier = done.dossier
    return dossier


@action(Action.SEND, permit=permissions.may_send, lifecycle=LIFECYCLE)
def _send(filing: Filing, *, by: Post, delivery: str, declared: bool) -> dict[str, Any]:
    """Make the dossier; what was said is then with it, and no longer here."""
    if not declared:
        raise BadInput("not_declared", "Hãy đánh dấu vào lời cam đoan trước khi nộp.", field="declared")
    if delivery not in DELIVERIES:
        raise BadInput("unknown_delivery", "Hãy chọn cách nhận kết quả.", field="delivery")
    if not is_in_force(filing.edition, local(filing.moment).date()):
        raise BadInput("edition_ended", "Quy định của thủ tục vừa thay đổi; hãy xem bản mới rồi nộp.")
    walk = walk_of(filing, day=local(filing.moment).date())
    outcome = walk.run()
    if outcome.stop:
        raise BadInput("stopped", outcome.stop.reason["vi"])
    if outcome.errors:
        raise BadInput("not_whole", f"Còn {len(outcome.errors)} câu chưa trả lời hoặc chưa đúng.")
    content = content_of(filing.edition_id)
    applicant = declare(by=by, own=True, **applicant_of(walk.form, outcome, filing.account))
    intake = Intake(
        edition=filing.edition,
        applicant=applicant,
        channel=Channel.ONLINE,
        papers=list(papers_of(walk, content, case=filing.case)),
        case=filing.case,
        delivery=delivery,
        desk=filing.desk,
        answers=outcome.values,
    )
    dossier = submit(by=by, intake=intake)
    filing.dossier, filing.delivery, filing.sent_at = dossier, delivery, dossier.moment
    filing.moment = dossier.moment
    filing.answers, filing.touched, filing.page = {}, {}, 0
    filing.files.all().delete()
    filing.uploads.all().delete()
    return {"dossier": dossier.pk}


def walk_of(filing: Filing, *, day: date, language: str = "vi") -> Walk:
    """Return a filing's way through its form, with answers and files; one query. Raises BadInput (`not_online`)."""
    runner = runner_of_edition(filing.edition_id)
    if runner is None:
        raise BadInput("not_online", "Thủ tục này chưa nộp trực tuyến được.")
    given = by_place(filing.files.select_related("file"))
    walk = Walk(runner.form, day, dict(filing.answers), page=filing.page, ready=runner, files=given)
    walk.language = runner.form.spoken_in(language)
    return walk


def papers_of(walk: Walk, content: Content, *, case: str) -> Iterator[dict[str, Any]]:
    """Yield the papers as the dossier takes them: the form itself, and each file as the paper that it brings."""
    asked = content.papers_for(case or None)
    names = {key: paper for paper in asked for key in (paper.name, paper.code) if key}
    own = names.get(walk.form.paper)
    if own is not None:
        yield {"name": own.name, "code": own.code, "copies": 1}
    for _, question, _ in walk.form.every_question():
        for given in _given(walk, question.code):
            paper = names.get(question.paper)
            name, code = (paper.name, paper.code) if paper else (question.label["vi"], "")
            yield {"name": name, "code": code, "copies": 1, "file": given.file}


def _given(walk: Walk, code: str) -> Iterator[FilingFile]:
    return (given for (question, _, _), files in walk.files.items() if question == code for given in files)
