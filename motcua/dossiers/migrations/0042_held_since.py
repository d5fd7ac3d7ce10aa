from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

HELD = ("submitted", "received", "in_progress", "waiting_supplement", "waiting_payment", "suspended", "decided")


class Migration(migrations.Migration):
    """How old is what an office holds is counted in the index too; built while the old version works."""

    atomic = False

    dependencies = [("dossiers", "0041_going_on")]

    operations = [
        AddIndexConcurrently(
            model_name="dossier",
            index=models.Index(
                fields=["agency", "state"],
                include=["appointed_due", "decided_at", "clock_stopped_at", "received_at"],
                name="dossier_held_since",
                condition=Q(state__in=HELD),
            ),
        ),
        RemoveIndexConcurrently(model_name="dossier", name="dossier_held_settled"),
    ]
