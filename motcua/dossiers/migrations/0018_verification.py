"""Every result gets a code by which anybody may ask whether it is genuine; those there already, too."""

from django.db import migrations, models

import motcua.dossiers.models.columns

# 48 random bits of a UUID v4, without the places that tell its version: hexadecimal digits are letters of the code.
FILL = """
UPDATE dossiers_result SET verification_code = upper(substr(replace(gen_random_uuid()::text, '-', ''), 1, 12))
WHERE verification_code IS NULL
"""
OPTIONS = {"editable": False, "max_length": 12, "db_collation": "C", "verbose_name": "mã xác minh"}


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0017_beginnings_of_words")]
    operations = [
        migrations.AddField("result", "verification_code", models.CharField(null=True, **OPTIONS)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            "result",
            "verification_code",
            models.CharField(default=motcua.dossiers.models.columns.verification_code, unique=True, **OPTIONS),
        ),
    ]
