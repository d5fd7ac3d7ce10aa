"""The share of dossiers that an office means to settle in time: its own, from a day on."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.db import models
from django.db.models import Q

from motcua.agencies.models import Agency, Post
from motcua.core.events import Event
from motcua.core.models import Root

FACTS = Path(__file__).resolve().parents[1] / "targets.json"


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, by: Post) -> "TargetQuerySet":
        """What an office is judged by is no secret."""
        return self.all()

    def holding_for(self, agency: Agency) -> "TargetQuerySet":
        """What the unit and those above it have set."""
        return self.filter(agency__path__in=agency.paths_above())


class Target(Root):
    """From `valid_from` until the unit's next one; units below without one of their own are held to it, too."""

    TRACKED = ("agency", "percent", "valid_from")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị")
    percent = models.DecimalField("tỷ lệ đúng hạn (%)", max_digits=4, decimal_places=1)
    valid_from = models.DateField("áp dụng từ ngày")

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "-valid_from"]
        constraints = [
            models.UniqueConstraint(name="one_target_from_a_day", fields=["agency", "valid_from"]),
            models.CheckConstraint(name="target_is_a_share", condition=Q(percent__gt=0) & Q(percent__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.percent} % từ {self.valid_from:%d/%m/%Y}"


class TargetEvent(Event):
    subject = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="events")


@cache
def _shipped() -> list[tuple[date, Decimal]]:
    rows = json.loads(FACTS.read_text("utf-8"))["on_time"]
    return sorted((date.fromisoformat(row["valid_from"]), Decimal(row["percent"])) for row in rows)


def shipped(on: date) -> Decimal | None:
    """Return the target of who has set none, as it holds on a day; None before there was any."""
    return next((percent for since, percent in reversed(_shipped()) if since <= on), None)


def target_of(agency: Agency, on: date, rows: Iterable[Target] | None = None) -> Decimal | None:
    """Return by what a unit is judged on a day: its own target, else that of the nearest unit above, else the shipped.

    `rows`: those that may hold for it, with their units, where they were read before; one query otherwise.
    """
    found = Target.objects.holding_for(agency).select_related("agency") if rows is None else rows
    held = [row for row in found if row.valid_from <= on]
    nearest = max(held, key=lambda row: (len(row.agency.path), row.valid_from), default=None)
    return nearest.percent if nearest else shipped(on)
