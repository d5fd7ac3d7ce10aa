"""One card of the designer open: which form it has, what its page shows, where saving leads, what a refusal shows."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from motcua.administration.catalogue.meanwhile import changes_since
from motcua.administration.designer.addresses import address
from motcua.administration.designer.other_forms import EndForm, FeeForm, SectionForm, WholeForm
from motcua.administration.designer.page import CLOSED, SENT, Open, focus_asked, page_of
from motcua.administration.designer.pressing import GONE, Leaning
from motcua.administration.designer.question_form import QuestionForm
from motcua.agencies.models import Post
from motcua.core.errors import BadInput, Refused, StaleVersion
from motcua.procedures.actions.design import change_form
from motcua.procedures.models import Adoption
from motcua.questions.designing.outline import Data, fee_at, found_at, is_workable, section_at

FORMS: dict[str, Any] = {
    "question": QuestionForm, "section": SectionForm, "fee": FeeForm, "form": WholeForm, "end": EndForm,
}  # fmt: skip
FINDERS: dict[str, Any] = {"question": found_at, "section": section_at, "fee": fee_at}


def form_in(adoption: Adoption) -> Data:
    """Return the form of the draft, an empty one when there is none that can be worked on."""
    form = adoption.draft.get("form")
    return form if isinstance(form, dict) and is_workable(form) else {}


def in_place(adoption: Adoption, opened: Open) -> bool:
    """Tell whether what is to be opened is there."""
    form = form_in(adoption)
    return bool(form) and (opened.card not in FINDERS or FINDERS[opened.card](form, opened.code) is not None)


def papers_of(adoption: Adoption) -> list[str]:
    """Return the names of the procedure's papers."""
    return [str(paper.get("name", "")) for paper in adoption.draft.get("papers", ())]


def card_context(adoption: Adoption, opened: Open, request: HttpRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return (what the card's form is made with, what its page shows)."""
    focus = focus_asked(request.GET.get("truong") or request.GET.get("toi", ""))
    options = {"form": form_in(adoption), "code": opened.code, "focus": focus, "papers": papers_of(adoption)}
    version = request.POST.get("version")
    context = page_of(adoption, opened, focus=focus) | {"changes": changes_since(version, adoption)}
    context["gone"] = "" if in_place(adoption, opened) else opened.card
    if request.method == "POST" and request.POST.get("do"):
        context |= {"version": version, "stale": False}  # only looked at: an old page stays old
    return options, context


def source_context(adoption: Adoption, opened: Open, request: HttpRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return (what the form of a question's text is made with, what its page shows)."""
    context = page_of(adoption, opened) | {"changes": changes_since(request.POST.get("version"), adoption)}
    context |= {"cancel_url": address(adoption.pk, "question", opened.code), "title": "Câu hỏi dạng văn bản"}
    return {"form": form_in(adoption), "code": opened.code}, context


class Saving:
    """Saves what a card says, and knows where to go on: the card's line in the list, under its code of now."""

    def __init__(self, adoption: Adoption, *, by: Post, opened: Open) -> None:
        self.adoption, self.by, self.opened, self.code = adoption, by, opened, opened.code

    def __call__(self, *, form: Data, note: str, version: int, code: str = "") -> Any:
        if not form_in(self.adoption):
            raise BadInput("gone", GONE)
        self.code = code or self.code
        return change_form(self.adoption, by=self.by, version=version, form=form, note=note)

    def on(self, result: Any) -> str:
        """Return the address to go on to."""
        return address(self.adoption.pk, toi=f"{self.opened.card}:{self.code}")


def shown_again(adoption: Adoption, posted: Mapping[str, str], refused: Refused) -> dict[str, Any]:
    """Return the page of a button that was refused: why, what others did, the card and the words as they were sent."""
    opened = Open(posted.get("card", ""), posted.get("code", ""))
    is_open = opened.card in FINDERS and in_place(adoption, opened)
    context = page_of(adoption, opened if is_open else CLOSED) | {"refused": refused, "stale": False}
    context["sent"] = {name: posted.get(name, "") for name in SENT}
    if isinstance(refused, StaleVersion):
        context |= {"stale": True, "changes": changes_since(posted.get("version"), adoption)}
    if isinstance(refused, Leaning):
        context["leaning"] = refused.mentions
    if is_open:
        context["form"] = FORMS[opened.card](
            form=form_in(adoption), code=opened.code, papers=papers_of(adoption), focus="up"
        )
    return context
