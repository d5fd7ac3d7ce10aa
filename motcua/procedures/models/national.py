"""The national catalogue as it was imported: read-only, dated, with every doubt kept beside it."""

from collections.abc import Sequence
from datetime import date

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.core.text import fold
from motcua.procedures.choices import AliasKind, Outcome
from motcua.procedures.records import NationalRecord, build
from motcua.procedures.terms import NO_LIMIT

# The words of a name: PostgreSQL's parser would take "cap/doi" for a path and "1.2" for a number, so these signs go.
TERMS = SearchVector(
    Func(F("folded"), Value("./-"), Value("   "), function="translate", output_field=models.CharField()),
    config="simple",
)


def with_words(words: str, path: str = "") -> models.Q:
    """Return the condition that every word is in the folded name, or that the code begins so; `path` leads to both."""
    condition = models.Q()
    for word in fold(words).split():
        condition &= models.Q(**{f"{path}folded__contains": word})
    return condition | models.Q(**{f"{path}code__startswith": words.strip()}) if words.strip() else condition


class NationalProcedureQuerySet(models.QuerySet["NationalProcedure"]):
    def visible_to(self, by: Post) -> "NationalProcedureQuerySet":
        """The catalogue is public."""
        return self.all()

    def find(self, words: str) -> "NationalProcedureQuerySet":
        """Records whose name holds all the words, without marks, or whose code begins so."""
        return self.filter(with_words(words))

    def in_doubt(self) -> "NationalProcedureQuerySet":
        """Records with something that a person has not settled yet for this version of them."""
        return self.exclude(doubts=[]).exclude(settled=models.F("digest"))

    def without_limit(self) -> "NationalProcedureQuerySet":
        """Full records of which no channel has a usable limit, not settled yet."""
        return self.in_doubt().filter(doubts__contains=[NO_LIMIT])

    def with_terms(self) -> "NationalProcedureQuerySet":
        """With the words of the name as the index `national_terms` holds them."""
        return self.annotate(terms=TERMS)

    def all_words(self, words: Sequence[str]) -> Q:
        """The condition, after `with_terms`, that every word begins some word of the name."""
        return Q(terms=_query(words, " & ")) if words else Q(pk__in=())

    def near_words(self, words: Sequence[str]) -> "NationalProcedureQuerySet":
        """Those with at least one of the words, those with most of them first."""
        held = [Case(When(folded__contains=word, then=Value(1)), default=Value(0)) for word in words]
        found = self.with_terms().filter(Q(terms=_query(words, " | ")) if words else Q(pk__in=()))
        return found.annotate(nearness=sum(held, Value(0))).order_by("-nearness", "folded", "pk")


def _query(words: Sequence[str], joint: str) -> SearchQuery:
    """Return the words, letters and digits only, as beginnings of words."""
    return SearchQuery(joint.join(f"'{word}':*" for word in words), search_type="raw", config="simple")


class NationalProcedure(Root):
    """One procedure of the national catalogue: a code within a scope, pointing to nothing but its own versions.

    `scope` is "national", the promulgating agency's code (a province's own procedure), or "unknown". The name and
    field are those of the latest version; `field_key` is the field after the alias table.
    """

    code = models.CharField("mã", max_length=40, db_collation="C")
    scope = models.CharField("phạm vi", max_length=20, db_collation="C")
    name = models.CharField("tên", max_length=1500)
    folded = models.CharField(max_length=1500, editable=False)
    field_code = models.CharField("mã lĩnh vực", max_length=40, blank=True, db_collation="C")
    field_name = models.CharField("lĩnh vực", max_length=300, blank=True)
    field_key = models.CharField(max_length=40, blank=True, db_collation="C", db_index=True)
    levels = models.JSONField("cấp thực hiện", default=list)
    agencies = models.JSONField("cơ quan thực hiện, tên thống nhất", default=list)
    partial = models.BooleanField("chỉ có vài cột", default=False)
    number = models.PositiveIntegerField("số thứ tự bản mới nhất", default=1)
    digest = models.CharField(max_length=64, db_collation="C")
    standing = models.CharField(max_length=20, db_collation="C", help_text="độ đầy đủ và ngày cập nhật của nguồn")
    doubts = models.JSONField("điều cần người xem", default=list)
    settled = models.CharField(max_length=64, blank=True, db_collation="C", help_text="bản đã được người xem")
    finding = models.CharField("kết luận của người xem", max_length=500, blank=True)
    abolished_on = models.DateField("bị bãi bỏ, ghi nhận ngày", null=True, blank=True)

    TRACKED = ("settled", "abolished_on")
    BIRTH_TOLD = False  # the import run and its rows tell where a record comes from

    objects = NationalProcedureQuerySet.as_manager()

    class Meta:
        ordering = ["code", "scope"]
        indexes = [GinIndex(TERMS, name="national_terms")]
        constraints = [models.UniqueConstraint(name="one_record_a_scope", fields=["code", "scope"])]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def record(self, number: int | None = None) -> NationalRecord:
        """Return the record as version `number` stated it, the latest by default."""
        row = self.versions.get(number=number or self.number)
        found: NationalRecord = build(NationalRecord, row.content)
        return found


class NationalEvent(Event):
    subject = models.ForeignKey(NationalProcedure, on_delete=models.PROTECT, related_name="events")


class ImportRun(models.Model):
    """One file imported once: what it was and what became of its records."""

    file_name = models.CharField("tệp", max_length=300)
    kind = models.CharField("loại nguồn", max_length=20, db_collation="C")
    sha256 = models.CharField(max_length=64, db_collation="C")
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=CoreNow())
    read = models.PositiveIntegerField(default=0)
    counts = models.JSONField("kết quả theo loại", default=dict)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """What became of one record of a file, with the reasons; plain unchanged ones are only counted."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    place = models.CharField("chỗ trong tệp", max_length=40)
    code = models.CharField("mã", max_length=60, blank=True, db_collation="C")
    name = models.CharField("tên", max_length=1500, blank=True)
    procedure = models.ForeignKey(NationalProcedure, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField("kết quả", max_length=10, choices=Outcome, db_collation="C")
    reasons = models.JSONField("lý do", default=list)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["run", "outcome"], name="import_row_outcome")]

    def __str__(self) -> str:
        return f"{self.place}: {self.code}"


class NationalVersion(models.Model):
    """A procedure as one import stated it; never changed, never deleted (the database refuses it)."""

    procedure = models.ForeignKey(NationalProcedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64, db_collation="C")
    changes = models.JSONField("khác bản trước ở", default=list)
    decided_on = models.DateField("ngày quyết định công bố", null=True)
    source = models.CharField("nguồn", max_length=300, blank=True)
    source_updated = models.CharField(max_length=10, blank=True, db_collation="C")
    run = models.ForeignKey(ImportRun, null=True, on_delete=models.PROTECT, related_name="versions")
    recorded_at = models.DateTimeField(db_default=CoreNow())

    class Meta:
        ordering = ["procedure", "number"]
        constraints = [models.UniqueConstraint(name="one_version_a_number", fields=["procedure", "number"])]

    def __str__(self) -> str:
        return f"{self.procedure_id}/{self.number}"


class AliasQuerySet(models.QuerySet["Alias"]):
    def table(self, kind: AliasKind) -> dict[str, str]:
        """Return folded alias → canonical name or code."""
        return dict(self.filter(kind=kind).values_list("alias", "canonical"))


class Alias(Root):
    """Another way in which sources write an agency or a field, in its folded form, and the one we use."""

    TRACKED = ("kind", "alias", "canonical")

    kind = models.CharField("loại", max_length=10, choices=AliasKind, db_collation="C")
    alias = models.CharField("cách viết (đã bỏ dấu)", max_length=300)
    canonical = models.CharField("tên hoặc mã thống nhất", max_length=300)

    objects = AliasQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "alias"]
        constraints = [models.UniqueConstraint(name="one_meaning_an_alias", fields=["kind", "alias"])]

    def __str__(self) -> str:
        return f"{self.alias} = {self.canonical}"


class AliasEvent(Event):
    subject = models.ForeignKey(Alias, on_delete=models.PROTECT, related_name="events")


def may_see_imports(by: Post) -> bool:
    """Import reports are for those who keep the catalogue."""
    return by.role in (Role.SYSTEM, Role.ADMINISTRATOR, Role.REFORM_OFFICER)


def date_of(text: str) -> date | None:
    """Return an ISO date, None for an empty or impossible one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
