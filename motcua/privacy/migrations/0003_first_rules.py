"""The terms that are known, with their sources, and rules that keep everything until an office sets its own.

Whoever runs the house reads them against the law and changes them on the screen: they are data.
"""

from datetime import date

from django.db import migrations

LAW = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, NĐ 356/2025/NĐ-CP"
BEFORE = "NĐ 13/2023/NĐ-CP (72 giờ; chưa đối chiếu nguyên văn)"
TERMS = [
    *({"right": right, "answer_amount": 3, "answer_unit": "day", "amount": 3, "unit": "day", "extension": 0,
       "source": BEFORE, "valid_from": date(2023, 7, 1), "valid_to": date(2025, 12, 31)}
      for right in ("export", "correction", "erasure")),
    *({"right": right, "answer_amount": 2, "answer_unit": "working_day", "amount": amount, "unit": "day",
       "extension": 15, "source": LAW, "valid_from": date(2026, 1, 1), "valid_to": None}
      for right, amount in (("export", 10), ("correction", 10), ("erasure", 20))),
]  # fmt: skip
RULES = [
    ("dossier", "Luật Lưu trữ 33/2024/QH15; chưa đặt thời hạn riêng nên chưa hủy"),
    ("receipt", "Pháp luật về kế toán; chưa đặt thời hạn riêng nên chưa hủy"),
    ("journal", "Nhật ký chỉ được thêm, để biết ai đã làm gì và đã xem của ai"),
]


def seed(apps, editor):
    system = apps.get_model("agencies", "Post").objects.get(role="system")
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT core_now()")
        (moment,) = cursor.fetchone()

    def keep(name, action, values):
        row = apps.get_model("privacy", name).objects.create(**values)
        told = {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}
        apps.get_model("privacy", f"{name}Event").objects.create(
            subject=row, action=action, by=system, version=1, happened_at=moment, data={"changed": told}
        )

    for term in TERMS:
        keep("RightsTerm", "rights_term.set", term)
    for record, source in RULES:
        values = {"record": record, "code": "", "years": None, "source": source, "valid_from": date(2025, 7, 1)}
        keep("RetentionRule", "retention_rule.set", values | {"valid_to": None})


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_journals"), ("agencies", "0003_system")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
