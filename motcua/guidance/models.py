"""What an office tells its people, wording by wording, and how far each person came with the first day."""

from django.db import models
from django.db.models import Q

from motcua.agencies.models import Agency, Person, Post
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.core.text import fold


class InstructionQuerySet(models.QuerySet["Instruction"]):
    def visible_to(self, by: Post) -> "InstructionQuerySet":
        """Instructions of one's own unit and of the units above it."""
        return self.filter(agency__path__in=by.agency.paths_above())

    def standing(self) -> "InstructionQuerySet":
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)

    def found_by(self, words: list[str]) -> "InstructionQuerySet":
        """With all the folded words in title, text or source."""
        rows = self
        for word in words:
            rows = rows.filter(folded__contains=word)
        return rows


class Instruction(Root):
    """Hướng dẫn của cơ quan, in plain text; the wordings before stay."""

    TRACKED = ("agency", "number", "withdrawn_at")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="của đơn vị")
    title = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung", max_length=8_000)
    source = models.CharField("căn cứ, nguồn", max_length=200)
    number = models.PositiveIntegerField("lần viết", default=1)
    folded = models.TextField(editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                name="instruction_says_something_by_a_source", condition=~Q(title="") & ~Q(body="") & ~Q(source="")
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded = fold(f"{self.title} {self.body} {self.source}")
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class InstructionEvent(Event):
    subject = models.ForeignKey(Instruction, on_delete=models.PROTECT, related_name="events")


class InstructionText(models.Model):
    """One wording of an instruction, as it was from a moment on. Only grows."""

    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField("lần viết")
    title = models.CharField("tiêu đề", max_length=200)
    body = models.TextField("nội dung", max_length=8_000)
    source = models.CharField("căn cứ, nguồn", max_length=200)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người viết")
    at = models.DateTimeField("lúc viết", db_default=CoreNow())

    class Meta:
        ordering = ["instruction", "-number"]
        constraints = [models.UniqueConstraint(name="one_wording_a_number", fields=["instruction", "number"])]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class FirstDaysQuerySet(models.QuerySet["FirstDays"]):
    def visible_to(self, by: Post) -> "FirstDaysQuerySet":
        """One's own."""
        return self.filter(person=by.person_id)


class FirstDays(Root):
    """How far a person came: the steps done, by name, and when the tour was put away."""

    TRACKED = ("person", "done", "dismissed_at")

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    done = models.JSONField("các bước đã xong", default=list)
    dismissed_at = models.DateTimeField(null=True, editable=False)

    objects = FirstDaysQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.person}: {len(self.done)}"


class FirstDaysEvent(Event):
    subject = models.ForeignKey(FirstDays, on_delete=models.PROTECT, related_name="events")
