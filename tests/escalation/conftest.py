"""A ward with the usual ladder of its own from 1 March 2026, and screens."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from motcua.agencies.models import Post
from motcua.escalation.actions.setting import set_rung
from motcua.escalation.models import Rung
from motcua.tasks.choices import State
from motcua.tasks.models import Task
from tests.dossier_factories import make_house
from tests.factories import signed_in

SET = {"source": "Quyết định 5/QĐ-UBND", "valid_from": date(2026, 3, 1)}


def ladder(house: SimpleNamespace, **more: Any) -> list[Rung]:
    """70 % the owner, 90 % the head, late the leader, on Monday the list."""
    own = {"by": house.administrator, "agency": house.ward} | SET | more
    return [
        set_rung(**own, at="percent", percent=70, subject="step", whom="owner"),
        set_rung(**own, at="percent", percent=90, subject="step", whom="head"),
        set_rung(**own, at="late", subject="dossier", whom="leader"),
        set_rung(**own, at="weekly", weekday="mon", hour=8, whom="reform"),
    ]


def warned(post: Post, *, kind: str = "escalation.alarm") -> list[Task]:
    """The lines that tell somebody of a rung."""
    return list(Task.objects.visible_to(post).filter(kind=kind, state=State.OPEN).order_by("pk"))


@pytest.fixture
def screen_of(db: None) -> Callable[[Any], Client]:
    return lambda post: signed_in(Client(), post)


@pytest.fixture
def real_house(transactional_db: None) -> SimpleNamespace:
    """The same for tests in which two work at once, each on a connection of their own."""
    return make_house()
