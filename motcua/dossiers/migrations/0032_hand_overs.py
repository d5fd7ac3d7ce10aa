from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """What is handed over between offices and not confirmed is found by these; built while the old version works."""

    atomic = False

    dependencies = [
        ("dossiers", "0031_crossing"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="step",
            index=models.Index(
                condition=models.Q(("state", "open"), ("take_by__isnull", False), ("taken_at", None)),
                fields=["agency", "take_by"],
                name="step_to_take_over",
            ),
        ),
        AddIndexConcurrently(
            model_name="step",
            index=models.Index(
                condition=models.Q(("state", "open"), ("take_by__isnull", False), ("taken_at", None)),
                fields=["handed_by", "take_by"],
                name="step_handed_over",
            ),
        ),
    ]
