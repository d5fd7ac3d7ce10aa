"""The clock stands still, with its basis on record: supplements, suspensions, waits for payment."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from motcua.agencies.models import Post
from motcua.core.actions import action
from motcua.core.clock import local
from motcua.core.errors import BadInput
from motcua.core.text import clean, fold
from motcua.dossiers import permissions
from motcua.dossiers.actions import papers as handing_in
from motcua.dossiers.actions import printing, steps, walking
from motcua.dossiers.choices import Action, Form, Money, PauseKind, State
from motcua.dossiers.durations import days_between
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier, Pause, Supplement
from motcua.dossiers.promises import Halt, ended_pauses, moved_by, of_dossier, stored_limit
from motcua.payments.choices import State as BillState
from motcua.procedures.editions import Content
from motcua.worktime.deadlines import Policy
from motcua.worktime.stored import calendar_of


def begin_pause(dossier: Dossier, *, by: Post, kind: str, basis: str) -> Pause:
    """Stop the clock of a dossier and of its open steps; where a supplement changes nothing, the clock runs on."""
    at: datetime = dossier.moment
    dossier.resume_to = dossier.state
    runs_on = kind == PauseKind.SUPPLEMENT and dossier.content.terms.supplement_policy == Policy.CONTINUE
    dossier.clock_stopped_at = None if runs_on or dossier.received_at is None else at
    steps.put_to_sleep(dossier, by=by)
    return Pause.objects.create(dossier=dossier, kind=kind, basis=clean(basis)[:200], started_at=at)


def close_pause(dossier: Dossier) -> Halt:
    """End the running pause, whatever comes next."""
    pause = dossier.pauses.get(ended_at=None)
    pause.ended_at = dossier.moment
    pause.save(update_fields=["ended_at"])
    dossier.clock_stopped_at = None
    if dossier.received_at is not None and pause.kind != PauseKind.SUSPENSION:
        dossier.paused_days = (dossier.paused_days or 0) + days_between(dossier, pause.started_at, dossier.moment)
    return Halt(pause.kind, pause.started_at, dossier.moment)


def end_pause(dossier: Dossier, *, content: Content) -> None:
    """Let the clock run again: the due moments move by the pause, never earlier than printed."""
    halt = close_pause(dossier)
    if dossier.received_at is not None and dossier.limit_due is not None:
        _move_promise(dossier, halt, content)
    steps.wake(dossier, content=content)
    walking.move_dues(dossier, content=content)


def _move_promise(dossier: Dossier, halt: Halt, content: Content) -> None:
    made = of_dossier(dossier, content, halts=ended_pauses(dossier))
    dossier.limit_due = made.due
    if dossier.extensions and dossier.appointed_due is not None:
        moves = halt.kind != PauseKind.SUPPLEMENT or content.terms.supplement_policy != Policy.CONTINUE
        calendar = calendar_of(dossier.agency, local(dossier.received_at).date())  # type: ignore[arg-type]
        cutoff = content.terms.cutoff
        moved = moved_by(calendar, due=dossier.appointed_due, limit=stored_limit(dossier), halt=halt, cutoff=cutoff)
        dossier.appointed_due = max(filter(None, [moved if moves else dossier.appointed_due, made.due]))
    elif made.due is not None:
        dossier.appointed_due = max(filter(None, [made.due, dossier.first_promised]))


@action(Action.REQUEST_SUPPLEMENT, permit=permissions.may_request_supplement, lifecycle=LIFECYCLE)
def request_supplement(dossier: Dossier, *, by: Post, papers: Sequence[str], reason: str) -> dict[str, Any]:
    """Ask, once and completely, for named papers with the reason (form 02); the clock stands while the citizen acts.

    Raises BadInput `papers_needed`, `bad_papers`, `reason_needed`, or `too_many_supplements` beyond what the edition
    allows after receipt.
    """
    names = [clean(name) for name in papers if clean(name)]
    if not names:
        raise BadInput("papers_needed", "Hãy nêu tên giấy tờ cần bổ sung.", field="papers")
    handing_in.check([{"name": name} for name in names])
    reason = printing.needed(reason, field="reason")
    most = dossier.content.terms.max_supplements
    if dossier.received_at is not None and most is not None and dossier.supplements >= most:
        raise BadInput("too_many_supplements", f"Thủ tục này chỉ được yêu cầu bổ sung {most} lần.")
    round_ = dossier.supplement_requests.count() + 1
    if dossier.received_at is not None:
        dossier.supplements += 1
    Supplement.objects.create(
        dossier=dossier, round=round_, papers=names, reason=reason, asked_at=dossier.moment, asked_by=by
    )
    begin_pause(dossier, by=by, kind=PauseKind.SUPPLEMENT, basis=f"Phiếu yêu cầu bổ sung lần {round_}")
    printed = printing.freeze(dossier, Form.SUPPLEMENT, by=by, items=names, reason=reason, round=round_)
    return {"round": round_, "count": len(names), "printed": printed.pk}


@action(Action.SUSPEND, permit=permissions.may_suspend, lifecycle=LIFECYCLE)
def suspend(dossier: Dossier, *, by: Post, basis: str) -> None:
    """Stop the clock on a legal basis, which is named (never a person)."""
    begin_pause(dossier, by=by, kind=PauseKind.SUSPENSION, basis=printing.needed(basis, field="basis"))


@action(Action.RESUME, permit=permissions.may_resume, lifecycle=LIFECYCLE)
def resume(dossier: Dossier, *, by: Post, papers: Sequence[Mapping[str, Any]] = (), note: str = "") -> dict[str, Any]:
    """Go on after a pause; what the citizen handed in is listed.

    A citizen who answers online gives a file for each paper asked for, or says why not (`note`). Raises BadInput
    `papers_needed`, `papers_missing`, `payment_missing`.
    """
    paying = dossier.state == State.WAITING_PAYMENT
    if paying:
        _check_waived(dossier)
    if dossier.state == State.WAITING_SUPPLEMENT:
        _answer(dossier, papers, excused=by.account is None or bool(note))
    end_pause(dossier, content=dossier.content)
    if paying:
        walking.move_on(dossier, by=by, current=walking.paying(dossier))
    return {"papers": len(papers)}


def _check_waived(dossier: Dossier) -> None:
    """Paying resumes by itself; going on without it needs the bill to be waived."""
    if dossier.bill is None or dossier.bill.state != BillState.WAIVED:
        raise BadInput("payment_missing", "Chưa nộp nghĩa vụ tài chính.")
    dossier.money = Money.WAIVED


def _answer(dossier: Dossier, papers: Sequence[Mapping[str, Any]], *, excused: bool) -> None:
    handing_in.check(papers)
    if not papers:
        raise BadInput("papers_needed", "Hãy ghi giấy tờ công dân đã bổ sung.", field="papers")
    request = dossier.supplement_requests.get(answered_at=None)
    given = {fold(paper["name"]) for paper in papers if paper.get("file") is not None}
    missing = [name for name in request.papers if fold(name) not in given]
    if missing and not excused:
        raise BadInput("papers_missing", f"Còn thiếu: {'; '.join(missing)}. Nộp tệp, hoặc ghi rõ vì sao chưa có.")
    request.answered_at = dossier.moment
    request.save(update_fields=["answered_at"])
    last = dossier.papers.order_by("-order").values_list("order", flat=True).first() or 0
    handing_in.note(dossier, papers)
    handing_in.hand_in(dossier, papers, at=dossier.moment, supplement=request, after=last)
