"""The stamp of a hall's picture: grown last in every action that changes what a display shows."""

from django.db.models import F

from motcua.queue.models import Stamp


def grow(hall: int) -> None:
    """Tell displays to draw anew once this transaction is there. The row stays locked until then: touch it last."""
    Stamp.objects.filter(pk=hall).update(number=F("number") + 1)
