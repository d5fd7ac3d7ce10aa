"""Registers of a year and the papers that left under their numbers (NĐ 30/2020, phụ lục IV)."""

from base64 import b64encode
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from motcua.agencies.choices import Capacity, Role
from motcua.agencies.models import Agency, Delegation, Post
from motcua.core.clock import local
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.correspondence.choices import DocType, RegisterKind
from motcua.correspondence.letterheads import LONGEST_LINE, filled

READERS = (Role.REGISTRY_CLERK, Role.LEADER, Role.HEAD_OF_DIVISION)


def of_own_office(by: Post, *, agency: str) -> Q:
    """The condition that `agency` (the way to it) is the post's unit or the office it belongs to."""
    own = by.agency
    return Q(**{f"{agency}__path__in": own.paths_above(), f"{agency}__level": own.level}) | Q(
        **{f"{agency}__path__startswith": own.path, f"{agency}__level": own.level}
    )


class RegisterQuerySet(models.QuerySet["Register"]):
    def visible_to(self, by: Post) -> "RegisterQuerySet":
        """The registers of one's own office, for its registry clerks, leaders and heads."""
        if by.role == Role.SYSTEM:
            return self.all()
        return self.filter(of_own_office(by, agency="agency")) if by.role in READERS else self.none()


class Register(Root):
    """The book of one agency and year. Numbers run from 1 through the year, over all types of paper."""

    TRACKED = ("agency", "year", "kind", "first_number", "closed_on", "notations")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="registers")
    year = models.PositiveSmallIntegerField("năm")
    kind = models.CharField("loại sổ", max_length=10, choices=RegisterKind, db_collation="C")
    name = models.CharField("tên sổ", max_length=120)
    notations = models.JSONField(
        "mẫu ký hiệu", default=dict, blank=True, help_text='{"decision": "{number}/{type}-{agency}"}; thiếu: mẫu chung'
    )
    first_number = models.PositiveIntegerField("số bắt đầu", default=1, help_text="lớn hơn 1: tiếp nối sổ giấy")
    closed_on = models.DateField("khóa sổ ngày", null=True, blank=True)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "-year", "kind"]
        constraints = [
            models.UniqueConstraint(name="one_register_a_year", fields=["agency", "year", "kind"]),
            models.CheckConstraint(name="register_begins", condition=Q(first_number__gt=0)),
            models.CheckConstraint(name="register_kind_known", condition=Q(kind__in=RegisterKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.name} năm {self.year}"


class RegisterEvent(Event):
    subject = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="events")


class OutgoingDocumentQuerySet(models.QuerySet["OutgoingDocument"]):
    def visible_to(self, by: Post) -> "OutgoingDocumentQuerySet":
        """All of one's own office for its registry clerks, leaders and heads; for others what they issued or signed."""
        if by.role == Role.SYSTEM:
            return self.all()
        own = Q(by=by) | Q(signer=by)
        return self.filter(own | of_own_office(by, agency="register__agency") if by.role in READERS else own)


class OutgoingDocument(Root):
    """One line of the register of outgoing papers: its ten columns. Number and date are never changed."""

    TRACKED = ("register", "number", "date", "doc_type", "signer", "sent_on", "copies")

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="documents")
    number = models.PositiveIntegerField("số")
    notation = models.CharField("số, ký hiệu văn bản", max_length=60)
    date = models.DateField("ngày văn bản")
    doc_type = models.CharField("tên loại", max_length=20, choices=DocType, db_collation="C")
    abstract = models.CharField("trích yếu nội dung", max_length=500)
    signer = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người ký")
    signer_name = models.CharField("họ tên người ký", max_length=120)
    signer_title = models.CharField("chức danh người ký", max_length=120)
    signer_capacity = models.CharField("thẩm quyền ký", max_length=5, choices=Capacity, blank=True)
    signs_for = models.CharField("dòng ghi trước chữ ký", max_length=200, blank=True)
    delegation = models.ForeignKey(  # the dated document by which TUQ. was signed, none beside any other capacity
        Delegation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="ủy quyền"
    )
    recipients = models.TextField("nơi nhận")
    keeper = models.CharField("đơn vị, người nhận bản lưu", max_length=200, blank=True)
    copies = models.PositiveSmallIntegerField("số lượng bản", default=1)
    sent_on = models.DateField("ngày chuyển", null=True, blank=True)
    received_by = models.CharField("ký nhận", max_length=200, blank=True)
    remark = models.CharField("ghi chú", max_length=500, blank=True)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người cấp số")

    objects = OutgoingDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["register", "number"]
        constraints = [
            models.UniqueConstraint(name="one_number_in_a_register", fields=["register", "number"]),
            models.CheckConstraint(name="outgoing_number_positive", condition=Q(number__gt=0)),
            models.CheckConstraint(name="outgoing_has_copies", condition=Q(copies__gt=0)),
            models.CheckConstraint(name="outgoing_type_known", condition=Q(doc_type__in=DocType.values)),
            models.CheckConstraint(
                name="outgoing_tuq_by_a_document",
                condition=Q(signer_capacity=Capacity.TUQ, delegation__isnull=False)
                | (~Q(signer_capacity=Capacity.TUQ) & Q(delegation=None)),
            ),
            models.CheckConstraint(
                name="outgoing_sent_after_dated", condition=Q(sent_on=None) | Q(sent_on__gte=models.F("date"))
            ),
        ]

    def __str__(self) -> str:
        return self.notation


class OutgoingEvent(Event):
    subject = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="events")


class LetterheadQuerySet(models.QuerySet["Letterhead"]):
    def known_at(self, moment: datetime) -> "LetterheadQuerySet":
        """Those that held at a moment, as it was known then: what was published or dropped later changes nothing."""
        day, kept = local(moment).date(), Q(dropped_at=None) | Q(dropped_at__gt=moment)
        lasting = Q(valid_to=None) | Q(valid_to__gte=day)
        return self.filter(kept, lasting, published_at__lte=moment, valid_from__lte=day)

    def printed_by(self, agency: Agency, moment: datetime) -> "Letterhead | None":
        """The one on a unit's papers: of the nearest unit above that has one; of two, the one that began later."""
        rows = self.known_at(moment).filter(agency__path__in=agency.paths_above())
        return rows.order_by("-agency__path", "-valid_from", "-pk").first()

    def visible_to(self, by: Post) -> "LetterheadQuerySet":
        """Those of one's own tree, for who keeps or inspects it."""
        if by.role == Role.SYSTEM:
            return self.all()
        return self.filter(agency__path__startswith=by.agency.path) if by.role in KEEPERS else self.none()


KEEPERS = (Role.ADMINISTRATOR, Role.INSPECTOR)


class Letterhead(Root):
    """What an office sets on its papers beside what the law fixes. Never changed: a new one follows."""

    TRACKED = (
        "agency", "valid_from", "valid_to", "emblem_digest", "lines", "place", "contact", "hours", "signing", "notes",
        "dropped_at",
    )  # fmt: skip

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="letterheads", verbose_name="đơn vị")
    valid_from = models.DateField("dùng từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    emblem = models.BinaryField("biểu trưng", null=True, help_text="PNG, đã vẽ lại")
    emblem_digest = models.CharField(max_length=64, blank=True, db_collation="C")
    lines = ArrayField(models.CharField(max_length=LONGEST_LINE), verbose_name="dòng dưới tên cơ quan", default=list)
    place = models.CharField("địa danh", max_length=60, blank=True)
    contact = models.CharField("liên hệ", max_length=200, blank=True)
    hours = models.CharField("giờ làm việc", max_length=200, blank=True)
    signing = models.CharField("dòng trước chữ ký", max_length=LONGEST_LINE, blank=True)
    notes = models.JSONField("ghi chú theo mẫu", default=dict, help_text='{"receipt": "Mang theo giấy này …"}')
    published_at = models.DateTimeField("ban hành lúc", editable=False)
    dropped_at = models.DateTimeField("thôi dùng lúc", null=True, editable=False)

    objects = LetterheadQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "-valid_from", "-pk"]
        indexes = [models.Index(fields=["agency", "-valid_from"], name="letterhead_of_agency")]
        constraints = [
            models.CheckConstraint(
                name="letterhead_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency.short_name}, từ {self.valid_from:%d/%m/%Y}"

    def on_paper(self, form: str, values: dict[str, Any]) -> dict[str, Any]:
        """Return a paper's values with the office's own parts, the note of this form filled."""
        note = filled(self.notes.get(form, ""), values)
        own = {"lines": self.lines, "notes": note.splitlines(), "contact": self.contact, "hours": self.hours}
        emblem = {"emblem": b64encode(bytes(self.emblem)).decode()} if self.emblem else {}
        place = {"place": self.place} if self.place else {}
        return values | place | {"office": own | emblem | {"signing": self.signing}}


class LetterheadEvent(Event):
    subject = models.ForeignKey(Letterhead, on_delete=models.PROTECT, related_name="events")
