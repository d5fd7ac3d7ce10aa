"""Which unit operates the installation: of those there are, the oldest that stands with none above it, on record."""

from django.db import migrations, models

NAME_THE_FIRST = """
WITH chosen AS (
    SELECT id FROM agencies_agency WHERE parent_id IS NULL AND kind <> 'system' AND valid_to IS NULL ORDER BY id LIMIT 1
), named AS (
    UPDATE agencies_agency SET operates = true, version = version + 1 WHERE id IN (SELECT id FROM chosen)
    RETURNING id, version
)
INSERT INTO agencies_agencyevent (subject_id, action, by_id, state, version, happened_at, data)
SELECT id, 'agency.operate', (SELECT id FROM agencies_post WHERE role = 'system'), '', version, core_now(),
       '{"before": null, "changed": {"operates": true}}' FROM named
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0009_standing")]

    operations = [
        migrations.AddField(
            model_name="agency",
            name="operates",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="vận hành hệ thống"
            ),
        ),
        migrations.AddConstraint(
            model_name="agency",
            constraint=models.UniqueConstraint(
                condition=models.Q(("operates", True)), fields=("operates",), name="one_operator"
            ),
        ),
        migrations.RunSQL(NAME_THE_FIRST, migrations.RunSQL.noop),
    ]
