from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What lists of ratings and the evaluation of offices read by; built while the old version works."""

    atomic = False

    dependencies = [("dossiers", "0037_ratings")]

    operations = [
        AddIndexConcurrently(
            model_name="dossier",
            index=models.Index(
                fields=["agency", "-rated_low", "-rated_at", "-id"],
                name="dossier_rated",
                condition=Q(rated_at__isnull=False),
            ),
        ),
        AddIndexConcurrently(
            model_name="dossier",
            index=models.Index(
                fields=["agency", "decided_at"], name="dossier_decided", condition=Q(decided_at__isnull=False)
            ),
        ),
        AddIndexConcurrently(
            model_name="step",
            index=models.Index(
                fields=["agency", "finished_at"],
                name="step_done",
                condition=Q(state__in=["finished", "sent_back"], due_at__isnull=False),
            ),
        ),
        ValidateConstraint("dossier", "dossier_rated_whole"),
    ]
