"""The hall and what is set for it (`hall`), windows and who sits there (`windows`), the numbers (`tickets`)."""

from motcua.queue.models.hall import (
    Device,
    DeviceQuerySet,
    Hall,
    HallEvent,
    HallQuerySet,
    Line,
    LineQuerySet,
    PriorityGround,
    Stamp,
)
from motcua.queue.models.tickets import Slip, Ticket, TicketEvent, TicketQuerySet
from motcua.queue.models.windows import (
    Shift,
    ShiftQuerySet,
    Window,
    WindowEvent,
    WindowLine,
    WindowQuerySet,
)

__all__ = [
    "Device",
    "DeviceQuerySet",
    "Hall",
    "HallEvent",
    "HallQuerySet",
    "Line",
    "LineQuerySet",
    "PriorityGround",
    "Shift",
    "ShiftQuerySet",
    "Slip",
    "Stamp",
    "Ticket",
    "TicketEvent",
    "TicketQuerySet",
    "Window",
    "WindowEvent",
    "WindowLine",
    "WindowQuerySet",
]
