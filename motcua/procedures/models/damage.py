"""Records of a file under a code that is no code (lost zeros, 1.00E+06, marks behind it), and whose they really are."""

from django.db import models
from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Left

from motcua.agencies.models import Post
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.procedures.choices import Outcome
from motcua.procedures.codes import WHOLE
from motcua.procedures.models.national import ImportRow, NationalProcedure

MOST_CODE, MOST_NAME = 60, 600  # of a name so much as an index of two columns holds


class CodeAnswerQuerySet(models.QuerySet["CodeAnswer"]):
    def visible_to(self, by: Post) -> "CodeAnswerQuerySet":
        """The catalogue is public, and so is how its files were read."""
        return self.all()

    def table(self) -> "dict[tuple[str, str], CodeAnswer]":
        """Return (code, name) as a source writes them → the answer."""
        return {(row.written, row.name): row for row in self.select_related("procedure")}


class CodeAnswer(Root):
    """What a person says of a damaged code beside a name: the procedure meant, or (None) that it is not taken."""

    TRACKED = ("written", "procedure", "reason")

    written = models.CharField("mã như nguồn ghi", max_length=MOST_CODE, db_collation="C")
    name = models.CharField("tên như nguồn ghi", max_length=MOST_NAME)
    procedure = models.ForeignKey(NationalProcedure, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("lý do", max_length=500)

    objects = CodeAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["written", "name"]
        constraints = [
            models.UniqueConstraint(name="one_answer_a_damaged_code", fields=["written", "name"]),
            models.CheckConstraint(
                name="code_not_taken_has_reason", condition=Q(procedure__isnull=False) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.written


class CodeAnswerEvent(Event):
    subject = models.ForeignKey(CodeAnswer, on_delete=models.PROTECT, related_name="events")


def damaged() -> "models.QuerySet[ImportRow]":
    """The rows of imports under a damaged code, of each code and name the latest, with `is_answered`."""
    rows = ImportRow.objects.filter(outcome__in=(Outcome.DOUBTFUL, Outcome.REJECTED), procedure=None)
    broken = rows.exclude(Q(code="") | Q(name="") | Q(code__regex=f"^({WHOLE})$")).order_by()
    latest = broken.values("code", "name").annotate(last=Max("pk")).values("last")
    answers = CodeAnswer.objects.filter(written=OuterRef("code"), name=Left(OuterRef("name"), MOST_NAME))
    return ImportRow.objects.filter(pk__in=latest).annotate(is_answered=Exists(answers))
