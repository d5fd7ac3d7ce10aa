"""Sending, once: the answers are judged, and a dossier comes of them that lies before the desk."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from motcua.agencies.models import Post
from motcua.citizens.actions import declare
from motcua.citizens.choices import Kind
from motcua.core.actions import action
from motcua.core.clock import local
from motcua.core.errors import BadInput, StepRefused
from motcua.dossiers.actions.intake import DELIVERIES, Intake, submit
from motcua.dossiers.choices import Channel
from motcua.dossiers.models import Dossier
from motcua.filing import permissions
from motcua.filing.actions.binding import bind_pictures
from motcua.filing.applying import applicant_of, submitter_of
from motcua.filing.choices import Action, State
from motcua.filing.lifecycle import LIFECYCLE
from motcua.filing.models import Filing, FilingFile
from motcua.filing.offering import is_in_force
from motcua.filing.representing import is_represented, joined, own_values, role_of, runner_of
from motcua.filing.walk import Walk, by_place
from motcua.procedures.editions import Content
from motcua.procedures.models import content_of
from motcua.questions.choices import AUTHORISATION
from motcua.questions.definition import Form
from motcua.questions.running import Outcome


def send(filing: Filing, *, by: Post, delivery: str, declared: bool) -> Dossier:
    """Send a filing and return its dossier; sent before, or twice at once, there is still that one dossier.

    Raises BadInput (`not_declared`, `authorisation_needed`, `not_whole`, `own_matter`, `stopped`, `edition_ended`,
    `unknown_delivery`), NotPermitted, StepRefused for one that was given up.
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
    if AUTHORISATION in outcome.errors:
        raise BadInput("authorisation_needed", "Còn thiếu giấy chứng minh bạn được nộp thay.", field=AUTHORISATION)
    if outcome.errors:
        raise BadInput("not_whole", f"Còn {len(outcome.errors)} câu chưa trả lời hoặc chưa đúng.")
    if filing.consent is not None and not filing.consent.holds:
        raise BadInput("consent_withdrawn", "Người được khai giúp đã rút đồng ý.")
    content = content_of(filing.edition_id)
    intake = Intake(
        edition=filing.edition,
        **_people(filing, walk.form, outcome, by=by),
        channel=Channel.ONLINE,
        papers=list(papers_of(walk, content, case=filing.case)),
        case=filing.case,
        delivery=delivery,
        desk=filing.desk,
        answers=own_values(outcome.values),
        helped_at=filing.desk if filing.helper_id else None,
    )
    dossier = submit(by=by, intake=intake)
    filing.dossier, filing.delivery, filing.sent_at = dossier, delivery, dossier.moment
    filing.moment = dossier.moment
    filing.answers, filing.other, filing.touched, filing.page = {}, None, {}, 0
    filing.files.all().delete()
    filing.uploads.all().delete()
    return {"dossier": dossier.pk}


def _people(filing: Filing, form: Form, outcome: Outcome, *, by: Post) -> dict[str, Any]:
    """Take down who applies and, where that is not the holder, who submits it and as what.

    Of somebody else is declared as a desk would: their own account sees it once it proves to be theirs. Raises
    BadInput (`own_matter` for the holder's own matter, and as `declare`).
    """
    said = applicant_of(form, outcome, filing)
    if not is_represented(filing):
        return {"applicant": declare(by=by, own=True, **said)}
    submitter = submitter_of(filing)
    number = said.get("identity_number")
    if said["kind"] == Kind.PERSON and number and number == submitter.get("identity_number"):
        raise BadInput("own_matter", "Đây là số định danh của chính bạn: hãy bắt đầu lại và chọn nộp cho chính mình.")
    return {
        "applicant": declare(by=by, **said),
        "submitter": declare(by=by, own=True, **submitter),
        "submitter_role": role_of(filing, outcome),
    }


def walk_of(filing: Filing, *, day: date, language: str = "vi") -> Walk:
    """Return a filing's way through its form, with answers and files; one query. Raises BadInput (`not_online`)."""
    runner = runner_of(filing)
    if runner is None:
        raise BadInput("not_online", "Thủ tục này chưa nộp trực tuyến được.")
    given = by_place(filing.files.select_related("file", "reused_from"))
    walk = Walk(runner.form, day, joined(filing), page=filing.page, ready=runner, files=given)
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
            source = {"reused_from": given.reused_from, "reused_on": given.reused_on}
            yield {"name": name, "code": code, "copies": 1, "file": given.file, **source}


def _given(walk: Walk, code: str) -> Iterator[FilingFile]:
    return (given for (question, _, _), files in walk.files.items() if question == code for given in files)
