"""The form in which the route of a draft is edited: its steps and legs, where they are done, what the calendar says."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from django import forms

from motcua.administration.catalogue.new_steps import BRANCH, NEW, OPENS, OWN, is_made, new_step
from motcua.administration.catalogue.parts import PartForm
from motcua.administration.catalogue.route_lines import lines_of
from motcua.administration.catalogue.rows import AT_LEG, LegRow, StepRow, row_set
from motcua.administration.catalogue.trying import Proof, proof_of
from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency
from motcua.core.clock import today
from motcua.procedures.editions import LimitRule, content_from
from motcua.procedures.models import Adoption
from motcua.procedures.routes import AGENCY, DESK, DIVISION, LEGS, OFFICE, Leg, Route, Step, route_json
from motcua.procedures.shapes import KINDS, allot_again, working_minutes
from motcua.procedures.validation import placed

PLACES = [
    (DESK, "Bộ phận một cửa nơi nhận hồ sơ"), (DIVISION, "Bộ phận giải quyết"), (OFFICE, "Đơn vị (lãnh đạo, văn thư)"),
]  # fmt: skip
STRANGE = "Trang gửi lên có bước lạ hoặc bước lặp lại. Hãy mở lại trang rồi làm lại."


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        made = row_set(LegRow, extra=0, fixed=True)
        units = [(code.removeprefix(AGENCY), name) for code, name in _flat(self.places) if code.startswith(AGENCY)]
        options: dict[str, Any] = {
            "initial": list(self.leg_values()),
            "prefix": "legs",
            "form_kwargs": {"units": units},
        }
        self.legs = made(self.data, **options) if self.is_bound else made(**options)

    @cached_property
    def known(self) -> dict[str, Step]:
        """The steps as the draft has them, by where they stand: with the kind that no field asks for."""
        return dict(placed(self.content.route))

    @cached_property
    def places(self) -> list[Any]:
        return places_of(self.adoption, self.content.route)

    def row_options(self) -> dict[str, Any]:
        return {"places": self.places}

    def row_values(self) -> Iterable[dict[str, Any]]:
        """The steps of the main line, each followed by those of its legs."""
        for step in self.content.route.steps:
            yield vars(step) | {"actions": list(step.actions), "leg": ""}
            for leg in step.legs:
                for each in leg.steps:
                    at = AT_LEG if each.at == f"{AGENCY}{leg.agency}" else each.at
                    yield vars(each) | {"actions": list(each.actions), "leg": f"{step.key}/{leg.key}", "at": at}

    def leg_values(self) -> Iterable[dict[str, Any]]:
        for step in self.content.route.steps:
            yield from ({"step": step.key, "key": leg.key, "name": leg.name, "agency": leg.agency} for leg in step.legs)

    def is_valid(self) -> bool:
        legs_valid = self.legs.is_valid()
        if self.is_bound and self.legs.non_form_errors():
            self.add_error(None, self.legs.non_form_errors())
        return bool(super().is_valid() and legs_valid)

    def clean(self) -> dict[str, Any]:
        steps, legs = [row.path for row in self.rows], [row.path for row in self.legs]
        opened = {row.path for row in self.rows if self.opens_legs(row.path)}
        stray = {row["leg"].value() or "" for row in self.rows} - {"", *legs}
        stray |= {row["step"].value() for row in self.legs} - opened
        strange = [*stray, *(path for path in steps if not self._is_ours(path))]
        strange += [row.path for row in self.legs if not self._is_our_leg(row)]
        if strange or len({*steps, *legs}) < len(steps) + len(legs):
            self.add_error(None, STRANGE)
        if not any("/" not in path for path in steps):
            self.add_error(None, "Quy trình phải có ít nhất một bước.")
        return super().clean() or {}

    def opens_legs(self, path: str) -> bool:
        """Tell whether the step at a place is one of the main line that opens legs."""
        step = self.known.get(path)
        return "/" not in path and (step.kind == LEGS if step else is_made(path, OPENS))

    def _is_ours(self, path: str) -> bool:
        key = path.rsplit("/", 1)[-1]
        if path in self.known or is_made(key, OWN):
            return True
        return key == "answer" if "/" in path else key in KINDS or is_made(key, OPENS)

    def _is_our_leg(self, row: LegRow) -> bool:
        return is_made(row["key"].value() or "", BRANCH) or row.path in self._known_legs

    @cached_property
    def _known_legs(self) -> set[str]:
        return {f"{step.key}/{leg.key}" for step in self.content.route.steps for leg in step.legs}

    def route(self) -> Route:
        """Return the route as the sound form states it."""
        legs: dict[str, list[Leg]] = {}
        for row in self.legs.kept():
            inner = self._steps(f"{row['step']}/{row['key']}", agency=row["agency"])
            legs.setdefault(row["step"], []).append(Leg(row["key"], row["name"], row["agency"], inner))
        main = self._steps("")
        steps = [replace(s, legs=tuple(legs.get(s.key, ()))) if self.opens_legs(s.key) else s for s in main]
        route = replace(self.content.route, steps=tuple(steps))
        return allot_again(route, shortest_of(self.content.limits)) if self.cleaned_data["again"] else route

    def _steps(self, leg: str, agency: str = "") -> tuple[Step, ...]:
        """Return the steps of a leg, or with "" of the main line."""
        return tuple(self._step(row, agency) for row in self.rows.kept() if row["leg"] == leg)

    def _step(self, row: dict[str, Any], agency: str) -> Step:
        leg, key = row["leg"], row["key"]
        before = self.known.get(f"{leg}/{key}" if leg else key) or new_step(key, ())
        at = f"{AGENCY}{agency}" if row["at"] == AT_LEG else row["at"]
        given = {name: value for name, value in row.items() if name != "leg"}
        return replace(before, **(given | {"at": at, "actions": tuple(row["actions"])}))

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
        main = [row for row in self.rows if not row["leg"].value()]
        names = [(str(n), f"{n}. {row['name'].value()}") for n, row in enumerate(main, start=1)]
        found = AddStep(initial={"after": str(max(len(names) - 1, 0))}, auto_id="id_new_%s", prefix="new")
        found.fields["after"].choices = [("0", "Đầu quy trình"), *names]  # type: ignore[attr-defined]
        return found

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """The steps and legs of the page, as `route_lines` arranges them."""
        told = self.proof.beside if self.proof else {}
        return lines_of(self.rows, self.legs, opens=self.opens_legs, told=told)

    @property
    def told_places(self) -> str:
        """The places of the page where the calendar's words stand beside a step, for what is fetched while typing."""
        return ",".join(f"#bao-{row.prefix}" for row in [*self.rows, *self.legs])


def places_of(adoption: Adoption, route: Route) -> list[Any]:
    """Return where a step may be done: by rule, in a unit of the office, or at an agency beside it or above."""
    on, office = today(), adoption.office
    inside = Agency.objects.below(office).valid(on).exclude(pk=office.pk).order_by("path")
    above = Agency.objects.filter(path__in=office.paths_above()[:-1])
    beside = Agency.objects.filter(parent__in=above, kind__in=(Kind.DEPARTMENT, Kind.VERTICAL, Kind.SERVICE_UNIT))
    others = beside.valid(on).exclude(path__startswith=office.path).order_by("name_key")
    groups = [("Trong đơn vị", _named(inside)), ("Cơ quan khác", _named(others))]
    offered = {code for _, group in groups for code, _ in group} | {code for code, _ in PLACES}
    said = [*(step.at for _, step in placed(route)), *(f"{AGENCY}{leg.agency}" for s in route.steps for leg in s.legs)]
    used = dict.fromkeys(at for at in said if at not in offered)
    names = dict(Agency.objects.filter(code__in=[at.removeprefix(AGENCY) for at in used]).values_list("code", "name"))
    standing = [(at, names.get(at.removeprefix(AGENCY), at.removeprefix(AGENCY))) for at in used]
    standing = [(at, name) for at, name in standing if at != AGENCY]  # a leg whose unit nobody has chosen yet
    return [*PLACES, *((title, group) for title, group in [*groups, ("Đang ghi", standing)] if group)]


def _flat(places: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for value, label in places:
        yield from [(value, label)] if isinstance(label, str) else label


def _named(units: Any) -> list[tuple[str, str]]:
    return [(f"{AGENCY}{code}", name) for code, name in units.values_list("code", "short_name")]


def shortest_of(limits: Iterable[LimitRule]) -> LimitRule | None:
    """Return the limit that leaves the least working time; None when none sets any."""
    timed = [rule for rule in limits if working_minutes(rule) is not None]
    return min(timed, key=lambda rule: working_minutes(rule) or 0) if timed else None
