"""All writes on instructions and first days."""

from typing import Any

from motcua.agencies.models import Agency, Post
from motcua.core.actions import action, creates
from motcua.core.errors import BadInput, StepRefused
from motcua.core.text import clean
from motcua.guidance import permissions
from motcua.guidance.choices import Action
from motcua.guidance.models import FirstDays, Instruction, InstructionText
from motcua.guidance.tours import steps_of

LIMITS = {"title": 200, "body": 8_000, "source": 200}
ASKED = {"title": "tiêu đề", "body": "nội dung", "source": "căn cứ hoặc nguồn"}


def _checked(given: dict[str, str]) -> dict[str, str]:
    """Return the texts clean; raises BadInput for what is missing or too long."""
    kept = {name: clean(given[name], lines=name == "body") for name in LIMITS}
    for name, text in kept.items():
        if not text:
            raise BadInput("required", f"Chưa ghi {ASKED[name]}.", field=name)
        if len(text) > LIMITS[name]:
            raise BadInput("too_long", f"Phần {ASKED[name]} dài quá {LIMITS[name]} ký tự.", field=name)
    return kept


def _keep_wording(instruction: Instruction, *, by: Post) -> None:
    texts = {name: getattr(instruction, name) for name in LIMITS}
    InstructionText.objects.create(instruction=instruction, number=instruction.number, by=by, **texts)


@creates(Action.WRITE, permit=permissions.may_write)
def write(*, by: Post, agency: Agency, title: str, body: str, source: str) -> Instruction:
    """Tell an office's people something, by a source. Raises BadInput `required`, `too_long`."""
    instruction = Instruction(agency=agency, **_checked({"title": title, "body": body, "source": source}))
    instruction.save(force_insert=True)
    _keep_wording(instruction, by=by)
    return instruction


@action(Action.REWRITE, permit=permissions.may_change)
def rewrite(instruction: Instruction, *, by: Post, title: str, body: str, source: str) -> dict[str, Any]:
    """Say it anew; the wording before is kept. Raises BadInput like `write`, StepRefused when it was taken back."""
    _check_standing(instruction)
    for name, text in _checked({"title": title, "body": body, "source": source}).items():
        setattr(instruction, name, text)
    instruction.number += 1
    _keep_wording(instruction, by=by)
    return {"number": instruction.number}


@action(Action.WITHDRAW, permit=permissions.may_change)
def withdraw(instruction: Instruction, *, by: Post) -> None:
    """Take an instruction back; nobody is shown it any more, its wordings stay."""
    _check_standing(instruction)
    instruction.withdrawn_at = instruction.moment


def _check_standing(instruction: Instruction) -> None:
    if instruction.withdrawn_at is not None:
        raise StepRefused("Hướng dẫn này đã được bỏ.", code="already_withdrawn")


@creates(Action.BEGIN_TOUR, permit=permissions.may_begin)
def begin_tour(*, by: Post) -> FirstDays:
    """Remember the acting person's first day from now on."""
    if FirstDays.objects.filter(person=by.person_id).exists():
        raise BadInput("already_begun", "Phần làm quen của bạn đã bắt đầu.")
    days = FirstDays(person_id=by.person_id)
    days.save(force_insert=True)
    return days


@action(Action.STEP_DONE, permit=permissions.may_walk)
def step_done(days: FirstDays, *, by: Post, key: str) -> dict[str, Any]:
    """Remember that a step of the post's own tour is done. Raises BadInput `unknown_step`, `already_done`."""
    if key not in {step.key for step in steps_of(by.role)}:
        raise BadInput("unknown_step", "Không có bước này.")
    if key in days.done:
        raise BadInput("already_done", "Bước này đã xong.")
    days.done = [*days.done, key]
    return {"step": key}


@action(Action.DISMISS, permit=permissions.may_walk)
def dismiss(days: FirstDays, *, by: Post) -> None:
    """Put the tour away for good."""
    if days.dismissed_at is not None:
        raise StepRefused("Phần làm quen đã được ẩn.", code="already_dismissed")
    days.dismissed_at = days.moment
