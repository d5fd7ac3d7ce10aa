from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What the service index asks that is no fact: who waited at the end of a period, what was filed online in it."""

    atomic = False

    dependencies = [
        ("dossiers", "0038_rated_lists"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="supplement",
            index=models.Index(fields=["answered_at", "asked_at"], name="supplement_answered"),
        ),
        AddIndexConcurrently(
            model_name="pause",
            index=models.Index(condition=Q(kind="payment"), fields=["ended_at"], name="pause_payment_ended"),
        ),
        AddIndexConcurrently(
            model_name="dossier",
            index=models.Index(
                condition=Q(channel="online", received_at__isnull=False), fields=["agency", "received_at"],
                name="dossier_online_received",
            ),
        ),
    ]  # fmt: skip
