"""What somebody sent when their session had just ended: kept for them, encrypted, until they are back."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models.functions import Now

from motcua.agencies.models.office import Person, Post
from motcua.core.fields import EncryptedJSON

HELD_FOR = timedelta(hours=8)  # a working day; real time, like the sessions


class HeldFormQuerySet(models.QuerySet["HeldForm"]):
    def visible_to(self, by: Post) -> "HeldFormQuerySet":
        """One's own, as long as they are kept."""
        return self.filter(person=by.person_id, held_at__gt=Now() - HELD_FOR)


class HeldForm(models.Model):
    """One page's fields as they were sent: [[name, [values]]]; files are not kept, only their names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="held_forms")
    path = models.CharField(max_length=500, db_collation="C")
    fields = EncryptedJSON()
    names = EncryptedJSON(null=True)  # of the files: scans are often named by a person's number
    held_at = models.DateTimeField(db_default=Now())

    objects = HeldFormQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_held_form_a_page", fields=["person", "path"])]

    def __str__(self) -> str:
        return self.path
