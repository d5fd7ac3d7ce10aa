from django.db import migrations

from motcua.core.events import append_only

TABLES = ("rungevent", "digestruleevent")


class Migration(migrations.Migration):
    dependencies = [("escalation", "0001_initial"), ("core", "0002_initial")]
    operations = [append_only(f"escalation_{table}") for table in TABLES]
