import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    """The later edition to whose route a dossier was moved; open dossiers are found by it. Nothing waits for it: the
    column is empty at first, and the index is built while the old version works."""

    atomic = False

    dependencies = [
        ("procedures", "0010_route_steps"),
        ("dossiers", "0029_merges"),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="route_edition",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="procedures.edition",
                verbose_name="theo quy trình",
            ),
        ),
        migrations.AlterField(
            model_name="step",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Đang làm"),
                    ("finished", "Đã xong"),
                    ("sent_back", "Trả lại bước trước"),
                    ("redirected", "Chuyển đúng cơ quan"),
                    ("moved", "Chuyển sang quy trình mới"),
                    ("cancelled", "Không thực hiện"),
                ],
                db_collation="C",
                default="open",
                max_length=10,
            ),
        ),
        AddIndexConcurrently(
            model_name="dossier",
            index=models.Index(
                Coalesce("route_edition", "edition"),
                F("id"),
                condition=Q(
                    state__in=[
                        "submitted", "received", "in_progress", "waiting_supplement", "waiting_payment", "suspended",
                    ]
                ),
                name="dossier_on_route",
            ),
        ),
    ]  # fmt: skip
