from django.db import migrations

from motcua.core.events import append_only

TABLES = ("rightstermevent", "datadutyevent", "rightsrequestevent", "retentionruleevent")


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial"), ("core", "0002_initial")]
    operations = [append_only(f"privacy_{table}") for table in TABLES]
