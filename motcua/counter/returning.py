"""Results that lie at the desk, waiting for those who asked for them."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.core.text import clean, fold
from motcua.counter.received import address_of
from motcua.dossiers.actions.closing import return_result
from motcua.dossiers.choices import Action, Money, State, StepState
from motcua.dossiers.models import Dossier, DossierQuerySet, Step
from motcua.dossiers.offers import form_of
from motcua.dossiers.values import money_words
from motcua.ui import formats
from motcua.ui.inputs import ScanField
from motcua.ui.pages import Filters

__all__ = ["HandBackForm", "ReturnFilters", "facts", "return_result", "waiting_at"]


def waiting_at(by: Post) -> DossierQuerySet:
    """Return the decided dossiers whose open step is at the post's desk."""
    here = Step.objects.filter(
        dossier=OuterRef("pk"), state=StepState.OPEN, agency=by.agency_id, role=Role.RECEPTIONIST
    )
    rows: DossierQuerySet = Dossier.objects.visible_to(by)
    return rows.filter(Exists(here), desk=by.agency_id, state=State.DECIDED)


def where_now(dossier: Dossier) -> str:
    """Say why a dossier's result is not to be handed back here: it was already, or there is none yet."""
    if dossier.closed_at and dossier.state == State.RETURNED:
        return f"Hồ sơ {dossier.code}: kết quả đã trả lúc {formats.moment(dossier.closed_at)}"
    return f"Hồ sơ {dossier.code} chưa có kết quả ở quầy này: {dossier.get_state_display().lower()}"


def why_not_here(text: str, *, by: Post) -> str:
    """Say why a scanned code is not among the results of this desk; "" when no code was scanned."""
    found = Dossier.objects.visible_to(by).scanned(text)
    if found is not None:
        return where_now(found)
    return f"Không có hồ sơ nào mang mã “{text[:60]}”" if any(map(str.isdigit, text)) else ""


class ReturnFilters(Filters):
    q = ScanField(label="Quét mã trên giấy hẹn, hoặc gõ tên", required=False, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs |= {"autofocus": True, "data-scan": "here"}  # the scanner's words go here

    def filter_q(self, rows: DossierQuerySet, words: str) -> DossierQuerySet:
        """By a piece of the code or by all the words of the name, without marks."""
        named = Q(*[Q(folded__contains=word) for word in fold(self.data.get("q")).split()])
        return rows.filter(named | Q(code__contains=clean(words).upper()))


class HandBackForm(form_of(Action.RETURN_RESULT)):  # type: ignore[misc]
    """What the API asks; and, where money is owed, a tick that this is known: the result may go all the same."""

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, dossier=dossier, **kwargs)
        if dossier.money == Money.DUE:
            self.fields["unpaid"] = forms.BooleanField(label=f"Vẫn trả, dù chưa thu: {money_words(dossier)}")

    def inputs(self) -> dict[str, Any]:
        given: dict[str, Any] = super().inputs()
        given.pop("unpaid", None)
        return given


def facts(dossier: Dossier) -> dict[str, Any]:
    """Return what the clerk looks at before the result leaves the desk."""
    results = dossier.results.select_related("document").filter(replaced_by=None)
    return {
        "results": [
            (result.document.notation, result.document.date, result.document.signer_name) for result in results
        ],
        "owing": money_words(dossier) if dossier.money == Money.DUE else "",
        "dossier_url": address_of(dossier),
        "cancel_url": "",
    }
