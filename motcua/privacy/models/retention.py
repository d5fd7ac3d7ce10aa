"""How long what is kept: rules as data, by kind of record, each with validity and source."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import F, Q

from motcua.agencies.models import Post
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.privacy.choices import Record


def in_force(on: date) -> Q:
    """The condition that a row with `valid_from` and `valid_to` (its last day) holds on a day."""
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))


class RetentionRuleQuerySet(models.QuerySet["RetentionRule"]):
    def visible_to(self, by: Post) -> "RetentionRuleQuerySet":
        """How long things are kept is no secret."""
        return self.all()

    def in_force(self, on: date) -> "RetentionRuleQuerySet":
        """The rules that hold on a day."""
        return self.filter(in_force(on))


class RetentionRule(Root):
    """A kind of record, all of it or that of one procedure or field (`code`), is kept so many years, or for good."""

    TRACKED = ("record", "code", "years", "source", "valid_from", "valid_to")

    record = models.CharField("loại", max_length=12, choices=Record, db_collation="C")
    code = models.CharField(
        "mã thủ tục hoặc mã lĩnh vực", max_length=40, blank=True, db_collation="C", help_text="để trống: mọi hồ sơ"
    )
    years = models.PositiveSmallIntegerField("số năm", null=True, blank=True, help_text="để trống: giữ vĩnh viễn")
    source = models.CharField("căn cứ", max_length=300)
    valid_from = models.DateField("hiệu lực từ")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = RetentionRuleQuerySet.as_manager()

    class Meta:
        ordering = ["record", "code", "valid_from"]
        constraints = [
            models.UniqueConstraint(name="one_rule_from_a_day", fields=["record", "code", "valid_from"]),
            models.UniqueConstraint(name="one_open_rule", fields=["record", "code"], condition=Q(valid_to=None)),
            models.CheckConstraint(name="rule_record_known", condition=Q(record__in=Record.values)),
            models.CheckConstraint(name="rule_has_source", condition=~Q(source="")),
            models.CheckConstraint(name="rule_years_positive", condition=Q(years=None) | Q(years__gt=0)),
            models.CheckConstraint(
                name="rule_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_record_display()}{f' ({self.code})' if self.code else ''}"

    @property
    def words(self) -> str:
        """How long, in words."""
        return "giữ vĩnh viễn" if self.years is None else f"giữ {self.years} năm"

    @property
    def cited(self) -> str:
        """The rule as it is told to somebody who asks for erasure."""
        return f"{self.words}: {self.source}"


class RetentionRuleEvent(Event):
    subject = models.ForeignKey(RetentionRule, on_delete=models.PROTECT, related_name="events")


def nearest(rules: Iterable[RetentionRule], record: str, *codes: str) -> RetentionRule | None:
    """Return the rule for a record: that of its procedure, else of its field, else of all; `codes` nearest first."""
    found = {rule.code: rule for rule in rules if rule.record == record}
    return next((found[code] for code in (*codes, "") if code in found), None)
