"""Reports as they were handed in: their numbers stand, whatever becomes known later."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from motcua.agencies.models import Agency, Post
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.dossiers.models.sight import overseen
from motcua.indicators.standing import Scope
from motcua.reports.models.layouts import LayoutVersion


class FrozenReportQuerySet(models.QuerySet["FrozenReport"]):
    def visible_to(self, by: Post) -> "FrozenReportQuerySet":
        """Those of the units whose figures a post looks through."""
        return self.filter(agency__path__startswith=overseen(by))


class FrozenReport(Root):
    """A report of a period over a unit (`own`: without those below), by the layout's version of then.

    Never changed, never deleted. `scope`: {"agencies": [keys], "trees": [keys]}, whose figures it counts; `rows`:
    [{"key", "name", "cells": {column: number or text}}]. Frozen anew with a reason it gets the next `number`.
    """

    TRACKED = ("agency", "layout", "own", "first", "last", "number")

    layout = models.ForeignKey(LayoutVersion, on_delete=models.PROTECT, related_name="+", verbose_name="mẫu biểu")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị")
    own = models.BooleanField("không kể bên dưới")
    first = models.DateField("từ ngày")
    last = models.DateField("đến hết ngày")
    number = models.PositiveSmallIntegerField("bản chốt số")
    scope: Any = models.JSONField()
    rows: Any = models.JSONField()
    frozen_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người chốt")
    frozen_at = models.DateTimeField("chốt lúc")

    objects = FrozenReportQuerySet.as_manager()

    class Meta:
        ordering = ["-frozen_at", "-pk"]
        indexes = [models.Index(fields=["agency", "-frozen_at", "-id"], name="frozen_report_of_unit")]
        constraints = [
            models.UniqueConstraint(
                name="one_frozen_report_a_number", fields=["layout", "agency", "own", "first", "last", "number"]
            ),
            models.CheckConstraint(name="frozen_report_period", condition=Q(last__gte=F("first"))),
        ]

    def __str__(self) -> str:
        return f"{self.layout.content['code']}, {self.first:%d/%m/%Y} – {self.last:%d/%m/%Y}"

    @property
    def whose(self) -> Scope:
        return Scope(agencies=self.scope["agencies"], trees=self.scope["trees"])


class FrozenReportEvent(Event):
    subject = models.ForeignKey(FrozenReport, on_delete=models.PROTECT, related_name="events")
