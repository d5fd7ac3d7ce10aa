from django.db import migrations

# What lay in an inbox before delegations were known is marked once; new tasks are marked when they are opened.
MARK_OPEN_TASKS = """
UPDATE tasks_task AS task
SET marks = ARRAY['procedure:' || dossier.procedure_code, 'field:' || dossier.field_code]::varchar[]
    || CASE WHEN EXISTS (
        SELECT 1 FROM jsonb_array_elements(edition.content -> 'route' -> 'steps') AS route_step
        WHERE route_step ->> 'key' = step.key AND route_step -> 'actions' ?| ARRAY['approve', 'sign']
    ) THEN ARRAY['sign']::varchar[] ELSE ARRAY[]::varchar[] END
FROM dossiers_step AS step
JOIN dossiers_dossier AS dossier ON dossier.id = step.dossier_id
JOIN procedures_edition AS edition ON edition.id = dossier.edition_id
WHERE step.task_id = task.id AND task.state IN ('open', 'waiting') AND task.marks = '{}'
"""
MARK_NOTES = "UPDATE tasks_task SET marks = '{personal}' WHERE kind = 'dossier.memo' AND state IN ('open', 'waiting')"


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0011_erased"),
        ("tasks", "0003_standing"),
    ]

    operations = [
        migrations.RunSQL(MARK_OPEN_TASKS, migrations.RunSQL.noop),
        migrations.RunSQL(MARK_NOTES, migrations.RunSQL.noop),
    ]
