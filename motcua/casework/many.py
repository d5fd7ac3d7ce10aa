"""One thing for many dossiers: what a post may ask of a list, what of it can be done, and how it went."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Prefetch
from django.http import QueryDict
from django.urls import reverse

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.agencies.models.standing import away, called
from motcua.casework import inbox
from motcua.casework.forms import DossierFilters
from motcua.casework.lines import DOSSIER, slug_of
from motcua.casework.origins import MARK, ORDER, home
from motcua.core.clock import now, today
from motcua.core.health import look
from motcua.dossiers.actions.closing import MEANS
from motcua.dossiers.actions.in_bulk import VERBS
from motcua.dossiers.choices import Action, StepState
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier, Step
from motcua.dossiers.permissions import HEADS, open_steps
from motcua.dossiers.reading import read_contents
from motcua.tasks.actions import MOST_IN_A_BATCH
from motcua.tasks.choices import Outcome, Tab
from motcua.tasks.models import Batch
from motcua.ui.inputs import Form, ProseField

HANDING_ON = (Role.RECEPTIONIST, Role.SPECIALIST, Role.REGISTRY_CLERK)
WHO: dict[Action, tuple[Role, ...]] = {
    Action.SIGN: HEADS,
    Action.APPROVE: HEADS,
    Action.ASSIGN: HEADS,
    Action.HAND_OVER: HANDING_ON,
    Action.RETURN_RESULT: (Role.RECEPTIONIST,),
    Action.TAKE_OVER: (*HANDING_ON, *HEADS, Role.CASHIER),
}
ON_ITS_OWN_LIST = (Action.TAKE_OVER,)  # not under every list: hand-overs have one of their own
LABELS = {Action.RETURN_RESULT: "Trả kết quả", Action.HAND_OVER: "Chuyển bước kế tiếp"}
LEADS = {
    Action.SIGN: "Kết luận: giải quyết theo yêu cầu. Mỗi kết quả lập theo mẫu chung và lấy một số trong sổ văn bản đi.",
    Action.APPROVE: "Đồng ý với đề xuất của từng hồ sơ và chuyển đến bước kế tiếp.",
    Action.ASSIGN: "Giao bước đang làm của từng hồ sơ cho một người.",
    Action.HAND_OVER: "Mỗi hồ sơ chuyển đến bước kế tiếp trong quy trình của nó.",
    Action.TAKE_OVER: "Xác nhận đã nhận từng hồ sơ mà cơ quan khác giao, nơi bạn giữ hoặc phụ trách bước đang chờ.",
    Action.RETURN_RESULT: "Người nhận là người nộp của từng hồ sơ. Người khác nhận thay thì trả riêng hồ sơ đó.",
}
TONES = {Outcome.WAITING: "wait", Outcome.DONE: "ontime", Outcome.REFUSED: "late"}


class ManyForm(Form):
    """What is asked once for all of them."""

    note = ProseField(
        label="Ghi chú", required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ghi vào diễn biến của từng hồ sơ.",
    )  # fmt: skip

    def __init__(self, *args: Any, action: Action, people: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if action == Action.ASSIGN:
            self.fields["person"] = forms.ChoiceField(label="Giao cho", choices=[("", "—"), *people])
            self.fields["person"].error_messages["required"] = "Chọn người được giao."
        if action == Action.RETURN_RESULT:
            self.fields["means"] = forms.ChoiceField(
                label="Cách trả", choices=list(MEANS.items()), widget=forms.RadioSelect, initial="at_desk"
            )
        self.order_fields(["person", "means", "note"])

    def inputs(self) -> dict[str, Any]:
        """Return the verb's keyword arguments; what was left empty is left out."""
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True)
class Choice:
    """A dossier that was ticked, the version that was seen, and why nothing can be done with it ("" when it can)."""

    dossier: Dossier
    seen: int
    problem: str

    @property
    def pick(self) -> str:
        return f"{self.dossier.code}:{self.seen}"


def offered_to(by: Post) -> list[dict[str, str]]:
    """Return the buttons under a list: value, label."""
    return [
        {"value": slug_of(code), "label": label_of(code)}
        for code in WHO
        if code not in ON_ITS_OWN_LIST and _may_ask(by, code)
    ]


def _may_ask(by: Post, code: Action) -> bool:
    """Tell whether the post, or somebody in whose place it stands, has such a button."""
    return any(hat.role in WHO[code] for hat in by.hats)


def label_of(code: Action) -> str:
    """Return what is done, as the button says it."""
    return LABELS.get(code, str(code.label))


def action_of(slug: str, *, by: Post) -> Action | None:
    """Return the action of a button, None when this post has no such button."""
    return next((code for code in WHO if slug_of(code) == slug and _may_ask(by, code)), None)


def chosen(by: Post, given: QueryDict, *, action: Action) -> list[Choice]:
    """Return what was ticked, or the whole list from which one comes, in key order; at most MOST_IN_A_BATCH."""
    seen = seen_picks(given.getlist("pick"))
    rows = Dossier.objects.visible_to(by)
    rows = rows.filter(code__in=_codes_of_list(by, given)) if given.get("every") else rows.filter(code__in=seen)
    steps = Step.objects.filter(state=StepState.OPEN).select_related("task", "agency")
    wanted = rows.select_related("applicant", "agency", "desk", "edition").defer("edition__content")
    found = list(wanted.prefetch_related(Prefetch("steps", steps)).order_by("pk")[:MOST_IN_A_BATCH])
    for row in found:
        row.open_steps_read = list(row.steps.all())
    read_contents(found)
    return [Choice(row, seen.get(str(row.code), row.version), _problem(row, action, by=by)) for row in found]


def seen_picks(picks: Iterable[str]) -> dict[str, int]:
    """Return code → version seen, of what was ticked."""
    pairs = (pick.rpartition(":") for pick in picks)
    return {code: int(version) for code, _, version in pairs if code and version.isdecimal() and len(version) < 10}


def _codes_of_list(by: Post, given: QueryDict) -> Any:
    """The codes of the list in the form's `query`: the inbox's tab, or the list of dossiers, with its filters."""
    asked = QueryDict((given.get("query") or "").removeprefix("?"))
    if MARK in asked:
        listed = DossierFilters(asked).narrow(Dossier.objects.visible_to(by).exclude(code=None))
        return listed.order_by(*ORDER).values("code")[:MOST_IN_A_BATCH]
    tab = inbox.came_from(by, asked, now=now()) or inbox.inbox_of(by, "", now=now())
    return list(
        tab.rows.filter(url_name=DOSSIER).order_by(*tab.order).values_list("url_key", flat=True)[:MOST_IN_A_BATCH]
    )


def _problem(dossier: Dossier, action: Action, *, by: Post) -> str:
    if action not in LIFECYCLE.allowed_from(dossier.state):
        return f"Không làm được khi hồ sơ ở trạng thái “{dossier.get_state_display()}”"
    if not by.may(action, VERBS[action].permit, dossier):  # type: ignore[attr-defined]
        return "Bước hiện tại của hồ sơ không phải việc này của bạn"
    return ""


def people_for(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    """Return who may be given the open steps of some dossiers: username, name and title."""
    steps = {(step.agency_id, step.role) for choice in choices for step in open_steps(choice.dossier)}
    found: dict[str, str] = {}
    for agency, role in sorted(steps):
        for post in Post.objects.held(today()).filter(agency=agency, role=role).with_names().annotate(**away("pk")):
            found.setdefault(post.person.username, called(post))
    return list(found.items())


def form_of(given: QueryDict, choices: Sequence[Choice], *, action: Action, going: bool) -> ManyForm:
    """Return the form of what is asked once for all; bound when the page was sent to go ahead."""
    typed = {name: given[name] for name in ("note", "means", "person") if given.get(name)}
    return ManyForm(given if going else None, action=action, people=people_for(choices), initial=typed)


def things(choices: Iterable[Choice]) -> list[tuple[int, str, int]]:
    """Return what a batch is begun with."""
    return [(choice.dossier.pk, str(choice.dossier.code), choice.seen) for choice in choices]


def gone(choices: Sequence[Choice], given: QueryDict) -> str:
    """Say how many of those that were ticked may no longer be read, "" for none."""
    lost = 0 if given.get("every") else len(seen_picks(given.getlist("pick"))) - len(choices)
    return f"{lost} hồ sơ đã chọn không còn ở chỗ bạn nữa, không thay đổi gì." if lost > 0 else ""


def beside_list(by: Post, *, query: str, tab: str = "") -> dict[str, Any]:
    """Return what a list with tick boxes needs: the buttons, where they lead, and the list's own address."""
    buttons = [] if tab in (Tab.DONE, Tab.WAITING) else offered_to(by)
    url = reverse("casework:many") if buttons else ""
    return {"bulk_buttons": buttons, "bulk_url": url, "query": query, "most": MOST_IN_A_BATCH}


def asking(choices: Sequence[Choice], *, action: Action, query: str) -> dict[str, Any]:
    """Return the context of the page that asks once more before many are done."""
    able = [choice for choice in choices if not choice.problem]
    back = home(query)
    label = label_of(action)
    return {
        "title": f"{label}: {len(able)} hồ sơ", "lead": LEADS[action], "able": able, "action": slug_of(action),
        "unable": [choice for choice in choices if choice.problem], "query": query, "back": back[1],
        "crumbs_items": [back, (label, "")], "save": f"{label} {len(able)} hồ sơ",
    }  # fmt: skip


def batches_of(by: Post) -> Any:
    """What a post began with dossiers; other desks show their own."""
    return Batch.objects.visible_to(by).filter(verb__in=VERBS)


def progress_of(batch: Batch, *, by: Post) -> dict[str, Any]:
    """Return how far a batch is, item by item, and whether nobody is there to go on with it; three queries at most."""
    items = list(batch.items.order_by("key"))
    settled = [item for item in items if item.outcome != Outcome.WAITING]
    refused = sum(item.outcome == Outcome.REFUSED for item in items)
    readable = set(Dossier.objects.visible_to(by).filter(pk__in=[i.key for i in items]).values_list("pk", flat=True))
    label = label_of(Action(batch.verb))
    running = len(settled) < len(items)
    return {
        "asleep": running and not look()["worker"],
        "title": f"{label}: {len(items)} hồ sơ", "settled": len(settled), "total": len(items), "refused": refused,
        "note": f"{len(settled)} / {len(items)}, {refused} không làm được", "running": running,
        "refused_title": f"{refused} hồ sơ không làm được", "crumbs_items": [home(""), (label, "")],
        "here": reverse("casework:batch", args=[batch.pk]), "back": home("")[1], "noun": "hồ sơ",
        "heading": "Mã hồ sơ", "unlisted": "",
        "lines": [_line(item, readable=item.key in readable) for item in items],
    }  # fmt: skip


def _line(item: Any, *, readable: bool) -> dict[str, Any]:
    return {
        "name": item.name, "url": reverse(DOSSIER, args=[item.name]) if readable else "",
        "tone": TONES[Outcome(item.outcome)], "word": item.get_outcome_display(), "text": item.said, "about": "",
        "calm": item.outcome == Outcome.WAITING,
    }  # fmt: skip
