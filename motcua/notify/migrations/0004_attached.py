import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """A file goes along with an e-mail; its index is built while the old version works."""

    atomic = False

    dependencies = [
        ("files", "0004_removed"),
        ("notify", "0003_sent_again"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoing",
            name="attached",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
                verbose_name="tệp kèm thư điện tử",
            ),
        ),
        AddIndexConcurrently(
            model_name="outgoing",
            index=models.Index(
                condition=models.Q(("attached__isnull", False)), fields=["attached"], name="outgoing_with_file"
            ),
        ),
    ]
