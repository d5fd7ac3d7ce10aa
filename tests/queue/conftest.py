"""A ward's hall: four lines, two windows, an officer at each, a kiosk and a display; open on a Monday morning."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.queue import devices, picture
from motcua.queue.models import Ticket
from motcua.worktime.actions import set_week
from tests.factories import make_post, signed_in, system
from tests.queue.halls import make_hall

MONDAY = "2026-03-02T08:00+07:00"


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What a process keeps of pictures and devices is of another test's database."""
    picture.forget()
    devices.forget()


@pytest.fixture
def hall(house: SimpleNamespace, set_clock: Any) -> SimpleNamespace:
    """`hall.hall`, `.lines` by letter, `.first` and `.second` (windows with their officers sitting), `.kiosk`."""
    set_clock(MONDAY)
    colleague = make_post(Role.RECEPTIONIST, agency=house.centre)
    return make_hall(house, colleague)


@pytest.fixture
def take(hall: SimpleNamespace) -> Callable[..., Ticket]:
    """`take("A", is_priority=True)`: somebody takes a number at the kiosk."""
    return hall.take


@pytest.fixture
def screen_of(db: None) -> Callable[[Post], Client]:
    """`screen_of(house.clerk)`: a client that works in this post."""
    return lambda post: signed_in(Client(), post)


@pytest.fixture
def saturday(hall: SimpleNamespace) -> None:
    """The desk's calendar has Saturday mornings, 7:30 to 11:00."""
    weekday = ["07:00-11:30", "13:30-17:00"]
    weekly = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), weekday) | {"sat": ["07:30-11:00"]}
    set_week(by=system(), agency=hall.house.centre, weekly=weekly, valid_from=date(2026, 1, 1), decision="5/QĐ-UBND")
