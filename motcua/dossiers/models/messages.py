"""What citizen and office write to each other about a dossier, with files; closed with the dossier, kept with it."""

import uuid

from django.db import models
from django.db.models import Q

from motcua.agencies.models import Post
from motcua.citizens.models import Account
from motcua.core.fields import EncryptedText
from motcua.dossiers.choices import Side
from motcua.files.models import StoredFile
from motcua.tasks.models import Task

DOSSIER = "dossiers.Dossier"


class Message(models.Model):
    """One message, never changed; `seen_at` is when somebody of the other side first saw it.

    A citizen's message puts one line into an inbox of the office, whatever number of messages follow it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(DOSSIER, on_delete=models.PROTECT, related_name="messages", db_index=False)
    side = models.CharField("bên viết", max_length=10, choices=Side, db_collation="C")
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("lúc viết")
    text = EncryptedText()
    seen_at = models.DateTimeField("lúc bên kia xem", null=True)
    task = models.OneToOneField(Task, null=True, on_delete=models.PROTECT, related_name="citizen_message")
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["dossier", "written_at"], name="message_of_dossier")]
        constraints = [
            models.CheckConstraint(name="message_side_known", condition=Q(side__in=Side.values)),
            models.CheckConstraint(
                name="message_of_citizen_has_account",
                condition=Q(side="office", account=None) | Q(account__isnull=False),
            ),
            models.CheckConstraint(name="message_task_is_the_offices", condition=Q(task=None) | Q(side="citizen")),
            models.CheckConstraint(name="erased_message_is_empty", condition=Q(erased_at=None) | Q(text=None)),
        ]


class MessageFile(models.Model):
    """A file sent along."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="files")
    order = models.PositiveSmallIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(name="one_file_per_place", fields=["message", "order"])]
