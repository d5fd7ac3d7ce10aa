"""The page of an action: which form, which words, what stands beside it, where it leads."""

from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from motcua.agencies.models import Post
from motcua.casework import asking
from motcua.casework.buttons import ENDING, LEADS
from motcua.casework.dossier_page import counted, promise_facts
from motcua.casework.inbox import query_of
from motcua.casework.papers import papers_of, shelf
from motcua.core.models import Note
from motcua.dossiers.choices import Action
from motcua.dossiers.models import Dossier
from motcua.dossiers.values import money_words
from motcua.procedures.models import content_of
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
    Action.APOLOGISE: "Xin lỗi và hẹn lại",
    Action.CONSULT: "Gửi câu hỏi",
    Action.ANSWER: "Gửi ý kiến",
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
)  # with the papers in sight


def screen_of(code: str) -> Any:
    """Return what makes the form of an action: its first field has the focus when the page opens."""

    def made(*args: Any, **kwargs: Any) -> Any:
        form = asking.screen_of(code)(*args, **kwargs)
        first = next(iter(form.visible_fields()), None)
        if first is not None and not form.is_bound:
            first.field.widget.attrs["autofocus"] = True
        return form

    return made


def query_kept(asked: QueryDict) -> str:
    """Return the list one came from as it goes on in addresses, "" when one came from elsewhere."""
    return query_of(asked) if "tab" in asked else ""


def beside(dossier: Dossier, action: Action, *, now: datetime, query: str) -> dict[str, Any]:
    """Return what stands around the form of an action."""
    content, address = content_of(dossier.edition_id), url_of(dossier, query)
    papers = papers_of(dossier)
    files = shelf(dossier) if action in READING else []
    return {
        "crumbs_items": [("Hộp việc", reverse("casework:inbox") + query), (str(dossier), address), (action.label, "")],
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
        "owing": money_words(dossier) if dossier.money == "due" else "",
        "now": now,
        **promise_facts(dossier, content, now=now),
    }


def _proposal(dossier: Dossier) -> dict[str, Any] | None:
    """The newest proposal in words: what a head or leader agrees with."""
    event = dossier.events.filter(action=Action.PROPOSE).select_related("by__person").order_by("-pk").first()
    note = Note.objects.filter(pk=event.note_key).first() if event is not None and event.note_key else None
    return {"by": event.by, "at": event.happened_at, "text": note.text} if event and note else None


def url_of(dossier: Dossier, query: str = "") -> str:
    """Return the address of a dossier's page."""
    return reverse("casework:dossier", args=[dossier.code]) + query


def after(done: Dossier, *, by: Post, query: str) -> str:
    """Stay with the dossier while one may read it, else go back to the list."""
    may = Dossier.objects.visible_to(by).filter(pk=done.pk).exists()
    return url_of(done, query) if may else reverse("casework:inbox") + query


def said(action: Action, done: Dossier) -> str:
    """Say what was done; where it froze a paper, with the way to it."""
    text = f"{done}: đã {action.label[:1].lower()}{action.label[1:]}."
    printed = done.last_event.data.get("printed")
    if printed is None:
        return text
    return said_with_link(text, reverse("casework:printed", args=[done.code, printed]), "Xem phiếu để in")
