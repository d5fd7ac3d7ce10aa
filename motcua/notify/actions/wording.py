"""The words of a message: an office's own where it has written some, else the product's."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from motcua.agencies.models import Agency, Post
from motcua.core.actions import action, creates
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.notify import permissions
from motcua.notify.choices import Action, Channel, Language
from motcua.notify.lengths import MOST_PARTS, Length, length_of, unmarked
from motcua.notify.models import NoticeText, SendingRules
from motcua.notify.notices import Notice, all_notices, notice_of
from motcua.notify.words import filled, foreign, plain_values

SUBJECT_LIMIT, BODY_LIMIT = 150, 4_000


class Tried(NamedTuple):
    """A text with the examples in its places; `with_marks` and `without` tell how long it is as an SMS."""

    subject: str
    body: str
    with_marks: Length | None
    without: Length | None


def worded(
    notice: Notice, channel: str, language: str, *, office: Agency | None, values: Mapping[str, Any],
    rules: SendingRules,
) -> tuple[str, str]:  # fmt: skip
    """Return (subject, body) of a message. Raises KeyError for a place without a value, ValueError for a value
    without a place."""
    given = plain_values(values, language=language)
    if strange := set(given) - set(notice.places):
        raise ValueError(f"{notice.key} has no places {sorted(strange)}")
    if missing := set(notice.places) - set(given):
        raise KeyError(f"{notice.key} wants {sorted(missing)}")
    subject, body = text_of(notice, channel, language, office=office)
    subject, body = clean(filled(subject, given)), clean(filled(body, given), lines=True)
    return subject, unmarked(body) if channel == Channel.SMS and not rules.marked_sms else body


def text_of(notice: Notice, channel: str, language: str, *, office: Agency | None) -> tuple[str, str]:
    """Return (subject, body), places unfilled: of the nearest unit at or above the office, else the product's own.

    What no office sends is worded by the unit that operates the installation.
    """
    own = own_text(notice.key, channel, language, office=office or Agency.objects.operator())
    return (own.subject, own.body) if own else notice.text(channel, language)


def own_text(kind: str, channel: str, language: str, *, office: Agency | None) -> NoticeText | None:
    """Return the words in use for an office that somebody wrote, if there are any."""
    if office is None:
        return None
    rows = NoticeText.objects.nearest(office).filter(kind=kind, channel=channel, language=language)
    return rows.select_related("agency").first()


def tried(kind: str, channel: str, *, heading: str, body: str) -> Tried:
    """Return a text as it would go out, with invented values. Raises BadInput like `write_text`."""
    notice, subject, body = _checked(kind, channel, heading, body)
    shown = filled(body, notice.examples())
    short = channel == Channel.SMS
    return Tried(
        filled(subject, notice.examples()), shown,
        length_of(shown) if short else None, length_of(unmarked(shown)) if short else None,
    )  # fmt: skip


@creates(Action.WRITE_TEXT, permit=permissions.may_write_text)
def write_text(*, by: Post, kind: str, channel: str, language: str, heading: str, body: str) -> NoticeText:
    """Set the own unit's words for a kind of notice, for all below it.

    Raises BadInput (`unknown_kind`, `unknown_channel`, `unknown_language`, `subject_needed`, `subject_one_line`,
    `body_needed`, `text_too_long`, `unknown_place`, `text_stands`).
    """
    _, subject, body = _checked(kind, channel, heading, body)
    if language not in Language.values:
        raise BadInput("unknown_language", "Ngôn ngữ này không có.")
    one = {"agency": by.agency, "kind": kind, "channel": channel, "language": language}
    if NoticeText.objects.filter(**one).exists():
        raise BadInput("text_stands", "Đơn vị đã có lời văn cho thông báo này: hãy sửa lời văn ấy.")
    text = NoticeText(**one, subject=subject, body=body)
    text.save(force_insert=True)
    return text


@action(Action.CHANGE_TEXT, permit=permissions.may_change_text)
def change_text(text: NoticeText, *, by: Post, heading: str, body: str) -> None:
    """Say it in other words from now on; what was sent stays as it was. Raises BadInput like `write_text`."""
    _, text.subject, text.body = _checked(text.kind, text.channel, heading, body)
    text.in_use = True


@action(Action.DROP_TEXT, permit=permissions.may_change_text)
def drop_text(text: NoticeText, *, by: Post) -> None:
    """Go back to the words of the unit above, or the product's own. Raises BadInput (`not_in_use`)."""
    if not text.in_use:
        raise BadInput("not_in_use", "Đơn vị đang dùng lời văn có sẵn.")
    text.in_use = False


def _checked(kind: str, channel: str, heading: str, body: str) -> tuple[Notice, str, str]:
    if kind not in {notice.key for notice in all_notices()}:
        raise BadInput("unknown_kind", "Loại thông báo này không có.")
    if channel not in Channel.values:
        raise BadInput("unknown_channel", "Kênh này không có.")
    notice = notice_of(kind)
    subject = _subject(channel, heading)
    body = clean(body, lines=True)
    if not body:
        raise BadInput("body_needed", "Nhập nội dung.", field="body")
    if len(body) > BODY_LIMIT:
        raise BadInput("text_too_long", f"Nội dung dài quá {BODY_LIMIT:,} ký tự.".replace(",", "."), field="body")
    _check_places(notice, subject, field="heading")
    _check_places(notice, body, field="body")
    if channel == Channel.SMS:
        _check_length(filled(body, notice.examples()))
    return notice, subject, body


def _subject(channel: str, subject: str) -> str:
    if channel != Channel.EMAIL:
        return ""
    if len(subject.strip().splitlines()) > 1:  # would be another line of the letter's head
        raise BadInput("subject_one_line", "Tiêu đề chỉ một dòng.", field="heading")
    subject = clean(subject)
    if not subject:
        raise BadInput("subject_needed", "Nhập tiêu đề.", field="heading")
    if len(subject) > SUBJECT_LIMIT:
        raise BadInput("text_too_long", f"Tiêu đề dài quá {SUBJECT_LIMIT} ký tự.", field="heading")
    return subject


def _check_places(notice: Notice, text: str, *, field: str) -> None:
    if strange := foreign(text, notice.places):
        known = ", ".join(f"{{{name}}}" for name in notice.places)
        raise BadInput(
            "unknown_place", f"Không dùng được {' '.join(strange)} ở đây. Chỗ điền dùng được: {known}.", field=field
        )


def _check_length(text: str) -> None:
    found = length_of(text)
    if found.parts > MOST_PARTS:
        raise BadInput(
            "text_too_long",
            f"Điền ví dụ vào, tin dài {found.characters} ký tự, {found.parts} tin; nhiều nhất {MOST_PARTS} tin.",
            field="body",
        )
