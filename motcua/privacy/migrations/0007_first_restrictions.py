"""Terms for restriction and objection, as we read them; whoever runs the house reads them against the law."""

from datetime import date

from django.db import migrations

SOURCE = (
    "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, NĐ 356/2025/NĐ-CP (15 ngày, gia hạn một lần không quá 15 ngày:"
    " cách hiểu của nhóm phát triển, chưa đối chiếu nguyên văn)"
)
BEFORE = "NĐ 13/2023/NĐ-CP (72 giờ: cách hiểu của nhóm phát triển, chưa đối chiếu nguyên văn)"
TERMS = [
    values | {"right": right}
    for right in ("restriction", "objection")
    for values in (
        {"answer_amount": 3, "answer_unit": "day", "amount": 3, "unit": "day", "extension": 0,
         "source": BEFORE, "valid_from": date(2023, 7, 1), "valid_to": date(2025, 12, 31)},
        {"answer_amount": 2, "answer_unit": "working_day", "amount": 15, "unit": "day", "extension": 15,
         "source": SOURCE, "valid_from": date(2026, 1, 1), "valid_to": None},
    )
]  # fmt: skip


def seed(apps, editor):
    system = apps.get_model("agencies", "Post").objects.get(role="system")
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT core_now()")
        (moment,) = cursor.fetchone()
    for values in TERMS:
        row = apps.get_model("privacy", "RightsTerm").objects.create(**values)
        told = {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}
        apps.get_model("privacy", "RightsTermEvent").objects.create(
            subject=row, action="rights_term.set", by=system, version=1, happened_at=moment, data={"changed": told}
        )


class Migration(migrations.Migration):
    dependencies = [("privacy", "0006_restriction"), ("agencies", "0003_system")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
