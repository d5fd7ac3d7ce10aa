"""Beginning, keeping what was typed, changing to a later edition, giving up.

What is typed is kept as it comes, many times a minute: that is no event. Beginning, sending and giving up are.
"""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from motcua.agencies.models import Agency, Post
from motcua.citizens.models import Account
from motcua.core.actions import action, creates
from motcua.core.clock import local, now, today
from motcua.core.erasures import tell
from motcua.core.errors import BadInput, NotPermitted, Refused
from motcua.filing import permissions
from motcua.filing.actions.holding import forget_files, hold
from motcua.filing.applying import known_of
from motcua.filing.choices import Action, ForWhom, State
from motcua.filing.lifecycle import LIFECYCLE
from motcua.filing.models import Filing
from motcua.filing.offering import desks_of, is_in_force, is_offered, successor_of
from motcua.filing.representing import REPRESENTED, joined, parted
from motcua.procedures.models import Edition, content_of, form_of_edition
from motcua.questions.choices import AUTHORISATION
from motcua.questions.definition import Form
from motcua.questions.prefilling import from_account, prefilled

MOST_OPEN = 20  # filings of one account at once
MOST_TYPED = 200_000  # characters of all answers together
TAB_LENGTH = 40


class ChangedElsewhere(Refused):
    """The same section was saved meanwhile on another page: what is kept and what came are both shown."""

    status = 409
    code = "changed_elsewhere"
    message = "Phần này vừa được sửa ở một cửa sổ hoặc máy khác."

    def __init__(self, filing: Filing) -> None:
        super().__init__()
        self.filing = filing


def begin_once(*, by: Post, key: UUID, **given: Any) -> Filing:
    """Begin a filing of this key, or return the account's own that has it: pressed twice it is one.

    Raises as `begin`, and BadInput (`key_taken`) for the key of another's.
    """
    with transaction.atomic():
        _held(by)
        found = Filing.objects.visible_to(by).filter(pk=key).first()
        if found is None and Filing.objects.filter(pk=key).exists():
            raise BadInput("key_taken", "Hãy mở lại trang rồi bắt đầu khai.")
        return found or begin(by=by, key=key, **given)


@creates(Action.BEGIN, permit=permissions.may_begin)
def begin(
    *, by: Post, edition: Edition, desk: Agency, case: str = "", for_whom: str = ForWhom.SELF, key: UUID | None = None
) -> tuple[Filing, dict[str, Any]]:
    """Begin to file under an edition in force, with what the account knows already filled in.

    `for_whom`: the holder, somebody represented or an organisation; who that is is asked first, and suggested then.

    Raises BadInput (`not_online`, `not_in_force`, `unknown_desk`, `unknown_case`, `unknown_for_whom`,
    `own_name_needed`, `too_many_filings`).
    """
    moment = now()
    day, account = local(moment).date(), _held(by)
    check_offered(edition, desk=desk, case=case, day=day)
    _refuse_nameless(account, for_whom)
    if Filing.objects.visible_to(by).being_filled_in().count() >= MOST_OPEN:
        message = f"Bạn đang khai dở {MOST_OPEN} hồ sơ; hãy nộp hoặc bỏ bớt rồi khai hồ sơ mới."
        raise BadInput("too_many_filings", message)
    form = form_of_edition(edition.pk)
    assert form is not None  # it is offered
    filing = Filing(account=account, edition=edition, desk=desk, case=case, for_whom=for_whom, saved_at=moment)
    filing.pk = key or filing.pk
    filing.answers = prefilled(form, {}, account=known_of(filing), today=day)
    filing.moment = filing.begun_at = moment
    LIFECYCLE.begin(filing, Action.BEGIN)
    filing.save(force_insert=True)
    return filing, {"for_whom": str(for_whom)}


def _refuse_nameless(account: Account, for_whom: str) -> None:
    """Who files for others is named in the dossier as who submitted it."""
    if for_whom not in (ForWhom.SELF, *REPRESENTED):
        raise BadInput("unknown_for_whom", "Hãy chọn bạn nộp cho ai.", field="for_whom")
    if for_whom != ForWhom.SELF and not account.name:
        message = "Hãy ghi họ tên của bạn ở “Dữ liệu của tôi” trước khi nộp thay người khác hay cho tổ chức."
        raise BadInput("own_name_needed", message, field="for_whom")


def check_offered(edition: Edition, *, desk: Agency, case: str, day: date) -> None:
    """Raise BadInput (`not_online`, `not_in_force`, `unknown_desk`, `unknown_case`) for what cannot begin then."""
    content = content_of(edition.pk)
    if not is_offered(content):
        raise BadInput("not_online", "Thủ tục này chưa nộp trực tuyến được.", field="edition")
    if not is_in_force(edition, day):
        raise BadInput("not_in_force", "Bản công bố này không còn áp dụng.", field="edition")
    if desk not in desks_of(edition, day):
        raise BadInput("unknown_desk", "Hãy chọn nơi tiếp nhận hồ sơ.", field="desk")
    if case not in ({each.key for each in content.cases} or {""}):
        raise BadInput("unknown_case", "Hãy chọn trường hợp của bạn.", field="case")


def _held(by: Post) -> Account:
    """Return the account that acts, locked: what it may begin is counted by one at a time."""
    if by.account is None:
        raise NotPermitted()
    account: Account = Account.objects.select_for_update(no_key=True).get(pk=by.account.pk)
    return account


def keep(
    filing: Filing, *, by: Post, section: str, answers: Mapping[str, Any], seen: int, tab: str, turn: int = 0,
    page: int | None = None,
) -> Filing:  # fmt: skip
    """Keep what was typed in a section, right or wrong; returns the filing as it now is.

    `seen` is the version that the page shows, `tab` the page's own mark: what it saved itself is no news to it. `turn`
    counts what the page sends: what comes after something that it sent later was overtaken, and is let go. Raises
    ChangedElsewhere when another page saved the section after that version, StepRefused once it is sent or given up,
    NotPermitted, BadInput (`too_long`).
    """
    with transaction.atomic():
        filing = hold(filing, by=by)
        version, whose, turned = (*filing.touched.get(section, (0, "")), 0)[:3]
        if whose == tab and turn < turned:
            return filing
        if whose != tab and version > seen:
            raise ChangedElsewhere(filing)
        before = joined(filing)
        kept = before | dict(answers)
        if kept != before or section not in filing.touched:
            if len(json.dumps(kept, ensure_ascii=False)) > MOST_TYPED:
                raise BadInput("too_long", "Nội dung khai dài quá mức hệ thống nhận.")
            version = filing.version = filing.version + 1
        filing.touched = filing.touched | {section: [version, tab[:TAB_LENGTH], turn]}
        known = known_of(filing)
        filing.answers, filing.other = parted(filing, kept)
        _let_suggestions_go(filing, known)
        filing.saved_at = now()
        filing.page = filing.page if page is None else page
        filing.save(update_fields=["answers", "other", "touched", "version", "saved_at", "page"])
    return filing


def _let_suggestions_go(filing: Filing, before: Mapping[str, Any]) -> None:
    """Take back what was only suggested of the applicant, and is now said otherwise: it is suggested anew."""
    form, after = form_of_edition(filing.edition_id), known_of(filing)
    gone = {name: value for name, value in before.items() if after.get(name) != value}
    for _, question in form.questions() if form and gone else ():
        source = question.prefill.account if question.prefill else None
        if source in gone and filing.answers.get(question.code) == from_account(source, gone):
            filing.answers.pop(question.code, None)


@action(Action.RENEW, permit=permissions.may_renew, lifecycle=LIFECYCLE)
def renew(filing: Filing, *, by: Post) -> dict[str, Any]:
    """Go on under the edition in force, once the own one has ended: answers stay where the codes agree.

    What the new form asks anew, or takes no more, is said by the form itself. Raises BadInput (`still_in_force`,
    `not_online`).
    """
    day = local(filing.moment).date()
    if is_in_force(filing.edition, day):
        raise BadInput("still_in_force", "Bản công bố đang khai vẫn còn áp dụng.")
    later = successor_of(filing.edition, filing.desk, day)
    if later is None or not is_offered(content_of(later.pk)):
        raise BadInput("not_online", "Thủ tục này không còn nộp trực tuyến.")
    before, form = filing.edition_id, form_of_edition(later.pk)
    assert form is not None  # it is offered
    filing.edition, filing.touched, filing.page, filing.saved_at = later, {}, 0, filing.moment
    filing.answers = _carried(form, filing.answers)
    cases = {each.key for each in content_of(later.pk).cases} or {""}
    filing.case = filing.case if filing.case in cases else min(cases)
    known = {AUTHORISATION, *(question.code for _, question, _ in form.every_question())}
    forget_files(filing.files.exclude(question__in=known), cause=str(Action.RENEW))
    return {"before": before}


def _carried(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    known = {question.code for _, question in form.questions()}
    return {code: value for code, value in answers.items() if code in known}


@action(Action.ABANDON, permit=permissions.may_abandon, lifecycle=LIFECYCLE)
def abandon(filing: Filing, *, by: Post) -> dict[str, Any]:
    """Give a filing up: its answers and files go at once, that there was one stays."""
    filing.closed_at = filing.moment
    return {"files": empty(filing)}


def empty(filing: Filing) -> int:
    """Remove what was said and brought, and tell it for after a restore; returns how many files there were."""
    filing.answers, filing.other, filing.touched, filing.page = {}, None, {}, 0
    tell("filing.filing", [filing.pk])
    filing.uploads.all().delete()
    return forget_files(filing.files.all(), cause=str(Action.ABANDON))


def empty_again(filing: Filing) -> None:
    """Remove what an older copy brought back of a filing that had been given up."""
    if filing.state == State.OPEN:
        abandon(filing, by=Post.objects.system())


def sweep() -> int:
    """Give up what nobody went on with for so many days; returns how many."""
    by, before = Post.objects.system(), now() - timedelta(days=settings.FILING_DAYS)
    count = 0
    for filing in Filing.objects.being_filled_in().filter(saved_at__lt=before).order_by("saved_at"):
        with transaction.atomic():
            fresh = Filing.objects.select_for_update(of=("self",), no_key=True).get(pk=filing.pk)
            if fresh.state == State.OPEN and fresh.saved_at < before:  # somebody may have gone on just now
                abandon(fresh, by=by)
                count += 1
    return count


def edition_problem(filing: Filing) -> str:
    """Return "" while the filing may be sent under its edition, else "renew" or "ended"."""
    day = today()
    if is_in_force(filing.edition, day):
        return ""
    later = successor_of(filing.edition, filing.desk, day)
    return "renew" if later is not None and is_offered(content_of(later.pk)) else "ended"
