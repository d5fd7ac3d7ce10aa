import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

import motcua.dossiers.models.columns


class Migration(migrations.Migration):
    """A nullable column, and indexes built while the old version works; the terms of old rows are filled by a job."""

    atomic = False

    dependencies = [
        ("agencies", "0004_code_patterns"),
        ("citizens", "0002_journals"),
        ("dossiers", "0006_open_pools"),
        ("payments", "0002_journals"),
        ("procedures", "0002_frozen"),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="terms",
            field=motcua.dossiers.models.columns.Terms(
                editable=False, help_text="từ tìm kiếm; null: do bản cũ ghi, chờ việc nền điền", null=True
            ),
        ),
        AddIndexConcurrently(
            model_name="dossier",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["terms"], gin_pending_list_limit=256, name="dossier_terms"
            ),
        ),
        AddIndexConcurrently(
            model_name="dossier",
            index=models.Index(django.db.models.functions.text.Reverse("code"), name="dossier_code_end"),
        ),
        AddIndexConcurrently(
            model_name="dossier",
            index=models.Index(condition=models.Q(("terms", None)), fields=["id"], name="dossier_terms_missing"),
        ),
    ]
