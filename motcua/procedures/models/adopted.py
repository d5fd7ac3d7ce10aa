"""A procedure as an office gives it: the adoption that is worked on, and its frozen editions."""

import functools
from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length

from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency, Post
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.core.prepared import Given, Prepared
from motcua.core.text import fold
from motcua.procedures import boundaries
from motcua.procedures.choices import Standing
from motcua.procedures.editions import Content, content_from, rerouted
from motcua.procedures.models.national import NationalProcedure, with_words
from motcua.questions.definition import Form, form_of
from motcua.questions.running import Runner

INSIDE = (Kind.DIVISION, Kind.ONE_STOP, Kind.SERVICE_UNIT)  # parts of an office, not offices of their own
MOST_KEPT = 5_000

_contents: OrderedDict[int, Content] = OrderedDict()


def content_of(edition: int, route: int | None = None) -> Content:
    """Return the content of an edition by its key: frozen, so read once by each process.

    `route`: the key of a later edition of the same adoption whose route is gone, in its offices; all else stays.
    Raises Edition.DoesNotExist for an unknown key.
    """
    return _read(edition) if route is None else rerouted(_read(edition), _read(route))


def _read(edition: int) -> Content:
    found = _contents.get(edition)
    if found is None:
        found = content_from(Edition.objects.values_list("content", flat=True).get(pk=edition))
        _contents[edition] = found
        if len(_contents) > MOST_KEPT:
            _contents.popitem(last=False)
    return found


def contents_of(editions: Iterable[int]) -> dict[int, Content]:
    """Return the contents of several editions by their keys, those not yet known with one query."""
    keys = list(editions)
    unknown = [key for key in keys if key not in _contents]
    for key, data in Edition.objects.filter(pk__in=unknown).values_list("pk", "content") if unknown else ():
        _contents[key] = content_from(data)
    found = {key: _contents[key] for key in keys if key in _contents}
    while len(_contents) > MOST_KEPT:
        _contents.popitem(last=False)
    return found


@functools.lru_cache(maxsize=500)
def runner_of_edition(edition: int) -> Runner | None:
    """Return the online form of an edition by its key, ready to be run; None when nothing is filed online by it.

    Frozen like the content, so made once by each process. Raises Edition.DoesNotExist for an unknown key.
    """
    data = content_of(edition).form
    return None if data is None else Runner(form_of(data))


def form_of_edition(edition: int) -> Form | None:
    """Return the online form of an edition by its key, None when it has none. Raises as `runner_of_edition`."""
    runner = runner_of_edition(edition)
    return runner.form if runner else None


def forget_contents() -> None:
    """Empty this process's memory of contents and their forms."""
    _contents.clear()
    runner_of_edition.cache_clear()


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    def visible_to(self, by: Post) -> "AdoptionQuerySet":
        """What an office offers is public; drafts are shown only to those who may change them."""
        return self.all()

    def of_office(self, office: Agency) -> "AdoptionQuerySet":
        return self.filter(office=office)

    def standing(self) -> "AdoptionQuerySet":
        """Those that have not ended."""
        return self.filter(ended_on=None)

    def with_standing(self, on: date) -> "AdoptionQuerySet":
        """With `is_in_force`, `is_scheduled` and `is_to_review` as they stand on a day."""
        own = Edition.objects.filter(adoption=OuterRef("pk"))
        return self.annotate(
            is_in_force=Exists(own.in_force(on)),
            is_scheduled=Exists(own.scheduled(on)),
            is_to_review=Exists(own.current(on).to_review()),
        )

    def in_standing(self, standing: str, on: date) -> "AdoptionQuerySet":
        """Those of one standing (choices.Standing) on a day."""
        return self.with_standing(on).filter(STANDINGS[standing](on))

    def find(self, words: str) -> "AdoptionQuerySet":
        """By all the words of the name without marks, or by the beginning of the code."""
        return self.filter(with_words(words, "procedure__"))


STANDINGS: dict[str, Callable[[date], Q]] = {
    Standing.DRAFT: lambda on: Q(published=0, ended_on=None),
    Standing.IN_FORCE: lambda on: Q(is_in_force=True),
    Standing.SCHEDULED: lambda on: Q(is_scheduled=True),
    Standing.TO_REVIEW: lambda on: Q(is_to_review=True),
    Standing.WITHDRAWN: lambda on: Q(ended_on__isnull=False),
}


class Adoption(Root):
    """An office's own limits, fees, division and route for a national procedure.

    `draft` has the shape of an edition's content and may be unfinished. `serves` holds the kinds of unit below the
    office that it also serves; where several offices above a desk adopted the procedure, the nearest one wins.
    """

    TRACKED = ("office", "procedure", "division", "decision", "serves", "published", "ended_on", "end_document")

    office = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="adoptions", verbose_name="đơn vị áp dụng"
    )
    procedure = models.ForeignKey(NationalProcedure, on_delete=models.PROTECT, related_name="adoptions")
    division = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="bộ phận giải quyết")
    decision = models.CharField("quyết định áp dụng", max_length=200, blank=True)
    serves = models.JSONField("phục vụ cả các loại đơn vị cấp dưới", default=list, blank=True)
    draft = models.JSONField("bản thảo", default=dict)
    published = models.PositiveIntegerField("số bản đã ban hành", default=0)
    finding = models.CharField("kết quả rà soát gần nhất", max_length=500, blank=True)
    ended_on = models.DateField("thôi áp dụng từ", null=True, blank=True)
    end_document = models.CharField("văn bản thôi áp dụng", max_length=200, blank=True)
    end_reason = models.CharField("lý do thôi áp dụng", max_length=500, blank=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ["office", "procedure"]
        constraints = [
            models.UniqueConstraint(
                name="one_adoption_an_office", fields=["office", "procedure"], condition=Q(ended_on=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.procedure_id} @ {self.office_id}"


class AdoptionEvent(Event):
    subject = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="events")


def _own_office(agency: Agency) -> list[Agency]:
    """Return the unit and those above it at its own level: one query, unless they came along with it."""
    parent, units = Agency._meta.get_field("parent"), [agency]
    while units[-1].level == agency.level and units[-1].parent_id and parent.is_cached(units[-1]):
        units.append(units[-1].parent)  # type: ignore[arg-type]
    if units[-1].level == agency.level and units[-1].parent_id:
        units = list(Agency.objects.filter(code__in=agency.path.rstrip("/").split("/")))
    return [unit for unit in units if unit.level == agency.level]


def _codes(agency: Agency) -> list[str]:
    return agency.path.rstrip("/").split("/")


def _kinds(own: list[Agency]) -> tuple[str, ...]:
    return tuple(sorted({unit.kind for unit in own}.difference(INSIDE)))


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, by: Post) -> "EditionQuerySet":
        """Editions are public documents."""
        return self.all()

    def named_fields(self) -> dict[str, str]:
        """Return code → name of the fields of these editions, as the newest of them names it; one query of an index."""
        named = self.exclude(field_code="").exclude(field_name="").order_by().values_list("field_code", "field_name")
        rows = named.annotate(newest=models.Max("pk"))
        return {code: name for code, name, _ in sorted(rows, key=lambda row: row[2])}

    def in_force(self, on: date) -> "EditionQuerySet":
        """Editions valid on a day; `valid_to` is the last day."""
        return self.current(on).filter(valid_from__lte=on)

    def current(self, on: date) -> "EditionQuerySet":
        """Editions in force on a day or scheduled for a later one."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), cancelled_on=None)

    def scheduled(self, on: date) -> "EditionQuerySet":
        """Editions that begin after a day."""
        return self.filter(cancelled_on=None, valid_from__gt=on)

    def receivable_at(self, agency: Agency, on: date) -> "EditionQuerySet":
        """What a desk (or any unit) may receive on a day: of its office, or of one above that serves its kind.

        Of several editions of one procedure only that of the nearest office is left.
        """
        own = _own_office(agency)
        return self._nearest([unit.pk for unit in own], _codes(agency), _kinds(own), on)

    def across_boundaries(self, desk: Agency, on: date) -> "EditionQuerySet":
        """What a desk may receive on a day for agencies elsewhere: those of its province that have opened a procedure
        to all desks (`crosses_from`). None where the law of that day knows no such receipt."""
        term = boundaries.term_on(on)
        top = Agency.objects.above(desk).filter(level=term.within).first() if term else None
        if top is None:
            return self.none()
        offices = Agency.objects.valid(on).below(top)
        opened = self.in_force(on).filter(crosses_from__lte=on, office__in=offices)
        return opened.exclude(pk__in=Edition.objects.receivable_at(desk, on).values("pk"))

    def _nearest(self, own: list[Any], codes: list[Any], kinds: Iterable[str], on: Any) -> "EditionQuerySet":
        served = Q(office__id__in=own)
        for kind in kinds:
            served |= Q(office__code__in=codes, serves__contains=[kind])
        nearest = (
            self.in_force(on)
            .filter(served)
            .annotate(depth=Length("office__path"))
            .order_by("procedure_id", "-depth", "-number")
            .distinct("procedure_id")
        )
        return self.filter(pk__in=nearest.values("pk"))

    def find(self, agency: Agency, words: str, on: date) -> "EditionQuerySet":
        """What may be received there, by all the words of the name without marks, or by the beginning of the code."""
        found = self.receivable_at(agency, on).filter(with_words(words))
        return found.order_by(Length("folded"), "folded", "pk")  # the plain procedure before its many variants

    def to_review(self) -> "EditionQuerySet":
        """Those for which a newer national record has arrived."""
        return self.exclude(review="")

    def without_content(self) -> "EditionQuerySet":
        """For lists: everything but the heavy content."""
        return self.defer("content")


class Edition(models.Model):
    """A frozen snapshot of an adoption. A dossier keeps the edition it was received under, for ever.

    The database refuses any change but that of the last day of validity, of the mark of review, and the cancelling
    of one that has not begun; and it refuses two editions of one adoption on one day.
    """

    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="editions")
    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="editions")
    procedure = models.ForeignKey(NationalProcedure, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField("bản số")
    code = models.CharField("mã", max_length=40, db_collation="C")
    name = models.CharField("tên", max_length=1500)
    folded = models.CharField(max_length=1500, editable=False)
    field_code = models.CharField("mã lĩnh vực", max_length=40, blank=True, db_collation="C")
    field_name = models.CharField("lĩnh vực", max_length=300, blank=True)
    serves = models.JSONField(default=list)
    crosses_from = models.DateField("nhận không phụ thuộc địa giới từ", null=True)
    content = models.JSONField()
    national_number = models.PositiveIntegerField("theo bản quốc gia số", default=1)
    valid_from = models.DateField("hiệu lực từ")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    cancelled_on = models.DateField("hủy trước khi có hiệu lực, ngày", null=True, blank=True)
    review = models.CharField("cần rà soát vì", max_length=500, blank=True)
    published_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(db_default=CoreNow())

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["code", "office", "number"]
        indexes = [
            models.Index(fields=["office", "procedure"], name="edition_office", condition=Q(valid_to=None)),
            models.Index(fields=["code"], name="edition_code"),
            models.Index(fields=["field_code", "field_name", "id"], name="edition_field"),
            models.Index(fields=["office", "code"], name="edition_crosses", condition=Q(crosses_from__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(name="one_edition_a_number", fields=["adoption", "number"]),
            models.UniqueConstraint(
                name="one_open_edition", fields=["adoption"], condition=Q(valid_to=None, cancelled_on=None)
            ),
            models.CheckConstraint(
                name="edition_cancelled_before_it_begins",
                condition=Q(cancelled_on=None) | Q(cancelled_on__lt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="edition_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} bản {self.number}"

    def snapshot(self) -> Content:
        """Return the frozen content, from this process's memory where it is known."""
        return content_of(self.pk)


def edition_from(adoption: Adoption, content: Content, data: dict[str, Any], **fields: Any) -> Edition:
    """Make an edition of an adoption, not yet saved; `data` is the JSON of `content`."""
    return Edition(
        adoption=adoption,
        office_id=adoption.office_id,
        procedure_id=adoption.procedure_id,
        code=content.code,
        name=content.name,
        folded=f"{content.code} {fold(content.name)}",
        field_code=content.field_code,
        field_name=content.field_name,
        serves=adoption.serves,
        crosses_from=content.terms.crosses_from,
        content=data,
        **fields,
    )


def edition_for(code: str, agency: Agency, on: date) -> Edition | None:
    """Return the edition by which a desk receives a procedure on a day, with its office; None when it may not."""
    own, codes = _own_office(agency), _codes(agency)
    values = {"code": code, "on": on}
    values |= {f"own{place}": unit.pk for place, unit in enumerate(own)}
    values |= {f"code{place}": each for place, each in enumerate(codes)}
    return _of_code(len(own), len(codes), _kinds(own)).first(**values)


def edition_across(code: str, office: str, *, desk: Agency, on: date) -> Edition | None:
    """Return the edition by which a desk receives for the agency of a code elsewhere; None when it may not."""
    rows = Edition.objects.across_boundaries(desk, on).filter(code=code, office__code=office)
    return rows.select_related("office__parent").without_content().first()


@functools.cache
def _of_code(own: int, codes: int, kinds: tuple[str, ...]) -> "Prepared[Edition]":
    """The look-up of edition_for for a desk that lies so deep: every dossier that is received asks it."""

    def compose() -> "EditionQuerySet":
        on = Given("on", models.DateField())
        rows: EditionQuerySet = Edition.objects.filter(code=Given("code", models.CharField()))  # the code first:
        return (
            rows._nearest(  # nothing else is compared
                [Given(f"own{place}", models.BigIntegerField()) for place in range(own)],
                [Given(f"code{place}", models.CharField()) for place in range(codes)],
                kinds,
                on,
            )
            .select_related("office__parent")
            .without_content()
        )

    return Prepared(compose)
