"""What the screens ask for an action where people want more than the plain fields of the API: papers to tick, a next
step to choose, a unit to search for. What comes out is the same: the keyword arguments of the action.
"""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef

from motcua.agencies.models import Agency, Post
from motcua.casework.onward import onward, passes_on
from motcua.core.clock import local, today
from motcua.correspondence.choices import DocType
from motcua.dossiers.actions.closing import MEANS
from motcua.dossiers.actions.extending import draft_of
from motcua.dossiers.actions.opinions import ANSWERING
from motcua.dossiers.choices import Action, Delivery, Money, Outcome, State, Verdict
from motcua.dossiers.inputs import LinesField, PapersField
from motcua.dossiers.late_reasons import choices_on
from motcua.dossiers.models import Dossier
from motcua.dossiers.offers import form_of
from motcua.dossiers.values import money_words
from motcua.files.actions import store
from motcua.files.choices import Purpose
from motcua.payments.choices import Method
from motcua.ui.inputs import DayField, DongField, Form, LineField, MomentField, ProseField

NOTE = {
    "label": "Ghi chú",
    "required": False,
    "max_length": 2_000,
    "help_text": "Chỉ hiện trong diễn biến của hồ sơ, không in.",
}
MOST_PEOPLE = 500


class Screen(Form):
    """The questions of one action on one dossier, to one post."""

    def __init__(self, *args: Any, dossier: Dossier, by: Post, **kwargs: Any) -> None:
        self.dossier, self.by = dossier, by
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fill in what depends on the dossier."""

    def inputs(self) -> dict[str, Any]:
        """Return the action's keyword arguments; what was left empty is left out."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}


class WithNote(Screen):
    note = ProseField(**NOTE)


class AskForPapers(Screen):
    """Papers of the procedure to tick, others in words."""

    ticked = forms.MultipleChoiceField(
        label="Giấy tờ của thủ tục cần bổ sung", required=False, widget=forms.CheckboxSelectMultiple
    )
    papers = LinesField(
        label="Giấy tờ hoặc nội dung khác",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Mỗi dòng một giấy tờ.",
    )
    reason = ProseField(label="Lý do", max_length=2_000, help_text="In trên phiếu mẫu 02 và gửi cho người dân.")

    def prepare(self) -> None:
        names = dict.fromkeys(paper.name for paper in self.dossier.content.papers_for(self.dossier.case or None))
        self.fields["ticked"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        if not names:
            del self.fields["ticked"]

    def inputs(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"papers": [*given.get("ticked", ()), *given["papers"]], "reason": given["reason"]}


class TakePapers(Screen):
    """The papers that were asked for, a row each; others in words."""

    more = PapersField(
        label="Giấy tờ khác cũng đã nộp",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Mỗi dòng: tên; số bản chính; số bản sao. Ví dụ: Bản vẽ; 2; 0",
    )
    note = ProseField(**NOTE)

    def prepare(self) -> None:
        waits = self.dossier.state == State.WAITING_SUPPLEMENT
        asked = self.dossier.supplement_requests.filter(answered_at=None).first() if waits else None
        self.asked: list[str] = list(asked.papers) if asked else []
        for place, name in enumerate(self.asked):
            self.fields[f"originals_{place}"] = _count(f"Bản chính: {name}", 1)
            self.fields[f"copies_{place}"] = _count(f"Bản sao: {name}", 0)
        if not waits:
            del self.fields["more"]

    def rows(self) -> list[dict[str, Any]]:
        """The table's rows: the paper's name and its two counts."""
        return [
            {"name": name, "originals": self[f"originals_{place}"], "copies": self[f"copies_{place}"]}
            for place, name in enumerate(self.asked)
        ]

    def others(self) -> list[Any]:
        """The fields below the table."""
        return [self[name] for name in ("more", "note") if name in self.fields]

    def inputs(self) -> dict[str, Any]:
        given, papers = self.cleaned_data, []
        for place, name in enumerate(self.asked):
            originals, copies = given.get(f"originals_{place}") or 0, given.get(f"copies_{place}") or 0
            if originals or copies:
                papers.append({"name": name, "originals": originals, "copies": copies})
        return {"papers": [*papers, *(given.get("more") or ())], "note": given["note"]}


def _count(label: str, initial: int) -> forms.IntegerField:
    box = forms.NumberInput(attrs={"class": "count-box", "inputmode": "numeric"})
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=999, initial=initial, widget=box)


class PassOn(Screen):
    """The next step, one person of it, or an earlier step; from a step that approves or signs only the earlier ones."""

    to = forms.ChoiceField(label="Chuyển đến", required=False)
    note = ProseField(**NOTE)

    def prepare(self) -> None:
        self.fields["to"].choices = onward(self.dossier, by=self.by, on=today())  # type: ignore[attr-defined]
        self.fields["to"].required = not passes_on(self.dossier, by=self.by)


class Consult(Screen):
    """A unit or a person found by typing; the list beneath the field holds those who can answer."""

    whom = LineField(label="Hỏi ai", max_length=200, help_text="Gõ tên đơn vị hoặc người, rồi chọn trong danh sách.")
    question = ProseField(label="Nội dung xin ý kiến", max_length=2_000)
    due = MomentField(
        label="Hạn trả lời",
        required=False,
        help_text="Ví dụ 20/3/2026 17:00. Xin ý kiến không làm dừng đồng hồ của hồ sơ.",
    )
    mandatory = forms.BooleanField(
        label="Ý kiến bắt buộc: chưa trả lời thì chưa chuyển bước được",
        required=False,
        help_text="Không trả lời không phải là đồng ý; chỉ phụ trách đơn vị được cho giải quyết tiếp, có lý do.",
    )
    confidential = forms.BooleanField(
        label="Kín: chỉ người hỏi, người được hỏi và phụ trách hai bên đọc được",
        required=False,
    )

    def prepare(self) -> None:
        self.known = answerers(self.by, on=today())
        self.fields["whom"].widget.attrs |= {"list": "answerers", "autocomplete": "off"}

    def clean_whom(self) -> tuple[str, str]:
        found = self.known.get(self.cleaned_data["whom"])
        if found is None:
            raise forms.ValidationError("Hãy chọn một đơn vị hoặc một người trong danh sách.", code="invalid")
        return found

    def inputs(self) -> dict[str, Any]:
        given = super().inputs()
        kind, key = given.pop("whom")
        return given | {kind: key}


class Answer(Screen):
    verdict = forms.ChoiceField(label="Kết luận", widget=forms.RadioSelect, choices=Verdict.choices)
    text = ProseField(label="Ý kiến", max_length=2_000)


def answerers(by: Post, *, on: date) -> dict[str, tuple[str, str]]:
    """Return who can be asked, units everywhere and people of one's office: label → (kind, key)."""
    held = Post.objects.held(on).filter(role__in=ANSWERING)
    units = Agency.objects.valid(on).filter(Exists(held.filter(agency=OuterRef("pk")))).order_by("name_key")
    office = Agency.objects.same_level(by.agency)[-1]
    people = held.filter(agency__path__startswith=office).exclude(pk=by.pk).with_names()[:MOST_PEOPLE]
    found = {unit.name: ("agency", unit.code) for unit in units}
    return found | {
        f"{post.person.name}, {post.title}, {post.agency.short_name}": ("person", post.person.username)
        for post in people
    }


class Result(Screen):
    """A result on paper: made from the template, or a file that was signed elsewhere."""

    MADE, ATTACHED = "result", "file"
    way = forms.ChoiceField(
        label="Văn bản kết quả",
        widget=forms.RadioSelect,
        choices=[(MADE, "Lập theo mẫu chung, lấy số và in từ hệ thống"), (ATTACHED, "Đính kèm tệp kết quả đã có")],
        initial=MADE,
    )
    file = forms.FileField(
        label="Tệp kết quả", required=False, help_text="Chỉ khi đính kèm. Tệp phải chọn lại nếu trang báo lỗi."
    )
    doc_type = forms.ChoiceField(label="Loại văn bản", choices=DocType.choices, initial=DocType.DECISION)
    abstract = LineField(
        label="Trích yếu", required=False, max_length=500, help_text="Để trống: “Giải quyết thủ tục: …”."
    )

    def inputs(self) -> dict[str, Any]:
        given = super().inputs()
        if given.pop("way") == self.MADE:
            given.pop("file", None)
            return given | {"template": self.MADE}
        if "file" in given:
            given["file"] = store_result(given["file"], by=self.by)
        return given


def store_result(upload: Any, *, by: Post) -> Any:
    """Keep an uploaded result, checked; raises BadInput in words."""
    return store(by=by, name=upload.name or "tệp", content=upload, purpose=Purpose.RESULT)


class Sign(Result):
    outcome = forms.ChoiceField(
        label="Kết luận", widget=forms.RadioSelect, choices=Outcome.choices, initial=Outcome.POSITIVE
    )
    note = ProseField(**NOTE)
    field_order = ("outcome", "way", "file", "doc_type", "abstract", "note")


class Correct(Result):
    reason = ProseField(label="Sai sót và lý do sửa", max_length=2_000)
    field_order = ("reason", "way", "file", "doc_type", "abstract")

    def inputs(self) -> dict[str, Any]:
        given = super().inputs()
        return given | {"note": given["reason"]}


class Extend(Screen):
    due = DayField(label="Hẹn lại ngày", help_text="Ngày làm việc, sau ngày hẹn hiện nay.")
    reason = ProseField(label="Lý do chậm", max_length=2_000, help_text="In trên văn bản xin lỗi gửi người dân.")

    def inputs(self) -> dict[str, Any]:
        given = super().inputs()
        return given | {"note": given["reason"]}


class Apologise(Screen):
    """The apology, begun with what was drafted for this lateness."""

    due = DayField(label="Hẹn lại ngày", help_text="Ngày làm việc, sau hôm nay.")
    cause = forms.ChoiceField(label="Lý do thuộc loại", help_text="Để thống kê; không in.")
    reason = ProseField(label="Lý do chậm", max_length=2_000, help_text="In trên văn bản xin lỗi gửi người dân.")

    def prepare(self) -> None:
        self.fields["cause"].choices = [("", "Chọn lý do"), *choices_on(today())]  # type: ignore[attr-defined]
        draft, is_out = draft_of(self.dossier), self.dossier.decided_at is not None
        if is_out:
            del self.fields["due"]
        if draft is not None:
            due = local(draft.announced).date() if draft.announced else None
            begun = {"due": due, "cause": draft.cause, "reason": draft.reason}
            self.initial = {**begun, **self.initial}

    def inputs(self) -> dict[str, Any]:
        given = super().inputs()
        return given | {"note": given["reason"]}


class Ending(Screen):
    """Why it ends, printed on the notice and told in the story."""

    reason = ProseField(label="Lý do", max_length=2_000, help_text="In trên giấy gửi người dân.")

    def inputs(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"], "note": self.cleaned_data["reason"]}


class Exempt(Ending):
    """On what ground nothing is to be paid."""

    reason = ProseField(label="Căn cứ miễn", max_length=2_000)


class HandBack(Screen):
    """To whom, and how; where money is owed, that this is known is ticked (the law lets the result go)."""

    receiver = LineField(label="Người nhận kết quả", max_length=120)
    means = forms.ChoiceField(label="Cách trả", widget=forms.RadioSelect, choices=list(MEANS.items()))

    def prepare(self) -> None:
        self.initial.setdefault("receiver", (self.dossier.submitter or self.dossier.applicant).name)
        asked = self.dossier.delivery
        self.initial.setdefault("means", asked if asked in MEANS else Delivery.AT_DESK)
        if self.dossier.money == Money.DUE:
            self.fields["unpaid"] = forms.BooleanField(label=f"Vẫn trả, dù chưa thu: {money_words(self.dossier)}")

    def inputs(self) -> dict[str, Any]:
        given = super().inputs()
        given.pop("unpaid", None)
        return given


class GiveCorrected(Screen):
    """To whom the corrected result is given, and how."""

    receiver = LineField(label="Người nhận kết quả đã sửa", max_length=120)
    means = forms.ChoiceField(label="Cách trả", widget=forms.RadioSelect, choices=list(MEANS.items()))

    def prepare(self) -> None:
        self.initial.setdefault("receiver", (self.dossier.submitter or self.dossier.applicant).name)
        self.initial.setdefault("means", "at_desk")


class Collect(Screen):
    """How the money came, and the amounts that nobody knew at receipt."""

    method = forms.ChoiceField(
        label="Hình thức nộp", widget=forms.RadioSelect, choices=Method.choices, initial=Method.CASH
    )
    transaction = LineField(
        label="Mã giao dịch", required=False, max_length=80, help_text="Khi chuyển khoản hoặc nộp trực tuyến."
    )

    def prepare(self) -> None:
        self.lines: list[dict[str, Any]] = list(self.dossier.bill.lines) if self.dossier.bill else []
        for place, line in enumerate(self.lines):
            if line["amount"] is None:
                self.fields[f"amount_{place}"] = DongField(label=f"Số tiền: {line['name']}")

    def inputs(self) -> dict[str, Any]:
        given = super().inputs()
        typed = {name: given.pop(name) for name in list(given) if name.startswith("amount_")}
        if not typed:
            return given
        return given | {
            "amounts": [typed.get(f"amount_{place}", line["amount"]) for place, line in enumerate(self.lines)]
        }


SCREENS: dict[str, type[Form]] = {
    Action.REQUEST_SUPPLEMENT: AskForPapers,
    Action.RESUME: TakePapers,
    Action.HAND_OVER: PassOn,
    Action.APPROVE: WithNote,
    Action.CONSULT: Consult,
    Action.ANSWER: Answer,
    Action.SIGN: Sign,
    Action.CORRECT_RESULT: Correct,
    Action.DELIVER_CORRECTION: GiveCorrected,
    Action.EXTEND: Extend,
    Action.DRAFT_APOLOGY: Apologise,
    Action.APOLOGISE: Apologise,
    Action.REFUSE: Ending,
    Action.WITHDRAW: Ending,
    Action.STOP: Ending,
    Action.WAIVE_FEE: Exempt,
    Action.RETURN_RESULT: HandBack,
    Action.COLLECT_FEE: Collect,
}


def screen_of(code: str) -> type[Form]:
    """Return the form of an action's page: the screen's own, else the plain one that the API asks."""
    return SCREENS.get(code) or form_of(code)
