"""The first ladder tells the head of the agency that has not confirmed a hand-over in time; data, changed on the screen.

From the day of the upgrade, so that nobody is told of what was missed long ago.
"""

from datetime import UTC
from zoneinfo import ZoneInfo

from django.db import migrations

SOURCE = "Mức mặc định của phần mềm; cơ quan đặt lại bằng văn bản của mình"


def seed(apps, editor):
    system = apps.get_model("agencies", "Post").objects.get(role="system")
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT core_now()")
        (moment,) = cursor.fetchone()
    values = {
        "agency": None, "subject": "hand_over", "at": "late", "percent": None, "weekday": "", "hour": None,
        "whom": "head", "channel": "inbox", "source": SOURCE, "valid_to": None, "dropped_at": None,
        "valid_from": moment.astimezone(UTC).astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).date(),
    }  # fmt: skip
    row = apps.get_model("escalation", "Rung").objects.create(**values)
    told = values | {"valid_from": values["valid_from"].isoformat()}
    apps.get_model("escalation", "RungEvent").objects.create(
        subject=row, action="rung.set", by=system, version=1, happened_at=moment, data={"changed": told}
    )


class Migration(migrations.Migration):
    dependencies = [("escalation", "0004_hand_overs")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
