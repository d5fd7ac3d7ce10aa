"""The birth of the first limits is told like every other: rebuilt from their events they are what their rows say."""

from django.db import migrations

from motcua.core.clock import CoreNow


def tell(apps, editor):
    limits, told = (apps.get_model("citizens", name).objects for name in ("LookLimit", "LookLimitEvent"))
    system = apps.get_model("agencies", "Post").objects.get(role="system")
    for limit in limits.filter(events=None):
        told.create(
            subject=limit, action="look_limit.change", by=system, version=1, happened_at=CoreNow(),
            data={"changed": {"per_hour": limit.per_hour, "source": limit.source}},
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("citizens", "0003_looks_watched"), ("agencies", "0003_system")]
    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
