"""The numbers of the day. Nothing in them tells who somebody is."""

import secrets
import uuid
from datetime import date, datetime

from django.db import models
from django.db.models import Q

from motcua.agencies.models import Post
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.dossiers.models import Dossier
from motcua.queue.choices import AT_WINDOW, OPEN, State
from motcua.queue.models.hall import Device, Hall, Line
from motcua.queue.models.windows import Window


def follow_token() -> str:
    """128 random bits: who has the paper follows the number."""
    return secrets.token_urlsafe(16)


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, by: Post) -> "TicketQuerySet":
        return self.filter(hall__in=Hall.objects.visible_to(by))

    def on(self, day: date) -> "TicketQuerySet":
        return self.filter(day=day)

    def waiting(self, day: date) -> "TicketQuerySet":
        return self.filter(day=day, state=State.WAITING)

    def in_turn(self) -> "TicketQuerySet":
        """In the order in which they are called, within their kind."""
        return self.order_by("queued_at", "pk")

    def for_window(self, window: Window) -> "TicketQuerySet":
        """What a window may call: numbers of its lines, and those sent to it."""
        lines = Line.objects.filter(served_at__window=window).values("pk")
        return self.filter(Q(to_window=window) | Q(to_window=None, line__in=lines))

    def with_names(self) -> "TicketQuerySet":
        return self.select_related("line", "window", "to_window")


class Ticket(Root):
    """Số thứ tự (vé). Numbers run without gaps within a desk's day; `letter` is that of the line first chosen.

    Waited: from `taken_at` until `first_called_at`. Served: from `began_at` to `ended_at`.
    `is_priority` says that somebody is called first, not why: no health is kept beside a dossier.
    """

    TRACKED = ("hall", "day", "number", "letter", "state", "line", "window", "to_window", "is_priority", "device")

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="tickets", db_index=False)
    day = models.DateField("ngày")
    number = models.PositiveIntegerField("số")
    letter = models.CharField(max_length=1, db_collation="C")
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.WAITING, db_collation="C")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="tickets", db_index=False)
    is_priority = models.BooleanField("ưu tiên", default=False)
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="tickets")
    to_window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="+")
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField("lấy số lúc")
    queued_at = models.DateTimeField("xếp hàng từ")
    called_at = models.DateTimeField("gọi lúc", null=True)
    first_called_at = models.DateTimeField("gọi lần đầu lúc", null=True)
    calls = models.PositiveSmallIntegerField("số lần gọi", default=0)
    began_at = models.DateTimeField("bắt đầu phục vụ lúc", null=True)
    ended_at = models.DateTimeField("xong lúc", null=True)
    token = models.CharField(max_length=32, unique=True, default=follow_token, db_collation="C")
    sent = models.UUIDField(unique=True, default=uuid.uuid4, help_text="một lần bấm, một số")

    objects = TicketQuerySet.as_manager()

    class Meta:
        ordering = ["day", "number"]
        indexes = [
            models.Index(
                fields=["hall", "day", "is_priority", "queued_at", "id"], name="ticket_turn",
                condition=Q(state=State.WAITING),
            ),
            models.Index(
                fields=["window", "day"], name="ticket_at_window", condition=Q(state__in=AT_WINDOW)
            ),
            models.Index(fields=["day"], name="ticket_open", condition=Q(state__in=OPEN)),
            models.Index(fields=["hall", "day", "-called_at"], name="ticket_called", condition=~Q(called_at=None)),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(name="one_ticket_a_number", fields=["hall", "day", "number"]),
            models.CheckConstraint(
                name="ticket_called_by_a_window",
                condition=~Q(state__in=AT_WINDOW)
                | Q(window__isnull=False, called_at__isnull=False, first_called_at__isnull=False),
            ),
            models.CheckConstraint(
                name="ticket_served_has_moments",
                condition=~Q(state=State.SERVING) | Q(began_at__isnull=False),
            ),
            models.CheckConstraint(
                name="ticket_done_has_moments",
                condition=~Q(state=State.DONE) | Q(began_at__isnull=False, ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """The number as it is printed and called: A042."""
        return f"{self.letter}{self.number:03d}"

    def waited(self, now: datetime) -> int:
        """Return the minutes waited so far, or until first called."""
        return int(((self.first_called_at or now) - self.taken_at).total_seconds() // 60)


class TicketEvent(Event):
    subject = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="events")


class Slip(models.Model):
    """The dossier whose slip was scanned for a number: for the window only, and only until the day is over."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="slip", primary_key=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.ticket_id)
