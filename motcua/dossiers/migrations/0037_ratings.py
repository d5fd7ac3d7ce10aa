import uuid

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q

import motcua.core.fields
from motcua.dossiers.models.rated import IsScore


class Migration(migrations.Migration):
    """Ratings of dossiers, and what a dossier keeps of its own; the version before does not know of either."""

    dependencies = [
        ("agencies", "0014_no_post_gives_tuq"),
        ("citizens", "0014_merged"),
        ("dossiers", "0036_figured"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rating", to="dossiers.dossier"
                    ),
                ),
                ("terms", models.DateField()),
                ("scores", models.JSONField(default=dict)),
                (
                    "satisfied",
                    models.CharField(
                        choices=[
                            ("satisfied", "Hài lòng"),
                            ("ordinary", "Bình thường"),
                            ("dissatisfied", "Không hài lòng"),
                        ],
                        db_collation="C",
                        max_length=12,
                        verbose_name="mức độ hài lòng",
                    ),
                ),
                (
                    "words",
                    motcua.core.fields.EncryptedText(blank=True, editable=True, null=True, verbose_name="ý kiến"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.post"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="citizens.account"
                    ),
                ),
                ("given_at", models.DateTimeField(verbose_name="lúc đánh giá")),
                ("changed_at", models.DateTimeField(null=True, verbose_name="lúc sửa")),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(name="rating_scores_are_points", condition=IsScore("scores")),
                    models.CheckConstraint(
                        name="rating_satisfied_known",
                        condition=Q(satisfied__in=["satisfied", "ordinary", "dissatisfied"]),
                    ),
                    models.CheckConstraint(
                        name="rating_changed_later", condition=Q(changed_at=None) | Q(changed_at__gte=F("given_at"))
                    ),
                    models.CheckConstraint(name="erased_rating_is_empty", condition=Q(erased_at=None) | Q(words=None)),
                ],
            },
        ),
        migrations.AddField("dossier", "rated_at", models.DateTimeField(null=True, verbose_name="lúc được đánh giá")),
        migrations.AddField(
            "dossier", "rated_points", models.SmallIntegerField(null=True, verbose_name="điểm đánh giá")
        ),
        migrations.AddField("dossier", "rated_of", models.SmallIntegerField(null=True, verbose_name="trên số điểm")),
        migrations.AddField(
            "dossier",
            "rated_low",
            models.BooleanField(db_default=False, default=False, verbose_name="không hài lòng"),
        ),
        AddConstraintNotValid(
            "dossier",
            models.CheckConstraint(
                name="dossier_rated_whole",
                condition=Q(rated_at=None, rated_points=None, rated_of=None, rated_low=False)
                | Q(
                    rated_at__isnull=False, rated_points__gte=0, rated_points__lte=F("rated_of"), rated_of__isnull=False
                ),
            ),
        ),
    ]
