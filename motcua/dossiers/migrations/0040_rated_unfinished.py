from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Ratings of what was withdrawn or stopped, few as they are; built while the old version works."""

    atomic = False

    dependencies = [("dossiers", "0039_index_766")]

    operations = [
        AddIndexConcurrently(
            model_name="dossier",
            index=models.Index(
                fields=["agency", "closed_at"],
                name="dossier_rated_unfinished",
                condition=Q(rated_at__isnull=False, decided_at=None),
            ),
        ),
    ]
