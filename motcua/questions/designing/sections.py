"""What is done to the sections of a form, to what stands around them, and to its fees. Pure, and total."""

from collections.abc import Mapping
from typing import Any

from motcua.questions.designing.newborn import new_fee, new_section
from motcua.questions.designing.outline import Data, codes_of, listed, swapped
from motcua.questions.form_schema import MOST


def changed(data: Data, values: Mapping[str, Any]) -> Data:
    """Return data with these values; None takes a name out, what is not named stays, so does the order."""
    kept = {name: values.get(name, value) for name, value in data.items()}
    added = {name: value for name, value in values.items() if name not in data}
    return {name: value for name, value in (kept | added).items() if name not in values or value is not None}


def _place(parts: list[Any], code: str) -> int | None:
    return next((n for n, each in enumerate(parts) if isinstance(each, dict) and each.get("code") == code), None)


def _with(form: Data, name: str, parts: list[Any]) -> Data:
    return form | {name: parts}


def add_section(form: Data, title: str, *, after: str = "") -> tuple[Data, str]:
    """Add a section behind another (else at the end); return the form and the new code, "" when there is no room."""
    parts = listed(form, "sections")
    if len(parts) >= MOST["sections"]:
        return form, ""
    section = new_section(title, codes_of(parts))
    at = _place(parts, after)
    at = len(parts) if at is None else at + 1
    return _with(form, "sections", [*parts[:at], section, *parts[at:]]), section["code"]


def change_section(form: Data, code: str, values: Mapping[str, Any]) -> Data:
    """Change a section's own values: title, help, show_if, code."""
    return _change(form, "sections", code, values)


def move_section(form: Data, code: str, step: int) -> Data:
    """Move a section a place up (-1) or down (1)."""
    return _move(form, "sections", code, step)


def remove_section(form: Data, code: str) -> Data:
    """Take a section out, with all its questions."""
    parts = listed(form, "sections")
    at = _place(parts, code)
    return form if at is None else _with(form, "sections", [*parts[:at], *parts[at + 1 :]])


def add_fee(form: Data, label: str) -> tuple[Data, str]:
    """Add a line of fees at the end; return the form and the new code, "" when there is no room."""
    parts = listed(form, "fees")
    if len(parts) >= MOST["fees"]:
        return form, ""
    fee = new_fee(label, codes_of(parts))
    return _with(form, "fees", [*parts, fee]), fee["code"]


def change_fee(form: Data, code: str, values: Mapping[str, Any]) -> Data:
    """Change a line of fees: its code, label, basis, base, per_copy, if, exemptions, online_discount."""
    return _change(form, "fees", code, values)


def move_fee(form: Data, code: str, step: int) -> Data:
    """Move a line of fees a place up (-1) or down (1)."""
    return _move(form, "fees", code, step)


def remove_fee(form: Data, code: str) -> Data:
    """Take a line of fees out; with the last one goes the list."""
    parts = listed(form, "fees")
    at = _place(parts, code)
    if at is None:
        return form
    return changed(form, {"fees": [*parts[:at], *parts[at + 1 :]] or None})


def change_form(form: Data, values: Mapping[str, Any]) -> Data:
    """Change what the form says of itself: code, title, languages, sources."""
    return changed(form, values)


def change_end(form: Data, text: Any) -> Data:
    """Change what is said at the end; None leaves the form without one."""
    before = form.get("end")
    end = (before if isinstance(before, dict) else {}) | {"text": text}
    return changed(form, {"end": end if text is not None else None})


def _change(form: Data, name: str, code: str, values: Mapping[str, Any]) -> Data:
    parts = listed(form, name)
    at = _place(parts, code)
    if at is None:
        return form
    return _with(form, name, [changed(each, values) if n == at else each for n, each in enumerate(parts)])


def _move(form: Data, name: str, code: str, step: int) -> Data:
    parts = listed(form, name)
    at = _place(parts, code)
    return form if at is None else _with(form, name, swapped(parts, at, step))
