from django.db import migrations

from motcua.core.events import append_only


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial")]
    operations = [append_only(f"agencies_{name}event") for name in ("agency", "person", "post")]
