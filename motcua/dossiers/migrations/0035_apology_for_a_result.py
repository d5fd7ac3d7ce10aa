"""An apology for a result that came too late announces no day; the version before reads drafts alone, which have one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0033_books_pass_over")]
    operations = [
        migrations.AlterField("apology", "announced", models.DateTimeField(null=True, verbose_name="ngày hẹn lại"))
    ]
