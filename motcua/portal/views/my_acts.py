"""What the holder of an account does to a dossier of theirs: write, bring what is asked for, withdraw, fetch files."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.access import Request
from motcua.citizens.access import account_of
from motcua.dossiers import owners
from motcua.dossiers.actions.messages import see_messages
from motcua.dossiers.actions.printing import keep_pdf
from motcua.dossiers.choices import State
from motcua.dossiers.models import Dossier
from motcua.files import viewing
from motcua.files.models import StoredFile
from motcua.portal import my_acts
from motcua.portal.doors import own_page
from motcua.portal.my_dossiers import mine


def _mine(request: Request, code: str) -> tuple[Dossier, Any]:
    """One's own dossier, and oneself as who acts; somebody else's is not there."""
    account: Any = account_of(request)
    rows = mine(account).select_related("desk", "agency", "applicant", "submitter", "bill")
    found: Dossier = get_object_or_404(rows, code=code)
    return found, account.acting()


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def talk(request: Request, code: str) -> HttpResponse:
    """Trao đổi: what the office and the holder wrote to each other; writing goes on until the dossier is closed."""
    found, by = _mine(request, code)
    form = my_acts.MessageForm(*my_acts.sent(request))
    if form.is_bound and my_acts.done(form, partial(my_acts.write, found, by=by, form=form)):
        return redirect(f"{request.path}#cuoi")
    see_messages(found, by=by)
    shown = {"dossier": found, "form": form, "talk": my_acts.talk_of(found)}
    return render(request, "portal/my_talk.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def supplement(request: Request, code: str) -> HttpResponse:
    """Bổ sung giấy tờ: a file for each paper asked for, or a word why not."""
    found, by = _mine(request, code)
    asked = my_acts.asked_of(found) if found.state == State.WAITING_SUPPLEMENT else None
    if asked is None:
        return redirect("portal:my_dossier", found.code)
    form = my_acts.SupplementForm(asked.papers, *my_acts.sent(request))
    if form.is_bound and my_acts.done(form, partial(my_acts.bring, found, by=by, form=form)):
        return redirect("portal:my_dossier", found.code)
    shown = {"dossier": found, "form": form, "asked": asked}
    return render(request, "portal/my_supplement.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def withdraw(request: Request, code: str) -> HttpResponse:
    """Rút hồ sơ: with a reason, before there is a result."""
    found, by = _mine(request, code)
    if not my_acts.may_still_withdraw(found):
        return redirect("portal:my_dossier", found.code)
    form = my_acts.WithdrawForm(*my_acts.sent(request))
    if form.is_bound and my_acts.done(form, partial(my_acts.take_back, found, by=by, form=form)):
        return redirect("portal:my_dossier", found.code)
    shown = {"dossier": found, "form": form}
    return render(request, "portal/my_withdrawal.html", shown, status=422 if form.errors else 200)


@require_safe
@own_page
def result(request: Request, code: str, result: int) -> HttpResponse:
    """The result itself, to keep; on record."""
    found, by = _mine(request, code)
    row = get_object_or_404(owners.results_of(found), pk=result)
    file = row.file or keep_pdf(row.printed, by=by).file  # type: ignore[arg-type]  # one of the two is there
    return _sent(request, file, by=by, why="Tải kết quả của mình")


@require_safe
@own_page
def printed(request: Request, code: str, paper: UUID) -> HttpResponse:
    """A paper that was printed for the holder."""
    found, by = _mine(request, code)
    kept = keep_pdf(get_object_or_404(owners.printed_for(found), pk=paper), by=by)
    return _sent(request, kept.file, by=by, why="Tải giấy tờ của mình")


@require_safe
@own_page
def file(request: Request, code: str, file: UUID) -> HttpResponse:
    """A file that the holder brought, or that the office sent."""
    found, by = _mine(request, code)
    return _sent(request, owners.file_of(found, file), by=by, why="Tải tệp của mình")


def _sent(request: Request, file: StoredFile | None, *, by: Any, why: str) -> HttpResponse:
    if file is None:
        raise Http404
    return viewing.respond(request, file, by=by, why=why, download=True)
