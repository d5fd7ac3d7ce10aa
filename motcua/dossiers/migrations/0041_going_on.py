from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """What was going on in a period, for the lists behind figures; built while the old version works."""

    atomic = False

    dependencies = [("dossiers", "0040_rated_unfinished")]

    operations = [
        AddIndexConcurrently(
            model_name="dossier", index=models.Index(fields=["agency", "closed_at"], name="dossier_closed")
        ),
        AddIndexConcurrently(
            model_name="dossier",
            index=models.Index(
                fields=["agency"], name="dossier_told_later", condition=Q(received_at__lt=F("registered_at"))
            ),
        ),
    ]
