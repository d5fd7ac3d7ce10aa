"""What the pages of one adoption show: its draft and editions in words, its problems, what differs."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from motcua.administration.catalogue.looking import adoptions_of, marks_of, unit_names
from motcua.administration.routing.moving import to_move
from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency, Post
from motcua.core.clock import today
from motcua.core.events import texts
from motcua.procedures import permissions
from motcua.procedures.choices import Action
from motcua.procedures.comparing import Part, changed_parts, compare
from motcua.procedures.editions import Content, content_from
from motcua.procedures.models import Adoption, Edition, content_of
from motcua.procedures.online_form import form_notices
from motcua.procedures.readiness import problems
from motcua.procedures.record_wording import record_parts
from motcua.procedures.routes import AGENCY, Route
from motcua.procedures.validation import validate
from motcua.procedures.wording import FORM_PART, content_parts
from motcua.worktime.stored import calendar_of

DRAFT = "nhap"
EDITABLE = {  # part of the content → where it is edited
    "Thông tin chung": "chung", "Trường hợp": "truong-hop", "Thời hạn giải quyết": "thoi-han", "Phí, lệ phí": "phi",
    "Thành phần hồ sơ": "giay-to", "Quy trình": "quy-trinh", "Kết quả": "chung", "Căn cứ pháp lý": "chung",
    "Quy tắc riêng": "chung", "Số liệu cho bộ chỉ số phục vụ": "chi-so",
}  # fmt: skip
ACTIONS = dict(Action.choices)
FORM_STEPS = (Action.CHANGE_FORM, Action.UNDO_FORM)
ROUTE_STEPS = (Action.CHANGE_ROUTE, Action.UNDO_ROUTE)
SHOWN_OF_FORM = 3  # lines: how much it asks, its name, its languages


def adoption_or_404(by: Post, key: int, on: date) -> Any:
    """Return an adoption of the post's office or below, with how it stands."""
    return get_object_or_404(adoptions_of(by, on), pk=key)


def draft_of(adoption: Adoption) -> Content:
    """Return the draft as content."""
    return content_from(adoption.draft | {"decision": adoption.decision})


def _places(route: Route) -> Iterable[str]:
    for step in route.all_steps():
        yield step.at.removeprefix(AGENCY)
        yield from (leg.agency for leg in step.legs)


def words_of(*contents: Content) -> list[dict[str, dict[str, str]]]:
    """Return each content in words, with the names of the units they speak of."""
    names = unit_names(code for content in contents for code in (content.division, *_places(content.route)))
    return [content_parts(content, names) for content in contents]


def shortened(parts: dict[str, dict[str, str]]) -> Iterable[tuple[str, Iterable[tuple[str, str]]]]:
    """Return the parts with their lines, of the online form only what it is: its questions have a page of their own."""
    for title, lines in parts.items():
        yield title, list(lines.items())[: SHOWN_OF_FORM if title == FORM_PART else None]


def problems_of(adoption: Adoption, on: date) -> list[str]:
    """Return in words what keeps the draft from being published from a day on."""
    content = draft_of(adoption)
    found = [text for _, text in problems(content, national=adoption.procedure.record().channels)]
    if found:
        return found
    calendar = calendar_of(adoption.office, on)
    return [f"{text}." for text in validate(content.route, calendar, content.limits, terms=content.terms, after=on)]


def served_units(adoption: Adoption, on: date) -> list[str]:
    """Return the names of the offices below that the adoption also serves."""
    if not adoption.serves:
        return []
    below = Agency.objects.below(adoption.office).valid(on).of_kind(*map(Kind, adoption.serves))
    return list(below.exclude(pk=adoption.office_id).order_by("name_key").values_list("short_name", flat=True))


def state_of(edition: Edition, on: date) -> tuple[str, str]:
    """Return (tone, words) of how an edition stands on a day."""
    if edition.cancelled_on:
        return "done", f"Đã hủy ngày {edition.cancelled_on:%d/%m/%Y}"
    if edition.valid_from > on:
        return "soon", "Chưa có hiệu lực"
    if edition.valid_to and edition.valid_to < on:
        return "done", "Hết hiệu lực"
    return "ontime", "Đang áp dụng"


def _lines(adoption: Adoption, on: date) -> list[dict[str, Any]]:
    lines = []
    editions = list(adoption.editions.select_related("published_by__person").without_content().order_by("-number"))
    for place, edition in enumerate(editions):
        tone, words = state_of(edition, on)
        before = editions[place + 1].number if place + 1 < len(editions) else None
        lines.append(
            {"edition": edition, "tone": tone, "words": words, "before": before}
            | {"scheduled": edition.valid_from > on and not edition.cancelled_on}
        )
    return lines


def difference_from_national(adoption: Adoption) -> list[Part]:
    """Return what the newest national record changes against the one that the marked edition followed."""
    marked = adoption.editions.filter(cancelled_on=None).exclude(review="").order_by("-number").first()
    procedure = adoption.procedure
    if marked is None or marked.national_number >= procedure.number:
        return []
    before, after = procedure.record(marked.national_number), procedure.record()
    return compare(record_parts(before), record_parts(after), only_changes=True)


def _last_step(adoption: Adoption, actions: Iterable[str]) -> Subquery:
    """Of the many steps in which a form or a route is designed the history tells the newest."""
    return Subquery(adoption.events.filter(action__in=actions).order_by("-pk").values("pk")[:1])


def _history(adoption: Adoption) -> list[dict[str, Any]]:
    newest = Q(pk=_last_step(adoption, FORM_STEPS)) | Q(pk=_last_step(adoption, ROUTE_STEPS))
    told = adoption.events.filter(~Q(action__in=(*FORM_STEPS, *ROUTE_STEPS)) | newest)
    events = list(told.select_related("by__person").order_by("-pk")[:30])
    notes = texts(events)
    return [
        {
            "at": event.happened_at,
            "text": f"{ACTIONS.get(event.action, event.action)} – {event.by}",
            "tone": "",
            "quote": notes.get(event.pk) or event.data.get("reason", ""),
        }
        for event in events
    ]


def _reviews(adoption: Adoption) -> list[str]:
    marked = adoption.editions.filter(cancelled_on=None).exclude(review="").order_by("-number")
    return list(dict.fromkeys(marked.values_list("review", flat=True)))


def page_of(adoption: Any, by: Post, on: date) -> dict[str, Any]:
    """Return what the page of one adoption shows."""
    parts, may = words_of(draft_of(adoption))[0], may_of(adoption, by)
    latest = adoption.editions.filter(cancelled_on=None).order_by("-number").first()
    unpublished = changed_parts(words_of(content_of(latest.pk))[0], parts) if latest else []
    return {
        "parts": [(title, list(lines), EDITABLE.get(title, "")) for title, lines in shortened(parts)],
        "form_part": FORM_PART,
        "notices": [] if adoption.ended_on else form_notices(draft_of(adoption)),
        "problems": [] if adoption.ended_on else problems_of(adoption, on),
        "editions": _lines(adoption, on),
        "latest": latest,
        "unpublished": unpublished,
        "reviews": _reviews(adoption),
        "difference": difference_from_national(adoption) if adoption.is_to_review else [],
        "served": served_units(adoption, on),
        "kinds": [Kind(kind).label for kind in adoption.serves],
        "marks": marks_of(adoption),
        "history": _history(adoption),
        "to_move": to_move(adoption, by=by) if may["publish"] else 0,
        "may": may,
    }


def may_of(adoption: Adoption, by: Post) -> dict[str, bool]:
    """Return what the post may do to the adoption; nothing is offered once it has ended."""
    standing = adoption.ended_on is None
    return {
        "edit": standing and permissions.may_change_draft(by, adoption),
        "publish": standing and permissions.may_publish(by, adoption),
        "cancel": standing and permissions.may_cancel(by, adoption),
        "review": permissions.may_review(by, adoption),
        "end": standing and permissions.may_end(by, adoption),
        "undo_end": not standing and adoption.office.valid_to is None and permissions.may_undo_end(by, adoption),
    }


def buttons_of(adoption: Any, page: dict[str, Any]) -> list[dict[str, str]]:
    """Return the buttons of the page: only what may be done now."""
    key, may = adoption.pk, page["may"]
    buttons = []
    if may["publish"] and not page["problems"] and (page["unpublished"] or not page["latest"]):
        buttons.append(_button("Ban hành bản thảo", "catalogue_publish", key, kind="primary"))
    elif may["publish"] and not page["problems"]:
        buttons.append(_button("Ban hành lại bản thảo", "catalogue_publish", key))
    if may["review"] and adoption.is_to_review:
        buttons.append(_button("Xác nhận đã rà soát", "catalogue_review", key))
    if page["to_move"]:
        label = f"Chuyển {page['to_move']} hồ sơ đang giải quyết sang quy trình mới"
        buttons.append(_button(label, "route_move", key))
    if page["latest"]:
        buttons.append(_button("So sánh các bản", "catalogue_compare", key))
    if may["end"]:
        buttons.append(_button("Thôi áp dụng", "catalogue_end", key, kind="danger"))
    if may["undo_end"]:
        buttons.append(_button("Bỏ thôi áp dụng", "catalogue_undo_end", key))
    return buttons


def _button(label: str, name: str, key: int, *, kind: str = "") -> dict[str, str]:
    return {"label": label, "url": reverse(f"administration:{name}", args=[key]), "kind": kind}


def state_asked(adoption: Adoption, asked: str) -> tuple[str, Content]:
    """Return (name, content) of the draft or of an edition by its number. Raises Http404."""
    if asked == DRAFT:
        return "Bản thảo", draft_of(adoption)
    number = int(asked) if asked.isdecimal() and len(asked) < 9 else 0
    edition = adoption.editions.filter(number=number).without_content().first()
    if edition is None:
        raise Http404
    return f"Bản số {number}", content_of(edition.pk)


def comparison(adoption: Adoption, left: str, right: str, *, only_changes: bool) -> dict[str, Any]:
    """Return two states of one adoption side by side."""
    (before, old), (after, new) = state_asked(adoption, left), state_asked(adoption, right)
    old_words, new_words = words_of(old, new)
    parts = compare(old_words, new_words, only_changes=only_changes)
    return {"parts": parts, "before": before, "after": after, "differs": any(part.differs for part in parts)}


def sides_of(adoption: Adoption) -> list[tuple[str, str]]:
    """Return what may be compared: the draft, and every edition, the newest first."""
    numbers = adoption.editions.order_by("-number").values_list("number", "valid_from", "cancelled_on")
    named = [(str(n), f"Bản số {n}, từ {day:%d/%m/%Y}{' (đã hủy)' if gone else ''}") for n, day, gone in numbers]
    return [(DRAFT, "Bản thảo đang sửa"), *named]


def sides_asked(adoption: Adoption, asked: Any) -> tuple[str, str]:
    """Return which two states are asked for; by default the newest edition against the draft."""
    latest = adoption.editions.filter(cancelled_on=None).order_by("-number").values_list("number", flat=True).first()
    return asked.get("trai") or str(latest or DRAFT), asked.get("phai") or DRAFT


def before_publishing(adoption: Adoption) -> dict[str, Any]:
    """Return what publishing would change against the newest edition, and what keeps it from being published."""
    latest = adoption.editions.filter(cancelled_on=None).order_by("-number").first()
    draft = draft_of(adoption)
    shown = {"latest": latest, "problems": problems_of(adoption, today()), "notices": form_notices(draft)}
    if latest is None:
        return shown | {"difference": []}
    before, after = words_of(content_of(latest.pk), draft)
    return shown | {"difference": compare(before, after, only_changes=True)}
