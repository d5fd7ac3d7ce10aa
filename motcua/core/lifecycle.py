"""A lifecycle is a table: step → (states it may start from, state it leads to)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from motcua.core.errors import StepRefused

Target = str | Callable[[Any], str] | None


@dataclass(frozen=True)
class Step:
    """One step. `target` None leaves the state as it is; a function chooses among `among` by looking at the subject."""

    sources: tuple[str, ...]
    target: Target = None
    among: tuple[str, ...] = ()

    def targets(self, source: str) -> tuple[str, ...]:
        """Every state this step can lead to from `source`."""
        if self.target is None:
            return (source,)
        return self.among if callable(self.target) else (self.target,)


@dataclass(frozen=True)
class Lifecycle:
    """States and steps of one kind of thing. Raises ValueError when a function's targets are not declared."""

    initial: str
    steps: Mapping[str, Step] = field(default_factory=dict)
    births: Mapping[str, str] = field(default_factory=dict)  # code of the birth → state, where it is not `initial`

    def __post_init__(self) -> None:
        for code, step in self.steps.items():
            if callable(step.target) and not step.among:
                raise ValueError(f"{code}: a chosen target needs its declared states")

    def begin(self, subject: Any, code: str) -> None:
        """Put a new subject into the state in which this birth leaves it."""
        subject.state = self.births.get(code, self.initial)

    def allowed_from(self, state: str) -> list[str]:
        """Return the steps that may start from `state`, in the table's order."""
        return [code for code, step in self.steps.items() if state in step.sources]

    def check(self, subject: Any, code: str) -> None:
        """Raise StepRefused when `code` may not start from the state the subject is in."""
        if subject.state not in self.steps[code].sources:
            label = getattr(subject, "get_state_display", lambda: subject.state)()
            raise StepRefused(f"Việc này không thực hiện được ở trạng thái “{label}”.")

    def advance(self, subject: Any, code: str) -> str:
        """Move the subject along `code` and return the state it is now in.

        Raises RuntimeError when the chosen state is not a declared one: a fault of ours, not of the person.
        """
        step = self.steps[code]
        if step.target is None:
            return str(subject.state)
        target = step.target(subject) if callable(step.target) else step.target
        if callable(step.target) and target not in step.among:
            raise RuntimeError(f"{code} may not lead to {target}")
        subject.state = target
        return str(target)
