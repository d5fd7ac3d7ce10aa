from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

HELD = (
    "submitted", "received", "in_progress", "waiting_supplement", "waiting_payment", "suspended", "decided",
)  # fmt: skip
CLOCK = ["appointed_due", "decided_at", "clock_stopped_at"]
# What is visible to all is counted without a look at the table; by default a table of millions is swept too seldom.
SWEPT = (
    "ALTER TABLE dossiers_dossier"
    " SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02)"
)
AS_BEFORE = "ALTER TABLE dossiers_dossier RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)"


class Migration(migrations.Migration):
    """Two indexes built while the old version works, in the place of two that it had."""

    atomic = False

    dependencies = [
        ("agencies", "0011_held_names"),
        ("dossiers", "0015_held_by_unit"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="dossier",
            index=models.Index(
                fields=["agency", "state"], include=CLOCK, name="dossier_held_settled", condition=Q(state__in=HELD)
            ),
        ),
        AddIndexConcurrently(
            model_name="dossier",
            index=models.Index(
                fields=["desk", "state"],
                include=["agency", *CLOCK],
                name="dossier_held_received",
                condition=Q(state__in=HELD),
            ),
        ),
        RemoveIndexConcurrently(model_name="dossier", name="dossier_held"),
        RemoveIndexConcurrently(model_name="dossier", name="dossier_held_at_desk"),
        migrations.RunSQL(SWEPT, AS_BEFORE),
    ]
