"""Messages out (the outbox), the words of an office, and how messages are sent."""

import uuid
from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core.clock import CoreNow
from motcua.core.events import Event
from motcua.core.fields import BlindIndex, EncryptedText, blind, blinds
from motcua.core.models import Root
from motcua.files.models import StoredFile
from motcua.notify.choices import TO_SEND, TROUBLED, Channel, Language, State, Trouble

RECIPIENT = "notice_recipient"


class OutgoingQuerySet(models.QuerySet["Outgoing"]):
    def visible_to(self, by: Post) -> "OutgoingQuerySet":
        """Of an administrator's own tree; those of the unit that operates the installation see to all."""
        if by.role != Role.ADMINISTRATOR:
            return self.none()
        return self if by.agency.operates else self.filter(office__path__startswith=by.agency.path)

    def to_send(self, moment: datetime) -> "OutgoingQuerySet":
        """What is due, the longest waiting first."""
        return self.filter(state__in=TO_SEND, next_at__lte=moment).order_by("next_at", "pk")

    def left_over(self, moment: datetime, *, after: timedelta) -> "OutgoingQuerySet":
        """What somebody began to send so long ago that they will not tell any more."""
        return self.filter(state=State.SENDING, begun_at__lt=moment - after).order_by("begun_at", "pk")

    def to_ask_about(self, moment: datetime) -> "OutgoingQuerySet":
        """What was sent and might have arrived by now."""
        return self.filter(state=State.SENT, next_at__lte=moment).order_by("next_at", "pk")

    def sent_to(self, recipient: str) -> "OutgoingQuerySet":
        """To exactly this address or phone number, in its normal form."""
        return self.filter(recipient_index__in=blinds(RECIPIENT, recipient)) if recipient else self.none()

    def troubled(self, since: datetime, until: datetime) -> "OutgoingQuerySet":
        """What was given up, or lost sight of, within a span."""
        return self.filter(state__in=TROUBLED, ended_at__gte=since, ended_at__lt=until)


class Outgoing(Root):
    """One message to one address, written in the transaction that is its cause.

    The machine's steps stand in its columns (`tries`), people's in its events. Emptied after some months.
    """

    TRACKED = ()
    BIRTH_TOLD = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=160, unique=True, db_collation="C", help_text="điều gì gây ra: không gửi hai lần")
    kind = models.CharField("loại", max_length=40, db_collation="C")
    channel = models.CharField("kênh", max_length=10, choices=Channel, db_collation="C")
    language = models.CharField(max_length=2, choices=Language, db_collation="C")
    office = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="cơ quan")
    recipient = EncryptedText("người nhận")
    recipient_index = BlindIndex(kind=RECIPIENT, of="recipient")
    subject = EncryptedText("tiêu đề")
    body = EncryptedText("nội dung")
    attached = models.ForeignKey(
        StoredFile, null=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        verbose_name="tệp kèm thư điện tử",
    )  # fmt: skip
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.WAITING, db_collation="C")
    urgent = models.BooleanField("gửi cả giờ yên lặng", default=False)
    attempts = models.PositiveSmallIntegerField("số lần gửi", default=0)
    most = models.PositiveSmallIntegerField("nhiều nhất bao nhiêu lần")
    asked = models.PositiveSmallIntegerField("số lần hỏi đã tới chưa", default=0)
    tries = models.JSONField("các lần gửi", default=list)  # {"at", "trouble"} of each that failed
    trouble = models.CharField("vì sao", max_length=15, choices=Trouble, blank=True, db_collation="C")
    said = EncryptedText("máy gửi trả lời")  # often names the address
    sent_as = models.UUIDField("mã gửi lại", null=True, unique=True, editable=False)
    provider_id = models.CharField("mã của máy gửi", max_length=100, blank=True, db_collation="C")
    created_at = models.DateTimeField("lúc ghi", db_default=CoreNow())
    next_at = models.DateTimeField("làm tiếp lúc", null=True)
    useful_until = models.DateTimeField("có ích đến", null=True)
    begun_at = models.DateTimeField("bắt đầu gửi lúc", null=True)
    sent_at = models.DateTimeField("gửi đi lúc", null=True)
    delivered_at = models.DateTimeField("tới nơi lúc", null=True)
    ended_at = models.DateTimeField("thôi gửi lúc", null=True)
    emptied_at = models.DateTimeField("xóa nội dung lúc", null=True)
    reported_at = models.DateTimeField("máy gửi tự báo lúc", null=True)  # by the provider's clock, as it was signed

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["next_at", "id"], name="outgoing_to_send", condition=Q(state__in=TO_SEND)),
            models.Index(fields=["next_at", "id"], name="outgoing_to_ask", condition=Q(state="sent")),
            models.Index(fields=["begun_at", "id"], name="outgoing_begun", condition=Q(state="sending")),
            models.Index(fields=["ended_at", "id"], name="outgoing_troubled", condition=Q(state__in=TROUBLED)),
            models.Index(fields=["created_at", "id"], name="outgoing_in_order"),
            models.Index(fields=["office", "state"], name="outgoing_of_office"),
            models.Index(fields=["attached"], name="outgoing_with_file", condition=Q(attached__isnull=False)),
            models.Index(fields=["created_at"], name="outgoing_to_empty", condition=Q(emptied_at=None)),
        ]
        constraints = [
            models.CheckConstraint(name="outgoing_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="outgoing_says_something",
                condition=Q(emptied_at=None, recipient__isnull=False, recipient_index__isnull=False, body__isnull=False)
                | Q(emptied_at__isnull=False, recipient=None, recipient_index=None, body=None, subject=None, said=None),
            ),
            models.CheckConstraint(
                name="outgoing_sent_has_moment",
                condition=~Q(state__in=["sent", "delivered"]) | Q(sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="outgoing_to_send_has_moment", condition=~Q(state__in=TO_SEND) | Q(next_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.get_channel_display()}"

    @property
    def letter_key(self) -> uuid.UUID:
        """The key under which a gateway knows it: its own, until what a provider had lost was sent anew."""
        return self.sent_as or self.pk

    def save(self, *args: object, **kwargs: object) -> None:
        if self._state.adding:
            self.recipient_index = blind(RECIPIENT, self.recipient)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class OutgoingEvent(Event):
    subject = models.ForeignKey(Outgoing, on_delete=models.PROTECT, related_name="events")


class NoticeTextQuerySet(models.QuerySet["NoticeText"]):
    def visible_to(self, by: Post) -> "NoticeTextQuerySet":
        """Words that go to citizens are no secret within the house."""
        return self.all()

    def nearest(self, office: Agency) -> "NoticeTextQuerySet":
        """Words in use at a unit or above it, the nearest first."""
        rows = self.filter(agency__path__in=office.paths_above(), in_use=True)
        return rows.order_by(Length("agency__path").desc())


class NoticeText(Root):
    """What an office says in the place of the product's own words, to all below it; each version is in its events."""

    TRACKED = ("agency", "kind", "channel", "language", "subject", "body", "in_use")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị")
    kind = models.CharField("loại", max_length=40, db_collation="C")
    channel = models.CharField("kênh", max_length=10, choices=Channel, db_collation="C")
    language = models.CharField("ngôn ngữ", max_length=2, choices=Language, db_collation="C")
    subject = models.CharField("tiêu đề", max_length=150, blank=True)
    body = models.TextField("nội dung")
    in_use = models.BooleanField("đang dùng", default=True)

    objects = NoticeTextQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "channel", "language", "agency"]
        constraints = [
            models.UniqueConstraint(name="one_text_of_a_unit", fields=["agency", "kind", "channel", "language"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.get_channel_display()}, {self.get_language_display()}"


class NoticeTextEvent(Event):
    subject = models.ForeignKey(NoticeText, on_delete=models.PROTECT, related_name="events")


class SendingRulesQuerySet(models.QuerySet["SendingRules"]):
    def visible_to(self, by: Post) -> "SendingRulesQuerySet":
        """Everybody may know when messages go."""
        return self.all()

    def now_in_force(self) -> "SendingRules":
        """The one row, made by a migration."""
        return self.get(pk=1)


class SendingRules(Root):
    """When and how often messages are tried; one row for the installation."""

    TRACKED = ("quiet_from", "quiet_until", "tries", "marked_sms", "kept_days")
    BIRTH_TOLD = False

    quiet_from = models.TimeField("giờ yên lặng từ", default=time(21, 0))
    quiet_until = models.TimeField("đến", default=time(7, 0))
    tries = models.PositiveSmallIntegerField("số lần gửi trước khi thôi", default=8)
    marked_sms = models.BooleanField("SMS có dấu", default=False)
    kept_days = models.PositiveSmallIntegerField("giữ nội dung bao nhiêu ngày", default=90)

    objects = SendingRulesQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="one_row_of_sending_rules", condition=Q(id=1))]

    def __str__(self) -> str:
        return "Cách gửi thông báo"


class SendingRulesEvent(Event):
    subject = models.ForeignKey(SendingRules, on_delete=models.PROTECT, related_name="events")
