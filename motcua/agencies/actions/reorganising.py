"""A re-organisation drawn up, confirmed and carried out: one transaction per thing, repeatable after any crash."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection, transaction
from procrastinate.contrib.django import app

from motcua.agencies import permissions
from motcua.agencies.choices import Action, ItemState, ReorganisationState
from motcua.agencies.lifecycle import REORGANISATION
from motcua.agencies.models import Agency, Post, Reorganisation, ReorganisationItem
from motcua.agencies.passing import Part, Passed, Plan, all_parts
from motcua.agencies.plans import plan_of, read, units_of
from motcua.core.actions import action, creates
from motcua.core.clock import local, now
from motcua.core.errors import BadInput, Refused, StepRefused
from motcua.core.text import clean

JOB = "agencies.reorganise"
ADVISORY = 0x5A3C  # the class of the database's own lock: one run at a time of each re-organisation


def _fill(row: Reorganisation, *, by: Post, name: str, on: date, decision: str, plan: Any) -> None:
    """Write what was entered into the row, checked. Raises BadInput."""
    row.name, row.on, row.decision = clean(name)[:200], on, clean(decision)[:120]
    if not row.name:
        raise BadInput("name_needed", "Hãy đặt tên cho đợt sắp xếp.", field="name")
    if not row.decision:
        raise BadInput("decision_needed", "Phải ghi số văn bản quyết định.", field="decision")
    row.plan = read(plan)
    outside = [unit for unit in units_of(row.plan).values() if not permissions.administers(by, unit)]
    if outside:
        raise BadInput("unit_outside", f"{outside[0]} không thuộc phạm vi bạn quản trị.", field="plan")
    plan_of(row)  # says in words what is not possible


@creates(Action.DRAFT_REORGANISATION, permit=permissions.may_draft_reorganisation)
def draft_reorganisation(
    *, by: Post, office: Agency, name: str, on: date, decision: str, plan: dict[str, Any]
) -> Reorganisation:
    """Draw up a re-organisation of units within `office`. Raises BadInput saying what is not possible, and why."""
    row = Reorganisation(office=office, drafted_by=by)
    REORGANISATION.begin(row, Action.DRAFT_REORGANISATION)
    _fill(row, by=by, name=name, on=on, decision=decision, plan=plan)
    row.save(force_insert=True)
    return row


@action(Action.CHANGE_REORGANISATION, permit=permissions.may_change_reorganisation, lifecycle=REORGANISATION)
def change_reorganisation(
    row: Reorganisation, *, by: Post, name: str, on: date, decision: str, plan: dict[str, Any]
) -> None:
    """Write a draft anew. Raises BadInput as drafting does."""
    _fill(row, by=by, name=name, on=on, decision=decision, plan=plan)


@action(Action.CONFIRM_REORGANISATION, permit=permissions.may_change_reorganisation, lifecycle=REORGANISATION)
def confirm_reorganisation(row: Reorganisation, *, by: Post, on: date) -> None:
    """Let it be carried out on its day (at once when the day has come); `on` repeats the day, so that it was read.

    Raises BadInput `another_day` when it is not that of the plan.
    """
    if on != row.on:
        raise BadInput("another_day", f"Ngày hiệu lực của phương án là {row.on:%d/%m/%Y}.", field="on")
    plan_of(row)
    if row.on <= local(row.moment).date():
        app.configure_task(JOB, lock=f"{JOB}:{row.pk}").defer(key=row.pk)


@action(Action.CANCEL_REORGANISATION, permit=permissions.may_change_reorganisation, lifecycle=REORGANISATION)
def cancel_reorganisation(row: Reorganisation, *, by: Post) -> None:
    """Give a plan up before anything passed."""
    if row.items.exists():
        raise StepRefused("Đã có việc chuyển sang đơn vị mới: không hủy được nữa, hãy chạy cho xong.")


@action(Action.BEGIN_REORGANISATION, permit=permissions.may_carry_out, lifecycle=REORGANISATION)
def begin_reorganisation(row: Reorganisation, *, by: Post) -> dict[str, Any]:
    """Begin to carry it out. Raises BadInput `too_soon` before its day."""
    if row.on > local(row.moment).date():
        raise BadInput("too_soon", f"Chưa đến ngày {row.on:%d/%m/%Y}.", field="on")
    plan = plan_of(row)
    row.progress = {part.key: part.waiting(plan).count() for part in all_parts() if part.pass_over}
    return {"waiting": row.progress}


@action(Action.FINISH_REORGANISATION, permit=permissions.may_carry_out, lifecycle=REORGANISATION)
def finish_reorganisation(row: Reorganisation, *, by: Post) -> dict[str, Any]:
    """Say what the run left: nothing, or things that were refused and must be looked at."""
    plan = plan_of(row)
    left = {part.key: count for part in all_parts() if part.pass_over and (count := part.waiting(plan).count())}
    row.next_state = ReorganisationState.UNFINISHED if left else ReorganisationState.DONE
    return {"left": left}


def run(key: int) -> Reorganisation:
    """Carry a confirmed re-organisation out, or go on with one that was interrupted; returns it as it then stands.

    Each thing passes in one transaction with its line of the result: killed at any moment, nothing is half done, and
    the next run goes on with what still waits. Raises StepRefused while another run of it is going on.
    """
    by = Post.objects.system()
    with _alone(key):
        row = Reorganisation.objects.select_related("office").get(pk=key)
        if row.state != ReorganisationState.RUNNING:
            row = begin_reorganisation(row, by=by)
        plan = plan_of(row)
        for part in all_parts():
            if part.pass_over is not None:
                _pass_part(part, plan, by=by)
        return finish_reorganisation(row, by=by)  # type: ignore[no-any-return]


@contextmanager
def _alone(key: int) -> Iterator[None]:
    """Hold the database's lock for one run; it goes with the connection, so a killed run never keeps it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [ADVISORY, key])
        if not cursor.fetchone()[0]:
            raise StepRefused("Đợt sắp xếp này đang được chạy.", code="already_running")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [ADVISORY, key])


def _pass_part(part: Part, plan: Plan, *, by: Post) -> None:
    for key in list(part.waiting(plan).order_by(*part.ordering).values_list("pk", flat=True)):
        thing = part.waiting(plan).filter(pk=key).first()
        if thing is not None:  # None: somebody settled it meanwhile
            _pass_one(part, thing, plan, by=by)


def _pass_one(part: Part, thing: Any, plan: Plan, *, by: Post) -> None:
    assert part.pass_over is not None
    label = part.name(thing)
    try:
        with transaction.atomic():
            passed = part.pass_over(thing, plan, by)
            state = ItemState.KEPT if passed.kept else ItemState.PASSED
            _write(part, thing, plan, label=label, state=state, passed=passed)
    except Refused as refused:
        before = plan.units.get(part.unit(thing) or 0)
        passed = Passed(before=before, message=str(refused.message))
        _write(part, thing, plan, label=label, state=ItemState.REFUSED, passed=passed)


def _write(part: Part, thing: Any, plan: Plan, *, label: str, state: ItemState, passed: Passed) -> None:
    kept = {"label": label[:300], "state": state, "message": passed.message[:500], "at": now()}
    ReorganisationItem.objects.update_or_create(
        reorganisation_id=plan.key,
        part=part.key,
        key=str(thing.pk),
        defaults=kept | {"before": passed.before, "after": passed.after},
    )
