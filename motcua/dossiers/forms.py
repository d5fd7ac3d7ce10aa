"""What each action asks: one form an action (`action_form.py`), for the screens and, as JSON Schema, for the API."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django import forms

from motcua.agencies.models import Agency, Post
from motcua.agencies.models.standing import away, called
from motcua.core.clock import LOCAL, local
from motcua.correspondence.choices import DocType
from motcua.dossiers import opinions
from motcua.dossiers.action_form import ActionForm
from motcua.dossiers.actions import moving
from motcua.dossiers.actions.closing import MEANS
from motcua.dossiers.actions.deciding import TEMPLATES
from motcua.dossiers.actions.opinions import ANSWERING
from motcua.dossiers.choices import GIVEN, Action, Channel, Outcome, State, Verdict
from motcua.dossiers.inputs import DueField, FlagField, LinesField, NamesField, PapersField, PlaceField, UploadField
from motcua.dossiers.late_reasons import choices_on
from motcua.dossiers.models import Consultation, Dossier
from motcua.dossiers.permissions import HEADS, held_steps, open_steps
from motcua.dossiers.places import communes_on, unclear
from motcua.payments.choices import Method
from motcua.procedures.routes import FORWARD, RETURN, Step
from motcua.ui.inputs import LineField, ProseField


def _people(posts: Any) -> list[tuple[str, str]]:
    return [(post.person.username, called(post)) for post in posts.with_names().annotate(**away("pk"))]


class Plain(ActionForm):
    """An action that asks nothing."""


class Assign(ActionForm):
    person = forms.ChoiceField(label="Người được giao")

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        step = next(iter(open_steps(self.dossier)), None)
        if step is None:
            return {"person": []}
        return {"person": _people(Post.objects.held(self.day).filter(agency=step.agency_id, role=step.role))}


class WithVerdict(ActionForm):
    """What passes a step on; where the step asks for an opinion, with what that comes to."""

    verbs: tuple[str, ...] = (Action.PROPOSE,)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (current := self.current()) is not None and moving.asks_opinion(self.dossier, current):
            self.ask_verdict()

    def current(self) -> Any:
        """Return the step that is acted in, as the action takes it: the most urgent that one holds."""
        held = [step for hat in self.by.hats for step in held_steps(hat, self.dossier, *self.verbs)]
        return min(held, key=moving.urgency, default=None)

    def ask_verdict(self) -> None:
        """Ask for it."""
        self.fields["verdict"] = forms.ChoiceField(
            label="Kết luận", choices=[("", "—"), *((each.value, each.label) for each in GIVEN)]
        )


class HandOver(WithVerdict):
    to = PlaceField(label="Chuyển đến", required=False)
    verbs = moving.PASSING

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = self.places  # type: ignore[attr-defined]  # asked for when the form is drawn

    def ask_verdict(self) -> None:
        """One may send back without an opinion."""
        super().ask_verdict()
        self.fields["verdict"].required = False

    def places(self) -> list[tuple[str, str]]:
        """The next step and the people who may be given it, then the steps to which it may be sent back."""
        held = (step for hat in self.by.hats for step in held_steps(hat, self.dossier, *moving.PASSING))
        current = next(held, None)
        ways = moving.reachable(self.dossier, current) if current else []
        route = self.dossier.content.route
        found: list[tuple[str, str]] = []
        for number, way in enumerate(ways):
            name = moving.way_name(route, way)
            if number == 0 and way.do != RETURN:
                people = self._holders(route.step(way.to[0])) if way.do == FORWARD else []
                found += [("", f"Bước kế tiếp: {name}"), *((key, f"{name}: {who}") for key, who in people)]
            else:
                found.append(("+".join(way.to), f"{'Trả lại bước' if way.do == RETURN else 'Chuyển đến'}: {name}"))
        return found

    def _holders(self, step: Step) -> list[tuple[str, str]]:
        return _people(moving.next_holders(self.dossier, step, on=self.day))


class Redirect(ActionForm):
    agency = forms.ChoiceField(label="Cơ quan có thẩm quyền")
    reason = ProseField(label="Vì sao chuyển", max_length=2_000)

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        units = Agency.objects.valid(self.day).exclude(kind="system")
        return {"agency": list(units.values_list("code", "name"))}

    def inputs(self) -> dict[str, Any]:
        given = super().inputs()
        return given | {"note": given["reason"]}


class RequestSupplement(ActionForm):
    papers = NamesField(label="Giấy tờ cần bổ sung", help_text="mỗi giấy tờ một dòng")
    reason = ProseField(label="Lý do", max_length=2_000)


class Resume(ActionForm):
    papers = PapersField(
        label="Giấy tờ đã nộp bổ sung", required=False, help_text="mỗi dòng: tên; số bản chính; số bản sao"
    )

    def schema(self) -> dict[str, Any]:
        """After a request to complete, what came in must be named."""
        asked = self.dossier.state == State.WAITING_SUPPLEMENT
        return super().schema() | ({"required": ["papers"]} if asked else {})


class Suspend(ActionForm):
    basis = LineField(label="Căn cứ tạm dừng", max_length=200)


class Consult(ActionForm):
    agency = forms.ChoiceField(label="Đơn vị được hỏi", required=False)
    person = LineField(label="hoặc người được hỏi (tên đăng nhập)", required=False, max_length=60)
    question = ProseField(label="Nội dung xin ý kiến", max_length=2_000)
    due = DueField(label="Hạn trả lời", required=False)
    mandatory = FlagField(label="Ý kiến bắt buộc")
    confidential = FlagField(label="Kín")

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        units = Agency.objects.valid(self.day).exclude(kind="system")
        return {"agency": list(units.values_list("code", "name"))}

    def clean_due(self) -> datetime | None:
        """A bare day means to its end."""
        due = self.cleaned_data["due"]
        return due if due is None or isinstance(due, datetime) else datetime.combine(due, time.max, tzinfo=LOCAL)

    def schema(self) -> dict[str, Any]:
        return super().schema() | {"anyOf": [{"required": ["agency"]}, {"required": ["person"]}]}


class Answer(ActionForm):
    verdict = forms.ChoiceField(label="Kết luận", required=False, choices=[("", "—"), *Verdict.choices])
    text = ProseField(label="Ý kiến", max_length=2_000)


class OfOpinion(ActionForm):
    """Something about an opinion that was asked for: which one, the oldest when none is named."""

    opinion = forms.ChoiceField(label="Câu hỏi", required=False)
    may: Callable[[Post, Consultation], bool] = staticmethod(opinions.may_remind)

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        return {
            "opinion": [(str(row.pk), asked_in_words(row)) for row in opinions_for(self.dossier, self.may, self.by)]
        }


def opinions_for(dossier: Dossier, may: Callable[[Post, Consultation], bool], by: Post) -> list[Consultation]:
    """Return the opinions with which the post, or one in whose place it stands, may do so, the oldest first."""
    rows = dossier.consultations.select_related("agency", "asked_by__agency", "asked_of__person")
    return [row for row in rows if any(may(hat, row) for hat in by.hats)]


def asked_in_words(row: Consultation) -> str:
    """Say of whom and when an opinion was asked."""
    who = f"{row.asked_of.person.name}, " if row.asked_of else ""
    return f"{who}{row.agency.short_name}, hỏi ngày {local(row.asked_at):%d/%m/%Y}"


class RemindOpinion(OfOpinion):
    """Which one."""


class RevokeOpinion(OfOpinion):
    reason = ProseField(label="Lý do thu hồi", max_length=2_000)
    may = staticmethod(opinions.may_revoke)


class WaiveOpinion(OfOpinion):
    reason = ProseField(label="Lý do giải quyết tiếp không chờ", max_length=2_000)
    may = staticmethod(opinions.may_waive)


class DeclineOpinion(OfOpinion):
    reason = ProseField(label="Lý do không cho ý kiến", max_length=2_000)
    may = staticmethod(opinions.may_decline)


class ForwardOpinion(OfOpinion):
    person = forms.ChoiceField(label="Người trả lời thay")
    may = staticmethod(opinions.may_forward)

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        units = {row.agency_id for row in opinions_for(self.dossier, self.may, self.by)}
        held = Post.objects.held(self.day).filter(agency__in=units, role__in=ANSWERING)
        return super().choices() | {"person": _people(held)}


class Propose(WithVerdict):
    text = ProseField(label="Nội dung đề xuất", max_length=5_000)

    def ask_verdict(self) -> None:
        """A yes speaks for itself; the action asks for words with anything else."""
        super().ask_verdict()
        self.fields["text"].label, self.fields["text"].required = "Ý kiến, lý do, điều kiện", False
        self.order_fields(["verdict", "text"])

    def inputs(self) -> dict[str, Any]:
        given = super().inputs()
        return {"note": given.pop("text", "")} | given


class WithResult(ActionForm):
    """A result: a file, or one made from a template."""

    file = UploadField(label="Tệp kết quả", required=False)
    template = forms.ChoiceField(label="Mẫu văn bản", required=False, choices=[("", "—"), *TEMPLATES.items()])
    doc_type = forms.ChoiceField(label="Loại văn bản", required=False, choices=[("", "—"), *DocType.choices])
    abstract = LineField(label="Trích yếu", required=False, max_length=500)

    def schema(self) -> dict[str, Any]:
        return super().schema() | {"anyOf": [{"required": ["file"]}, {"required": ["template"]}]}


class Sign(WithResult):
    outcome = forms.ChoiceField(label="Kết quả", required=False, choices=[("", "—"), *Outcome.choices])


class SettleAtOnce(WithResult):
    signer = forms.ChoiceField(label="Người ký kết quả")
    receiver = LineField(label="Người nhận kết quả", max_length=120)

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        heads = Post.objects.held(self.day).filter(role__in=HEADS, agency__path__startswith=self.dossier.agency.path)
        return {"signer": _people(heads)}


class CorrectResult(WithResult):
    reason = ProseField(label="Sai sót và lý do sửa", max_length=2_000)

    def inputs(self) -> dict[str, Any]:
        given = super().inputs()
        return given | {"note": given["reason"]}


class Extend(ActionForm):
    due = DueField(label="Ngày hẹn mới")
    reason = ProseField(label="Lý do chậm", max_length=2_000)


class Apologise(ActionForm):
    """What the apology says."""

    due = DueField(label="Ngày hẹn lại")
    cause = forms.ChoiceField(label="Lý do chậm thuộc loại", required=False)
    reason = ProseField(label="Lý do chậm", max_length=2_000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due"].required = self.dossier.decided_at is None

    def choices(self) -> dict[str, list[tuple[str, str]]]:
        return {"cause": choices_on(self.day)}


class MeansField(forms.ChoiceField):
    """How a result is handed over; the channels' names are understood too."""

    ALSO = {Channel.COUNTER.value: "at_desk", Channel.POST.value: "by_post"}

    def to_python(self, value: Any) -> str:
        given = super().to_python(value)
        return self.ALSO.get(given, given)


class ReturnResult(ActionForm):
    receiver = LineField(label="Người nhận kết quả", max_length=120)
    means = MeansField(label="Cách trả", choices=list(MEANS.items()))


class DeliverCorrection(ReturnResult):
    """To whom the corrected result is given, and how."""


class WithReason(ActionForm):
    reason = ProseField(label="Lý do", max_length=2_000)


class Receive(ActionForm):
    limit = LineField(
        label="Thời hạn giải quyết", required=False, max_length=80, help_text="khi thủ tục chưa có thời hạn"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if words := unclear(self.dossier, self.dossier.content, on=self.day):
            self.fields["told_place"] = forms.ChoiceField(
                label="Nơi làm bước của xã, phường", required=False, help_text=words,
                choices=[("", "—"), *communes_on(self.day)],
            )  # fmt: skip


class CollectFee(ActionForm):
    method = forms.ChoiceField(label="Hình thức nộp", choices=Method.choices)
    transaction = LineField(label="Mã giao dịch", required=False, max_length=80)
    amounts = LinesField(label="Số tiền từng khoản (đồng)", required=False)

    def clean_amounts(self) -> list[int] | None:
        given = [text.replace(".", "").replace(" ", "") for text in self.cleaned_data["amounts"]]
        if any(not text.isdecimal() for text in given):
            raise forms.ValidationError("Số tiền phải là số đồng, ví dụ 16.000.", code="invalid")
        return [int(text) for text in given] or None


FORMS: dict[str, type[ActionForm]] = {
    Action.RECEIVE: Receive,
    Action.REFUSE: WithReason,
    Action.ASSIGN: Assign,
    Action.HAND_OVER: HandOver,
    Action.TAKE_OVER: Plain,
    Action.REDIRECT: Redirect,
    Action.REQUEST_SUPPLEMENT: RequestSupplement,
    Action.RESUME: Resume,
    Action.SUSPEND: Suspend,
    Action.CONSULT: Consult,
    Action.ANSWER: Answer,
    Action.FORWARD_OPINION: ForwardOpinion,
    Action.DECLINE_OPINION: DeclineOpinion,
    Action.REMIND_OPINION: RemindOpinion,
    Action.REVOKE_OPINION: RevokeOpinion,
    Action.WAIVE_OPINION: WaiveOpinion,
    Action.PROPOSE: Propose,
    Action.APPROVE: Plain,
    Action.SIGN: Sign,
    Action.EXTEND: Extend,
    Action.DRAFT_APOLOGY: Apologise,
    Action.APOLOGISE: Apologise,
    Action.RETURN_RESULT: ReturnResult,
    Action.SETTLE_AT_ONCE: SettleAtOnce,
    Action.WAIVE_FEE: WithReason,
    Action.WITHDRAW: WithReason,
    Action.STOP: WithReason,
    Action.CORRECT_RESULT: CorrectResult,
    Action.DELIVER_CORRECTION: DeliverCorrection,
    Action.COLLECT_FEE: CollectFee,
}
