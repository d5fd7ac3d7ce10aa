"""Who writes an office's instructions, and whose first day it is."""

from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.guidance.models import FirstDays, Instruction

WRITERS = (Role.ADMINISTRATOR, Role.REFORM_OFFICER, Role.LEADER, Role.HEAD_OF_DIVISION)


def _may_write_for(by: Post, agency: Agency | None) -> bool:
    return by.role in WRITERS and agency is not None and agency.is_within(by.agency)


def may_write(by: Post, inputs: dict[str, Any]) -> bool:
    """Heads, leaders, reform officers and administrators, for their own unit and those below it."""
    return _may_write_for(by, inputs.get("agency"))


def may_change(by: Post, instruction: Instruction) -> bool:
    """The same, for an instruction that stands."""
    return _may_write_for(by, instruction.agency)


def may_begin(by: Post, inputs: dict[str, Any]) -> bool:
    """Everybody for themself."""
    return by.role != Role.SYSTEM


def may_walk(by: Post, days: FirstDays) -> bool:
    """One's own tour."""
    return by.person_id == days.person_id
