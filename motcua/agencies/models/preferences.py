"""How a person likes to see a list: named filters, hidden columns, the one to begin with."""

import uuid

from django.db import models
from django.db.models import Q

from motcua.agencies.models.office import Agency, Person, Post
from motcua.core.fields import EncryptedText


class ListViewQuerySet(models.QuerySet["ListView"]):
    def visible_to(self, by: Post) -> "ListViewQuerySet":
        """The person's own, and those that colleagues shared with the post's unit."""
        return self.filter(Q(person=by.person_id) | Q(shared_with=by.agency_id) & ~Q(name=""))

    def of_screen(self, name: str) -> "ListViewQuerySet":
        return self.filter(screen=name)


class ListView(models.Model):
    """A named filter of a list; the row without a name holds the person's own choice of columns for that list.

    `query` is the part of an address after "?": people may be named in it, so it is encrypted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="list_views")
    screen = models.CharField(max_length=20, db_collation="C")
    name = models.CharField("tên", max_length=60, blank=True)
    query = EncryptedText()
    hidden = models.JSONField("cột ẩn", default=list)
    starts = models.BooleanField("mở đầu bằng", default=False)
    shared_with = models.ForeignKey(Agency, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ListViewQuerySet.as_manager()

    class Meta:
        ordering = ["screen", "name"]
        constraints = [
            models.UniqueConstraint(name="one_view_per_name", fields=["person", "screen", "name"]),
            models.UniqueConstraint(name="one_first_view", fields=["person", "screen"], condition=Q(starts=True)),
            models.CheckConstraint(
                name="columns_are_ones_own", condition=~Q(name="") | Q(starts=False, shared_with=None)
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.screen
