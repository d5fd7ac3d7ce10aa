"""The nation's week and days off of 2024–2027: every installation can promise a day from the start."""

from datetime import date

from django.db import migrations

from motcua.worktime.national import national_facts

WEEK, DAY = "worktime.set_week", "worktime.set_exception"


def seed(apps, schema_editor):
    week_model, day_model = (apps.get_model("worktime", name) for name in ("WorkWeek", "ExceptionalDay"))
    system = apps.get_model("agencies", "Post").objects.get(role="system")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT core_now()")
        (moment,) = cursor.fetchone()
    facts = national_facts()
    week = facts["week"] | {"agency_id": None, "valid_to": None}
    kept = week_model.objects.create(**week | {"valid_from": date.fromisoformat(week["valid_from"])})
    record(apps, kept, WEEK, week, system=system, moment=moment)
    for fact in facts["days"]:
        row = {
            "agency_id": None,
            "date": fact["date"],
            "kind": "off" if "off" in fact else "works_as",
            "works_as": fact.get("works_as", ""),
            "sessions": None,
            "reason": fact["reason"],
            "source": fact["source"],
            "provisional": fact.get("provisional", False),
        }
        kept = day_model.objects.create(**row | {"date": date.fromisoformat(row["date"])})
        record(apps, kept, DAY, row, system=system, moment=moment)
    apps.get_model("worktime", "CalendarStamp").objects.create(id=1)


def record(apps, row, action, values, *, system, moment):
    changed = {name.removesuffix("_id"): value for name, value in values.items()} | {"withdrawn_at": None}
    apps.get_model("worktime", f"{row._meta.object_name}Event").objects.create(
        subject=row, action=action, by=system, version=1, happened_at=moment, data={"changed": changed}
    )


class Migration(migrations.Migration):
    dependencies = [("worktime", "0002_journals"), ("agencies", "0003_system")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
