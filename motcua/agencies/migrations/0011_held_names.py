"""Names of files in kept pages lie encrypted now; the old column is emptied and stays for the version before."""

from django.db import migrations

import motcua.core.fields

# The version before still writes it while this one is brought in; there it must have a value.
EMPTIED = (
    "ALTER TABLE agencies_heldform ALTER COLUMN files SET DEFAULT '[]'::jsonb;"
    " UPDATE agencies_heldform SET files = '[]'::jsonb;"
)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0010_operator")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(EMPTIED, "ALTER TABLE agencies_heldform ALTER COLUMN files DROP DEFAULT")
            ],
            state_operations=[migrations.RemoveField(model_name="heldform", name="files")],
        ),
        migrations.AddField(
            model_name="heldform",
            name="names",
            field=motcua.core.fields.EncryptedJSON(blank=True, editable=True, null=True),
        ),
    ]
