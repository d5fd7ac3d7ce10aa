"""What the page after an intake shows."""

from typing import Any

from django.urls import reverse

from motcua.dossiers.actions.steps import url as page_of_dossier
from motcua.dossiers.choices import Form, Money, State
from motcua.dossiers.models import Dossier
from motcua.dossiers.promises import explained
from motcua.dossiers.values import limit_words, money_words, returned_where, three_places

TITLES = {
    State.RECEIVED: "Đã tiếp nhận",
    State.RETURNED: "Đã giải quyết và trả kết quả",
    State.WAITING_SUPPLEMENT: "Đã yêu cầu bổ sung",
    State.REFUSED: "Đã từ chối tiếp nhận",
}
PRINTED = {
    State.RECEIVED: Form.RECEIPT,
    State.RETURNED: Form.RESULT,
    State.WAITING_SUPPLEMENT: Form.SUPPLEMENT,
    State.REFUSED: Form.REFUSAL,
}
NUMBERS = {Form.RECEIPT: "mẫu 01", Form.SUPPLEMENT: "mẫu 02", Form.REFUSAL: "mẫu 03"}


def facts(dossier: Dossier) -> dict[str, Any]:
    """Return the template's context of a dossier just taken in."""
    content = dossier.content
    prints = sorted(dossier.printed_papers.all(), key=lambda paper: paper.form != PRINTED.get(State(dossier.state)))
    return {
        "dossier": dossier,
        "content": content,
        "title": TITLES.get(State(dossier.state), dossier.get_state_display()),
        "papers": [{"url": reverse("counter:printed", args=[dossier.code, p.pk]), "label": _label(p)} for p in prints],
        "explanation": explained(dossier, content),
        "summary": _summary(dossier),
        "owing": dossier.money == Money.DUE,
        "dossier_url": address_of(dossier),
    }


def address_of(dossier: Dossier) -> str:
    """Return the address of the dossier's own page, as its tasks keep it."""
    name, key = page_of_dossier(dossier)
    return reverse(name, args=[key])


def _label(paper: Any) -> str:
    number = NUMBERS.get(Form(paper.form))
    return f"{paper.get_form_display()} ({number})" if number else paper.get_form_display()


def _summary(dossier: Dossier) -> list[tuple[str, str]]:
    submitter = dossier.submitter
    rows = [
        ("Chủ hồ sơ", dossier.applicant.name),
        ("Người nộp", f"{submitter.name} ({dossier.submitter_role or 'nộp thay'})" if submitter else ""),
        *three_places(dossier),
        ("Thời hạn", limit_words(dossier)),
        ("Phí, lệ phí", money_words(dossier) if dossier.received_at else ""),
        ("Nhận kết quả", returned_where(dossier) if dossier.received_at else ""),
    ]
    return [(label, value) for label, value in rows if value]
