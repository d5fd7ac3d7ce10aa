"""Births and receipt: draft, submit (online, or not yet complete at the counter), register, receive, refuse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.agencies.choices import Kind, Role
from motcua.agencies.models import Agency, Post, pattern_for
from motcua.citizens.models import Applicant
from motcua.core import numbering
from motcua.core.actions import action, creates
from motcua.core.clock import local, now
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.core.gathering import insert, once
from motcua.core.text import clean, fold
from motcua.dossiers import permissions, places
from motcua.dossiers.actions import billing, paper_books, papers, pausing, printing, steps
from motcua.dossiers.choices import Action, Answered, Channel, Delivery, Form, State, Trait
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier, FiledForm, PaperBook
from motcua.dossiers.promises import answer_due, limit_of, promise_for
from motcua.dossiers.search import terms_of
from motcua.procedures.editions import Content
from motcua.procedures.models import Edition, content_of, edition_across, edition_for
from motcua.worktime.stored import calendar_of

DELIVERIES = (Delivery.AT_DESK, Delivery.BY_POST, Delivery.ONLINE)
DEFAULT_PATTERN = "{agency}-{yymmdd}-{seq:04}"
LEVELS = {"full": Trait.FULL, "partial": Trait.PART}  # of an edition
DRAFTED = (
    "agency", "edition", "procedure_code", "field_code", "case", "subject", "applicant", "submitter", "submitter_role",
    "channel", "posted_on", "delivery", "helped_at", "return_desk", "told_place", "traits",
)  # fmt: skip


@dataclass(frozen=True)
class Intake:
    """What is known of a new dossier, the same from the counter's screen and from the API.

    papers: {name, originals, copies, code?, file?}; limit: text, where the edition asks the desk for one;
    paper_received_at: the true moment of a dossier first written in a paper register (needs a permission and a reason);
    paper_book, paper_number: the book it stands in, and where.
    helped_at: where somebody helped to file, if not at the desk; return_desk: where the result is fetched, if not there
    (only at the competent agency's); told_place: who does the applicant's commune's steps where nothing written tells.
    desk, answers: of what a citizen files online, for which desk and with which values of the edition's form.
    """

    edition: Edition
    applicant: Applicant
    channel: str
    papers: Sequence[dict[str, Any]] = ()
    case: str = ""
    submitter: Applicant | None = None
    submitter_role: str = ""
    subject: str = ""
    limit: str = ""
    posted_on: date | None = None
    delivery: str = Delivery.AT_DESK
    helped_at: Agency | None = None
    return_desk: Agency | None = None
    told_place: Agency | None = None
    paper_received_at: datetime | None = None
    paper_book: PaperBook | None = None
    paper_number: int = 0
    desk: Agency | None = None
    answers: Mapping[str, Any] | None = None


def _new(intake: Intake, *, by: Post, desk: Agency) -> tuple[Dossier, Content]:
    """Make the row, not yet saved, after looking at what the input may not be."""
    content = content_of(intake.edition.pk)
    _check(intake, content, desk=desk)
    dossier = Dossier(
        agency=intake.edition.office,
        desk=desk,
        helped_at=intake.helped_at,
        told_place=intake.told_place,
        return_desk=None if intake.return_desk == desk else intake.return_desk,
        edition=intake.edition,
        procedure_code=content.code,
        field_code=content.field_code,
        case=intake.case,
        subject=clean(intake.subject)[:300],
        applicant=intake.applicant,
        submitter=intake.submitter,
        submitter_role=clean(intake.submitter_role)[:80],
        channel=intake.channel,
        posted_on=intake.posted_on,
        delivery=intake.delivery,
    )
    dossier.mark(*_traits(dossier, content))
    papers.note(dossier, intake.papers)
    return dossier, content


def _traits(dossier: Dossier, content: Content) -> list[Trait]:
    level = LEVELS.get(content.online_level) if dossier.channel == Channel.ONLINE else None
    return [*([level] if level else []), *([Trait.CROSSING] if dossier.crosses else [])]


def _check(intake: Intake, content: Content, *, desk: Agency) -> None:
    """Raise BadInput for what no desk may take in, whatever comes of it."""
    if intake.channel not in Channel.values:
        raise BadInput("unknown_channel", "Hình thức nộp không hợp lệ.", field="channel")
    if intake.delivery not in DELIVERIES:
        raise BadInput("unknown_delivery", "Cách nhận kết quả không hợp lệ.", field="delivery")
    if intake.case not in ({case.key for case in content.cases} or {""}):
        raise BadInput("unknown_case", "Hãy chọn trường hợp của thủ tục.", field="case")
    if intake.channel == Channel.POST and intake.posted_on and intake.posted_on > local(now()).date():
        raise BadInput("in_the_future", "Ngày trên dấu bưu điện ở tương lai.", field="posted_on")
    if not desk.is_within(intake.edition.office):
        _check_crossing(intake.edition, desk=desk, on=local(intake.paper_received_at or now()).date())
    if intake.return_desk not in (None, desk) and intake.return_desk != return_desk_of(intake.edition):
        raise BadInput(
            "unknown_return_desk", "Chỉ trả kết quả ở nơi tiếp nhận hoặc ở cơ quan giải quyết.", field="return_desk"
        )


def _check_crossing(edition: Edition, *, desk: Agency, on: date) -> None:
    """What another agency settles is received here only where that agency and the law of the day open it to all desks.

    Raises BadInput `procedure_not_receivable` (NĐ 118/2025; procedures/law/boundaries.json).
    """
    if not Edition.objects.across_boundaries(desk, on).filter(pk=edition.pk).exists():
        raise BadInput("procedure_not_receivable", "Nơi tiếp nhận này không nhận thủ tục đó.", field="procedure")


def return_desk_of(edition: Edition) -> Agency | None:
    """Return the desk of the agency that settles by an edition; None where it has none."""
    return Agency.objects.one_stop_of(edition.office, local(now()).date())


def check_told(dossier: Dossier, content: Content, *, at: datetime | None = None) -> None:
    """Raise BadInput `place_unknown`, with what is missing, where a step's agency is not told nor chosen."""
    if not any(map(places.is_told, content.route.steps)):  # as nearly always: then the clock is not asked either
        return
    if words := places.unclear(dossier, content, on=local(at or now()).date()):
        raise BadInput("place_unknown", words, field="told_place")


def _in_force(edition: Edition, day: date) -> bool:
    begun, over = edition.valid_from <= day, edition.valid_to is not None and edition.valid_to < day
    return begun and not over and edition.cancelled_on is None


def _check_in_force(edition: Edition, *, at: datetime, book: PaperBook | None) -> None:
    """A dossier is received under the edition of its day. Raises BadInput `edition_not_in_force`."""
    day = local(at).date()
    if not _in_force(edition, book.rules_of(day) if book else day):
        raise BadInput(
            "edition_not_in_force", "Bản công bố này không có hiệu lực vào ngày tiếp nhận.", field="procedure"
        )


def _give_code(dossier: Dossier) -> datetime:
    """Give the code at the first registration; returns the instant taken under the counter's lock."""
    if dossier.code is not None:
        return now()
    taken = numbering.take(f"dossier:{dossier.desk_id}")
    day = local(taken.at).date()
    found = once((pattern_for, dossier.desk_id, day), lambda: pattern_for(dossier.desk, day))
    dossier.code = numbering.code(found.pattern if found else DEFAULT_PATTERN, agency=dossier.desk.code, taken=taken)
    dossier.registered_at = taken.at
    return taken.at


def _promise(dossier: Dossier, *, content: Content, at: datetime, given: str, book: PaperBook | None = None) -> None:
    """Set the limit and the promised day. Raises BadInput `limit_not_determined`."""
    _check_in_force(dossier.edition, at=at, book=book)
    limit = limit_of(content, case=dossier.case, channel=dossier.channel, given=given)
    made = promise_for(calendar_of(dossier.agency, local(at).date()), received=at, limit=limit, content=content)
    dossier.received_at, dossier.effective_at = at, made.effective
    dossier.limit_amount, dossier.limit_unit = limit.amount, limit.unit
    dossier.limit_due = dossier.appointed_due = dossier.first_promised = made.due


def _true_receipt(intake: Intake, *, by: Post, at: datetime, note: str) -> datetime:
    """Return the moment from which the limit runs: now, or the true one of a dossier from a paper register."""
    if intake.paper_received_at is None:
        if intake.paper_book is not None:
            raise BadInput("moment_needed", "Ghi ngày giờ nhận thật theo sổ giấy.", field="paper_received_at")
        return at
    if intake.paper_received_at > at:
        raise BadInput("in_the_future", "Thời điểm tiếp nhận ở tương lai.", field="paper_received_at")
    if not permissions.may_backdate(by):
        raise NotPermitted("Bạn không có quyền ghi lùi thời điểm tiếp nhận.", code="backdating_not_permitted")
    if not clean(note):
        raise BadInput("reason_needed", "Ghi lùi thời điểm tiếp nhận phải nêu lý do.", field="note")
    return intake.paper_received_at


@creates(Action.DRAFT, permit=permissions.may_take_in)
def draft(*, by: Post, intake: Intake) -> Dossier:
    """Keep an intake that is not finished; it has no code and promises nothing."""
    dossier, _ = _new(intake, by=by, desk=by.agency)
    papers.check(intake.papers)
    dossier.moment = now()
    LIFECYCLE.begin(dossier, Action.DRAFT)
    dossier.save(force_insert=True)
    papers.hand_in(dossier, intake.papers, at=dossier.moment)
    return dossier


@action(Action.EDIT_DRAFT, permit=permissions.may_edit_draft, lifecycle=LIFECYCLE)
def edit_draft(dossier: Dossier, *, by: Post, intake: Intake) -> None:
    """Write a draft anew: everything in it, its papers too, is as now given."""
    papers.check(intake.papers)
    made, _ = _new(intake, by=by, desk=dossier.desk)
    for name in DRAFTED:
        setattr(dossier, name, getattr(made, name))
    dossier.folded = fold(intake.applicant.name)
    dossier.terms = terms_of([intake.applicant, intake.submitter])
    dossier.papers.all().delete()
    papers.hand_in(dossier, intake.papers, at=dossier.moment)


@action(Action.ABANDON, permit=permissions.may_edit_draft, lifecycle=LIFECYCLE)
def abandon(dossier: Dossier, *, by: Post) -> None:
    """Give a draft up: it never got a code, and nobody was promised anything."""
    dossier.closed_at = dossier.moment


@action(Action.FILE, permit=permissions.may_edit_draft, lifecycle=LIFECYCLE)
def file_draft(dossier: Dossier, *, by: Post) -> None:
    """Hand a draft in: it gets its code and waits for the desk's answer."""
    dossier.moment = at = _give_code(dossier)
    if dossier.channel == Channel.ONLINE:
        dossier.answer_due_at = answer_due(calendar_of(dossier.agency, local(at).date()), at)
    steps.open_answer(dossier, at=at)


def _desk_of(intake: Intake, *, by: Post) -> Agency:
    """An official files for the own desk; a citizen chose one. Raises BadInput (`not_a_desk`)."""
    if by.role != Role.CITIZEN:
        return by.agency
    if intake.desk is None or intake.desk.kind != Kind.ONE_STOP:
        raise BadInput("not_a_desk", "Nơi này không tiếp nhận hồ sơ.", field="desk")
    return intake.desk


@creates(Action.SUBMIT, permit=permissions.may_submit)
def submit(*, by: Post, intake: Intake) -> Dossier:
    """Register a dossier that is not received yet: online ones wait for an answer within 8 working hours."""
    dossier, content = _new(intake, by=by, desk=_desk_of(intake, by=by))
    papers.check(intake.papers)
    dossier.warnings = papers.warnings(dossier, content, intake.papers)
    dossier.moment = at = _give_code(dossier)
    LIFECYCLE.begin(dossier, Action.SUBMIT)
    if dossier.channel == Channel.ONLINE:
        dossier.answer_due_at = answer_due(calendar_of(dossier.agency, local(at).date()), at)
    dossier.save(force_insert=True)
    papers.hand_in(dossier, intake.papers, at=at)
    if intake.answers is not None:
        FiledForm(dossier=dossier, edition=intake.edition, answers=dict(intake.answers), filed_at=at).save()
    dossier.steps_counted = 0
    steps.open_answer(dossier, at=at)
    return dossier


@creates(Action.REGISTER, permit=permissions.may_take_in)
def register(*, by: Post, intake: Intake, note: str = "") -> tuple[Dossier, dict[str, Any]]:
    """Receive at the counter (or what the post brought) in one act: code, promise, receipt slip, first task.

    The number is taken late, so that a busy desk waits as little as possible. Raises BadInput
    `limit_not_determined`, `unknown_case`, `bad_papers` and the like; warnings are in `dossier.warnings`.
    """
    dossier, content = _to_register(intake, by=by)
    # Whoever enters a paper book has compared its rows with what is there, all in one query (`counter.entries`).
    dossier.warnings = [] if intake.paper_book else papers.warnings(dossier, content, intake.papers)
    billing.draw_up(dossier, content, by=by)
    dossier.moment = at = _give_code(dossier)
    true = _true_receipt(intake, by=by, at=at, note=note)
    made, told = _receive(
        dossier, content, by=by, at=true, limit=intake.limit, handed=intake.papers, book=intake.paper_book
    )
    if intake.paper_book is None:
        return made, told
    paper_books.enter(made, intake.paper_book, intake.paper_number)
    return made, told | {"paper_book": intake.paper_book.pk, "paper_number": intake.paper_number}


def _to_register(intake: Intake, *, by: Post) -> tuple[Dossier, Content]:
    """Return the dossier, not yet saved, of an intake that may be registered; raises BadInput otherwise."""
    dossier, content = _new(intake, by=by, desk=by.agency)
    if dossier.channel == Channel.ONLINE:
        raise BadInput("online_is_submitted", "Hồ sơ trực tuyến phải nộp trước, rồi mới tiếp nhận.", field="channel")
    papers.check(intake.papers)
    limit_of(content, case=dossier.case, channel=dossier.channel, given=intake.limit)
    if intake.paper_book is None:  # of what a book holds nobody can be asked: it comes to the head of the division
        check_told(dossier, content)
    else:
        paper_books.check_number(intake.paper_book, intake.paper_number, by=by)
    return dossier, content


def foresee(intake: Intake, *, by: Post, at: datetime, note: str = "") -> Dossier:
    """Return the dossier, never saved, that `register` would make at a moment of this intake, with what it promises.

    Everything by which `register` refuses an intake refuses it here, but what only its number can tell. The people
    of the intake may be rows that are not saved. Raises NotPermitted and BadInput.
    """
    if not permissions.may_take_in(by, {}):
        raise NotPermitted()
    dossier, content = _to_register(intake, by=by)
    true = _true_receipt(intake, by=by, at=at, note=note)
    _promise(dossier, content=content, at=true, given=intake.limit, book=intake.paper_book)
    return dossier


def _receive(
    dossier: Dossier,
    content: Content,
    *,
    by: Post,
    at: datetime,
    limit: str,
    handed: Sequence[dict[str, Any]],
    book: PaperBook | None = None,
) -> tuple[Dossier, dict[str, Any]]:
    _promise(dossier, content=content, at=at, given=limit, book=book)
    dossier.received_by = by
    LIFECYCLE.begin(dossier, Action.REGISTER)
    opened = steps.first_open(content)
    dossier.step = opened.key if opened else ""  # before the row is written, so that it is written once
    insert(dossier)
    papers.hand_in(dossier, handed, at=at)
    dossier.steps_counted = 0
    steps.start_route(dossier, by=by, at=at, content=content)
    printed = printing.freeze(dossier, Form.RECEIPT, by=by, papers=handed)
    return dossier, {"printed": printed.pk}


def _take_edition_of_the_day(dossier: Dossier) -> None:
    """What was submitted under an edition that has ended is received under the one in force. Raises BadInput."""
    day = local(dossier.moment).date()
    dossier.edition = Edition.objects.without_content().get(pk=dossier.edition_id)
    if _in_force(dossier.edition, day):
        return
    desk, agency = dossier.desk, dossier.agency
    found = (
        edition_across(dossier.procedure_code, agency.code, desk=desk, on=day)
        if dossier.crosses
        else edition_for(dossier.procedure_code, desk, day)
    )
    if found is None:
        raise BadInput("procedure_not_receivable", "Nơi tiếp nhận này không còn nhận thủ tục đó.", field="procedure")
    content = content_of(found.pk)
    if dossier.case not in ({case.key for case in content.cases} or {""}):
        raise BadInput("unknown_case", "Trường hợp đã nộp không còn trong thủ tục.", field="case")
    dossier.edition, dossier.field_code = found, content.field_code


@action(Action.RECEIVE, permit=permissions.may_receive, lifecycle=LIFECYCLE)
def receive(dossier: Dossier, *, by: Post, limit: str = "", told_place: str = "") -> dict[str, Any]:
    """Receive a submitted or drafted dossier: the limit starts now, whatever came before. `told_place` (code): who does
    the steps whose place nothing in it tells; raises BadInput `place_unknown` where nobody was chosen."""
    _take_edition_of_the_day(dossier)
    content = dossier.content
    if told_place:
        dossier.told_place = Agency.objects.valid(local(dossier.moment).date()).filter(code=told_place).first()
    check_told(dossier, content, at=dossier.moment)
    limit_of(content, case=dossier.case, channel=dossier.channel, given=limit)
    dossier.warnings = papers.warnings(dossier, content, list(dossier.papers.values("name", "code")))
    steps.close_answer(dossier, by=by, how=Answered.RECEIVED)
    if dossier.bill_id is None:
        billing.draw_up(dossier, content, by=by)
    at = _give_code(dossier)
    dossier.moment = at
    _promise(dossier, content=content, at=at, given=limit)
    dossier.received_by = by
    steps.start_route(dossier, by=by, at=at, content=content)
    handed = list(dossier.papers.values("name", "originals", "copies", "code", "reused_from__code"))
    return {"printed": printing.freeze(dossier, Form.RECEIPT, by=by, papers=handed).pk}


@action(Action.REFUSE, permit=permissions.may_refuse, lifecycle=LIFECYCLE)
def refuse(dossier: Dossier, *, by: Post, reason: str) -> dict[str, Any]:
    """Refuse to receive, in writing, with the reason (form 03); the code stays.

    Also one whose applicant never brought what was missing. Raises StepRefused for a dossier received before.
    """
    reason = printing.needed(reason, field="reason")
    if dossier.received_at is not None:
        raise StepRefused("Hồ sơ đã tiếp nhận thì không từ chối tiếp nhận được; hãy dừng giải quyết.")
    waited = dossier.state == State.WAITING_SUPPLEMENT
    steps.close_answer(dossier, by=by, how=Answered.REFUSED)
    dossier.moment = at = _give_code(dossier)
    steps.let_messages_go(dossier, by=by, at=at, done=False)
    if waited:
        pausing.close_pause(dossier)
    dossier.closed_at = at
    return {"printed": printing.freeze(dossier, Form.REFUSAL, by=by, reason=reason).pk}
