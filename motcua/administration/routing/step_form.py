"""The card of one step: what it is, who does it where and how long, what it says, where it leads."""

from dataclasses import replace
from typing import Any

from django import forms

from motcua.administration.catalogue.rows import STEP_UNITS, AmountField, needs_amount
from motcua.procedures.redrawing import change_step
from motcua.procedures.route_files import usual_actions
from motcua.procedures.route_wording import DEED_WORDS, KIND_WORDS, ROLE_WORDS, SILENCE_WORDS, way_words
from motcua.procedures.routes import (
    ALL,
    ANY,
    END,
    FINISH,
    FORWARD,
    LEGS,
    OPINION,
    PAYMENT,
    RETURN,
    SPLIT,
    Route,
    Step,
    Way,
)
from motcua.procedures.validation import ROLES
from motcua.procedures.wording import STEP_ACTIONS
from motcua.ui.inputs import Form, LineField, ProseField

UNITS = [("unknown", "Chưa giao thời gian"), *STEP_UNITS]
LONGEST_CODE, MOST_PAPERS, EMPTY_WAYS = 60, 20, 2
JOINS = [("", "Không hợp nhánh"), (ALL, "Chờ đủ mọi chặng"), (ANY, "Chờ một chặng bất kỳ")]
DEEDS = [("", "Không"), *((do, DEED_WORDS[do]) for do in (FORWARD, RETURN, FINISH))]
MOST_LEGS = 20


class StepForm(Form):
    """One step of a drawn route; its split is told, not asked: legs are opened and closed by buttons of their own."""

    name = LineField(label="Tên bước", max_length=200)
    kind = forms.ChoiceField(label="Loại")
    role = forms.ChoiceField(label="Vị trí làm")
    at = forms.ChoiceField(label="Nơi làm")
    amount = AmountField(label="Thời gian", required=False, max_length=10)
    unit = forms.ChoiceField(label="Đơn vị tính", choices=UNITS)
    silence = forms.ChoiceField(label="Khi không trả lời", choices=list(SILENCE_WORDS.items()), required=False)
    join = forms.ChoiceField(label="Hợp nhánh", required=False)
    instructions = ProseField(label="Hướng dẫn", required=False, max_length=4_000)
    papers = ProseField(label="Giấy tờ làm ra (mỗi dòng một tên)", required=False, max_length=4_000)
    code = LineField(label="Mã bước", max_length=LONGEST_CODE)
    usual = forms.BooleanField(label="Việc được làm theo thường lệ của loại bước và vị trí", required=False)
    actions = forms.MultipleChoiceField(
        label="Việc được làm", widget=forms.CheckboxSelectMultiple, choices=list(STEP_ACTIONS.items()), required=False
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, route: Route, key: str, places: Any, focus: str = "", **more: Any
    ) -> None:
        self.route, self.step = route, route.step(key)
        self.before = self.step
        super().__init__(data=data, initial=self._values() | (more.pop("initial", None) or {}), **more)
        self._choose("kind", [(k, v) for k, v in KIND_WORDS.items() if k != LEGS or self.step.kind == LEGS])
        self._choose("role", [(role, ROLE_WORDS[role]) for role in ROLES])
        self._choose("at", places)
        self._choose("join", [*JOINS, *((str(n), f"Chờ {n} chặng") for n in range(2, self._legs() + 1))])
        self._choose("unit", UNITS)
        targets = [("", "Chọn bước"), *((each.key, each.name) for each in route.steps if each.key != key)]
        plain = [way for way in self.step.ways if way.do != SPLIT]
        self.numbers = range(len(plain) + EMPTY_WAYS)
        for number in self.numbers:
            self._add_way(number, plain[number] if number < len(plain) else None, targets)
        if focus != "up":
            self.fields["name"].widget.attrs["autofocus"] = True

    def _legs(self) -> int:
        splits = [len(way.to) for step in self.route.steps for way in step.leading(SPLIT)]
        return min(max(splits, default=2), MOST_LEGS)

    def _choose(self, name: str, choices: list[Any]) -> None:
        """Offer the choices, and what stands now where it is none of them."""
        standing = self.initial[name]
        known = {value for value, label in choices if isinstance(label, str)}
        known |= {value for _, label in choices if not isinstance(label, str) for value, _ in label}
        more = [] if standing in known else [(standing, f"{standing or 'Chưa chọn'} (cần chọn lại)")]
        self.fields[name].choices = [*choices, *more]  # type: ignore[attr-defined]

    def _values(self) -> dict[str, Any]:
        step = self.step
        usual = step.actions == usual_actions(step, is_first=step.key == self.route.start)
        return {
            "name": step.name, "kind": step.kind, "role": step.role, "at": step.at, "amount": step.amount,
            "unit": step.unit, "silence": step.silence, "join": step.join, "instructions": step.instructions,
            "papers": "\n".join(step.papers), "code": step.key, "usual": usual, "actions": list(step.actions),
        }  # fmt: skip

    def _add_way(self, number: int, way: Way | None, targets: list[tuple[str, str]]) -> None:
        to = way.to[0] if way and way.to[0] != END else ""
        known = targets if to in dict(targets) else [*targets, (to, f"{to} (không có bước này)")]
        self.fields[f"do{number}"] = forms.ChoiceField(
            label="Việc", choices=DEEDS, initial=way.do if way else "", required=False
        )
        self.fields[f"to{number}"] = forms.ChoiceField(label="Tới bước", choices=known, initial=to, required=False)

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if code == END or (code != self.before.key and self.route.find(code) is not None):
            raise forms.ValidationError("Mã này đã có ở bước khác." if code != END else "“end” là mã của kết thúc.")
        return code

    def clean_papers(self) -> tuple[str, ...]:
        lines = tuple(line.strip() for line in self.cleaned_data["papers"].splitlines() if line.strip())
        if len(lines) > MOST_PAPERS or any(len(line) > 200 for line in lines):
            raise forms.ValidationError(f"Nhiều nhất {MOST_PAPERS} giấy tờ, mỗi tên không quá 200 ký tự.")
        return lines

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("kind") == PAYMENT and given.get("unit") == "unknown":
            given["unit"] = "none"
        needs_amount(self, given.get("unit"))
        if not given.get("usual") and not given.get("actions"):
            self.add_error("actions", "Chọn ít nhất một việc được làm, hoặc để theo thường lệ.")
        for number in self.numbers:
            do, to = given.get(f"do{number}"), given.get(f"to{number}")
            if do in (FORWARD, RETURN) and not to:
                self.add_error(f"to{number}", "Chọn bước mà việc này dẫn tới.")
        return given

    def _ways(self) -> tuple[Way, ...]:
        """The ways as the card states them; the split stays where it stood among them."""
        given: list[Way] = []
        for number in self.numbers:
            do, to = self.cleaned_data[f"do{number}"], self.cleaned_data[f"to{number}"]
            if do:
                given.append(Way(do, (END,) if do == FINISH else (to,)))
        place = next((at for at, way in enumerate(self.before.ways) if way.do == SPLIT), None)
        splits = [way for way in self.before.ways if way.do == SPLIT]
        at = min(place or 0, len(given))
        return tuple(dict.fromkeys([*given[:at], *splits, *given[at:]]))

    def changed_step(self) -> Step:
        """Return the step as the sound card states it."""
        given = self.cleaned_data
        names = ("name", "kind", "role", "at", "amount", "unit", "instructions", "papers", "join")
        step = replace(self.before, key=given["code"], ways=self._ways(), **{name: given[name] for name in names})
        step = replace(step, silence=given["silence"] if step.kind == OPINION else "")
        usual = usual_actions(step, is_first=self.before.key == self.route.start)
        return replace(step, actions=usual if given["usual"] else tuple(given["actions"]))

    def inputs(self) -> dict[str, Any]:
        step = self.changed_step()
        route = change_step(self.route, self.before.key, step)
        return {"route": route, "note": f"Sửa bước “{step.name[:150]}”", "key": step.key}

    @property
    def more_open(self) -> bool:
        """Whether what is folded away must be seen: it says something, or is wrong."""
        wrong = self.is_bound and any(name in self.errors for name in ("join", "silence", "code", "usual", "actions"))
        return bool(wrong or self.before.join or self.before.kind == OPINION)

    @property
    def ways(self) -> list[tuple[Any, Any]]:
        return [(self[f"do{number}"], self[f"to{number}"]) for number in self.numbers]

    @property
    def split_words(self) -> str:
        """Where the step splits to, "" where it does not."""
        return way_words(self.route, self.before.split) if self.before.split else ""
