from django.db import migrations

from motcua.core.events import append_only


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial"), ("core", "0002_initial")]
    operations = [append_only(f"files_{name}") for name in ("fileevent", "accesslog")]
