"""The form in which the route of a draft is edited: its steps, where they may be done, and what the calendar says."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from django import forms

from motcua.administration.catalogue.parts import PartForm
from motcua.administration.catalogue.rows import StepRow
from motcua.administration.catalogue.trying import Proof, proof_of
from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency
from motcua.core.clock import today
from motcua.procedures.editions import LimitRule, content_from
from motcua.procedures.models import Adoption
from motcua.procedures.routes import AGENCY, DESK, DIVISION, LEGS, OFFICE, PAYMENT, STEP, Route, Step, route_json
from motcua.procedures.shapes import KINDS, allot_again, working_minutes

MOST_STEPS = 40
OWN = "s"  # keys of steps that are of no known kind: s1, s2
PLACES = [
    (DESK, "Bộ phận một cửa nơi nhận hồ sơ"), (DIVISION, "Bộ phận giải quyết"), (OFFICE, "Đơn vị (lãnh đạo, văn thư)"),
]  # fmt: skip
NEW = [("", "Bước khác"), *((key, kind.name) for key, kind in KINDS.items())]


def new_step(kind: str, taken: Iterable[str]) -> Step:
    """Return a step to begin with: of a known kind, or one that a specialist hands on."""
    known = KINDS.get(kind)
    own = (f"{OWN}{number}" for number in range(1, 1_000))
    key = kind if known and kind not in taken else next(key for key in own if key not in taken)
    if known is None:
        return Step(key, "Bước mới", "specialist", DIVISION, None, "none", ("hand_over",))
    return Step(key, known.name, known.role, known.at, None, "none", known.actions, PAYMENT if key == PAYMENT else STEP)


class AddStep(forms.Form):
    """Which step is added, and after which."""

    kind = forms.ChoiceField(label="Thêm bước", choices=NEW, required=False)
    after = forms.ChoiceField(label="Đặt sau", required=False)


class RouteForm(PartForm):
    row = StepRow
    fixed = True
    note = "Lưu được cả khi quy trình chưa xong; chỉ ban hành được khi chạy thử trên lịch làm việc là vừa thời hạn."

    again = forms.BooleanField(label="Chia lại thời gian cho các bước theo thời hạn ngắn nhất", required=False)

    @cached_property
    def content(self) -> Any:
        return content_from(self.draft)

    @cached_property
    def known(self) -> dict[str, Step]:
        """The steps as the draft has them, by key: with the legs and the kind that no field asks for."""
        return {step.key: step for step in self.content.route.steps}

    def row_options(self) -> dict[str, Any]:
        return {"places": places_of(self.adoption, self.content.route)}

    def row_values(self) -> Iterable[dict[str, Any]]:
        return [vars(step) | {"actions": list(step.actions)} for step in self.content.route.steps]

    def clean(self) -> dict[str, Any]:
        keys = [row.data.get(row.add_prefix("key"), "") for row in self.rows]
        if any(not self._is_ours(key) for key in keys) or len(set(keys)) < len(keys):
            self.add_error(None, "Trang gửi lên có bước lạ hoặc bước lặp lại. Hãy mở lại trang rồi làm lại.")
        if not keys:
            self.add_error(None, "Quy trình phải có ít nhất một bước.")
        return super().clean() or {}

    def _is_ours(self, key: str) -> bool:
        return key in self.known or key in KINDS or (key[:1] == OWN and key[1:].isdecimal() and len(key) < 6)

    def route(self) -> Route:
        """Return the route as the sound form states it."""
        steps = tuple(self._step(row) for row in self.rows.kept())
        route = replace(self.content.route, steps=steps)
        return allot_again(route, shortest_of(self.content.limits)) if self.cleaned_data["again"] else route

    def _step(self, row: dict[str, Any]) -> Step:
        before = self.known.get(row["key"]) or new_step(row["key"], ())
        step = replace(before, **(row | {"actions": tuple(row["actions"])}))
        if step.kind != LEGS or (step.amount, step.unit) == (before.amount, before.unit):
            return step
        legs = (  # a leg of one step has all the time of the step that opens it
            replace(leg, steps=(replace(leg.steps[0], amount=step.amount, unit=step.unit),))
            if len(leg.steps) == 1 else leg
            for leg in step.legs
        )  # fmt: skip
        return replace(step, legs=tuple(legs))

    def changed(self) -> dict[str, Any]:
        return {"route": route_json(self.route())}

    @cached_property
    def proof(self) -> Proof | None:
        """What the calendar says to the route as it stands on the page; None while the page has mistakes."""
        if self.is_bound and not self.is_valid():
            return None
        return proof_of(self.adoption, self.route() if self.is_bound else self.content.route)

    @cached_property
    def adding(self) -> AddStep:
        """The choice of a step to add; by itself it goes before the end."""
        names = [(str(n), f"{n}. {row['name'].value()}") for n, row in enumerate(self.rows, start=1)]
        found = AddStep(initial={"after": str(max(len(names) - 1, 0))}, auto_id="id_new_%s", prefix="new")
        found.fields["after"].choices = [("0", "Đầu quy trình"), *names]  # type: ignore[attr-defined]
        return found

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """The rows of the page: each with its buttons (label, value, spoken name) and its legs (name, agency)."""
        last = len(self.rows.forms) - 1
        return [
            {"row": row, "legs": list(self._legs(str(row["key"].value()))), "buttons": _buttons(row, place, last)}
            for place, row in enumerate(self.rows)
        ]

    def _legs(self, key: str) -> Iterator[tuple[str, str]]:
        for leg in self.known[key].legs if key in self.known else ():
            yield leg.name, self._names_of_legs.get(leg.agency, leg.agency)

    @cached_property
    def _names_of_legs(self) -> dict[str, str]:
        codes = [leg.agency for step in self.known.values() for leg in step.legs]
        return dict(Agency.objects.filter(code__in=codes).values_list("code", "name"))


def _buttons(row: StepRow, place: int, last: int) -> list[tuple[str, str, str]]:
    wanted = [("Lên", "up")] * (place > 0) + [("Xuống", "down")] * (place < last) + [("Bỏ", "remove")]
    return [(label, f"{verb}:{place}", f"{label}: bước {place + 1}, {row['name'].value()}") for label, verb in wanted]


def places_of(adoption: Adoption, route: Route) -> list[Any]:
    """Return where a step may be done: by rule, in a unit of the office, or at an agency beside it or above."""
    on, office = today(), adoption.office
    inside = Agency.objects.below(office).valid(on).exclude(pk=office.pk).order_by("path")
    above = Agency.objects.filter(path__in=office.paths_above()[:-1])
    beside = Agency.objects.filter(parent__in=above, kind__in=(Kind.DEPARTMENT, Kind.VERTICAL, Kind.SERVICE_UNIT))
    others = beside.valid(on).exclude(path__startswith=office.path).order_by("name_key")
    groups = [("Trong đơn vị", _named(inside)), ("Cơ quan khác", _named(others))]
    offered = {code for _, group in groups for code, _ in group} | {code for code, _ in PLACES}
    used = dict.fromkeys(step.at for step in route.steps if step.at not in offered)
    names = dict(Agency.objects.filter(code__in=[at.removeprefix(AGENCY) for at in used]).values_list("code", "name"))
    standing = [(at, names.get(at.removeprefix(AGENCY), at.removeprefix(AGENCY))) for at in used]
    return [*PLACES, *((title, group) for title, group in [*groups, ("Đang ghi", standing)] if group)]


def _named(units: Any) -> list[tuple[str, str]]:
    return [(f"{AGENCY}{code}", name) for code, name in units.values_list("code", "short_name")]


def shortest_of(limits: Iterable[LimitRule]) -> LimitRule | None:
    """Return the limit that leaves the least working time; None when none sets any."""
    timed = [rule for rule in limits if working_minutes(rule) is not None]
    return min(timed, key=lambda rule: working_minutes(rule) or 0) if timed else None
