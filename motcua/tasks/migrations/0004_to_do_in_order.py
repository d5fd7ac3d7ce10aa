from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

# What is visible to all is counted without a look at the table; by default a table of millions is swept too seldom.
SWEPT = (
    "ALTER TABLE tasks_task SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02)"
)
AS_BEFORE = "ALTER TABLE tasks_task RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)"


class Migration(migrations.Migration):
    """Two indexes built while the old version works, in the place of two that it had."""

    atomic = False

    dependencies = [
        ("agencies", "0009_standing"),
        ("tasks", "0003_standing"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="task",
            index=models.Index(
                fields=["owner", "state", "due_at", "id"],
                include=["title"],
                name="task_own_to_do",
                condition=Q(state__in=["open", "waiting"]),
            ),
        ),
        AddIndexConcurrently(
            model_name="task",
            index=models.Index(
                fields=["agency", "role", "state", "due_at", "id"],
                include=["title"],
                name="task_pool_to_do",
                condition=Q(state__in=["open", "waiting"], owner=None),
            ),
        ),
        RemoveIndexConcurrently(model_name="task", name="task_own_open"),
        RemoveIndexConcurrently(model_name="task", name="task_pool_open"),
        migrations.RunSQL(SWEPT, AS_BEFORE),
    ]
