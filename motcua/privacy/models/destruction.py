"""Lists of what is destroyed because its time is over: proposed, signed by a number, carried out, kept for ever."""

from django.db import models
from django.db.models import Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core.events import Event
from motcua.core.models import Root
from motcua.correspondence.models import OutgoingDocument
from motcua.dossiers.models import Dossier
from motcua.privacy.choices import ItemOutcome, ListState
from motcua.privacy.models.retention import RetentionRule
from motcua.tasks.models import Task

KEEPERS = (Role.REGISTRY_CLERK, Role.LEADER, Role.INSPECTOR)


def of_own_office(by: Post, *, office: str = "office") -> Q:
    """The condition that a row belongs to the post's own office, for those who keep its archive."""
    if by.role == Role.SYSTEM:
        return Q()
    if by.role not in KEEPERS:
        return Q(pk__in=[])
    return Q(**{f"{office}__path__in": by.agency.paths_above(), f"{office}__level": by.agency.level})


class DestructionListQuerySet(models.QuerySet["DestructionList"]):
    def visible_to(self, by: Post) -> "DestructionListQuerySet":
        """The lists of one's own office, for its registry clerks, leaders and inspectors."""
        return self.filter(of_own_office(by))


class DestructionList(Root):
    """Danh mục hồ sơ hết thời hạn lưu giữ. Neither the list nor its lines are ever removed."""

    TRACKED = (
        "code",
        "state",
        "office",
        "proposed_by",
        "proposed_at",
        "document",
        "decided_by",
        "decided_at",
        "done_at",
    )

    code = models.CharField("số danh mục", max_length=20, unique=True, db_collation="C")
    state = models.CharField(
        "trạng thái", max_length=10, choices=ListState, default=ListState.PROPOSED, db_collation="C"
    )
    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="cơ quan")
    proposed_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người lập")
    proposed_at = models.DateTimeField("lúc lập")
    decided_by = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="người ký")
    decided_at = models.DateTimeField("lúc quyết định", null=True)
    document = models.OneToOneField(
        OutgoingDocument, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="quyết định hủy"
    )
    done_at = models.DateTimeField("lúc hủy xong", null=True)
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="+")

    objects = DestructionListQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        indexes = [models.Index(fields=["office", "-proposed_at"], name="destruction_of_office")]
        constraints = [
            models.CheckConstraint(
                name="destruction_is_signed",
                condition=~Q(state__in=[ListState.APPROVED, ListState.DONE])
                | Q(document__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="destruction_done_has_moment", condition=~Q(state=ListState.DONE) | Q(done_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.code


class DestructionListEvent(Event):
    subject = models.ForeignKey(DestructionList, on_delete=models.PROTECT, related_name="events")


class DestructionItem(models.Model):
    """One dossier on a list: by which rule, since when it is due, and what became of it."""

    list = models.ForeignKey(DestructionList, on_delete=models.PROTECT, related_name="items")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("mã hồ sơ", max_length=60, db_collation="C")
    rule = models.ForeignKey(RetentionRule, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField("ngày xong")
    due_on = models.DateField("hết thời hạn")
    outcome = models.CharField(max_length=10, choices=ItemOutcome, default=ItemOutcome.WAITING, db_collation="C")
    said = models.CharField("kết quả", max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["list", "id"], name="destruction_item_waits", condition=Q(outcome="waiting"))]
        constraints = [
            models.UniqueConstraint(name="one_line_a_dossier", fields=["list", "dossier"]),
            models.UniqueConstraint(
                name="one_open_line_a_dossier", fields=["dossier"], condition=Q(outcome=ItemOutcome.WAITING)
            ),
            models.CheckConstraint(name="kept_line_says_why", condition=~Q(outcome=ItemOutcome.KEPT) | ~Q(said="")),
        ]

    def __str__(self) -> str:
        return self.name


class HoldQuerySet(models.QuerySet["Hold"]):
    def visible_to(self, by: Post) -> "HoldQuerySet":
        """What the own office holds back, for its registry clerks, leaders and inspectors."""
        return self.filter(of_own_office(by))

    def standing(self) -> "HoldQuerySet":
        return self.filter(released_at=None)


class Hold(Root):
    """A dossier that may not be destroyed: a complaint, a lawsuit, an inspection. From somebody, by a document."""

    TRACKED = ("dossier", "office", "source", "released_at")

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="+", verbose_name="hồ sơ")
    office = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="cơ quan")
    source = models.CharField("lý do, văn bản", max_length=200)
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người yêu cầu giữ")
    placed_at = models.DateTimeField("giữ từ")
    released_at = models.DateTimeField("thôi giữ từ", null=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="one_standing_hold", fields=["dossier"], condition=Q(released_at=None)),
            models.CheckConstraint(name="hold_has_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return str(self.dossier)


class HoldEvent(Event):
    subject = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="events")
