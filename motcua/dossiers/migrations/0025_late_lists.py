from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Two indexes built while the old version works: what the ladder walks over, and what was finished late."""

    atomic = False

    dependencies = [("dossiers", "0024_apologies")]

    operations = [
        AddIndexConcurrently(
            model_name="step",
            index=models.Index(fields=["id"], name="step_open", condition=Q(state="open")),
        ),
        AddIndexConcurrently(
            model_name="dossier",
            index=models.Index(
                fields=["agency", "-decided_at", "id"],
                name="dossier_late_done",
                condition=Q(decided_at__gt=F("appointed_due")),
            ),
        ),
    ]
