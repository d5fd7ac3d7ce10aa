"""Messages out as this desk shows them: how many stand where, why some failed, what each kind says. Reads only."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from motcua.administration.deeds import Deed
from motcua.agencies.models import Post
from motcua.citizens import permissions as of_citizens
from motcua.citizens.actions import close_digest, unreached_on
from motcua.citizens.choices import AlertState
from motcua.citizens.models import FailureDigest
from motcua.core.clock import LOCAL
from motcua.core.identity import mask
from motcua.notify import actions, permissions
from motcua.notify.choices import TO_SEND, TROUBLED, Action, Channel, Language, State, Trouble
from motcua.notify.lifecycle import OUTGOING
from motcua.notify.models import NoticeText, Outgoing
from motcua.notify.notices import Notice, all_notices, notice_of
from motcua.ui import formats

GROUPS: dict[str, tuple[str, tuple[State, ...]]] = {
    "khong-toi": ("Không tới", TROUBLED),
    "cho": ("Chờ gửi", (*TO_SEND, State.SENDING)),
    "da-gui": ("Đã gửi đi", (State.SENT,)),
    "da-toi": ("Đã tới nơi", (State.DELIVERED,)),
    "thoi": ("Thôi gửi", (State.CANCELLED,)),
}
COUNTED = ("khong-toi", "cho")  # few at any time; of the others there may be millions
TONES = {
    State.WAITING: "wait", State.SENDING: "wait", State.SENT: "new", State.DELIVERED: "ontime", State.FAILED: "soon",
    State.GIVEN_UP: "late", State.UNCLEAR: "late", State.CANCELLED: "done",
}  # fmt: skip


def _can(step: str) -> Any:
    """Offered to who may see to the message, from the states that the lifecycle knows."""
    return lambda by, row: row.state in OUTGOING.steps[step].sources and permissions.may_see_to(by, row)


DEEDS = {
    "gui-lai": Deed("Gửi lại", actions.send_again, "Tin sẽ được gửi lại ngay, hoặc khi hết giờ yên lặng.",
                    lambda by, row: row.emptied_at is None and _can(Action.SEND_AGAIN)(by, row), icon="send"),
    "thoi-gui": Deed("Thôi gửi", actions.cancel, "Tin này không gửi nữa.", _can(Action.CANCEL), grave=True,
                     icon="x"),
}  # fmt: skip
TEXT_DEEDS = {
    "tro-lai": Deed("Trở lại lời văn có sẵn", actions.drop_text, "Đã trở lại lời văn có sẵn.",
                    lambda by, row: row.in_use and permissions.may_change_text(by, row), icon="left"),
}  # fmt: skip
DIGEST_DEEDS = {
    "da-xem": Deed("Đã xem", close_digest, "Đã ghi.",
                   lambda by, row: row.state == AlertState.OPEN and of_citizens.may_close_digest(by, row),
                   icon="check"),
}  # fmt: skip


def tabs(by: Post, current: str) -> list[dict[str, Any]]:
    """Return the groups of states as tabs; those of which there are few with their number."""
    wanted = [state for group in COUNTED for state in GROUPS[group][1]]
    rows = Outgoing.objects.visible_to(by).filter(state__in=wanted).order_by().values("state")
    counts = dict(rows.annotate(count=Count("pk")).values_list("state", "count"))
    return [
        {"label": label, "url": f"?nhom={group}", "current": group == current,
         "count": sum(counts.get(state, 0) for state in states) if group in COUNTED else None,
         "tone": "late" if group == "khong-toi" and any(counts.get(state) for state in TROUBLED) else ""}
        for group, (label, states) in GROUPS.items()
    ]  # fmt: skip


def messages(by: Post, group: str) -> QuerySet[Outgoing]:
    """Return the messages of a group that a post may see, without their words."""
    rows = Outgoing.objects.visible_to(by).filter(state__in=GROUPS[group][1])
    return rows.select_related("office").defer("body", "subject")


def lines(rows: list[Outgoing]) -> list[dict[str, Any]]:
    """Return messages as they are drawn: never what they say, of the recipient only a mask."""
    return [
        {"row": row, "kind": label_of(row.kind), "to": mask(row.recipient) or "(đã xóa)",
         "tone": TONES[State(row.state)], "state": row.get_state_display(), "why": why(row),
         "office": row.office.short_name if row.office else ""}
        for row in rows
    ]  # fmt: skip


def label_of(kind: str) -> str:
    """Return what a kind of notice is called; its key where this version does not know it any more."""
    known = {notice.key: notice.label for notice in all_notices()}
    return known.get(kind, kind)


def why(row: Outgoing) -> str:
    """Return why a message did not go, in words."""
    return str(Trouble(row.trouble).label) if row.trouble else ""


def facts(row: Outgoing) -> list[tuple[str, Any]]:
    """Label and value, as {% kv %} draws them; what the gateway said without the address in it."""
    said = row.said.replace(row.recipient, mask(row.recipient)) if row.recipient else ""
    told: list[tuple[str, Any]] = [
        ("Loại", label_of(row.kind)), ("Kênh", f"{row.get_channel_display()}, {row.get_language_display()}"),
        ("Tới", mask(row.recipient) or "(đã xóa)"), ("Cơ quan", row.office.name if row.office else ""),
        ("Trạng thái", row.get_state_display()), ("Vì sao", why(row)), ("Máy gửi trả lời", said),
        ("Số lần gửi", f"{row.attempts} / {row.most}"), ("Ghi lúc", formats.moment(row.created_at)),
        *((label, formats.moment(at)) for label, at in (
            ("Làm tiếp lúc", row.next_at if row.state in TO_SEND else None), ("Gửi đi lúc", row.sent_at),
            ("Tới nơi lúc", row.delivered_at), ("Thôi gửi lúc", row.ended_at),
            ("Xóa nội dung lúc", row.emptied_at)) if at),
    ]  # fmt: skip
    return [(label, value) for label, value in told if value]


def failures(row: Outgoing) -> list[dict[str, Any]]:
    """Return the attempts that failed as `{% timeline %}` draws them, the newest first."""
    return [
        {"at": datetime.fromisoformat(each["at"]).astimezone(LOCAL), "text": str(Trouble(each["trouble"]).label)}
        for each in reversed(row.tries)
    ]  # fmt: skip


def causes(digest: FailureDigest) -> list[dict[str, Any]]:
    """Return a day's failures by what, how and why, the most frequent first."""
    told = [
        {"kind": label_of(each["kind"]), "channel": Channel(each["channel"]).label,
         "why": Trouble(each["trouble"]).label, "count": each["count"]}
        for each in digest.causes
    ]  # fmt: skip
    return sorted(told, key=lambda each: (-each["count"], each["kind"]))


def unreached(digest: FailureDigest) -> int:
    """Return at how many addresses of a day's failures the last messages all failed for good, as it stands now."""
    return unreached_on(digest.agency, digest.day)


# Words


def texts(by: Post) -> list[dict[str, Any]]:
    """Return every kind of notice with, for each channel and language, whose words are used at the post's unit."""
    own = {(row.kind, row.channel, row.language): row for row in
           reversed(NoticeText.objects.nearest(by.agency).select_related("agency"))}  # fmt: skip
    return [
        {"notice": notice, "ways": [
            {"channel": channel.label, "language": language.label, "url": text_url(notice.key, channel, language),
             "whose": own[notice.key, channel, language].agency.short_name
             if (notice.key, channel, language) in own else ""}
            for channel in Channel for language in Language
        ]}
        for notice in all_notices()
    ]  # fmt: skip


def text_url(kind: str, channel: str, language: str) -> str:
    """Return the address of one text."""
    return reverse("administration:notice_text", args=[kind, str(channel), str(language)])


def asked(kind: str, channel: str, language: str) -> Notice:
    """Return the kind that an address names. Raises KeyError for what there is not."""
    if channel not in Channel.values or language not in Language.values:
        raise KeyError(channel)
    return notice_of(kind)


def title_of(notice: Notice, channel: str, language: str) -> str:
    """Return what a text is called."""
    return f"{notice.label}: {Channel(channel).label}, {Language(language).label}"


def begins_with(notice: Notice, by: Post, channel: str, language: str) -> dict[str, str]:
    """Return the words used at the post's unit today."""
    subject, body = actions.text_of(notice, channel, language, office=by.agency)
    return {"heading": subject, "body": body}


def own_text(by: Post, kind: str, channel: str, language: str) -> NoticeText | None:
    """Return the text of the post's own unit, in use or not."""
    rows = NoticeText.objects.visible_to(by).filter(agency=by.agency, kind=kind)
    return rows.filter(channel=channel, language=language).select_related("agency").first()


def lengths(found: Any) -> list[tuple[str, str]]:
    """Return how long a tried text is as an SMS, in words."""
    named: Mapping[str, Any] = {"Có dấu": found.with_marks, "Không dấu": found.without}
    return [(label, f"{each.characters} ký tự, {each.parts} tin") for label, each in named.items() if each]
