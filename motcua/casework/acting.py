"""The page of an action: which form, which words, what stands beside it, where it leads."""

from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse

from motcua.agencies.models import Post
from motcua.casework import asking
from motcua.casework.buttons import ENDING, LEADS, arranged, label_of
from motcua.casework.dossier_page import counted, promise_facts, results
from motcua.casework.origins import home
from motcua.casework.papers import papers_of, shelf
from motcua.core.addresses import address
from motcua.core.clock import local
from motcua.core.models import Note
from motcua.dossiers.choices import CLOSED, Action
from motcua.dossiers.falling import warning_of
from motcua.dossiers.models import Consultation, Dossier
from motcua.dossiers.offers import offered
from motcua.dossiers.permissions import is_asked
from motcua.dossiers.values import money_words
from motcua.procedures.editions import Content
from motcua.ui.pages import said_with_link

TEMPLATES = {
    Action.RESUME: "casework/act_resume.html",
    Action.CONSULT: "casework/act_consult.html",
    Action.COLLECT_FEE: "casework/act_collect_fee.html",
}
SAVE = {
    Action.REQUEST_SUPPLEMENT: "Gửi yêu cầu, dừng đồng hồ",
    Action.RESUME: "Nhận và chạy lại đồng hồ",
    Action.SIGN: "Ký và lấy số",
    Action.EXTEND: "Gia hạn, hẹn lại ngày",
    Action.DRAFT_APOLOGY: "Lưu, trình ký",
    Action.APOLOGISE: "Ký, lấy số và gửi",
    Action.CONSULT: "Gửi câu hỏi",
    Action.ANSWER: "Gửi ý kiến",
    Action.FORWARD_OPINION: "Chuyển câu hỏi",
    Action.DECLINE_OPINION: "Từ chối cho ý kiến",
    Action.REMIND_OPINION: "Nhắc một lần",
    Action.REVOKE_OPINION: "Thu hồi câu hỏi",
    Action.WAIVE_OPINION: "Giải quyết tiếp không chờ",
    Action.PROPOSE: "Trình duyệt",
    Action.APPROVE: "Duyệt, chuyển tiếp",
    Action.COLLECT_FEE: "Thu tiền, in biên lai",
}
READING = (
    Action.PROPOSE,
    Action.APPROVE,
    Action.SIGN,
    Action.REQUEST_SUPPLEMENT,
    Action.ANSWER,
    Action.DECLINE_OPINION,
)  # with the papers in sight


MOST_CHANGES = 5
GIVING = (
    Action.ASSIGN,
    Action.HAND_OVER,
    Action.PROPOSE,
    Action.APPROVE,
    Action.SIGN,
    Action.RESUME,
)  # after which somebody else may have the step


def screen_of(code: str) -> Any:
    """Return what makes the form of an action: its first field has the focus when the page opens."""

    def made(*args: Any, **kwargs: Any) -> Any:
        form = asking.screen_of(code)(*args, **kwargs)
        first = next(iter(form.visible_fields()), None)
        if first is not None and not form.is_bound:
            first.field.widget.attrs["autofocus"] = True
        return form

    return made


def beside(dossier: Dossier, action: Action, *, by: Post, now: datetime, query: str) -> dict[str, Any]:
    """Return what stands around the form of an action: words, papers, the promised day, what the answer is about."""
    content, address = dossier.content, url_of(dossier, query)
    papers = papers_of(dossier)
    files = shelf(dossier) if action in READING else []
    return {
        "crumbs_items": [
            ("Hộp việc", home(query)[1]),
            (str(dossier), address),
            (label_of(dossier, action, by=by), ""),
        ],
        "cancel_url": address,
        "subject_url": address,
        "lead": LEADS.get(action, ""),
        "danger": action in ENDING,
        "content": content,
        "papers": papers,
        "papers_note": counted(papers),
        "files": files,
        "framed": next((row["file"] for row in files if row["file"].pages), None),
        "proposal": _proposal(dossier) if action in (Action.APPROVE, Action.SIGN) else None,
        "question": _question(dossier, by=by) if action in (Action.ANSWER, Action.DECLINE_OPINION) else None,
        "allowance": _allowance(dossier, action, content),
        "results": results(dossier) if action == Action.RETURN_RESULT else [],
        "owing": money_words(dossier) if dossier.money == "due" else "",
        "now": now,
        **promise_facts(dossier, content, now=now),
    }


def changes_since(dossier: Dossier, given: str) -> list[str]:
    """Say what was done since the version that a page was made from, the latest first; nothing for a fresh page."""
    seen = int(given) if given.isdecimal() and len(given) < 10 else dossier.version
    missed = dossier.version - seen
    return last_changes(dossier, min(missed, MOST_CHANGES)) if missed > 0 else []


class Gone(NamedTuple):
    """What became of a dossier on which an old page's action is not possible any more; "" while it is."""

    text: str = ""
    possible: tuple[dict[str, Any], ...] = ()  # the buttons of what is


def gone(dossier: Dossier, asked: Action, *, by: Post, given: str, query: str) -> Gone:
    """Look whether a page made from the version `given` asks for what is no longer offered."""
    if not given or given == str(dossier.version) or asked in offered(dossier, by=by):
        return Gone()
    shown = arranged(dossier, by=by, query=query)
    ways = [shown["first"], *shown["second"], *shown["others"]] if shown["first"] else shown["others"]
    before = "Hồ sơ" if dossier.state in CLOSED else "Việc đã xong hoặc đã sang người khác; hồ sơ"
    return Gone(f"{before} {dossier} nay ở trạng thái “{dossier.get_state_display()}”.", tuple(ways))


def last_changes(dossier: Dossier, count: int) -> list[str]:
    """Say what was done last, by whom and when, the latest first."""
    events = dossier.events.select_related("by__person").order_by("-pk")[:count]
    return [
        f"{Action(event.action).label}: {event.by.person.name}, {local(event.happened_at):%H:%M %d/%m/%Y}"
        for event in events
    ]


def _question(dossier: Dossier, *, by: Post) -> Consultation | None:
    """The oldest question that waits for this post: the one that the answer answers."""
    rows = dossier.consultations.waiting().select_related("asked_by__person")
    return next((row for row in rows if any(is_asked(each, row) for each in by.hats)), None)


def _allowance(dossier: Dossier, action: Action, content: Content) -> str:
    """How often the edition lets this be done, and how often it was."""
    terms = content.terms
    if action == Action.EXTEND:
        before = f"chậm nhất {terms.extension_days_before} ngày trước khi hết hạn"
        return f"Thủ tục này được gia hạn {terms.max_extensions} lần, {before}; đã gia hạn {dossier.extensions} lần."
    if action == Action.REQUEST_SUPPLEMENT and dossier.received_at is not None and terms.max_supplements is not None:
        return f"Thủ tục này được yêu cầu bổ sung {terms.max_supplements} lần; đã yêu cầu {dossier.supplements} lần."
    return ""


def _proposal(dossier: Dossier) -> dict[str, Any] | None:
    """The newest proposal in words: what a head or leader agrees with."""
    event = dossier.events.filter(action=Action.PROPOSE).select_related("by__person").order_by("-pk").first()
    note = Note.objects.filter(pk=event.note_key).first() if event is not None and event.note_key else None
    return {"by": event.by, "at": event.happened_at, "text": note.text} if event and note else None


def url_of(dossier: Dossier, query: str = "") -> str:
    """Return the address of a dossier's page."""
    return address("casework:dossier", dossier.code) + query


def after(done: Dossier, *, by: Post, query: str) -> str:
    """Stay with the dossier while one may read it, else go back to the list."""
    may = Dossier.objects.visible_to(by, named=True).filter(pk=done.pk).exists()
    return url_of(done, query) if may else home(query)[1]


def said(action: Action, done: Dossier) -> str:
    """Say what was done; where it froze a paper, with the way to it."""
    text = f"{done}: đã {action.label[:1].lower()}{action.label[1:]}."
    warning = warning_of(done) if action in GIVING else ""
    text = f"{text} {warning}" if warning else text
    printed = done.last_event.data.get("printed")
    if printed is None:
        return text
    return said_with_link(text, reverse("casework:printed", args=[done.code, printed]), "Xem phiếu để in")
