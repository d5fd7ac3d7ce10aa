from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What a desk received and handed back on a day is counted in these alone; built while the old version works."""

    atomic = False

    dependencies = [
        ("dossiers", "0025_late_lists"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="dossier",
            index=models.Index(
                condition=Q(received_at__isnull=False), fields=["desk", "received_at"], name="dossier_desk_received"
            ),
        ),
        AddIndexConcurrently(
            model_name="dossier",
            index=models.Index(
                condition=Q(returned_at__isnull=False), fields=["desk", "returned_at"], name="dossier_desk_returned"
            ),
        ),
    ]
