"""What is signed TUQ. names its document; papers of before are given theirs by the next migration."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0004_letterheads_frozen"), ("agencies", "0014_no_post_gives_tuq")]
    operations = [
        migrations.AddField(
            "outgoingdocument",
            "delegation",
            models.ForeignKey(
                null=True, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="agencies.delegation", verbose_name="ủy quyền",
            ),
        )
    ]  # fmt: skip
