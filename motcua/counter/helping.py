"""Filling in an online form for somebody at the counter: which procedures, whom, with which consent, what is open."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from motcua.agencies.models import Post
from motcua.citizens.actions import look_up
from motcua.citizens.choices import ConsentKind, Kind
from motcua.citizens.consents import present_text
from motcua.core.clock import now, today
from motcua.core.errors import Refused
from motcua.core.text import clean
from motcua.counter.forms import NAME_LIMIT, PersonForm
from motcua.dossiers.actions.intake import DELIVERIES
from motcua.dossiers.choices import Delivery
from motcua.filing import pages
from motcua.filing.choices import Means
from motcua.filing.models import Filing, FilingQuerySet
from motcua.filing.offering import LEVELS, is_offered
from motcua.filing.pages import Side
from motcua.procedures.editions import Content
from motcua.procedures.models import Edition, EditionQuerySet, content_of, edition_for
from motcua.questions.papers import application_paper
from motcua.ui.inputs import DayField, Form, LineField

SIDE = Side("counter", "counter/helping/base.html", beside="counter/helping/beside.html")
MOST_LISTED = 60
PROPOSED = ("name", "phone", "email", "address")


def offered(by: Post, words: str = "") -> list[Edition]:
    """Return what is filed online at the post's desk today, by words of the name or the beginning of the code."""
    found: EditionQuerySet = Edition.objects.visible_to(by)
    rows = found.find(by.agency, words, today()) if words else found.receivable_at(by.agency, today()).order_by("name")
    rows = rows.filter(content__online_level__in=LEVELS, content__form__isnull=False)
    return list(rows.without_content()[:MOST_LISTED])


def offered_as(by: Post, code: str) -> Edition | None:
    """Return the edition by which a procedure is filed online at the post's desk today, None where it is not."""
    edition = edition_for(code, by.agency, today())
    return edition if edition is not None and is_offered(content_of(edition.pk)) else None


def open_of(by: Post) -> FilingQuerySet:
    """Return what the post fills in for citizens and has not sent."""
    rows: FilingQuerySet = Filing.objects.visible_to(by).being_filled_in().for_page()
    return rows


def open_of_colleagues(by: Post) -> FilingQuerySet:
    """Return what colleagues at the desk fill in for citizens, to be taken over."""
    rows: FilingQuerySet = Filing.objects.of_colleagues(by).for_page().select_related("edition", "helper__person")
    return rows.defer("other", "answers", "edition__content")


def open_at(by: Post) -> dict[str, Any]:
    """Return what is being filled in for citizens at the post's desk, as the lists show it."""
    return {"open": open_of(by), "of_colleagues": open_of_colleagues(by)}


class HelpForm(PersonForm):
    """Whom one helps, how they agreed to it, in which case of the procedure."""

    kind = forms.ChoiceField(choices=Kind.choices, required=False, widget=forms.HiddenInput)
    identity_number = LineField(label="Số định danh", max_length=40, help_text="quét thẻ hoặc gõ")
    name = LineField(label="Họ và tên", max_length=NAME_LIMIT)
    birth_date = DayField(label="Ngày sinh", required=False)
    case = forms.ChoiceField(label="Trường hợp", widget=forms.RadioSelect)
    text = forms.IntegerField(widget=forms.HiddenInput)
    means = forms.ChoiceField(label="Đồng ý bằng cách", choices=Means.choices, widget=forms.RadioSelect)
    witness = LineField(
        label="Người làm chứng", required=False, max_length=120, help_text="khi người dân đồng ý bằng lời"
    )
    agreed = forms.BooleanField(label="Người dân đã đọc hoặc nghe đọc nội dung trên và đồng ý")

    def __init__(self, *args: Any, content: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cases = [(case.key, case.name) for case in content.cases]
        if len(cases) > 1:
            self.fields["case"].choices = cases  # type: ignore[attr-defined]
        else:
            self.fields["case"] = forms.CharField(required=False, widget=forms.HiddenInput)
            self.initial["case"] = cases[0][0] if cases else ""
        self.initial["text"] = present_text(ConsentKind.ASSISTED).version
        self.fields["identity_number"].widget.attrs["autofocus"] = True
        self.fields["agreed"].error_messages["required"] = "Chưa có sự đồng ý của người dân thì không khai giúp"

    def clean_kind(self) -> str:
        return Kind.PERSON

    def inputs(self) -> dict[str, Any]:
        """Return what `help_at_counter` takes."""
        held = self.cleaned_data
        born: date | None = held["birth_date"]
        person = self.declared() | {"birth_date": born.isoformat() if born else ""}
        case = held["case"] or self.initial.get("case", "")
        return {"person": person, "case": case, "text": held["text"], "means": held["means"], "note": held["witness"]}


def consent_words() -> str:
    """Return the words to which somebody who is helped agrees."""
    return present_text(ConsentKind.ASSISTED).vi


def proposed(by: Post, given: QueryDict) -> tuple[dict[str, Any], str]:
    """Return what was typed, with what the person declared last time where nothing was, and what to say of it; the
    look-up is on record and limited as everywhere."""
    typed: dict[str, Any] = {name: given.get(name, "") for name in HelpForm.base_fields if name in given}
    try:
        found = look_up(by, clean(given.get("identity_number")))
    except Refused as refused:
        return typed, refused.message
    if found.held_back_from(by).exists():
        return typed, "Người này đã yêu cầu hạn chế xử lý dữ liệu: không điền sẵn, hãy khai lại."
    last = found.filter(restricted_by=None, kind=Kind.PERSON).first()
    if last is None:
        return typed, "Chưa có lần khai nào với số này."
    return typed | {name: typed.get(name) or getattr(last, name) for name in PROPOSED}, "Đã điền theo lần khai trước."


class SendForm(Form):
    """How the result comes, and that the person agreed to what was filled in."""

    delivery = forms.ChoiceField(
        label="Cách nhận kết quả",
        widget=forms.RadioSelect,
        choices=[(each, Delivery(each).label) for each in DELIVERIES],
    )
    declared = forms.BooleanField(
        label="Người dân đã xem hoặc nghe đọc lại những gì đã khai, cam đoan là đúng và đã ký tờ khai in ra (không ký "
        "được thì điểm chỉ)"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delivery"].error_messages["required"] = "Chọn cách nhận kết quả"
        self.fields["declared"].error_messages["required"] = "Người dân phải xem lại và cam đoan trước khi nộp"


def paper_to_sign(filing: Filing) -> bytes:
    """Return the application as it is filled in now, with room for the person's signature."""
    walk = pages.way(filing)
    name = str((filing.other or {}).get("name", ""))
    values: Mapping[str, Any] = walk.run().values
    heading = filing.edition.office.name
    return application_paper(walk.form, values, heading=heading, at=now(), online=False, signer=name)
