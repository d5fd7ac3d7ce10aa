"""What people have beside a dossier and is no part of it: notes to each other, never printed, erasable; what was opened
lately."""

import uuid

from django.db import models
from django.db.models import Q

from motcua.agencies.models import Person, Post
from motcua.core.fields import EncryptedText
from motcua.tasks.models import Task

DOSSIER = "dossiers.Dossier"


class Opened(models.Model):
    """That somebody opened a dossier's page lately: the way back to it, no journal. Swept after a month."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    dossier = models.ForeignKey(DOSSIER, on_delete=models.CASCADE, related_name="opened", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="opened_lately")]
        constraints = [models.UniqueConstraint(name="one_row_per_opened_dossier", fields=["dossier", "person"])]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.dossier_id}"


class Memo(models.Model):
    """A note among those who read the dossier's content; `to` gets a line in the inbox."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(DOSSIER, on_delete=models.PROTECT, related_name="memos")
    by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    text = EncryptedText()
    erased_at = models.DateTimeField(null=True)
    to = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    task = models.OneToOneField(Task, null=True, on_delete=models.PROTECT, related_name="memo")

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(name="erased_memo_is_empty", condition=Q(erased_at=None) | Q(text=None)),
            models.CheckConstraint(name="memo_task_is_somebodys", condition=Q(task=None) | Q(to__isnull=False)),
        ]
