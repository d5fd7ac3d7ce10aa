"""A stored file: what is known of it is here, its bytes lie encrypted in the storage under a random name."""

import uuid

from django.db import models
from django.db.models import Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.fields import EncryptedText
from motcua.core.models import Root
from motcua.files.choices import Purpose, Scan


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def visible_to(self, by: Post) -> "StoredFileQuerySet":
        """What the post itself stored; who else may see a file is said by the thing that it belongs to.

        Citizens share the portal's post: they reach a file only through what it belongs to.
        """
        return self.none() if by.role == Role.CITIZEN else self.filter(by=by, removed_at=None)

    def to_scan(self) -> "StoredFileQuerySet":
        """Files that came while the scanner did not answer, the oldest first."""
        return self.filter(scan=Scan.WAITING, removed_at=None).order_by("recorded_at", "pk")

    def kept(self) -> "StoredFileQuerySet":
        """Files whose bytes are to be there."""
        return self.filter(removed_at=None)


class StoredFile(Root):
    """Never changed after it was stored, but for what the scanner says later; a corrected paper is another file.

    A removed one has neither bytes nor name any more: what kind it was, how large, and its events stay.
    """

    TRACKED = ("media_type", "size", "purpose", "scan", "removed_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = EncryptedText("tên tệp")  # scans are often named by a person's number
    media_type = models.CharField("kiểu", max_length=100, db_collation="C", help_text="theo nội dung, không theo tên")
    size = models.PositiveIntegerField("số byte")
    sha256 = models.BinaryField(max_length=32)
    pages = models.PositiveIntegerField("số trang", null=True)
    place = models.CharField(max_length=100, unique=True, db_collation="C", help_text="tên trong kho, ngẫu nhiên")
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người lưu")
    purpose = models.CharField("dùng làm", max_length=20, choices=Purpose, db_collation="C")
    recorded_at = models.DateTimeField("lúc ghi", db_default=CoreNow())
    scan = models.CharField(
        "quét mã độc", max_length=10, choices=Scan, default=Scan.NONE, db_default=Scan.NONE, db_collation="C"
    )
    removed_at = models.DateTimeField("lúc hủy nội dung", null=True, editable=False)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
        indexes = [models.Index(fields=["recorded_at", "id"], name="file_to_scan", condition=Q(scan="waiting"))]
        constraints = [
            models.CheckConstraint(name="file_is_not_empty", condition=Q(size__gt=0)),
            models.CheckConstraint(name="file_purpose_known", condition=Q(purpose__in=Purpose.values)),
            models.CheckConstraint(name="file_scan_known", condition=Q(scan__in=Scan.values)),
            models.CheckConstraint(name="removed_file_has_no_name", condition=Q(removed_at=None) | Q(name=None)),
        ]

    def __str__(self) -> str:
        return self.name


class FileEvent(Event):
    subject = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="events")


class AccessLogQuerySet(models.QuerySet["AccessLog"]):
    def visible_to(self, by: Post) -> "AccessLogQuerySet":
        """One's own looks; to inspectors and administrators those of everybody under their unit."""
        if by.role in (Role.INSPECTOR, Role.ADMINISTRATOR):
            return self.filter(by__agency__path__startswith=by.agency.path)
        return self.filter(by=by)


class AccessLog(models.Model):
    """Who looked at which file, when, why and from which network. Only grows."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="looks")
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="người xem")
    seen_at = models.DateTimeField("lúc xem", db_default=CoreNow())
    why = models.CharField("để làm gì", max_length=120)
    network = models.CharField("mạng", max_length=50, blank=True, db_collation="C")

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        ordering = ["seen_at", "pk"]
        indexes = [models.Index(fields=["by", "seen_at"], name="look_by_whom")]
