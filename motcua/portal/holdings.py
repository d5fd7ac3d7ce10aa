"""What the portal holds of people: filings that were not sent, and what was answered in those that were."""

from typing import Any

from django.db.models import QuerySet

from motcua.agencies.models import Post
from motcua.dossiers.filed import outcome_of
from motcua.dossiers.models import FiledForm
from motcua.filing.actions.filling import abandon
from motcua.filing.models import Filing
from motcua.privacy.choices import Fate
from motcua.privacy.people import own_dossiers
from motcua.privacy.registry import Holding, Known, Result, register
from motcua.questions.telling import told_answers


def _filings(known: Known) -> "QuerySet[Filing]":
    """What an account that proved one of the numbers is filling in for the office."""
    rows = Filing.objects.being_filled_in().filter(desk__path__startswith=known.office.path)
    proved = rows.filter(account__identity_index__in=known.indexes).exclude(account__identity_proved_at=None)
    return proved.select_related("edition", "account").order_by("begun_at", "pk")


def _tell(known: Known) -> list[dict[str, Any]]:
    return [
        {"Thủ tục": each.edition.name, "Bắt đầu": each.begun_at, "Lưu lần cuối": each.saved_at,
         "Số câu đã khai": len(each.answers)}
        for each in _filings(known)
    ]  # fmt: skip


def _erase(known: Known, *, by: Post, cause: str) -> list[Result]:
    found = [abandon(each, by=by) for each in _filings(known)]
    return [Result("Hồ sơ khai dở trên cổng", Fate.ERASED, len(found))]


def _tell_forms(known: Known) -> list[dict[str, Any]]:
    rows = FiledForm.objects.filter(dossier__in=own_dossiers(known)).exclude(answers=None).select_related("dossier")
    return [
        {"Mã hồ sơ": form.dossier.code, "Câu hỏi": line.label, "Câu trả lời": line.value}
        for form in rows.order_by("filed_at", "pk")
        for _, lines in told_answers(*outcome_of(form))
        for line in lines
    ]


FILINGS = register(Holding("portal.filings", "Hồ sơ khai dở trên cổng", 13, _tell, _erase))
FORMS = register(Holding("portal.filed_forms", "Tờ khai trực tuyến", 14, _tell_forms))
