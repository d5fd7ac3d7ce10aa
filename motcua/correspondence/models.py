"""Registers of a year and the papers that left under their numbers (NĐ 30/2020, phụ lục IV)."""

from django.db import models
from django.db.models import Q

from motcua.agencies.choices import Capacity, Role
from motcua.agencies.models import Agency, Post
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.correspondence.choices import DocType, RegisterKind

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
                name="outgoing_sent_after_dated", condition=Q(sent_on=None) | Q(sent_on__gte=models.F("date"))
            ),
        ]

    def __str__(self) -> str:
        return self.notation


class OutgoingEvent(Event):
    subject = models.ForeignKey(OutgoingDocument, on_delete=models.PROTECT, related_name="events")
