"""The ladder to begin with, for every unit that sets none of its own; no daily mail until an office wants it.

Whoever runs the house changes both on the screen: they are data. The first day is that of the upgrade, so that nobody
is told of what was reached long ago.
"""

from datetime import UTC
from zoneinfo import ZoneInfo

from django.db import migrations

SOURCE = "Mức mặc định của phần mềm; cơ quan đặt lại bằng văn bản của mình"
RUNGS = [
    {"subject": "step", "at": "percent", "percent": 70, "weekday": "", "hour": None, "whom": "owner"},
    {"subject": "step", "at": "percent", "percent": 90, "weekday": "", "hour": None, "whom": "head"},
    {"subject": "dossier", "at": "late", "percent": None, "weekday": "", "hour": None, "whom": "leader"},
    {"subject": "", "at": "weekly", "percent": None, "weekday": "mon", "hour": 8, "whom": "reform"},
]


def seed(apps, editor):
    system = apps.get_model("agencies", "Post").objects.get(role="system")
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT core_now()")
        (moment,) = cursor.fetchone()
    day = moment.astimezone(UTC).astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).date()

    def keep(name, action, values):
        row = apps.get_model("escalation", name).objects.create(**values)
        told = values | {"valid_from": values["valid_from"].isoformat()}
        apps.get_model("escalation", f"{name}Event").objects.create(
            subject=row, action=action, by=system, version=1, happened_at=moment, data={"changed": told}
        )

    since = {"agency": None, "source": SOURCE, "valid_from": day, "valid_to": None}
    for rung in RUNGS:
        keep("Rung", "rung.set", rung | since | {"channel": "inbox", "dropped_at": None})
    keep("DigestRule", "digest_rule.set", since | {"sends": False, "hour": 7})


class Migration(migrations.Migration):
    dependencies = [("escalation", "0002_journals"), ("agencies", "0003_system")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
