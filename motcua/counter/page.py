"""The intake page in hand: what is chosen and typed, what it would promise, and what is wrong with it."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from motcua.agencies.models import Post
from motcua.citizens.actions import look_up
from motcua.core.clock import now
from motcua.core.errors import BadInput, Refused
from motcua.core.text import clean
from motcua.counter import choosing, drafts, papers, preview, unsent
from motcua.counter.actions import AlreadySent, Unconfirmed, send
from motcua.counter.choices import ADD_ROW, CHANGE, GO_ON, LOOK_UP, OPEN, REFRESH, SEARCH, Deed
from motcua.counter.declared import Declared
from motcua.counter.forms import IntakeForm, PaperForm, PersonForm, SubmitterForm
from motcua.counter.places import Places, places_for
from motcua.dossiers.choices import Channel
from motcua.dossiers.models import Dossier
from motcua.files.actions import store
from motcua.files.choices import Purpose
from motcua.files.models import StoredFile
from motcua.filing.offering import is_offered
from motcua.procedures.editions import Content
from motcua.procedures.models import Edition, content_of
from motcua.ui import formats

PERSON = ("name", "phone", "email", "address")


@dataclass
class IntakePage:
    """Made by `page_of`; `deed` is what was asked, `given` what was sent (and, beyond that, what was filled in)."""

    by: Post
    given: QueryDict
    files: Any
    deed: str
    edition: Edition | None = None
    content: Content | None = None
    problem: str = ""
    focus: str = "q"
    parts: tuple[str, ...] = ()
    notices: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)
    found: list[Edition] = field(default_factory=list)
    found_elsewhere: list[Edition] = field(default_factory=list)

    places: Places = field(init=False)
    form: IntakeForm = field(init=False)
    applicant: PersonForm = field(init=False)
    submitter: SubmitterForm = field(init=False)
    papers: list[PaperForm] = field(init=False)

    @property
    def is_deciding(self) -> bool:
        return self.deed in Deed.values

    @property
    def online(self) -> bool:
        """Whether the procedure that was chosen is filed online, too."""
        return self.content is not None and is_offered(self.content) and not self.crosses

    @property
    def crosses(self) -> bool:
        """Whether the procedure that was chosen is another agency's, for which this desk only receives."""
        return self.edition is not None and not self.by.agency.is_within(self.edition.office)

    @property
    def case(self) -> str:
        return self.given.get("case") or ""

    @property
    def channel(self) -> str:
        return self.given.get("channel") or Channel.COUNTER

    @property
    def promised(self) -> preview.Promised:
        if self.edition is None or self.content is None:
            return preview.Promised(words="Chọn thủ tục để tính ngày hẹn.")
        limit = clean(self.given.get("limit"))[:80]
        return preview.promised(
            self.edition.office, self.content, case=self.case, channel=self.channel, limit=limit, at=now()
        )

    @property
    def bill(self) -> preview.Bill | None:
        return preview.bill_of(self.content, case=self.case, channel=self.channel) if self.content else None

    def make_forms(self) -> None:
        """Bind the forms for a deed; otherwise show what was typed without finding fault with it."""
        office = self.edition.office if self.edition else None
        self.places = places_for(self.by, self.edition, self.content, crosses=self.crosses)
        self.form = self._form(IntakeForm, content=self.content, office=office, places=self.places, deed=self.deed)
        self.applicant = self._form(PersonForm, prefix="a")
        self.submitter = self._form(SubmitterForm, prefix="s", bound=bool(self.given.get("differs")))
        self.papers = [self._form(PaperForm, row=number) for number in papers.numbers(self.given)]
        for form in self.papers:
            form.name_fields()

    def _form(self, kind: type[Any], *, bound: bool = True, **options: Any) -> Any:
        if self.is_deciding and bound:
            return kind(self.given, self.files, **options)
        form = kind(**options)
        form.initial = {
            name: self.given.get(form.add_prefix(name), "")
            for name, one in form.fields.items()
            if form.add_prefix(name) in self.given or (self.given and isinstance(one, forms.BooleanField))
        }
        return form

    def is_sound(self) -> bool:
        """Look at every form, so that all that is wrong is shown at once."""
        people = [self.applicant, self.submitter] if self.submitter.is_bound else [self.applicant]
        checks = [form.is_valid() for form in (self.form, *people, *self.papers)]
        if self.problem:
            self.form.add_error(None, self.problem)
        return all(checks) and not self.problem

    def keep_uploads(self) -> None:
        """Keep the files that came with the page, so that they survive whatever else is wrong with it."""
        for form in self.papers:
            upload = form.cleaned_data.get("file") if form.is_bound and form.is_valid() else None
            if isinstance(upload, UploadedFile):
                self._keep(form, upload)

    def _keep(self, form: PaperForm, upload: UploadedFile) -> None:
        try:
            kept = store(by=self.by, name=upload.name or "tệp", content=upload, purpose=Purpose.SUBMITTED)
        except Refused as refused:
            form.add_error("file", refused.message)
            return
        form.cleaned_data["kept"] = kept.pk
        self.given[form.add_prefix("kept")], self.given[form.add_prefix("kept_name")] = str(kept.pk), kept.name

    def keep_one_upload(self, row: int) -> PaperForm | None:
        """Keep the file of one row as soon as it is chosen; returns that row, with what is wrong with the file."""
        form = next((form for form in self.papers if form.row == row), None)
        upload = self.files.get(form.add_prefix("file")) if form else None
        if form is None or upload is None:
            return form
        bound = PaperForm(self.given, self.files, row=row)
        if bound.is_valid() or "file" not in bound.errors:
            self._keep(bound, upload)
        form.initial = {**form.initial, **{n: self.given.get(form.add_prefix(n), "") for n in ("kept", "kept_name")}}
        form.refused = [str(problem) for problem in bound.errors.get("file", [])]
        return form

    def declared(self) -> Declared:
        """Return what was typed, from forms found sound."""
        held, deed = self.form.cleaned_data, self.deed
        people = self.submitter if self.submitter.is_bound else None
        reason = {Deed.SUPPLEMENT: held["supplement_reason"], Deed.REFUSE: held["refusal_reason"]}.get(Deed(deed), "")
        return Declared(
            key=held["key"], edition=self.edition, channel=held["channel"], case=held["case"],
            applicant=self.applicant.declared(), submitter=people.declared() if people else None,
            submitter_role=people.cleaned_data["role"] if people else "", papers=self._handed_in(),
            subject=held["subject"], limit=held["limit"], delivery=held["delivery"], note=held["note"],
            posted_on=held["posted_on"] if held["channel"] == Channel.POST else None, paid_by=held["paid_by"],
            helped_at=held["helped_at"], return_desk=held["return_desk"], told_place=held["told_place"],
            signer=held["signer"], receiver=held["receiver"] or (people or self.applicant).cleaned_data["name"][:120],
            missing=self.form.missing_names() or self._not_handed_in(), reason=reason,
            draft=self._draft(), draft_version=held["draft_version"],
            confirmed=held["confirmed"],
        )  # fmt: skip

    def _draft(self) -> Dossier | None:
        """Return the draft that the page goes on with. Raises BadInput for one that is no draft any more."""
        key = self.form.cleaned_data["draft"]
        draft = drafts.draft_of(self.by, key) if key is not None else None
        if draft is None and key is not None:
            raise BadInput("draft_gone", "Bản nháp này đã được gửi hoặc đã bỏ. Hãy mở danh sách bản nháp.")
        return draft

    def _handed_in(self) -> list[dict[str, Any]]:
        rows = [form.cleaned_data for form in self.papers if form.is_handed_in]
        wanted = {row["kept"] for row in rows if row["kept"]}
        files = StoredFile.objects.visible_to(self.by).in_bulk(wanted)
        if wanted - set(files):
            raise BadInput("unknown_file", "Có tệp đã tải lên không còn nữa: hãy tải lại.")
        return [
            {
                "name": row["name"], "code": row["code"], "originals": row["originals"] or 0,
                "copies": row["copies"] or 0, "file": files.get(row["kept"]),
            }
            for row in rows
        ]  # fmt: skip

    def _not_handed_in(self) -> list[str]:
        rows = (form for form in self.papers if not form.is_handed_in)
        return [
            form.cleaned_data["name"] for form in rows if form.cleaned_data["required"] and form.cleaned_data["name"]
        ]

    def carry_out(self) -> Dossier | None:
        """Do what was asked; None when it was refused, which the page then says."""
        try:
            return send(self.declared(), by=self.by, deed=self.deed)
        except Unconfirmed as refused:
            self.warnings = refused.warnings
            self.given["confirmed"] = refused.seen
        except AlreadySent as refused:
            self.given["key"] = str(uuid.uuid4())
            self.form.add_error(None, refused.message)
        except Refused as refused:
            self._explain(refused)
        return None

    def _explain(self, refused: Refused) -> None:
        """Put a refusal beside the field that it is about."""
        own = {"reason": "supplement_reason" if self.deed == Deed.SUPPLEMENT else "refusal_reason", "papers": "missing"}
        name = own.get(refused.field or "", refused.field or "")
        if name in PersonForm.base_fields:
            self.applicant.add_error(name, refused.message)
        else:
            self.form.add_error(name if name in self.form.fields else None, refused.message)


def page_of(by: Post, given: QueryDict, files: Any) -> IntakePage:
    """Return the page for what was sent (nothing, for an empty page)."""
    deed = given.get("deed") or (REFRESH if given.get("choose") else SEARCH)
    if deed == OPEN:
        draft = drafts.draft_of(by, given.get("draft"))
        given = drafts.given_of(draft, by=by) if draft else QueryDict(mutable=True)
    if deed == GO_ON:
        given = unsent.given_again(by, given.get("key")) or QueryDict(mutable=True)
    page = IntakePage(by=by, given=given, files=files, deed=deed)
    _choose(page)
    _look_up(page)
    _lay_out_papers(page)
    if not page.given.get("key"):
        page.given["key"] = str(uuid.uuid4())
    page.make_forms()
    _put_focus(page)
    return page


def _choose(page: IntakePage) -> None:
    keeping = page.is_deciding or page.deed in (SEARCH, CHANGE, LOOK_UP, ADD_ROW, GO_ON)
    choice = choosing.chosen(page.by, page.given, keeping=keeping)
    page.edition, page.problem = choice.edition, choice.problem
    if page.deed == SEARCH:
        page.found_elsewhere = choosing.found_elsewhere(page.by, page.given)
        page.found = [] if page.found_elsewhere else choosing.found(page.by, page.given.get("q") or "")
    if page.problem:
        page.parts = ("procedure",)
    if page.edition is None:
        return
    page.content = content_of(page.edition.pk)
    if choice.is_new:
        page.given["edition"], page.given["q"], page.given["choose"] = str(page.edition.pk), "", ""
        page.given["limit"] = page.given["confirmed"] = page.given["elsewhere"] = ""
        page.given["helped_at"] = page.given["return_desk"] = page.given["told_place"] = ""
        if page.case not in {case.key for case in page.content.cases}:
            page.given["case"] = ""
        page.focus = "case" if page.content.cases and not page.case else "a-identity_number"
        page.parts = ("procedure", "case", "result")


def _look_up(page: IntakePage) -> None:
    """Propose what the person declared last time: where nothing is typed yet, or when it is asked for."""
    number = clean(page.given.get("a-identity_number"))
    known = clean(page.given.get("a-name"))
    proposing = page.deed == LOOK_UP or (page.deed == REFRESH and not known)
    if not number or not proposing or page.given.get("choose"):
        return
    page.parts, page.focus = (*page.parts, "person"), "a-phone" if known else "a-name"
    try:
        found = look_up(page.by, number)
        held_back = found.held_back_from(page.by).exists()
        last = found.filter(restricted_by=None).first()
    except Refused as refused:
        page.notices.append(("soon", refused.message))
        page.focus = "a-identity_number"
        return
    if held_back:
        page.notices.append(("soon", "Người này đã yêu cầu hạn chế xử lý dữ liệu: không điền sẵn, hãy khai lại."))
        return
    if last is None:
        page.notices.append(("new", "Chưa có lần khai nào với số này."))
        return
    page.given["a-kind"] = last.kind
    for name in PERSON:
        page.given[f"a-{name}"] = clean(page.given.get(f"a-{name}")) or getattr(last, name)
    page.focus = "a-phone"
    page.notices.append(("ontime", f"Điền theo lần khai ngày {formats.day(last.recorded_at)}. Hỏi lại người nộp."))


def _lay_out_papers(page: IntakePage) -> None:
    mark = papers.mark_of(page.edition, page.case)
    if page.deed == ADD_ROW:
        papers.added(page.given)
    if page.content is not None and page.given.get("rows_of") != mark:
        if page.is_deciding and not page.problem:
            page.problem = "Danh sách giấy tờ đã đổi theo thủ tục, trường hợp. Hãy xem lại rồi gửi."
        papers.renewed(page.given, papers.asked(page.content, page.case))
        page.given["rows_of"] = mark
        page.parts = (*page.parts, "papers")
    typing_it = page.given.get("from") == "limit"  # the field is not replaced under the hand that writes in it
    page.parts = tuple(dict.fromkeys((*page.parts, *(() if typing_it else ("limit",)), "slip")))


def _put_focus(page: IntakePage) -> None:
    form, name = (page.applicant, page.focus[2:]) if page.focus.startswith("a-") else (page.form, page.focus)
    if not page.is_deciding:
        form.fields[name].widget.attrs["autofocus"] = True
