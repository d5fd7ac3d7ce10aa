from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

import motcua.dossiers.models.columns


class Migration(migrations.Migration):
    """An index of the rows whose terms are of an older form, built while the old version works; a job makes them anew,
    also those that the old version still writes. Until then they are found by whole words."""

    atomic = False

    dependencies = [
        ("dossiers", "0016_held_counted"),
    ]

    operations = [
        migrations.AlterField(
            model_name="dossier",
            name="terms",
            field=motcua.dossiers.models.columns.Terms(
                editable=False, help_text="từ tìm kiếm; của bản cũ: việc nền ghi lại", null=True
            ),
        ),
        AddIndexConcurrently(
            model_name="dossier",
            index=models.Index(
                condition=~Q(terms__match="'=2'") & Q(erased_at=None), fields=["id"], name="dossier_terms_older"
            ),
        ),
        RemoveIndexConcurrently(model_name="dossier", name="dossier_terms_missing"),
    ]
