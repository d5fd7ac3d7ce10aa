"""Windows of the hall, what they serve, who sits there now and by the roster."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q

from motcua.agencies.models import Post
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.queue.models.hall import Hall, Line


class WindowQuerySet(models.QuerySet["Window"]):
    def visible_to(self, by: Post) -> "WindowQuerySet":
        return self.filter(hall__in=Hall.objects.visible_to(by))

    def in_use(self) -> "WindowQuerySet":
        return self.filter(retired_at=None)


class Window(Root):
    """Quầy. `officer` sits there now; `run`: priority numbers called in a row (turns.py)."""

    TRACKED = ("hall", "number", "officer", "run", "retired_at")

    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, related_name="windows")
    number = models.PositiveSmallIntegerField("số quầy")
    lines = models.ManyToManyField(Line, through="WindowLine", related_name="windows")
    officer = models.ForeignKey(
        Post, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="cán bộ đang ngồi"
    )
    run = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = WindowQuerySet.as_manager()

    called: Any  # Ticket or None: whom `call_next` called a moment ago, never stored

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_window_a_number", fields=["hall", "number"], condition=Q(retired_at=None)
            ),
            models.UniqueConstraint(name="one_window_an_officer", fields=["officer"], condition=~Q(officer=None)),
            models.CheckConstraint(name="window_has_a_number", condition=Q(number__range=(1, 99))),
            models.CheckConstraint(
                name="nobody_sits_at_a_retired_window", condition=Q(retired_at=None) | Q(officer=None)
            ),
        ]

    def __str__(self) -> str:
        return f"Quầy {self.number}"


class WindowEvent(Event):
    subject = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="events")


class WindowLine(models.Model):
    """A line that a window serves; changes are told by the window's events."""

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="served")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="served_at")

    class Meta:
        constraints = [models.UniqueConstraint(name="window_serves_a_line_once", fields=["window", "line"])]

    def __str__(self) -> str:
        return f"{self.window_id}: {self.line_id}"


class ShiftQuerySet(models.QuerySet["Shift"]):
    def visible_to(self, by: Post) -> "ShiftQuerySet":
        return self.filter(window__hall__in=Hall.objects.visible_to(by))

    def on(self, day: date) -> "ShiftQuerySet":
        return self.filter(day=day)


class Shift(models.Model):
    """Ca trực: which post sits at which window in a session of a day; told by the hall's events.

    `start` and `end` are minutes after midnight, taken from the desk's calendar when it was set.
    """

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="shifts")
    day = models.DateField("ngày")
    start = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ["day", "start", "window"]
        indexes = [models.Index(fields=["day", "window"], name="shift_day")]
        constraints = [
            models.UniqueConstraint(name="one_post_a_window_a_session", fields=["window", "day", "start"]),
            models.UniqueConstraint(name="one_window_a_post_a_session", fields=["post", "day", "start"]),
            models.CheckConstraint(name="shift_ends_after_it_begins", condition=Q(end__gt=F("start"))),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.window_id}"
