"""Forms and steps of what the holder of an account does to a dossier of theirs."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.agencies.models import Post
from motcua.core.errors import Refused
from motcua.dossiers import owners
from motcua.dossiers.actions.closing import withdraw
from motcua.dossiers.actions.messages import MOST_FILES, TEXT_LIMIT, write_message
from motcua.dossiers.actions.pausing import resume
from motcua.dossiers.choices import Action, Side
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier, Supplement
from motcua.dossiers.reading import files_sent, read_children
from motcua.dossiers.tracking import Tracking
from motcua.files.actions import remove, store
from motcua.files.binding import are_to_bind, bind
from motcua.files.choices import Scan
from motcua.files.models import StoredFile
from motcua.portal.languages import in_vietnamese
from motcua.ui.inputs import Form, ManyFiles, ProseField


class FilesField(forms.FileField):
    """No file, one or several."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files given, each looked at like one alone."""
        given = [each for each in data if each] if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            super().clean(None, initial)
        return [super(FilesField, self).clean(each, initial) for each in given]


class MessageForm(Form):
    """What the holder writes to the office."""

    text = ProseField(label=_("Nội dung"), max_length=TEXT_LIMIT)
    attached = FilesField(
        label=_("Tệp kèm theo (không bắt buộc)"), required=False, widget=ManyFiles(attrs={"multiple": True})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].error_messages["required"] = _("Viết nội dung")


class SupplementForm(Form):
    """One file field for each paper asked for, and a word about what cannot be brought."""

    def __init__(self, papers: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.papers = papers
        for number, name in enumerate(papers):
            widget = ManyFiles(attrs={"multiple": True})
            self.fields[f"paper-{number}"] = FilesField(label=in_vietnamese(name), required=False, widget=widget)
        self.fields["note"] = ProseField(
            label=_("Giấy tờ nào chưa có, vì sao"), required=False, max_length=TEXT_LIMIT,
            help_text=_("Để trống nếu đã nộp đủ."),
        )  # fmt: skip

    @property
    def paper_fields(self) -> list[Any]:
        """The inputs of the papers, in the order asked."""
        return [self[f"paper-{number}"] for number in range(len(self.papers))]

    def brought(self) -> list[tuple[str, list[Any]]]:
        """Return (name of the paper, its files) of all that was given."""
        given = ((name, self.cleaned_data.get(f"paper-{number}")) for number, name in enumerate(self.papers))
        return [(name, files) for name, files in given if files]


class WithdrawForm(Form):
    """Why somebody takes a dossier back."""

    reason = ProseField(label=_("Vì sao bạn rút hồ sơ"), max_length=2_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].error_messages["required"] = _("Ghi lý do rút hồ sơ")


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """Return what a form was sent with, nothing for a page that is only looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def done(form: Any, act: Callable[[], Any]) -> bool:
    """Do what a form asks; what is refused stands in the form, in the language of the page."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as error:
        field = error.field if getattr(error, "field", None) in form.fields else None
        form.add_error(field, gettext(error.message))
        return False
    return True


def write(dossier: Dossier, *, by: Post, form: Any) -> None:
    """Keep the files, then write."""
    given = form.cleaned_data["attached"] or []
    files = [store(by=by, name=each.name or "tệp", content=each) for each in given[: MOST_FILES + 1]]
    write_message(dossier, by=by, text=form.cleaned_data["text"], files=files)


def bring(dossier: Dossier, *, by: Post, form: Any) -> None:
    """Keep the files, pictures of one paper bound as one, then answer the request with them."""
    papers = [{"name": name, "file": file} for name, given in form.brought() for file in _kept(name, given, by=by)]
    resume(dossier, by=by, papers=papers, note=form.cleaned_data["note"])


def _kept(name: str, given: list[Any], *, by: Post) -> list[StoredFile]:
    files = [store(by=by, name=each.name or name, content=each) for each in given]
    if not are_to_bind(files) or any(each.scan == Scan.WAITING for each in files):  # unread by the scanner: as they are
        return files
    one = bind(files, by=by)
    for each in files:
        remove(each, by=Post.objects.system(), cause="supplement.bound")
    return [one]


def take_back(dossier: Dossier, *, by: Post, form: Any) -> None:
    """Withdraw, as the page saw the dossier or not: nothing of it depends on what stood there."""
    withdraw(dossier, by=by, reason=form.cleaned_data["reason"])


def asked_of(dossier: Dossier) -> Supplement | None:
    """Return what is being asked for."""
    return dossier.supplement_requests.filter(answered_at=None).first()


def may_still_withdraw(dossier: Dossier) -> bool:
    """Whether the life of the dossier still allows it."""
    return Action.WITHDRAW in LIFECYCLE.allowed_from(dossier.state)


def talk_of(dossier: Dossier) -> list[dict[str, Any]]:
    """Return the messages with their files, the oldest first; two queries."""
    read_children(dossier, "messages")
    rows = list(dossier.messages.all())
    files = files_sent(rows)
    return [{"message": row, "mine": row.side == Side.CITIZEN, "files": files.get(row.pk, [])} for row in rows]


def held_of(dossier: Dossier, found: Tracking) -> dict[str, Any]:
    """Return what the page of one's own dossier offers beside where it stands: results, papers, what may be done."""
    unread = dossier.messages.filter(side=Side.OFFICE, seen_at=None).count()
    return {
        "results": [(row, getattr(row, "replaced_by", None)) for row in owners.results_of(dossier)],
        "prints": list(owners.printed_for(dossier)),
        "unread": unread,
        "asks": bool(found.asked),
        "may_withdraw": may_still_withdraw(dossier),
    }
