"""What somebody is filling in on the portal: answers, files, how far; until it is sent or given up."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.citizens.models import Account, Consent
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.fields import EncryptedJSON, EncryptedText
from motcua.core.models import Root
from motcua.dossiers.choices import Delivery
from motcua.dossiers.models import Dossier
from motcua.files.models import StoredFile
from motcua.filing.choices import ForWhom, Means, State
from motcua.procedures.models import Edition


class FilingQuerySet(models.QuerySet["Filing"]):
    def visible_to(self, by: Post) -> "FilingQuerySet":
        """An account's own, an official's those filled in for somebody at the counter; the machine sweeps them all."""
        if by.role == Role.SYSTEM:
            return self.all()
        if by.role == Role.CITIZEN:
            return self.filter(account=by.account) if by.account is not None else self.none()
        return self.filter(helper=by)

    def of_colleagues(self, by: Post) -> "FilingQuerySet":
        """What colleagues at the post's desk fill in for citizens, to be taken over: which procedure, by whom, since
        when is all that may be shown of it before."""
        rows = self.being_filled_in().filter(helper__isnull=False, desk=by.agency_id).exclude(helper=by)
        return rows if by.role == Role.RECEPTIONIST else rows.none()

    def being_filled_in(self) -> "FilingQuerySet":
        return self.filter(state=State.OPEN)

    def for_page(self) -> "FilingQuerySet":
        """With what every page of a filing reads, in one query; not the edition's content, which is kept apart."""
        rows = self.select_related("desk", "edition__office", "dossier__desk", "dossier__agency")
        return rows.defer("edition__content", "dossier__edition")


class Filing(Root):
    """One filing under one edition, by an account, or by an official who helps somebody at the counter.

    `other` says who it is for when that is not the account's holder: kind, name, identity_number, birth_date (ISO),
    phone, email, address, capacity of who files; what is not known is left out; None when there is nobody. `answers`
    are as typed, also wrong ones; the form judges them when it is sent.

    `touched` tells of each section when (in which version) and on which page it was saved last, so that two pages do
    not overwrite each other, and how often that page had sent something by then. After it was sent everything that was
    said is with the dossier, and no longer here.
    """

    TRACKED = ("state", "edition", "desk", "case", "helper", "dossier", "sent_at", "closed_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="filings", verbose_name="tài khoản"
    )
    helper = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="người khai giúp"
    )
    consent = models.ForeignKey(
        Consent,
        on_delete=models.PROTECT,
        null=True,
        related_name="filings",
        verbose_name="sự đồng ý của người được giúp",
    )
    consent_means = models.CharField("đồng ý bằng cách", max_length=10, choices=Means, blank=True, db_collation="C")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", verbose_name="bản công bố")
    desk = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="nơi tiếp nhận")
    case = models.CharField("trường hợp", max_length=60, blank=True, db_collation="C")
    for_whom = models.CharField("nộp cho ai", max_length=12, choices=ForWhom, default=ForWhom.SELF, db_collation="C")
    other = EncryptedJSON("người được nộp thay")
    answers = EncryptedJSON("câu trả lời", default=dict)
    touched = models.JSONField(default=dict, help_text="phần → [phiên bản, trang, lượt gửi]")
    page = models.PositiveSmallIntegerField("phần đang khai", default=0)
    delivery = models.CharField(
        "cách nhận kết quả", max_length=10, choices=Delivery, default=Delivery.AT_DESK, db_collation="C"
    )
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.OPEN, db_collation="C")
    dossier = models.OneToOneField(Dossier, null=True, on_delete=models.PROTECT, related_name="filing")
    begun_at = models.DateTimeField("lúc bắt đầu", db_default=CoreNow())
    saved_at = models.DateTimeField("lần lưu cuối", db_default=CoreNow())
    sent_at = models.DateTimeField("lúc nộp", null=True)
    closed_at = models.DateTimeField("lúc bỏ", null=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "pk"]
        indexes = [
            models.Index(fields=["account", "-saved_at"], name="filing_of_account"),
            models.Index(
                fields=["desk", "-saved_at"], name="filing_helped", condition=Q(state=State.OPEN, helper__isnull=False)
            ),
            models.Index(fields=["saved_at"], name="filing_to_sweep", condition=Q(state=State.OPEN)),
        ]
        constraints = [
            models.CheckConstraint(name="filing_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="filing_by_account_or_helper",
                condition=Q(for_whom=ForWhom.HELPED, account=None, helper__isnull=False)
                | (~Q(for_whom=ForWhom.HELPED) & Q(account__isnull=False, helper=None)),
            ),
            models.CheckConstraint(
                name="filing_helped_with_consent",
                condition=Q(helper=None, consent=None, consent_means="")
                | Q(helper__isnull=False, consent__isnull=False, consent_means__in=Means.values),
            ),
            models.CheckConstraint(
                name="filing_sent_has_dossier",
                condition=Q(state=State.SENT, dossier__isnull=False, sent_at__isnull=False)
                | (~Q(state=State.SENT) & Q(dossier=None, sent_at=None)),
            ),
            models.CheckConstraint(
                name="filing_open_or_closed",
                condition=Q(state=State.ABANDONED, closed_at__isnull=False)
                | (~Q(state=State.ABANDONED) & Q(closed_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} · {self.get_state_display()}"

    @property
    def kept_until(self) -> datetime:
        """The moment from which it may be swept when nobody goes on with it."""
        return self.saved_at + timedelta(days=settings.FILING_DAYS)


class FilingEvent(Event):
    subject = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="events")


class FilingFile(models.Model):
    """A file that answers a question of a filing; `row` is the row of its group, 0 outside of groups."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="files")
    question = models.CharField(max_length=63, db_collation="C")
    group = models.CharField(max_length=63, blank=True, db_collation="C")
    row = models.PositiveSmallIntegerField(default=0)
    order = models.PositiveSmallIntegerField(default=0)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="filing_file")
    reused_from = models.ForeignKey(Dossier, null=True, on_delete=models.PROTECT, related_name="+")
    reused_on = models.DateField(null=True)

    class Meta:
        ordering = ["group", "row", "question", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                name="filing_file_reused_has_day",
                condition=Q(reused_from=None, reused_on=None) | Q(reused_from__isnull=False, reused_on__isnull=False),
            )
        ]


class PaperNoteQuerySet(models.QuerySet["PaperNote"]):
    def visible_to(self, by: Post) -> "PaperNoteQuerySet":
        """What an account says of its own papers; nobody who works here reads it."""
        return self.filter(account=by.account) if by.account is not None else self.none()


class PaperNote(models.Model):
    """What an account says of a paper in its store, whatever dossiers it lies in: the paper is known by its content.

    The papers themselves are read where they are (`own_papers`), never copied; a note of a paper that is not there any
    more is swept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=32, help_text="SHA-256 của nội dung tệp")
    name = EncryptedText("tên tự đặt")
    valid_until = models.DateField("còn hiệu lực đến hết ngày", null=True)
    hidden = models.BooleanField("ẩn khỏi danh sách", default=False)
    noted_at = models.DateTimeField("lúc ghi", db_default=CoreNow())

    objects = PaperNoteQuerySet.as_manager()

    class Meta:
        ordering = ["noted_at", "pk"]
        constraints = [models.UniqueConstraint(name="one_note_a_paper", fields=["account", "digest"])]


class Upload(models.Model):
    """A file on its way: how much of it has come. Gone when it is whole, or a day after the last piece."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, related_name="uploads")
    question = models.CharField(max_length=63, db_collation="C")
    group = models.CharField(max_length=63, blank=True, db_collation="C")
    row = models.PositiveSmallIntegerField(default=0)
    name = EncryptedText("tên tệp")
    size = models.PositiveIntegerField("số byte")
    offset = models.PositiveIntegerField("đã nhận", default=0)
    touched_at = models.DateTimeField(db_default=CoreNow())

    class Meta:
        ordering = ["touched_at", "pk"]
        indexes = [models.Index(fields=["touched_at"], name="upload_to_sweep")]
        constraints = [
            models.CheckConstraint(name="upload_no_more_than_whole", condition=Q(offset__lte=models.F("size")))
        ]


class UploadPiece(models.Model):
    """What came at once, sealed: bound to its upload and its place in it."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="pieces")
    offset = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        ordering = ["offset", "pk"]
        constraints = [models.UniqueConstraint(name="one_piece_a_place", fields=["upload", "offset"])]
