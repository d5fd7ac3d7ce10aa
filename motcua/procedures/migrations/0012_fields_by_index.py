from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The fields of the catalogue are named on every page of figures; built while the old version works."""

    atomic = False

    dependencies = [("procedures", "0011_crossing_boundaries")]

    operations = [
        AddIndexConcurrently(
            model_name="edition",
            index=models.Index(fields=["field_code", "field_name", "id"], name="edition_field"),
        ),
    ]
