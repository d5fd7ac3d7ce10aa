"""Thông báo gửi đi: the outbox, failures of a day, the words, the hours."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.administration import outbox as kept
from motcua.administration.deeds import buttons, deed_page
from motcua.administration.forms.notices import RulesForm, TextForm
from motcua.administration.lines import Lines
from motcua.administration.sections import KEEPER
from motcua.agencies.access import Request, post_required
from motcua.citizens.models import FailureDigest
from motcua.core.errors import Refused
from motcua.core.stories import story_of
from motcua.notify import actions, permissions
from motcua.notify.models import Outgoing, SendingRules
from motcua.notify.notices import Notice
from motcua.ui.pages import detail_page, form_page, list_page

page = require_http_methods(["GET", "POST"])
OUTBOX, TEXTS, RULES = "Thông báo gửi đi", "Lời văn thông báo", "Cách gửi thông báo"


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("Quản trị", reverse("administration:home")), (OUTBOX, reverse("administration:notices")), *more]


@require_safe
@post_required(*KEEPER)
def outbox(request: Request) -> HttpResponse:
    """Thông báo gửi đi: what waits, failed, went, arrived."""
    group = request.GET.get("nhom", "")
    group = group if group in kept.GROUPS else "khong-toi"
    return list_page(
        request, kept.messages(request.post, group), title=OUTBOX, order=("-created_at", "-pk"), noun="tin",
        template="administration/notices/outbox.html", tabs=kept.tabs(request.post, group),
        context={"look": Lines(kept.lines)}, empty="Không có tin nào",
    )  # fmt: skip


def _message(request: Request, key: UUID) -> Outgoing:
    return get_object_or_404(Outgoing.objects.visible_to(request.post).select_related("office"), pk=key)


@require_safe
@post_required(*KEEPER)
def message(request: Request, notice: UUID) -> HttpResponse:
    """Một tin: where it stands and why; not what it says, nor to whom in full."""
    found = _message(request, notice)
    return detail_page(
        request, found, title=f"{kept.label_of(found.kind)}, {found.get_channel_display()}",
        template="administration/notices/message.html", crumbs=_crumbs(),
        actions=buttons(kept.DEEDS, found, by=request.post, route="administration:notice_deed"),
        context={"facts": kept.facts(found), "story": story_of(found), "failures": kept.failures(found)},
    )  # fmt: skip


@page
@post_required(*KEEPER)
def deed(request: Request, notice: UUID, notice_deed: str) -> HttpResponse:
    """Gửi lại, thôi gửi: with the reason."""
    found = _message(request, notice)
    done = reverse("administration:notice", args=[notice])
    return deed_page(request, kept.DEEDS, notice_deed, found, done=done, crumbs=_crumbs(("Tin", done)))


def _digest(request: Request, key: str) -> FailureDigest:
    unit, _, day = key.partition("-")
    rows = FailureDigest.objects.visible_to(request.post).select_related("agency", "task")
    if not (unit.isdecimal() and day.isdecimal() and len(key) < 30):
        raise Http404
    return get_object_or_404(rows, task__url_key=key)


@require_safe
@post_required(*KEEPER)
def failures(request: Request, digest: str) -> HttpResponse:
    """Không tới trong một ngày: by what, how and why."""
    found = _digest(request, digest)
    return detail_page(
        request, found, title=str(found), template="administration/notices/failures.html", crumbs=_crumbs(),
        actions=[_close(digest)] if kept.DIGEST_DEEDS["da-xem"].offered(request.post, found) else [],
        context={"causes": kept.causes(found), "unreached": kept.unreached(found), "story": story_of(found)},
    )  # fmt: skip


def _close(key: str) -> dict[str, Any]:
    url = reverse("administration:notice_failures_deed", args=[key, "da-xem"])
    return {"label": "Đã xem", "url": url, "kind": "primary", "icon": "check"}


@page
@post_required(*KEEPER)
def failures_deed(request: Request, digest: str, failures_deed: str) -> HttpResponse:
    """Đã xem: what was done about it."""
    found = _digest(request, digest)
    done = reverse("administration:notice_failures", args=[digest])
    return deed_page(request, kept.DIGEST_DEEDS, failures_deed, found, done=done, crumbs=_crumbs((str(found), done)))


@require_safe
@post_required(*KEEPER)
def texts(request: Request) -> HttpResponse:
    """Lời văn: every kind, whose words are used."""
    shown = {"title": TEXTS, "texts": kept.texts(request.post), "crumbs_items": _crumbs((TEXTS, ""))}
    return render(request, "administration/notices/texts.html", shown)


def _asked(kind: str, channel: str, language: str) -> Notice:
    try:
        return kept.asked(kind, channel, language)
    except KeyError as error:
        raise Http404 from error


@page
@post_required(*KEEPER)
def text(request: Request, kind: str, channel: str, language: str) -> HttpResponse:
    """Một lời văn: changed for the own unit and all below it."""
    notice, own = _asked(kind, channel, language), kept.own_text(request.post, kind, channel, language)
    one = {"kind": kind, "channel": channel, "language": language}
    act = partial(actions.change_text, own) if own else partial(actions.write_text, **one)
    return _text_form(request, notice, channel, language, act=partial(act, by=request.post), subject=own)


def _text_form(request: Request, notice: Notice, channel: str, language: str, **given: Any) -> HttpResponse:
    url = kept.text_url(notice.key, channel, language)
    own = kept.own_text(request.post, notice.key, channel, language)
    return form_page(
        request, TextForm, title=kept.title_of(notice, channel, language), save="Dùng lời văn này", done=url,
        said="Đã đổi. Tin gửi từ lúc này có lời văn mới; tin đã ghi giữ nguyên.",
        template="administration/notices/text.html", **given,
        options={"by": request.post, "notice": notice, "channel": channel},
        initial=kept.begins_with(notice, request.post, channel, language),
        context={"crumbs_items": _crumbs((TEXTS, reverse("administration:notice_texts"))), "url": url, "own": own,
                 "story": story_of(own) if own else [], "cancel_url": reverse("administration:notice_texts")},
    )  # fmt: skip


@require_POST
@post_required(*KEEPER)
def try_text(request: Request, kind: str, channel: str, language: str) -> HttpResponse:
    """Xem thử: what has been typed with invented values; bad words are refused as when they are kept."""
    notice = _asked(kind, channel, language)
    form = TextForm(request.POST, by=request.post, notice=notice, channel=channel)
    form.fields["note"].required = False  # why is asked for when it is kept
    try:
        found = actions.tried(kind, channel, **form.words()) if form.is_valid() else None
    except Refused as refused:
        return _text_form(request, notice, channel, language, act=partial(_again, refused))
    if found is None:
        return _text_form(request, notice, channel, language, act=None)
    shown = {"title": f"Xem thử: {notice.label}", "tried": found, "lengths": kept.lengths(found)}
    return render(request, "administration/notices/tried.html", shown)


def _again(refused: Refused, **inputs: Any) -> None:
    raise refused


@page
@post_required(*KEEPER)
def text_deed(request: Request, kind: str, channel: str, language: str, text_deed: str) -> HttpResponse:
    """Trở lại lời văn có sẵn, with the reason."""
    _asked(kind, channel, language)
    found = kept.own_text(request.post, kind, channel, language)
    if found is None:
        raise Http404
    done = kept.text_url(kind, channel, language)
    return deed_page(request, kept.TEXT_DEEDS, text_deed, found, done=done, crumbs=_crumbs((str(found), done)))


@page
@post_required(*KEEPER)
def rules(request: Request) -> HttpResponse:
    """Cách gửi: quiet hours, tries, marks, how long content is kept."""
    found = SendingRules.objects.visible_to(request.post).get(pk=1)
    names = ("quiet_from", "quiet_until", "tries", "marked_sms", "kept_days")
    return form_page(
        request, RulesForm, subject=found, act=partial(actions.change_rules, found, by=request.post), title=RULES,
        permit=permissions.may_change_rules(request.post, found), done=reverse("administration:notices"),
        said="Đã đổi cách gửi.", options={"by": request.post}, initial={name: getattr(found, name) for name in names},
        context={"crumbs_items": _crumbs((RULES, "")), "cancel_url": reverse("administration:notices")},
    )  # fmt: skip
