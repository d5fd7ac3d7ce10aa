import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Where a result is handed back, if not where the dossier was received; empty for all there are."""

    dependencies = [
        ("agencies", "0013_absence_shares"),
        ("dossiers", "0029_merges"),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="return_desk",
            field=models.ForeignKey(
                db_index=False,
                help_text="khi người nộp chọn nơi khác nơi tiếp nhận",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
                verbose_name="nơi trả kết quả",
            ),
        ),
    ]
