"""Draws the life of a dossier, from its table of steps, into docs/architecture.md: `make docs`.

A test fails when the picture is not the one that the table gives.
"""

from pathlib import Path

from motcua.dossiers.choices import Action, State
from motcua.dossiers.lifecycle import (
    BEFORE_RESULT,
    LIFECYCLE,
    after_the_payment,
    as_the_book_says,
    when_erased,
    where_the_next_step_is,
)

PAGE = Path(__file__).parent / "architecture.md"
BEGIN, END = "<!-- life: made by docs/lifecycle.py -->", "<!-- end of life -->"


def reached(code: str, source: State) -> set[str]:
    """Return the states to which a step leads from `source`, out of those it declares."""
    step = LIFECYCLE.steps[code]
    if not callable(step.target):
        return set(step.targets(source))
    if step.target is after_the_payment and source != State.WAITING_PAYMENT:
        return {source}
    if step.target is as_the_book_says:
        return set(step.among)
    if step.target is when_erased:
        return {State.WITHDRAWN if source == State.DRAFT else source}
    if step.target is where_the_next_step_is:  # after the signature the dossier stays decided
        return {State.DECIDED} if source == State.DECIDED else set(step.among) - {State.DECIDED}
    return {state for state in step.among if source in remembered(state)}  # a pause ends where it began


def remembered(state: str) -> set[str]:
    """Return the pauses that begin in `state`."""
    begin = {Action.REQUEST_SUPPLEMENT: State.WAITING_SUPPLEMENT, Action.SUSPEND: State.SUSPENDED}
    found = {pause for code, pause in begin.items() if state in LIFECYCLE.steps[code].sources}
    return found | ({State.WAITING_PAYMENT} if state == State.IN_PROGRESS else set())


def arrows() -> dict[tuple[str, str], list[str]]:
    """Return (from, to) → labels of the steps that lead there; steps that leave the state as it is are left out."""
    found: dict[tuple[str, str], list[str]] = {}
    for code in (Action.SUBMIT, Action.REGISTER, Action.DRAFT):
        found.setdefault(("[*]", LIFECYCLE.births.get(code, LIFECYCLE.initial)), []).append(Action(code).label)
    for code, step in LIFECYCLE.steps.items():
        goals = {source: reached(code, State(source)) - {source} for source in step.sources}
        for target in sorted(set().union(*goals.values())):
            sources = [source for source in step.sources if target in goals[source]]
            if set(BEFORE_RESULT) <= set(sources):
                sources = ["work", *(source for source in sources if source not in BEFORE_RESULT)]
            for source in sources:
                found.setdefault((source, target), []).append(Action(code).label)
    return found


def drawing() -> str:
    """Return the picture (Mermaid) and, below it, what may be done in each state."""
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.value}: {state.label}" for state in State]
    lines += [
        '    state "Trước khi có kết quả" as work {',
        *(f"        {state.value}" for state in BEFORE_RESULT),
        "    }",
    ]
    lines += [f"    {source} --> {target}: {', '.join(labels)}" for (source, target), labels in arrows().items()]
    lines += ["```", "", "| Trạng thái | Việc làm được |", "|---|---|"]
    for state in State:
        labels = ", ".join(Action(code).label for code in LIFECYCLE.allowed_from(state))
        lines.append(f"| {state.label} | {labels} |")
    return "\n".join(lines)


def page() -> str:
    """Return the page with today's picture between its marks."""
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    return f"{head}{BEGIN}\n{drawing()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
